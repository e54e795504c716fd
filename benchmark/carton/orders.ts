import {
  type CartonItem,
  type CartonType,
  DEFAULT_PACKING_RULES,
  type PackingRules,
} from '../../domain/cartonize-plan.ts'

/** Orders of one character with the cartons and rules that such a warehouse has. */
export type OrderSet = {
  name: string
  types: readonly CartonType[]
  rules: PackingRules
  /** False where goods have rules that other packers do not know. */
  isForPeers: boolean
  orders: readonly (readonly CartonItem[])[]
}

type Random = () => number
type Goods = Omit<CartonItem, 'id' | 'quantity'>

const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1))

/** Many small numbers and few large ones. */
const skewed = (random: Random, from: number, to: number): number =>
  Math.round(Math.exp(Math.log(from) + random() ** 1.3 * (Math.log(to) - Math.log(from))))

const size = (id: string, length: number, width: number, height: number, maxGrams: number): CartonType => ({
  id,
  innerLengthMm: length,
  innerWidthMm: width,
  innerHeightMm: height,
  // Corrugated board weighs about half a kilogram a square metre; a carton has some twice its surface of it.
  tareGrams: Math.round((length * width + length * height + width * height) / 900),
  maxGrams,
  available: null,
})

const POSTAL = [
  size('P1', 220, 190, 90, 5_000),
  size('P2', 270, 180, 150, 5_000),
  size('P3', 340, 250, 210, 10_000),
  size('P4', 410, 310, 280, 20_000),
  size('P5', 480, 380, 340, 20_000),
  size('P6', 520, 480, 400, 30_000),
]
const SHOP = [
  size('F', 300, 220, 40, 3_000),
  size('S', 220, 190, 90, 5_000),
  size('M', 340, 250, 180, 10_000),
  size('T', 200, 200, 400, 10_000),
  size('L', 480, 380, 320, 20_000),
  size('XL', 600, 480, 420, 30_000),
]
const TEN = [
  size('A', 160, 120, 60, 2_000),
  size('B', 230, 160, 80, 3_000),
  size('C', 310, 230, 60, 3_000),
  size('D', 250, 250, 150, 8_000),
  size('E', 330, 230, 180, 10_000),
  size('G', 500, 150, 150, 10_000),
  size('H', 400, 300, 200, 15_000),
  size('I', 400, 300, 350, 20_000),
  size('J', 600, 400, 300, 25_000),
  size('K', 600, 400, 400, 30_000),
]
const FOUR = [
  size('1', 200, 150, 100, 4_000),
  size('2', 300, 200, 150, 9_000),
  size('3', 400, 300, 250, 16_000),
  size('4', 500, 400, 350, 24_000),
]

type Character = {
  name: string
  types: readonly CartonType[]
  units: readonly [from: number, to: number]
  lines: readonly [from: number, to: number]
  goods: (random: Random) => Goods
  rules?: PackingRules
}

const plain = { keepUpright: false, fragile: false, mixClass: null }

const anyBox = (random: Random, least: number, most: number, gramsPerLitre: number): Goods => {
  const [lengthMm, widthMm, heightMm] = [
    skewed(random, least, most),
    skewed(random, least, most),
    skewed(random, least, most),
  ]
  const litres = (lengthMm * widthMm * heightMm) / 1_000_000
  const weightGrams = Math.max(5, Math.round(litres * gramsPerLitre * (0.5 + random())))
  return { lengthMm, widthMm, heightMm, weightGrams, ...plain }
}

const flatBox = (random: Random): Goods => ({
  lengthMm: between(random, 180, 480),
  widthMm: between(random, 40, 140),
  heightMm: between(random, 8, 60),
  weightGrams: between(random, 50, 900),
  ...plain,
})

/** Groceries: jars and bottles that stand, some of glass, and cleaners that stay away from food. */
const grocery = (random: Random): Goods => {
  const mixClass = random() < 0.15 ? 'cleaner' : random() < 0.5 ? 'food' : null
  const isJar = random() < 0.4
  const fragile = isJar && random() < 0.5
  return { ...anyBox(random, 40, 200, 700), keepUpright: isJar, fragile, mixClass }
}

