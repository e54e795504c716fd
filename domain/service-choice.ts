import type { Calendar } from './calendar.ts'
import { type BrokenLimit, brokenLimits, type CarrierService, type ServiceTable } from './carrier-service.ts'
import { checkCarton } from './check-carton.ts'
import { compareText } from './compare-text.ts'
import { deliveryDay, shippingDay } from './cut-off.ts'
import type { Destination } from './postcode-area.ts'
import { type NoPrice, type Price, priceShipment } from './rate-card.ts'
import type { ShippingCarton } from './shipping-carton.ts'
import type { CartonGoods, ShippingRule } from './shipping-rules.ts'

/** What was promised to the customer; null is no promise of that kind. */
export type OrderPromise = {
  /** The last day on which it may leave. */
  shipBy: string | null
  /** The last day on which it may arrive. */
  deliverBy: string | null
  /** The service level that was sold; another one is not offered instead. */
  level: string | null
}

/** Cartons of one shipment, with the goods in each. `cashMinor` is collected at the door, 0 for nothing. */
export type ShipmentToSend = {
  cartons: readonly (ShippingCarton & { goods: readonly CartonGoods[] })[]
  to: Destination
  promise: OrderPromise
  cashMinor: number
  handlingDays: number
  /** The only carrier that is wanted; null or absent: any. */
  carrierCode?: string | null
  /** True when nobody knows what the cartons are worth in the site's currency. */
  valueUnknown?: boolean
}

/** What a site sends with: its calendar, its services and their cards, its shipping rules. */
export type ServiceChoiceTable = ServiceTable & { calendar: Calendar; rules: readonly ShippingRule[] }

/** A service that would take the shipment. */
export type ServiceOffer = {
  serviceCode: string
  carrierCode: string
  priceMinor: number
  price: Price
  shipDate: string
  /** The instant until which it still leaves on that day. */
  cutOffAt: number
  deliverBy: string
  isLate: boolean
}

/** Why a service does not take a shipment. */
export type NoService =
  | BrokenLimit
  | NoPrice
  | {
      code:
        | 'inactive'
        | 'otherLevel'
        | 'otherCarrier'
        | 'valueUnknown'
        | 'noCartons'
        | 'noCollection'
        | 'noDelivery'
        | 'cardMissing'
        | 'otherCurrency'
        | 'ruleStops'
      params: Record<string, string | number>
    }

/** A service that does not take a shipment, with every reason. */
export type RefusedService = { serviceCode: string; reasons: NoService[] }

/**
 * Why an offer was chosen. `cheapest`: nothing was promised; `cheapestInTime`: it keeps the promise; `earliest`: none
 * does. `inTime` and `possible` count offers; `decidedBy` says what set it apart from the next one, `only` when none is.
 */
export type ChoiceReason = {
  code: 'cheapest' | 'cheapestInTime' | 'earliest'
  params: {
    inTime: number
    possible: number
    decidedBy: 'only' | 'promise' | 'price' | 'deliverBy' | 'shipDate' | 'rank' | 'code'
  }
}

/** The service to ship with, the other offers in the order in which they would follow, and the services that refuse. */
export type ServiceChoice =
  | ({ kind: 'chosen'; why: ChoiceReason; others: ServiceOffer[]; refused: RefusedService[] } & ServiceOffer)
  | { kind: 'refused'; refused: RefusedService[] }

type Ranked = ServiceOffer & { rank: number }
type Criterion = { name: ChoiceReason['params']['decidedBy']; compare: (a: Ranked, b: Ranked) => number }

const byPrice: Criterion = { name: 'price', compare: (a, b) => a.priceMinor - b.priceMinor }
const byDelivery: Criterion = { name: 'deliverBy', compare: (a, b) => compareText(a.deliverBy, b.deliverBy) }
const byShipDate: Criterion = { name: 'shipDate', compare: (a, b) => compareText(a.shipDate, b.shipDate) }
const byRank: Criterion = { name: 'rank', compare: (a, b) => a.rank - b.rank }
const byCode: Criterion = { name: 'code', compare: (a, b) => compareText(a.serviceCode, b.serviceCode) }
const byPromise: Criterion = { name: 'promise', compare: (a, b) => Number(a.isLate) - Number(b.isLate) }

/** What keeps the promise, the cheapest first; then the earlier delivery, the earlier shipping, the rank, the code. */
const IN_TIME = [byPromise, byPrice, byDelivery, byShipDate, byRank, byCode]
/** When nothing keeps it, the earliest first, and only then the price. */
const ALL_LATE = [byDelivery, byPrice, byShipDate, byRank, byCode]

/**
 * Chooses the service for a shipment known at `at` by looking at every one of them: the cheapest that keeps the promise,
 * or, when none does, the one that is there earliest, marked late.
 */
