import { ServiceBook } from '../../domain/service-book.ts'

const WORKING_WEEK = [1, 2, 3, 4, 5]
const WITH_SATURDAY = [1, 2, 3, 4, 5, 6]
const KOREA = [{ country: 'KR' }]
const JEJU = { country: 'KR', prefixes: ['63'] }
// Ulleung, and the islands of Ongjin and Sinan.
const ISLANDS = { country: 'KR', prefixes: ['402', '2310', '2312', '588'] }

const ABROAD = 'AU CA CN DE FR GB HK ID IT JP MY NL NZ PH SG TH TW US VN'.split(' ')

const cutOffs = (days: readonly number[], at: string) => days.map((weekday) => ({ weekday, at }))

/** A price list: what a carton up to each weight costs in a zone. */
const brackets = (zone: string, list: readonly (readonly [upToGrams: number, priceMinor: number])[]) =>
  list.map(([upToGrams, priceMinor], index) => ({
    zone,
    overGrams: list[index - 1]?.[0] ?? 0,
    upToGrams,
    priceMinor,
  }))

type Prices = readonly (readonly [number, number])[]

/** A card for parcels within Korea: the islands cost more and take a day longer. */
const domestic = (serviceCode: string, prices: Prices, islands: { jeju: number; others: number }) => ({
  id: `${serviceCode}-2026`,
  serviceCode,
  currency: 'KRW',
  validFrom: '2020-01-01',
  zones: [
    { code: '내륙', areas: KOREA, transitDays: 1 },
    { code: '제주·도서', areas: [JEJU, ISLANDS], transitDays: 2 },
  ],
  brackets: [...brackets('내륙', prices), ...brackets('제주·도서', prices)],
  surcharges: [
    { code: '제주 추가', when: { areas: [JEJU] }, fixedMinor: islands.jeju },
    { code: '도서 추가', when: { areas: [ISLANDS] }, fixedMinor: islands.others },
  ],
})

/** A card for one zone everywhere. */
const simple = (serviceCode: string, zone: object, code: string, prices: Prices, more: object = {}) => ({
  id: `${serviceCode}-2026`,
  serviceCode,
  currency: 'KRW',
  validFrom: '2020-01-01',
  zones: [{ code, ...zone }],
  brackets: brackets(code, prices),
  ...more,
})

const parcel = (code: string, carrierCode: string, name: string, more: object) => ({
  code,
  carrierCode,
  name,
  level: 'standard',
  collections: { cutOffs: cutOffs(WORKING_WEEK, '17:00') },
  deliveries: { deliveryDays: WITH_SATURDAY },
  limits: { grams: 30_000, longestMm: 1_000, sidesMm: 1_600, valueMinor: 3_000_000, cashMinor: 3_000_000 },
  ...more,
})

const SERVICES = [
  parcel('cj-std', 'cj', '일반택배', {
    collections: { cutOffs: [...cutOffs(WORKING_WEEK, '17:00'), { weekday: 6, at: '12:00' }] },
  }),
  parcel('hanjin-std', 'hanjin', '일반택배', { collections: { cutOffs: cutOffs(WORKING_WEEK, '16:00') } }),
  parcel('post-std', 'post', '소포', { deliveries: { deliveryDays: WORKING_WEEK } }),
  parcel('cj-dawn', 'cj', '수도권 새벽배송', {
    level: '빠른 배송',
    collections: { cutOffs: cutOffs([...WITH_SATURDAY, 7], '21:00') },
    deliveries: { deliveryDays: [...WITH_SATURDAY, 7] },
  }),
  parcel('post-exp', 'post', '익일특급', {
    level: '빠른 배송',
    collections: { cutOffs: cutOffs(WORKING_WEEK, '18:00') },
  }),
  parcel('post-ems', 'post', 'EMS', {
    level: 'International',
    mode: 'air',
    limits: { grams: 30_000, longestMm: 1_050, valueMinor: 5_000_000, countries: ABROAD },
  }),
  parcel('dhl-air', 'dhl', 'Express', {
    level: 'International',
    mode: 'air',
    limits: { grams: 70_000, longestMm: 1_200, valueMinor: 50_000_000, countries: ABROAD },
  }),
]

const CARDS = [
  domestic(
    'cj-std',
    [
      [2_000, 3_300],
      [5_000, 4_100],
      [10_000, 5_200],
      [20_000, 7_000],
      [30_000, 9_500],
    ],
    { jeju: 3_000, others: 5_000 },
  ),
  domestic(
    'hanjin-std',
    [
      [2_000, 3_500],
      [5_000, 3_900],
      [10_000, 5_400],
      [20_000, 6_800],
      [30_000, 9_800],
    ],
    { jeju: 3_500, others: 5_500 },
  ),
  domestic(
    'post-std',
    [
      [2_000, 3_700],
      [5_000, 4_300],
      [10_000, 5_600],
      [20_000, 7_400],
      [30_000, 9_900],
    ],
    { jeju: 2_500, others: 2_500 },
  ),
  simple(
    'cj-dawn',
    {
      areas: [{ country: 'KR', prefixes: ['0', '10', '11', '12', '13', '14', '15', '16', '17', '18', '21', '22'] }],
      transitDays: 1,
    },
    '수도권',
    [
      [5_000, 5_500],
      [20_000, 8_500],
    ],
  ),
  simple('post-exp', { areas: KOREA, transitDays: 1 }, '전국', [
    [2_000, 6_500],
    [10_000, 8_500],
    [30_000, 13_500],
  ]),
  simple(
    'post-ems',
    { areas: [{ country: '*' }], transitDays: 5 },
    '해외',
    [
      [1_000, 32_000],
      [3_000, 52_000],
      [10_000, 110_000],
      [30_000, 260_000],
    ],
    { divisor: 6_000 },
  ),
  simple(
    'dhl-air',
    { areas: [{ country: '*' }], transitDays: 3 },
    '해외',
    [
      [1_000, 45_000],
      [3_000, 66_000],
      [10_000, 128_000],
      [30_000, 290_000],
      [70_000, 560_000],
    ],
    { divisor: 5_000, fuelBasisPoints: 1_850 },
  ),
]

const RULES = [
  {
    id: '리튬배터리 항공 금지',
    when: { kinds: ['lithium-battery'], modes: ['air'] },
    effect: { kind: 'forbid' },
  },
  {
    id: '소포 대형 불가',
    when: { longestOverMm: 550, services: ['post-std', 'post-exp'] },
    effect: { kind: 'forbid' },
  },
  {
    id: '항공 액체 10개까지',
    when: { kinds: ['liquid'], modes: ['air'] },
    effect: { kind: 'limit-quantity', units: 10 },
  },
]

/** Invented services of the demo warehouse's carriers with prices, cut-offs, holidays and three rules. */
export function demoServices(): ServiceBook {
  return ServiceBook.parse({
    calendar: {
      timeZone: 'Asia/Seoul',
      workingDays: WITH_SATURDAY,
      holidays: ['2026-12-25', '2027-01-01', '2027-02-06', '2027-02-08', '2027-03-01', '2027-05-05'],
    },
    currency: 'KRW',
    services: SERVICES,
    cards: CARDS,
    rules: RULES,
  })
}
