import type { CommandName } from './command-code.ts'
import type { FeedbackName } from './feedback.ts'
import type { Meaning } from './meaning.ts'
import { trackingPattern } from './tracking-pattern.ts'

/** A packed order at the shipping bench. */
export type ShipOrder = {
  id: string
  number: string
  state: string
  cartons: {
    id: string
    number: number
    code: string
    state: string
    trackingNumber: string | null
    carrierCode?: string | null
  }[]
}

/** A carrier and the shape of its tracking numbers, if it has one. */
export type ShipCarrier = { code: string; name: string; trackingPattern: string | null }

/** Where one stands at shipping. */
export type ShipProgress = {
  orderId: string | null
  cartonId: string | null
  /** A waybill that was read but fits no carrier, or several: one of them has to be chosen. */
  pendingTracking: string | null
  /** A waybill of another carrier than the carton's service, until it is scanned a second time. */
  otherWaybill?: string | null
}

/** Nothing scanned yet. */
export const FRESH_SHIP: ShipProgress = { orderId: null, cartonId: null, pendingTracking: null }

/** Where shipping stands; follows from order and progress alone. */
export type ShipStep = 'carton' | 'waybill' | 'carrier' | 'dispatch'

/** A command that the decision asks for. */
export type ShipRequest =
  | { type: 'track'; cartonId: string; carrierCode: string; trackingNumber: string }
  | { type: 'dispatch'; orderId: string }

/** What one scan leads to. */
export type ShipOutcome = {
  say: FeedbackName
  params: Record<string, string | number>
  progress: ShipProgress
  request: ShipRequest | null
}

/** carton → waybill (→ carrier) → the next carton … → dispatch → carton. */
export function shipStep(order: ShipOrder | null, progress: ShipProgress): ShipStep {
  if (order === null) return 'carton'
  if (progress.pendingTracking !== null) return 'carrier'
  if (progress.cartonId !== null) return 'waybill'
  return order.cartons.every((carton) => carton.trackingNumber !== null) ? 'dispatch' : 'carton'
}

/** The commands that make sense in a step, in the order of the action bar. */
export const SHIP_ACTIONS: Readonly<Record<ShipStep, readonly CommandName[]>> = {
  carton: ['back'],
  waybill: ['back'],
  carrier: ['back'],
  dispatch: ['dispatch', 'back'],
}

/** Carriers whose pattern the whole tracking number fits. One without a pattern, or whose pattern is none, fits none. */
export function matchingCarriers(tracking: string, carriers: readonly ShipCarrier[]): ShipCarrier[] {
  return carriers.filter(
    (carrier) => carrier.trackingPattern !== null && trackingPattern(carrier.trackingPattern)?.(tracking) === true,
  )
}

/** A tracking number as it is kept: upper case, without blanks and hyphens. */
export function normaliseTracking(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '')
}

/**
 * Decides what a scan means at shipping; `typed` by a person, it may be a tracking number although goods have a code alike.
 * `scannedOrder` is the order of a scanned carton, already loaded.
 */
export function decideShip(
  order: ShipOrder | null,
  progress: ShipProgress,
  meaning: Meaning,
  carriers: readonly ShipCarrier[],
  scannedOrder: ShipOrder | null,
  typed = false,
): ShipOutcome {
  // Carriers print labels that say GS1 and are none: what is broken there is still a tracking number.
  if (meaning.unreadable !== null)
    return stay(progress, 'unreadableCode', { code: meaning.text, problem: meaning.gs1Problem ?? '' })
  if (meaning.brokenCommand) return stay(progress, 'commandChecksum', { code: meaning.text })
  const step = shipStep(order, progress)
  if (meaning.command !== null) return decideCommand(order, progress, meaning.command, step)
  if (meaning.carton !== null) return decideCarton(order, progress, meaning.carton.id, scannedOrder)
  if (step === 'waybill' && order !== null) return decideWaybill(order, progress, meaning, carriers, typed)
  if (step === 'carrier' && order !== null && meaning.carrier !== null && progress.cartonId !== null)
    return track(order, progress, progress.cartonId, meaning.carrier, progress.pendingTracking ?? '')
  const known =
    meaning.item ?? meaning.location ?? meaning.tote ?? meaning.cartonType ?? meaning.carrier ?? meaning.operator
  return stay(progress, known === null ? 'unknownCode' : 'codeNotExpectedNow', { code: meaning.text })
}

function stay(progress: ShipProgress, say: FeedbackName, params: Record<string, string | number> = {}): ShipOutcome {
  return { say, params, progress, request: null }
}

