import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Params } from '../../contract/errors.ts'
import type { ExceptionReason } from '../../domain/exceptions.ts'
import type { FeedbackName } from '../../domain/feedback.ts'

type Sentence = (params: Params) => MessageDescriptor
type ReasonName =
  | ExceptionReason
  | FeedbackName
  | 'notFound'
  | 'wrongState'
  | 'inUse'
  | 'underReserved'
  | 'duplicateCode'
  | DecisionReason
/** Why a decision is not possible (commands/exceptions/). */
type DecisionReason = 'oneOfASerial' | 'noShelf' | 'noQuantity' | 'follows'

const text = (params: Params, name: string): string => String(params[name] ?? '')

/** Why the centre could not take a fact, for a lead who was not there. */
const REASONS: Partial<Record<ReasonName, Sentence>> = {
  blocked: () => msg`It builds on something that waits for a decision itself.`,
  notAFact: () => msg`It is a request that was sent as if it had been done already.`,
  commandUnknown: () => msg`The centre is too old to know this. Bring it up to date, then accept.`,
  argsWrong: () => msg`What the station sent cannot be read.`,
  claimMissing: () => msg`It was done without the work having been taken.`,
  claimStale: (params) => {
    const task = text(params, 'task')
    return task === ''
      ? msg`The work had been taken away from this station in the meantime.`
      : msg`Pick ${task} had been taken away from this station in the meantime.`
  },
  rowMissing: () => msg`What it builds on never reached the centre.`,
  failed: (params) =>
    text(params, 'error') === 'quarantined'
      ? msg`It was kept aside, because its station was not trusted any more. Find out whether it happened.`
      : msg`The centre failed over it. Copy the diagnostics for whoever helps you.`,
  notFound: () => msg`What it was done to is not there any more.`,
  wrongState: (params) => {
    const state = text(params, 'state')
    return state === ''
      ? msg`Something else had been decided about it in the meantime.`
      : msg`Something else had been decided about it in the meantime (${state}).`
  },
  inUse: () => msg`Somebody else was working on it.`,
  underReserved: () => msg`There was not enough stock for it at the centre.`,
  tooMany: () => msg`More was taken than the order asks for.`,
  wrongTote: () => msg`The tote belonged to another order by then.`,
  toteInUse: () => msg`The tote belonged to another order by then.`,
  toteNotHanded: () => msg`Another tote had been handed over for that order.`,
  noOrderWaits: () => msg`That order no longer waited in the tote.`,
  toteEmpty: () => msg`Nothing had been picked into that tote.`,
  toteNotReady: () => msg`The tote was not finished picking.`,
  wrongSerial: () => msg`That serial was not in stock there.`,
  serialNotPicked: () => msg`That serial had not been picked for this order.`,
  serialsNotAll: () => msg`There was not one serial number for each unit.`,
  serialNotKept: () => msg`It named a serial number, and the item has none.`,
  serialNotInTote: () => msg`That serial had not been picked into the tote.`,
  serialTwice: () => msg`That serial was used elsewhere already.`,
  orderStopped: () => msg`The order was cancelled in the meantime.`,
  orderCancelled: () => msg`The order was cancelled in the meantime.`,
  overPacked: () => msg`More was packed than ordered.`,
  someonePacks: () => msg`Somebody else was packing the same order.`,
  duplicateCode: () => msg`Its code was used elsewhere already.`,
  cartonFirst: () => msg`The carton was not open at the centre.`,
  cartonEmpty: () => msg`The carton was empty at the centre.`,
  tooHeavy: () => msg`The carton was heavier than it may be.`,
  serviceMissing: () => msg`The carton was closed without a service, and the site has services.`,
  serviceUnknown: () => msg`The service was not offered any more.`,
  serviceOtherCarrier: () => msg`The order asked for another carrier.`,
  serviceLimit: () => msg`The service does not take such a carton.`,
  serviceForbidden: (params) => {
    const [service, rule] = [text(params, 'service'), text(params, 'rule')]
    return msg`The rule “${rule}” keeps the carton from ${service}.`
  },
  carrierForbidden: (params) => {
    const rule = text(params, 'rule')
    return msg`The rule “${rule}” keeps the carton from that carrier.`
  },
  commandNotNow: () => msg`It did not fit the state of the order any more.`,
  codeNotExpectedNow: () => msg`It did not fit the state of the order any more.`,
  nothingToUndo: () => msg`There was nothing left to take back.`,
  printFirst: () => msg`Its label had not been printed.`,
  confirmPartial: () => msg`The order was not complete.`,
  noWork: () => msg`There was no work to take.`,
  trackingUsed: () => msg`The tracking number was used already.`,
  dispatchRefused: () => msg`The order was not ready to leave.`,
  cartonsMissing: () => msg`Cartons of the order were missing.`,
  needsCentre: () => msg`The station was offline.`,
  centreSilent: () => msg`The centre has not answered yet; it is asked again.`,
  orderBlocked: () => msg`The order waits for a decision.`,
  taskElsewhere: () => msg`The work was at another station.`,
  stationStopped: () => msg`The station had been stopped.`,
  oneOfASerial: () =>
    msg`A serial number is on one unit only. Enter 1 when it lies there, and 0 when it does not or lies in a tote.`,
  noShelf: () => msg`No shelf is concerned that could be counted.`,
  noQuantity: () => msg`How many lie there was not said.`,
  follows: () => msg`It is settled together with the one it hangs on.`,
}

/** Why a fact or request was not taken, in one sentence; a reason that this screen does not know is named as it is. */
export function reasonSentence(reason: string, params: Params): MessageDescriptor {
  const sentence = REASONS[reason as ReasonName]
  return sentence === undefined ? msg`The centre says: ${reason}` : sentence(params)
}

/** True when {@link reasonSentence} has words of its own for a reason. */
export function hasSentence(reason: string): boolean {
  return Object.hasOwn(REASONS, reason)
}
