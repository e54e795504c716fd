import type Database from 'better-sqlite3'
import type { RowChange, Tx } from '../port.ts'
import { type IndexName, type Row, TABLES, type TableName } from '../tables.ts'

type AnyRow = Record<string, string | number | null>
type TableStatements = {
  columns: readonly string[]
  key: string
  get: Database.Statement
  put: Database.Statement
  remove: Database.Statement
  finds: Map<string, Database.Statement>
  updates: Map<string, Database.Statement>
}

/** Sees every row that a write changes, after SQLite took it; `before` is there only when before-images are on. */
export type RowObserver = (change: RowChange) => void

/** A prepared way to read and write every shared table of one connection. */
export type Tables = Omit<Tx, 'put'> & {
  readonly writes: number
  /** Like `put` of the port; where the row as it stands is known, only the columns that differ are written. */
  put<T extends TableName>(table: T, row: Row<T>, before?: Row<T>): Promise<void>
  /** The value of a row's key column. */
  keyOf<T extends TableName>(table: T, row: Row<T>): string
}

/**
 * Binds the port to a connection. Statements are prepared on first use and kept. Observers see each change in order;
 * with `beforeImages` every write costs one more read.
 */
export function bindTables(
  database: Database.Database,
  observers: readonly RowObserver[],
  beforeImages: boolean,
): Tables {
  const prepared = new Map<TableName, TableStatements>()
  let writes = 0
  const statements = (table: TableName): TableStatements => {
    let found = prepared.get(table)
    if (found === undefined) {
      found = prepareTable(database, table)
      prepared.set(table, found)
    }
    return found
  }
  const notify = (table: TableName, key: string, before: unknown, after: unknown): void => {
    writes += 1
    for (const observer of observers) observer({ table, key, before, after } as RowChange)
  }
  return {
    get writes() {
      return writes
    },
    keyOf: (table, row) => (row as AnyRow)[TABLES[table].key] as string,
    async get<T extends TableName>(table: T, key: string) {
      return statements(table).get.get(key) as Row<T> | undefined
    },
    async find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]) {
      return findStatement(database, statements(table), table, index, values.length).all(...values) as Row<T>[]
    },
    async put<T extends TableName>(table: T, row: Row<T>, known?: Row<T>) {
      const found = statements(table)
      const id = (row as AnyRow)[found.key] as string
      const before = beforeImages ? (known ?? found.get.get(id) ?? null) : null
      if (known === undefined || !putChanges(database, table, found, known as AnyRow, row as AnyRow))
        found.put.run(...found.columns.map((column) => (row as AnyRow)[column]))
      notify(table, id, before, row)
    },
    async remove(table: TableName, key: string) {
      const { get, remove } = statements(table)
      const before = beforeImages ? (get.get(key) ?? null) : null
      if (remove.run(key).changes > 0) notify(table, key, before, null)
    },
  }
}

function prepareTable(database: Database.Database, table: TableName): TableStatements {
  const definition = TABLES[table]
  const columns = Object.keys(definition.columns)
  const others = columns.filter((column) => column !== definition.key)
  const quoted = columns.map((column) => `"${column}"`).join(', ')
  const updates = others.map((column) => `"${column}" = excluded."${column}"`).join(', ')
  return {
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
  table: TableName,
  { columns, key, updates }: TableStatements,
  before: AnyRow,
  row: AnyRow,
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

function findStatement(
  database: Database.Database,
  statements: TableStatements,
  table: TableName,
  index: string,
  given: number,
): Database.Statement {
  const name = `${index}/${given}`
  let statement = statements.finds.get(name)
  if (statement === undefined) {
    const columns = (TABLES[table].indexes as Record<string, { columns: readonly string[] }>)[index]?.columns
    if (columns === undefined || given < 1 || given > columns.length)
      throw new Error(`No index ${index} with ${given} columns on ${table}`)
    const where = columns.slice(0, given).map((column) => `"${column}" = ?`)
    const order = [...columns.slice(given), statements.key].map((column) => `"${column}"`)
    const quoted = statements.columns.map((column) => `"${column}"`).join(', ')
    statement = database.prepare(
      `SELECT ${quoted} FROM "${table}" WHERE ${where.join(' AND ')} ORDER BY ${order.join(', ')}`,
    )
    statements.finds.set(name, statement)
  }
  return statement
}
