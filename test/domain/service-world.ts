import fc from 'fast-check'
import { Calendar } from '../../domain/calendar.ts'
import { CarrierService } from '../../domain/carrier-service.ts'
import { RateCard } from '../../domain/rate-card.ts'
import type { ServiceChoiceTable, ShipmentToSend } from '../../domain/service-choice.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })
/** Mostly nothing, so that most services take most shipments. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 11 }, { arbitrary, weight: 1 })
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const grams = fc.constantFrom(0, 500, 900, 1_000, 1_001, 2_000, 4_999)
const sizeMm = fc.constantFrom(100, 101, 205, 300, 600)
const money = fc.constantFrom(0, 1_000, 1_005, 2_500, 3_000)

const areas = fc.uniqueArray(
  fc.oneof(
    fc.record({ country: fc.constantFrom('KR', 'JP', '*'), prefixes: fc.constant<string[]>([]) }),
    fc.record({
      country: fc.constant('KR'),
      prefixes: fc.uniqueArray(fc.constantFrom('6', '63', '631', '40', '0'), { minLength: 1, maxLength: 2 }),
    }),
  ),
  { selector: ({ country, prefixes }) => `${country} ${prefixes.join()}`, minLength: 1, maxLength: 3 },
)

const surcharge = fc.record({
  when: fc.record({
    areas: perhaps(areas),
    overGrams: perhaps(grams),
    longestOverMm: perhaps(sizeMm),
    girthOverMm: perhaps(fc.constantFrom(500, 909, 1_800)),
    cashOnDelivery: perhaps(fc.constant(true as const)),
    valueOverMinor: perhaps(money),
  }),
  per: fc.constantFrom('carton' as const, 'shipment' as const),
  fixedMinor: money,
  share: maybe(
    fc.record({
      basisPoints: fc.nat(2_000),
      of: fc.constantFrom('freight' as const, 'value' as const, 'cash' as const),
    }),
  ),
  fuelled: fc.boolean(),
})

const zone = fc.record({
  areas,
  transitDays: fc.nat(3),
  // Brackets up to these weights, one on the other.
  upTo: fc
    .tuple(
      fc.subarray([500, 1_000, 2_000, 5_000], { maxLength: 3 }),
      fc.constantFrom(30_000, 60_000, 60_000, 60_000, 2_001),
    )
    .map(([list, last]) => [...new Set([...list, last])]),
  prices: fc.array(money, { minLength: 4, maxLength: 4 }),
  step: maybe(fc.record({ grams: fc.constantFrom(100, 500), minor: fc.nat(300) })),
})

const card = fc
  .record({
    weighs: fc.constantFrom('carton' as const, 'shipment' as const),
    divisor: maybe(fc.constantFrom(5_000, 6_000, 4_000)),
    roundUpMm: fc.constantFrom(1, 10),
    roundUpGrams: fc.constantFrom(1, 100, 500),
    zones: fc.array(zone, { minLength: 1, maxLength: 3 }),
    surcharges: fc.array(surcharge, { maxLength: 2 }),
    fuelBasisPoints: fc.constantFrom(0, 750, 1_333),
    roundUpMinor: fc.constantFrom(1, 10, 100),
  })
  .map(({ zones, surcharges, ...rest }) => ({
    ...rest,
    zones: zones.map(({ areas: of, transitDays }, index) => ({ code: `Z${index}`, areas: of, transitDays })),
    brackets: zones.flatMap(({ upTo, prices, step }, index) =>
      upTo
        .toSorted((a, b) => a - b)
        .map((upToGrams, at, all) => ({
          zone: `Z${index}`,
          overGrams: all[at - 1] ?? 0,
          upToGrams,
          priceMinor: prices[at] ?? 0,
          step: at === upTo.length - 1 ? step : null,
        })),
    ),
    surcharges: surcharges.map((each, index) => ({ ...each, code: `S${index}` })),
  }))

const service = fc.record({
  level: fc.constantFrom('standard', 'standard', 'express'),
  rank: fc.nat(2),
  active: fc.constantFrom(...Array<boolean>(9).fill(true), false),
  collections: fc.record({
    cutOffs: fc.oneof(
      fc.constantFrom('09:00', '16:30').map((at) => [1, 2, 3, 4, 5].map((weekday) => ({ weekday, at }))),
      fc.uniqueArray(
        fc.record({ weekday: fc.integer({ min: 1, max: 7 }), at: fc.constantFrom('09:00', '16:30', '24:00') }),
        { selector: ({ weekday }) => weekday, maxLength: 7 },
      ),
    ),
  }),
  deliveries: fc.record({
    deliveryDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 7 }),
    holidays: fc.constantFrom([], [{ country: 'KR', dates: ['2026-11-26', '2026-11-27'] }]),
  }),
  limits: fc.record({
    cartons: seldom(fc.constantFrom(1, 2)),
    grams: seldom(fc.constantFrom(1_000, 4_999, 30_000)),
    longestMm: seldom(fc.constantFrom(300, 600)),
    girthMm: seldom(fc.constantFrom(909, 3_000)),
    sidesMm: seldom(fc.constantFrom(606, 1_500)),
    valueMinor: seldom(fc.constantFrom(2_500, 100_000)),
    countries: seldom(fc.constantFrom(['KR'], ['KR', 'JP', 'US'])),
    cashMinor: maybe(fc.constantFrom(1_000, 100_000)),
  }),
  // One card for all time, two that follow each other, or one that has ended.
  cards: fc
    .tuple(
      card,
      card,
      fc.constantFrom<[string, string | null][]>(
        [['2026-01-01', null]],
        [['2026-01-01', null]],
        [
          ['2026-01-01', '2026-11-25'],
          ['2026-11-26', null],
        ],
        [['2026-01-01', '2026-12-01']],
      ),
    )
    .map(([first, then, times]) =>
      times.map(([validFrom, validTo], index) => ({ ...(index === 0 ? first : then), validFrom, validTo })),
    ),
})

/** Up to eight services with their cards, for a site in Seoul. */
export const serviceTables: fc.Arbitrary<ServiceChoiceTable> = fc
  .record({
    services: fc.oneof(
      { arbitrary: fc.array(service, { minLength: 3, maxLength: 8 }), weight: 9 },
      { arbitrary: fc.array(service, { maxLength: 2 }), weight: 1 },
    ),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    holidays: fc.constantFrom([], ['2026-11-24', '2026-12-01']),
  })
  .map(({ services, ...days }) => ({
    currency: 'KRW',
    calendar: Calendar.parse({ timeZone: 'Asia/Seoul', ...days }),
    rules: [],
    services: services.map(({ cards: _, ...each }, index) =>
      CarrierService.parse({ ...each, code: `C${index}`, carrierCode: 'CJ', name: `Service ${index}` }),
    ),
    cards: services.flatMap(({ cards }, index) =>
      cards.map((each, at) =>
        RateCard.parse({ ...each, id: `C${index}-${at}`, serviceCode: `C${index}`, currency: 'KRW' }),
      ),
    ),
  }))

const day = fc.constantFrom('2026-11-20', '2026-11-24', '2026-11-26', '2026-11-30', '2026-12-07')

/** Up to three cartons to somewhere, with or without a promise. */
export const shipments: fc.Arbitrary<ShipmentToSend> = fc.record({
  cartons: fc
    .array(fc.record({ lengthMm: sizeMm, widthMm: sizeMm, heightMm: sizeMm, grams, valueMinor: money }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((list) => list.map((each, index) => ({ ...each, cartonId: `c${index}`, goods: [] }))),
  to: fc.record({
    country: fc.constantFrom('KR', 'KR', 'JP', 'US'),
    postcode: fc.constantFrom('06236', '63-309', '631 00', '40200', ''),
  }),
  promise: fc.record({
    shipBy: maybe(day),
    deliverBy: maybe(day),
    level: seldom(fc.constantFrom('standard', 'express')),
  }),
  cashMinor: fc.constantFrom(0, 0, 0, 0, 1_000, 5_000),
  handlingDays: fc.constantFrom(0, 0, 1, 3),
})
