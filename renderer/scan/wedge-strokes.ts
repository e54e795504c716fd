import { measureGaps, type WedgeProfile } from './wedge-profile.ts'

/** One key that carries part of a code, from its press to its release. */
export type Stroke<Key> = {
  /** Counts up over all strokes; names the moment just before this key reached the page. */
  id: number
  key: Key
  code: string
  /** What it adds to the code: a character, or nothing for a digit of an Alt+numpad number. */
  text: string
  at: number
  upAt: number | null
  /** The order of presses and releases, which equal times do not tell. */
  turn: number
  upTurn: number | null
  swallowed: boolean
}

/** True when another key was pressed and released while stroke `at` was held: a scanner types one key after the other. */
export function heldAcross<Key>(strokes: readonly Stroke<Key>[], at: number): boolean {
  const stroke = strokes[at]
  if (stroke === undefined) return false
  const until = stroke.upTurn ?? Number.POSITIVE_INFINITY
  return strokes.slice(at + 1).some(({ upTurn }) => upTurn !== null && upTurn < until)
}

/** Nearer than this after a release, the next key may be the same device's. */
const SAME_DEVICE_MS = 16

/** How soon after a release the same scanner's next key may come, judged by the keys around it. */
function paceAround<Key>(strokes: readonly Stroke<Key>[], at: number, profile: WedgeProfile): number {
  const behind = gapsOf(strokes.slice(at + 1), profile).gaps
  const gaps = behind.length > 0 ? behind : gapsOf(strokes.slice(0, at), profile).gaps
  return Math.max(SAME_DEVICE_MS, gaps.length === 0 ? profile.medianGapMs : 1.5 * measureGaps(gaps).medianMs)
}

/**
 * Whose key a stroke is. A person holds keys far longer than a scanner does, and over other keys; a stalled computer holds up a
 * scanner's key as well, but then the rest of the code follows at once. `personNearby`: somebody is typing just now;
 * `endedAt`: when the terminator came.
 */
export function ownerOf<Key>(
  strokes: readonly Stroke<Key>[],
  at: number,
  profile: WedgeProfile,
  personNearby: boolean,
  endedAt: number | null = null,
): 'scanner' | 'person' | 'unknown' {
  const stroke = strokes[at]
  const previous = strokes[at - 1]
  const next = strokes[at + 1]
  if (stroke === undefined) return 'unknown'
  if (heldAcross(strokes, at)) return 'person'
  if (stroke.upAt === null) return 'unknown'
  if (stroke.upAt - stroke.at <= profile.longestHoldMs) return 'scanner'
  if (next !== undefined && next.at < stroke.upAt) return 'person'
  const then = next?.at ?? endedAt ?? Number.POSITIVE_INFINITY
  if (then < stroke.upAt) return 'person'
  // A code must never lose its beginning in silence: its first key has all the time that a scanner may take.
  const pace = previous === undefined ? profile.longestGapMs : paceAround(strokes, at, profile)
  const stalled = then - stroke.upAt <= pace && stroke.at - (previous?.upAt ?? previous?.at ?? stroke.at) <= pace
  return stalled && (previous !== undefined || !personNearby) ? 'unknown' : 'person'
}

/** The gaps between keys in milliseconds, those too long for a scanner's pace (holes) apart. */
export function gapsOf<Key>(
  strokes: readonly Stroke<Key>[],
  profile: WedgeProfile,
  endAt: number | null = null,
): { gaps: number[]; holes: number } {
  const times = strokes.map(({ at }) => at)
  if (endAt !== null) times.push(endAt)
  const all = times.slice(1).map((time, index) => Math.max(0, time - (times[index] ?? time)))
  const gaps = all.filter((gap) => gap <= profile.longestGapMs)
  return { gaps, holes: all.length - gaps.length }
}

/** True when so many keys came so fast that no person can have typed them; one hole among them is a scanner's hiccup. */
export function isFast<Key>(
  strokes: readonly Stroke<Key>[],
  profile: WedgeProfile,
  endAt: number | null = null,
): boolean {
  const keys = strokes.length + (endAt === null ? 0 : 1)
  const { gaps, holes } = gapsOf(strokes, profile, endAt)
  if (keys < profile.minKeys || gaps.length === 0 || holes > 1) return false
  return measureGaps(gaps).medianMs <= profile.medianGapMs
}

/** What strokes stand for, in their order. */
export function textOf<Key>(strokes: readonly Stroke<Key>[]): string {
  return strokes.map(({ text }) => text).join('')
}
