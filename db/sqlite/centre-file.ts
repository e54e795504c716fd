import type Database from 'better-sqlite3'
import { CENTRE_MIGRATIONS, CENTRE_SCHEMA } from '../centre-migrations/all.ts'
import type { CentreRow } from '../centre-tables.ts'
import { applyMigration, DatabaseRefusedError } from './open-database.ts'

/** The last known position of a centre: its row of `centre_state`. */
export type CentreState = CentreRow<'centre_state'>

/** Brings the centre's own tables up to date. Throws DatabaseRefusedError when a newer version wrote them. */
export function migrateCentre(database: Database.Database, path: string): void {
  database.exec(`${CENTRE_SCHEMA} STRICT`)
  const version = database.prepare('SELECT coalesce(max(number), 0) FROM centre_schema').pluck().get() as number
  const newest = CENTRE_MIGRATIONS.at(-1)?.number ?? 0
  if (version > newest)
    throw new DatabaseRefusedError('E-DATA-FUTURE', `Written by a newer version (${version}, known ${newest}): ${path}`)
  const remember = database.prepare('INSERT INTO centre_schema (number, name) VALUES (?, ?)')
  for (const migration of CENTRE_MIGRATIONS)
    if (migration.number > version)
      applyMigration(database, migration, () => remember.run(migration.number, migration.name))
}

/** The state of a centre, or undefined in a file that is none. */
export function readCentreState(database: Database.Database): CentreState | undefined {
  return database.prepare(`SELECT * FROM centre_state WHERE id = 'centre'`).get() as CentreState | undefined
}

/** The state of a centre; a new file begins at revision 0 with a timeline of its own. */
export function firstState(database: Database.Database, options: { now: number; timeline: () => string }): CentreState {
  const found = readCentreState(database)
  if (found !== undefined) return found
  database
    .prepare(
      `INSERT INTO centre_state (id, revision, floor, timeline, created_at, durable_revision)
       VALUES ('centre', 0, 0, ?, ?, 0)`,
    )
    .run(options.timeline(), options.now)
  return readCentreState(database) as CentreState
}
