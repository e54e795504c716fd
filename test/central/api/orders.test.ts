import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { NO_SERVICE } from '../../../commands/packing/carton-service.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { ApiOrder } from '../../../contract/central/api/orders.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await openApiWorld()
  const item = { barcodes: [], tracking: 'none' as const, fragile: false }
  await world.command(importItems, { items: [{ sku: 'A', name: 'Item A', ...item }] })
  const place = { zone: 'Z', aisle: '1', bay: '1', level: '1', position: '1', kind: 'pick' } as const
  await world.command(importLocations, { locations: [{ ...place, code: 'P' }] })
  await world.command(importStock, { stock: [{ sku: 'A', location: 'P', quantity: 10 }] })
})
afterEach(() => world.close())

const release = (orderId: string) =>
  world.command(releaseOrder, { orderId, pickablePayments: ['paid'], allOrNothing: true })

async function create(...drafts: unknown[]) {
  const { status, body } = await world.ask('POST', '/orders', { orders: drafts })
  expect(status).toBe(200)
  return body
}

describe('creating orders', () => {
  it('takes the day of a pre-order and what it says about leaving whole', async () => {
    const { results } = await create(draft('pre', { availableFrom: '2099-12-01', allOrNothing: false }))
    const { body } = await world.ask('GET', `/orders/${results[0].orderId}`)
    expect(body).toMatchObject({ state: 'ready', availableFrom: '2099-12-01', allOrNothing: false })
    expect(body.lines).toMatchObject([{ availableFrom: '2099-12-01' }])
    const { results: again } = await create(draft('pre', { availableFrom: '2099-12-01', allOrNothing: false }))
    expect(again).toMatchObject([{ outcome: 'same' }])
    const { results: later } = await create(draft('pre', { availableFrom: '2099-12-02', allOrNothing: false }))
    expect(later).toMatchObject([{ outcome: 'update' }])
  })

  it('takes an order whole, in the name of the key, at the time of the centre', async () => {
    const { results, counts } = await create(draft('1', { note: 'ring twice', priority: 2 }))
    expect(counts).toEqual({ new: 1 })
    expect(results[0]).toMatchObject({ channel: 'shop', externalId: '1', outcome: 'new', state: 'ready' })
    const { body } = await world.ask('GET', `/orders/${results[0].orderId}`)
    expect(body).toMatchObject({
      number: '#1',
      totalMinor: 12_000,
      note: 'ring twice',
      priority: 2,
      hasDifference: false,
    })
    expect(body.importedAt).toBe(world.clock.now)
    expect(body.lines).toMatchObject([{ lineNo: 1, sku: 'A', quantity: 1, priceMinor: 12_000, matched: true }])
    const events = await world.ask('GET', `/orders/${results[0].orderId}/events`)
    expect(events.body.events).toMatchObject([{ type: 'received', station: 'api:shop', at: world.clock.now }])
  })

  it('changes nothing for an equal order, updates one that nobody touched, and tells a difference of one in work', async () => {
    const first = await create(draft('1'))
    const hash = await world.store.stateHash()
    const again = await create(draft('1'))
    expect(again.counts).toEqual({ same: 1 })
    expect(again.revision).toBe(first.revision)
    expect(await world.store.stateHash()).toBe(hash)
    expect((await create(draft('1', { note: 'new' }))).counts).toEqual({ update: 1 })
    await release(first.results[0].orderId)
    expect((await create(draft('1', { note: 'newer' }))).counts).toEqual({ difference: 1 })
    const { body } = await world.ask('GET', `/orders/${first.results[0].orderId}`)
    expect(body).toMatchObject({ state: 'released', note: 'new', hasDifference: true })
  })

  it('lets an order wait that has a line without an item', async () => {
    const { results } = await create(draft('1', { lines: [{ externalId: '1', name: 'Unknown', quantity: 1 }] }))
    expect(results[0]).toMatchObject({ outcome: 'match', state: 'needs_match' })
  })

  it('writes all of a batch or, when one of it is not as described, nothing', async () => {
    const { status, body } = await world.ask('POST', '/orders', {
      orders: [draft('1'), draft('2', { totalMinor: -1 })],
    })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'E-API-007', params: { field: 'orders.1.totalMinor' } })
    expect(await world.rows('SELECT id FROM "order"')).toEqual([])
  })

  it('refuses numbers as text, unknown fields, halves of characters, and lines of one name', async () => {
    const wrong = [
      draft('1', { totalMinor: '12000' }),
      draft('1', { totl: 1 }),
      draft('1', { note: 'a\ud800' }),
      draft('1', { note: 'a\u0000b' }),
      draft('1', { totalMinor: 1.5 }),
      draft('1', { totalMinor: 2 ** 53 }),
      draft('1', { lines: [1, 2].map(() => ({ externalId: '1', name: 'A', quantity: 1 })) }),
      draft('1', { lines: [] }),
    ]
    for (const order of wrong) {
      const { status, body } = await world.ask('POST', '/orders', { orders: [order] })
      expect([status, body.code]).toEqual([400, 'E-API-007'])
    }
    const many = await world.ask('POST', '/orders', { orders: Array.from({ length: 501 }, (_, i) => draft(`${i}`)) })
    expect(many.status).toBe(400)
  })
})

