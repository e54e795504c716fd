import type { Tracking } from '../../domain/inputs.ts'

/** One kind of a family's goods: how it is called, its colour and the few letters on its picture. */
interface Variety {
  ko: string
  en: string
  colour: string
  label: string
}

/** One size of a family's goods; lengths in millimetres, weight in grams, price in won. */
interface Size {
  ko: string
  en: string
  sizeMm: readonly [length: number, width: number, height: number]
  weightGrams: number
  price: number
}

/** A family of goods: every variety in every size becomes an item. */
export interface Family {
  code: string
  ko: string
  en: string
  shape: 'box' | 'bottle' | 'jar' | 'pouch' | 'tube' | 'can' | 'cup' | 'book' | 'whisk'
  tracking: Tracking
  fragile: boolean
  varieties: readonly Variety[]
  sizes: readonly Size[]
}

const variety = (text: string): Variety => {
  const [ko = '', en = '', colour = '', label = ''] = text.split(',')
  return { ko, en, colour, label }
}

const size = (text: string): Size => {
  const [ko = '', en = '', measure = '', weight = '', price = ''] = text.split(',')
  const [length = 1, width = 1, height = 1] = measure.split('x').map(Number)
  return { ko, en, sizeMm: [length, width, height], weightGrams: Number(weight), price: Number(price) }
}

const family = (
  head: readonly [code: string, ko: string, en: string, shape: Family['shape'], tracking: Tracking, fragile: boolean],
  varieties: string,
  sizes: string,
): Family => ({
  code: head[0],
  ko: head[1],
  en: head[2],
  shape: head[3],
  tracking: head[4],
  fragile: head[5],
  varieties: varieties.split(';').map(variety),
  sizes: sizes.split(';').map(size),
})

const TEAS =
  '녹차,Green Tea,2f7a45,녹차;우롱차,Oolong Tea,8a6a1f,우롱;홍차,Black Tea,8c2f1b,홍차;현미녹차,Brown Rice Tea,6d7a2f,현미;캐모마일,Camomile,c9a227,캐모'
const NUTS =
  '아몬드,Almonds,9a6b3a,AL;호두,Walnuts,6b4a2a,WA;캐슈넛,Cashews,b8935a,CA;피스타치오,Pistachios,6f8f3a,PI;땅콩,Peanuts,a8793f,PE'
const SCENTS =
  '라벤더,Lavender,6b5b95,LAV;시트러스,Citrus,e08e00,CIT;로즈,Rose,b03a5b,ROS;티트리,Tea Tree,2f7a6b,TT;무향,Unscented,7a8490,무향'
const COLOURS = '검정,Black,2b2f36,BK;흰색,White,8d949e,WH;파랑,Blue,1f5fa8,BL;초록,Green,2f7a45,GR;빨강,Red,a82f2f,RD'

