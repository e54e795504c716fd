import type Database from 'better-sqlite3'
import type { OwnTx } from '../centre-port.ts'
import { CENTRE_TABLES } from '../centre-tables.ts'
import type { Table } from '../column.ts'
import type { RowChange, Tx } from '../port.ts'
import { rowOrder } from '../row-order.ts'
import { TABLES } from '../tables.ts'

type AnyRow = Record<string, string | number | null>
type Catalogue = Readonly<Record<string, Table>>
/** The rows of an index value; more than one are sorted here, because SQLite makes a table of its own to sort even none. */
type Find = { rows: Database.Statement; order: (a: AnyRow, b: AnyRow) => number }
type TableStatements = {
  definition: Table
  columns: readonly string[]
  key: string
  get: Database.Statement
  put: Database.Statement
  remove: Database.Statement
  finds: Map<string, Find>
  updates: Map<string, Database.Statement>
}

/** Sees every row that a write changes, after SQLite took it; `before` is there only when before-images are on. */
export type RowObserver = (change: RowChange) => void

/** A prepared way to read and write every shared table of one connection, at once; each method throws what SQLite says. */
export type Tables = {
  /** How many rows were changed. */
  readonly writes: number
  get(table: string, key: string): AnyRow | undefined
  find(table: string, index: string, ...values: (string | number)[]): AnyRow[]
  /**
   * Like `put` of the port; where the row as it stands is known, only the columns that differ are written, and where it is
   * known that there is none (null), nothing is read first.
   */
  put(table: string, row: Readonly<AnyRow>, before?: Readonly<AnyRow> | null): void
  remove(table: string, key: string): void
  /** The value of a row's key column. */
  keyOf(table: string, row: Readonly<AnyRow>): string
}

/**
 * Binds the shared tables to a connection. Statements are prepared on first use and kept. Observers see each change in
 * order; with `beforeImages` every write costs one more read.
 */
export function bindTables(
  database: Database.Database,
  observers: readonly RowObserver[],
  beforeImages: boolean,
): Tables {
  const see = (table: string, key: string, before: unknown, after: unknown): void => {
    for (const observer of observers) observer({ table, key, before, after } as RowChange)
  }
  return bindCatalogue(database, TABLES, see, beforeImages)
}

/** The shared tables of a connection that only reads, by the port. */
export function bindReader(reader: Database.Database): Pick<Tx, 'get' | 'find'> {
  const { get, find } = asPort(bindTables(reader, [], false))
  return { get, find } as unknown as Pick<Tx, 'get' | 'find'>
}

/** Binds the tables that only a centre has to a connection. */
export function bindCentreTables(database: Database.Database): OwnTx {
  return asPort(bindCatalogue(database, CENTRE_TABLES, () => undefined, false)) as unknown as OwnTx
}

/** The tables by promises; the catalogue names the columns of each table, so its rows are those of the port. */
function asPort(tables: Tables) {
  return {
    get: async (table: string, key: string) => tables.get(table, key),
    find: async (table: string, index: string, ...values: (string | number)[]) => tables.find(table, index, ...values),
    put: async (table: string, row: AnyRow) => tables.put(table, row),
    remove: async (table: string, key: string) => tables.remove(table, key),
  }
}

function bindCatalogue(
  database: Database.Database,
  catalogue: Catalogue,
  see: (table: string, key: string, before: unknown, after: unknown) => void,
  beforeImages: boolean,
): Tables {
  const prepared = new Map<string, TableStatements>()
  let writes = 0
  const statements = (table: string): TableStatements => {
    let found = prepared.get(table)
    if (found === undefined) {
      found = prepareTable(database, table, catalogue[table] as Table)
      prepared.set(table, found)
    }
    return found
  }
  const notify = (table: string, key: string, before: unknown, after: unknown): void => {
    writes += 1
    see(table, key, before, after)
  }
  return {
    get writes() {
      return writes
    },
    keyOf: (table, row) => row[(catalogue[table] as Table).key] as string,
    get: (table, key) => statements(table).get.get(key) as AnyRow | undefined,
    find(table, index, ...values) {
      const { rows, order } = findOf(database, statements(table), table, index, values.length)
      const found = rows.all(...values) as AnyRow[]
      return found.length > 1 ? found.sort(order) : found
    },
    put(table, row, known) {
      const found = statements(table)
      const id = row[found.key] as string
      const before = beforeImages ? (known === undefined ? (found.get.get(id) ?? null) : known) : null
      if (known == null || !putChanges(database, table, found, known, row))
        found.put.run(...found.columns.map((column) => row[column]))
      notify(table, id, before, row)
    },
    remove(table, key) {
      const { get, remove } = statements(table)
      const before = beforeImages ? (get.get(key) ?? null) : null
      if (remove.run(key).changes > 0) notify(table, key, before, null)
    },
  }
}

function prepareTable(database: Database.Database, table: string, definition: Table): TableStatements {
  const columns = Object.keys(definition.columns)
  const others = columns.filter((column) => column !== definition.key)
  const quoted = columns.map((column) => `"${column}"`).join(', ')
  const updates = others.map((column) => `"${column}" = excluded."${column}"`).join(', ')
  return {
    definition,
    columns,
    key: definition.key,
    get: database.prepare(`SELECT ${quoted} FROM "${table}" WHERE "${definition.key}" = ?`),
    put: database.prepare(
      `INSERT INTO "${table}" (${quoted}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT ("${definition.key}") DO UPDATE SET ${updates}`,
    ),
    remove: database.prepare(`DELETE FROM "${table}" WHERE "${definition.key}" = ?`),
    finds: new Map(),
    updates: new Map(),
  }
}

/**
 * Writes only the columns that differ, so that SQLite leaves alone every index they are not part of. False when nothing
 * differs or the row is not there: the whole row has to be written then.
 */
function putChanges(
  database: Database.Database,
  table: string,
  { columns, key, updates }: TableStatements,
  before: Readonly<AnyRow>,
  row: Readonly<AnyRow>,
): boolean {
  const changed = columns.filter((column) => row[column] !== before[column])
  if (changed.length === 0) return false
  const name = changed.join()
  let update = updates.get(name)
  if (update === undefined) {
    const assignments = changed.map((column) => `"${column}" = ?`).join(', ')
    update = database.prepare(`UPDATE "${table}" SET ${assignments} WHERE "${key}" = ?`)
    updates.set(name, update)
  }
  return update.run(...changed.map((column) => row[column]), row[key]).changes > 0
}

function findOf(
  database: Database.Database,
  statements: TableStatements,
  table: string,
  index: string,
  given: number,
): Find {
  const name = `${index}/${given}`
  let found = statements.finds.get(name)
  if (found === undefined) {
    const columns = statements.definition.indexes[index]?.columns
    if (columns === undefined || given < 1 || given > columns.length)
      throw new Error(`No index ${index} with ${given} columns on ${table}`)
    const where = columns.slice(0, given).map((column) => `"${column}" = ?`)
    const quoted = statements.columns.map((column) => `"${column}"`).join(', ')
    found = {
      rows: database.prepare(`SELECT ${quoted} FROM "${table}" WHERE ${where.join(' AND ')}`),
      order: rowOrder([...columns.slice(given), statements.key]),
    }
    statements.finds.set(name, found)
  }
  return found
}
