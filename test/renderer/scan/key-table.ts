import type { Cell, Outcome } from './key-streams.ts'

const AXES = ['layout', 'capsLock', 'ime', 'mode', 'framing', 'pause', 'person'] as const
const OUTCOMES: readonly Outcome[] = ['whole', 'failed', 'wrong', 'silent', 'key-lost']

/** Counts outcomes over `count` streams: totals, and a table with a row for each value of each axis. */
export function tableOf(
  count: number,
  run: (index: number) => { cell: Cell; outcome: Outcome },
): { totals: Record<Outcome, number>; text: string } {
  const none = (): Record<Outcome, number> => ({ whole: 0, failed: 0, wrong: 0, silent: 0, 'key-lost': 0 })
  const totals = none()
  const rows = new Map<string, Record<Outcome, number>>()
  for (let index = 0; index < count; index += 1) {
    const { cell, outcome } = run(index)
    totals[outcome] += 1
    for (const axis of AXES) {
      const name = `${axis} ${cell[axis]}`
      const row = rows.get(name) ?? none()
      row[outcome] += 1
      rows.set(name, row)
    }
  }
  const line = (name: string, row: Record<Outcome, number>): string =>
    [name.padEnd(18), ...OUTCOMES.map((outcome) => String(row[outcome]).padStart(9))].join('')
  const head = ['axis'.padEnd(18), ...OUTCOMES.map((outcome) => outcome.padStart(9))].join('')
  const text = [head, ...[...rows].sort().map(([name, row]) => line(name, row)), line('all', totals)].join('\n')
  return { totals, text }
}
