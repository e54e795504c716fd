import { describe, expect, it } from 'vitest'
import { type Price, priceShipment, RateCard, type RatedShipment, zoneOf } from '../../domain/rate-card.ts'
import { ShippingCarton } from '../../domain/shipping-carton.ts'

const carton = (changes: Partial<ShippingCarton> = {}) =>
  ShippingCarton.parse({ cartonId: 'c', lengthMm: 400, widthMm: 300, heightMm: 200, grams: 2_000, ...changes })
const shipment = (changes: Partial<RatedShipment> = {}): RatedShipment => ({
  to: { country: 'KR', postcode: '06236' },
  cartons: [carton()],
  cashMinor: 0,
  ...changes,
})
const card = (changes: object = {}) =>
  RateCard.parse({
    id: 'CJ-2026',
    serviceCode: 'CJ',
    currency: 'KRW',
    validFrom: '2026-01-01',
    zones: [{ code: 'KR', areas: [{ country: 'KR' }], transitDays: 1 }],
    brackets: [
      { zone: 'KR', overGrams: 0, upToGrams: 2_000, priceMinor: 2_500 },
      { zone: 'KR', overGrams: 2_000, upToGrams: 5_000, priceMinor: 3_000 },
      { zone: 'KR', overGrams: 5_000, upToGrams: 30_000, priceMinor: 4_000, step: { grams: 1_000, minor: 300 } },
    ],
    ...changes,
  })
const priced = (by: RateCard, sent: RatedShipment = shipment()): Price => {
  const found = priceShipment(by, sent)
  return 'price' in found ? found.price : expect.fail(JSON.stringify(found))
}
const surcharge = (when: object, changes: object = {}) => ({
  surcharges: [{ code: 'X', when, fixedMinor: 700, ...changes }],
})

describe('the weight that counts', () => {
  it.each([
    ['is the actual one without a divisor', {}, {}, [2_000]],
    ['is the volumetric one when that is more: 24,000 cm³ by 5,000', { divisor: 5_000 }, {}, [4_800]],
    ['is the actual one when that is more', { divisor: 5_000 }, { grams: 4_801 }, [4_801]],
    ['has sizes rounded up before: 40 × 30 × 21 cm', { divisor: 5_000, roundUpMm: 10 }, { heightMm: 201 }, [5_040]],
    ['is rounded up to the card’s steps', { roundUpGrams: 500 }, { grams: 2_001 }, [2_500]],
    ['is a gram at least', {}, { grams: 0 }, [1]],
    [
      'is rounded up to a whole gram by volume',
      { divisor: 7 },
      { lengthMm: 1, widthMm: 1, heightMm: 1, grams: 0 },
      [1],
    ],
  ])('%s', (_, changes, sizes, expected) => {
    expect(
      priced(
        card({ brackets: [{ zone: 'KR', overGrams: 0, upToGrams: 10_000, priceMinor: 1 }], ...changes }),
        shipment({ cartons: [carton(sizes)] }),
      ).chargeableGrams,
    ).toEqual(expected)
  })

  it('is that of each carton, or of all together: then the sums are compared', () => {
    const two = shipment({ cartons: [carton({ grams: 9_000 }), carton({ grams: 100 })] })
    expect(priced(card({ divisor: 5_000 }), two).chargeableGrams).toEqual([9_000, 4_800])
    expect(priced(card({ divisor: 5_000, weighs: 'shipment' }), two).chargeableGrams).toEqual([9_600])
  })
})

describe('the freight', () => {
  it.each([
    [2_000, 2_500],
    [2_001, 3_000],
    [5_000, 3_000],
    [5_001, 4_300],
    [6_000, 4_300],
    [6_001, 4_600],
    [30_000, 4_000 + 25 * 300],
  ])('of %i grams is %i', (grams, expected) => {
    expect(priced(card(), shipment({ cartons: [carton({ grams })] })).priceMinor).toBe(expected)
  })

  it('of two cartons is that of both', () => {
    expect(priced(card(), shipment({ cartons: [carton(), carton({ grams: 2_001 })] })).freightMinor).toBe(5_500)
  })

  it('is none above the last bracket, nor outside of all zones', () => {
    const heavy = shipment({ cartons: [carton({ grams: 30_001 })] })
    expect(priceShipment(card(), heavy)).toEqual({
      refused: { code: 'bracketMissing', params: { zone: 'KR', grams: 30_001 } },
    })
    const far = shipment({ to: { country: 'JP', postcode: '100-0001' } })
    expect(priceShipment(card(), far)).toEqual({
      refused: { code: 'zoneUnknown', params: { country: 'JP', postcode: '100-0001' } },
    })
  })
})

