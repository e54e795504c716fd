import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { moveOrder } from '../../../commands/orders/change-state.ts'
import { holdOrder, unholdOrder } from '../../../commands/orders/hold-order.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { matchLine } from '../../../commands/orders/match-line.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import type { Tx } from '../../../db/port.ts'
import type { Row } from '../../../db/tables.ts'
import { decideRelease } from '../../../domain/order-release.ts'
import { type CommandStore, line, openCommandStore, order, PICKABLE, stockUp } from '../command-store.ts'

let commands: CommandStore
const pickablePayments = [...PICKABLE]

beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

const add = async (...orders: ReturnType<typeof order>[]) =>
  void (await commands.accepted(importOrders, { orders, pickablePayments }))
const id = (externalId: string) =>
  commands.rows<{ id: string }>('SELECT id FROM "order" WHERE external_id = ?', externalId)[0]?.id ?? ''
const state = (externalId: string) =>
  commands.rows<{ state: string }>('SELECT state FROM "order" WHERE external_id = ?', externalId)[0]?.state
const release = (externalId: string, allOrNothing = true) =>
  commands.run(releaseOrder, { orderId: id(externalId), pickablePayments, allOrNothing })
const reserved = () => commands.rows<{ units: number }>('SELECT sum(reserved) AS units FROM stock')[0]?.units

describe('releasing an order', () => {
  it('reserves all of it, first what expires first, and refuses a second release', async () => {
    await stockUp(commands, [
      { sku: 'A', quantity: 2, lot: 'late', expiresOn: '2027-01-01' },
      { sku: 'A', quantity: 2, lot: 'soon', expiresOn: '2026-02-01', location: 'R' },
      { sku: 'A', quantity: 9, lot: 'gone', expiresOn: '2026-01-04' },
    ])
    await add(order('1', { lines: [line('1', 'A', 3)] }))
    expect(await release('1')).toMatchObject({ ok: true, value: { state: 'released', missing: 0 } })
    expect(commands.rows('SELECT lot, reserved FROM stock ORDER BY lot')).toEqual([
      { lot: 'gone', reserved: 0 },
      { lot: 'late', reserved: 1 },
      { lot: 'soon', reserved: 2 },
    ])
    expect(await release('1')).toMatchObject({ ok: false, refusal: { name: 'wrongState' } })
  })

  it('waits for stock with the missing quantity when it is not whole, without reserving any of it', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 3 }])
    await add(order('1', { lines: [line('1', 'A', 2), line('2', 'A', 2)] }))
    expect(await release('1')).toMatchObject({ ok: true, value: { state: 'backordered', missing: 1 } })
    expect(reserved()).toBe(0)
    const before = commands.changes()
    expect(await release('1')).toMatchObject({ ok: false, refusal: { name: 'underReserved', params: { missing: 1 } } })
    expect(commands.changes()).toBe(before)
    expect(await release('1', false)).toMatchObject({ ok: true, value: { state: 'released', missing: 1 } })
    expect(reserved()).toBe(3)
  })

  it('refuses an order whose payment may not be picked', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 3 }])
    await add(order('1'))
    const refused = await commands.run(releaseOrder, {
      orderId: id('1'),
      pickablePayments: ['cod'],
      allOrNothing: true,
    })
    expect(refused).toMatchObject({ ok: false, refusal: { name: 'notReleasable' } })
  })

  it('gives everything back on hold and on cancel, and a cancelled order has nothing left to do', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 5 }])
    await add(order('1', { lines: [line('1', 'A', 2)] }), order('2', { lines: [line('1', 'A', 3, { fulfilled: 1 })] }))
    await release('1')
    await release('2')
    expect(reserved()).toBe(4)
    await commands.accepted(holdOrder, { orderId: id('1'), reason: 'address unclear' })
    await commands.accepted(cancelOrder, { orderId: id('2'), reason: 'customer asked' })
    expect(reserved()).toBe(0)
    expect(commands.rows('SELECT allocated, cancelled FROM order_line WHERE order_id = ?', id('2'))).toEqual([
      { allocated: 0, cancelled: 2 },
    ])
    await commands.accepted(unholdOrder, { orderId: id('1'), pickablePayments })
    expect([state('1'), state('2')]).toEqual(['ready', 'cancelled'])
    expect(await commands.run(cancelOrder, { orderId: id('2'), reason: 'again' })).toMatchObject({ ok: false })
  })

  it('never promises a unit twice, whatever is released, held and cancelled in any order', async () => {
    await stockUp(commands, [
      { sku: 'A', quantity: 4 },
      { sku: 'B', quantity: 3 },
    ])
    const ids = ['1', '2', '3', '4']
    await add(...ids.map((one, at) => order(one, { lines: [line('1', 'A', 1 + (at % 3)), line('2', 'B', 1)] })))
    const step = fc.record({
      order: fc.constantFrom(...ids),
      what: fc.constantFrom('release', 'part', 'hold', 'unhold'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const { order: one, what } of steps) {
          if (what === 'release' || what === 'part') await release(one, what === 'release')
          else if (what === 'hold') await commands.run(holdOrder, { orderId: id(one), reason: 'x' })
          else await commands.run(unholdOrder, { orderId: id(one), pickablePayments })
        }
        const open = commands.rows<{ stock_id: string; units: number }>(
          `SELECT stock_id, sum(quantity) AS units FROM reservation WHERE state = 'open' GROUP BY stock_id`,
        )
        for (const stock of commands.rows<{ id: string; on_hand: number; reserved: number }>('SELECT * FROM stock')) {
          expect(stock.reserved).toBe(open.find(({ stock_id: of }) => of === stock.id)?.units ?? 0)
          expect(stock.reserved).toBeLessThanOrEqual(stock.on_hand)
        }
        expect(
          commands.rows<{ units: number }>('SELECT coalesce(sum(allocated), 0) AS units FROM order_line')[0]?.units,
        ).toBe(reserved())
      }),
      // First what wants more than there is, for certain.
      { numRuns: 30, examples: [[ids.map((one) => ({ order: one, what: 'part' }))]] },
    )
  })
})

