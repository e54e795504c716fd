const DIGITS = /^\^\\d\{(\d{1,2})(?:,\d*)?\}/

/**
 * An invented tracking number, for practice: a pattern that begins with a count of digits (`^\d{12}$`, `^\d{10}(\d{2})?$`)
 * gives so many digits, different for every `turn`; null for a pattern of another kind.
 */
export function exampleOf(pattern: string, turn: number): string | null {
  const length = Number(DIGITS.exec(pattern)?.[1] ?? 0)
  if (length < 4) return null
  const code = `6${String(turn + 1).padStart(length - 1, '0')}`
  return new RegExp(pattern).test(code) ? code : null
}
