import type { AddressInput, OrderInput, OrderLineInput } from '../../domain/inputs.ts'
import type { DemoItem } from './goods.ts'
import type { Random } from './random.ts'

const FAMILY_NAMES = '김,이,박,최,정,강,조,윤,장,임,한,오,서,신,권,황,안,송,전,홍'.split(',')
const GIVEN_NAMES =
  '가온,나래,다온,라온,마루,바다,새봄,아라,은솔,이든,하람,하늘,해솔,혜온,누리,단비,로운,미르,슬기,온유,찬솔,한결,도담,여울,초롱'.split(
    ',',
  )
const CITIES: readonly (readonly [province: string, city: string, postcode: string])[] = [
  ['서울특별시', '강남구', '061'],
  ['서울특별시', '마포구', '040'],
  ['서울특별시', '노원구', '017'],
  ['부산광역시', '해운대구', '480'],
  ['대구광역시', '수성구', '422'],
  ['인천광역시', '연수구', '219'],
  ['광주광역시', '북구', '610'],
  ['대전광역시', '유성구', '341'],
  ['경기도', '성남시 분당구', '135'],
  ['경기도', '수원시 영통구', '165'],
  ['강원특별자치도', '춘천시', '242'],
  ['제주특별자치도', '제주시', '631'],
]
const ROADS = '새봄로,가온길,나래대로,다온로,별빛로,은하길,하늘채로,솔바람길,물결로,달빛대로'.split(',')
const HOMES =
  '바른마을 101동 502호,햇살빌라 203호,푸른숲아파트 1204호,온누리오피스텔 807호,,2층,다솜아파트 303동 1501호'.split(',')
const NOTES =
  '문 앞에 놓아주세요.,경비실에 맡겨주세요.,배송 전에 연락 바랍니다.,부재 시 택배함에 넣어주세요.,,,,'.split(',')
const FIRST_NAMES = 'Amelia,Noah,Isla,Ravi,Sofia,Liam,Grace,Omar,Hanna,Theo,Ingrid,Felix,Priya,Jonas,Wren'.split(',')
const LAST_NAMES =
  'Hartwell,Okoye,Brandt,Castellan,Moreau,Lindgren,Novak,Whitfield,Tanaka,Abara,Quinlan,Sorensen'.split(',')
const ABROAD: readonly (readonly [country: string, province: string, city: string, postcode: string, phone: string])[] =
  [
    ['US', 'CA', 'San Mateo', '94401', '+1 650-555-01'],
    ['US', 'NY', 'Brooklyn', '11201', '+1 718-555-01'],
    ['US', 'MA', 'Salem', '01970', '+1 978-555-01'],
    ['GB', 'England', 'Leeds', 'LS1 4AP', '+44 113 496 00'],
    ['AU', 'VIC', 'Melbourne', '3000', '+61 3 5550 01'],
    ['SG', '', 'Singapore', '049315', '+65 6555 01'],
    ['HK', 'Kowloon', 'Mong Kok', '', '+852 5550 01'],
  ]
const STREETS = [
  'Marigold Lane',
  'Foundry Street',
  'Harbour Road',
  'Willow Crescent',
  'Station Approach',
  'Juniper Avenue',
]

const two = (value: number): string => String(value).padStart(2, '0')

function koreanAddress(random: Random): AddressInput {
  const [province, city, postcode] = random.pick(CITIES)
  return {
    name: random.pick(FAMILY_NAMES) + random.pick(GIVEN_NAMES),
    phone: `010-0000-${String(random.below(10_000)).padStart(4, '0')}`,
    country: 'KR',
    postcode: postcode + two(random.below(100)),
    province,
    city,
    line1: `${random.pick(ROADS)} ${random.between(1, 240)}`,
    line2: random.pick(HOMES),
  }
}

function addressAbroad(random: Random): AddressInput {
  const [country, province, city, postcode, phone] = random.pick(ABROAD)
  return {
    name: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
    phone: phone + two(random.below(100)),
    country,
    postcode,
    province,
    city,
    line1: `${random.between(1, 480)} ${random.pick(STREETS)}`,
    line2: random.oneIn(3) ? `Apt ${random.between(1, 40)}` : '',
  }
}

const UNKNOWN_NAMES = [
  '한정판 봄 꾸러미 (3종)',
  'Mystery Tea Box, autumn',
  '사은품 에코백',
  'Gift wrap & card',
  '제주 유기농 녹차 30티백 (단종)',
]

