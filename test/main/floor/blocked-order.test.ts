import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { type StationClient, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { robot } from './floor-robot.ts'

let joined: JoinedStation
let client: StationClient
let other: CentreClient
let orderId: string
let finish: ReturnType<typeof robot>['finish']

beforeEach(async () => {
  joined = await openJoinedStation((core) => fillSmallWarehouse(core, [order(1, [['A1', 1]])]))
  await joined.settled()
  client = joined.test.client()
  await signIn(client, 'BDG-1')
  const [operator] = joined.ask<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-1'`)
  orderId = joined.ask<{ id: string }>('SELECT id FROM "order"')[0]?.id ?? ''
  finish = robot(client, { core: () => joined.core, operatorId: () => operator?.id ?? '' }).finish
  other = centreClient(joined.centre.fetch)
  await other.enrol(await joined.centre.makeCode('other'))
  await other.session()
}, 60_000)
afterEach(() => joined.close())

/** Another station did something with the order that the centre cannot apply. */
async function block(): Promise<void> {
  await joined.settled()
  other.fact('packing.of-tomorrow', { orderId })
  await other.push()
  while (joined.ask(`SELECT id FROM fact_exception WHERE state = 'open'`).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10))
}
const scanned = (code: string) => ({ ...scanOf(code), source: 'wedge' as const })

describe('an order that waits for a decision', { timeout: 60_000 }, () => {
  test('is not packed: its tote says why, and its page, too', async () => {
    await finish('picking')
    await block()
    const [tote] = joined.ask<{ code: string }>(`SELECT code FROM tote WHERE order_id IS NOT NULL`)
    const { feedback } = await client.packing.scan(scanned(tote?.code ?? ''))
    expect(feedback).toMatchObject({ name: 'orderBlocked', code: 'E-SYN-031', params: { order: '#1' } })
    expect((await client.orders.page({ orderId, reveal: false })).exceptions).toBe(1)
  })

  test('gets no waybill and does not leave', async () => {
    await finish('picking')
    await finish('packing')
    await block()
    const [carton] = joined.ask<{ code: string }>('SELECT code FROM carton')
    await client.shipping.scan(scanned(carton?.code ?? ''))
    const { feedback } = await client.shipping.scan(scanned('123456789012'))
    expect(feedback).toMatchObject({ name: 'orderBlocked', params: { order: '#1' } })
    expect(joined.ask(`SELECT state FROM "order"`)).toEqual([{ state: 'packed' }])
  })
})
