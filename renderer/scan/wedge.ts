import { GS } from '../../domain/gs1.ts'
import { altCharacter, controlCharacter, isDeadCharacter, numpadDigit, scannerCharacter } from './scanner-character.ts'
import type { AbandonReason, Framing, WedgeAction, WedgeKey } from './wedge-key.ts'
import { measureGaps, type WedgeProfile } from './wedge-profile.ts'
import { gapsOf, isFast, ownerOf, type Stroke, textOf } from './wedge-strokes.ts'

type Burst = {
  framing: Framing
  strokes: Stroke<WedgeKey>[]
  firstAt: number
  lastAt: number
  swallowing: boolean
  spoilt: AbandonReason | null
  /** When its terminator came, while a key of a person has yet to be let go; null before. */
  endedAt: number | null
}

/** A keyboard-wedge listener without a window: feed it every key event, and `tick` it when `deadline` has passed. */
export type Wedge = {
  step: (event: WedgeKey) => WedgeAction[]
  tick: (now: number) => WedgeAction[]
  /** When `tick` is due, on the clock of `at`; null when nothing is waiting. */
  deadline: () => number | null
  /** Forgets what was being heard (the window lost its focus). */
  reset: (now: number) => WedgeAction[]
}

type State = {
  profile: WedgeProfile
  burst: Burst | null
  /** Digits typed since AltLeft went down; null while it is up. */
  alt: string | null
  /** Keys whose keydown was swallowed: their repeats and keyups are swallowed too. */
  held: Set<string>
  tailUntil: number
  turns: number
  strokes: number
  /** When Shift went down; null while it is up. */
  shiftAt: number | null
  /** When a person last typed for certain. */
  personAt: number
}

const SILENT_MODIFIERS =
  /^(Shift|Control|Meta|OS)(Left|Right)$|^(AltRight|CapsLock|NumLock|Lang\d|KanaMode|Convert|NonConvert)$/
const AIM_START = /^\][A-Za-z][0-9A-Za-z]/
const CARRIAGE_RETURN = '\r'
const LINE_FEED = '\n'
/** How long the end of a scan waits for a person to let go of the key that fell into it. */
const LET_GO_MS = 400
const PERSON_NEARBY_MS = 1_000

/** A state machine that separates a scanner's keys from a person's by prefix, AIM identifier or timing. */
export function createWedge(profile: WedgeProfile | (() => WedgeProfile)): Wedge {
  const never = Number.NEGATIVE_INFINITY
  const current = typeof profile === 'function' ? profile : () => profile
  const state: State = {
    profile: current(),
    burst: null,
    alt: null,
    held: new Set(),
    tailUntil: never,
    turns: 0,
    strokes: 0,
    shiftAt: null,
    personAt: never,
  }
  return {
    step(event) {
      const actions = tick(state, event.at)
      // Another profile begins with the next code: in the middle of one it would tear it apart.
      if (state.burst === null) state.profile = current()
      state.turns += 1
      if (event.type === 'keyup') onKeyUp(state, event, actions)
      else if (event.repeat) onRepeat(state, event, actions)
      else onKeyDown(state, event, actions)
      return actions
    },
    tick: (now) => tick(state, now),
    deadline: () => deadlineOf(state),
    reset(now) {
      const actions: WedgeAction[] = []
      if (state.burst?.swallowing === true) abandon(state, 'interrupted', now, actions)
      state.burst = null
      state.alt = null
      state.shiftAt = null
      state.held.clear()
      return actions
    },
  }
}

function deadlineOf({ burst, profile }: State): number | null {
  if (burst === null) return null
  if (burst.endedAt !== null) return burst.endedAt + LET_GO_MS
  if (burst.framing !== 'timing') return burst.firstAt + profile.abandonMs
  return burst.swallowing ? burst.lastAt + profile.silenceMs : null
}

function tick(state: State, now: number): WedgeAction[] {
  const { burst, profile } = state
  const actions: WedgeAction[] = []
  if (burst === null) return actions
  if (burst.endedAt !== null) {
    if (now >= burst.endedAt + LET_GO_MS) abandon(state, 'broken', now, actions)
  } else if (burst.framing !== 'timing') {
    if (now >= burst.firstAt + profile.abandonMs) abandon(state, 'timeout', now, actions)
  } else if (now >= burst.lastAt + profile.silenceMs) {
    if (!burst.swallowing) forget(state, burst)
    else if (!profile.silenceEnds) abandon(state, burst.spoilt ?? 'unterminated', now, actions)
    // Without a terminator nobody can tell a hiccup from the end of one code and the beginning of the next.
    else if (gapsOf(burst.strokes, profile).holes > 0) abandon(state, burst.spoilt ?? 'broken', now, actions)
    else end(state, now, actions)
  }
  return actions
}

