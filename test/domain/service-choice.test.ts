import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '../../domain/calendar.ts'
import { CarrierService, checkServiceTable } from '../../domain/carrier-service.ts'
import { RateCard } from '../../domain/rate-card.ts'
import { chooseService, type ServiceChoiceTable, type ShipmentToSend } from '../../domain/service-choice.ts'
import { ShippingRule } from '../../domain/shipping-rules.ts'
import { allOffers, bestOffer } from './service-oracle.ts'
import { serviceTables, shipments } from './service-world.ts'

const LONG = process.env.BARO_LONG === '1'
const MONDAY = Date.parse('2026-11-23T10:00:00+09:00')

const service = (code: string, changes: object = {}) =>
  CarrierService.parse({
    code,
    carrierCode: 'CJ',
    name: code,
    level: 'standard',
    collections: { cutOffs: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, at: '16:30' })) },
    ...changes,
  })
const card = (serviceCode: string, priceMinor: number, transitDays: number, changes: object = {}) =>
  RateCard.parse({
    id: `${serviceCode}-2026`,
    serviceCode,
    currency: 'KRW',
    validFrom: '2026-01-01',
    zones: [{ code: 'KR', areas: [{ country: 'KR' }], transitDays }],
    brackets: [{ zone: 'KR', overGrams: 0, upToGrams: 30_000, priceMinor }],
    ...changes,
  })
const table = (changes: Partial<ServiceChoiceTable> = {}): ServiceChoiceTable => ({
  currency: 'KRW',
  calendar: Calendar.parse({ timeZone: 'Asia/Seoul' }),
  services: [service('SLOW'), service('FAST', { level: 'express' })],
  cards: [card('SLOW', 2_500, 2), card('FAST', 4_000, 1)],
  rules: [],
  ...changes,
})
const carton = { cartonId: 'c1', lengthMm: 300, widthMm: 200, heightMm: 100, grams: 900, valueMinor: 20_000, goods: [] }
const shipment = (changes: Partial<ShipmentToSend> = {}): ShipmentToSend => ({
  cartons: [carton],
  to: { country: 'KR', postcode: '06236' },
  promise: { shipBy: null, deliverBy: null, level: null },
  cashMinor: 0,
  handlingDays: 0,
  ...changes,
})
const promised = (deliverBy: string | null, level: string | null = null, shipBy: string | null = null) =>
  shipment({ promise: { shipBy, deliverBy, level } })
const chosen = (sent: ShipmentToSend, by: ServiceChoiceTable, at = MONDAY) => {
  const choice = chooseService(sent, by, at)
  return choice.kind === 'chosen' ? choice : expect.fail(JSON.stringify(choice))
}

