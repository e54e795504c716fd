/** What a scale says at one moment; weight in grams, negative below its zero. */
export type ScaleReading = { grams: number; stable: boolean | null; fault: 'overload' | 'underload' | 'fault' | null }

/** Units that scales send, in grams. */
const GRAMS: Readonly<Record<string, number>> = {
  mg: 0.001,
  g: 1,
  kg: 1_000,
  t: 1_000_000,
  oz: 28.349523125,
  lb: 453.59237,
  ct: 0.2,
}

/** A weight of a unit in grams; null for a unit that is not known. */
export function toGrams(value: number, unit: string): number | null {
  const factor = GRAMS[unit.toLowerCase()]
  // Tenths of a milligram are below any scale of a bench, and above what binary fractions leave behind.
  return factor === undefined ? null : Math.round(value * factor * 10_000) / 10_000
}

/** A number that goes on to its left (`1,234.5 g`) is not read by its tail. */
const WEIGHT = /(?:([+-])\s*|(?<!\d[.,]?|[+-]\s*))(\d+(?:[.,]\d+)?)\s*(mg|kg|g|t|oz|lb|ct)s?\b/i

/**
 * One line of a serial scale: `ST,GS,+  1.234 kg` and `US,NT,…` (A&D, CAS and many more), `S S 1234 g` and `S D …`
 * (MT-SICS), or a bare weight with its unit, of which nobody says whether it is stable (null). Null for anything else.
 */
export function readScaleLine(line: string): ScaleReading | null {
  const text = line.trim()
  const fault = /^(OL|S \+|SI \+)/.test(text) ? 'overload' : /^(UL|S -$|SI -$)/.test(text) ? 'underload' : null
  if (fault !== null) return { grams: 0, stable: false, fault }
  if (/^(S I|SI I|EL|ES|ET)$/.test(text)) return { grams: 0, stable: false, fault: 'fault' }
  const match = WEIGHT.exec(text)
  if (match === null) return null
  const [, sign = '', amount = '', unit = ''] = match
  const grams = toGrams(Number(`${sign}${amount.replace(',', '.')}`), unit)
  if (grams === null) return null
  const head = text.slice(0, match.index)
  const stable = /^(ST|S S|SS|QT)\b/.test(head) ? true : /^(US|S D|SD)\b/.test(head) ? false : null
  return { grams, stable, fault: null }
}

/** How long the same weight must stand where the scale does not say that it is stable. */
const STEADY_MS = 700
/** Weights nearer than this are the same. */
const SAME_GRAMS = 0.5

/**
 * Lets stable weights through, each once: what the scale calls stable, or what has stood still for 0.7 s where it says
 * nothing. `unstable` while the load moves; times are milliseconds on one clock.
 */
export function createSteadyWeight(): (reading: ScaleReading, at: number) => { grams: number } | 'unstable' | 'fault' {
  let standing: { grams: number; since: number } | null = null
  return (reading, at) => {
    if (reading.fault !== null) {
      standing = null
      return 'fault'
    }
    if (standing === null || Math.abs(standing.grams - reading.grams) > SAME_GRAMS) {
      standing = { grams: reading.grams, since: at }
    }
    const steady = reading.stable ?? at - standing.since >= STEADY_MS
    return steady ? { grams: reading.grams } : 'unstable'
  }
}
