import pg from 'pg'
import { commitsOf, type LoggedChange } from '../centre-log.ts'
import type { CentreStore, LogCommit } from '../centre-port.ts'
import { keepRecent, type RecentChanges } from '../recent-changes.ts'
import { hashOfState } from '../state-hash.ts'
import { TABLES } from '../tables.ts'
import { openCommitSignal } from './commit-signal.ts'
import { type Connections, openConnections } from './connections.ts'
import { migratePostgres } from './migrate.ts'
import { numberParameters } from './portable-sql.ts'
import { lostOr, PostgresLostError } from './postgres-errors.ts'
import { atOneInstant, eachRow, openReadTx } from './read-transaction.ts'
import { writeSnapshot } from './snapshot.ts'
import { runWrite, type WriteCost } from './write-transaction.ts'

/** How a centre in PostgreSQL is opened. */
export type PostgresCentreOptions = {
  /** `postgresql://user:password@host:port/database`, or with `?host=/folder` for a socket. */
  url: string
  /** Reading connections; writing and listening take one more each. */
  poolSize?: number
  /** Hears of lost and regained connections. */
  log?: (message: string) => void
  /** UTC milliseconds; for the birth of a new centre. */
  now?: () => number
  /** Hears what each write cost. */
  onCost?: (cost: WriteCost) => void
}

/** How many revisions are forgotten in one step of pruning. */
const PRUNED_AT_ONCE = 2_000
const READERS = 4
type Position = { revision: number; floor: number; timeline: string }
const POSITION = `SELECT revision, floor, timeline FROM centre_state WHERE id = 'centre'`

/**
 * Opens (and migrates) a centre in a PostgreSQL database; an empty database becomes one. As many processes as wish may
 * have it open. Throws PostgresRefusedError with a code, or PostgresLostError when nobody answers.
 */
export async function openPostgresCentreStore(options: PostgresCentreOptions): Promise<CentreStore> {
  const log = options.log ?? (() => undefined)
  const connections = openConnections(options.url, options.poolSize ?? READERS, log)
  try {
    await connections.writing((client) => migratePostgres(client, (options.now ?? Date.now)()))
  } catch (error) {
    await connections.close()
    throw lostOr(error)
  }
  return createStore(connections, options.onCost, log)
}

function createStore(
  connections: Connections,
  onCost: PostgresCentreOptions['onCost'],
  log: (message: string) => void,
): CentreStore {
  const recent = keepRecent()
  const questions = createQuestions(connections, recent)
  const signal = openCommitSignal({
    connect: connections.apart,
    revision: async () => (await questions.position()).revision,
    log,
  })
  let last: Promise<unknown> = Promise.resolve()
  let open = true
  const assertOpen = (): void => {
    if (!open) throw new Error('The store is closed')
  }
  /** Writers of this process wait here, and those of others at the lock. */
  const queue = <R>(job: () => Promise<R>): Promise<R> => {
    const result = last.then(job, job)
    last = result.catch(() => undefined)
    return result
  }

  const write: CentreStore['write'] = (run, warm = []) =>
    queue(async () => {
      assertOpen()
      const { result, made, cost } = await connected(() =>
        connections.writing(async (client, broken) => {
          try {
            return await runWrite(client, run, warm)
          } catch (error) {
            // After an error of the server it is not certain which statements the connection still knows.
            if (error instanceof pg.DatabaseError || error instanceof PostgresLostError) broken()
            throw error
          }
        }),
      )
      onCost?.(cost)
      if (made !== null) {
        recent.check(made.before)
        recent.add(made.revision, made.entries)
        signal.saw(made.revision)
      }
      return result
    })

  return {
    kind: 'postgresql',
    write,
    ...questions,
    prune: async (keepRevisions) => {
      const floor = await pruneLog(connections, queue, keepRevisions)
      await questions.position()
      return floor
    },
    onCommit: signal.on,
    close: async () => {
      if (!open) return
      open = false
      await last
      await signal.stop()
      await connections.close()
    },
  }
}

/** A connection that could not be had is a lost one. */
async function connected<R>(job: () => Promise<R>): Promise<R> {
  try {
    return await job()
  } catch (error) {
    throw lostOr(error)
  }
}

