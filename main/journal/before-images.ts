import type Database from 'better-sqlite3'
import type { RowChange, Tx } from '../../db/port.ts'
import { TABLES, type TableName } from '../../db/tables.ts'

/** A row of any shared table. */
export type SharedRow = NonNullable<RowChange['after']>

/** A row as it stood before a fact; null where it was not there. */
export type BeforeImage = { table: TableName; key: string; before: SharedRow | null }

/** A `Tx` that remembers every row as it stood before its first change through it. */
export type RecordingTx = Tx & { images(): BeforeImage[] }

/** Wraps a transaction of the store. */
export function recordBefore(tx: Tx): RecordingTx {
  const seen = new Map<string, BeforeImage>()
  const note = async (table: TableName, key: string): Promise<void> => {
    const name = `${table}/${key}`
    if (seen.has(name)) return
    seen.set(name, { table, key, before: ((await tx.get(table, key)) as SharedRow | undefined) ?? null })
  }
  return {
    get: (table, key) => tx.get(table, key),
    find: (table, index, ...values) => tx.find(table, index, ...values),
    put: async (table, row) => {
      await note(table, (row as Record<string, unknown>)[TABLES[table].key] as string)
      await tx.put(table, row)
    },
    remove: async (table, key) => {
      await note(table, key)
      await tx.remove(table, key)
    },
    images: () => [...seen.values()],
  }
}

type Statements = {
  insert: Database.Statement
  between: Database.Statement
  first: Database.Statement
  forget: Database.Statement
}
const prepared = new WeakMap<Database.Database, Statements>()

function statements(database: Database.Database): Statements {
  let found = prepared.get(database)
  if (found === undefined) {
    found = {
      insert: database.prepare(
        'INSERT INTO pending_image (seq, ordinal, table_name, pk, before) VALUES (?, ?, ?, ?, ?)',
      ),
      between: database.prepare(
        'SELECT table_name, pk, before FROM pending_image WHERE seq > ? AND seq <= ? ORDER BY seq, ordinal',
      ),
      first: database.prepare(
        'SELECT before FROM pending_image WHERE table_name = ? AND pk = ? AND seq > ? ORDER BY seq LIMIT 1',
      ),
      forget: database.prepare('DELETE FROM pending_image WHERE seq <= ?'),
    }
    prepared.set(database, found)
  }
  return found
}

/** Keeps, inside a write, the images of the fact that became command `seq`. */
export function keepImages(database: Database.Database, seq: number, images: readonly BeforeImage[]): void {
  const { insert } = statements(database)
  for (const [ordinal, { table, key, before }] of images.entries())
    insert.run(seq, ordinal, table, key, before === null ? null : JSON.stringify(before))
}

/**
 * The images of the facts after one command through another, in the order they were taken; only those that are wanted,
 * when `isWanted` says which.
 */
export function imagesBetween(
  database: Database.Database,
  after: number,
  through: number,
  isWanted: (table: TableName, key: string) => boolean = () => true,
): BeforeImage[] {
  const images: BeforeImage[] = []
  const rows = statements(database).between.iterate(after, through) as Iterable<{
    table_name: TableName
    pk: string
    before: string | null
  }>
  for (const { table_name: table, pk: key, before } of rows)
    if (isWanted(table, key)) images.push({ table, key, before: parsed(before) })
  return images
}

/** A row as it stood before the first fact after `seq` that changed it; undefined when none did. */
export function firstImageAfter(
  database: Database.Database,
  table: TableName,
  key: string,
  seq: number,
): { before: SharedRow | null } | undefined {
  const row = statements(database).first.get(table, key, seq) as { before: string | null } | undefined
  return row === undefined ? undefined : { before: parsed(row.before) }
}

/** Forgets, inside a write, the images of facts up to `seq`; of all without it. */
export function forgetImages(database: Database.Database, seq: number = Number.MAX_SAFE_INTEGER): void {
  statements(database).forget.run(seq)
}

function parsed(before: string | null): SharedRow | null {
  return before === null ? null : (JSON.parse(before) as SharedRow)
}
