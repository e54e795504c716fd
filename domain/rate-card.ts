import { z } from 'zod'
import { Day } from './calendar.ts'
import { Area, type Destination, fitOf } from './postcode-area.ts'
import { girthMm, longestMm, type ShippingCarton } from './shipping-carton.ts'

const Key = z.string().trim().min(1).max(64)
const priceMinor = z.int().min(0).max(1_000_000_000)
const grams = z.int().min(0).max(10_000_000)
const basisPoints = z.int().min(0).max(20_000)

/** Places that cost the same and take the same time; the zone with the closest area counts, the longest prefix first. */
export const RateZone = z.strictObject({
  code: Key,
  areas: z.array(Area).min(1).max(300),
  /** Delivery days on the way. */
  transitDays: z.int().min(0).max(120),
})

/** The price of a zone for more than `overGrams` up to and including `upToGrams`. */
export const RateBracket = z.strictObject({
  zone: Key,
  overGrams: grams,
  upToGrams: grams.min(1),
  priceMinor,
  /** Added for each started `grams` above `overGrams`. */
  step: z
    .strictObject({ grams: z.int().min(10).max(10_000_000), minor: z.int().min(0).max(10_000_000) })
    .nullable()
    .default(null),
})
export type RateBracket = z.infer<typeof RateBracket>

/** What is charged on top when all of `when` holds; for a carton's own conditions, for each carton or once. */
export const Surcharge = z.strictObject({
  code: Key,
  when: z.strictObject({
    /** Islands and remote places. */
    areas: z.array(Area).min(1).max(300).optional(),
    overGrams: grams.optional(),
    longestOverMm: z.int().min(0).max(20_000).optional(),
    /** Length and girth. */
    girthOverMm: z.int().min(0).max(100_000).optional(),
    cashOnDelivery: z.literal(true).optional(),
    valueOverMinor: z.int().min(0).max(100_000_000_000).optional(),
  }),
  per: z.enum(['carton', 'shipment']).default('shipment'),
  fixedMinor: priceMinor.default(0),
  /** A share in hundredths of a percent, charged once per shipment. */
  share: z
    .strictObject({ basisPoints, of: z.enum(['freight', 'value', 'cash']) })
    .nullable()
    .default(null),
  /** True: the fuel surcharge is charged on it, too. */
  fuelled: z.boolean().default(false),
})
export type Surcharge = z.infer<typeof Surcharge>

/** What a service costs, for shipments that leave from `validFrom` to `validTo`. All money is in minor units. */
export const RateCard = z.strictObject({
  id: Key,
  serviceCode: Key,
  currency: z.string().regex(/^[A-Z]{3}$/),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  /** Each carton by its own weight, or all cartons by their weight together. */
  weighs: z.enum(['carton', 'shipment']).default('carton'),
  /** Cubic centimetres that count as a kilogram; null when only the actual weight counts. */
  divisor: z.int().min(1).max(100_000).nullable().default(null),
  /** Sizes are rounded up to whole multiples of it before their volume counts. */
  roundUpMm: z.int().min(1).max(1_000).default(1),
  /** The weight that counts is rounded up to whole multiples of it. */
  roundUpGrams: z.int().min(1).max(100_000).default(1),
  zones: z.array(RateZone).min(1).max(500),
  brackets: z.array(RateBracket).min(1).max(20_000),
  surcharges: z.array(Surcharge).max(100).default([]),
  /** On freight and on surcharges that are `fuelled`. */
  fuelBasisPoints: basisPoints.default(0),
  /** The whole price is rounded up to multiples of it. */
  roundUpMinor: z.int().min(1).max(100_000).default(1),
})
export type RateCard = z.infer<typeof RateCard>

/** What is to be priced. `cashMinor` is collected at the door, 0 for nothing. */
export type RatedShipment = { to: Destination; cartons: readonly ShippingCarton[]; cashMinor: number }

/** A price and what it is made of; `chargeableGrams` has one weight for each time a bracket was looked up. */
export type Price = {
  priceMinor: number
  zone: string
  transitDays: number
  chargeableGrams: readonly number[]
  freightMinor: number
  surcharges: readonly { code: string; minor: number }[]
  fuelMinor: number
}

/** Why a card has no price: the place is in none of its zones, or the weight (`grams`) in none of the zone's brackets. */
export type NoPrice = { code: 'zoneUnknown' | 'bracketMissing'; params: Record<string, string | number> }