describe('the zone', () => {
  const zones = [
    { code: 'REST', areas: [{ country: '*' }], transitDays: 9 },
    { code: 'KR', areas: [{ country: 'KR' }], transitDays: 1 },
    { code: 'JEJU', areas: [{ country: 'KR', prefixes: ['63'] }], transitDays: 2 },
    { code: 'UDO', areas: [{ country: 'KR', prefixes: ['63365', '40200'] }], transitDays: 4 },
    { code: 'GB-N', areas: [{ country: 'GB', prefixes: ['IV', 'KW'] }, { country: 'IE' }], transitDays: 5 },
  ]
  it.each([
    ['KR', '06236', 'KR'],
    ['KR', '63309', 'JEJU'],
    ['KR', '63-309', 'JEJU'],
    ['KR', '63365', 'UDO'],
    ['KR', '', 'KR'],
    ['GB', 'iv2 7ge', 'GB-N'],
    ['GB', 'SW1A 1AA', 'REST'],
    ['IE', 'D02', 'GB-N'],
    ['JP', '63-3650', 'REST'],
  ])('of %s %s is %s', (country, postcode, code) => {
    expect(zoneOf(card({ zones }), { country, postcode })?.code).toBe(code)
  })

  it('gives the price and the days on the way', () => {
    const brackets = zones.map(({ code, transitDays }) => ({
      zone: code,
      overGrams: 0,
      upToGrams: 9_999,
      priceMinor: transitDays,
    }))
    const jeju = priced(card({ zones, brackets }), shipment({ to: { country: 'KR', postcode: '63309' } }))
    expect(jeju).toMatchObject({ zone: 'JEJU', transitDays: 2, priceMinor: 2 })
  })
})

describe('a surcharge', () => {
  const jeju = { country: 'KR', postcode: '63309' }
  it.each([
    ['on an island', { areas: [{ country: 'KR', prefixes: ['63'] }] }, shipment({ to: jeju }), shipment()],
    ['for weight', { overGrams: 1_999 }, shipment(), shipment({ cartons: [carton({ grams: 1_999 })] })],
    ['for length', { longestOverMm: 399 }, shipment(), shipment({ cartons: [carton({ lengthMm: 399 })] })],
    ['for length and girth', { girthOverMm: 1_399 }, shipment(), shipment({ cartons: [carton({ lengthMm: 399 })] })],
    ['for cash on delivery', { cashOnDelivery: true }, shipment({ cashMinor: 1 }), shipment()],
    [
      'for value',
      { valueOverMinor: 999 },
      shipment({ cartons: [carton({ valueMinor: 1_000 })] }),
      shipment({ cartons: [carton({ valueMinor: 999 })] }),
    ],
    ['always', {}, shipment(), null],
    [
      'when all of its conditions hold',
      { overGrams: 1_999, longestOverMm: 399 },
      shipment(),
      shipment({ cartons: [carton({ grams: 1_999 }), carton({ lengthMm: 399 })] }),
    ],
  ])('%s is charged where it applies and nowhere else', (_, when, hit, missed) => {
    expect(priced(card(surcharge(when)), hit).surcharges).toEqual([{ code: 'X', minor: 700 }])
    if (missed !== null) expect(priced(card(surcharge(when)), missed).surcharges).toEqual([])
  })

  it('is charged for each carton that it is about, or once', () => {
    const three = shipment({ cartons: [carton(), carton({ grams: 100 }), carton()] })
    expect(priced(card(surcharge({ overGrams: 1_000 }, { per: 'carton' })), three).surcharges).toEqual([
      { code: 'X', minor: 1_400 },
    ])
    expect(priced(card(surcharge({ overGrams: 1_000 }, { per: 'shipment' })), three).surcharges).toEqual([
      { code: 'X', minor: 700 },
    ])
  })

  it.each([
    ['freight', 1_250, 700 + 313],
    ['value', 30, 700 + 30],
    ['cash', 200, 700 + 100],
  ])('has a share of the %s, half a unit rounded up', (of, basisPoints, minor) => {
    const sent = shipment({ cartons: [carton({ valueMinor: 9_900 })], cashMinor: 5_000 })
    expect(priced(card(surcharge({}, { share: { basisPoints, of } })), sent).surcharges).toEqual([{ code: 'X', minor }])
  })
})

describe('the whole price', () => {
  it('adds fuel on the freight and on surcharges that carry it, and is rounded up at last', () => {
    const surcharges = [
      { code: 'REMOTE', when: {}, fixedMinor: 1_000, fuelled: true },
      { code: 'CASH', when: {}, fixedMinor: 500 },
    ]
    const by = card({ surcharges, fuelBasisPoints: 1_275, roundUpMinor: 100 })
    // 2,500 + 1,000 are fuelled: 446.25; with 500 more that is 4,446.
    expect(priced(by)).toMatchObject({ freightMinor: 2_500, fuelMinor: 446, priceMinor: 4_500 })
  })

  it('stays a whole number however large the amounts', () => {
    const by = card({
      brackets: [{ zone: 'KR', overGrams: 0, upToGrams: 9_999, priceMinor: 999_999_999 }],
      fuelBasisPoints: 19_999,
    })
    const cartons = Array.from({ length: 99 }, () => carton())
    // 98,999,999,901 × 1.9999 = 197,990,099,802.0099
    expect(priced(by, shipment({ cartons })).fuelMinor).toBe(197_990_099_802)
  })
})
