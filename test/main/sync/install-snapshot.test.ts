import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openOrderSearch } from '../../../db/sqlite/search.ts'
import { openSqliteStore } from '../../../db/sqlite/sqlite-store.ts'
import type { Row } from '../../../db/tables.ts'
import { gramsOf } from '../../../domain/search-text.ts'
import { replicaPosition, setCentrePosition } from '../../../main/journal/replica-position.ts'
import { openReplica } from '../../../main/replica.ts'
import { applyCommits } from '../../../main/sync/apply-commits.ts'
import { installSnapshot } from '../../../main/sync/install-snapshot.ts'
import { replicaHash, visibleStateHash } from '../../../main/sync/visible-state.ts'
import {
  act,
  addTo,
  openReplicaWorld,
  REGISTRY,
  type ReplicaWorld,
  SCOPES,
  STATION,
  TestCentre,
  toteRow,
} from './replica-world.ts'

const options = { registry: REGISTRY, stationId: STATION }
let world: ReplicaWorld
let path: string
beforeEach(async () => {
  world = await openReplicaWorld()
  path = join(world.folder, 'snapshot.db')
})
afterEach(() => world.close())

const rows = (sql: string) => world.store.reader.prepare(sql).raw().all()
const orderRow = (id: string, name: string) =>
  ({
    id,
    channel: 'plain',
    external_id: id,
    number: id,
    state: 'ready',
    hold_reason: null,
    priority: 5,
    ordered_at: 1,
    ship_by: null,
    payment: 'paid',
    payment_method: '',
    currency: 'KRW',
    total_minor: 0,
    shipping_method: '',
    carrier_code: null,
    customer_name: name,
    customer_phone: '',
    email: null,
    recipient_name: name,
    recipient_phone: '',
    phone_tail: '',
    ship_to: '{}',
    note: '',
    note_seen: 0,
    line_count: 0,
    unit_count: 0,
    content_hash: '',
    source_row: null,
    imported_at: 1,
    released_at: null,
    shipped_at: null,
    available_from: null,
    all_or_nothing: null,
  }) satisfies Row<'order'>

/** A snapshot as a centre makes it: rows, search, and the position, which knows nothing of this station's journal. */
async function makeSnapshot(
  fill: (put: (id: string, value: number) => Promise<void>) => Promise<void>,
  orders = 1,
): Promise<void> {
  const store = openSqliteStore(path, { observers: (database) => [openOrderSearch(database)] })
  await store.writeWith(
    async (tx, { database }) => {
      await fill((id, value) => tx.put('number_series', { id, value }))
      for (let index = 0; index < orders; index += 1) await tx.put('order', orderRow(`o${index}`, '김하늘'))
      setCentrePosition(database, { ackedSeq: 0, revision: 40, timeline: 't-2' })
    },
    () => undefined,
  )
  store.close()
}

const install = (ack: number) =>
  installSnapshot(world.store, world.journal, { path, revision: 40, timeline: 't-2', ack }, options)

