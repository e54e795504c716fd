import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { type CommandStore, item, line, openCommandStore, order, PICKABLE, stockUp } from '../command-store.ts'

let commands: CommandStore
beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

const set = (sku: string, quantity: number, over: object = {}) =>
  commands.accepted(importStock, { stock: [{ sku, location: 'P', quantity, ...over }] })
/** On hand must be the sum of all moves, in and out. */
const booksBalance = () =>
  commands.rows<{ on_hand: number; moved: number }>(
    `SELECT s.on_hand, (SELECT coalesce(sum(quantity), 0) FROM stock_move WHERE to_stock_id = s.id)
       - (SELECT coalesce(sum(quantity), 0) FROM stock_move WHERE from_stock_id = s.id) AS moved FROM stock s`,
  )

describe('setting stock from a file', () => {
  it('posts the difference to the books as a move, and nothing when the count is the same', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 5 }])
    await set('A', 8)
    await set('A', 3)
    expect(commands.rows('SELECT quantity, reason FROM stock_move ORDER BY at')).toEqual([
      { quantity: 5, reason: 'count' },
      { quantity: 3, reason: 'count' },
      { quantity: 5, reason: 'count' },
    ])
    const before = commands.changes()
    expect(await set('A', 3)).toMatchObject({ outcomes: ['same'] })
    expect(commands.changes()).toBe(before)
    for (const { on_hand: onHand, moved } of booksBalance()) expect(onHand).toBe(moved)
  })

  it('never goes below what orders were promised', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 5 }])
    const pickablePayments = [...PICKABLE]
    await commands.accepted(importOrders, { orders: [order('1', { lines: [line('1', 'A', 4)] })], pickablePayments })
    const [found] = commands.rows<{ id: string }>('SELECT id FROM "order"')
    await commands.accepted(releaseOrder, { orderId: found?.id ?? '', pickablePayments, allOrNothing: true })
    expect(await set('A', 3)).toMatchObject({
      outcomes: ['refused'],
      problems: [{ name: 'underReserved', params: { reserved: 4 } }],
    })
    expect(await set('A', 4)).toMatchObject({ outcomes: ['update'] })
  })

  it('asks for lots and serials where items are tracked by them, and knows its items and places', async () => {
    await stockUp(commands, [], [item('LOT', { tracking: 'lot' }), item('SER', { tracking: 'serial' }), item('A')])
    expect(await set('LOT', 1)).toMatchObject({ problems: [{ field: 'lot' }] })
    expect(await set('LOT', 1, { lot: 'L1', expiresOn: '2026-05-01' })).toMatchObject({ outcomes: ['new'] })
    expect(await set('SER', 2, { serial: 'S1' })).toMatchObject({ problems: [{ field: 'serial' }] })
    expect(await set('SER', 1, { serial: 'S1' })).toMatchObject({ outcomes: ['new'] })
    expect(await set('A', 1, { serial: 'S1' })).toMatchObject({ problems: [{ field: 'serial' }] })
    expect(await set('NO', 1)).toMatchObject({ problems: [{ field: 'sku', name: 'notFound' }] })
    expect(await set('A', 1, { location: 'NO' })).toMatchObject({ problems: [{ field: 'location', name: 'notFound' }] })
  })

  it('knows that a serial number lies at one place only, and lets it move once it is gone there', async () => {
    await stockUp(commands, [], [item('SER', { tracking: 'serial' })])
    const place = { zone: 'Z', aisle: '01', bay: '01', level: '1', position: '2', kind: 'pick' as const }
    await commands.accepted(importLocations, { locations: [{ ...place, code: 'Q' }] })
    expect(await set('SER', 1, { serial: 'S1' })).toMatchObject({ outcomes: ['new'] })
    expect(await set('SER', 1, { serial: 'S1', location: 'Q' })).toMatchObject({
      outcomes: ['refused'],
      problems: [{ field: 'serial', value: 'S1', name: 'wrongState' }],
    })
    expect(await set('SER', 0, { serial: 'S1' })).toMatchObject({ outcomes: ['update'] })
    expect(await set('SER', 1, { serial: 'S1', location: 'Q' })).toMatchObject({ outcomes: ['new'] })
  })
})
