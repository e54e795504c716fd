import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'

const SCREENS: Readonly<Record<string, MessageDescriptor>> = {
  'sign-in': msg`Sign-in`,
  picking: msg`Picking`,
  packing: msg`Packing`,
  shipping: msg`Shipping`,
}

const SOURCES: Readonly<Record<string, MessageDescriptor>> = {
  wedge: msg`scanner`,
  camera: msg`camera`,
  typed: msg`keys`,
  button: msg`button`,
}

/** What a scan turned out to be, without the values that the floor screen named. */
const OUTCOMES: Partial<Record<FeedbackName | 'badgeUnknown' | 'pinWrong' | 'badgeLocked' | 'badgeInactive' | 'notABadge' | 'signedIn', MessageDescriptor>> = {
  unknownCode: msg`A code that Baro does not know`,
  unreadableCode: msg`Could not be read`,
  codeNotExpectedNow: msg`Not expected at that step`,
  ambiguousCode: msg`Could mean several things`,
  commandNotNow: msg`A command that did not fit`,
  acknowledgeFirst: msg`An error was still open`,
  commandChecksum: msg`A damaged command code`,
  acknowledged: msg`Error acknowledged`,
  nothingToUndo: msg`Nothing to undo`,
  noWork: msg`No work there`,
  workGiven: msg`Work taken`,
  toteAssigned: msg`Tote put on the cart`,
  toteInUse: msg`Tote is in use`,
  locationConfirmed: msg`Right place`,
  wrongLocation: msg`Wrong place`,
  itemCounted: msg`Right item`,
  lastItemCounted: msg`Right item, the last one`,
  wrongItem: msg`Wrong item`,
  itemOfOtherStop: msg`Item of another stop`,
  tooMany: msg`More than asked for`,
  wrongLot: msg`Wrong lot`,
  scanSerial: msg`Serial asked for`,
  wrongSerial: msg`Wrong serial`,
  serialTwice: msg`Serial scanned twice`,
  wrongTote: msg`Wrong tote`,
  toteOfOtherCart: msg`Tote of another cart`,
  countFirst: msg`Quantity was not complete`,
  linePicked: msg`Line picked`,
  taskPicked: msg`All picked`,
  lineShort: msg`Not enough there`,
  lineSkipped: msg`Line skipped`,
  pickUndone: msg`Pick undone`,
  orderStopped: msg`Order was stopped`,
  dropped: msg`Totes handed over`,
  lotExpired: msg`Lot has expired`,
  toteNotReady: msg`Tote is not ready for packing`,
  toteEmpty: msg`Tote is empty`,
  orderOpened: msg`Order opened`,
  openOtherOrder: msg`Another order was still open`,
  cartonOpened: msg`Carton opened`,
  cartonFirst: msg`A carton was needed first`,
  unitPacked: msg`Unit packed`,
  lastUnitPacked: msg`Last unit packed`,
  itemNotInOrder: msg`Item not in this order`,
  overPacked: msg`More than was ordered`,
  itemNotPicked: msg`Item was not picked`,
  unitUndone: msg`Unit taken out`,
  cartonUndone: msg`Carton opened again`,
  cartonEmpty: msg`Carton is empty`,
  cartonClosed: msg`Carton closed`,
  weightOff: msg`Weight does not fit`,
  weightNotNumber: msg`Not a weight`,
  tooHeavy: msg`Too heavy`,
  someonePacks: msg`Somebody else packs it`,
  confirmPartial: msg`Less than ordered: confirmation asked`,
  noteAcknowledged: msg`Note read`,
  orderPacked: msg`Order packed`,
  serialNotPicked: msg`Serial was not picked`,
  orderCancelled: msg`Order is cancelled`,
  labelSent: msg`Label printed`,
  labelVerified: msg`Label is on its carton`,
  labelOfOtherCarton: msg`Label of another carton`,
  labelNotPrinted: msg`Label did not come out`,
  printFirst: msg`Label was not printed yet`,
  supervisorNeeded: msg`A lead was needed`,
  cartonFound: msg`Carton found`,
  cartonNotLabelled: msg`Carton has no label`,
  cartonShipped: msg`Carton is shipped already`,
  trackingTaken: msg`Tracking number taken`,
  trackingUsed: msg`Tracking number used before`,
  trackingNotCarrier: msg`Not a number of that carrier`,
  cartonOfOtherOrder: msg`Carton of another order`,
  dispatched: msg`Shipped`,
  dispatchRefused: msg`Not ready to ship`,
  cartonsMissing: msg`Cartons are missing`,
  trackingChooseCarrier: msg`Carrier to be chosen`,
  badgeUnknown: msg`Unknown badge`,
  pinWrong: msg`Wrong PIN`,
  badgeLocked: msg`Badge is locked`,
  badgeInactive: msg`Badge is switched off`,
  notABadge: msg`Not a badge`,
  signedIn: msg`Signed in`,
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