describe('the rule of a release', () => {
  it('takes at most what is free and is whole or nothing when asked so', () => {
    const lineOf = fc.record({ itemId: fc.constantFrom('a', 'b'), units: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(
        fc.array(lineOf, { minLength: 1, maxLength: 6 }),
        fc.nat(12),
        fc.nat(12),
        fc.boolean(),
        (wanted, a, b, allOrNothing) => {
          const free = new Map([
            ['a', a],
            ['b', b],
          ])
          const lines = wanted.map((one, at) => ({ ...one, lineId: String(at) }))
          const decision = decideRelease({
            state: 'ready',
            payment: 'paid',
            pickablePayments,
            allOrNothing,
            lines,
            free,
          })
          const total = wanted.reduce((sum, { units }) => sum + units, 0)
          if (decision.kind === 'refused') throw new Error('a ready and paid order is never refused')
          if (decision.kind === 'backordered') {
            expect(decision.missing).toBeGreaterThan(0)
            return
          }
          const taken = (itemId?: string) =>
            decision.take.reduce((sum, one) => sum + (itemId === undefined || one.itemId === itemId ? one.units : 0), 0)
          expect(taken() + decision.missing).toBe(total)
          expect(taken('a')).toBeLessThanOrEqual(a)
          expect(taken('b')).toBeLessThanOrEqual(b)
          if (allOrNothing) expect(decision.missing).toBe(0)
        },
      ),
    )
  })
})

describe('an order of which a part left', () => {
  it('keeps the item of what left', async () => {
    await stockUp(commands, [
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 9 },
    ])
    await add(order('1', { lines: [line('1', 'A', 4), line('2', 'A', 1)] }))
    await release('1', false)
    const rows = () => commands.rows<Row<'order_line'>>('SELECT * FROM order_line ORDER BY line_no')
    const [left, other] = rows() as [Row<'order_line'>, Row<'order_line'>]
    await commands.store.write(async (tx) => {
      const [sent] = await tx.find('order', 'channel_key', 'plain', '1')
      if (sent !== undefined) await tx.put('order', { ...sent, state: 'on_hold', hold_reason: 'asked' })
      await tx.put('order_line', { ...left, picked: 2, packed: 2, shipped: 2 })
    })
    const [item] = commands.rows<{ id: string }>(`SELECT id FROM item WHERE sku = 'B'`)
    const match = (orderLineId: string) =>
      commands.run(matchLine, { orderLineId, itemId: item?.id ?? '', remember: false, pickablePayments })
    expect(await match(left.id)).toEqual({ ok: false, refusal: { name: 'wrongState', params: { state: 'on_hold' } } })
    expect((await match(other.id)).ok).toBe(true)
    expect(rows().map((row) => row.item_id === item?.id)).toEqual([false, true])
  })
})

it('an order goes from one state to another only along the table, by way of hold where that is the way', async () => {
  const states: string[] = []
  const tx = {
    put: async (_: string, row: Row<'order'>) => void states.push(row.state),
    find: async () => [],
  } as unknown as Tx
  const backordered = { number: '1', state: 'backordered' } as Row<'order'>
  expect((await moveOrder(tx, backordered, 'ready')).state).toBe('ready')
  expect((await moveOrder(tx, backordered, 'on_hold')).state).toBe('on_hold')
  await expect(moveOrder(tx, { ...backordered, state: 'shipped' }, 'ready')).rejects.toThrow('no way')
  expect(states).toEqual(['on_hold', 'ready', 'on_hold'])
})
