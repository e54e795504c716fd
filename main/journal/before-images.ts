import type Database from 'better-sqlite3'
import type { Tx } from '../../db/port.ts'
import type { Row, TableName } from '../../db/tables.ts'

/** A row as it stood before a fact; null where it was not there. */
export type BeforeImage = { table: TableName; key: string; before: Row<TableName> | null }

/** A `Tx` that remembers every row as it stood before its first change through it. */
export type RecordingTx = Tx & { images(): BeforeImage[] }

/** Wraps a transaction of the store; `keyOf` is the table's own. */
export function recordBefore(tx: Tx, keyOf: (table: TableName, row: Row<TableName>) => string): RecordingTx {
  const seen = new Map<string, BeforeImage>()
  const note = async (table: TableName, key: string): Promise<void> => {
    const name = `${table}/${key}`
    if (seen.has(name)) return
    seen.set(name, { table, key, before: (await tx.get(table, key)) ?? null })
  }
  return {
    get: (table, key) => tx.get(table, key),
    find: (table, index, ...values) => tx.find(table, index, ...values),
    put: async (table, row) => {
      await note(table, keyOf(table, row as Row<TableName>))
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
  first: Database.Statement
  forget: Database.Statement
  forgetAll: Database.Statement
}
const prepared = new WeakMap<Database.Database, Statements>()

function statements(database: Database.Database): Statements {
  let found = prepared.get(database)
  if (found === undefined) {
    found = {
      insert: database.prepare(
        'INSERT INTO pending_image (seq, ordinal, table_name, pk, before) VALUES (?, ?, ?, ?, ?)',
      ),
      first: database.prepare(
        'SELECT seq, table_name, pk, before FROM pending_image WHERE seq > ? ORDER BY seq, ordinal',
      ),
      forget: database.prepare('DELETE FROM pending_image WHERE seq <= ?'),
      forgetAll: database.prepare('DELETE FROM pending_image'),
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

/** An image with the fact that it was taken before. */
export type KeptImage = { seq: number; table: TableName; key: string; before: Row<TableName> | null }

/** The images of all facts after `seq`, in the order they were taken. */
export function imagesAfter(database: Database.Database, seq: number): KeptImage[] {
  const rows = statements(database).first.all(seq) as {
    seq: number
    table_name: TableName
    pk: string
    before: string | null
  }[]
  return rows.map((row) => ({
    seq: row.seq,
    table: row.table_name,
    key: row.pk,
    before: row.before === null ? null : (JSON.parse(row.before) as Row<TableName>),
  }))
}

/** Forgets, inside a write, the images of facts up to `seq`; of all without it. */
export function forgetImages(database: Database.Database, seq?: number): void {
  if (seq === undefined) statements(database).forgetAll.run()
  else statements(database).forget.run(seq)
}
