import { GS } from '../../domain/gs1.ts'
import { altCharacter, controlCharacter, numpadDigit, usCharacter } from './us-layout.ts'
import { measureGaps, type WedgeProfile } from './wedge-profile.ts'

/** What the state machine needs to know of a KeyboardEvent; `at` is `event.timeStamp` in milliseconds. */
export type WedgeKey = {
  type: 'keydown' | 'keyup'
  code: string
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  capsLock: boolean
  repeat: boolean
  at: number
}

/** How a scan was recognised, strongest first. */
export type Framing = 'prefix' | 'aim' | 'timing'

/** Why a scan that had begun came to nothing and must be repeated. */
export type AbandonReason = 'timeout' | 'broken' | 'too-slow' | 'too-long' | 'unterminated' | 'interrupted' | 'empty'

/**
 * What the window must do: `swallow` the present key event; `began` = remember the focused field's text, `restore` it;
 * report a `scan` or an `abandoned` one.
 */
export type WedgeAction =
  | { type: 'swallow' }
  | { type: 'began' }
  | { type: 'restore' }
  | { type: 'scan'; text: string; framing: Framing; firstAt: number; lastAt: number }
  | { type: 'abandoned'; reason: AbandonReason; text: string; at: number }

type Burst = {
  framing: Framing
  characters: string[]
  strokes: number
  gaps: number[]
  firstAt: number
  lastAt: number
  swallowing: boolean
  spoilt: AbandonReason | null
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
}

const SILENT_MODIFIERS =
  /^(Shift|Control|Meta|OS)(Left|Right)$|^(AltRight|CapsLock|NumLock|Lang\d|KanaMode|Convert|NonConvert)$/
const AIM_START = /^\][A-Za-z][0-9A-Za-z]/
const CARRIAGE_RETURN = '\r'
const LINE_FEED = '\n'

/** A state machine that separates a scanner's keys from a person's by prefix, AIM identifier or timing. */
export function createWedge(profile: WedgeProfile): Wedge {
  const state: State = { profile, burst: null, alt: null, held: new Set(), tailUntil: Number.NEGATIVE_INFINITY }
  return {
    step(event) {
      const actions = tick(state, event.at)
      if (event.type === 'keyup') onKeyUp(state, event, actions)
      else if (event.repeat) onRepeat(state, event, actions)
      else onKeyDown(state, event, actions)
      return actions
    },
    tick: (now) => tick(state, now),
    deadline() {
      const { burst } = state
      if (burst === null) return null
      if (burst.framing !== 'timing') return burst.firstAt + profile.abandonMs
      return burst.swallowing ? burst.lastAt + profile.silenceMs : null
    },
    reset(now) {
      const actions: WedgeAction[] = []
      if (state.burst?.swallowing === true) abandon(state, 'interrupted', now, actions)
      state.burst = null
      state.alt = null
      state.held.clear()
      return actions
    },
  }
}

function tick(state: State, now: number): WedgeAction[] {
  const { burst, profile } = state
  const actions: WedgeAction[] = []
  if (burst === null) return actions
  if (burst.framing !== 'timing') {
    if (now >= burst.firstAt + profile.abandonMs) abandon(state, 'timeout', now, actions)
  } else if (now >= burst.lastAt + profile.silenceMs) {
    if (!burst.swallowing) state.burst = null
    else if (profile.silenceEnds) finish(state, now, actions)
    else abandon(state, burst.spoilt ?? 'unterminated', now, actions)
  }
  return actions
}

function onKeyUp(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  if (event.code === 'AltLeft') closeAlt(state)
  const wasHeld = state.held.delete(event.code)
  if (wasHeld || (event.code === 'AltLeft' && state.burst?.swallowing === true)) actions.push({ type: 'swallow' })
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
    if (state.burst?.swallowing === true) swallow(state, event, actions)
    return
  }
  if (!event.altKey) closeAlt(state)
  if (profile.prefixKeys.includes(event.code)) beginPrefixed(state, event, actions)
  else if (isTerminator(profile, event)) terminate(state, event, actions)
  else {
    const character = meaning(state, event)
    if (character === CARRIAGE_RETURN || character === LINE_FEED) terminate(state, event, actions)
    else if (character !== null) stroke(state, event, character, actions)
    else if (state.burst?.swallowing === true) swallow(state, event, actions)
    else state.burst = null
  }
}

/** The character a key adds to a scan, '' for a digit of an Alt+numpad number, null for a key no scanner sends here. */
function meaning(state: State, event: WedgeKey): string | null {
  if (state.profile.separatorKeys.includes(event.code)) return GS
  if (event.metaKey) return null
  if (event.altKey) {
    const digit = state.alt === null || event.ctrlKey ? null : numpadDigit(event.code)
    if (digit === null) return null
    state.alt += digit
    return ''
  }
  if (event.ctrlKey) {
    const control = controlCharacter(event)
    // Outside a scan Ctrl with a key belongs to the person, but for the separator.
    return control === GS || state.burst?.swallowing === true ? control : null
  }
  return usCharacter(event)
}

