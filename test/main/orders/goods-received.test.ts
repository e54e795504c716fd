import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { releaseWaitingOrders } from '../../../main/orders/release-waiting.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
const WAITING = 60
let joined: JoinedStation

beforeEach(async () => {
  joined = await openJoinedStation(async (core) => {
    await fillSmallWarehouse(core, [])
    const lines: [string, number][] = [
      ['A1', 50],
      ['A2', 50],
    ]
    const orders = Array.from({ length: WAITING }, (_, at) => ({ ...order(at + 1, lines), contentHash: `h${at}` }))
    await core.run(importOrders, { orders, pickablePayments: ['paid'] }, nobody)
    for (const orderId of core.store.reader.prepare('SELECT id FROM "order"').pluck().all() as string[])
      await core.run(releaseOrder, { orderId, pickablePayments: ['paid'], allOrNothing: true }, nobody)
  })
  await joined.settled()
}, 60_000)
afterEach(() => joined.close())

describe('goods that many orders waited for', () => {
  it('come in: all those orders are released, and the station goes on following its centre', async () => {
    const waiting = () =>
      joined.ask<{ n: number }>(`SELECT count(*) AS n FROM "order" WHERE state = 'backordered'`)[0]?.n
    expect(waiting()).toBeGreaterThan(50)
    const [{ code: location } = { code: '' }] = joined.ask<{ code: string }>('SELECT code FROM location ORDER BY code')
    const stock = ['A1', 'A2'].map((sku) => ({ sku, location, quantity: 10_000 }))
    expect(await joined.core.run(importStock, { stock }, nobody)).toMatchObject({ ok: true })
    await releaseWaitingOrders(joined.core, nobody)
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0)
    const { sync } = await joined.test.client().session.strip()
    expect(sync).toMatchObject({ state: 'online', unsent: 0 })
  })
})