describe('reading orders', () => {
  it('finds an order by its name at the channel, also one with a slash in it', async () => {
    await create(draft('a/b#1 ü'))
    const { status, body } = await world.ask('GET', `/channels/shop/orders/${encodeURIComponent('a/b#1 ü')}`)
    expect(status).toBe(200)
    expect(body.externalId).toBe('a/b#1 ü')
    for (const path of [
      '/channels/shop/orders/none',
      '/orders/none',
      '/orders/none/events',
      '/orders/none/shipments',
    ]) {
      const missing = await world.ask('GET', path)
      expect([missing.status, missing.body.code]).toEqual([404, 'E-API-013'])
    }
  })

  it('lists every order once over pages of any size, filtered by state and channel', async () => {
    await create(...Array.from({ length: 25 }, (_, index) => draft(`${index}`)), draft('x', { channel: 'other' }))
    await create(draft('held', { payment: 'pending' }))
    for (const limit of [1, 7, 200]) {
      const found = await listAll(`/orders?limit=${limit}`)
      expect(found).toHaveLength(27)
      expect(new Set(found.map(({ id }) => id)).size).toBe(27)
    }
    expect((await listAll('/orders?state=on_hold')).map(({ externalId }) => externalId)).toEqual(['held'])
    expect((await listAll('/orders?channel=other&limit=1')).map(({ externalId }) => externalId)).toEqual(['x'])
  })

  it('refuses a cursor that is made up or belongs to another list, a limit that is too high, and a filter it does not know', async () => {
    await create(draft('1'), draft('2'))
    const { body } = await world.ask('GET', '/orders?limit=1')
    expect((await world.ask('GET', `/orders?limit=1&state=ready&cursor=${body.next}`)).body.code).toBe('E-API-008')
    expect((await world.ask('GET', `/items?cursor=${body.next}`)).body.code).toBe('E-API-008')
    expect((await world.ask('GET', '/orders?cursor=AAAA')).body.code).toBe('E-API-008')
    for (const query of [
      'limit=201',
      'limit=0',
      'limit=x',
      'limit=1&limit=2',
      'state=gone',
      'colour=red',
      'state[]=ready',
    ])
      expect((await world.ask('GET', `/orders?${query}`)).body.code, query).toBe('E-API-007')
  })
})

async function listAll(path: string): Promise<ApiOrder[]> {
  const found: ApiOrder[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await world.ask('GET', path + cursor)
    expect(status).toBe(200)
    found.push(...body.orders)
    if (body.next === null) return found
    cursor = `${path.includes('?') ? '&' : '?'}cursor=${body.next}`
  }
}

