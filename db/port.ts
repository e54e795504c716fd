import type { IndexName, Row, TableName } from './tables.ts'

/** One change of one row; `before` and `after` are null where the row was not or is no more. */
export type RowChange = {
  [T in TableName]: { table: T; key: string; before: Row<T> | null; after: Row<T> | null }
}[TableName]

/** What a command may do with shared tables: rows by key, never SQL. Only `tx` is awaited inside a write. */
export interface Tx {
  /** The row with this key, or undefined. */
  get<T extends TableName>(table: T, key: string): Promise<Row<T> | undefined>
  /** Rows whose first index columns equal `values`, ordered by the rest of the index and then by key. */
  find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]): Promise<Row<T>[]>
  /** Writes the whole row, new or old. Throws when a constraint refuses it. */
  put<T extends TableName>(table: T, row: Row<T>): Promise<void>
  /** Removes the row if it is there. */
  remove(table: TableName, key: string): Promise<void>
}

/** The shared tables of a store. Writes are first in, first out; each runs in one transaction or not at all. */
export interface Db {
  write<R>(run: (tx: Tx) => Promise<R>): Promise<R>
}
