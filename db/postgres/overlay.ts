import { findName } from '../find-name.ts'
import type { RowSource } from './row-source.ts'
import { RowRefusedError, storedRow } from './stored-row.ts'
import {
  findOrder,
  indexColumns,
  isShared,
  keyOf,
  STORED_TABLES,
  type StoredRow,
  type StoredTable,
} from './stored-tables.ts'

type Values = readonly (string | number)[]

/** Rows of the database with a transaction's own writes on top; nothing is sent before the transaction ends. */
export type Overlay = {
  get(table: StoredTable, key: string): Promise<StoredRow | undefined>
  find(table: StoredTable, index: string, values: Values): Promise<StoredRow[]>
  /** Throws RowRefusedError when a constraint refuses the row; nothing is written then. */
  put(table: StoredTable, row: object): Promise<void>
  remove(table: StoredTable, key: string): Promise<void>
  /** Where the writes stand, for {@link Overlay.undo}. */
  mark(): number
  /** Takes back every write since the mark. */
  undo(mark: number): void
  /** Every table written to, with its rows as they are to be; null is removed. */
  written(): Iterable<readonly [StoredTable, ReadonlyMap<string, StoredRow | null>]>
}

type Written = {
  rows: Map<string, StoredRow | null>
  /** By index and number of values: which written rows answer which `find`. Kept only for what was asked once. */
  shapes: Map<string, { index: string; columns: readonly string[]; keys: Map<string, Set<string>> }>
}

/** The tables that others refer to by `<table>_id`, of rows that a batch makes and looks below in the same batch. */
const PARENTS: ReadonlySet<StoredTable> = new Set(['order', 'order_line', 'pick_task', 'pack_session', 'carton'])