const GROCERIES: PackingRules = { ...DEFAULT_PACKING_RULES, apart: [['cleaner', 'food']] }
const HEAVY_ON_TOP: PackingRules = { ...GROCERIES, onFragile: 'nothingHeavier', supportShare: 1 }

const CHARACTERS: readonly Character[] = [
  { name: 'shop, 1–8 units', types: SHOP, units: [1, 8], lines: [1, 4], goods: (r) => anyBox(r, 40, 260, 350) },
  { name: 'post, 1–30 units', types: POSTAL, units: [1, 30], lines: [1, 12], goods: (r) => anyBox(r, 30, 220, 300) },
  {
    name: 'many lines, 20–30 units',
    types: TEN,
    units: [20, 30],
    lines: [12, 25],
    goods: (r) => anyBox(r, 35, 200, 250),
  },
  {
    name: 'few lines, 8–30 units',
    types: POSTAL,
    units: [8, 30],
    lines: [1, 3],
    goods: (r) => anyBox(r, 50, 200, 250),
  },
  { name: 'flat and long, 2–20 units', types: TEN, units: [2, 20], lines: [1, 8], goods: flatBox },
  { name: 'heavy, 5–30 units', types: FOUR, units: [5, 30], lines: [1, 8], goods: (r) => anyBox(r, 40, 180, 1_400) },
  { name: 'bulky, 3–15 units', types: FOUR, units: [3, 15], lines: [2, 8], goods: (r) => anyBox(r, 90, 330, 180) },
  { name: 'groceries, 1–30 units', types: SHOP, units: [1, 30], lines: [1, 12], goods: grocery, rules: GROCERIES },
  {
    name: 'groceries, stricter rules',
    types: POSTAL,
    units: [1, 30],
    lines: [1, 12],
    goods: grocery,
    rules: HEAVY_ON_TOP,
  },
]

/** So many orders of each character, the same for the same random source. */
export function orderSets(count: number, random: Random): OrderSet[] {
  return CHARACTERS.map((character) => ({
    name: character.name,
    types: character.types,
    rules: character.rules ?? DEFAULT_PACKING_RULES,
    isForPeers: character.rules === undefined,
    orders: Array.from({ length: count }, () => makeOrder(character, between(random, ...character.units), random)),
  }))
}

/** Orders of just so many units, of the characters with many units, in turn. */
export function ordersOf(
  units: number,
  count: number,
  random: Random,
): { types: readonly CartonType[]; items: CartonItem[] }[] {
  const large = CHARACTERS.filter(({ units: [, most], rules }) => most >= units && rules === undefined)
  return Array.from({ length: count }, (_, index) => {
    const character = large[index % large.length]
    if (character === undefined) throw new Error(`No orders of ${units} units`)
    return { types: character.types, items: makeOrder(character, units, random) }
  })
}

function makeOrder({ types, lines, goods }: Character, units: number, random: Random): CartonItem[] {
  const count = Math.min(units, between(random, ...lines))
  const items: CartonItem[] = []
  while (items.length < count) {
    const made = { ...goods(random), id: `item-${items.length + 1}`, quantity: 1 }
    if (types.some((type) => fitsAlone(made, type))) items.push(made)
  }
  for (let unit = count; unit < units; unit += 1) {
    const item = items[Math.floor(random() * count)]
    if (item !== undefined) item.quantity += 1
  }
  return items
}

function fitsAlone({ lengthMm, widthMm, heightMm, weightGrams, keepUpright }: CartonItem, type: CartonType): boolean {
  const base = [lengthMm ?? 0, widthMm ?? 0]
  const floor = [type.innerLengthMm, type.innerWidthMm]
  if (!keepUpright) {
    base.push(heightMm ?? 0)
    floor.push(type.innerHeightMm)
  } else if ((heightMm ?? 0) > type.innerHeightMm) return false
  const inner = floor.sort((a, b) => a - b)
  const fits = base.sort((a, b) => a - b).every((edge, at) => edge <= (inner[at] ?? 0))
  return fits && (weightGrams ?? 0) + type.tareGrams <= type.maxGrams
}
