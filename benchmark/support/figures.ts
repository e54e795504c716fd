/** A goal that a figure has to reach. */
export type Goal = { figure: string; atMost?: number; atLeast?: number }

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The smallest value that at least this share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** An option of the command line, `--name value`, as a number. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`)
  const value = at < 0 ? otherwise : Number(process.argv[at + 1])
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} needs a number above 0`)
  return value
}

/** Prints a table and, as the last line, one JSON object; sets the exit code to 0 only when every goal holds. */
export function report(name: string, figures: Record<string, number>, goals: readonly Goal[]): void {
  const rounded = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(4))]))
  const verdicts = goals.map((goal) => {
    const value = figures[goal.figure] ?? Number.NaN
    const holds =
      value <= (goal.atMost ?? Number.POSITIVE_INFINITY) && value >= (goal.atLeast ?? Number.NEGATIVE_INFINITY)
    return { ...goal, holds }
  })
  for (const [key, value] of Object.entries(rounded)) console.log(`${key.padEnd(34)} ${value}`)
  for (const { figure, atMost, atLeast, holds } of verdicts)
    console.log(
      `goal ${figure} ${atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`}: ${holds ? 'holds' : 'MISSED'}`,
    )
  const pass = verdicts.every(({ holds }) => holds)
  process.exitCode = pass ? 0 : 1
  console.log(
    JSON.stringify({
      name,
      figures: rounded,
      goals: Object.fromEntries(verdicts.map(({ figure, ...verdict }) => [figure, verdict])),
      pass,
    }),
  )
}
