import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type ChangeEntry, type ChangeRecorder, EMPTY_REVISION, type ScopeLookup } from '../centre-log.ts'
import type { CentreStore, CentreTx } from '../centre-port.ts'
import { MIGRATIONS } from '../migrations/all.ts'
import type { RowChange } from '../port.ts'
import { hashOfState } from '../state-hash.ts'
import { TABLES } from '../tables.ts'
import { firstState, migrateCentre, readCentreState } from './centre-file.ts'
import { openLogStore } from './centre-log-store.ts'
import { writeSnapshot, writeSnapshotHere } from './centre-snapshot.ts'
import { type CentreWriter, createReadTx, createSavepoint, openWriteTx } from './centre-tx.ts'
import { checkpointBetween } from './checkpoints.ts'
import { openReader, readyDatabase, refusedBy } from './open-database.ts'
import { type CachedTables, cacheRows } from './row-cache.ts'
import { openOrderSearch } from './search.ts'
import { bindCentreTables, bindTables } from './table-statements.ts'
import { createWriteLock, type WriteLock } from './write-lock.ts'

/** A centre in one SQLite file; one process has it open. */
export type SqliteCentreStore = CentreStore & {
  readonly kind: 'sqlite'
  readonly path: string
  /** Copies the whole file, as of one instant, into a new one while writes go on. */
  copyTo(path: string): Promise<void>
}

/** How a centre's file is opened. */
export type SqliteCentreOptions = {
  /** UTC milliseconds; for the birth of a new file. */
  now?: () => number
  /** The timeline of a new file. */
  newTimeline?: () => string
  /** A handle that is open already, in memory: used for writing and reading, and left open at the end. */
  database?: Database.Database
}

/** How many revisions are forgotten in one step of pruning. */
const PRUNED_AT_ONCE = 2_000
/** How many questions stay prepared. */
const KEPT_QUESTIONS = 200

/** Opens (and migrates) a centre; a new file becomes one. Throws DatabaseRefusedError with a code. */
export function openSqliteCentreStore(path: string, options: SqliteCentreOptions = {}): SqliteCentreStore {
  const opened = openConnections(path, options)
  try {
    return createStore(path, opened, options)
  } catch (error) {
    opened.close()
    throw refusedBy(error, path)
  }
}

/** `one` is true when everything shares one connection and has to wait for each other. */
type Connections = {
  writer: Database.Database
  snapshots: Database.Database
  asker: Database.Database
  one: boolean
  close(): void
}

function openConnections(path: string, { database }: SqliteCentreOptions): Connections {
  const opened: Database.Database[] = []
  const close = (): void => {
    for (const connection of opened) connection.close()
  }
  try {
    const writer = database ?? new Database(path)
    if (database === undefined) opened.push(writer)
    // A handle that outlived its store may be in the middle of a transaction, like a file after a crash.
    if (writer.inTransaction) writer.exec('ROLLBACK')
    readyDatabase(writer, path, MIGRATIONS)
    migrateCentre(writer, path)
    if (database !== undefined) return { writer, snapshots: writer, asker: writer, one: true, close }
    const snapshots = openReader(path)
    opened.unshift(snapshots)
    const asker = openReader(path)
    opened.unshift(asker)
    return { writer, snapshots, asker, one: false, close }
  } catch (error) {
    close()
    throw refusedBy(error, path)
  }
}

function createStore(path: string, connections: Connections, options: SqliteCentreOptions): SqliteCentreStore {
  const { writer, one } = connections
  const lock = createWriteLock(writer, path)
  const writing = openWriting(connections, lock, options)
  const readers = createReaders(connections, lock.between)
  const running = new Set<Promise<unknown>>()
  const apart = <R>(job: () => Promise<R>): Promise<R> => (one ? lock.between(job) : job())
  return {
    kind: 'sqlite',
    path,
    write: writing.write,
    read: readers.read,
    position: async () => {
      const { revision, floor, timeline } = writing.state()
      return { revision, floor, timeline }
    },
    log: (after, scopes, limit) =>
      apart(async () => {
        const { revision, floor } = writing.state()
        if (after < floor) throw new RangeError(`The log begins after revision ${floor}, not after ${after}`)
        return writing.log.read({ after, through: revision, scopes, limit })
      }),
    prune: writing.prune,
    onCommit: (listener) => {
      const own = (): void => listener()
      writing.listeners.add(own)
      return () => void writing.listeners.delete(own)
    },
    snapshotTo: (target, scopes) => {
      if (one) return lock.between(() => writeSnapshotHere(writer, target, scopes))
      return hold(running, writeSnapshot(path, target, scopes))
    },
    ask: readers.ask,
    stateHash: readers.stateHash,
    copyTo: async (target) => void (await hold(running, writer.backup(target))),
    close: async () => {
      lock.close()
      writing.stop()
      await Promise.allSettled(running)
      await readers.idle()
      connections.close()
    },
  }
}

