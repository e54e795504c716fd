import { createHash } from 'node:crypto'
import type { RowChange } from './port.ts'
import { TABLES, type TableName } from './tables.ts'

type AnyRow = Readonly<Record<string, string | number | null>>

const HEADS = Object.fromEntries(
  Object.entries(TABLES).map(([table, { columns }]) => [
    table,
    Object.keys(columns).map((column, at) => [column, `${at === 0 ? '{' : ','}${JSON.stringify(column)}:`] as const),
  ]),
) as unknown as Record<TableName, (readonly [column: string, head: string])[]>

/** A shared row as JSON text with its columns in the order of TABLES: the same text for the same row everywhere. */
export function rowText(table: TableName, row: NonNullable<RowChange['after']>): string {
  let text = ''
  for (const [column, head] of HEADS[table]) text += head + JSON.stringify((row as AnyRow)[column] ?? null)
  return `${text}}`
}

/** True when two rows of a table hold the same values; null is no row. */
export function sameRow(table: TableName, one: RowChange['before'], other: RowChange['before']): boolean {
  if (one === null || other === null) return one === other
  return HEADS[table].every(([column]) => (one as AnyRow)[column] === (other as AnyRow)[column])
}

/**
 * SHA-256 (hex) over all shared rows: tables in the order of TABLES, each by its name and a line per row as
 * {@link rowText}. `rowsOf` gives a table's rows ordered by the bytes of their keys.
 */
export async function hashOfState(
  rowsOf: (table: TableName) => AsyncIterable<unknown> | Iterable<unknown>,
): Promise<string> {
  const hash = createHash('sha256')
  for (const table of Object.keys(TABLES) as TableName[]) {
    hash.update(`${table}\n`)
    for await (const row of rowsOf(table)) hash.update(`${rowText(table, row as NonNullable<RowChange['after']>)}\n`)
  }
  return hash.digest('hex')
}
