import type pg from 'pg'
import { type Alive, aliveUntil } from '../alive.ts'
import { type ChangeEntry, createChangeRecorder, EMPTY_REVISION, type ScopeLookup } from '../centre-log.ts'
import type { CentreTx, OwnTx } from '../centre-port.ts'
import type { CentreRow } from '../centre-tables.ts'
import type { RowChange, Tx } from '../port.ts'
import type { Row } from '../tables.ts'
import { newestVersions, refuseNewer, SCHEMA_VERSIONS, type SchemaVersions } from './migrate.ts'
import { type Overlay, openOverlay } from './overlay.ts'
import { isLost, lostOr, PostgresLostError } from './postgres-errors.ts'
import { openRowSource, type RowSource } from './row-source.ts'
import { ownTx, sharedTx } from './shared-tx.ts'
import { isShared, type StoredRow } from './stored-tables.ts'
import { arrayParameter, columnArrays, deleteByKeys, insertChanges, type Statement, upsertRows } from './table-sql.ts'
import { warmUp } from './warm-up.ts'

/** What one write came to, for whoever watches the costs: queries and turns of the event loop spent on reading. */
export type WriteCost = { turns: number; queries: number; rows: number }

/** The channel on which each process hears of the others' revisions. */
export const COMMIT_CHANNEL = 'baro_commit'
const TELL: Statement = { name: 'tell', text: 'SELECT pg_notify($1, $2)' }

/**
 * Takes the centre's lock, so that writers of all processes come one after another, and sees to it that a process that
 * stops in the middle does not keep it. Rows are only ever looked up by key or index here: no plan may read a whole table.
 */
const BEGIN = `BEGIN;
  SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = '30s';
  SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
  SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_generic_plan;
  SELECT revision, floor, timeline, created_at, durable_revision, id FROM centre_state WHERE id = 'centre' FOR UPDATE;
  ${SCHEMA_VERSIONS}`

/** What a transaction added to the log, and where that stood before. */
export type Made = {
  revision: number
  entries: readonly ChangeEntry[]
  before: Pick<CentreRow<'centre_state'>, 'revision' | 'timeline' | 'floor'>
}

/** Runs one transaction over a connection; what it made, or null. The connection is to go after a throw. */
export async function runWrite<R>(
  client: pg.ClientBase,
  run: (tx: CentreTx) => Promise<R>,
  warm: readonly ((tx: Tx) => Promise<unknown>)[],
): Promise<{ result: R; made: Made | null; cost: WriteCost }> {
  const state = await begin(client)
  try {
    let broken: unknown
    const ask = async (statement: Statement, values: readonly Value[]) => {
      try {
        return (await client.query({ ...statement, values: values.map(asParameter), rowMode: 'array' })).rows
      } catch (error) {
        broken ??= error
        throw lostOr(error)
      }
    }
    const source = openRowSource(ask, (send) => together(client, send))
    if (warm.length > 0) await warmUp(source, warm)
    const open = openWriteTx(source, state)
    const result = await run(open.tx)
    open.end()
    // A part may have caught the error, but nothing can be written after it.
    if (broken !== undefined) throw broken
    const { made, rows } = await flush(client, source, open, state)
    await commit(client)
    return { result, made, cost: { ...source.spent, rows } }
  } catch (error) {
    if (!(error instanceof PostgresLostError)) await client.query('ROLLBACK').catch(() => undefined)
    throw lostOr(error)
  }
}

async function begin(client: pg.ClientBase): Promise<CentreRow<'centre_state'>> {
  try {
    const results = (await client.query(BEGIN)) as unknown as pg.QueryResult[]
    const [state, versions] = results.slice(-2)
    refuseNewer(versions?.rows[0] as SchemaVersions, newestVersions())
    return state?.rows[0] as CentreRow<'centre_state'>
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw lostOr(error)
  }
}

async function commit(client: pg.ClientBase): Promise<void> {
  let command: string
  try {
    command = (await client.query('COMMIT')).command
  } catch (error) {
    throw isLost(error) ? new PostgresLostError('E-DATA-UNSURE', error) : error
  }
  if (command !== 'COMMIT') throw new Error('The transaction was taken back by the server')
}

type OpenTx = {
  tx: CentreTx
  overlay: Overlay
  recorder: ReturnType<typeof createChangeRecorder>
  taken(): boolean
  end(): void
}

function openWriteTx(source: RowSource, state: CentreRow<'centre_state'>): OpenTx {
  const overlay = openOverlay(source)
  const recorder = createChangeRecorder()
  let taken = false
  let ended = false
  const alive = aliveUntil(() => ended)
  const shared = sharedTx(overlay)
  return {
    overlay,
    recorder,
    taken: () => taken,
    end: () => {
      ended = true
    },
    tx: {
      ...guard(shared, alive),
      own: guardState(guard(ownTx(overlay), alive), state.revision),
      revision: () =>
        alive(async () => {
          taken = true
          return state.revision + 1
        }),
      tell: (scope, pk, row) => alive(async () => recorder.tell(scope, pk, row)),
      attempt: (part) =>
        alive(async () => {
          const marks = [overlay.mark(), recorder.mark()] as const
          try {
            return await part()
          } catch (error) {
            overlay.undo(marks[0])
            recorder.undo(marks[1])
            throw error
          }
        }),
    },
  }
}

