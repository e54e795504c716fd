import { type IndexName, type Row, TABLES, type TableName } from '../tables.ts'
import type { Tables } from './table-statements.ts'

/** Tables that remember what they read; `forget` is due whenever a change did not pass through them (a rollback). */
export type CachedTables = Tables & { forget(): void }

/** How many rows, and how many answers of `find`, are remembered per table before it starts anew. */
const KEPT_PER_TABLE = 2_000
/** Longer answers of `find` are not worth their memory. */
const KEPT_ROWS = 200

type AnyRow = Readonly<Record<string, string | number | null>>
/** `finds` holds only keys, so that a change of other columns than those of an index leaves it true. */
type Kept = { rows: Map<string, AnyRow | undefined>; finds: Map<string, readonly string[]>; indexed: readonly string[] }

/**
 * Remembers rows by key and answers by index value: a station asks for the same task, orders and items with every scan.
 * True as long as the connection is the only writer. Rows are frozen; a row that is known is written by its changes alone.
 */
export function cacheRows(tables: Tables): CachedTables {
  const kept = new Map<TableName, Kept>()
  const of = (table: TableName): Kept => {
    let found = kept.get(table)
    if (found === undefined) {
      found = { rows: new Map(), finds: new Map(), indexed: indexedColumns(table) }
      kept.set(table, found)
    }
    return found
  }
  return {
    get writes() {
      return tables.writes
    },
    keyOf: tables.keyOf,
    forget: () => kept.clear(),
    async get<T extends TableName>(table: T, key: string) {
      const { rows } = of(table)
      const known = rows.get(key) as Row<T> | undefined
      if (known !== undefined || rows.has(key)) return known
      const row = await tables.get(table, key)
      keep(rows, key, Object.freeze(row))
      return row
    },
    async find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]) {
      const { rows, finds } = of(table)
      const name = values.length === 1 ? `${index} ${typeof values[0]} ${values[0]}` : JSON.stringify([index, values])
      const known = recall(rows, finds.get(name))
      if (known !== null) return known as Row<T>[]
      const found = await tables.find(table, index, ...values)
      if (found.length <= KEPT_ROWS) {
        keep(
          finds,
          name,
          found.map((row) => tables.keyOf(table, row)),
        )
        for (const row of found) keep(rows, tables.keyOf(table, row), Object.freeze(row) as AnyRow)
      }
      return found
    },
    async put<T extends TableName>(table: T, row: Row<T>, before?: Row<T>) {
      const { rows, finds, indexed } = of(table)
      const key = tables.keyOf(table, row)
      const known = before ?? (rows.get(key) as Row<T> | undefined)
      await tables.put(table, row, known)
      if (known === undefined || indexed.some((column) => (known as AnyRow)[column] !== (row as AnyRow)[column]))
        finds.clear()
      keep(rows, key, Object.freeze({ ...row }) as AnyRow)
    },
    async remove(table: TableName, key: string) {
      const { rows, finds } = of(table)
      await tables.remove(table, key)
      rows.delete(key)
      finds.clear()
    },
  }
}

/** The remembered rows of these keys in a new array, because callers sort what they are given; null when one is not known. */
function recall(rows: Kept['rows'], keys: readonly string[] | undefined): AnyRow[] | null {
  if (keys === undefined) return null
  const found: AnyRow[] = []
  for (const key of keys) {
    const row = rows.get(key)
    if (row === undefined) return null
    found.push(row)
  }
  return found
}

function indexedColumns(table: TableName): string[] {
  const indexes: Record<string, { columns: readonly string[] }> = TABLES[table].indexes
  return [...new Set(Object.values(indexes).flatMap(({ columns }) => columns))]
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= KEPT_PER_TABLE && !map.has(key)) map.clear()
  map.set(key, value)
}