/** Everything that only reads; beside writers, on connections of its own. What this process wrote last is not read again. */
function createQuestions(
  connections: Connections,
  recent: RecentChanges,
): Pick<CentreStore, 'read' | 'position' | 'log' | 'snapshotTo' | 'ask' | 'stateHash'> {
  const reading: Connections['reading'] = (job) => connected(() => connections.reading(job))
  return {
    read: (run) => reading((client, broken) => atOneInstant(client, broken, () => run(openReadTx(client)))),
    position: () =>
      reading(async (client) => {
        const position = (await client.query(POSITION)).rows[0] as Position
        recent.check(position)
        return position
      }),
    log: async (after, scopes, limit) => {
      const kept = after < recent.through ? recent.after(after) : null
      if (kept !== null) return commitsOf(kept, { after, through: recent.through, scopes, limit })
      return reading((client, broken) => atOneInstant(client, broken, () => readLog(client, after, scopes, limit)))
    },
    snapshotTo: (path, scopes) =>
      reading((client, broken) => atOneInstant(client, broken, () => writeSnapshot(client, path, scopes))),
    ask: <R>(sql: string, ...values: (string | number | null)[]) =>
      reading((client, broken) =>
        atOneInstant(client, broken, async () => (await client.query(numberParameters(sql), values)).rows as R[]),
      ),
    stateHash: () =>
      reading((client, broken) =>
        atOneInstant(client, broken, () =>
          hashOfState((table) => eachRow(client, `SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`)),
        ),
      ),
  }
}

/** A scope takes in those below it: `stock` takes in `stock/A`. */
const IN_SCOPES = `EXISTS (SELECT FROM unnest($2::text[]) AS asked(scope)
  WHERE change.scope = asked.scope OR starts_with(change.scope, asked.scope || '/'))`

/** The entries after a revision in the scopes asked for: of whole revisions, the last one is that of the entry `$3`. */
const LOG = `SELECT revision, scope, table_name, pk, "row" FROM change
  WHERE revision > $1 AND ${IN_SCOPES} AND revision <= (
    SELECT max(revision) FROM (
      SELECT revision FROM change WHERE revision > $1 AND ${IN_SCOPES} ORDER BY revision, ordinal LIMIT $3
    ) AS first)
  ORDER BY revision, ordinal`

async function readLog(
  client: pg.ClientBase,
  after: number,
  scopes: readonly string[],
  limit: number,
): Promise<LogCommit[]> {
  const { revision: through, floor } = (await client.query(POSITION)).rows[0] as Position
  if (after < floor) throw new RangeError(`The log begins after revision ${floor}, not after ${after}`)
  const values = [after, scopes, Math.max(1, limit)]
  const rows = (await client.query({ text: LOG, values, rowMode: 'array' })).rows as unknown as LoggedChange[]
  // Beyond the last entry that was read there may be more.
  const seen = rows.length < limit ? through : (rows.at(-1)?.[0] ?? through)
  return commitsOf(rows, { after, through: seen, scopes, limit })
}

/** Forgets the log up to a revision, step by step between other writes; the new floor. */
async function pruneLog(
  connections: Connections,
  queue: <R>(job: () => Promise<R>) => Promise<R>,
  keepRevisions: number,
): Promise<number> {
  for (;;) {
    const { floor, target } = await queue(() =>
      connected(() =>
        connections.writing(async (client) => {
          await client.query('BEGIN')
          try {
            const { rows } = await client.query(`${POSITION} FOR UPDATE`)
            const state = rows[0] as Position
            const target = Math.max(state.floor, state.revision - keepRevisions)
            const floor = Math.min(target, state.floor + PRUNED_AT_ONCE)
            await client.query('DELETE FROM change WHERE revision <= $1', [floor])
            await client.query(`UPDATE centre_state SET floor = $1 WHERE id = 'centre'`, [floor])
            await client.query('COMMIT')
            return { floor, target }
          } catch (error) {
            await client.query('ROLLBACK').catch(() => undefined)
            throw error
          }
        }),
      ),
    )
    if (floor >= target) return floor
  }
}
