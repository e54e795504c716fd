import type { IndexName, Row, TableName } from '../tables.ts'
import type { Tables } from './table-statements.ts'

/** Tables that remember what they read; `forget` is due whenever a change did not pass through them (a rollback). */
export type CachedTables = Tables & { forget(): void }

/** How many rows, and how many answers of `find`, are remembered per table before it starts anew. */
const KEPT_PER_TABLE = 1_000
/** Longer answers of `find` are not worth their memory. */
const KEPT_ROWS = 200

type Kept = { rows: Map<string, unknown>; finds: Map<string, readonly unknown[]> }

/**
 * Remembers rows by key and answers by index value, until one of the table's rows is written: a station asks for the same
 * task, orders and items with every scan. True as long as the connection is the only writer. Remembered rows are frozen.
 */
export function cacheRows(tables: Tables): CachedTables {
  const kept = new Map<TableName, Kept>()
  const of = (table: TableName): Kept => {
    let found = kept.get(table)
    if (found === undefined) {
      found = { rows: new Map(), finds: new Map() }
      kept.set(table, found)
    }
    return found
  }
  const forgetRow = (table: TableName, key: string): void => {
    const { rows, finds } = of(table)
    rows.delete(key)
    finds.clear()
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
      keep(rows, key, freeze(row))
      return row
    },
    async find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]) {
      const { finds } = of(table)
      const name = JSON.stringify([index, ...values])
      const known = finds.get(name) as Row<T>[] | undefined
      // A copy, because callers sort what they were given.
      if (known !== undefined) return [...known]
      const found = await tables.find(table, index, ...values)
      if (found.length <= KEPT_ROWS) keep(finds, name, found.map(freeze))
      return found
    },
    async put<T extends TableName>(table: T, row: Row<T>) {
      await tables.put(table, row)
      forgetRow(table, tables.keyOf(table, row))
    },
    async remove(table: TableName, key: string) {
      await tables.remove(table, key)
      forgetRow(table, key)
    },
  }
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= KEPT_PER_TABLE) map.clear()
  map.set(key, value)
}

function freeze<V>(row: V): V {
  return Object.freeze(row)
}
