import { renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type pg from 'pg'
import { MIGRATIONS } from '../migrations/all.ts'
import type { RowChange } from '../port.ts'
import { inScopes, SCOPE_OF_TABLE } from '../scopes.ts'
import { applyMigration } from '../sqlite/open-database.ts'
import { openOrderSearch } from '../sqlite/search.ts'
import { TABLES, type TableName } from '../tables.ts'
import { eachRow } from './read-transaction.ts'
import { keyOf, type StoredRow } from './stored-tables.ts'

/** Rows that go into the file before other work of the process gets its turn. */
const ROWS_AT_ONCE = 1_000

/**
 * Writes the shared rows of the scopes, as the transaction open on `client` sees them, into a new SQLite file that a
 * station opens as its replica; the revision. The file is there whole or not at all.
 */
export async function writeSnapshot(client: pg.ClientBase, target: string, scopes: readonly string[]): Promise<number> {
  const part = `${target}.part`
  rmSync(part, { force: true })
  const file = new Database(part)
  try {
    // A file that nobody has yet: when the machine dies meanwhile, the snapshot is made again.
    for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -64000']) file.pragma(pragma)
    for (const migration of MIGRATIONS) applyMigration(file, migration)
    const revision = await copyRows(client, file, scopes)
    file.close()
    renameSync(part, target)
    return revision
  } catch (error) {
    file.close()
    rmSync(part, { force: true })
    throw error
  }
}

async function copyRows(client: pg.ClientBase, file: Database.Database, scopes: readonly string[]): Promise<number> {
  const search = openOrderSearch(file)
  const { rows } = await client.query(`SELECT revision, timeline FROM centre_state WHERE id = 'centre'`)
  const state = rows[0] as { revision: number; timeline: string }
  file
    .prepare('UPDATE replica_position SET applied_seq = 0, acked_seq = 0, revision = ?, timeline = ?')
    .run(state.revision, state.timeline)
  for (const table of Object.keys(TABLES) as TableName[]) {
    const question = rowsInScopes(table, scopes)
    if (question === null) continue
    const columns = Object.keys(TABLES[table].columns)
    const names = columns.map((column) => `"${column}"`).join(', ')
    const insert = file.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
    const write = file.transaction((batch: readonly StoredRow[]) => {
      for (const row of batch) {
        insert.run(columns.map((column) => row[column]))
        search({ table, key: keyOf(table, row), before: null, after: row } as unknown as RowChange)
      }
    })
    let batch: StoredRow[] = []
    for await (const row of eachRow<StoredRow>(client, question.sql, question.values)) {
      batch.push(row)
      if (batch.length < ROWS_AT_ONCE) continue
      write(batch)
      batch = []
    }
    write(batch)
  }
  return state.revision
}

/** The rows of a table that belong to the scopes; null when none can. Orders come oldest first, as the search keeps them. */
function rowsInScopes(table: TableName, scopes: readonly string[]): { sql: string; values: unknown[] } | null {
  if (inScopes(SCOPE_OF_TABLE[table], scopes)) {
    const order = table === 'order' ? 'ordered_at, id' : `"${TABLES[table].key}"`
    return { sql: `SELECT * FROM "${table}" ORDER BY ${order}`, values: [] }
  }
  const zones = scopes.filter((scope) => scope.startsWith('stock/')).map((scope) => scope.slice('stock/'.length))
  if (table !== 'stock' || zones.length === 0) return null
  return {
    sql: `SELECT stock.* FROM stock LEFT JOIN location ON location.id = stock.location_id
          WHERE coalesce(location.zone, '') = ANY($1) ORDER BY stock.id`,
    values: [zones],
  }
}
