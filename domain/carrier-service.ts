import { z } from 'zod'
import { Collections, Deliveries, reportCollections, reportDeliveries } from './cut-off.ts'
import { RateCard } from './rate-card.ts'
import { reportCard, reportValidity } from './rate-card-check.ts'
import { type CheckedRules, checkRules, reportTwice } from './rule-problem.ts'
import { girthMm, longestMm, type ShippingCarton, sidesMm } from './shipping-carton.ts'
import { TRANSPORT_MODES } from './shipping-rules.ts'

const Key = z.string().trim().min(1).max(64)
const most = (limit: number) => z.int().min(1).max(limit).nullable().default(null)

/** What a service takes at most; null is no limit. */
export const ServiceLimits = z.strictObject({
  cartons: most(999),
  /** Of one carton, by its actual weight. */
  grams: most(10_000_000),
  longestMm: most(20_000),
  /** Length and girth. */
  girthMm: most(100_000),
  /** The three sides together. */
  sidesMm: most(60_000),
  /** What all cartons of a shipment are worth. */
  valueMinor: most(100_000_000_000),
  /** Countries it goes to; null when the rate card's zones say it all. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(300)
    .nullable()
    .default(null),
  /** Cash that is collected at the door; null when none is. */
  cashMinor: most(100_000_000_000),
})
export type ServiceLimits = z.infer<typeof ServiceLimits>

/** A service of a carrier: when it collects and delivers, and what it takes. */
export const CarrierService = z.strictObject({
  code: Key,
  carrierCode: Key,
  name: z.string().trim().min(1).max(80),
  /** What the customer was offered, such as `standard` or `express`. */
  level: Key,
  mode: z.enum(TRANSPORT_MODES).default('road'),
  /** Of services that are equal otherwise the smaller rank is chosen. */
  rank: z.int().min(0).max(999).default(100),
  active: z.boolean().default(true),
  collections: Collections,
  deliveries: Deliveries.prefault({}),
  limits: ServiceLimits.prefault({}),
})
export type CarrierService = z.infer<typeof CarrierService>

/** Services and rate cards of a site, in the site's currency. */
export const ServiceTable = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  services: z.array(CarrierService).max(500),
  cards: z.array(RateCard).max(5_000),
})
export type ServiceTable = z.infer<typeof ServiceTable>

/** A limit that a shipment breaks, with what was found and what is allowed. */
export type BrokenLimit = {
  code:
    | 'tooManyCartons'
    | 'tooHeavy'
    | 'tooLong'
    | 'tooGirthy'
    | 'tooBulky'
    | 'tooValuable'
    | 'countryNotServed'
    | 'noCashOnDelivery'
    | 'tooMuchCash'
  params: Record<string, string | number>
}

/** The limits of a service that a shipment breaks; for cartons, once for each limit, by the carton that is most over it. */
export function brokenLimits(
  limits: ServiceLimits,
  shipment: { cartons: readonly ShippingCarton[]; country: string; cashMinor: number },
): BrokenLimit[] {
  const { cartons, country, cashMinor } = shipment
  const broken: BrokenLimit[] = []
  const over = (code: BrokenLimit['code'], found: number, limit: number | null, cartonId?: string): void => {
    if (limit === null || found <= limit) return
    broken.push({ code, params: { found, limit, ...(cartonId === undefined ? {} : { cartonId }) } })
  }
  const overByCarton = (
    code: BrokenLimit['code'],
    of: (carton: ShippingCarton) => number,
    limit: number | null,
  ): void => {
    const worst = cartons.reduce<ShippingCarton | null>((a, b) => (a !== null && of(a) >= of(b) ? a : b), null)
    if (worst !== null) over(code, of(worst), limit, worst.cartonId)
  }
  over('tooManyCartons', cartons.length, limits.cartons)
  overByCarton('tooHeavy', (carton) => carton.grams, limits.grams)
  overByCarton('tooLong', longestMm, limits.longestMm)
  overByCarton('tooGirthy', girthMm, limits.girthMm)
  overByCarton('tooBulky', sidesMm, limits.sidesMm)
  const value = cartons.reduce((sum, { valueMinor }) => sum + valueMinor, 0)
  over('tooValuable', value, limits.valueMinor)
  if (limits.countries?.includes(country) === false) broken.push({ code: 'countryNotServed', params: { country } })
  if (cashMinor > 0 && limits.cashMinor === null) broken.push({ code: 'noCashOnDelivery', params: {} })
  over('tooMuchCash', cashMinor, limits.cashMinor)
  return broken
}

/**
 * Checks services and rate cards given as a value, and the carriers they name when these are given. Problems name their
 * place, such as `cards[0].brackets[2].zone`.
 */
export function checkServiceTable(
  value: unknown,
  carrierCodes: readonly string[] | null = null,
): CheckedRules<ServiceTable> {
  return checkRules(ServiceTable, value, ({ currency, services, cards }, report) => {
    reportTwice(
      services,
      (index) => `services[${index}].code`,
      ({ code }) => code,
      report,
    )
    for (const [index, service] of services.entries()) {
      const path = `services[${index}]`
      if (carrierCodes?.includes(service.carrierCode) === false)
        report(`${path}.carrierCode`, 'E-RUL-011', { name: service.carrierCode })
      reportCollections(service.collections, `${path}.collections.`, report)
      reportDeliveries(service.deliveries, `${path}.deliveries.`, report)
      if (service.active && !cards.some(({ serviceCode }) => serviceCode === service.code))
        report(`${path}.code`, 'E-RUL-028', { name: service.code })
    }
    reportTwice(
      cards,
      (index) => `cards[${index}].id`,
      ({ id }) => id,
      report,
    )
    for (const [index, card] of cards.entries()) {
      if (!services.some(({ code }) => code === card.serviceCode))
        report(`cards[${index}].serviceCode`, 'E-RUL-011', { name: card.serviceCode })
      if (card.currency !== currency)
        report(`cards[${index}].currency`, 'E-RUL-026', { currency: card.currency, expected: currency })
      reportCard(card, `cards[${index}]`, report)
    }
    reportValidity(cards, 'cards', report)
  })
}
