import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApi } from '../../../central/api/api.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

const tools = findPostgres()
if (tools.bin === null) console.warn(`Skipped: ${tools.reason}`)

describe.skipIf(tools.bin === null)('the API over PostgreSQL', () => {
  let server: PostgresServer
  let url = ''
  let world: ApiWorld
  beforeAll(async () => {
    server = await startPostgres()
    url = await server.fresh()
    world = await openApiWorld({ store: await openPostgresCentreStore({ url }) })
  }, 60_000)
  afterAll(async () => {
    await world?.close()
    await server?.stop()
  })

  it('answers every kind of question as the document says', async () => {
    const items = {
      items: [
        { sku: 'A', name: 'Tea', barcodes: [{ code: 'C1', units: 6 }] },
        { sku: 'B', name: 'Cup' },
      ],
    }
    expect((await world.ask('POST', '/items', items)).body.counts).toEqual({ new: 2 })
    const made = await world.ask('POST', '/orders', { orders: [draft('1'), draft('2'), draft('1')] })
    expect(made.body.counts).toEqual({ new: 2, same: 1 })
    const at = `/orders/${made.body.results[0].orderId}`
    expect((await world.ask('POST', `${at}/hold`, { reason: 'r' })).body.state).toBe('on_hold')
    expect((await world.ask('POST', `${at}/hold`, { reason: 'r' }, { idempotencyKey: 'h' })).status).toBe(422)
    expect((await world.ask('POST', `${at}/unhold`)).body.state).toBe('ready')
    const first = await world.ask('GET', '/orders?limit=1&state=ready&channel=shop')
    const rest = await world.ask('GET', `/orders?limit=1&state=ready&channel=shop&cursor=${first.body.next}`)
    expect([first.body.orders.length, rest.body.orders.length, rest.body.next]).toEqual([1, 1, null])
    const changed = await world.ask('GET', `/orders?changedSince=${made.body.revision}`)
    expect(changed.body.orders).toMatchObject([{ externalId: '1' }])
    expect((await world.ask('GET', `${at}/events?limit=2`)).body.events).toHaveLength(2)
    expect((await world.ask('GET', `${at}/shipments`)).body).toEqual({ shipments: [] })
    expect((await world.ask('GET', '/items?limit=1')).body.items).toMatchObject([{ sku: 'A' }])
    expect((await world.ask('GET', '/stock?sku=A&location=P')).body.stock).toEqual([])
    expect((await world.ask('GET', '/availability?sku=A&buffer=1')).body.availability).toEqual([
      { sku: 'A', onHand: 0, reserved: 0, expired: 0, waiting: 2, buffer: 1, available: 0 },
    ])
  })

  it('does a write once when several processes get it with one key at the same time', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => openPostgresCentreStore({ url })))
    try {
      const doors = stores.map((store) => openApi({ store, platform: world.platform, version: '1.2.3' }))
      const send = (index: number) =>
        doors[index % doors.length]?.(
          new Request('http://centre/api/v1/orders', {
            method: 'POST',
            headers: {
              authorization: `Bearer ${world.token}`,
              'content-type': 'application/json',
              'idempotency-key': 'race',
            },
            body: JSON.stringify({ orders: [draft('raced')] }),
          }),
        )
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => send(index)))
      const bodies = await Promise.all(answers.map((answer) => answer?.json()))
      for (const body of bodies) expect(body).toEqual(bodies[0])
      expect(bodies[0].counts).toEqual({ new: 1 })
      const rows = await world.rows(`SELECT id FROM "order" WHERE external_id = 'raced'`)
      expect(rows).toHaveLength(1)
      const events = await world.rows(
        `SELECT e.id FROM order_event e JOIN "order" o ON o.id = e.order_id WHERE o.external_id = 'raced'`,
      )
      expect(events).toHaveLength(1)
    } finally {
      await Promise.all(stores.map((store) => store.close()))
    }
  })
})
