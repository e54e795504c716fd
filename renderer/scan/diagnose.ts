import type { ScannerProfile } from '../../contract/station/scanners.ts'
import type { ScannerTestCode } from '../../domain/scanner-test-codes.ts'
import { KEYBOARD_LAYOUTS, type KeyboardLayout } from './keyboard-layout.ts'
import { createWedge } from './wedge.ts'
import type { WedgeKey } from './wedge-key.ts'
import { DEFAULT_WEDGE_PROFILE, measureGaps, type WedgeProfile } from './wedge-profile.ts'

/**
 * What the set-up can find. layout: the scanner pretends another keyboard, which is learnt · caps-lock: letters come in the
 * wrong case · no-suffix: nothing behind the code · gs-lost: the separator of GS1 codes is missing · separator: it comes as
 * another key, which is learnt · ime: a Korean input method is on · prefix: characters before the code, learnt · slow: keys
 * come slowly, learnt where it can be · shared: more than one key changed, so that the code cannot be read at all.
 */
export type FindingKind =
  | 'layout'
  | 'caps-lock'
  | 'no-suffix'
  | 'gs-lost'
  | 'separator'
  | 'ime'
  | 'prefix'
  | 'slow'
  | 'unreadable'

/** One thing about a scanner. `harm`: codes will fail or be wrong until it is mended; without it the station has adapted. */
export type Finding = { kind: FindingKind; harm: boolean; detail: string }

/** What one reading of a test code says. */
export type Reading = {
  /** Whether the profile reads this code whole. */
  read: boolean
  findings: Finding[]
  learnt: Partial<ScannerProfile>
}

const ENDS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab', 'Control+KeyM', 'Control+KeyJ'])
const MODIFIER = /^(Shift|Control|Alt|Meta|OS)(Left|Right)$|^(CapsLock|NumLock|Lang\d|KanaMode)$/
/** A prefix longer than this is another code. */
const MOST_PREFIX = 8

const chordOf = ({ ctrlKey, code }: WedgeKey): string => (ctrlKey ? `Control+${code}` : code)

/** The keys of a reading as text by a profile, whatever their speed: as if a prefix had announced them. */
function textBy(keys: readonly WedgeKey[], profile: WedgeProfile): string | null {
  const wedge = createWedge({
    ...profile,
    prefixKeys: ['F24'],
    prefixText: '',
    abandonMs: 600_000,
    longestHoldMs: 60_000,
  })
  const at = keys[0]?.at ?? 0
  const start = { ...blank, code: 'F24', at: at - 1 }
  const end = { ...blank, code: 'Enter', at: (keys.at(-1)?.at ?? at) + 1_000 }
  let text: string | null = null
  for (const key of [start, ...keys, end]) {
    for (const action of wedge.step(key)) if (action.type === 'scan') text ??= action.text
  }
  return text
}

const blank: WedgeKey = {
  type: 'keydown',
  code: '',
  key: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  capsLock: false,
  repeat: false,
  at: 0,
}

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/** The body of a reading without the keys that end it, and those keys. */
function withoutEnd(keys: readonly WedgeKey[]): { body: WedgeKey[]; ends: string[] } {
  const downs = keys.filter(({ type, repeat }) => type === 'keydown' && !repeat)
  const last = downs.findLastIndex((key) => !MODIFIER.test(key.code) && !ENDS.has(chordOf(key)))
  const ends = downs.slice(last + 1).filter((key) => ENDS.has(chordOf(key)))
  const firstEnd = ends[0]
  const cut = firstEnd === undefined ? keys.length : keys.indexOf(firstEnd)
  return { body: keys.slice(0, cut), ends: ends.map(chordOf) }
}

/** The separator of a GS1 code by another key: the chord that stands where GS belongs, or null. */
function separatorIn(body: readonly WedgeKey[], before: number): string | null {
  const strokes = body.filter(({ type, code, repeat }) => type === 'keydown' && !repeat && !MODIFIER.test(code))
  const key = strokes[before]
  return key === undefined || key.altKey ? null : chordOf(key)
}