function demoLine(
  random: Random,
  items: readonly DemoItem[],
  position: number,
  unmatched: boolean,
  inEnglish: boolean,
): OrderLineInput {
  const { item, price, koreanName, englishName } = random.pick(items)
  const quantity = random.oneIn(3) ? random.between(2, 5) : 1
  const rest = { externalId: String(position), fulfilled: 0, requiresShipping: true }
  if (unmatched) return { ...rest, sku: '', name: random.pick(UNKNOWN_NAMES), quantity: 1, priceMinor: 9_900 }
  const onlyName = random.oneIn(60)
  const name = onlyName ? item.name : inEnglish ? englishName : koreanName
  return {
    ...rest,
    sku: onlyName ? '' : item.sku,
    name,
    quantity: item.tracking === 'serial' ? 1 : quantity,
    priceMinor: price,
  }
}

const CHANNELS = ['shopify', 'shopify', 'smartstore', 'smartstore', 'coupang'] as const
type Channel = (typeof CHANNELS)[number]

/** The order's key and number, as the shop or marketplace of the channel would write them. */
function orderKeys(channel: Channel, index: number, orderedAt: number): { externalId: string; number: string } {
  if (channel === 'shopify')
    return { externalId: String(5_900_000_000_000 + index * 32_771), number: `#${1001 + index}` }
  const day = new Date(orderedAt).toISOString().slice(0, 10).replaceAll('-', '')
  const key =
    channel === 'smartstore'
      ? `${day}${String(10_000_000 + index * 7_919).slice(-8)}`
      : String(2_000_000_000_000 + index * 65_537)
  return { externalId: key, number: key }
}

/** What is special about the order at this place in the list; most are paid and ordinary. */
function special(index: number): {
  payment: OrderInput['payment']
  method: string
  unmatched: boolean
  cancelled: boolean
} {
  const usual = { payment: 'paid' as const, method: 'card', unmatched: false, cancelled: false }
  if (index % 33 === 7) return { ...usual, payment: 'cod', method: 'Cash on Delivery (COD)' }
  if (index % 66 === 20) return { ...usual, payment: 'pending', method: 'bank transfer' }
  if (index % 79 === 30) return { ...usual, unmatched: true }
  if (index === 111 || index === 333) return { ...usual, payment: 'refunded', cancelled: true }
  return usual
}

const HOUR = 3_600_000

/** 400 orders of the last three days before `now`, of three channels, with one to six lines each. */
export function demoOrders(random: Random, items: readonly DemoItem[], now: number, count = 400): OrderInput[] {
  return Array.from({ length: count }, (_, index) => {
    const orderedAt =
      Math.floor((now - 72 * HOUR + ((index + random.below(100) / 100) * 71 * HOUR) / count) / 1000) * 1000
    const channel = random.pick(CHANNELS)
    const { payment, method, unmatched, cancelled } = special(index)
    const abroad = channel === 'shopify' && random.oneIn(2)
    const shipTo = abroad ? addressAbroad(random) : koreanAddress(random)
    const lineCount = Math.min(random.between(1, 6), random.between(1, 6))
    const chosen = new Set<string>()
    const lines: OrderLineInput[] = []
    for (let tries = 0; lines.length < lineCount && tries < 30; tries += 1) {
      const line = demoLine(random, items, lines.length + 1, unmatched && lines.length === 0, abroad)
      if (line.sku !== '' && chosen.has(line.sku)) continue
      chosen.add(line.sku)
      lines.push(line)
    }
    const keys = orderKeys(channel, index, orderedAt)
    if (channel !== 'shopify')
      lines.forEach((line, at) => {
        line.externalId = `${keys.externalId}${two(at + 1)}`
      })
    const express = random.oneIn(12)
    return {
      channel,
      ...keys,
      orderedAt,
      payment,
      paymentMethod: method,
      currency: 'KRW',
      totalMinor: lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, abroad ? 25_000 : 3_000),
      shippingMethod: abroad ? 'International' : express ? '빠른 배송' : '택배',
      customerName: shipTo.name,
      customerPhone: shipTo.phone,
      ...(channel === 'shopify' ? { email: `customer${index + 1}@example.com` } : {}),
      shipTo,
      note: abroad ? '' : random.pick(NOTES),
      ...(cancelled ? { cancelledAt: orderedAt + HOUR } : {}),
      shipBy: orderedAt + (express ? 24 : 72) * HOUR,
      priority: express ? 5 : 0,
      lines,
    }
  })
}