/** The goods of the demo warehouse: 25 families of five varieties in four sizes, 500 items. */
export const FAMILIES: readonly Family[] = [
  family(
    ['TEA', '제주 유기농', 'Jeju Organic', 'box', 'lot', false],
    TEAS,
    '20티백,20 Bags,130x70x75,62,6800;40티백,40 Bags,130x75x140,118,12400;100티백,100 Bags,190x140x150,270,26900;잎차 80g,Loose 80 g,90x60x160,104,15800',
  ),
  family(
    ['LEF', '보성 첫물', 'Boseong First Flush', 'can', 'lot', false],
    TEAS,
    '50g,50 g,70x70x110,92,18500;100g,100 g,80x80x130,158,32000;150g,150 g,90x90x140,222,44000;선물용 200g,Gift 200 g,180x90x140,396,59000',
  ),
  family(
    ['MAT', '하동 말차', 'Hadong Matcha', 'can', 'lot', false],
    '세레모니얼,Ceremonial,2f7a45,말차;라떼용,Latte Grade,5f9a3f,라떼;요리용,Culinary,7d9a2f,요리;유기농,Organic,1f6a3a,유기;볶은,Roasted,8a6a3f,호지',
    '30g,30 g,60x60x70,68,21000;50g,50 g,65x65x80,96,32000;100g,100 g,80x80x90,164,54000;200g,200 g,100x100x110,290,98000',
  ),
  family(
    ['COF', '산마루 원두', 'Ridge Coffee Beans', 'pouch', 'lot', false],
    '에티오피아,Ethiopia,7a4a2a,ETH;콜롬비아,Colombia,5a3a24,COL;과테말라,Guatemala,6b3f1f,GUA;디카페인,Decaf,4f5f6f,DEC;하우스블렌드,House Blend,3a2a20,HB',
    '200g,200 g,120x70x200,212,11500;500g,500 g,150x90x280,520,24800;1kg,1 kg,180x110x340,1030,43000;드립백 10개,10 Drip Bags,140x90x110,150,12900',
  ),
  family(
    ['NUT', '하루견과', 'Daily Nuts', 'pouch', 'lot', false],
    NUTS,
    '20g,20 g,90x20x120,22,1500;200g,200 g,140x60x200,208,9800;500g,500 g,180x80x260,515,21500;1kg,1 kg,220x100x320,1025,39000',
  ),
  family(
    ['HON', '지리산 벌꿀', 'Mountain Honey', 'jar', 'lot', true],
    '아카시아,Acacia,d9a300,아카;밤꿀,Chestnut,6b3f1f,밤꿀;야생화,Wildflower,c07a00,야생;유채,Canola,e0c04f,유채;대추,Jujube,8c3a1f,대추',
    '250g,250 g,70x70x90,430,11000;500g,500 g,85x85x115,790,19500;1kg,1 kg,100x100x150,1480,35000;스틱 30개,30 Sticks,160x90x110,412,23000',
  ),
  family(
    ['JAM', '과수원 잼', 'Orchard Jam', 'jar', 'lot', true],
    '딸기,Strawberry,b8263f,딸기;블루베리,Blueberry,3a3f8a,블루;복숭아,Peach,e0875a,복숭;살구,Apricot,e09a2f,살구;무화과,Fig,6b3a5a,무화',
    '120g,120 g,60x60x70,212,4800;240g,240 g,70x70x95,398,7900;350g,350 g,75x75x110,540,9900;3종세트,Trio Set,230x80x100,1240,21900',
  ),
  family(
    ['SAU', '장독대', 'Clay Pot', 'bottle', 'lot', true],
    '양조간장,Soy Sauce,3a241a,간장;고추장,Chilli Paste,a82f1f,고추;된장,Bean Paste,8a6a3a,된장;쌈장,Ssam Paste,9a4f2a,쌈장;매실청,Plum Syrup,6f8f2f,매실',
    '250ml,250 ml,60x60x170,420,5200;500ml,500 ml,75x75x210,760,8900;900ml,900 ml,90x90x250,1290,13900;1.8L,1.8 L,110x110x310,2390,22900',
  ),
  family(
    ['OIL', '방앗간', 'Village Mill', 'bottle', 'lot', true],
    '참기름,Sesame Oil,b8791f,참깨;들기름,Perilla Oil,8a8a2f,들깨;올리브유,Olive Oil,6f8f2f,올리;아보카도유,Avocado Oil,4f7a3a,아보;포도씨유,Grapeseed Oil,8fa83f,포도',
    '160ml,160 ml,50x50x180,300,9900;320ml,320 ml,60x60x220,560,17900;500ml,500 ml,70x70x260,860,25900;2병 선물세트,Gift Pair,260x170x80,1180,39000',
  ),
  family(
    ['RIC', '들녘', 'Open Field', 'pouch', 'lot', false],
    '백미,White Rice,b8a98a,백미;현미,Brown Rice,9a7a4a,현미;찹쌀,Glutinous Rice,c9c0a8,찹쌀;흑미,Black Rice,3a2f3f,흑미;귀리,Oats,b89a5a,귀리',
    '500g,500 g,160x60x220,505,4500;1kg,1 kg,190x80x270,1010,8200;2kg,2 kg,220x100x330,2015,15500;4kg,4 kg,280x120x400,4030,28900',
  ),
  family(
    ['SEA', '완도 바다', 'Wando Sea', 'pouch', 'lot', false],
    '돌김,Rock Laver,1f3a2f,돌김;파래김,Green Laver,2f5a3a,파래;미역,Seaweed,2a4a3a,미역;다시마,Kelp,3a4a2a,다시;멸치,Anchovy,8a94a0,멸치',
    '20g,20 g,150x30x200,28,2900;50g,50 g,180x50x240,62,5900;100g,100 g,200x70x280,116,9900;선물세트,Gift Set,320x240x90,640,35000',
  ),
  family(
    ['SNK', '동네과자', 'Corner Snack', 'box', 'lot', false],
    '쌀과자,Rice Crisps,d9b86f,쌀;약과,Honey Cookies,9a5f2a,약과;강정,Sweet Crunch,b8873f,강정;고구마칩,Sweet Potato Chips,a8562f,고구;김부각,Seaweed Crisps,2f4a3a,부각',
    '60g,60 g,150x60x200,74,2800;120g,120 g,180x70x230,142,4900;240g,240 g,220x90x270,276,8800;12봉 상자,Case of 12,380x280x220,980,29900',
  ),
  family(
    ['SOA', '비누공방', 'Soap Studio', 'box', 'lot', false],
    SCENTS,
    '80g,80 g,80x55x30,86,5500;120g,120 g,95x60x35,128,7500;3개입,Pack of 3,100x95x65,390,19900;선물상자,Gift Box,220x150x50,620,29900',
  ),
  family(
    ['SHA', '숲결 샴푸', 'Grove Shampoo', 'bottle', 'lot', false],
    SCENTS,
    '100ml,100 ml,45x45x140,124,6900;300ml,300 ml,65x65x190,352,14900;500ml,500 ml,75x75x220,566,19900;리필 1L,Refill 1 L,180x90x270,1030,27900',
  ),
  family(
    ['LOT', '숲결 로션', 'Grove Lotion', 'tube', 'lot', false],
    SCENTS,
    '50ml,50 ml,45x35x140,62,8900;100ml,100 ml,55x40x170,118,13900;200ml,200 ml,65x50x200,228,21900;400ml 펌프,400 ml Pump,75x75x210,464,32900',
  ),
  family(
    ['CDL', '저녁빛 초', 'Evening Candle', 'jar', 'none', true],
    SCENTS,
    '미니,Mini,60x60x65,140,9900;소,Small,75x75x85,280,17900;중,Medium,85x85x105,460,26900;대,Large,105x105x125,780,39900',
  ),
  family(
    ['CUP', '흙가마', 'Earth Kiln', 'cup', 'none', true],
    COLOURS,
    '에스프레소잔,Espresso Cup,80x60x60,140,12000;머그,Mug,120x90x95,340,19000;찻잔세트,Tea Cup Set,220x160x90,720,42000;대접,Bowl,160x160x75,520,24000',
  ),
  family(
    ['WHI', '다도', 'Tea Way', 'whisk', 'none', false],
    '대나무,Bamboo,b8a15f,죽;흑죽,Black Bamboo,3a3a2f,흑죽;자죽,Purple Bamboo,5f3a4a,자죽;백죽,White Bamboo,c9bf9a,백죽;훈죽,Smoked Bamboo,6b4f2f,훈죽',
    '80본,80 Prongs,60x60x115,32,15000;100본,100 Prongs,60x60x118,36,21000;120본,120 Prongs,62x62x120,40,28000;차시 세트,Whisk and Scoop,190x70x70,78,34000',
  ),
  family(
    ['NTE', '하루기록', 'Day Record', 'book', 'none', false],
    COLOURS,
    'A6 무지,A6 Plain,148x105x12,110,6500;A5 무지,A5 Plain,210x148x14,230,8900;A5 줄,A5 Ruled,210x148x14,231,8900;B5 줄,B5 Ruled,257x182x15,340,11900',
  ),
  family(
    ['PEN', '또박또박', 'Clear Line', 'tube', 'none', false],
    COLOURS,
    '0.38mm,0.38 mm,145x12x12,11,1800;0.5mm,0.5 mm,145x12x12,11,1800;0.7mm,0.7 mm,145x12x12,12,1800;12자루,Box of 12,160x90x25,152,18900',
  ),
  family(
    ['TWL', '목화밭', 'Cotton Field', 'box', 'none', false],
    COLOURS,
    '손수건,Face Cloth,120x120x25,48,4500;세면,Hand Towel,200x150x50,160,9900;목욕,Bath Towel,300x220x80,520,24900;발매트,Bath Mat,350x250x40,610,19900',
  ),
  family(
    ['SOK', '포근발', 'Cosy Feet', 'pouch', 'none', false],
    COLOURS,
    '230mm,Size S,180x100x20,44,3900;250mm,Size M,190x100x20,48,3900;270mm,Size L,200x105x22,52,3900;5켤레,Pack of 5,210x150x70,246,16900',
  ),
  family(
    ['PET', '멍냥상점', 'Paw Store', 'can', 'lot', false],
    '닭고기,Chicken,c9873f,닭;연어,Salmon,d9705a,연어;오리,Duck,8a5f3f,오리;소고기,Beef,8c2f2a,소;참치,Tuna,3f5f8a,참치',
    '85g,85 g,85x85x40,106,1900;160g,160 g,85x85x65,192,2900;400g,400 g,75x75x110,468,4900;12캔 상자,Case of 12,270x210x90,1340,21900',
  ),
  family(
    ['SCL', '정밀한 저울', 'Exact Scale', 'box', 'serial', true],
    COLOURS,
    '500g,500 g,180x130x40,320,29000;1kg,1 kg,200x150x40,410,35000;3kg,3 kg,230x180x45,560,45000;5kg,5 kg,260x200x50,690,52000',
  ),
  family(
    ['KET', '드립 주전자', 'Pour-over Kettle', 'box', 'serial', true],
    COLOURS,
    '0.6L,0.6 L,260x160x190,920,59000;0.9L,0.9 L,280x170x210,1080,69000;전기 0.8L,Electric 0.8 L,300x210x240,1690,129000;온도계 포함,With Thermometer,290x180x220,1150,84000',
  ),
]