type Match = { layout: KeyboardLayout; text: string; flipped: boolean }

/** The layout by which the keys are the expected text, with anything before it; US first. */
function matchOf(body: readonly WedgeKey[], expected: string): Match | null {
  for (const layout of KEYBOARD_LAYOUTS) {
    const text = textBy(body, { ...DEFAULT_WEDGE_PROFILE, layout })
    if (text === null) continue
    if (text.endsWith(expected)) return { layout, text, flipped: false }
    if (text.endsWith(swapCase(expected))) return { layout, text, flipped: true }
  }
  return null
}

function speedOf(keys: readonly WedgeKey[], learnt: Partial<ScannerProfile>, findings: Finding[]): void {
  const times = keys.filter(({ type, repeat }) => type === 'keydown' && !repeat).map(({ at }) => at)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const { medianMs, longestMs } = measureGaps(gaps)
  learnt.medianGapMs = Math.min(60, Math.max(DEFAULT_WEDGE_PROFILE.medianGapMs, Math.ceil(medianMs * 1.5)))
  learnt.longestGapMs = Math.min(180, Math.max(DEFAULT_WEDGE_PROFILE.longestGapMs, Math.ceil(longestMs * 1.5)))
  learnt.silenceMs = Math.min(400, Math.max(DEFAULT_WEDGE_PROFILE.silenceMs, Math.ceil(longestMs * 2)))
  if (medianMs > DEFAULT_WEDGE_PROFILE.medianGapMs) {
    findings.push({ kind: 'slow', harm: medianMs > 50, detail: String(Math.round(medianMs)) })
  }
}

function prefixOf(match: Match, expected: string, learnt: Partial<ScannerProfile>, findings: Finding[]): void {
  const before = match.text.slice(0, match.text.length - expected.length)
  const own = before.replace(/\][A-Za-z][0-9A-Za-z]$/, '')
  learnt.prefixText = own.length <= MOST_PREFIX ? own : ''
  if (own !== '') findings.push({ kind: 'prefix', harm: own.length > MOST_PREFIX, detail: own })
}

/**
 * Compares the keys that arrived for a test code with what should have: what is wrong, and what the station learns from it.
 * Works whatever the station's present profile is; a code of which nothing can be made is `unreadable`.
 */
export function diagnose(
  { id, text: expected }: Pick<ScannerTestCode, 'id' | 'text'>,
  keys: readonly WedgeKey[],
): Reading {
  const findings: Finding[] = []
  const prefixKeys = keys
    .filter(({ type, code }) => type === 'keydown' && /^F1[3-6]$/.test(code))
    .map(({ code }) => code)
  const { body, ends } = withoutEnd(keys.filter(({ code }) => !/^F1[3-6]$/.test(code)))
  const learnt: Partial<ScannerProfile> = {
    terminatorKeys: [...new Set(ends)],
    silenceEnds: ends.length === 0,
    prefixKeys: prefixKeys.length > 0 ? prefixKeys : [...DEFAULT_WEDGE_PROFILE.prefixKeys],
    prefixText: '',
  }
  if (ends.length === 0) findings.push({ kind: 'no-suffix', harm: true, detail: '' })
  if (body.some(({ key }) => key === 'Process')) findings.push({ kind: 'ime', harm: false, detail: '' })
  speedOf(keys, learnt, findings)
  if (id === 'gs1') return readGs1(expected, body, { findings, learnt })
  const match = matchOf(body, expected)
  if (match === null) {
    findings.push({ kind: 'unreadable', harm: true, detail: textBy(body, DEFAULT_WEDGE_PROFILE) ?? '' })
    return { read: false, findings, learnt }
  }
  // Digits alone are the same on most layouts: they say nothing about it.
  if (id === 'letters') {
    learnt.layout = match.layout
    if (match.layout !== 'us') findings.push({ kind: 'layout', harm: false, detail: match.layout })
    if (match.flipped) {
      const locked = body.some(({ capsLock }) => capsLock)
      findings.push({ kind: 'caps-lock', harm: true, detail: locked ? 'computer' : 'scanner' })
    }
  }
  prefixOf(match, expected, learnt, findings)
  return { read: !match.flipped && ends.length > 0, findings, learnt }
}

