import { copyFileSync, existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Migration } from '../migrations/migration.ts'

/** Thrown when a database file cannot be used; `code` is what people read to each other. */
export class DatabaseRefusedError extends Error {
  readonly code: 'E-DATA-FUTURE' | 'E-DATA-CORRUPT' | 'E-DATA-READONLY' | 'E-DATA-FULL' | 'E-DATA-PRAGMA'
  constructor(code: DatabaseRefusedError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'DatabaseRefusedError'
    this.code = code
  }
}

/** Turns SQLite's error codes into ours; anything else stays what it is. */
export function refusedBy(error: unknown, path: string): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (code.startsWith('SQLITE_FULL')) return new DatabaseRefusedError('E-DATA-FULL', `The disk is full: ${path}`, error)
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM')
    return new DatabaseRefusedError('E-DATA-READONLY', `The folder cannot be written: ${path}`, error)
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new DatabaseRefusedError('E-DATA-CORRUPT', `The file is damaged: ${path}`, error)
  return error
}

/**
 * Opens a database in WAL mode with `synchronous=FULL` (asserted: a reopened connection would default to NORMAL), checks
 * that it is sound and brings its schema up to date, copying the file beside itself first. Throws DatabaseRefusedError.
 */
export function openDatabase(path: string, migrations: readonly Migration[]): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(path)
    readyDatabase(database, path, migrations)
    return database
  } catch (error) {
    database?.close()
    throw refusedBy(error, path)
  }
}

/** Makes an opened connection what {@link openDatabase} promises; `path` is what errors name. */
export function readyDatabase(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -64000')
  if (database.pragma('synchronous', { simple: true }) !== 2)
    throw new DatabaseRefusedError('E-DATA-PRAGMA', `Durable writes could not be switched on: ${path}`)
  // A file without write permission opens all the same, to read: only a write shows it.
  const version = database.pragma('user_version', { simple: true })
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${version}; ROLLBACK`)
  migrate(database, path, migrations)
}

/** A second connection that can only read; screens ask here while commands write. */
export function openReader(path: string): Database.Database {
  const reader = new Database(path, { readonly: true })
  reader.pragma('busy_timeout = 5000')
  reader.pragma('cache_size = -64000')
  reader.pragma('mmap_size = 268435456')
  return reader
}

function migrate(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  const version = database.pragma('user_version', { simple: true }) as number
  const newest = migrations.at(-1)?.number ?? 0
  if (version > newest)
    throw new DatabaseRefusedError('E-DATA-FUTURE', `Written by a newer version (${version}, known ${newest}): ${path}`)
  const due = migrations.filter((migration) => migration.number > version)
  if (due.length === 0) return
  if (version > 0 && path !== ':memory:' && existsSync(path)) {
    database.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(path, `${path}.before-${newest}`)
  }
  for (const migration of due) applyMigration(database, migration)
}

/** Applies one migration in a transaction of its own that also remembers its number: by default the file carries it. */
export function applyMigration(
  database: Database.Database,
  migration: Migration,
  remember: () => unknown = () => database.pragma(`user_version = ${migration.number}`),
): void {
  database.transaction(() => {
    for (const statement of migration.statements) database.exec(strict(statement))
    remember()
  })()
}

/** SQLite checks types only in STRICT tables; the portable migrations do not say so themselves. */
function strict(statement: string): string {
  return /^CREATE TABLE/.test(statement) && !/\bSTRICT\s*$/.test(statement) ? `${statement} STRICT` : statement
}
