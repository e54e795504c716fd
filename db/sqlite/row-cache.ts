import { findName } from '../find-name.ts'
import type { Tx } from '../port.ts'
import { type IndexName, type Row, TABLES, type TableName } from '../tables.ts'
import type { Tables } from './table-statements.ts'

/** The port over tables that remember what they read. */
export type CachedTables = Tx & {
  /** How many rows were changed. */
  readonly writes: number
  /** Due whenever a change did not pass through here (a rollback). */
  forget(): void
}

/** How many rows, and how many answers of `find`, are remembered per table before it starts anew. */
const KEPT_PER_TABLE = 2_000
/** Longer answers of `find` are not worth their memory. */
const KEPT_ROWS = 200

type AnyRow = Readonly<Record<string, string | number | null>>
type Values = readonly (string | number)[]
/**
 * `finds` holds only keys, so that a change of other columns than those of an index leaves it true; `shapes` are the ways
 * in which was asked, by index and number of values.
 */
type Kept = {
  rows: Map<string, AnyRow | undefined>
  finds: Map<string, readonly string[]>
  shapes: Map<string, { index: string; given: number; columns: readonly string[] }>
}

/**
 * Remembers rows by key and answers by index value: a station asks for the same task, orders and items with every scan.
 * True as long as the connection is the only writer. Rows are frozen; a row that is known is written by its changes alone.
 * What is asked is done before its promise is there, so that nothing comes after the end of its transaction.
 */
export function cacheRows(tables: Tables): CachedTables {
  const kept = new Map<TableName, Kept>()
  const of = (table: TableName): Kept => {
    let found = kept.get(table)
    if (found === undefined) {
      found = { rows: new Map(), finds: new Map(), shapes: new Map() }
      kept.set(table, found)
    }
    return found
  }
  /** The row as it stands; null when there is none. */
  const standing = (table: TableName, key: string, { rows }: Kept): AnyRow | null =>
    rows.get(key) ?? (rows.has(key) ? null : (tables.get(table, key) ?? null))
  return {
    get writes() {
      return tables.writes
    },
    forget: () => kept.clear(),
    async get<T extends TableName>(table: T, key: string) {
      const { rows } = of(table)
      const known = rows.get(key) as Row<T> | undefined
      if (known !== undefined || rows.has(key)) return known
      const row = tables.get(table, key)
      keep(rows, key, Object.freeze(row))
      return row as Row<T> | undefined
    },
    async find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]) {
      const { rows, finds, shapes } = of(table)
      const name = findName(index, values)
      const known = recall(rows, finds.get(name))
      if (known !== null) return known as Row<T>[]
      const found = tables.find(table, index, ...values)
      if (found.length <= KEPT_ROWS) {
        addShape(shapes, table, index, values.length)
        keep(
          finds,
          name,
          found.map((row) => tables.keyOf(table, row)),
        )
        for (const row of found) keep(rows, tables.keyOf(table, row), Object.freeze(row))
      }
      return found as Row<T>[]
    },
    async put<T extends TableName>(table: T, given: Row<T>) {
      const known = of(table)
      const row = asStored(given)
      const key = tables.keyOf(table, row)
      // What SQLite reads before a write is only worth it where an answer of `find` may change by it.
      const was = known.shapes.size > 0 ? standing(table, key, known) : known.rows.get(key)
      tables.put(table, row, was)
      dropFinds(known, was ?? null, row)
      keep(known.rows, key, row)
    },
    async remove(table: TableName, key: string) {
      const known = of(table)
      const was = known.shapes.size > 0 ? standing(table, key, known) : null
      tables.remove(table, key)
      dropFinds(known, was, null)
      known.rows.delete(key)
    },
  }
}

/** A copy of the row as SQLite keeps it: half of a character is U+FFFD there. */
function asStored(given: Readonly<AnyRow>): AnyRow {
  const row = { ...given }
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string' && !value.isWellFormed()) row[name] = value.toWellFormed()
  }
  return Object.freeze(row)
}

/** Forgets the answers that a change of a row makes wrong: those that it is part of, or was, and those in another order. */
function dropFinds({ finds, shapes }: Kept, before: AnyRow | null, after: AnyRow | null): void {
  for (const { index, given, columns } of shapes.values()) {
    if (before !== null && after !== null && columns.every((column) => before[column] === after[column])) continue
    for (const row of [before, after]) {
      if (row === null) continue
      const values = columns.slice(0, given).map((column) => row[column] ?? null)
      // What is null answers no question.
      if (!values.includes(null)) finds.delete(findName(index, values as Values))
    }
  }
}

function addShape(shapes: Kept['shapes'], table: TableName, index: string, given: number): void {
  const name = `${index}/${given}`
  if (shapes.has(name)) return
  const indexes: Record<string, { columns: readonly string[] }> = TABLES[table].indexes
  shapes.set(name, { index, given, columns: indexes[index]?.columns ?? [] })
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

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= KEPT_PER_TABLE && !map.has(key)) map.clear()
  map.set(key, value)
}