/** The GS1 code, whose separator may be missing or be another key. */
function readGs1(expected: string, body: readonly WedgeKey[], { findings, learnt }: Omit<Reading, 'read'>): Reading {
  const ended = learnt.silenceEnds === false
  const match = matchOf(body, expected)
  if (match !== null) {
    learnt.separatorKeys = []
    prefixOf(match, expected, learnt, findings)
    return { read: !match.flipped && ended, findings, learnt }
  }
  const [head = '', tail = ''] = expected.split('\u001d')
  for (const layout of KEYBOARD_LAYOUTS) {
    const plain = textBy(body, { ...DEFAULT_WEDGE_PROFILE, layout })
    const start = plain?.indexOf(head) ?? -1
    const chord = start < 0 ? null : separatorIn(body, start + head.length)
    if (chord === null || ENDS.has(chord)) continue
    const match_ = textBy(body, { ...DEFAULT_WEDGE_PROFILE, layout, separatorKeys: [chord] })
    if (match_?.endsWith(expected) !== true) continue
    learnt.separatorKeys = [chord]
    findings.push({ kind: 'separator', harm: false, detail: chord })
    prefixOf({ layout, text: match_, flipped: false }, expected, learnt, findings)
    return { read: ended, findings, learnt }
  }
  const lost = matchOf(body, `${head}${tail}`)
  if (lost !== null) {
    findings.push({ kind: 'gs-lost', harm: true, detail: '' })
    prefixOf(lost, `${head}${tail}`, learnt, findings)
    return { read: false, findings, learnt }
  }
  findings.push({ kind: 'unreadable', harm: true, detail: textBy(body, DEFAULT_WEDGE_PROFILE) ?? '' })
  return { read: false, findings, learnt }
}

/** The profile of a scanner from its three readings; what they disagree about is taken from the slowest and the strictest. */
export function profileFrom(readings: readonly Reading[], setUpAt: number): ScannerProfile {
  const most = (pick: (learnt: Partial<ScannerProfile>) => number | undefined, usual: number): number =>
    Math.max(usual, ...readings.map(({ learnt }) => pick(learnt) ?? usual))
  const union = (pick: (learnt: Partial<ScannerProfile>) => readonly string[] | undefined): string[] => [
    ...new Set(readings.flatMap(({ learnt }) => pick(learnt) ?? [])),
  ]
  const usual = DEFAULT_WEDGE_PROFILE
  const ended = readings.every(({ learnt }) => learnt.silenceEnds === false)
  const prefixes = new Set(readings.map(({ learnt }) => learnt.prefixText ?? ''))
  return {
    layout: readings.find(({ learnt }) => learnt.layout !== undefined)?.learnt.layout ?? usual.layout,
    terminatorKeys: ended ? union(({ terminatorKeys }) => terminatorKeys) : [...usual.terminatorKeys],
    prefixKeys: union(({ prefixKeys }) => prefixKeys),
    prefixText: prefixes.size === 1 ? ([...prefixes][0] ?? '') : '',
    separatorKeys: union(({ separatorKeys }) => separatorKeys),
    silenceEnds: !ended,
    medianGapMs: most(({ medianGapMs }) => medianGapMs, usual.medianGapMs),
    longestGapMs: most(({ longestGapMs }) => longestGapMs, usual.longestGapMs),
    silenceMs: most(({ silenceMs }) => silenceMs, usual.silenceMs),
    setUpAt,
  }
}

/** The wedge's profile from what the station has stored; the usual one when nobody has set the scanner up. */
export function wedgeProfile(stored: ScannerProfile | null): WedgeProfile {
  if (stored === null) return DEFAULT_WEDGE_PROFILE
  const { setUpAt: _, ...found } = stored
  const keptMedianGapMs = Math.max(DEFAULT_WEDGE_PROFILE.keptMedianGapMs, Math.ceil(found.medianGapMs * 1.4))
  return { ...DEFAULT_WEDGE_PROFILE, ...found, keptMedianGapMs }
}
