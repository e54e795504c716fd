import type Database from 'better-sqlite3'
import { type ChangeRecorder, createChangeRecorder } from '../centre-log.ts'
import type { CentreTx, OwnTx } from '../centre-port.ts'
import type { CentreState } from './centre-file.ts'
import type { CachedTables } from './row-cache.ts'
import { bindCentreTables, bindTables } from './table-statements.ts'

/** A running transaction of a centre, and what its store has to know when it ends. */
export type OpenTx = {
  readonly tx: CentreTx
  readonly recorder: ChangeRecorder
  /** True when the revision was asked for. */
  readonly taken: boolean
  /** True when the row of the centre's state was written. */
  readonly renewed: boolean
  /** After this every use of `tx` throws; throws itself when a part failed for want of the file, not for what it asked. */
  end(): void
}

/** What the transactions of one writing connection share. */
export type CentreWriter = {
  readonly database: Database.Database
  readonly tables: CachedTables
  readonly own: OwnTx
  readonly savepoint: Savepoint
}

type Savepoint = { begin(): void; release(): void; rollback(): void }

/** Savepoints on a connection; they may lie within each other. */
export function createSavepoint(database: Database.Database): Savepoint {
  const begin = database.prepare('SAVEPOINT part')
  const release = database.prepare('RELEASE part')
  const rollback = database.prepare('ROLLBACK TO part')
  return {
    begin: () => void begin.run(),
    release: () => void release.run(),
    rollback: () => {
      rollback.run()
      release.run()
    },
  }
}

/** Begins to record a transaction that is open on the writing connection; its changes will carry the revision after `state`. */
export function openWriteTx({ database, tables, own, savepoint }: CentreWriter, state: CentreState): OpenTx {
  const recorder = createChangeRecorder()
  let taken = false
  let ended = false
  let renewed = false
  let broken: unknown
  const alive = (): void => {
    if (ended) throw new Error('The transaction is over')
  }
  return {
    recorder,
    get taken() {
      return taken
    },
    get renewed() {
      return renewed
    },
    end: () => {
      ended = true
      if (broken !== undefined) throw broken
    },
    tx: {
      get: async (table, key) => {
        alive()
        return tables.get(table, key)
      },
      find: async (table, index, ...values) => {
        alive()
        return tables.find(table, index, ...values)
      },
      put: async (table, row) => {
        alive()
        await tables.put(table, row)
      },
      remove: async (table, key) => {
        alive()
        await tables.remove(table, key)
      },
      own: guardOwn(own, alive, (next) => {
        if (next.revision !== state.revision || next.floor !== state.floor)
          throw new Error('Revision and floor belong to the store')
        renewed = true
      }),
      revision: async () => {
        alive()
        taken = true
        return state.revision + 1
      },
      tell: async (scope, pk, row) => {
        alive()
        recorder.tell(scope, pk, row)
      },
      attempt: async (run) => {
        alive()
        return runPart({ database, tables, own, savepoint }, recorder, run, (error) => {
          broken ??= error
        })
      },
    },
  }
}

/** Runs a part that may fail; `breaks` hears of an error after which nothing of the transaction may be kept. */
async function runPart<R>(
  { database, tables, savepoint }: CentreWriter,
  recorder: ChangeRecorder,
  run: () => Promise<R>,
  breaks: (error: unknown) => void,
): Promise<R> {
  const mark = recorder.mark()
  savepoint.begin()
  try {
    const result = await run()
    savepoint.release()
    return result
  } catch (error) {
    if (!refusedByRow(error)) breaks(error)
    if (database.inTransaction) savepoint.rollback()
    recorder.undo(mark)
    tables.forget()
    throw error
  }
}

/** False for errors of the file itself (full, damaged): after them no part of the transaction may be kept. */
function refusedByRow(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code !== 'string' || !code.startsWith('SQLITE_') || code.startsWith('SQLITE_CONSTRAINT')
}

function guardOwn(own: OwnTx, alive: () => void, seeState: (next: CentreState) => void): OwnTx {
  return {
    get: async (table, key) => {
      alive()
      return own.get(table, key)
    },
    find: async (table, index, ...values) => {
      alive()
      return own.find(table, index, ...values)
    },
    put: async (table, row) => {
      alive()
      if (table === 'centre_state') seeState(row as CentreState)
      await own.put(table, row)
    },
    remove: async (table, key) => {
      alive()
      if (table === 'centre_state') throw new Error('The state of a centre cannot be removed')
      await own.remove(table, key)
    },
  }
}

/** A transaction that only reads, over a connection on which one is open. */
export function createReadTx(reader: Database.Database): CentreTx {
  const tables = bindTables(reader, [], false)
  const own = bindCentreTables(reader)
  const refuse = async (): Promise<never> => {
    throw new Error('This transaction only reads')
  }
  return {
    get: tables.get,
    find: tables.find,
    put: refuse,
    remove: refuse,
    own: { get: own.get, find: own.find, put: refuse, remove: refuse },
    revision: refuse,
    tell: refuse,
    attempt: (run) => run(),
  }
}
