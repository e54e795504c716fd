import type Database from 'better-sqlite3'
import { MIGRATIONS } from '../migrations/all.ts'
import type { Db, Tx } from '../port.ts'
import { TABLES, type TableName } from '../tables.ts'
import { checkpointBetween } from './checkpoints.ts'
import { exchangeFile, onDisk } from './exchange-file.ts'
import { lastingDatabase } from './lasting-database.ts'
import { openDatabase, openReader } from './open-database.ts'
import { replaceTables } from './replace-tables.ts'
import { cacheRows } from './row-cache.ts'
import { bindTables, type RowObserver } from './table-statements.ts'
import { createWriteLock } from './write-lock.ts'

/** The shared tables in one SQLite file: a writer behind a first-in-first-out lock, and a reader for screens. */
export type SqliteStore = Db & {
  readonly path: string
  /** Reads for screens; never writes. */
  readonly reader: Database.Database
  /** Like `write`, and runs `beforeCommit` between the last write and COMMIT; when it throws, nothing is written. */
  writeWith<R>(run: (tx: Tx, raw: WriteScope) => Promise<R>, beforeCommit: (result: R) => void): Promise<R>
  /** Grows with every commit that changed a row of the table: what was read before is then out of date. */
  revision(table: TableName): number
  /**
   * Puts the tables of another file (a replica of the same schema) in place of all of its own, at once or not at all.
   * `prepare` makes that file ready and gives its path; nothing is written here between it and the exchange. The file
   * itself becomes this store's and is gone from there, unless somebody else reads here, too: then its rows are copied.
   */
  replaceWith(prepare: () => Promise<string>): Promise<void>
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
  /** Due after a partial rollback on that connection: remembered rows may not be true any more. */
  readonly forget: () => void
}

/** Opens (and migrates) the store. Throws DatabaseRefusedError with a code. */
export function openSqliteStore(
  path: string,
  options: { observers?: (database: Database.Database) => RowObserver[]; beforeImages?: boolean } = {},
): SqliteStore {
  const writing = lastingDatabase(() => openDatabase(path, MIGRATIONS))
  const reading = lastingDatabase(() => openReader(path))
  const [database, reader] = [writing.database, reading.database]
  const checkpoints = checkpointBetween(database)
  const revisions = watchRevisions()
  const observers = [...(options.observers?.(database) ?? []), revisions.see]
  const tables = cacheRows(bindTables(database, observers, options.beforeImages ?? false))
  const lock = createWriteLock(database, path)
  const foreignChanges = database.prepare('PRAGMA data_version').pluck()
  let version = foreignChanges.get()
  const copies = new Set<Promise<unknown>>()
  let open = true

  const forget = (): void => {
    tables.forget()
    revisions.publish()
  }

  const transaction = <R>(
    run: (tx: Tx, scope: WriteScope) => Promise<R>,
    beforeCommit: (result: R) => void,
  ): Promise<R> => {
    let start = 0
    return lock.transaction(
      async (stillHeld) => {
        start = tables.writes
        // Another program changed the file: nobody may, but then nothing remembered is true.
        const found = foreignChanges.get()
        if (found !== version) forget()
        version = found
        const result = await run(tables, { writes: () => tables.writes - start, database, forget: tables.forget })
        stillHeld()
        beforeCommit(result)
        return result
      },
      {
        committed: () => {
          if (tables.writes === start) return
          revisions.publish()
          checkpoints.committed()
        },
        failed: forget,
      },
    )
  }

  return {
    path,
    reader,
    write: (run) => transaction(run, () => undefined),
    writeWith: transaction,
    revision: revisions.of,
    replaceWith: (prepare) =>
      lock.between(async () => {
        const from = await prepare()
        await onDisk(from)
        await Promise.allSettled(copies)
        if (exchangeFile(path, from, [reading, writing])) checkpoints.renew()
        else await replaceTables(path, from)
        revisions.touchAll()
        forget()
      }),
    copyTo: async (target) => {
      const copy = database.backup(target)
      copies.add(copy)
      await copy.finally(() => copies.delete(copy))
    },
    close: () => {
      if (!open) return
      open = false
      lock.close()
      checkpoints.stop()
      reader.close()
      database.close()
    },
  }
}

/** Counts, per table, the commits that changed it; a change counts only once it is published. */
function watchRevisions(): {
  see: RowObserver
  touchAll(): void
  publish(): void
  of(table: TableName): number
} {
  const revisions = new Map<TableName, number>()
  const touched = new Set<TableName>()
  return {
    see: ({ table }) => void touched.add(table),
    touchAll: () => {
      for (const table of Object.keys(TABLES) as TableName[]) touched.add(table)
    },
    publish: () => {
      for (const table of touched) revisions.set(table, (revisions.get(table) ?? 0) + 1)
      touched.clear()
    },
    of: (table) => revisions.get(table) ?? 0,
  }
}
