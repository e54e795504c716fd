import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { accept, type CommandDefinition, defineCommand, refuse } from '../../../commands/command.ts'
import { buildRegistry } from '../../../commands/registry.ts'
import type { Commit } from '../../../contract/central/messages.ts'
import type { JournaledCommand } from '../../../db/journaled-command.ts'
import type { Tx } from '../../../db/port.ts'
import { openOrderSearch } from '../../../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../../../db/sqlite/sqlite-store.ts'
import { hashOfState, sameRow } from '../../../db/state-hash.ts'
import { type Row, TABLES, type TableName } from '../../../db/tables.ts'
import type { SharedRow } from '../../../main/journal/before-images.ts'
import { createExecutor, type Executor } from '../../../main/journal/executor.ts'
import { type Journal, openJournal } from '../../../main/journal/journal.ts'
import { saveMembership } from '../../../main/journal/membership.ts'
import { setAppliedSeq, setCentrePosition } from '../../../main/journal/replica-position.ts'
import { checksumOf } from '../../../main/sync/merge-commits.ts'
import type { CentreLink } from '../../../main/sync/ports.ts'

/** What the station of these tests follows: all but the ledger. */
export const SCOPES = ['site', 'items', 'places', 'stock', 'work']
export const STATION = 'station-1'
export const BY = { operatorId: null, station: 'P-01' }

const id = z.string()
/** Counts a series up or down; refused below zero, so that it depends on what was there before. */
export const addTo = defineCommand({
  type: 'test.add',
  version: 1,
  class: 'FACT',
  args: z.object({ id, by: z.int() }),
  async run(tx, { args }) {
    const value = ((await tx.get('number_series', args.id))?.value ?? 0) + args.by
    if (value < 0) return refuse('wrongState')
    await tx.put('number_series', { id: args.id, value })
    return accept(value)
  },
})
/** Gives a tote a code, which is unique: a second tote with it throws. */
export const nameTote = defineCommand({
  type: 'test.name-tote',
  version: 1,
  class: 'FACT',
  args: z.object({ id, code: z.string() }),
  async run(tx, { args }) {
    await tx.put('tote', toteRow(args.id, args.code))
    return accept(null)
  },
})
/** Removes a series, and tells the ledger, which the station does not follow. */
export const dropSeries = defineCommand({
  type: 'test.drop',
  version: 1,
  class: 'FACT',
  args: z.object({ id }),
  async run(tx, command) {
    await tx.remove('number_series', command.args.id)
    await tx.put('stock_move', {
      id: `${command.id}.move`,
      command_id: command.id,
      at: command.at,
      item_id: command.args.id,
      from_stock_id: null,
      to_stock_id: null,
      lot: '',
      serial: '',
      quantity: 1,
      reason: 'test',
      order_line_id: null,
      operator_id: null,
    })
    return accept(null)
  },
})
/** Only a centre decides this one. */
export const askFor = defineCommand({
  type: 'test.ask-for',
  version: 1,
  class: 'INTENT',
  args: z.object({ id }),
  async run(tx, { args }) {
    await tx.put('number_series', { id: args.id, value: 100 })
    return accept({ value: 100 })
  },
})
export const REGISTRY = buildRegistry([addTo, nameTote, dropSeries, askFor] as unknown as CommandDefinition[])

export function toteRow(key: string, code: string): Row<'tote'> {
  return { id: key, code, name: code, state: 'empty', order_id: null, pick_task_id: null }
}

type Tables = Map<string, SharedRow>
const name = (table: string, key: string) => `${table}/${key}`

/** Rows in memory under the same guards as the tables of these tests: unique tote codes, no series below zero. */
export class MemoryTables implements Tx {
  rows: Tables
  constructor(rows: Tables = new Map()) {
    this.rows = rows
  }
  async get<T extends TableName>(table: T, key: string): Promise<Row<T> | undefined> {
    return this.rows.get(name(table, key)) as Row<T> | undefined
  }
  async find<T extends TableName>(): Promise<Row<T>[]> {
    return []
  }
  async put<T extends TableName>(table: T, row: Row<T>): Promise<void> {
    const key = (row as Record<string, unknown>)[TABLES[table].key] as string
    if (table === 'tote')
      for (const other of this.rows.values())
        if ('code' in other && 'id' in other && other.id !== key && other.code === (row as { code?: string }).code)
          throw new Error('two totes with one code')
    if (table === 'number_series' && ((row as { value?: number }).value as number) < 0) throw new Error('below zero')
    this.rows.set(name(table, key), { ...row } as SharedRow)
  }
  async remove(table: TableName, key: string): Promise<void> {
    this.rows.delete(name(table, key))
  }
  /** Runs a part that leaves no trace when it throws or is refused; false then. */
  async attempt(run: () => Promise<{ ok: boolean }>): Promise<boolean> {
    const before = new Map(this.rows)
    try {
      if ((await run()).ok) return true
    } catch {
      // As asked: no trace.
    }
    this.rows = before
    return false
  }
  hash(): Promise<string> {
    return hashOfState((table) =>
      [...this.rows]
        .filter(([key]) => key.startsWith(`${table}/`))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, row]) => row),
    )
  }
}

/** Runs a journaled fact on rows in memory; false when it throws or is refused. */
export function runFact(tables: MemoryTables, row: JournaledCommand): Promise<boolean> {
  const definition = REGISTRY.get(`${row.type}@${row.version}`)
  if (definition === undefined) throw new Error(row.type)
  return tables.attempt(() =>
    definition.run(tables, {
      id: row.id,
      at: row.at,
      businessDate: row.business_date,
      operatorId: row.operator_id,
      station: row.station,
      stationId: STATION,
      args: JSON.parse(row.args),
    }),
  )
}

