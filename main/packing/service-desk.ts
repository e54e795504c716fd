import {
  type ChosenService,
  cartonToSend,
  currentBook,
  type KeptBook,
  mayChooseFreely,
} from '../../commands/packing/carton-service.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { type CartonToSend, chooseForCarton, needsOf } from '../../domain/carton-service.ts'
import type { FeedbackName } from '../../domain/feedback.ts'
import type { RefusedService, ServiceOffer } from '../../domain/service-choice.ts'

/** What an open or closed carton may go with: the chosen offer first, and why others do not take it. */
export type CartonServices = {
  kept: KeptBook
  offers: readonly ServiceOffer[]
  refused: readonly RefusedService[]
  /** The carrier that the order asks for. */
  wished: string | null
  /** What the carton needs for each offer, by the service's code. */
  needs(code: string): { documents: readonly string[]; marks: readonly string[] }
}

/** Whether a carton can be closed as it stands: with a service, or what has to be asked first. */
export type ServicePlan =
  | { kind: 'none' }
  | { kind: 'ready'; service: ChosenService }
  | { kind: 'ask'; name: FeedbackName; params: Record<string, string | number>; code: string | null }

/** What a choice is made from: the carton, its weight where it was measured, the moment, and who chooses. */
export type ChoiceAsked = { carton: Row<'carton'>; weightGrams: number | null; at: number; role: string | undefined }

/**
 * All services that a carton may go with now; null where the site has none, and no offer at all while nobody knows what it
 * weighs. The first is the one that is suggested. A supervisor may also choose beyond the carrier that the order asks for.
 */
export async function servicesFor(tx: Tx, asked: ChoiceAsked): Promise<CartonServices | null> {
  const kept = await currentBook(tx)
  return kept === null ? null : choose(await cartonToSend(tx, asked, kept.book), kept, asked)
}

function choose(carton: CartonToSend, kept: KeptBook, { at, role }: ChoiceAsked): CartonServices {
  const needs = (code: string) => needsOf(carton, code, kept.book)
  const choice = chooseForCarton(carton, kept.book, at)
  if (choice.kind === 'weightMissing') return { kept, offers: [], refused: [], wished: carton.wished, needs }
  const own = choice.kind === 'chosen' ? [choice.offer, ...choice.others] : []
  const free = mayChooseFreely(role) && carton.wished !== null ? chooseForCarton(carton, kept.book, at, true) : null
  const beyond =
    free?.kind !== 'chosen'
      ? []
      : [free.offer, ...free.others].filter((one) => own.every(({ serviceCode }) => serviceCode !== one.serviceCode))
  const refused = choice.refused.filter((one) => beyond.every(({ serviceCode }) => serviceCode !== one.serviceCode))
  return { kept, offers: [...own, ...beyond], refused, wished: carton.wished, needs }
}

/**
 * What a carton is closed with. Without `code` the suggested service, unless only a supervisor's own word leads to one.
 * What it needs attached is asked about until it is `attached`.
 */
export async function planService(
  tx: Tx,
  asked: ChoiceAsked,
  wanted: { code: string | null; attached: boolean },
): Promise<ServicePlan> {
  const kept = await currentBook(tx)
  if (kept === null) return { kind: 'none' }
  const carton = await cartonToSend(tx, asked, kept.book)
  if (carton.grams === null) return { kind: 'ask', name: 'serviceWeighFirst', params: {}, code: null }
  const choice = chooseForCarton(carton, kept.book, asked.at)
  const { offers, needs } = choose(carton, kept, asked)
  const offer =
    wanted.code === null
      ? choice.kind === 'chosen'
        ? choice.offer
        : undefined
      : offers.find(({ serviceCode }) => serviceCode === wanted.code)
  if (offer === undefined) return { kind: 'ask', name: 'serviceNone', params: {}, code: null }
  const { documents, marks } = needs(offer.serviceCode)
  if (documents.length + marks.length > 0 && !wanted.attached)
    return {
      kind: 'ask',
      name: 'serviceAttach',
      params: { things: [...marks, ...documents].join(', ') },
      code: offer.serviceCode,
    }
  return {
    kind: 'ready',
    service: {
      version: kept.version,
      code: offer.serviceCode,
      priceMinor: offer.priceMinor,
      shipDate: offer.shipDate,
      deliverBy: offer.deliverBy,
      documents: [...documents],
      marks: [...marks],
    },
  }
}