/** The price of a shipment by a card. Shares are rounded half up to the minor unit, each by itself. */
export function priceShipment(card: RateCard, shipment: RatedShipment): { price: Price } | { refused: NoPrice } {
  const zone = zoneOf(card, shipment.to)
  if (zone === null) return { refused: { code: 'zoneUnknown', params: { ...shipment.to } } }
  const chargeableGrams = weightsOf(card, shipment.cartons)
  let freightMinor = 0
  for (const weight of chargeableGrams) {
    const bracket = card.brackets.find(
      (each) => each.zone === zone.code && weight > each.overGrams && weight <= each.upToGrams,
    )
    if (bracket === undefined)
      return { refused: { code: 'bracketMissing', params: { zone: zone.code, grams: weight } } }
    const steps = bracket.step === null ? 0 : Math.ceil((weight - bracket.overGrams) / bracket.step.grams)
    freightMinor += bracket.priceMinor + steps * (bracket.step?.minor ?? 0)
  }
  const charged = card.surcharges.map((surcharge) => ({
    surcharge,
    minor: surchargeMinor(surcharge, shipment, freightMinor),
  }))
  const fuelled = charged.reduce((sum, { surcharge, minor }) => sum + (surcharge.fuelled ? minor : 0), freightMinor)
  const fuelMinor = shareOf(fuelled, card.fuelBasisPoints)
  const total = charged.reduce((sum, { minor }) => sum + minor, freightMinor + fuelMinor)
  return {
    price: {
      priceMinor: roundUp(total, card.roundUpMinor),
      zone: zone.code,
      transitDays: zone.transitDays,
      chargeableGrams,
      freightMinor,
      surcharges: charged.flatMap(({ surcharge, minor }) => (minor > 0 ? [{ code: surcharge.code, minor }] : [])),
      fuelMinor,
    },
  }
}

/** The zone of a card that a place lies in; null when it lies in none. */
export function zoneOf(card: RateCard, to: Destination): z.infer<typeof RateZone> | null {
  let best: { zone: z.infer<typeof RateZone>; fit: number } | null = null
  for (const zone of card.zones) {
    const fit = fitOf(zone.areas, to)
    if (fit !== null && (best === null || fit > best.fit)) best = { zone, fit }
  }
  return best?.zone ?? null
}

/** The weights a card looks up: the larger of actual and volumetric, rounded up; at least one gram. */
function weightsOf(card: RateCard, cartons: readonly ShippingCarton[]): number[] {
  const size = (mm: number): number => roundUp(mm, card.roundUpMm)
  const volumetric = cartons.map(({ lengthMm, widthMm, heightMm }) =>
    // A cubic millimetre is a thousandth of a cubic centimetre, a gram a thousandth of a kilogram.
    card.divisor === null ? 0 : Math.ceil((size(lengthMm) * size(widthMm) * size(heightMm)) / card.divisor),
  )
  const weights =
    card.weighs === 'carton'
      ? cartons.map((carton, index) => Math.max(carton.grams, volumetric[index] ?? 0))
      : [Math.max(sum(cartons.map((carton) => carton.grams)), sum(volumetric))]
  return weights.map((weight) => roundUp(Math.max(1, weight), card.roundUpGrams))
}

function surchargeMinor(surcharge: Surcharge, shipment: RatedShipment, freightMinor: number): number {
  const { when, share } = surcharge
  if (when.cashOnDelivery === true && shipment.cashMinor === 0) return 0
  if (when.areas !== undefined && fitOf(when.areas, shipment.to) === null) return 0
  const hit = shipment.cartons.filter(
    (carton) =>
      carton.grams > (when.overGrams ?? -1) &&
      longestMm(carton) > (when.longestOverMm ?? -1) &&
      girthMm(carton) > (when.girthOverMm ?? -1) &&
      carton.valueMinor > (when.valueOverMinor ?? -1),
  ).length
  if (hit === 0) return 0
  const bases = {
    freight: freightMinor,
    value: sum(shipment.cartons.map((carton) => carton.valueMinor)),
    cash: shipment.cashMinor,
  }
  const times = surcharge.per === 'carton' ? hit : 1
  return surcharge.fixedMinor * times + (share === null ? 0 : shareOf(bases[share.of], share.basisPoints))
}

/** A share in hundredths of a percent, half up; exact, because such products leave the safe integers. */
function shareOf(minor: number, basisPoints: number): number {
  return Number((BigInt(minor) * BigInt(basisPoints) + 5_000n) / 10_000n)
}

function roundUp(amount: number, multiple: number): number {
  return Math.ceil(amount / multiple) * multiple
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