function onKeyUp(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  if (event.code === 'AltLeft') closeAlt(state)
  if (event.code.startsWith('Shift')) state.shiftAt = null
  const { burst } = state
  const stroke = burst?.strokes.findLast(({ code, upAt }) => code === event.code && upAt === null)
  const wasHeld = state.held.delete(event.code)
  if (wasHeld || (event.code === 'AltLeft' && burst?.swallowing === true)) actions.push({ type: 'swallow' })
  if (stroke === undefined || burst === null) return
  stroke.upAt = event.at
  stroke.upTurn = state.turns
  if (burst.endedAt !== null && !burst.strokes.some(({ upAt }) => upAt === null)) end(state, event.at, actions)
}

function onRepeat(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  if (state.held.has(event.code) || state.burst?.swallowing === true) swallow(state, event, actions)
}

function onKeyDown(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  const { profile } = state
  // A keyup that got lost must not swallow the keyup of this new press.
  state.held.delete(event.code)
  if (event.code === 'AltLeft' || SILENT_MODIFIERS.test(event.code)) {
    if (event.code === 'AltLeft') state.alt = ''
    if (event.code.startsWith('Shift')) state.shiftAt ??= event.at
    if (state.burst?.swallowing === true) swallow(state, event, actions)
    return
  }
  // The next key has come before the one was let go that may be a person's.
  if (state.burst !== null && state.burst.endedAt !== null) abandon(state, 'broken', event.at, actions)
  if (!event.altKey) closeAlt(state)
  if (profile.prefixKeys.includes(event.code)) beginPrefixed(state, event, actions)
  else if (isTerminator(profile, event) && (!event.ctrlKey || state.burst?.swallowing === true))
    terminate(state, event, actions)
  else {
    const character = meaning(state, event)
    if (character !== null) onStroke(state, event, character, actions)
    // Nothing a scanner sends: a person's key beside a key or modifier of the scanner's that is still down.
    else if (state.burst !== null && isBusy(state.burst, event)) onStroke(state, event, '', actions)
    else state.burst = null
  }
}

function isBusy({ swallowing, strokes }: Burst, { altGraph, altKey, ctrlKey }: WedgeKey): boolean {
  return swallowing || altGraph === true || altKey || ctrlKey || strokes.some(({ upAt }) => upAt === null)
}

/** The character a key adds to a scan, '' for a digit of an Alt+numpad number, null for a key no scanner sends here. */
function meaning(state: State, event: WedgeKey): string | null {
  const { separatorKeys, layout } = state.profile
  const chord = event.ctrlKey ? `Control+${event.code}` : event.code
  if (separatorKeys.includes(chord) || separatorKeys.includes(event.code)) return GS
  if (event.metaKey) return null
  if (event.altGraph === true || (event.altKey && event.ctrlKey)) {
    return scannerCharacter({ ...event, altGraph: true }, layout)
  }
  if (event.altKey) {
    const digit = state.alt === null ? null : numpadDigit(event.code)
    if (digit === null) return null
    state.alt += digit
    return ''
  }
  if (event.ctrlKey) {
    const control = controlCharacter(event)
    // A Ctrl+J that ends nothing is a person's key beside the Ctrl of a separator.
    if (control === CARRIAGE_RETURN || control === LINE_FEED) return state.burst?.swallowing === true ? '' : null
    // Outside a scan Ctrl with a key belongs to the person, but for the separator.
    return control === GS || state.burst?.swallowing === true ? control : null
  }
  return scannerCharacter(event, layout)
}

function isTerminator(profile: WedgeProfile, event: WedgeKey): boolean {
  if (event.altKey || event.metaKey) return false
  const key = event.code === '' ? event.key : event.code
  return profile.terminatorKeys.includes(event.ctrlKey ? `Control+${key}` : key)
}

function beginPrefixed(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  if (state.burst?.swallowing === true) abandon(state, 'interrupted', event.at, actions)
  state.strokes += 1
  state.burst = { ...newBurst(event.at), framing: 'prefix', swallowing: true }
  actions.push({ type: 'began', stroke: state.strokes })
  swallow(state, event, actions)
}

