import { renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../migrations/all.ts'
import { inScopes, SCOPE_OF_TABLE } from '../scopes.ts'
import { TABLES, type TableName } from '../tables.ts'
import { applyMigration, refusedBy } from './open-database.ts'
import { onOwnThread } from './own-thread.ts'
import { CREATE_ORDER_GRAMS } from './search.ts'

/** Fast for a file that nobody has yet: when the machine dies meanwhile, the snapshot is made again. */
const HASTE = ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -200000']

/**
 * Writes the snapshot of a centre's file on a thread of its own, beside writers: one read transaction sees one revision.
 * The new file has the schema by the very same statements, so SQLite copies whole b-trees without sorting anything.
 */
export async function writeSnapshot(centre: string, target: string, scopes: readonly string[]): Promise<number> {
  return intoPlace(target, async (part) => {
    const [revision] = await onOwnThread({
      path: part,
      unguarded: true,
      steps: [
        ...HASTE.map((pragma) => `PRAGMA main.${pragma}`),
        'PRAGMA main.locking_mode = EXCLUSIVE',
        `ATTACH DATABASE ${literal(centre)} AS centre`,
        'BEGIN',
        ...copySteps('centre', 'main', scopes),
        'COMMIT',
        'DETACH DATABASE centre',
      ],
      answer: 'SELECT revision FROM replica_position',
    })
    return revision as number
  })
}

/** Writes the same snapshot over the centre's own connection, for a centre in memory. */
export async function writeSnapshotHere(
  database: Database.Database,
  target: string,
  scopes: readonly string[],
): Promise<number> {
  return intoPlace(target, async (part) => {
    database.unsafeMode(true)
    try {
      database.exec(`ATTACH DATABASE ${literal(part)} AS snapshot`)
      for (const pragma of HASTE) database.pragma(`snapshot.${pragma}`)
      for (const step of ['BEGIN', ...copySteps('main', 'snapshot', scopes), 'COMMIT']) database.exec(step)
      return database.prepare('SELECT revision FROM snapshot.replica_position').pluck().get() as number
    } finally {
      if (database.inTransaction) database.exec('ROLLBACK')
      database.exec('DETACH DATABASE snapshot')
      database.unsafeMode(false)
    }
  })
}

/** A file is there whole or not at all. */
async function intoPlace(target: string, write: (part: string) => Promise<number>): Promise<number> {
  const part = `${target}.part`
  rmSync(part, { force: true })
  try {
    createEmpty(part)
    const revision = await write(part)
    renameSync(part, target)
    return revision
  } catch (error) {
    rmSync(part, { force: true })
    throw refusedBy(error, target)
  }
}

/** A replica without rows. */
function createEmpty(path: string): void {
  const database = new Database(path)
  try {
    database.pragma('synchronous = OFF')
    for (const migration of MIGRATIONS) applyMigration(database, migration)
    database.exec(CREATE_ORDER_GRAMS)
  } finally {
    database.close()
  }
}

function copySteps(from: string, to: string, scopes: readonly string[]): string[] {
  const tables = Object.keys(TABLES) as TableName[]
  return [
    `UPDATE ${to}.replica_position SET applied_seq = 0, acked_seq = 0,
      revision = (SELECT revision FROM ${from}.centre_state), timeline = (SELECT timeline FROM ${from}.centre_state)`,
    ...tables.flatMap((table) => {
      if (inScopes(SCOPE_OF_TABLE[table], scopes)) return [copyWhole(table, from, to)]
      return table === 'stock' ? copyZones(from, to, scopes) : []
    }),
    ...(inScopes(SCOPE_OF_TABLE.order, scopes) ? copyOrderSearch(from, to) : []),
  ]
}

function copyWhole(table: string, from: string, to: string): string {
  return `INSERT INTO ${to}."${table}" SELECT * FROM ${from}."${table}"`
}

function copyZones(from: string, to: string, scopes: readonly string[]): string[] {
  const zones = scopes.filter((scope) => scope.startsWith('stock/')).map((scope) => scope.slice('stock/'.length))
  if (zones.length === 0) return []
  return [
    `INSERT INTO ${to}.stock SELECT stock.* FROM ${from}.stock AS stock
      LEFT JOIN ${from}.location AS location ON location.id = stock.location_id
      WHERE coalesce(location.zone, '') IN (${zones.map(literal).join(', ')})`,
  ]
}

/** The words, grams and tally that go with the orders: a centre keeps them only for this, so that no station builds them. */
function copyOrderSearch(from: string, to: string): string[] {
  const inner = ['order_grams_data', 'order_grams_idx', 'order_grams_config']
  return [
    ...['order_words', 'order_tally'].map((table) => copyWhole(table, from, to)),
    ...inner.flatMap((table) => [`DELETE FROM ${to}."${table}"`, copyWhole(table, from, to)]),
  ]
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
