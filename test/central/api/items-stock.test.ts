import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await openApiWorld()
  const place = { zone: 'Z', aisle: '1', bay: '1', level: '1', position: '1', kind: 'pick' } as const
  await world.command(importLocations, { locations: ['P', 'Q'].map((code) => ({ ...place, code })) })
})
afterEach(() => world.close())

const putItems = (...items: unknown[]) => world.ask('POST', '/items', { items })
const count = (...counts: unknown[]) => world.ask('POST', '/stock/counts', { counts })

describe('items', () => {
  it('are created, left alone when equal, and changed', async () => {
    const item = { sku: 'A', name: 'Tea', gtin: '8801234000017', barcodes: [{ code: 'CASE', units: 12 }] }
    expect((await putItems(item)).body.counts).toEqual({ new: 1 })
    const hash = await world.store.stateHash()
    expect((await putItems(item)).body.counts).toEqual({ same: 1 })
    expect(await world.store.stateHash()).toBe(hash)
    expect((await putItems({ ...item, weightGrams: 5 })).body.counts).toEqual({ update: 1 })
    const { body } = await world.ask('GET', '/items/A')
    expect(body).toMatchObject({ sku: 'A', name: 'Tea', weightGrams: 5, tracking: 'none', fragile: false })
    expect(body).toMatchObject({ keepUpright: false, mixClass: null })
    expect(body.barcodes).toEqual([
      { code: '08801234000017', units: 1 },
      { code: 'CASE', units: 12 },
    ])
    expect((await world.ask('GET', '/items/none')).body.code).toBe('E-API-013')
  })

  it('keep how they are packed, until a whole item comes without it', async () => {
    const item = { sku: 'A', name: 'Soap', keepUpright: true, mixClass: 'household' }
    expect((await putItems(item)).body.counts).toEqual({ new: 1 })
    const read = async () => (await world.ask('GET', '/items/A')).body
    expect(await read()).toMatchObject({ keepUpright: true, mixClass: 'household' })
    expect((await putItems({ sku: 'A', name: 'Soap' })).body.counts).toEqual({ update: 1 })
    expect(await read()).toMatchObject({ keepUpright: false, mixClass: null })
  })

  it('keep what makes them dangerous while an integrator says nothing of it', async () => {
    const goods = { goodsKinds: ['lithium-battery'], unClass: '9', unNumber: 'UN3480', batteryWh: 74 }
    const read = async () => (await world.ask('GET', '/items/A')).body
    await putItems({ sku: 'A', name: 'Power bank', ...goods })
    expect(await read()).toMatchObject(goods)
    await putItems({ sku: 'A', name: 'Power bank, black' })
    expect(await read()).toMatchObject({ name: 'Power bank, black', ...goods })
    const nothing = { goodsKinds: [], unClass: null, unNumber: null, batteryWh: null }
    await putItems({ sku: 'A', name: 'Power bank, black', ...nothing })
    expect(await read()).toMatchObject(nothing)
    expect((await putItems({ sku: 'A', name: 'A', unNumber: '3480' })).body.code).toBe('E-API-007')
  })

  it('refuse one whose barcode belongs to another, and take the others', async () => {
    const { body } = await putItems(
      { sku: 'A', name: 'A', barcodes: [{ code: 'X1', units: 1 }] },
      { sku: 'B', name: 'B', barcodes: [{ code: 'X1', units: 1 }] },
      { sku: 'C', name: 'C' },
    )
    expect(body.counts).toEqual({ new: 2, refused: 1 })
    expect(body.results[1]).toMatchObject({ key: 'B', problem: { field: 'barcodes', reason: 'duplicateCode' } })
  })

  it('are listed by SKU over pages, and 500 of them are taken at once', async () => {
    const skus = Array.from({ length: 500 }, (_, index) => `S${String(index).padStart(3, '0')}`)
    expect((await putItems(...skus.map((sku) => ({ sku, name: sku })))).body.counts).toEqual({ new: 500 })
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await world.ask('GET', `/items?limit=200${cursor}`)
      found.push(...body.items.map(({ sku }: { sku: string }) => sku))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(found).toEqual(skus)
  })

  it('let orders go on that waited for them', async () => {
    const { body } = await world.ask('POST', '/orders', {
      orders: [draft('1'), draft('2', { lines: [{ externalId: '1', name: 'Other', quantity: 1 }] })],
    })
    expect(body.counts).toEqual({ match: 2 })
    await putItems({ sku: 'A', name: 'A' })
    const states = await world.rows('SELECT external_id, state FROM "order" ORDER BY external_id')
    expect(states).toEqual([
      { external_id: '1', state: 'ready' },
      { external_id: '2', state: 'needs_match' },
    ])
  })
})

