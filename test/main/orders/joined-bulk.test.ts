import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbeddedCentre } from '../../../central/embedded.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { openOrderImport } from '../../../main/import-runs/order-import.ts'
import { createPace } from '../../../main/import-runs/pace.ts'
import type { OwnCentre } from '../../../main/sync/station-centre.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { openTestStation, type StationClient, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
const ORDERS = 500
let folder: string
let centre: OwnCentre
let joined: JoinedStation
let office: StationClient

const incoming = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...order(from + index, [
      ['A1', 1],
      ['A2', 1],
    ]),
    contentHash: `h${from + index}`,
  }))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-bulk-'))
  centre = await openEmbeddedCentre({ directory: folder, version: '0', log: () => undefined })
  joined = await openJoinedStation(
    async (core) => {
      await fillSmallWarehouse(core, [])
      const [place] = core.store.reader.prepare('SELECT code FROM location ORDER BY code').pluck().all() as string[]
      // One order too many: the last of them has to stay without.
      const lying = core.store.reader
        .prepare(
          `SELECT coalesce(sum(s.on_hand), 0) FROM stock s JOIN item i ON i.id = s.item_id
           JOIN location l ON l.id = s.location_id WHERE i.sku = ? AND l.code <> ?`,
        )
        .pluck()
      const stock = ['A1', 'A2'].map((sku) => ({
        ...{ sku, location: place ?? '', quantity: ORDERS - 1 - (lying.get(sku, place) as number) },
      }))
      await core.run(importStock, { stock }, nobody)
      for (let from = 1; from <= ORDERS; from += 100)
        await core.run(importOrders, { orders: incoming(from, 100), pickablePayments: ['paid'] }, nobody)
    },
    { centre },
  )
  await joined.settled()
  office = joined.test.client()
  await signIn(office, 'BDG-1')
}, 120_000)
afterEach(async () => {
  await joined.close()
  await centre.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What something gave, how long it took, and how long a write of the floor waited at most meanwhile. */
async function watched<R>(job: Promise<R>): Promise<{ result: R; ms: number; waited: number[] }> {
  const start = performance.now()
  let isOver = false
  const ended = job.finally(() => {
    isOver = true
  })
  const waited: number[] = []
  while (!isOver) {
    const from = performance.now()
    // What holds the tables holds the thread, too: a timer that comes late is part of the wait.
    await new Promise((resolve) => setTimeout(resolve, 3))
    await joined.core.store.write(async () => undefined)
    waited.push(performance.now() - from - 3)
  }
  const result = await ended
  return { result, ms: performance.now() - start, waited: waited.sort((a, b) => a - b) }
}
const most = (waited: readonly number[]) => Math.round(waited.at(-1) ?? 0)
const states = () => joined.ask<{ state: string; n: number }>('SELECT state, count(*) AS n FROM "order" GROUP BY state')

describe('many orders at a station that has joined a centre', () => {
  it('are released, held and cancelled in a few requests, in the order given', { timeout: 120_000 }, async () => {
    const ids = joined.ask<{ id: string }>('SELECT id FROM "order" ORDER BY ordered_at').map(({ id }) => id)
    const release = await watched(office.orders.release({ orderIds: ids }))
    const last = ids.at(-1) ?? ''
    expect(release.result).toMatchObject({ done: ORDERS - 1, refused: [{ orderId: last, name: 'underReserved' }] })
    const hold = await watched(office.orders.hold({ orderIds: ids.slice(0, 100), reason: 'wait' }))
    expect(hold.result).toEqual({ done: 100, refused: [] })
    const cancel = await watched(office.orders.cancel({ orderIds: ids.slice(100, 200), reason: 'gone' }))
    expect(cancel.result.done).toBe(100)
    const figures = [release, hold, cancel].map(({ ms, waited }) => [Math.round(ms), most(waited)])
    console.info(JSON.stringify({ releaseHoldCancelMsAndWait: figures }))
    expect(states()).toContainEqual({ state: 'cancelled', n: 100 })
    expect(release.ms).toBeLessThan(20_000)
    // The last one, which waited for stock, got what a cancelled one had held.
    expect(joined.ask(`SELECT id FROM "order" WHERE state = 'released'`)).toHaveLength(ORDERS - 200)
    expect(joined.ask(`SELECT state FROM "order" WHERE id = '${last}'`)).toEqual([{ state: 'released' }])
  })

  it('are refused together when nobody answers', { timeout: 60_000 }, async () => {
    const ids = joined.ask<{ id: string }>('SELECT id FROM "order"').map(({ id }) => id)
    await joined.cut(true)
    const { done, refused } = await office.orders.release({ orderIds: ids })
    expect([done, refused.length, refused[0]?.name]).toEqual([0, ORDERS, 'needsCentre'])
  })

  it('come in from a file beside the floor', { timeout: 240_000 }, async () => {
    const count = Number(process.env.BARO_BULK_ORDERS ?? 1_000)
    const orders = incoming(10_001, count)
    const take = (core: JoinedStation['core']) =>
      openOrderImport(core, createPace()).take(orders, nobody, new AbortController().signal, () => undefined)
    const there = await watched(take(joined.core))
    const alone = await openTestStation()
    await fillSmallWarehouse(alone.station.core, [])
    const start = performance.now()
    await take(alone.station.core)
    const aloneMs = performance.now() - start
    await alone.close()
    const ratio = Math.round((there.ms / aloneMs) * 10) / 10
    console.info(
      JSON.stringify({
        count,
        joinedMs: Math.round(there.ms),
        aloneMs: Math.round(aloneMs),
        ratio,
        wait: most(there.waited),
      }),
    )
    expect(joined.ask(`SELECT id FROM "order"`)).toHaveLength(ORDERS + count)
  })
})
