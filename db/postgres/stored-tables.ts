import { CENTRE_TABLES, type CentreTableName } from '../centre-tables.ts'
import type { Table } from '../column.ts'
import { rowOrder } from '../row-order.ts'
import { TABLES, type TableName } from '../tables.ts'

/** Name of any table of a centre: a shared one or one of its own. */
export type StoredTable = TableName | CentreTableName

/** A row of any table, its columns in the order of the table's definition. */
export type StoredRow = Readonly<Record<string, string | number | null>>

/** Every table of a centre by its name. */
export const STORED_TABLES = { ...TABLES, ...CENTRE_TABLES } as Readonly<Record<StoredTable, Table>>

/** True for the tables that stations share; the rest are the centre's own. */
export function isShared(table: StoredTable): table is TableName {
  return Object.hasOwn(TABLES, table)
}

/** The value of a row's key column. */
export function keyOf(table: StoredTable, row: StoredRow): string {
  return row[STORED_TABLES[table].key] as string
}

/** The columns of a declared index; throws when there is none or `given` values do not fit it. */
export function indexColumns(table: StoredTable, index: string, given: number): readonly string[] {
  const columns = STORED_TABLES[table].indexes[index]?.columns
  if (columns === undefined || given < 1 || given > columns.length)
    throw new Error(`No index ${index} with ${given} columns on ${table}`)
  return columns
}

/** The order in which `find` gives rows: the index columns that were not asked for, null first, and then the key. */
export function findOrder(table: StoredTable, index: string, given: number): (a: StoredRow, b: StoredRow) => number {
  return rowOrder([...indexColumns(table, index, given).slice(given), STORED_TABLES[table].key])
}

/** An identifier as PostgreSQL is to read it. */
export function quoted(name: string): string {
  return `"${name}"`
}
