import type { CarrierService } from './carrier-service.ts'
import { brokenLimits } from './carrier-service.ts'
import { checkCarton } from './check-carton.ts'
import type { Destination } from './postcode-area.ts'
import type { ServiceBook } from './service-book.ts'
import {
  type ChoiceReason,
  chooseService,
  type OrderPromise,
  type RefusedService,
  type ServiceOffer,
} from './service-choice.ts'
import type { Sizes } from './shipping-carton.ts'
import type { CartonGoods, CartonToLabel, RuleViolation } from './shipping-rules.ts'

/** A carton that is about to be closed, and what its order asks of the way there. */
export type CartonToSend = {
  cartonId: string
  goods: readonly CartonGoods[]
  /** Weighed, or else computed; null is not known. */
  grams: number | null
  sizes: Sizes
  /** In the currency of the book; null is not known. */
  valueMinor: number | null
  to: Destination
  /** Collected at the door, 0 for nothing. */
  cashMinor: number
  promise: OrderPromise
  /** The carrier that the order asks for, by its code where the site knows it. */
  wished: string | null
  /** The service that earlier cartons of the order go with. */
  sameAs: string | null
}

/** The service that a carton goes with and the others it may go with, the best first; or why none takes it. */
export type CartonChoice =
  | {
      kind: 'chosen'
      offer: ServiceOffer
      others: readonly ServiceOffer[]
      refused: readonly RefusedService[]
      why: ChoiceReason
    }
  | { kind: 'refused'; refused: readonly RefusedService[] }
  | { kind: 'weightMissing' }

/** A service as somebody wants a carton to go with, with what is attached to the carton for it. */
export type WantedService = { code: string; documents: readonly string[]; marks: readonly string[] }

/** Why a carton may not go with a service. */
export type ServiceRefusal = {
  name: 'serviceUnknown' | 'serviceOtherCarrier' | 'serviceLimit' | 'serviceForbidden'
  params: Record<string, string | number>
}

/**
 * Chooses the service of a carton known at `at` by looking at every one of the book: the cheapest that keeps the promise.
 * A later carton of an order goes with the service of the earlier ones as long as that keeps it as well. The wished carrier
 * limits the choice unless `isWishFree`.
 */
export function chooseForCarton(carton: CartonToSend, book: ServiceBook, at: number, isWishFree = false): CartonChoice {
  if (carton.grams === null) return { kind: 'weightMissing' }
  const { cartonId, goods, grams, sizes, to, promise, cashMinor } = carton
  const choice = chooseService(
    {
      cartons: [{ cartonId, goods, grams, ...sizes, valueMinor: carton.valueMinor ?? 0 }],
      ...{ to, promise, cashMinor, handlingDays: book.handlingDays },
      carrierCode: isWishFree ? null : carton.wished,
      valueUnknown: carton.valueMinor === null,
    },
    book,
    at,
  )
  if (choice.kind === 'refused') return choice
  const { kind: _, why, others, refused, ...best } = choice
  const offers = [best, ...others]
  const same = offers.find(({ serviceCode, isLate }) => serviceCode === carton.sameAs && (!isLate || best.isLate))
  const offer = same ?? best
  return { kind: 'chosen', offer, others: offers.filter((one) => one !== offer), refused, why }
}

/** Why a carton may not go with a service of the book; null when it may. Limits, rules and the wished carrier are asked. */
export function refusalOf(
  carton: CartonToSend,
  wanted: WantedService,
  book: ServiceBook,
  isWishFree: boolean,
): ServiceRefusal | null {
  const service = book.services.find(({ code, active }) => active && code === wanted.code)
  if (service === undefined) return { name: 'serviceUnknown', params: { service: wanted.code } }
  const named = { service: service.name, carrier: service.carrierCode }
  if (!isWishFree && carton.wished !== null && carton.wished !== service.carrierCode)
    return { name: 'serviceOtherCarrier', params: { ...named, wanted: carton.wished } }
  const { to, cashMinor } = carton
  const [limit] = brokenLimits(service.limits, {
    cartons: [
      { cartonId: carton.cartonId, ...carton.sizes, grams: carton.grams ?? 0, valueMinor: carton.valueMinor ?? 0 },
    ],
    country: to.country,
    cashMinor,
  })
  if (limit !== undefined) return { name: 'serviceLimit', params: { ...named, ...limit.params, limitCode: limit.code } }
  const [violation] = checkCarton(cartonToLabel(carton, service, wanted), book.rules).violations
  if (violation === undefined) return null
  return { name: 'serviceForbidden', params: { ...named, ...violationParams(violation) } }
}

/** The documents and marks that a carton needs to go with a service. */
export function needsOf(
  carton: CartonToSend,
  serviceCode: string,
  book: ServiceBook,
): { documents: readonly string[]; marks: readonly string[] } {
  const service = book.services.find(({ code }) => code === serviceCode)
  if (service === undefined) return { documents: [], marks: [] }
  const nothing = { code: serviceCode, documents: [], marks: [] }
  const { documents, marks } = checkCarton(cartonToLabel(carton, service, nothing), book.rules)
  return { documents, marks }
}

/**
 * The rule that keeps a carton from a carrier, whichever of its services it goes with; null when there is a way. A carrier
 * without services in the book is asked about by its code alone, as one that goes by road.
 */
export function ruleAgainstCarrier(carton: CartonToSend, carrierCode: string, book: ServiceBook): string | null {
  const own = book.services.filter((service) => service.active && service.carrierCode === carrierCode)
  const ways: Pick<CarrierService, 'code' | 'carrierCode' | 'mode'>[] =
    own.length > 0 ? own : [{ code: '', carrierCode, mode: 'road' }]
  let first: string | null = null
  for (const way of ways) {
    const { violations } = checkCarton(cartonToLabel(carton, way, { documents: [], marks: [] }), book.rules)
    const hard = violations.find(({ code }) => code !== 'documentMissing' && code !== 'markMissing')
    if (hard === undefined) return null
    first ??= hard.rule
  }
  return first
}

function violationParams({ rule, itemId, code, params }: RuleViolation): Record<string, string | number> {
  return { ...params, rule, violation: code, ...(itemId === null ? {} : { itemId }) }
}

function cartonToLabel(
  carton: CartonToSend,
  service: Pick<CarrierService, 'code' | 'carrierCode' | 'mode'>,
  { documents, marks }: Pick<WantedService, 'documents' | 'marks'>,
): CartonToLabel {
  const { cartonId, goods, grams, sizes, valueMinor, to } = carton
  return {
    ...{ cartonId, goods, grams, sizes, valueMinor, documents, marks },
    country: to.country,
    carrierCode: service.carrierCode,
    serviceCode: service.code,
    mode: service.mode,
  }
}
