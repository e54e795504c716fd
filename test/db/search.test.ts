import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../commands/items/import-items.ts'
import { holdOrder } from '../../commands/orders/hold-order.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { MIGRATIONS } from '../../db/migrations/all.ts'
import { createOrderFinder, type OrderFinder } from '../../db/sqlite/find-orders.ts'
import { openDatabase } from '../../db/sqlite/open-database.ts'
import { rebuildOrderSearch } from '../../db/sqlite/search.ts'
import { type CommandStore, item, line, openCommandStore, order, PICKABLE } from '../commands/command-store.ts'

let commands: CommandStore
let finder: OrderFinder
const everywhere = { states: [], channel: null }

function person(name: string, phone: string) {
  const to = { name, phone, country: 'KR', postcode: '04524', province: '', city: '', line1: 'x', line2: '' }
  return { customerName: name, customerPhone: phone, shipTo: to }
}

function numbers(query: string, filter: { states: string[]; channel: string | null } = { states: [], channel: null }) {
  const ids = finder.find(query, filter, 100).map(({ orderId }) => orderId)
  return ids.map((id) => commands.rows<{ number: string }>('SELECT number FROM "order" WHERE id = ?', id)[0]?.number)
}

beforeEach(async () => {
  commands = openCommandStore()
  await commands.accepted(importItems, { items: [item('TEA-01'), item('TEA-02'), item('CUP-9')] })
  await commands.accepted(importOrders, {
    pickablePayments: [...PICKABLE],
    orders: [
      order('1001', { ...person('김서연', '010-1234-5678'), lines: [line('1', 'TEA-01', 1)] }),
      order('10010', { ...person('이서연', '010-2222-1001'), lines: [line('1', 'TEA-02', 1)] }),
      order('1002', { ...person('Harold Martínez', '+82 10 9876 5432'), lines: [line('1', 'CUP-9', 1)] }),
      order('1003', { ...person('김서준', '02-555-0199'), channel: 'shopify', lines: [line('1', 'CUP-9', 1)] }),
    ],
  })
  finder = createOrderFinder(commands.store.reader)
})
afterEach(() => commands.close())

describe('finding orders in one box', () => {
  it('puts the exact order number before numbers that begin with it and phones that end with it', () => {
    expect(numbers('1001')).toEqual(['#1001', '#10010'])
    expect(numbers('#1001')[0]).toBe('#1001')
  })
  it('finds two Hangul syllables anywhere in a name, the last order first, and ignores spaces between them', () => {
    expect(numbers('서연').sort()).toEqual(['#1001', '#10010'])
    expect(numbers('김서')).toEqual(['#1003', '#1001'])
    expect(numbers('김 서연')).toEqual(['#1001'])
    expect(numbers('서')).toEqual([])
  })
  it('finds three letters of a Latin name without its case and accents, and names in either order', () => {
    expect(numbers('ART')).toEqual(['#1002'])
    expect(numbers('martinez harold')).toEqual(['#1002'])
    expect(numbers('martinex')).toEqual([])
  })
  it('does not take grams that stand apart for the fragment', async () => {
    await commands.accepted(importOrders, {
      pickablePayments: [...PICKABLE],
      orders: [order('7', person('abcd xbcde', '1'))],
    })
    expect(numbers('abcde')).toEqual([])
  })
  it('finds a phone number by its last four digits and by the whole of it in any shape', () => {
    expect(numbers('5678')).toEqual(['#1001'])
    expect(numbers('010-9876-5432')).toEqual(['#1002'])
    expect(numbers('678')).toEqual([])
  })
  it('finds a SKU in any case, before SKUs that only begin with it', () => {
    expect(numbers('tea-01')).toEqual(['#1001'])
    expect(numbers('TEA').sort()).toEqual(['#1001', '#10010'])
    expect(numbers('CUP-9')).toEqual(['#1003', '#1002'])
  })
  it('keeps to the states and the channel that were asked for', async () => {
    const [row] = commands.rows<{ id: string }>(`SELECT id FROM "order" WHERE number = '#1002'`)
    await commands.accepted(holdOrder, { orderId: row?.id ?? '', reason: 'call first' })
    expect(numbers('CUP-9', { states: ['on_hold'], channel: null })).toEqual(['#1002'])
    expect(numbers('CUP-9', { states: [], channel: 'shopify' })).toEqual(['#1003'])
  })
  it('finds a renamed person by the new name only, and never by quotes or operators of the index', async () => {
    await commands.accepted(importOrders, {
      pickablePayments: [...PICKABLE],
      orders: [order('1001', { ...person('박지후', '010-1234-5678'), lines: [line('1', 'TEA-01', 1)] })],
    })
    expect(numbers('박지후')).toEqual(['#1001'])
    expect(numbers('김서연')).toEqual([])
    for (const odd of ['"', '김" OR "서연', 'a*', 'NOT', '(', "';--", '%', '서연^'])
      expect(() => finder.find(odd, everywhere, 10)).not.toThrow()
  })
  it('counts states and channels with the orders, and builds everything again to the same', async () => {
    const tally = () =>
      commands.rows('SELECT state, channel, orders FROM order_tally WHERE orders > 0 ORDER BY state, channel')
    const before = tally()
    expect(before).toEqual([
      { state: 'ready', channel: 'plain', orders: 3 },
      { state: 'ready', channel: 'shopify', orders: 1 },
    ])
    const writer = openDatabase(commands.store.path, MIGRATIONS)
    rebuildOrderSearch(writer)
    writer.close()
    expect(tally()).toEqual(before)
    expect(numbers('서연').sort()).toEqual(['#1001', '#10010'])
  })
})