describe('a snapshot', () => {
  test('takes the place of the tables, with the pending facts run again on it, and open statements go on', async () => {
    const series = world.store.reader.prepare('SELECT id, value FROM number_series ORDER BY id').raw()
    await act(world, addTo, { id: 'a', by: 1 })
    await act(world, addTo, { id: 'b', by: 2 })
    const revision = world.store.revision('number_series')
    await makeSnapshot(async (put) => {
      await put('a', 10)
      await put('b', 20)
    })
    expect(await install(1)).toEqual({ rebased: 1 })
    expect(series.all()).toEqual([
      ['a', 10],
      ['b', 22],
    ])
    expect(world.store.revision('number_series')).toBeGreaterThan(revision)
    expect(replicaPosition(world.store)).toEqual({ appliedSeq: 2, ackedSeq: 1, revision: 40, timeline: 't-2' })
    await act(world, addTo, { id: 'b', by: 5 })
    expect(series.all()).toEqual([
      ['a', 10],
      ['b', 27],
    ])
    const centre = new TestCentre()
    centre.commits.length = 40
    const next = await centre.change((tx) => tx.put('number_series', { id: 'b', value: 30 }))
    await applyCommits(world.store, world.journal, [next], { ...options, scopes: SCOPES })
    expect(series.all()).toEqual([
      ['a', 10],
      ['b', 37],
    ])
  })

  test('leaves nothing of the tables before, nor of what was remembered of them', async () => {
    await world.store.write((tx) => tx.put('tote', toteRow('t', 'T')))
    expect(await world.store.write((tx) => tx.find('tote', 'code', 'T'))).toHaveLength(1)
    await makeSnapshot(async () => undefined)
    await install(0)
    expect(await world.store.write((tx) => tx.find('tote', 'code', 'T'))).toEqual([])
  })

  test('brings its search with it, which goes on with the next changes', async () => {
    await world.store.write((tx) => tx.put('order', orderRow('old', '박바다')))
    await makeSnapshot(async () => undefined, 3)
    await install(0)
    await world.store.write((tx) => tx.put('order', orderRow('new', '이구름')))
    await world.store.write((tx) => tx.put('order', orderRow('o1', '최나무')))
    expect(rows('SELECT order_id, words FROM order_words ORDER BY order_id')).toEqual([
      ['new', '이구름'],
      ['o0', '김하늘'],
      ['o1', '최나무'],
      ['o2', '김하늘'],
    ])
    expect(rows('SELECT orders FROM order_tally')).toEqual([[4]])
    const found = (name: string) =>
      rows(
        `SELECT w.order_id FROM order_grams g JOIN order_words w ON w.id = g.rowid
         WHERE order_grams MATCH '${gramsOf(name).join(' AND ')}' ORDER BY w.order_id`,
      )
    expect([found('김하늘'), found('이구름'), found('최나무'), found('박바다')]).toEqual([
      [['o0'], ['o2']],
      [['new']],
      [['o1']],
      [],
    ])
  })

  test('of a large site is put in place while screens are read', async () => {
    await makeSnapshot(async (put) => {
      for (let index = 0; index < 250_000; index += 1) await put(`series-with-a-long-name-${index}`, index)
    })
    await act(world, addTo, { id: 'mine', by: 1 })
    const seen = new Set<unknown>()
    const watch = setInterval(
      () => seen.add(world.store.reader.prepare('SELECT count(*) FROM number_series').pluck().get()),
      1,
    )
    const waiting = act(world, addTo, { id: 'mine', by: 1 })
    await install(0)
    clearInterval(watch)
    expect(await waiting).toBe(true)
    expect(
      rows(`SELECT count(*), sum(id = 'mine'), max(CASE id WHEN 'mine' THEN value END) FROM number_series`),
    ).toEqual([[250_001, 1, 2]])
    for (const count of seen) expect([1, 250_001]).toContain(count)
  })

  test('that cannot be read, or knows more than the journal, changes nothing', async () => {
    await act(world, addTo, { id: 'a', by: 1 })
    const before = await visibleStateHash(world.store)
    await makeSnapshot(async (put) => put('a', 5))
    await expect(install(9)).rejects.toMatchObject({ reason: 'ack-ahead' })
    rmSync(path)
    cpSync(join(import.meta.dirname, 'replica-world.ts'), path)
    await expect(install(0)).rejects.toMatchObject({ code: 'E-DATA-CORRUPT' })
    expect(await visibleStateHash(world.store)).toBe(before)
    expect(replicaPosition(world.store).timeline).toBe('t-1')
    expect(await act(world, addTo, { id: 'a', by: 1 })).toBe(true)
  })

  test('that was not put in place when the machine died leaves the tables as they were', async () => {
    await act(world, addTo, { id: 'a', by: 1 })
    await makeSnapshot(async (put) => put('a', 5))
    const hashes = [await visibleStateHash(world.store), await replicaHash(world.store)]
    // The exchange is one transaction: what is not committed when the process ends is as if it never was.
    const other = new Database(join(world.folder, 'replica.db'))
    other.exec('BEGIN IMMEDIATE; DELETE FROM number_series; UPDATE replica_position SET revision = 40')
    other.close()
    world.reopen()
    expect([await visibleStateHash(world.store), await replicaHash(world.store)]).toEqual(hashes)
    await install(0)
    expect(rows('SELECT value FROM number_series')).toEqual([[6]])
  })
})

describe('a damaged replica of a joined station', () => {
  test('is moved aside and empty until the snapshot is there: facts are not run on nothing', async () => {
    await act(world, addTo, { id: 'a', by: 1 })
    world.store.close()
    world.journal.close()
    const replica = join(world.folder, 'replica.db')
    cpSync(join(import.meta.dirname, 'replica-world.ts'), replica)
    for (const suffix of ['-wal', '-shm']) rmSync(`${replica}${suffix}`, { force: true })
    const platform = { now: () => 7, log: () => undefined } as unknown as Parameters<typeof openReplica>[1]
    const opened = openReplica(world.folder, platform, true)
    expect([opened.restoredFrom, existsSync(`${replica}.damaged-7`)]).toEqual(['centre', true])
    opened.store.close()
    world.reopenClosed()
    expect(await world.executor.catchUp()).toBe(0)
    expect(await act(world, addTo, { id: 'a', by: 1 })).toBe(false)
    await makeSnapshot(async (put) => put('a', 5))
    await install(0)
    expect(rows('SELECT value FROM number_series')).toEqual([[6]])
  })
})
