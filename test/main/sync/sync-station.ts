import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { COMMANDS } from '../../../commands/all-commands.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { recordReveal } from '../../../commands/orders/record-reveal.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { openOrderSearch } from '../../../db/sqlite/search.ts'
import { openSqliteStore } from '../../../db/sqlite/sqlite-store.ts'
import { createExecutor, type Executor } from '../../../main/journal/executor.ts'
import { openJournal } from '../../../main/journal/journal.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import { openSync, type Sync } from '../../../main/sync/open-sync.ts'
import type { CentreFetch, SyncClock, SyncJournal, SyncReplica } from '../../../main/sync/ports.ts'
import { openSnapshotFiles } from '../../../main/sync/snapshot-files.ts'
import { syncJournal, syncReplica } from '../../../main/sync/station-ports.ts'
import { siteCalled } from '../../support/open-test-centre.ts'
import { order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'bench' }

/** Time that runs so many times faster, so that pauses of seconds take milliseconds. */
export function fastClock(factor = 20): SyncClock & { running(): number } {
  const started = performance.now()
  const timers = new Set<NodeJS.Timeout>()
  return {
    now: () => 1_767_000_000_000 + Math.round((performance.now() - started) * factor),
    setTimer: (ms, run) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        run()
      }, ms / factor)
      timers.add(timer)
      return () => {
        clearTimeout(timer)
        timers.delete(timer)
      }
    },
    running: () => timers.size,
  }
}

/** A station's files, executor and sync, without its screens, over real SQLite; `fetch` may be changed at any time. */
export class SyncStation {
  readonly folder = mkdtempSync(join(tmpdir(), 'baro-sync-'))
  readonly clock: ReturnType<typeof fastClock>
  readonly logged: Record<string, unknown>[] = []
  fetch: CentreFetch
  /** Put around the ports before `open`. */
  wrapJournal = (journal: SyncJournal): SyncJournal => journal
  wrapReplica = (replica: SyncReplica): SyncReplica => replica
  journal!: ReturnType<typeof openJournal>
  store!: ReturnType<typeof openSqliteStore>
  executor!: Executor
  sync!: Sync

  constructor(fetch: CentreFetch, speed = 20) {
    this.fetch = fetch
    this.clock = fastClock(speed)
  }

  async open(): Promise<this> {
    const log = (line: Record<string, unknown>): void => void this.logged.push(line)
    this.journal = openJournal(join(this.folder, 'journal.db'))
    this.store = openSqliteStore(join(this.folder, 'replica.db'), {
      beforeImages: true,
      observers: (database) => [openOrderSearch(database)],
    })
    const { store, journal, clock } = this
    const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
    const platform = { now: clock.now, randomBytes, log, settings: { get: () => undefined, set: () => undefined } }
    let sync: Sync | null = null
    this.executor = createExecutor({
      ...{ store, journal, registry: COMMANDS, platform, timeZone: () => 'UTC' },
      centre: () => sync?.link() ?? null,
    })
    await this.executor.catchUp()
    const { hold } = this.executor
    sync = await openSync({
      ...{ clock, log, randomBytes, random: Math.random, newId: randomUUID },
      fetch: (request) => this.fetch(request),
      keys: openFileKeys(join(this.folder, 'station.key')),
      journal: this.wrapJournal(syncJournal(journal)),
      replica: this.wrapReplica(syncReplica({ store, journal, registry: COMMANDS, dataDirectory: this.folder, hold })),
      files: openSnapshotFiles(join(this.folder, 'snapshots')),
    })
    this.sync = sync
    return this
  }

  async shut(): Promise<void> {
    await this.sync.close()
    this.store.close()
    this.journal.close()
  }

  async reopen(): Promise<void> {
    await this.shut()
    await this.open()
  }

  async close(): Promise<void> {
    await this.shut()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Work of the time alone: a site, totes and so many orders. */
  async workAlone(orders = 3): Promise<void> {
    await this.executor.transact(async (work) => {
      await work.run(saveSite, siteCalled('Alone'), nobody)
      await work.run(importTotes, { totes: [{ code: 'T-1', name: 'T-1' }] }, nobody)
      const made = Array.from({ length: orders }, (_, index) => ({
        ...order(index + 1, [['A1', 1]]),
        contentHash: `h${index}`,
      }))
      await work.run(importOrders, { orders: made, pickablePayments: ['paid'] }, nobody)
    })
  }

  /** Journals a fact. */
  async fact(orderId = this.orderIds()[0] ?? ''): Promise<void> {
    const decision = await this.executor.transact((work) => work.run(recordReveal, { orderId }, nobody))
    expect(decision).toMatchObject({ ok: true })
  }

  /** Asks for an INTENT, as a screen does. */
  addTote(code: string) {
    return this.executor.transact((work) => work.run(importTotes, { totes: [{ code, name: code }] }, nobody))
  }

  orderIds(): string[] {
    return this.ask('SELECT id FROM "order" ORDER BY id')
  }

  totes(): string[] {
    return this.ask('SELECT code FROM tote ORDER BY code')
  }

  ask<T>(sql: string): T[] {
    return this.store.reader.prepare(sql).pluck().all() as T[]
  }

  /** Waits until sync says so; fails with what it says instead. */
  async until(is: (view: ReturnType<Sync['view']>) => boolean, ms = 8_000): Promise<void> {
    const end = performance.now() + ms
    while (!is(this.sync.view())) {
      if (performance.now() > end)
        throw new Error(
          `Still ${JSON.stringify(this.sync.view())}\n${this.logged
            .slice(-8)
            .map((each) => JSON.stringify(each))
            .join('\n')}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  online(): Promise<void> {
    return this.until(({ state, unsent }) => state === 'online' && unsent === 0)
  }

  join(code: string, bring: boolean) {
    return this.sync.join({ centre: 'http://centre.test', code, name: 'bench', bring })
  }
}