describe('choosing a service', () => {
  it('takes the cheapest when nothing is promised, and says what was left', () => {
    expect(chosen(shipment(), table())).toMatchObject({
      serviceCode: 'SLOW',
      carrierCode: 'CJ',
      priceMinor: 2_500,
      shipDate: '2026-11-23',
      deliverBy: '2026-11-25',
      isLate: false,
      why: { code: 'cheapest', params: { inTime: 2, possible: 2, decidedBy: 'price' } },
      others: [{ serviceCode: 'FAST', priceMinor: 4_000 }],
      refused: [],
    })
  })

  it.each([
    ['the cheapest that keeps the promise', promised('2026-11-24'), 'FAST', false, 'cheapestInTime', 'promise'],
    ['the cheapest when all keep it', promised('2026-11-25'), 'SLOW', false, 'cheapestInTime', 'price'],
    ['the earliest, marked late, when none keeps it', promised('2026-11-23'), 'FAST', true, 'earliest', 'deliverBy'],
    [
      'the earliest when it cannot even leave in time',
      promised(null, null, '2026-11-20'),
      'FAST',
      true,
      'earliest',
      'deliverBy',
    ],
    ['only the level that was sold', promised(null, 'express'), 'FAST', false, 'cheapest', 'only'],
    [
      'the level that was sold even when another one would be in time',
      promised('2026-11-24', 'standard'),
      'SLOW',
      true,
      'earliest',
      'only',
    ],
  ])('takes %s', (_, sent, serviceCode, isLate, code, decidedBy) => {
    expect(chosen(sent, table())).toMatchObject({ serviceCode, isLate, why: { code, params: { decidedBy } } })
  })

  it('takes the express service for a promise that the cut-off has put out of the other one’s reach', () => {
    const before = Date.parse('2026-11-23T16:30:00+09:00')
    expect(chosen(promised('2026-11-25'), table(), before).serviceCode).toBe('SLOW')
    expect(chosen(promised('2026-11-25'), table(), before + 1)).toMatchObject({
      serviceCode: 'FAST',
      shipDate: '2026-11-24',
    })
  })

  it.each([
    ['the earlier delivery', [card('A', 1_000, 2), card('B', 1_000, 1)], {}, 'B', 'deliverBy'],
    [
      'the earlier shipping',
      [card('A', 1_000, 1), card('B', 1_000, 1)],
      { collections: { cutOffs: [{ weekday: 1, at: '16:30' }] }, deliveries: { deliveryDays: [3] } },
      'B',
      'shipDate',
    ],
    ['the smaller rank', [card('A', 1_000, 1), card('B', 1_000, 1)], { rank: 1 }, 'B', 'rank'],
    ['the code', [card('A', 1_000, 1), card('B', 1_000, 1)], {}, 'A', 'code'],
  ])('breaks a tie of prices by %s', (_, cards, changes, serviceCode, decidedBy) => {
    const late =
      decidedBy === 'shipDate'
        ? { collections: { cutOffs: [{ weekday: 2, at: '16:30' }] }, deliveries: { deliveryDays: [3] } }
        : {}
    const services = [service('A', late), service('B', changes)]
    expect(chosen(shipment(), table({ services, cards }))).toMatchObject({
      serviceCode,
      why: { params: { decidedBy } },
    })
  })

  it.each([
    ['it is not active', { active: false }, shipment(), 'inactive', {}],
    ['another level was sold', {}, promised(null, 'express'), 'otherLevel', { level: 'standard', wanted: 'express' }],
    ['there is nothing to send', {}, shipment({ cartons: [] }), 'noCartons', {}],
    [
      'there are too many cartons',
      { limits: { cartons: 1 } },
      shipment({ cartons: [carton, carton] }),
      'tooManyCartons',
      { found: 2, limit: 1 },
    ],
    [
      'a carton is too heavy',
      { limits: { grams: 899 } },
      shipment(),
      'tooHeavy',
      { found: 900, limit: 899, cartonId: 'c1' },
    ],
    [
      'a carton is too long',
      { limits: { longestMm: 299 } },
      shipment(),
      'tooLong',
      { found: 300, limit: 299, cartonId: 'c1' },
    ],
    [
      'length and girth are too much',
      { limits: { girthMm: 899 } },
      shipment(),
      'tooGirthy',
      { found: 900, limit: 899, cartonId: 'c1' },
    ],
    [
      'its sides are too much',
      { limits: { sidesMm: 599 } },
      shipment(),
      'tooBulky',
      { found: 600, limit: 599, cartonId: 'c1' },
    ],
    [
      'it is worth too much',
      { limits: { valueMinor: 19_999 } },
      shipment(),
      'tooValuable',
      { found: 20_000, limit: 19_999 },
    ],
    ['the country is not served', { limits: { countries: ['JP'] } }, shipment(), 'countryNotServed', { country: 'KR' }],
    ['it collects no cash', {}, shipment({ cashMinor: 1 }), 'noCashOnDelivery', {}],
    [
      'it collects less cash',
      { limits: { cashMinor: 999 } },
      shipment({ cashMinor: 1_000 }),
      'tooMuchCash',
      { found: 1_000, limit: 999 },
    ],
    ['the carrier never comes', { collections: { cutOffs: [] } }, shipment(), 'noCollection', {}],
    ['it never delivers', { deliveries: { deliveryDays: [] } }, shipment(), 'noDelivery', {}],
    [
      'the place is in no zone',
      {},
      shipment({ to: { country: 'US', postcode: '90001' } }),
      'zoneUnknown',
      { country: 'US', postcode: '90001' },
    ],
    [
      'the weight is in no bracket',
      {},
      shipment({ cartons: [{ ...carton, grams: 30_001 }] }),
      'bracketMissing',
      { zone: 'KR', grams: 30_001 },
    ],
  ])('refuses a service because %s', (_, changes, sent, code, params) => {
    const refused = chooseService(sent, table({ services: [service('SLOW', changes)] }), MONDAY)
    expect(refused).toEqual({ kind: 'refused', refused: [{ serviceCode: 'SLOW', reasons: [{ code, params }] }] })
  })

  it('takes what is just within every limit', () => {
    const limits = {
      cartons: 1,
      grams: 900,
      longestMm: 300,
      girthMm: 900,
      sidesMm: 600,
      valueMinor: 20_000,
      countries: ['KR'],
      cashMinor: 1,
    }
    expect(chosen(shipment({ cashMinor: 1 }), table({ services: [service('SLOW', { limits })] })).serviceCode).toBe(
      'SLOW',
    )
  })

  it('names every reason at once', () => {
    const limits = { grams: 1, longestMm: 1 }
    const refused = chooseService(
      promised(null, 'x'),
      table({ services: [service('SLOW', { active: false, limits })] }),
      MONDAY,
    )
    expect(refused.refused[0]?.reasons.map(({ code }) => code)).toEqual([
      'inactive',
      'otherLevel',
      'tooHeavy',
      'tooLong',
    ])
  })

  it('prices by the card of the day it leaves, and refuses without one or in another currency', () => {
    const cards = [
      card('SLOW', 1_000, 1, { validTo: '2026-11-23' }),
      card('SLOW', 2_000, 1, { validFrom: '2026-11-24', validTo: '2026-11-24' }),
    ]
    const only = table({ services: [service('SLOW')], cards })
    expect(chosen(shipment(), only).priceMinor).toBe(1_000)
    expect(chosen(shipment(), only, MONDAY + 86_400_000).priceMinor).toBe(2_000)
    const reasons = (by: ServiceChoiceTable, at: number) =>
      chooseService(shipment(), by, at).refused.flatMap((each) => each.reasons)
    expect(reasons(only, MONDAY + 2 * 86_400_000)).toEqual([
      { code: 'cardMissing', params: { shipDate: '2026-11-25' } },
    ])
    const dollars = table({ services: [service('SLOW')], cards: [card('SLOW', 1, 1, { currency: 'USD' })] })
    expect(reasons(dollars, MONDAY)).toEqual([{ code: 'otherCurrency', params: { currency: 'USD', expected: 'KRW' } }])
  })

  it('does not choose a service that a rule forbids for the goods, but one that only asks for a mark', () => {
    const rule = (id: string, modes: string[], effect: object) =>
      ShippingRule.parse({ id, when: { kinds: ['lithium-battery'], modes }, effect })
    const goods = [
      {
        itemId: 'bank',
        units: 1,
        kinds: ['lithium-battery' as const],
        unClass: '9',
        unNumber: 'UN3480',
        batteryWh: 37,
        grams: 300,
        longestMm: 120,
      },
    ]
    const flown = table({
      services: [service('SLOW', { mode: 'air' }), service('FAST')],
      rules: [
        rule('NO-AIR', ['air'], { kind: 'forbid' }),
        rule('MARK', ['road'], { kind: 'require-mark', mark: 'UN3480' }),
      ],
    })
    const choice = chosen(shipment({ cartons: [{ ...carton, goods }] }), flown)
    expect(choice).toMatchObject({
      serviceCode: 'FAST',
      refused: [
        {
          serviceCode: 'SLOW',
          reasons: [
            { code: 'ruleStops', params: { rule: 'NO-AIR', violation: 'forbidden', cartonId: 'c1', itemId: 'bank' } },
          ],
        },
      ],
    })
    expect(chosen(shipment(), flown).serviceCode).toBe('SLOW')
  })

  it('is what an independent reckoning of every service gives', { timeout: 1_200_000 }, () => {
    const seen = { chosen: 0, late: 0, refused: 0 }
    fc.assert(
      fc.property(serviceTables, shipments, fc.nat(14 * 1_440), (by, sent, minute) => {
        const at = MONDAY + minute * 60_000
        const offers = allOffers(sent, by, at)
        const best = bestOffer(offers)
        const choice = chooseService(sent, by, at)
        if (best === null || choice.kind === 'refused') {
          expect([best, choice.kind]).toEqual([null, 'refused'])
          seen.refused += 1
        } else {
          const { serviceCode, priceMinor, shipDate, deliverBy, isLate } = choice
          expect({ serviceCode, priceMinor, shipDate, deliverBy, isLate }).toEqual({
            serviceCode: best.code,
            priceMinor: best.price,
            shipDate: best.ship,
            deliverBy: best.there,
            isLate: best.late,
          })
          const all = [choice, ...choice.others].map((each) => [each.serviceCode, each.priceMinor])
          expect(all.toSorted()).toEqual(offers.map((each) => [each.code, each.price]).toSorted())
          seen[isLate ? 'late' : 'chosen'] += 1
        }
        expect(choice.refused.length).toBe(by.services.length - offers.length)
        for (const { reasons } of choice.refused) expect(reasons.length).toBeGreaterThan(0)
      }),
      { seed: 61, numRuns: LONG ? 20_000 : 500 },
    )
    // Each of the ways out was taken many times, so the comparison compared something.
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20)
  })

  it('is the same whatever order services and cards come in', () => {
    fc.assert(
      fc.property(serviceTables, shipments, (by, sent) => {
        const turned = { ...by, services: by.services.toReversed(), cards: by.cards.toReversed() }
        const [a, b] = [chooseService(sent, by, MONDAY), chooseService(sent, turned, MONDAY)]
        expect({ ...b, refused: b.refused.toReversed() }).toEqual(a)
      }),
      { seed: 62, numRuns: 200 },
    )
  })
})