/** All that writes: transactions under their revisions, the log, and its pruning. */
function openWriting({ writer, asker }: Connections, lock: WriteLock, options: SqliteCentreOptions) {
  const checkpoints = checkpointBetween(writer)
  const born = { now: (options.now ?? Date.now)(), timeline: options.newTimeline ?? randomUUID }
  let state = firstState(writer, born)
  const log = openLogStore(writer, asker, state.revision)
  const core = openWriter(writer)
  const listeners = new Set<() => void>()
  const setRevision = writer.prepare(`UPDATE centre_state SET revision = ? WHERE id = 'centre'`)
  const setFloor = writer.prepare(`UPDATE centre_state SET floor = ? WHERE id = 'centre'`)

  const write = <R>(run: (tx: CentreTx) => Promise<R>): Promise<R> => {
    let renewed = false
    let made: { revision: number; entries: readonly ChangeEntry[] } | null = null
    const work = async (stillHeld: () => void): Promise<R> => {
      const opened = openWriteTx(core, state)
      core.record(opened.recorder)
      const result = await run(opened.tx)
      stillHeld()
      opened.end()
      renewed = opened.renewed
      const entries = await opened.recorder.entries(core.look)
      if (entries.length === 0 && !opened.taken) return result
      made = { revision: state.revision + 1, entries: entries.length > 0 ? entries : [EMPTY_REVISION] }
      log.append(made.revision, made.entries)
      setRevision.run(made.revision)
      return result
    }
    const committed = (): void => {
      core.record(null)
      checkpoints.committed()
      if (renewed) state = readCentreState(writer) ?? state
      if (made === null) return
      state = { ...state, revision: made.revision }
      log.committed(made.revision, made.entries)
      // A turn later: the answer to whoever wrote goes out first. Whoever listens cannot undo a commit.
      for (const listener of listeners) setImmediate(listener)
    }
    const failed = (): void => {
      core.record(null)
      core.tables.forget()
    }
    return lock.transaction(work, { committed, failed })
  }

  const prune = async (keepRevisions: number): Promise<number> => {
    const target = Math.max(state.floor, state.revision - keepRevisions)
    while (state.floor < target) {
      const floor = Math.min(target, state.floor + PRUNED_AT_ONCE)
      const work = async (): Promise<void> => {
        log.remove(floor)
        setFloor.run(floor)
      }
      const committed = (): void => {
        state = { ...state, floor }
      }
      await lock.transaction(work, { committed, failed: () => undefined })
      await nextTurn()
    }
    return state.floor
  }
  return { write, prune, log, listeners, state: () => state, stop: checkpoints.stop }
}

/** The writing connection with its tables; each change goes to the recorder of the moment. */
function openWriter(database: Database.Database) {
  let recorder: ChangeRecorder | null = null
  const see = (change: RowChange): void => recorder?.see(change)
  const tables: CachedTables = cacheRows(bindTables(database, [see, openOrderSearch(database)], true))
  const look: ScopeLookup = {
    zones: async (ids) => {
      const zones = new Map<string, string>()
      for (const id of ids) {
        const location = await tables.get('location', id)
        if (location !== undefined) zones.set(id, location.zone)
      }
      return zones
    },
    stockAt: async (ids) => {
      const rows = []
      for (const id of ids) rows.push(...(await tables.find('stock', 'location', id)))
      return rows
    },
  }
  const writer: CentreWriter = {
    database,
    tables,
    own: bindCentreTables(database),
    savepoint: createSavepoint(database),
  }
  return {
    ...writer,
    look,
    record: (next: ChangeRecorder | null) => {
      recorder = next
    },
  }
}

function createReaders(
  { snapshots, asker, one }: Connections,
  between: <R>(job: () => Promise<R>) => Promise<R>,
): Pick<CentreStore, 'read' | 'ask' | 'stateHash'> & { idle(): Promise<unknown> } {
  const tx = createReadTx(snapshots)
  let last: Promise<unknown> = Promise.resolve()
  const queue = <R>(job: () => Promise<R>): Promise<R> => {
    const result = last.then(job, job)
    last = result.catch(() => undefined)
    return result
  }
  const atOneInstant = <R>(job: () => Promise<R>): Promise<R> =>
    (one ? between : queue)(async () => {
      snapshots.exec('BEGIN')
      try {
        return await job()
      } finally {
        snapshots.exec('ROLLBACK')
      }
    })
  const questions = new Map<string, Database.Statement>()
  const question = (sql: string): Database.Statement => {
    let found = questions.get(sql)
    if (found === undefined) {
      found = asker.prepare(sql)
      if (!found.readonly || !found.reader) throw new Error('Only questions may be asked')
      if (questions.size >= KEPT_QUESTIONS) questions.clear()
      questions.set(sql, found)
    }
    return found
  }
  const ask = async <R>(sql: string, ...values: (string | number | null)[]): Promise<R[]> => {
    const answer = async (): Promise<R[]> => question(sql).all(...values) as R[]
    return one ? between(answer) : answer()
  }
  return {
    read: (run) => atOneInstant(() => run(tx)),
    ask,
    stateHash: () =>
      atOneInstant(() =>
        hashOfState(
          (table) =>
            snapshots
              .prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`)
              .iterate() as Iterable<unknown>,
        ),
      ),
    idle: () => last,
  }
}

/** Remembers a job until it is over, so that a store does not close beneath it. */
function hold<R>(running: Set<Promise<unknown>>, job: Promise<R>): Promise<R> {
  running.add(job)
  const over = (): void => void running.delete(job)
  job.then(over, over)
  return job
}
