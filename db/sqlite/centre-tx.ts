import type Database from 'better-sqlite3'
import { type Alive, aliveUntil } from '../alive.ts'
import { type ChangeRecorder, createChangeRecorder } from '../centre-log.ts'
import type { CentreTx, OwnTx } from '../centre-port.ts'
import type { CentreState } from './centre-file.ts'
import type { CachedTables } from './row-cache.ts'
import { bindCentreTables, bindReader } from './table-statements.ts'

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
  const alive = aliveUntil(() => ended)
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
      get: (table, key) => alive(() => tables.get(table, key)),
      find: (table, index, ...values) => alive(() => tables.find(table, index, ...values)),
      put: (table, row) => alive(() => tables.put(table, row)),
      remove: (table, key) => alive(() => tables.remove(table, key)),
      own: guardOwn(own, alive, (next) => {
        if (next.revision !== state.revision || next.floor !== state.floor)
          throw new Error('Revision and floor belong to the store')
        renewed = true
      }),
      revision: () =>
        alive(async () => {
          taken = true
          return state.revision + 1
        }),
      tell: (scope, pk, row) => alive(async () => recorder.tell(scope, pk, row)),
      attempt: (run) =>
        alive(() =>
          runPart({ database, tables, own, savepoint }, recorder, run, (error) => {
            broken ??= error
          }),
        ),
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

function guardOwn(own: OwnTx, alive: Alive, seeState: (next: CentreState) => void): OwnTx {
  return {
    get: (table, key) => alive(() => own.get(table, key)),
    find: (table, index, ...values) => alive(() => own.find(table, index, ...values)),
    put: (table, row) =>
      alive(async () => {
        if (table === 'centre_state') seeState(row as CentreState)
        await own.put(table, row)
      }),
    remove: (table, key) =>
      alive(async () => {
        if (table === 'centre_state') throw new Error('The state of a centre cannot be removed')
        await own.remove(table, key)
      }),
  }
}

/** A transaction that only reads, over a connection on which one is open. */
export function createReadTx(reader: Database.Database): CentreTx {
  const tables = bindReader(reader)
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