describe('stock', () => {
  beforeEach(() => putItems({ sku: 'A', name: 'A' }, { sku: 'L', name: 'L', tracking: 'lot' }))

  it('is set as counted, and the difference is a move of the key', async () => {
    const { body } = await count({ sku: 'A', location: 'P', quantity: 8 }, { sku: 'A', location: 'Q', quantity: 2 })
    expect(body.counts).toEqual({ new: 2 })
    expect((await count({ sku: 'A', location: 'P', quantity: 5 })).body.counts).toEqual({ update: 1 })
    expect((await count({ sku: 'A', location: 'P', quantity: 5 })).body.counts).toEqual({ same: 1 })
    const moves = await world.rows('SELECT quantity, reason FROM stock_move ORDER BY at, id')
    expect(moves).toHaveLength(3)
    const { body: listed } = await world.ask('GET', '/stock?location=P')
    expect(listed.stock).toEqual([
      {
        ...{ sku: 'A', location: 'P', zone: 'Z', lot: null, serial: null, expiresOn: null },
        ...{ onHand: 5, reserved: 0, inTotes: 0, available: 5 },
      },
    ])
    const pages = [await world.ask('GET', '/stock?sku=A&limit=1')]
    pages.push(await world.ask('GET', `/stock?sku=A&limit=1&cursor=${pages[0]?.body.next}`))
    expect(pages.map(({ body: page }) => page.stock[0].location).sort()).toEqual(['P', 'Q'])
    expect(pages[1]?.body.next).toBeNull()
  })

  it('refuses what is not known, not tracked so, or less than what is promised, and takes the rest', async () => {
    await count({ sku: 'A', location: 'P', quantity: 3 })
    const { body: made } = await world.ask('POST', '/orders', {
      orders: [draft('1', { lines: [{ externalId: '1', sku: 'A', name: 'A', quantity: 2 }] })],
    })
    await world.command(releaseOrder, {
      orderId: made.results[0].orderId,
      pickablePayments: ['paid'],
      allOrNothing: true,
    })
    const { body } = await count(
      { sku: 'none', location: 'P', quantity: 1 },
      { sku: 'A', location: 'none', quantity: 1 },
      { sku: 'L', location: 'P', quantity: 1 },
      { sku: 'A', location: 'P', quantity: 1 },
      { sku: 'L', location: 'P', lot: 'L1', expiresOn: '2027-01-31', quantity: 4 },
    )
    expect(body.counts).toEqual({ refused: 4, new: 1 })
    expect(body.results.map(({ problem }: { problem: { reason: string } | null }) => problem?.reason ?? null)).toEqual([
      'notFound',
      'notFound',
      'wrongState',
      'underReserved',
      null,
    ])
    expect((await count({ sku: 'A', location: 'P', quantity: -1 })).body.code).toBe('E-API-007')
    expect((await count({ sku: 'A', location: 'P', quantity: 1, expiresOn: '2027-02-30' })).body.code).toBe('E-API-007')
  })

  it('tells what may be sold: without reserved, expired and waiting units and the buffer, never below none', async () => {
    await count(
      { sku: 'A', location: 'P', quantity: 20 },
      { sku: 'L', location: 'P', lot: 'old', expiresOn: '2025-12-31', quantity: 4 },
      { sku: 'L', location: 'P', lot: 'new', expiresOn: '2027-01-31', quantity: 6 },
    )
    const lines = (quantity: number) => ({ lines: [{ externalId: '1', sku: 'A', name: 'A', quantity }] })
    const { body: made } = await world.ask('POST', '/orders', {
      orders: [
        draft('1', lines(5)),
        draft('2', lines(3)),
        draft('3', { ...lines(7), cancelledAt: 1 }),
        draft('4', { ...lines(1), payment: 'pending' }),
      ],
    })
    await world.command(releaseOrder, {
      orderId: made.results[0].orderId,
      pickablePayments: ['paid'],
      allOrNothing: true,
    })
    const { body } = await world.ask('GET', '/availability?buffer=2')
    expect(body.availability).toEqual([
      { sku: 'A', onHand: 20, reserved: 5, expired: 0, waiting: 4, buffer: 2, available: 9 },
      { sku: 'L', onHand: 10, reserved: 0, expired: 4, waiting: 0, buffer: 2, available: 4 },
    ])
    const one = await world.ask('GET', '/availability?sku=A&buffer=1000')
    expect(one.body.availability).toMatchObject([{ sku: 'A', available: 0 }])
    expect((await world.ask('GET', '/availability?sku=none')).body.code).toBe('E-API-013')
    const paged = await world.ask('GET', '/availability?limit=1')
    const next = await world.ask('GET', `/availability?limit=1&cursor=${paged.body.next}`)
    expect([paged.body.availability[0].sku, next.body.availability[0].sku, next.body.next]).toEqual(['A', 'L', null])
  })
})
