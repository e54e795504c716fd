import type { KeyboardLayout } from './keyboard-layout.ts'

/** How one station's keyboard-wedge scanner speaks; times in milliseconds, keys by `KeyboardEvent.code`. */
export type WedgeProfile = {
  /** The keyboard that the scanner pretends to be. */
  layout: KeyboardLayout
  /** Characters that the scanner puts before every code, besides prefix keys and AIM identifiers; '' for none. */
  prefixText: string
  /** Keys that begin a scan with certainty. */
  prefixKeys: readonly string[]
  /** Keys that end a scan; `Control+` before one that needs Ctrl. */
  terminatorKeys: readonly string[]
  /** Keys that stand for the GS1 separator beside Ctrl+] and Alt+029; `Control+` before one that needs Ctrl. */
  separatorKeys: readonly string[]
  /** Whether silence ends a scan like a terminator; false once the set-up has learnt that this scanner always sends one. */
  silenceEnds: boolean
  /** How many keys make a burst, the terminator counted. */
  minKeys: number
  medianGapMs: number
  /** The median up to which a burst that was already swallowed is still believed (a busy computer). */
  keptMedianGapMs: number
  longestGapMs: number
  /** A key held longer, with others pressed meanwhile, is a person's. */
  longestHoldMs: number
  silenceMs: number
  abandonMs: number
  /** A second terminator within this time of the first belongs to the same scan (CR LF). */
  tailMs: number
  /** The most characters of one scan. */
  maxCharacters: number
}

/** The profile of a scanner that nobody has set up yet. */
export const DEFAULT_WEDGE_PROFILE: WedgeProfile = {
  layout: 'us',
  prefixText: '',
  prefixKeys: ['F13', 'F14', 'F15', 'F16'],
  terminatorKeys: ['Enter', 'NumpadEnter', 'Tab', 'Control+KeyM', 'Control+KeyJ'],
  separatorKeys: [],
  silenceEnds: true,
  minKeys: 3,
  medianGapMs: 35,
  keptMedianGapMs: 50,
  longestGapMs: 120,
  longestHoldMs: 45,
  silenceMs: 200,
  abandonMs: 15_000,
  tailMs: 60,
  maxCharacters: 512,
}

/** The median of gaps in milliseconds (mean of the middle two), and the longest; both 0 for none. */
export function measureGaps(gaps: readonly number[]): { medianMs: number; longestMs: number } {
  const sorted = [...gaps].sort((left, right) => left - right)
  const upper = sorted[sorted.length >> 1] ?? 0
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0
  return { medianMs: (upper + lower) / 2, longestMs: sorted.at(-1) ?? 0 }
}
