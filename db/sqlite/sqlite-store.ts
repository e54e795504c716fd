import type Database from 'better-sqlite3'
import { MIGRATIONS } from '../migrations/all.ts'
import type { Db, Tx } from '../port.ts'
import { openDatabase, openReader, refusedBy } from './open-database.ts'
import { bindTables, type RowObserver } from './table-statements.ts'

/** The shared tables in one SQLite file: a writer behind a first-in-first-out lock, and a reader for screens. */
export type SqliteStore = Db & {
  readonly path: string
  /** Reads for screens; never writes. */
  readonly reader: Database.Database
  /** Like `write`, and runs `beforeCommit` between the last write and COMMIT; when it throws, nothing is written. */
  writeWith<R>(run: (tx: Tx, raw: WriteScope) => Promise<R>, beforeCommit: (result: R) => void): Promise<R>
  /** Copies the whole store, as of now, into a new file. */
  copyTo(path: string): Promise<void>
  close(): void
}

/** What a composition root may know of a running transaction beside its rows. */
export type WriteScope = {
  /** Row changes made so far in this transaction. */
  readonly writes: () => number
  /** The writing connection, for the adapter's own tables (position, search). */
  readonly database: Database.Database
}

/** Opens (and migrates) the store. Throws DatabaseRefusedError with a code. */
export function openSqliteStore(
  path: string,
  options: { observers?: (database: Database.Database) => RowObserver[]; beforeImages?: boolean } = {},
): SqliteStore {
  const database = openDatabase(path, MIGRATIONS)
  const reader = openReader(path)
  const tables = bindTables(database, options.observers?.(database) ?? [], options.beforeImages ?? false)
  let last: Promise<unknown> = Promise.resolve()
  let open = true

  const transaction = async <R>(
    run: (tx: Tx, scope: WriteScope) => Promise<R>,
    beforeCommit: (result: R) => void,
  ): Promise<R> => {
    if (!open) throw new Error('The store is closed')
    const start = tables.writes
    database.exec('BEGIN IMMEDIATE')
    // Inside a write only `tx` is awaited. Anything else would let the event loop turn while the lock is held.
    let left = false
    const turned = setImmediate(() => {
      left = true
    })
    try {
      const result = await run(tables, { writes: () => tables.writes - start, database })
      if (left) throw new Error('A write awaited something other than its transaction')
      beforeCommit(result)
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw refusedBy(error, path)
    } finally {
      clearImmediate(turned)
    }
  }

  const queue = <R>(job: () => Promise<R>): Promise<R> => {
    const result = last.then(job, job)
    last = result.catch(() => undefined)
    return result
  }

  return {
    path,
    reader,
    write: (run) => queue(() => transaction(run, () => undefined)),
    writeWith: (run, beforeCommit) => queue(() => transaction(run, beforeCommit)),
    copyTo: async (target) => {
      await database.backup(target)
    },
    close: () => {
      if (!open) return
      open = false
      reader.close()
      database.close()
    },
  }
}