describe('services and cards as data', () => {
  const good = { currency: 'KRW', services: [service('SLOW')], cards: [card('SLOW', 2_500, 2)] }
  const problems = (value: unknown, carriers: string[] | null = null) =>
    checkServiceTable(value, carriers).problems.map(({ path, code }) => `${path} ${code}`)
  const zones = (...all: [string, object[]][]) => all.map(([code, areas]) => ({ code, areas, transitDays: 1 }))
  const bracket = (overGrams: number, upToGrams: number, zone = 'KR', priceMinor = 1) => ({
    zone,
    overGrams,
    upToGrams,
    priceMinor,
  })
  const cards = (...changes: object[]) => ({
    ...good,
    cards: changes.map((each, index) => ({ ...card('SLOW', 1, 1), id: `${index}`, ...each })),
  })

  it('are taken when all is well', () => {
    expect(problems(good, ['CJ'])).toEqual([])
  })

  it.each([
    [
      'a negative price',
      cards({ brackets: [bracket(0, 1_000, 'KR', -1)] }),
      ['cards[0].brackets[0].priceMinor E-RUL-002'],
    ],
    [
      'a price that is no whole number',
      cards({ brackets: [bracket(0, 1_000, 'KR', 9.5)] }),
      ['cards[0].brackets[0].priceMinor E-RUL-001'],
    ],
    [
      'brackets that overlap',
      cards({ brackets: [bracket(0, 1_000), bracket(900, 2_000)] }),
      ['cards[0].brackets[1].overGrams E-RUL-020'],
    ],
    [
      'a bracket within another one',
      cards({ brackets: [bracket(500, 600), bracket(0, 2_000), bracket(2_000, 3_000)] }),
      ['cards[0].brackets[0].overGrams E-RUL-020'],
    ],
    [
      'a gap between brackets',
      cards({ brackets: [bracket(1_100, 2_000), bracket(0, 1_000)] }),
      ['cards[0].brackets[0].overGrams E-RUL-021'],
    ],
    [
      'a card that does not begin at nothing',
      cards({ brackets: [bracket(10, 2_000)] }),
      ['cards[0].brackets[0].overGrams E-RUL-021'],
    ],
    [
      'a bracket that ends before it begins',
      cards({ brackets: [bracket(0, 1_000), bracket(2_000, 1_000)] }),
      ['cards[0].brackets[1].upToGrams E-RUL-012'],
    ],
    [
      'a bracket of an unknown zone',
      cards({ brackets: [bracket(0, 1_000), bracket(0, 1_000, 'XX')] }),
      ['cards[0].brackets[1].zone E-RUL-023'],
    ],
    [
      'a zone without bracket',
      cards({ zones: zones(['KR', [{ country: 'KR' }]], ['JP', [{ country: 'JP' }]]) }),
      ['cards[0].zones[1].code E-RUL-022'],
    ],
    [
      'a zone twice',
      cards({ zones: zones(['KR', [{ country: 'KR' }]], ['KR', [{ country: 'JP' }]]) }),
      ['cards[0].zones[1].code E-RUL-010'],
    ],
    [
      'a place in two zones',
      cards({
        zones: zones(
          ['KR', [{ country: 'KR', prefixes: ['63'] }, { country: 'JP' }]],
          ['JP', [{ country: 'KR', prefixes: ['6', '63'] }]],
        ),
        brackets: [bracket(0, 1), bracket(0, 1, 'JP')],
      }),
      ['cards[0].zones[1].areas[0] E-RUL-024'],
    ],
    [
      'prefixes of no country',
      cards({ zones: zones(['KR', [{ country: '*', prefixes: ['9'] }]]) }),
      ['cards[0].zones[0].areas[0].prefixes E-RUL-032'],
    ],
    [
      'two cards for one day',
      cards({ validTo: '2026-06-30' }, { validFrom: '2026-06-30' }),
      ['cards[1].validFrom E-RUL-025'],
    ],
    ['a card that ends before it begins', cards({ validTo: '2025-12-31' }), ['cards[0].validTo E-RUL-012']],
    [
      'a card of an unknown service',
      { ...good, cards: [...good.cards, card('XX', 1, 1)] },
      ['cards[1].serviceCode E-RUL-011'],
    ],
    ['a card in another currency', cards({ currency: 'USD' }), ['cards[0].currency E-RUL-026']],
    [
      'a service without card',
      { ...good, services: [...good.services, service('XX')] },
      ['services[1].code E-RUL-028'],
    ],
    ['a service twice', { ...good, services: [service('SLOW'), service('SLOW')] }, ['services[1].code E-RUL-010']],
    [
      'an id twice',
      {
        ...good,
        cards: [card('SLOW', 1, 1, { validTo: '2026-06-30' }), card('SLOW', 1, 1, { validFrom: '2026-07-01' })],
      },
      ['cards[1].id E-RUL-010'],
    ],
    [
      'a surcharge of nothing',
      cards({ surcharges: [{ code: 'X', when: {}, per: 'carton' }] }),
      ['cards[0].surcharges[0] E-RUL-027'],
    ],
    [
      'a share per carton',
      cards({ surcharges: [{ code: 'X', when: {}, per: 'carton', share: { basisPoints: 1, of: 'value' } }] }),
      ['cards[0].surcharges[0] E-RUL-027'],
    ],
    [
      'a surcharge twice',
      cards({
        surcharges: [
          { code: 'X', when: {}, fixedMinor: 1 },
          { code: 'X', when: {}, fixedMinor: 2 },
        ],
      }),
      ['cards[0].surcharges[1].code E-RUL-010'],
    ],
    ['a carrier that does not exist', good, ['services[0].carrierCode E-RUL-011'], ['HANJIN']],
    [
      'no delivery day',
      { ...good, services: [service('SLOW', { deliveries: { deliveryDays: [] } })] },
      ['services[0].deliveries.deliveryDays E-RUL-014'],
    ],
    [
      'a delivery day twice',
      { ...good, services: [service('SLOW', { deliveries: { deliveryDays: [1, 1] } })] },
      ['services[0].deliveries.deliveryDays[1] E-RUL-010'],
    ],
    [
      'a country’s holidays twice',
      {
        ...good,
        services: [
          service('SLOW', {
            deliveries: {
              holidays: [
                { country: 'KR', dates: [] },
                { country: 'KR', dates: [] },
              ],
            },
          }),
        ],
      },
      ['services[0].deliveries.holidays[1].country E-RUL-010'],
    ],
    [
      'no collection',
      { ...good, services: [service('SLOW', { collections: { cutOffs: [] } })] },
      ['services[0].collections.cutOffs E-RUL-014'],
    ],
  ])('are refused with %s, which is named with its place', (_, value, expected, carriers: string[] | null = null) => {
    expect(problems(value, carriers)).toEqual(expected)
  })

  it('that pass leave no weight of a zone without exactly one bracket', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 4 }), (pairs) => {
        const brackets = pairs.map(([over, upTo]) => bracket(over, upTo))
        const passes = checkServiceTable(cards({ brackets })).value !== null
        const most = Math.max(...pairs.map(([, upTo]) => upTo))
        const covered = Array.from(
          { length: most },
          (_, index) => brackets.filter((each) => each.overGrams < index + 1 && index + 1 <= each.upToGrams).length,
        )
        const isRight =
          brackets.every((each) => each.upToGrams > each.overGrams) && covered.every((times) => times === 1)
        expect(passes).toBe(isRight && most > 0)
      }),
      { seed: 63, numRuns: 1_000 },
    )
  })
})
