// A station without screens in a process of its own: journal, tables, executor and sync, over files as at work.

import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { COMMANDS } from '../../commands/all-commands.ts'
import { recordReveal } from '../../commands/orders/record-reveal.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore } from '../../db/sqlite/sqlite-store.ts'
import { createExecutor } from '../../main/journal/executor.ts'
import { openJournal } from '../../main/journal/journal.ts'
import { openFileKeys } from '../../main/sync/keys/file-keys.ts'
import { openSync, type Sync } from '../../main/sync/open-sync.ts'
import { openSnapshotFiles } from '../../main/sync/snapshot-files.ts'
import { syncJournal, syncReplica } from '../../main/sync/station-ports.ts'
import { answer } from './answers.ts'
import { workThrough } from './floor-work.ts'

const folder = process.argv[2] ?? ''
const BY = { operatorId: null, station: 'bench' }
const EVENTS = `SELECT command_id FROM order_event WHERE type = 'customer-shown' AND rowid > ? ORDER BY rowid`

let net = new AbortController()
const listeners = new Set<() => void>()
const platform = {
  now: () => Date.now(),
  randomBytes: (count: number) => new Uint8Array(randomBytes(count)),
  log: ({ level, ...line }: Record<string, unknown>) => {
    if (level === 'error') process.stderr.write(`${JSON.stringify(line)}\n`)
  },
  settings: { get: () => undefined, set: () => undefined },
}
const journal = openJournal(join(folder, 'journal.db'))
const store = openSqliteStore(join(folder, 'replica.db'), {
  beforeImages: true,
  observers: (database) => [openOrderSearch(database)],
})
let sync: Sync | null = null
const executor = createExecutor({
  ...{ store, journal, registry: COMMANDS, platform, timeZone: () => 'Asia/Seoul' },
  centre: () => sync?.link() ?? null,
})
const opened = await openSync({
  ...{ log: platform.log, randomBytes: platform.randomBytes, random: Math.random, newId: randomUUID },
  clock: { now: platform.now, setTimer },
  // A cut line ends what is under way, too.
  fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, net.signal]) }),
  keys: openFileKeys(join(folder, 'station.key')),
  journal: syncJournal(journal),
  replica: syncReplica({ store, journal, registry: COMMANDS, dataDirectory: folder, hold: executor.hold }),
  files: openSnapshotFiles(join(folder, 'snapshots')),
  onChange: () => {
    for (const listener of listeners) listener()
  },
})
sync = opened

function setTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Resolves with the milliseconds it took until sync was online with nothing left to send. */
function settled(begin = performance.now()): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { state, unsent, problem, stopped } = opened.view()
      if (stopped !== null) reject(new Error(`Sync stopped: ${stopped} ${JSON.stringify(problem)}`))
      else if (state !== 'online' || unsent > 0) return
      else resolve(performance.now() - begin)
      listeners.delete(look)
    }
    listeners.add(look)
    look()
  })
}

const seen: [id: string, at: bigint][] = []

answer({
  join: async ({ centre, code }: { centre: string; code: string }) => {
    const begin = performance.now()
    const outcome = await opened.join({ centre, code, name: `Bench ${code.slice(0, 6)}`, bring: false })
    if (!outcome.ok) throw new Error(`Not joined: ${outcome.failure.code}`)
    return settled(begin)
  },
  count: (tables: string[]) =>
    tables.reduce(
      (sum, table) => sum + (store.reader.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number),
      0,
    ),
  rows: (sql: string) => store.reader.prepare(sql).all(),
  claim: async (orderIds: string[]) => {
    const decision = await executor.transact((work) => work.run(claimWork, { orderIds, limit: 24 }, BY))
    if (!decision.ok) throw new Error(`Not claimed: ${decision.refusal.name}`)
    return decision.value.taskId
  },
  cut: () => net.abort(new Error('The line is cut')),
  plug: () => {
    net = new AbortController()
    const done = settled()
    opened.retry()
    return done
  },
  work: ({ tasks, totes, packing }: { tasks: string[]; totes: number; packing: boolean }) =>
    workThrough({ executor, store }, { tasks, totes, packing }),
  facts: () => journal.lastSeq(),
  outcomes: () =>
    journal.database.prepare('SELECT status, count(*) AS facts FROM outcome GROUP BY status ORDER BY status').all(),
  // Facts one after the other with a pause between; when each of them was begun, by the clock of the machine.
  reveal: async ({ orderIds, pauseMs }: { orderIds: string[]; pauseMs: number }) => {
    const told: [id: string, at: bigint][] = []
    for (const orderId of orderIds) {
      const begin = process.hrtime.bigint()
      await executor.transact((work) => work.run(recordReveal, { orderId }, BY))
      told.push([journal.after(journal.lastSeq() - 1, 1)[0]?.id ?? '', begin])
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    await settled()
    return told
  },
  watch: () => {
    const events = store.reader.prepare(EVENTS).pluck()
    let after = (store.reader.prepare('SELECT max(rowid) FROM order_event').pluck().get() as number | null) ?? 0
    listeners.add(() => {
      const fresh = events.all(after) as string[]
      if (fresh.length === 0) return
      const now = process.hrtime.bigint()
      for (const id of fresh) seen.push([id, now])
      after = store.reader.prepare('SELECT max(rowid) FROM order_event').pluck().get() as number
    })
  },
  seen: () => seen,
  close: async () => {
    await opened.close()
    store.close()
    journal.close()
  },
})
