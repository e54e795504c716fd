import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import { holdOrder, unholdOrder } from '../../../commands/orders/hold-order.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { matchLine, rematchOrder } from '../../../commands/orders/match-line.ts'
import type { IncomingOrder } from '../../../commands/orders/order-rows.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { resolveDifference } from '../../../commands/orders/resolve-difference.ts'
import type { Row } from '../../../db/tables.ts'
import { type CommandStore, item, line, openCommandStore, order, PICKABLE, stockUp } from '../command-store.ts'

let commands: CommandStore
const pickablePayments = [...PICKABLE]

beforeEach(async () => {
  commands = openCommandStore()
  await stockUp(commands, [
    { sku: 'A', quantity: 10 },
    { sku: 'B', quantity: 10 },
  ])
})
afterEach(() => commands.close())

const take = async (...orders: IncomingOrder[]) =>
  (await commands.accepted(importOrders, { orders, pickablePayments })).outcomes
const row = (externalId: string) => {
  const [found] = commands.rows<Row<'order'>>('SELECT * FROM "order" WHERE external_id = ?', externalId)
  if (found === undefined) throw new Error(`No order ${externalId}`)
  return found
}
const lines = (externalId: string) =>
  commands.rows<Row<'order_line'>>('SELECT * FROM order_line WHERE order_id = ? ORDER BY line_no', row(externalId).id)
const events = (externalId: string) =>
  commands
    .rows<{ type: string }>('SELECT type FROM order_event WHERE order_id = ? ORDER BY at, id', row(externalId).id)
    .map(({ type }) => type)
const openDifferences = () =>
  commands.rows<Row<'order_difference'>>(`SELECT * FROM order_difference WHERE state = 'open'`)

describe('taking orders from a file', () => {
  it('puts each new order where it stands, with the reason when it is held', async () => {
    const outcomes = await take(
      order('1'),
      order('2', { payment: 'pending' }),
      order('3', { cancelledAt: 1 }),
      order('4', { lines: [line('1', 'A', 2, { fulfilled: 2 }), line('2', 'B', 1, { requiresShipping: false })] }),
      order('5', { lines: [line('1', '', 1, { name: 'Unheard of' })] }),
      order('6', { payment: 'cod', lines: [line('1', '', 1, { name: 'Item B' })] }),
    )
    expect(outcomes).toEqual(['new', 'new', 'new', 'new', 'match', 'new'])
    expect(['1', '2', '3', '4', '5', '6'].map((id) => [row(id).state, row(id).hold_reason])).toEqual([
      ['ready', null],
      ['on_hold', 'payment'],
      ['on_hold', 'cancelled-at-shop'],
      ['on_hold', 'nothing-to-ship'],
      ['needs_match', null],
      ['ready', null],
    ])
    expect(row('1').phone_tail).toBe('87654321010')
  })

  it('changes no row for the same content and rewrites what nobody touched', async () => {
    await take(order('1', { lines: [line('1', 'A', 1), line('2', 'B', 1)] }))
    const before = commands.changes()
    expect(await take(order('1', { lines: [line('1', 'A', 1), line('2', 'B', 1)] }))).toEqual(['same'])
    expect(commands.changes()).toBe(before)
    const [kept] = lines('1')
    expect(await take(order('1', { lines: [line('1', 'A', 3)], note: 'ring twice' }))).toEqual(['update'])
    expect(lines('1')).toMatchObject([{ id: kept?.id, quantity: 3 }])
    expect(row('1')).toMatchObject({ state: 'ready', note: 'ring twice', unit_count: 3 })
  })

  it('keeps a hold that a person set, and moves a waiting order on when a later file has paid it', async () => {
    await take(order('1'), order('2', { payment: 'pending' }))
    await commands.accepted(holdOrder, { orderId: row('1').id, reason: 'call first' })
    await take(order('1', { note: 'x' }), order('2', { note: 'x' }))
    expect(row('1')).toMatchObject({ state: 'on_hold', hold_reason: 'call first', note: 'x' })
    expect(row('2')).toMatchObject({ state: 'ready', hold_reason: null })
  })

  it('never overwrites a released order: the difference waits for a person, once', async () => {
    await take(order('1'))
    await commands.accepted(releaseOrder, { orderId: row('1').id, pickablePayments, allOrNothing: true })
    const later = order('1', { lines: [line('1', 'A', 5)] })
    expect(await take(later)).toEqual(['difference'])
    expect(row('1').state).toBe('released')
    expect(lines('1')).toMatchObject([{ quantity: 1, allocated: 1 }])
    const before = commands.changes()
    expect(await take(later)).toEqual(['same'])
    expect(commands.changes()).toBe(before)
    expect(await take(order('1', { note: 'newest' }))).toEqual(['difference'])
    expect(openDifferences()).toHaveLength(1)
    expect(await take(order('1'))).toEqual(['update'])
    expect(openDifferences()).toHaveLength(0)
  })

  it('takes a difference by undoing the release, and drops one for good', async () => {
    await take(order('1'), order('2'))
    for (const id of ['1', '2'])
      await commands.accepted(releaseOrder, { orderId: row(id).id, pickablePayments, allOrNothing: true })
    await take(order('1', { lines: [line('1', 'A', 5)] }), order('2', { note: 'other' }))
    const [first, second] = ['1', '2'].map(
      (id) => openDifferences().find((found) => found.order_id === row(id).id)?.id ?? '',
    )
    await commands.accepted(resolveDifference, { differenceId: first ?? '', take: true, pickablePayments })
    expect(row('1').state).toBe('ready')
    expect(lines('1')).toMatchObject([{ quantity: 5, allocated: 0 }])
    expect(commands.rows('SELECT sum(reserved) AS reserved FROM stock')).toEqual([{ reserved: 1 }])
    await commands.accepted(resolveDifference, { differenceId: second ?? '', take: false, pickablePayments })
    expect(row('2')).toMatchObject({ state: 'released', note: '' })
    expect(await take(order('2', { note: 'other' }))).toEqual(['same'])
    expect(events('2')).toEqual(['received', 'released', 'difference-found', 'difference-dropped'])
    expect(
      await commands.run(resolveDifference, { differenceId: second ?? '', take: true, pickablePayments }),
    ).toMatchObject({ ok: false, refusal: { name: 'wrongState' } })
  })
})

