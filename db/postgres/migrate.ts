import { randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import { CENTRE_MIGRATIONS } from '../centre-migrations/all.ts'
import { MIGRATIONS } from '../migrations/all.ts'
import type { Migration } from '../migrations/migration.ts'
import { TABLES } from '../tables.ts'
import { postgresStatements } from './portable-sql.ts'
import { PostgresRefusedError } from './postgres-errors.ts'

/** The oldest server that is known to work: PostgreSQL 15. */
const OLDEST_SERVER = 150_000
/** Whoever migrates a database holds this advisory lock ("baro" in bytes). */
const MIGRATION_LOCK = 0x62_61_72_6f

/**
 * Brings a database up to date in one transaction, while others that start wait; an empty one becomes a centre at
 * revision 0 with a timeline of its own. Throws PostgresRefusedError for an old server, another encoding than UTF-8, or
 * tables that a newer version wrote.
 */
export async function migratePostgres(client: ClientBase, now: number): Promise<void> {
  await assertServer(client)
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query(
      `CREATE TABLE IF NOT EXISTS shared_schema (number bigint PRIMARY KEY, name text NOT NULL);
       CREATE TABLE IF NOT EXISTS centre_schema (number bigint PRIMARY KEY, name text NOT NULL)`,
    )
    const known = newestVersions()
    const found = (await client.query<SchemaVersions>(SCHEMA_VERSIONS)).rows[0] as SchemaVersions
    refuseNewer(found, known)
    await apply(client, 'shared_schema', MIGRATIONS, found.shared, (table) => Object.hasOwn(TABLES, table))
    await apply(client, 'centre_schema', CENTRE_MIGRATIONS, found.centre, () => true)
    await client.query(
      `INSERT INTO centre_state (id, revision, floor, timeline, created_at, durable_revision)
       VALUES ('centre', 0, 0, $1, $2, 0) ON CONFLICT (id) DO NOTHING`,
      [randomUUID(), now],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Numbers of the newest migrations: of the shared tables, and of the centre's own. */
export type SchemaVersions = { shared: number; centre: number }

/** Asks for the numbers of the newest migrations that were applied: one row, {@link SchemaVersions}. */
export const SCHEMA_VERSIONS = `SELECT (SELECT coalesce(max(number), 0) FROM shared_schema) AS shared,
  (SELECT coalesce(max(number), 0) FROM centre_schema) AS centre`

/** The numbers of the newest migrations that this version of Baro knows. */
export function newestVersions(): SchemaVersions {
  return { shared: MIGRATIONS.at(-1)?.number ?? 0, centre: CENTRE_MIGRATIONS.at(-1)?.number ?? 0 }
}

/** Throws PostgresRefusedError when the database was written by a newer version than this one. */
export function refuseNewer(found: SchemaVersions, known: SchemaVersions): void {
  if (found.shared > known.shared || found.centre > known.centre)
    throw new PostgresRefusedError(
      'E-DATA-FUTURE',
      `The database was written by a newer version (${found.shared}/${found.centre}, known ${known.shared}/${known.centre})`,
    )
}

async function assertServer(client: ClientBase): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name,
            current_setting('server_encoding') AS encoding`,
  )
  const server = rows[0] as { number: number; name: string; encoding: string }
  if (server.number < OLDEST_SERVER)
    throw new PostgresRefusedError('E-DATA-SERVER', `PostgreSQL 15 or newer is needed, this is ${server.name}`)
  if (server.encoding !== 'UTF8')
    throw new PostgresRefusedError(
      'E-DATA-ENCODING',
      `The database must be encoded in UTF8, this one is ${server.encoding}`,
    )
}

async function apply(
  client: ClientBase,
  remembered: 'shared_schema' | 'centre_schema',
  migrations: readonly Migration[],
  version: number,
  wanted: (table: string) => boolean,
): Promise<void> {
  for (const migration of migrations) {
    if (migration.number <= version) continue
    for (const statement of postgresStatements(migration, wanted)) await client.query(statement)
    await client.query(`INSERT INTO ${remembered} (number, name) VALUES ($1, $2)`, [migration.number, migration.name])
  }
}