describe('following changes', () => {
  it('tells each order that changed after a revision, in the order of the changes, over pages that split a revision', async () => {
    const first = await create(...Array.from({ length: 10 }, (_, index) => draft(`${index}`)))
    const id = (index: number): string => first.results[index].orderId
    await world.ask('POST', `/orders/${id(7)}/hold`, { reason: 'wait' })
    await world.ask('POST', `/orders/${id(3)}/cancel`, { reason: 'gone' })
    const since = await listAll(`/orders?changedSince=${first.revision}`)
    expect(since.map((order) => [order.externalId, order.state])).toEqual([
      ['7', 'on_hold'],
      ['3', 'cancelled'],
    ])
    const all = await listAll('/orders?changedSince=0&limit=3')
    expect(new Set(all.map(({ externalId }) => externalId)).size).toBe(10)
    expect(all.slice(-2).map(({ externalId }) => externalId)).toEqual(['7', '3'])
  })

  it('tells nothing twice to whoever goes on from the revision of the last page', async () => {
    const { revision } = await create(draft('1'))
    const none = await world.ask('GET', `/orders?changedSince=${revision}`)
    expect(none.body).toMatchObject({ orders: [], next: null, revision })
    await create(draft('2'))
    const some = await world.ask('GET', `/orders?changedSince=${none.body.revision}`)
    expect(some.body.orders.map((order: ApiOrder) => order.externalId)).toEqual(['2'])
  })

  it('goes on when other revisions touched no order, and knows state and channel', async () => {
    const { revision } = await create(draft('1'), draft('2', { channel: 'other' }))
    for (const quantity of [1, 2, 3])
      await world.command(importStock, { stock: [{ sku: 'A', location: 'P', quantity }] })
    expect((await world.ask('GET', `/orders?changedSince=${revision}`)).body).toMatchObject({ orders: [], next: null })
    expect(await listAll('/orders?changedSince=0&channel=other')).toHaveLength(1)
    expect(await listAll('/orders?changedSince=0&state=shipped')).toEqual([])
  })

  it('says that a revision is gone when the log begins after it, or ends before it', async () => {
    await create(draft('1'))
    await create(draft('2'))
    const { revision, timeline } = await world.store.position()
    expect((await world.ask('GET', `/orders?changedSince=${revision + 1}`)).body.code).toBe('E-API-017')
    await world.store.prune(1)
    const { status, body } = await world.ask('GET', '/orders?changedSince=0')
    expect([status, body.code, body.params]).toEqual([
      ...[409, 'E-API-017'],
      { floor: revision - 1, revision, timeline },
    ])
  })

  it('skips nothing when the centre was restored and has counted on since: its revisions are others now', async () => {
    const made = await create(...['1', '2', '3'].map((id) => draft(id)))
    for (const { orderId } of made.results) await world.ask('POST', `/orders/${orderId}/hold`, { reason: 'wait' })
    const before = (await world.ask('GET', '/orders')).body
    const page = (await world.ask('GET', `/orders?changedSince=${made.revision}&limit=1`)).body
    const since = `changedSince=${made.revision}&timeline=${before.timeline}`
    expect((await world.ask('GET', `/orders?${since}`)).body.orders).toHaveLength(3)
    await world.store.write(async (tx) => {
      const state = await tx.own.get('centre_state', 'centre')
      if (state !== undefined) await tx.own.put('centre_state', { ...state, timeline: 'restored' })
    })
    for (const query of [since, `changedSince=${made.revision}&limit=1&cursor=${page.next}`]) {
      const { status, body } = await world.ask('GET', `/orders?${query}`)
      expect([status, body.code, body.params.timeline], query).toEqual([409, 'E-API-017', 'restored'])
    }
    const { timeline } = (await world.ask('GET', '/orders')).body
    expect((await world.ask('GET', `/orders?changedSince=0&timeline=${timeline}`)).body.orders).toHaveLength(3)
  })
})