function onStroke(state: State, event: WedgeKey, character: string, actions: WedgeAction[]): void {
  const { profile } = state
  const burst = burstFor(state, event)
  state.burst = burst
  const last = burst.strokes.at(-1)
  const isRest = character === ' ' && last !== undefined && isDeadCharacter(last.text, profile.layout)
  const full = burst.strokes.length >= profile.maxCharacters
  if (full && burst.swallowing) burst.spoilt ??= 'too-long'
  if (full && !burst.swallowing) burst.strokes.shift()
  state.strokes += 1
  const stroke: Stroke<WedgeKey> = {
    id: state.strokes,
    key: event,
    code: event.code,
    text: isRest || (full && burst.swallowing) ? '' : character,
    at: event.at,
    upAt: null,
    turn: state.turns,
    upTurn: null,
    swallowed: false,
  }
  burst.strokes.push(stroke)
  burst.lastAt = event.at
  if (!burst.swallowing) actions.push({ type: 'began', stroke: stroke.id })
  judge(state, burst, actions)
  if (!burst.swallowing) return
  stroke.swallowed = true
  swallow(state, event, actions)
}

/** The burst that a new key belongs to: the running one, or a new one when that was a person's or is over. */
function burstFor(state: State, { at, shiftKey }: WedgeKey): Burst {
  const { burst, profile, shiftAt } = state
  // A Shift that was held before the scan began turns its characters into others.
  const shifted = shiftKey && shiftAt !== null && at - shiftAt > profile.longestHoldMs
  if (burst === null) return { ...newBurst(at), spoilt: shifted ? 'broken' : null }
  if (shifted && burst.strokes.length === 0) burst.spoilt ??= 'broken'
  if (burst.framing !== 'timing' || at - burst.lastAt <= profile.longestGapMs) return burst
  // A key that is still held is judged when it is let go.
  if (burst.strokes.at(-1)?.upAt === null && burst.strokes.length > 0) return burst
  const own = ownStrokes(state, burst)
  const byScanner = own.every(
    (stroke) => stroke.swallowed || ownerOf(own, own.indexOf(stroke), profile, false) === 'scanner',
  )
  if (gapsOf(own, profile).holes === 0 && byScanner) return burst
  if (burst.swallowing) {
    burst.spoilt ??= 'broken'
    return burst
  }
  const last = burst.strokes.length - 1
  if (ownerOf(burst.strokes, last, profile, true) === 'person') {
    forget(state, burst)
    return newBurst(at)
  }
  // Keys just before a hole may be the first of this very code: a code must never lose its beginning in silence.
  return { ...newBurst(at), spoilt: 'broken' }
}

/** Believes in a scanner once the keys so far are many and fast enough, and lets silence end nothing after an AIM identifier. */
function judge(state: State, burst: Burst, actions: WedgeAction[]): void {
  const { profile } = state
  if (!burst.swallowing) {
    dropLead(state, burst)
    const own = ownStrokes(state, burst)
    if (isFast(own, profile)) begin(burst, own, actions)
  }
  if (burst.swallowing && burst.framing === 'timing' && AIM_START.test(textOf(burst.strokes.slice(0, 6)))) {
    burst.framing = 'aim'
  }
}

function begin(burst: Burst, own: readonly Stroke<WedgeKey>[], actions: WedgeAction[]): void {
  burst.swallowing = true
  actions.push({ type: 'restore', stroke: own[0]?.id ?? 0 })
}

function heldLong({ profile }: State, { strokes }: Burst): Stroke<WedgeKey>[] {
  return strokes.filter(({ upAt, at, swallowed }) => !swallowed && upAt !== null && upAt - at > profile.longestHoldMs)
}

/** Lets keys go that came to no scan, and remembers when a person typed them. */
function forget(state: State, burst: Burst): void {
  state.personAt = heldLong(state, burst).at(-1)?.at ?? state.personAt
  state.burst = null
}

/** Which strokes are a person's. */
function personsOf(state: State, burst: Burst): Stroke<WedgeKey>[] {
  const { strokes } = burst
  // One key held long may be a scanner's on a busy computer; two, or one behind others, are a person's.
  const nearby = burst.lastAt - state.personAt < PERSON_NEARBY_MS || heldLong(state, burst).length > 1
  return strokes.filter((_, at) => ownerOf(strokes, at, state.profile, nearby, burst.endedAt) === 'person')
}

function ownStrokes(state: State, burst: Burst): Stroke<WedgeKey>[] {
  const persons = personsOf(state, burst)
  return persons.length === 0 ? burst.strokes : burst.strokes.filter((stroke) => !persons.includes(stroke))
}

