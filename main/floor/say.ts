import type { Feedback, ThingView } from '../../contract/station/floor.ts'
import { FEEDBACK, type FeedbackName } from '../../domain/feedback.ts'
import type { Meaning } from '../../domain/meaning.ts'

const ACTS: Partial<Record<FeedbackName, Feedback['acknowledge']>> = {
  wrongItem: 'put-item-back',
  itemOfOtherStop: 'put-item-back',
  tooMany: 'put-item-back',
  wrongLot: 'put-item-back',
  lotExpired: 'put-item-back',
  wrongSerial: 'put-item-back',
  wrongLocation: 'go-to-location',
  wrongTote: 'take-right-tote',
  toteOfOtherCart: 'take-right-tote',
  toteInUse: 'take-right-tote',
  toteNotHanded: 'take-right-tote',
  itemNotInOrder: 'set-aside',
  overPacked: 'set-aside',
  itemNotPicked: 'set-aside',
  serialNotPicked: 'set-aside',
  noOrderWaits: 'set-aside',
  unitsLeftOver: 'set-aside',
  labelOfOtherCarton: 'set-aside',
  orderBlocked: 'set-aside',
}

/** The message for one scan, from its name in the closed list. */
export function say(
  id: string,
  name: FeedbackName,
  params: Record<string, string | number>,
  things: { scanned?: ThingView | null; expected?: ThingView | null } = {},
): Feedback {
  const { code, tone, block } = FEEDBACK[name]
  return {
    id,
    name,
    code,
    tone,
    block,
    params,
    scanned: tone === 'error' ? (things.scanned ?? null) : null,
    expected: tone === 'error' ? (things.expected ?? null) : null,
    acknowledge: ACTS[name] ?? 'understood',
  }
}

/** What was scanned, as a person recognises it. */
export function thingOf(meaning: Meaning): ThingView {
  const base = { code: meaning.text, picture: null, title: meaning.text }
  if (meaning.item !== null) return { ...base, kind: 'item', title: meaning.item.name, picture: meaning.item.picture }
  if (meaning.location !== null) return { ...base, kind: 'location', title: meaning.location.code }
  if (meaning.tote !== null) return { ...base, kind: 'tote', title: meaning.tote.name }
  if (meaning.carton !== null) return { ...base, kind: 'carton' }
  if (meaning.cartonType !== null) return { ...base, kind: 'carton-type', title: meaning.cartonType.name }
  if (meaning.carrier !== null) return { ...base, kind: 'carrier', title: meaning.carrier.name }
  if (meaning.operator !== null) return { ...base, kind: 'badge', title: meaning.operator.name }
  if (meaning.command !== null) return { ...base, kind: 'command' }
  return { ...base, kind: 'unknown' }
}