describe('changing orders', () => {
  it('updates one that nobody touched and does not create one', async () => {
    await create(draft('1'))
    const { channel: _, externalId: __, ...content } = draft('1', { note: 'leave at door' })
    const { body } = await world.ask('PUT', '/channels/shop/orders/1', content)
    expect(body).toMatchObject({ outcome: 'update', order: { note: 'leave at door' } })
    expect((await world.ask('PUT', '/channels/shop/orders/1', content)).body.outcome).toBe('same')
    expect((await world.ask('PUT', '/channels/shop/orders/2', content)).body.code).toBe('E-API-013')
    expect((await world.ask('PUT', '/channels/shop/orders/1', draft('1'))).body.code).toBe('E-API-007')
  })

  it('holds, lets go and cancels, and says the state that forbids it', async () => {
    const { results } = await create(draft('1'))
    const at = `/orders/${results[0].orderId}`
    expect((await world.ask('POST', `${at}/hold`, { reason: 'ask first' })).body).toMatchObject({
      state: 'on_hold',
      holdReason: 'ask first',
    })
    const twice = await world.ask('POST', `${at}/hold`, { reason: 'again' })
    expect([twice.status, twice.body.code, twice.body.params]).toEqual([422, 'E-API-014', { state: 'on_hold' }])
    expect((await world.ask('POST', `${at}/unhold`)).body.state).toBe('ready')
    expect((await world.ask('POST', `${at}/unhold`)).body.code).toBe('E-API-014')
    expect((await world.ask('POST', `${at}/cancel`, { reason: 'by customer' })).body.state).toBe('cancelled')
    expect((await world.ask('POST', `${at}/cancel`, { reason: 'by customer' })).status).toBe(422)
    expect((await world.ask('POST', '/orders/none/cancel', { reason: 'x' })).body.code).toBe('E-API-013')
    expect((await world.ask('POST', `${at}/cancel`, {})).body.code).toBe('E-API-007')
    expect((await world.ask('POST', `${at}/cancel`)).body.code).toBe('E-API-007')
  })

  it('does not let an order go whose payment may not be picked', async () => {
    const { results } = await create(draft('1', { payment: 'pending' }))
    const { status, body } = await world.ask('POST', `/orders/${results[0].orderId}/unhold`)
    expect([status, body.code, body.params]).toEqual([422, 'E-API-015', { reason: 'payment' }])
  })

  it('frees what was reserved when an order is cancelled', async () => {
    const { results } = await create(draft('1'))
    await release(results[0].orderId)
    expect((await world.ask('GET', '/stock')).body.stock[0]).toMatchObject({ onHand: 10, reserved: 1, available: 9 })
    await world.ask('POST', `/orders/${results[0].orderId}/cancel`, { reason: 'x' })
    expect((await world.ask('GET', '/stock')).body.stock[0]).toMatchObject({ reserved: 0, available: 10 })
  })
})

describe('the story of an order', () => {
  it('comes oldest first, in pages', async () => {
    const { results } = await create(draft('1'))
    const at = `/orders/${results[0].orderId}`
    for (const step of ['hold', 'unhold', 'hold']) {
      world.clock.now += 1_000
      await world.ask('POST', `${at}/${step}`, step === 'hold' ? { reason: 'r' } : undefined)
    }
    const first = await world.ask('GET', `${at}/events?limit=3`)
    const rest = await world.ask('GET', `${at}/events?limit=3&cursor=${first.body.next}`)
    const types = [...first.body.events, ...rest.body.events].map(({ type }) => type)
    expect(types).toEqual(['received', 'held', 'unheld', 'held'])
    expect(rest.body.next).toBeNull()
  })

  it('ends with shipments, their cartons, tracking numbers and contents', async () => {
    const { results } = await create(draft('1'))
    const orderId = results[0].orderId as string
    expect((await world.ask('GET', `/orders/${orderId}/shipments`)).body).toEqual({ shipments: [] })
    const [line] = (await world.ask('GET', `/orders/${orderId}`)).body.lines
    const [item] = await world.rows<{ id: string }>('SELECT id FROM item')
    await world.store.write(async (tx) => {
      await tx.put('shipment', {
        ...{ id: 's1', order_id: orderId, state: 'dispatched', carrier_code: 'CJ' },
        ...{ dispatched_at: 1_767_300_000_000, unit_count: 1, number: 'S-000001' },
      })
      await tx.put('carton', {
        ...{ id: 'c1', order_id: orderId, number: 1, carton_type_id: 'box', state: 'loaded', code: '00123' },
        ...{ code_kind: 'sscc', weight_grams: 500, carrier_code: 'CJ', tracking_number: 'T1', shipment_id: 's1' },
        closed_at: 1,
        ...NO_SERVICE,
      })
      await tx.put('carton_line', {
        ...{ id: 'l1', carton_id: 'c1', order_id: orderId, order_line_id: line.id, item_id: item?.id ?? '' },
        ...{ lot: '', serial: '', quantity: 1 },
      })
    })
    const { body } = await world.ask('GET', `/orders/${orderId}/shipments`)
    expect(body.shipments).toMatchObject([
      {
        number: 'S-000001',
        carrier: 'CJ',
        cartons: [{ trackingNumber: 'T1', code: '00123', lines: [{ sku: 'A', quantity: 1, lot: null }] }],
      },
    ])
  })
})
