import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'

const SCREENS: Readonly<Record<string, MessageDescriptor>> = {
  'sign-in': msg({ message: 'Sign-in', context: 'scan log' }),
  picking: msg({ message: 'Picking', context: 'scan log' }),
  packing: msg({ message: 'Packing', context: 'scan log' }),
  shipping: msg({ message: 'Shipping', context: 'scan log' }),
}

const SOURCES: Readonly<Record<string, MessageDescriptor>> = {
  wedge: msg({ message: 'scanner', context: 'scan log' }),
  camera: msg({ message: 'camera', context: 'scan log' }),
  typed: msg({ message: 'keys', context: 'scan log' }),
  button: msg({ message: 'button', context: 'scan log' }),
}

/** What a scan turned out to be, without the values that the floor screen named. */
const OUTCOMES: Partial<
  Record<
    FeedbackName | 'badgeUnknown' | 'pinWrong' | 'badgeLocked' | 'badgeInactive' | 'notABadge' | 'signedIn',
    MessageDescriptor
  >
> = {
  unknownCode: msg({ message: 'A code that Baro does not know', context: 'scan log' }),
  unreadableCode: msg({ message: 'Could not be read', context: 'scan log' }),
  codeNotExpectedNow: msg({ message: 'Not expected at that step', context: 'scan log' }),
  ambiguousCode: msg({ message: 'Could mean several things', context: 'scan log' }),
  commandNotNow: msg({ message: 'A command that did not fit', context: 'scan log' }),
  acknowledgeFirst: msg({ message: 'An error was still open', context: 'scan log' }),
  commandChecksum: msg({ message: 'A damaged command code', context: 'scan log' }),
  acknowledged: msg({ message: 'Error acknowledged', context: 'scan log' }),
  nothingToUndo: msg({ message: 'Nothing to undo', context: 'scan log' }),
  noWork: msg({ message: 'No work there', context: 'scan log' }),
  workGiven: msg({ message: 'Work taken', context: 'scan log' }),
  toteShared: msg({ message: 'Shared tote put on the cart', context: 'scan log' }),
  unitsCollected: msg({ message: 'Picked for several orders', context: 'scan log' }),
  toteAssigned: msg({ message: 'Tote put on the cart', context: 'scan log' }),
  toteInUse: msg({ message: 'Tote is in use', context: 'scan log' }),
  locationConfirmed: msg({ message: 'Right place', context: 'scan log' }),
  wrongLocation: msg({ message: 'Wrong place', context: 'scan log' }),
  itemCounted: msg({ message: 'Right item', context: 'scan log' }),
  lastItemCounted: msg({ message: 'Right item, the last one', context: 'scan log' }),
  wrongItem: msg({ message: 'Wrong item', context: 'scan log' }),
  itemOfOtherStop: msg({ message: 'Item of another stop', context: 'scan log' }),
  tooMany: msg({ message: 'More than asked for', context: 'scan log' }),
  wrongLot: msg({ message: 'Wrong lot', context: 'scan log' }),
  scanLot: msg({ message: 'Lot asked for', context: 'scan log' }),
  scanSerial: msg({ message: 'Serial asked for', context: 'scan log' }),
  wrongSerial: msg({ message: 'Wrong serial', context: 'scan log' }),
  serialTwice: msg({ message: 'Serial scanned twice', context: 'scan log' }),
  wrongTote: msg({ message: 'Wrong tote', context: 'scan log' }),
  toteOfOtherCart: msg({ message: 'Tote of another cart', context: 'scan log' }),
  countFirst: msg({ message: 'Quantity was not complete', context: 'scan log' }),
  linePicked: msg({ message: 'Line picked', context: 'scan log' }),
  taskPicked: msg({ message: 'All picked', context: 'scan log' }),
  lineShort: msg({ message: 'Not enough there', context: 'scan log' }),
  lineSkipped: msg({ message: 'Line skipped', context: 'scan log' }),
  pickUndone: msg({ message: 'Pick undone', context: 'scan log' }),
  orderStopped: msg({ message: 'Order was stopped', context: 'scan log' }),
  dropped: msg({ message: 'Totes handed over', context: 'scan log' }),
  handedOver: msg({ message: 'Cart handed over to the next zone', context: 'scan log' }),
  toteNotHanded: msg({ message: 'Not the tote that was handed over', context: 'scan log' }),
  zoneChosen: msg({ message: 'Zone chosen', context: 'scan log' }),
  anyZone: msg({ message: 'Any zone chosen', context: 'scan log' }),
  noWorkInZone: msg({ message: 'No work in that zone', context: 'scan log' }),
  lotExpired: msg({ message: 'Lot has expired', context: 'scan log' }),
  serialsNotAll: msg({ message: 'Not one serial for each unit', context: 'scan log' }),
  serialNotKept: msg({ message: 'Item has no serials', context: 'scan log' }),
  serialNotInTote: msg({ message: 'Serial was not in the tote', context: 'scan log' }),
  toteNotReady: msg({ message: 'Tote is not ready for packing', context: 'scan log' }),
  toteEmpty: msg({ message: 'Tote is empty', context: 'scan log' }),
  sharedToteOpened: msg({ message: 'Tote of several orders opened', context: 'scan log' }),
  orderFound: msg({ message: 'Order found by its unit', context: 'scan log' }),
  orderTakenUp: msg({ message: 'Order taken up again', context: 'scan log' }),
  otherTotesFirst: msg({ message: 'Other totes have to be emptied first', context: 'scan log' }),
  tooManyTogether: msg({ message: 'More at once than an order waits for', context: 'scan log' }),
  cartonStillOpen: msg({ message: 'Order with an open carton taken up', context: 'scan log' }),
  noOrderWaits: msg({ message: 'No order waits for it', context: 'scan log' }),
  sharedToteDone: msg({ message: 'Tote of several orders done', context: 'scan log' }),
  unitsLeftOver: msg({ message: 'Units left over', context: 'scan log' }),
  orderOpened: msg({ message: 'Order opened', context: 'scan log' }),
  openOtherOrder: msg({ message: 'Another order was still open', context: 'scan log' }),
  cartonOpened: msg({ message: 'Carton opened', context: 'scan log' }),
  cartonFirst: msg({ message: 'A carton was needed first', context: 'scan log' }),
  unitPacked: msg({ message: 'Unit packed', context: 'scan log' }),
  lastUnitPacked: msg({ message: 'Last unit packed', context: 'scan log' }),
  itemNotInOrder: msg({ message: 'Item not in this order', context: 'scan log' }),
  overPacked: msg({ message: 'More than was ordered', context: 'scan log' }),
  itemNotPicked: msg({ message: 'Item was not picked', context: 'scan log' }),
  unitUndone: msg({ message: 'Unit taken out', context: 'scan log' }),
  cartonUndone: msg({ message: 'Carton opened again', context: 'scan log' }),
  cartonEmpty: msg({ message: 'Carton is empty', context: 'scan log' }),
  cartonClosed: msg({ message: 'Carton closed', context: 'scan log' }),
  weightOff: msg({ message: 'Weight does not fit', context: 'scan log' }),
  weightNotNumber: msg({ message: 'Not a weight', context: 'scan log' }),
  tooHeavy: msg({ message: 'Too heavy', context: 'scan log' }),
  serviceMissing: msg({ message: 'No service was chosen', context: 'scan log' }),
  serviceUnknown: msg({ message: 'Service is not offered any more', context: 'scan log' }),
  serviceOtherCarrier: msg({ message: 'Order asks for another carrier', context: 'scan log' }),
  serviceLimit: msg({ message: 'Service does not take the carton', context: 'scan log' }),
  serviceForbidden: msg({ message: 'A rule stops the carton', context: 'scan log' }),
  serviceNone: msg({ message: 'No service takes the carton', context: 'scan log' }),
  serviceWeighFirst: msg({ message: 'Weight was needed first', context: 'scan log' }),
  serviceChosen: msg({ message: 'Service chosen', context: 'scan log' }),
  serviceAttach: msg({ message: 'Something had to be attached', context: 'scan log' }),
  chooseService: msg({ message: 'Services shown', context: 'scan log' }),
  waybillOfOther: msg({ message: 'Waybill of another carrier', context: 'scan log' }),
  carrierForbidden: msg({ message: 'A rule stops that carrier', context: 'scan log' }),
  someonePacks: msg({ message: 'Somebody else packs it', context: 'scan log' }),
  confirmPartial: msg({ message: 'Less than ordered: confirmation asked', context: 'scan log' }),
  noteAcknowledged: msg({ message: 'Note read', context: 'scan log' }),
  orderPacked: msg({ message: 'Order packed', context: 'scan log' }),
  serialNotPicked: msg({ message: 'Serial was not picked', context: 'scan log' }),
  orderCancelled: msg({ message: 'Order is cancelled', context: 'scan log' }),
  labelSent: msg({ message: 'Label printed', context: 'scan log' }),
  labelVerified: msg({ message: 'Label is on its carton', context: 'scan log' }),
  labelOfOtherCarton: msg({ message: 'Label of another carton', context: 'scan log' }),
  labelNotPrinted: msg({ message: 'Label did not come out', context: 'scan log' }),
  printFirst: msg({ message: 'Label was not printed yet', context: 'scan log' }),
  supervisorNeeded: msg({ message: 'A lead was needed', context: 'scan log' }),
  cartonFound: msg({ message: 'Carton found', context: 'scan log' }),
  cartonNotLabelled: msg({ message: 'Carton has no label', context: 'scan log' }),
  cartonShipped: msg({ message: 'Carton is shipped already', context: 'scan log' }),
  trackingTaken: msg({ message: 'Tracking number taken', context: 'scan log' }),
  trackingUsed: msg({ message: 'Tracking number used before', context: 'scan log' }),
  trackingNotCarrier: msg({ message: 'Not a number of that carrier', context: 'scan log' }),
  cartonOfOtherOrder: msg({ message: 'Carton of another order', context: 'scan log' }),
  dispatched: msg({ message: 'Shipped', context: 'scan log' }),
  dispatchRefused: msg({ message: 'Not ready to ship', context: 'scan log' }),
  cartonsMissing: msg({ message: 'Cartons are missing', context: 'scan log' }),
  trackingChooseCarrier: msg({ message: 'Carrier to be chosen', context: 'scan log' }),
  needsCentre: msg({ message: 'Needed the centre', context: 'scan log' }),
  centreSilent: msg({ message: 'The centre did not answer', context: 'scan log' }),
  orderBlocked: msg({ message: 'Order waits for a decision', context: 'scan log' }),
  taskElsewhere: msg({ message: 'Work is at another station', context: 'scan log' }),
  verifyTote: msg({ message: 'Totes are to be checked', context: 'scan log' }),
  stationStopped: msg({ message: 'Station was stopped', context: 'scan log' }),
  badgeUnknown: msg({ message: 'Unknown badge', context: 'scan log' }),
  pinWrong: msg({ message: 'Wrong PIN', context: 'scan log' }),
  badgeLocked: msg({ message: 'Badge is locked', context: 'scan log' }),
  badgeInactive: msg({ message: 'Badge is switched off', context: 'scan log' }),
  notABadge: msg({ message: 'Not a badge', context: 'scan log' }),
  signedIn: msg({ message: 'Signed in', context: 'scan log' }),
}

/** The word for a screen; null when it has none. */
export function screenWord(screen: string): MessageDescriptor | null {
  return SCREENS[screen] ?? null
}

/** The word for how a code came in; null when it has none. */
export function sourceWord(source: string): MessageDescriptor | null {
  return SOURCES[source] ?? null
}

/** What a scan turned out to be; a name without a word is shown as it is. */
export function outcomeWord(name: string): MessageDescriptor {
  return OUTCOMES[name as FeedbackName] ?? msg`Message ${name}`
}

/** Names of the floor that have no word here; a test keeps it empty. */
export function namesWithoutWord(): string[] {
  return Object.keys(FEEDBACK).filter((name) => OUTCOMES[name as FeedbackName] === undefined)
}