function guard<T extends Tx | OwnTx>(tx: T, alive: Alive): T {
  const { get, find, put, remove } = tx as Tx
  return {
    get: (...asked: Parameters<Tx['get']>) => alive(() => get(...asked)),
    find: (...asked: Parameters<Tx['find']>) => alive(() => find(...asked)),
    put: (...asked: Parameters<Tx['put']>) => alive(() => put(...asked)),
    remove: (...asked: Parameters<Tx['remove']>) => alive(() => remove(...asked)),
  } as T
}

/** Only the store counts revisions, and a centre is never without its state. */
function guardState(own: OwnTx, revision: number): OwnTx {
  return {
    ...own,
    put: async (table, row) => {
      if (table === 'centre_state' && (row as CentreRow<'centre_state'>).revision !== revision)
        throw new Error('A revision is taken by asking for it')
      await own.put(table, row)
    },
    remove: async (table, key) => {
      if (table === 'centre_state') throw new Error('The state of a centre cannot be removed')
      await own.remove(table, key)
    },
  }
}

/** Sends everything that was written, each table's rows in one statement, with the log of what differs from before. */
async function flush(
  client: pg.ClientBase,
  source: RowSource,
  { overlay, recorder, taken }: OpenTx,
  state: CentreRow<'centre_state'>,
): Promise<{ made: Made | null; rows: number }> {
  for (const [table, rows] of overlay.written())
    if (isShared(table)) for (const key of rows.keys()) source.wantRow(table, key)
  await source.fetch()
  for (const [table, rows] of overlay.written())
    if (isShared(table))
      for (const [key, after] of rows)
        recorder.see({ table, key, before: source.row(table, key) ?? null, after } as unknown as RowChange)
  const found = await recorder.entries(scopeLookup(source, overlay))
  const entries = found.length > 0 ? found : [EMPTY_REVISION]
  const made = found.length > 0 || taken() ? { revision: state.revision + 1, entries, before: state } : null
  if (made !== null) {
    const { revision } = made
    await overlay.put('centre_state', { ...((await overlay.get('centre_state', 'centre')) ?? state), revision })
  }
  const { removals, upserts, rows } = statementsOf(source, overlay)
  const sending: Sending[] = [...removals, ...upserts]
  if (made !== null) {
    sending.push([insertChanges(), changeArrays(made)])
    sending.push([TELL, [COMMIT_CHANNEL, String(made.revision)]])
  }
  const sent = together(client, () =>
    sending.map(([statement, values]) => client.query({ ...statement, values: values.map(asParameter) })),
  )
  const failed = (await Promise.allSettled(sent)).find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return { made, rows }
}

/** Sends what is asked meanwhile in one piece: a write for each statement costs more than many a statement. */
function together<R>(client: pg.ClientBase, send: () => R): R {
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection
  stream.cork()
  try {
    return send()
  } finally {
    stream.uncork()
  }
}

/** A parameter: one value, or an array of them. */
type Value = string | readonly (string | number | null)[]

function asParameter(value: Value): Buffer | string {
  return typeof value === 'string' ? value : arrayParameter(value)
}

type Sending = [statement: Statement, values: Value[]]

/** Removals go first, so that what they held is free for the rows that come. */
function statementsOf(source: RowSource, overlay: Overlay): { removals: Sending[]; upserts: Sending[]; rows: number } {
  const removals: Sending[] = []
  const upserts: Sending[] = []
  let rows = 0
  for (const [table, written] of overlay.written()) {
    const gone: string[] = []
    const kept: StoredRow[] = []
    for (const [key, row] of written) {
      const known = source.knows(table, key)
      const before = source.row(table, key)
      if (row === null) {
        if (!known || before !== undefined) gone.push(key)
      } else if (before === undefined || !same(row, before)) kept.push(row)
    }
    if (gone.length > 0) removals.push([deleteByKeys(table), [gone]])
    if (kept.length > 0) upserts.push([upsertRows(table), columnArrays(table, kept)])
    rows += gone.length + kept.length
  }
  return { removals, upserts, rows }
}

function same(one: StoredRow, other: StoredRow): boolean {
  for (const column in one) if (one[column] !== other[column]) return false
  return true
}

function changeArrays({ revision, entries }: Made): Value[] {
  return [
    entries.map(() => revision),
    entries.map((_, ordinal) => ordinal),
    entries.map(({ scope }) => scope),
    entries.map(({ table }) => table),
    entries.map(({ pk }) => pk),
    entries.map(({ row }) => row),
  ]
}

function scopeLookup(source: RowSource, overlay: Overlay): ScopeLookup {
  return {
    zones: async (ids) => {
      for (const id of ids) source.wantRow('location', id)
      await source.fetch()
      const zones = new Map<string, string>()
      for (const id of ids) {
        const location = await overlay.get('location', id)
        if (location !== undefined) zones.set(id, location.zone as string)
      }
      return zones
    },
    stockAt: async (ids) => {
      const found = await Promise.all(ids.map((id) => overlay.find('stock', 'location', [id])))
      return found.flat() as Row<'stock'>[]
    },
  }
}