/** A centre in memory that makes commits; `at(revision)` is its state, as the station follows it, and its ack there. */
export class TestCentre {
  tables = new MemoryTables()
  commits: Commit[] = []
  states: { rows: Tables; ack: number }[] = [{ rows: new Map(), ack: 0 }]
  ack = 0

  async change(run: (tx: MemoryTables) => Promise<unknown>, ack: number | null = null): Promise<Commit> {
    const before = new Map(this.tables.rows)
    await run(this.tables)
    const changes: Commit['changes'] = []
    for (const key of new Set([...before.keys(), ...this.tables.rows.keys()])) {
      const [table, pk] = [key.slice(0, key.indexOf('/')) as TableName, key.slice(key.indexOf('/') + 1)]
      const after = this.tables.rows.get(key) ?? null
      if (table !== 'stock_move' && !sameRow(table, before.get(key) ?? null, after))
        changes.push([table, pk, after as Commit['changes'][number][2]])
    }
    this.ack = ack ?? this.ack
    const commit = { revision: this.commits.length + 1, ack, changes, checksum: checksumOf(changes) }
    this.commits.push(commit)
    const followed = new Map([...this.tables.rows].filter(([key]) => !key.startsWith('stock_move/')))
    this.states.push({ rows: followed, ack: this.ack })
    return commit
  }

  /** Takes facts in one commit; those that `refuse` names become exceptions, which write nothing. */
  take(facts: readonly JournaledCommand[], refused: (fact: JournaledCommand) => boolean = () => false) {
    return this.change(async (tables) => {
      for (const fact of facts) if (!refused(fact)) await runFact(tables, fact)
    }, facts.at(-1)?.seq ?? null)
  }

  at(revision: number): { rows: Tables; ack: number } {
    const state = this.states[revision]
    if (state === undefined) throw new Error(`No revision ${revision}`)
    return state
  }
}

/** A joined station's files with an executor, at revision 0 of an empty centre. */
export type ReplicaWorld = {
  folder: string
  journal: Journal
  store: SqliteStore
  executor: Executor
  link: CentreLink & { asked: Parameters<CentreLink['request']>[0][]; told: number }
  /** Closes and opens the files again. */
  reopen(): void
  /** Opens files that a test has closed. */
  reopenClosed(): void
  close(): void
}

/** Opens such a station; `request` answers what it asks of the centre. */
export async function openReplicaWorld(
  options: { folder?: string; alone?: boolean; request?: CentreLink['request'] } = {},
): Promise<ReplicaWorld> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'baro-replica-'))
  const link: ReplicaWorld['link'] = {
    stationId: STATION,
    stationNumber: 1,
    asked: [],
    told: 0,
    journaled: () => {
      link.told += 1
    },
    request: async (body) => {
      link.asked.push(body)
      return options.request === undefined
        ? { ok: false, refusal: { name: 'needsCentre', params: {} } }
        : options.request(body)
    },
  }
  const open = () => {
    const journal = openJournal(join(folder, 'journal.db'))
    const store = openSqliteStore(join(folder, 'replica.db'), { observers: (database) => [openOrderSearch(database)] })
    const executor = createExecutor({
      store,
      journal,
      registry: REGISTRY,
      platform: {
        now: () => 1_767_000_000_000,
        randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
        settings: { get: () => undefined, set: () => undefined },
        log: () => undefined,
      },
      timeZone: () => 'UTC',
      centre: () => (options.alone === true ? null : link),
    })
    Object.assign(self, { journal, store, executor })
  }
  const self = {
    folder,
    link,
    reopen: () => {
      self.store.close()
      self.journal.close()
      open()
    },
    reopenClosed: () => open(),
    close: () => {
      self.store.close()
      self.journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  } as ReplicaWorld
  open()
  if (options.alone !== true && options.folder === undefined) await join0(self)
  return self
}

async function join0({ journal, store }: ReplicaWorld): Promise<void> {
  saveMembership(journal, {
    centre: 'http://centre.test',
    stationId: STATION,
    stationNumber: 1,
    incarnation: 'i-1',
    timeline: 't-1',
    baseSeq: journal.lastSeq(),
    durableSeq: 0,
    onlineAt: null,
  })
  await store.writeWith(
    async (_tx, { database }) => {
      setAppliedSeq(database, journal.lastSeq())
      setCentrePosition(database, { ackedSeq: journal.lastSeq(), revision: 0, timeline: 't-1' })
    },
    () => undefined,
  )
}

/** Runs a fact at the station; whether it was accepted (a thrown constraint counts as not). */
export async function act<A extends z.ZodType, R>(
  world: ReplicaWorld,
  definition: CommandDefinition<A, R>,
  args: z.output<A>,
): Promise<boolean> {
  try {
    return (await world.executor.transact((work) => work.run(definition, args, BY))).ok
  } catch (error) {
    if (/UNIQUE/.test(String(error))) return false
    throw error
  }
}

/** What the station shall show: the centre's rows at a revision, and the pending facts run on them. */
export async function expectedState(world: ReplicaWorld, centre: TestCentre, revision: number): Promise<MemoryTables> {
  const { rows, ack } = centre.at(revision)
  const tables = new MemoryTables(new Map(rows))
  for (const fact of world.journal.after(ack, 100_000)) await runFact(tables, fact)
  return tables
}