function decideCarton(
  order: ShipOrder | null,
  progress: ShipProgress,
  cartonId: string,
  scanned: ShipOrder | null,
): ShipOutcome {
  const carton = scanned?.cartons.find((candidate) => candidate.id === cartonId)
  if (scanned === null || carton === undefined) return stay(progress, 'unknownCode')
  if (carton.state === 'loaded') return stay(progress, 'cartonShipped', { order: scanned.number })
  if (carton.state !== 'labelled')
    return stay(progress, 'cartonNotLabelled', { order: scanned.number, carton: carton.number })
  // What left with an earlier shipment of the order is not part of this one.
  const begun = order?.cartons.some((one) => one.state !== 'loaded' && one.trackingNumber !== null) === true
  if (order !== null && order.id !== scanned.id && (progress.pendingTracking !== null || begun))
    return stay(progress, 'cartonOfOtherOrder', { scanned: scanned.number, expected: order.number })
  if (scanned.state !== 'packed')
    return stay(progress, 'dispatchRefused', { order: scanned.number, state: scanned.state })
  return {
    say: 'cartonFound',
    params: { order: scanned.number, carton: carton.number },
    progress: { orderId: scanned.id, cartonId, pendingTracking: null },
    request: null,
  }
}

function decideWaybill(
  order: ShipOrder,
  progress: ShipProgress,
  meaning: Meaning,
  carriers: readonly ShipCarrier[],
  typed: boolean,
): ShipOutcome {
  const elsewhere =
    meaning.item ?? meaning.location ?? meaning.tote ?? meaning.cartonType ?? meaning.operator ?? meaning.carrier
  const tracking = normaliseTracking(meaning.text)
  const own = carriers.find(({ code }) => code === carrierOf(order, progress.cartonId))
  const fitting = fittingCarriers(tracking, carriers, own)
  // The code of goods may have as many digits as a waybill's; what is scanned and known is no waybill.
  if (elsewhere !== null && !(typed && fitting.length > 0))
    return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
  if (!/^[A-Z0-9]{4,64}$/.test(tracking)) return stay(progress, 'trackingNotCarrier', { code: meaning.text })
  if (own !== undefined && !fitting.includes(own) && fitting.length > 0 && progress.otherWaybill !== tracking)
    return {
      ...stay(progress, 'waybillOfOther', { carrier: own.name, other: fitting[0]?.name ?? '', tracking }),
      progress: { ...progress, otherWaybill: tracking },
    }
  const only = fitting[0]
  if (only !== undefined && fitting.length === 1 && progress.cartonId !== null)
    return track(order, progress, progress.cartonId, only, tracking)
  return {
    say: 'trackingChooseCarrier',
    params: { tracking },
    progress: { ...progress, pendingTracking: tracking },
    request: null,
  }
}

function carrierOf(order: ShipOrder, cartonId: string | null): string | null {
  return order.cartons.find(({ id }) => id === cartonId)?.carrierCode ?? null
}

/** The carriers that a number may belong to: that of the carton's service alone, where the number fits it or may be anything. */
function fittingCarriers(
  tracking: string,
  carriers: readonly ShipCarrier[],
  own: ShipCarrier | undefined,
): readonly ShipCarrier[] {
  const fitting = matchingCarriers(tracking, carriers)
  if (own === undefined) return fitting
  return fitting.includes(own) || (own.trackingPattern === null && fitting.length === 0) ? [own] : fitting
}

function track(
  order: ShipOrder,
  progress: ShipProgress,
  cartonId: string,
  carrier: { code: string; name: string },
  tracking: string,
): ShipOutcome {
  const carton = order.cartons.find((candidate) => candidate.id === cartonId)
  return {
    say: 'trackingTaken',
    params: { carrier: carrier.name, tracking, carton: carton?.number ?? 0 },
    progress: { ...progress, cartonId: null, pendingTracking: null },
    request: { type: 'track', cartonId, carrierCode: carrier.code, trackingNumber: tracking },
  }
}

function decideCommand(
  order: ShipOrder | null,
  progress: ShipProgress,
  command: CommandName,
  step: ShipStep,
): ShipOutcome {
  if (command === 'back' || command === 'cancel') {
    if (progress.pendingTracking !== null) return stay({ ...progress, pendingTracking: null }, 'acknowledged')
    return stay(FRESH_SHIP, 'acknowledged')
  }
  if (command === 'dispatch' && order !== null) {
    if (step !== 'dispatch') {
      const missing = order.cartons.filter((carton) => carton.trackingNumber === null).length
      return stay(progress, 'cartonsMissing', { cartons: missing })
    }
    return {
      say: 'dispatched',
      params: { order: order.number },
      progress: FRESH_SHIP,
      request: { type: 'dispatch', orderId: order.id },
    }
  }
  return stay(progress, 'commandNotNow', { command })
}
