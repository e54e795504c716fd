/** A line of a table: its name, then numbers; null leaves a cell empty. */
export type TableRow = readonly [string, ...(number | null)[]]

/** Prints a table: names to the left, numbers to the right with `digits` decimals, whole counts without. */
export function printTable(head: readonly string[], rows: readonly TableRow[], digits = 2): void {
  const text = (cell: string | number | null): string => {
    if (typeof cell !== 'number') return cell ?? ''
    return Number.isInteger(cell) ? String(cell) : cell.toFixed(digits)
  }
  const cells = rows.map((row) => row.map(text))
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('   ')
  console.log(line(head))
  console.log('-'.repeat(line(head).length))
  for (const row of cells) console.log(line(row))
}