function isTerminator(profile: WedgeProfile, event: WedgeKey): boolean {
  if (event.altKey || event.metaKey || event.ctrlKey) return false
  const key = event.code === '' ? event.key : event.code
  return profile.terminatorKeys.includes(key)
}

function beginPrefixed(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  if (state.burst?.swallowing === true) abandon(state, 'interrupted', event.at, actions)
  state.burst = { ...newBurst(event.at), framing: 'prefix', swallowing: true }
  actions.push({ type: 'began' })
  swallow(state, event, actions)
}

function stroke(state: State, event: WedgeKey, character: string, actions: WedgeAction[]): void {
  const { profile } = state
  const gap = Math.max(0, event.at - (state.burst?.lastAt ?? event.at))
  let spoilt: AbandonReason | null = null
  if (state.burst?.framing === 'timing' && gap > profile.longestGapMs) {
    // Keys just before a hole may be the first of this very code: a code must never lose its beginning in silence.
    spoilt = 'broken'
    if (state.burst.swallowing) state.burst.spoilt ??= spoilt
    else state.burst = null
  }
  const burst = state.burst ?? { ...newBurst(event.at), spoilt }
  if (state.burst === null) {
    state.burst = burst
    actions.push({ type: 'began' })
  } else burst.gaps.push(gap)
  burst.strokes += 1
  burst.lastAt = event.at
  addCharacter(burst, character, profile)
  judge(burst, profile, actions)
  if (burst.swallowing) swallow(state, event, actions)
  else if (burst.strokes >= profile.maxCharacters) state.burst = null
}

/** Believes in a scanner once the keys so far are many and fast enough, and lets silence end nothing after an AIM identifier. */
function judge(burst: Burst, profile: WedgeProfile, actions: WedgeAction[]): void {
  if (!burst.swallowing && isFast(burst.gaps, profile)) {
    burst.swallowing = true
    actions.push({ type: 'restore' })
  }
  if (burst.swallowing && burst.framing === 'timing' && AIM_START.test(burst.characters.slice(0, 3).join(''))) {
    burst.framing = 'aim'
  }
}

function isFast(gaps: readonly number[], profile: WedgeProfile): boolean {
  if (gaps.length + 1 < profile.minKeys) return false
  const { medianMs, longestMs } = measureGaps(gaps)
  return medianMs <= profile.medianGapMs && longestMs <= profile.longestGapMs
}

function terminate(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  const { burst, profile } = state
  if (burst === null) {
    if (event.at <= state.tailUntil) swallow(state, event, actions)
    return
  }
  if (!burst.swallowing) {
    if (!isFast([...burst.gaps, Math.max(0, event.at - burst.lastAt)], profile)) {
      state.burst = null
      return
    }
    burst.swallowing = true
  }
  swallow(state, event, actions)
  finish(state, event.at, actions)
}

function finish(state: State, at: number, actions: WedgeAction[]): void {
  const { burst, profile } = state
  if (burst === null) return
  const slow = burst.framing === 'timing' && measureGaps(burst.gaps).medianMs > profile.keptMedianGapMs
  const text = burst.characters.join('')
  const reason = burst.spoilt ?? (slow ? 'too-slow' : text === '' ? 'empty' : null)
  if (reason !== null) abandon(state, reason, at, actions)
  else {
    close(state, at, actions)
    actions.push({ type: 'scan', text, framing: burst.framing, firstAt: burst.firstAt, lastAt: at })
  }
}

function abandon(state: State, reason: AbandonReason, at: number, actions: WedgeAction[]): void {
  const text = state.burst?.characters.join('') ?? ''
  close(state, at, actions)
  actions.push({ type: 'abandoned', reason, text, at })
}

function close(state: State, at: number, actions: WedgeAction[]): void {
  actions.push({ type: 'restore' })
  state.burst = null
  state.tailUntil = at + state.profile.tailMs
}

function closeAlt(state: State): void {
  const digits = state.alt
  state.alt = null
  if (digits !== null && state.burst !== null) addCharacter(state.burst, altCharacter(digits), state.profile)
}

function addCharacter(burst: Burst, character: string, profile: WedgeProfile): void {
  if (character === '') return
  if (burst.characters.length < profile.maxCharacters) burst.characters.push(character)
  else burst.spoilt ??= 'too-long'
}

function swallow(state: State, event: WedgeKey, actions: WedgeAction[]): void {
  state.held.add(event.code)
  actions.push({ type: 'swallow' })
}

function newBurst(at: number): Burst {
  return {
    framing: 'timing',
    characters: [],
    strokes: 0,
    gaps: [],
    firstAt: at,
    lastAt: at,
    swallowing: false,
    spoilt: null,
  }
}