/** Lets a person's keys go that came before a scan. */
function dropLead(state: State, burst: Burst): void {
  // What is still held may be a scanner's key whose release got lost: it is judged at the end.
  const persons = personsOf(state, burst).filter(({ upAt }) => upAt !== null)
  let lead = 0
  while (burst.strokes[lead] !== undefined && burst.strokes[lead] === persons[lead]) lead += 1
  if (lead === 0) return
  state.personAt = burst.strokes[lead - 1]?.at ?? state.personAt
  burst.strokes.splice(0, lead)
  burst.firstAt = burst.strokes[0]?.at ?? burst.firstAt
}

function terminate(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  const { burst, profile } = state
  if (burst === null) {
    if (event.at <= state.tailUntil) swallow(state, event, actions)
    return
  }
  if (!burst.swallowing) {
    dropLead(state, burst)
    const own = ownStrokes(state, burst)
    // Of two keys and Enter only the holding tells a person: nobody's Enter on a button may come to nothing.
    const held = own.some(({ at, upAt }) => upAt === null && event.at - at > profile.longestHoldMs)
    if (held || !isFast(own, profile, event.at)) {
      state.burst = null
      return
    }
    begin(burst, own, actions)
  }
  swallow(state, event, actions)
  burst.endedAt = event.at
  // A key that is still held is a person's, or the last one of a scanner that lets go late: its release tells.
  const { strokes } = burst
  const open = strokes.some(({ upAt }) => upAt === null) && strokes.some(({ upAt }) => upAt !== null)
  if (!open) end(state, event.at, actions)
}

/** The end of a scan: without a person's keys it is whole, or it failed. */
function end(state: State, at: number, actions: WedgeAction[]): void {
  const { burst, profile } = state
  if (burst === null) return
  const { strokes } = burst
  const persons = personsOf(state, burst)
  const own = strokes.filter((stroke) => !persons.includes(stroke))
  const unsure = own.filter(
    ({ upAt, at: downAt }) => upAt !== null && strokes.length > 1 && upAt - downAt > profile.longestHoldMs,
  )
  const slow = burst.framing === 'timing' && measureGaps(gapsOf(own, profile).gaps).medianMs > profile.keptMedianGapMs
  const text = withoutPrefix(textOf(own), profile)
  const reason = burst.spoilt ?? (unsure.length > 0 ? 'broken' : slow ? 'too-slow' : text === '' ? 'empty' : null)
  // Nobody can say whether such a key was held by a busy computer or by a person, who must not lose it.
  close(state, at, [...persons, ...unsure.filter(({ swallowed }) => swallowed)], actions)
  if (reason !== null || text === null) {
    actions.push({ type: 'abandoned', reason: reason ?? 'broken', text: textOf(own), at })
  } else {
    actions.push({ type: 'scan', text, framing: burst.framing, firstAt: burst.firstAt, lastAt: at })
  }
}

/** The text behind the prefix that the scanner is known to send; null when it is missing: the scan lost its beginning. */
function withoutPrefix(text: string, { prefixText }: WedgeProfile): string | null {
  if (prefixText === '') return text
  return text.startsWith(prefixText) ? text.slice(prefixText.length) : null
}

function abandon(state: State, reason: AbandonReason, at: number, actions: WedgeAction[]): void {
  const { burst } = state
  close(state, at, burst === null ? [] : personsOf(state, burst), actions)
  actions.push({ type: 'abandoned', reason, text: textOf(burst?.strokes ?? []), at })
}

/** Cleans the page up behind a scan: the field as it was, and back to the person the keys that fell into it. */
function close(state: State, at: number, persons: readonly Stroke<WedgeKey>[], actions: WedgeAction[]): void {
  const strokes = state.burst?.strokes ?? []
  const first = strokes.find((stroke) => !persons.includes(stroke))
  // What a person typed before the scanner's first key is in the field that is put back.
  const kept = first?.swallowed === false ? persons.filter(({ id }) => id < first.id) : []
  actions.push({ type: 'restore', stroke: (kept.length > 0 ? first?.id : strokes[0]?.id) ?? 0 })
  for (const person of persons) if (!kept.includes(person)) actions.push({ type: 'give-back', key: person.key })
  if (persons.length > 0) state.personAt = at
  state.burst = null
  state.tailUntil = at + state.profile.tailMs
}

function closeAlt(state: State): void {
  const digits = state.alt
  state.alt = null
  const last = state.burst?.strokes.findLast(({ key, code }) => key.altKey && numpadDigit(code) !== null)
  if (digits !== null && last !== undefined) last.text += altCharacter(digits)
}

function swallow(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  state.held.add(event.code)
  actions.push({ type: 'swallow' })
}

function newBurst(at: number): Burst {
  return { framing: 'timing', strokes: [], firstAt: at, lastAt: at, swallowing: false, spoilt: null, endedAt: null }
}