/** An overlay of its own over rows that others may share. */
export function openOverlay(source: RowSource): Overlay {
  const tables = new Map<StoredTable, Written>()
  const undos: { table: StoredTable; key: string; before: StoredRow | null | undefined }[] = []

  const of = (table: StoredTable): Written => {
    let written = tables.get(table)
    if (written === undefined) {
      written = { rows: new Map(), shapes: new Map() }
      tables.set(table, written)
    }
    return written
  }

  const set = (table: StoredTable, key: string, row: StoredRow | null | undefined): void => {
    const written = of(table)
    const before = written.rows.get(key)
    for (const shape of written.shapes.values()) {
      if (before) shape.keys.get(nameOf(shape, before))?.delete(key)
      if (row) addTo(shape, row, key)
    }
    if (row === undefined) written.rows.delete(key)
    else written.rows.set(key, row)
  }

  const write = (table: StoredTable, key: string, row: StoredRow | null): void => {
    undos.push({ table, key, before: tables.get(table)?.rows.get(key) })
    set(table, key, row)
  }

  /** Resolves once it is known whether there is a row; null when it is. */
  const bringRow = (table: StoredTable, key: string): Promise<void> | null => {
    if (source.knows(table, key)) return null
    source.wantRow(table, key)
    return source.fetch()
  }

  /** Resolves once an answer of `find` is known; null when it is. */
  const bringKeys = (table: StoredTable, index: string, values: Values): Promise<void> | null => {
    if (source.keys(table, index, values) !== undefined) return null
    if (hasNewParent(table, index, values)) {
      source.learnKeys(table, index, values, [])
      return null
    }
    source.wantKeys(table, index, values)
    return source.fetch()
  }

  /** True when the values name a row that only this transaction knows: nothing in the database can refer to it. */
  const hasNewParent = (table: StoredTable, index: string, values: Values): boolean => {
    const column = indexColumns(table, index, values.length)[0] as string
    if (table === 'fact_exception' || !column.endsWith('_id')) return false
    const parent = column.slice(0, -3) as StoredTable
    const key = values[0] as string
    return (
      PARENTS.has(parent) &&
      tables.get(parent)?.rows.get(key) != null &&
      source.knows(parent, key) &&
      source.row(parent, key) === undefined
    )
  }

  /** What `find` answers, from what is known; the database's part must have been brought. */
  const merged = (table: StoredTable, index: string, values: Values): StoredRow[] => {
    const written = tables.get(table)
    const found: StoredRow[] = []
    for (const key of source.keys(table, index, values) ?? []) {
      if (written?.rows.has(key)) continue
      const row = source.row(table, key)
      if (row !== undefined) found.push(row)
    }
    if (written === undefined || written.rows.size === 0) return found
    const added = shapeOf(table, written, index, values.length).keys.get(findName(index, values))
    if (added === undefined || added.size === 0) return found
    for (const key of added) found.push(written.rows.get(key) as StoredRow)
    return found.sort(findOrder(table, index, values.length))
  }

  /** The unique indexes that a row is to be checked against, last first as SQLite does: values that are new and all there. */
  const uniqueValues = (table: StoredTable, row: StoredRow, before: StoredRow | undefined) =>
    Object.entries(STORED_TABLES[table].indexes)
      .toReversed()
      .flatMap(([index, { columns, unique }]) => {
        if (unique !== true || columns.some((column) => row[column] === null)) return []
        if (before !== undefined && columns.every((column) => row[column] === before[column])) return []
        return [{ index, values: columns.map((column) => row[column] as string | number) }]
      })

  const current = (table: StoredTable, key: string): StoredRow | undefined => {
    const own = tables.get(table)?.rows.get(key)
    return own === undefined ? source.row(table, key) : (own ?? undefined)
  }

  return {
    get: async (table, key) => {
      const coming = tables.get(table)?.rows.has(key) === true ? null : bringRow(table, key)
      if (coming !== null) await coming
      return current(table, key)
    },
    find: async (table, index, values) => {
      assertValues(table, index, values)
      const coming = bringKeys(table, index, values)
      if (coming !== null) await coming
      return merged(table, index, values)
    },
    put: async (table, given) => {
      const row = storedRow(table, given)
      const key = keyOf(table, row)
      if (PARENTS.has(table)) source.wantRow(table, key)
      const guarded = uniqueValues(table, row, current(table, key))
      // For the centre's own tables what the database holds is left to its unique indexes, when the transaction ends.
      if (isShared(table) && guarded.length > 0)
        await Promise.all(guarded.map(({ index, values }) => bringKeys(table, index, values)))
      for (const { index, values } of guarded)
        if (merged(table, index, values).some((other) => keyOf(table, other) !== key))
          throw new RowRefusedError(table, takenMessage(table, index))
      write(table, key, row)
    },
    remove: async (table, key) => {
      if (tables.get(table)?.rows.get(key) !== null) write(table, key, null)
    },
    mark: () => undos.length,
    undo: (mark) => {
      while (undos.length > mark) {
        const { table, key, before } = undos.pop() as (typeof undos)[number]
        set(table, key, before)
      }
    },
    written: function* () {
      for (const [table, { rows }] of tables) if (rows.size > 0) yield [table, rows] as const
    },
  }
}

function takenMessage(table: StoredTable, index: string): string {
  const columns = STORED_TABLES[table].indexes[index]?.columns ?? []
  return `UNIQUE constraint failed: ${columns.map((column) => `${table}.${column}`).join(', ')}`
}

function assertValues(table: StoredTable, index: string, values: Values): void {
  for (const [at, column] of indexColumns(table, index, values.length).slice(0, values.length).entries()) {
    const wanted = STORED_TABLES[table].columns[column]?.type === 'integer' ? 'number' : 'string'
    if (typeof values[at] !== wanted) throw new TypeError(`find in ${table}: ${column} is compared with a ${wanted}`)
  }
}

type Shape = Written['shapes'] extends Map<string, infer S> ? S : never

function shapeOf(table: StoredTable, written: Written, index: string, given: number): Shape {
  const name = `${index}/${given}`
  let shape = written.shapes.get(name)
  if (shape === undefined) {
    shape = { index, columns: indexColumns(table, index, given).slice(0, given), keys: new Map() }
    for (const [key, row] of written.rows) if (row !== null) addTo(shape, row, key)
    written.shapes.set(name, shape)
  }
  return shape
}

function addTo(shape: Shape, row: StoredRow, key: string): void {
  const name = nameOf(shape, row)
  const keys = shape.keys.get(name)
  if (keys === undefined) shape.keys.set(name, new Set([key]))
  else keys.add(key)
}

/** Rows with a null among the columns answer no `find`; their name is one that nobody asks for. */
function nameOf({ index, columns }: Shape, row: StoredRow): string {
  const values = columns.map((column) => row[column])
  return values.includes(null) ? 'null' : findName(index, values as (string | number)[])
}