export function chooseService(shipment: ShipmentToSend, table: ServiceChoiceTable, at: number): ServiceChoice {
  const offers: Ranked[] = []
  const refused: RefusedService[] = []
  for (const service of table.services) {
    const found = offerOf(service, shipment, table, at)
    if (Array.isArray(found)) refused.push({ serviceCode: service.code, reasons: found })
    else offers.push({ ...found, rank: service.rank })
  }
  const inTime = offers.filter(({ isLate }) => !isLate).length
  const criteria = inTime > 0 ? IN_TIME : ALL_LATE
  offers.sort((a, b) => criteria.find(({ compare }) => compare(a, b) !== 0)?.compare(a, b) ?? 0)
  const [best, next] = offers
  if (best === undefined) return { kind: 'refused', refused }
  const decidedBy =
    next === undefined ? 'only' : (criteria.find(({ compare }) => compare(best, next) !== 0)?.name ?? 'code')
  const { shipBy, deliverBy } = shipment.promise
  const code = inTime === 0 ? 'earliest' : shipBy === null && deliverBy === null ? 'cheapest' : 'cheapestInTime'
  return {
    ...plain(best),
    kind: 'chosen',
    why: { code, params: { inTime, possible: offers.length, decidedBy } },
    others: offers.slice(1).map(plain),
    refused,
  }
}

function plain({ rank: _, ...offer }: Ranked): ServiceOffer {
  return offer
}

/** What a service offers for a shipment, or every reason why it does not. */
function offerOf(
  service: CarrierService,
  shipment: ShipmentToSend,
  table: ServiceChoiceTable,
  at: number,
): ServiceOffer | NoService[] {
  const { to, promise, cartons, cashMinor } = shipment
  const reasons: NoService[] = []
  if (!service.active) reasons.push({ code: 'inactive', params: {} })
  if (promise.level !== null && promise.level !== service.level)
    reasons.push({ code: 'otherLevel', params: { level: service.level, wanted: promise.level } })
  const wanted = shipment.carrierCode ?? null
  if (wanted !== null && wanted !== service.carrierCode)
    reasons.push({ code: 'otherCarrier', params: { carrier: service.carrierCode, wanted } })
  if (shipment.valueUnknown === true && service.limits.valueMinor !== null)
    reasons.push({ code: 'valueUnknown', params: { limit: service.limits.valueMinor } })
  if (cartons.length === 0) reasons.push({ code: 'noCartons', params: {} })
  reasons.push(...brokenLimits(service.limits, { cartons, country: to.country, cashMinor }))
  reasons.push(...stoppedBy(service, shipment, table.rules))
  const collection = shippingDay(service.collections, shipment.handlingDays, at, table.calendar)
  if (collection === null) return [...reasons, { code: 'noCollection', params: {} }]
  const rated = rate(service, shipment, table, collection.date)
  if ('refused' in rated) return [...reasons, rated.refused]
  const deliverBy = deliveryDay(service.deliveries, collection.date, rated.price.transitDays, to.country)
  if (deliverBy === null) return [...reasons, { code: 'noDelivery', params: {} }]
  if (reasons.length > 0) return reasons
  return {
    serviceCode: service.code,
    carrierCode: service.carrierCode,
    priceMinor: rated.price.priceMinor,
    price: rated.price,
    shipDate: collection.date,
    cutOffAt: collection.cutOffAt,
    deliverBy,
    isLate: deliverBy > (promise.deliverBy ?? '9999') || collection.date > (promise.shipBy ?? '9999'),
  }
}

/** The price by the service's card of the day it leaves. */
function rate(
  service: CarrierService,
  shipment: ShipmentToSend,
  table: ServiceTable,
  shipDate: string,
): { price: Price } | { refused: NoService } {
  const card = table.cards.find(
    (each) => each.serviceCode === service.code && each.validFrom <= shipDate && shipDate <= (each.validTo ?? '9999'),
  )
  if (card === undefined) return { refused: { code: 'cardMissing', params: { shipDate } } }
  if (card.currency !== table.currency)
    return { refused: { code: 'otherCurrency', params: { currency: card.currency, expected: table.currency } } }
  return priceShipment(card, shipment)
}

/** What the shipping rules have against this service; documents and marks can still be seen to. */
function stoppedBy(service: CarrierService, shipment: ShipmentToSend, rules: readonly ShippingRule[]): NoService[] {
  const reasons = shipment.cartons.flatMap((carton) => {
    const { violations } = checkCarton(
      {
        cartonId: carton.cartonId,
        goods: carton.goods,
        grams: carton.grams,
        sizes: carton,
        valueMinor: shipment.valueUnknown === true ? null : carton.valueMinor,
        country: shipment.to.country,
        carrierCode: service.carrierCode,
        serviceCode: service.code,
        mode: service.mode,
        documents: [],
        marks: [],
      },
      rules,
    )
    return violations
      .filter(({ code }) => code !== 'documentMissing' && code !== 'markMissing')
      .map((violation) => ({
        code: 'ruleStops' as const,
        params: {
          rule: violation.rule,
          violation: violation.code,
          cartonId: carton.cartonId,
          ...(violation.itemId === null ? {} : { itemId: violation.itemId }),
        },
      }))
  })
  return reasons
}