describe('a difference that comes and goes', () => {
  const said = async (...notes: string[]) => {
    const outcomes = []
    for (const note of notes) outcomes.push(...(await take(order('1', { note }))))
    return outcomes
  }
  const decide = (takeIt: boolean) =>
    commands.accepted(resolveDifference, {
      ...{ differenceId: openDifferences()[0]?.id ?? '', take: takeIt, pickablePayments },
    })
  beforeEach(async () => {
    await take(order('1', { note: 'one' }))
    await commands.accepted(releaseOrder, { orderId: row('1').id, pickablePayments, allOrNothing: true })
  })

  it('waits for a person again when the shop took it back in between', async () => {
    expect(await said('two', 'one', 'two', 'two')).toEqual(['difference', 'update', 'difference', 'same'])
    expect(openDifferences()).toHaveLength(1)
  })

  it('waits for a person again when it was taken once, and the version before it after that', async () => {
    for (const note of ['two', 'one']) {
      await said(note)
      await decide(true)
      await commands.accepted(releaseOrder, { orderId: row('1').id, pickablePayments, allOrNothing: true })
    }
    expect(await said('two')).toEqual(['difference'])
  })

  it('is over when the shop says again what a person decided against', async () => {
    await said('two')
    await decide(false)
    expect(await said('three', 'two')).toEqual(['difference', 'update'])
    expect(openDifferences()).toEqual([])
    expect(row('1').note).toBe('one')
  })
})

describe('matching', () => {
  const odd = line('1', '', 1, { name: 'Green tea', option: '50 g' })

  it('lets the order go on and remembers the name with its option for later files', async () => {
    await take(
      order('1', { lines: [odd] }),
      order('2', { lines: [odd] }),
      order('3', { lines: [{ ...odd, option: '90 g' }] }),
    )
    const [itemA] = commands.rows<{ id: string }>(`SELECT id FROM item WHERE sku = 'A'`)
    const wanted = { orderLineId: lines('1')[0]?.id ?? '', itemId: itemA?.id ?? '', remember: true, pickablePayments }
    expect(await commands.accepted(matchLine, wanted)).toMatchObject({ state: 'ready' })
    expect(row('2').state).toBe('needs_match')
    await commands.accepted(rematchOrder, { orderId: row('2').id, pickablePayments })
    expect(row('2').state).toBe('ready')
    expect(await commands.run(rematchOrder, { orderId: row('3').id, pickablePayments })).toMatchObject({
      ok: false,
      refusal: { name: 'notFound' },
    })
    expect(await take(order('4', { lines: [odd] }))).toEqual(['new'])
  })

  it('holds a matched order whose payment may not be picked, and lets it off only when it may', async () => {
    await take(order('1', { payment: 'pending', lines: [line('1', 'LATER', 1)] }))
    await commands.accepted(importItems, { items: [item('LATER')] })
    await commands.accepted(rematchOrder, { orderId: row('1').id, pickablePayments })
    expect(row('1')).toMatchObject({ state: 'on_hold', hold_reason: 'payment' })
    const refused = await commands.run(unholdOrder, { orderId: row('1').id, pickablePayments })
    expect(refused).toMatchObject({ ok: false, refusal: { name: 'notReleasable', params: { reason: 'payment' } } })
    await commands.accepted(unholdOrder, { orderId: row('1').id, pickablePayments: [...pickablePayments, 'pending'] })
    expect(row('1').state).toBe('ready')
  })
})
