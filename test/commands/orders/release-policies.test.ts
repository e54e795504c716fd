import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { holdOrder, unholdOrder } from '../../../commands/orders/hold-order.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { releaseWaiting, waitingFor } from '../../../commands/orders/release-waiting.ts'
import { savePolicies, saveSite } from '../../../commands/site/save-site.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { Policies } from '../../../domain/policies.ts'
import { type CommandStore, line, openCommandStore, order, PICKABLE, stockUp } from '../command-store.ts'

let commands: CommandStore
const pickablePayments = [...PICKABLE]

beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

/** The site on a clock, with what it decided; commands run on Monday 2026-01-05. */
async function decide(decided: Record<string, unknown>, timeZone = 'Asia/Seoul'): Promise<void> {
  await commands.accepted(saveSite, {
    ...{ name: 'Site', timeZone, currency: 'KRW', labelLanguage: 'ko', senderName: 'S', senderPhone: '' },
    ...{ senderPostcode: '', senderLine1: '1', senderLine2: '', gs1Prefix: null },
  })
  await commands.accepted(savePolicies, { policies: Policies.parse(decided) })
}
const add = async (...orders: ReturnType<typeof order>[]) =>
  void (await commands.accepted(importOrders, { orders, pickablePayments }))
const id = (externalId: string) =>
  commands.rows<{ id: string }>('SELECT id FROM "order" WHERE external_id = ?', externalId)[0]?.id ?? ''
const state = (externalId: string) =>
  commands.rows<{ state: string }>('SELECT state FROM "order" WHERE external_id = ?', externalId)[0]?.state
const release = (
  externalId: string,
  over: { pickablePayments?: OrderInput['payment'][]; allOrNothing?: boolean } = {},
) => commands.run(releaseOrder, { orderId: id(externalId), pickablePayments, allOrNothing: true, ...over })
const promised = () => commands.rows<{ id: string; units: number }>('SELECT id, units FROM soft_promise ORDER BY id')
const reserved = (sku: string) =>
  commands.rows<{ units: number }>(
    'SELECT coalesce(sum(reserved), 0) AS units FROM stock WHERE item_id = (SELECT id FROM item WHERE sku = ?)',
    sku,
  )[0]?.units
const seoul = (text: string) => Date.parse(`${text}+09:00`)

describe('a release by the rules of the site', () => {
  const waits = (reason: string, params: Record<string, string> = {}) => ({
    ok: false,
    refusal: { name: 'notReleasable', params: { ...params, reason } },
  })
  const goes = { ok: true, value: { state: 'released' } }

  it.each([
    ['takes what is paid', {}, {}, goes],
    ['leaves what is not paid', {}, { payment: 'voided' }, waits('payment', { payment: 'voided' })],
    ['takes another payment where the site allows it', { pickablePayments: ['pending', 'paid'] }, {}, goes],
    [
      'leaves an order whose city is not known where the site needs it',
      { release: { addressNeeds: ['city'] } },
      { shipTo: { ...order('x').shipTo, city: ' ' } },
      waits('addressIncomplete', { parts: 'city' }),
    ],
    [
      'lets a pre-order wait for its day',
      {},
      { availableFrom: '2026-01-06' },
      waits('preOrder', { from: '2026-01-06' }),
    ],
    ['takes a pre-order on its day', {}, { availableFrom: '2026-01-05' }, goes],
    [
      'lets a whole order wait for the last of its lines',
      {},
      { lines: [line('1', 'A', 1), line('2', 'A', 1, { availableFrom: '2026-02-01' })] },
      waits('preOrder', { from: '2026-02-01' }),
    ],
  ])('%s', async (_, decided, over, expected) => {
    await stockUp(commands, [{ sku: 'A', quantity: 9 }])
    await decide(decided)
    const { payment, ...rest } = over as Partial<OrderInput>
    await add(order('1', rest))
    if (payment !== undefined)
      await commands.store.write(async (tx) => {
        const row = await tx.get('order', id('1'))
        if (row !== undefined) await tx.put('order', { ...row, payment })
      })
    expect(await release('1', { pickablePayments: Policies.parse(decided).pickablePayments })).toMatchObject(expected)
  })

  // Commands run on Monday, 5 January 2026, at the site.
  it.each([
    ['on Thursday, two days ahead, on Monday', 2, {}, seoul('2026-01-08T18:00'), '2026-01-06'],
    ['on Wednesday, two days ahead', 2, {}, seoul('2026-01-07T00:00'), null],
    ['on Tuesday a week later, counting over a weekend', 4, {}, seoul('2026-01-13T09:00'), '2026-01-07'],
    [
      'over a weekend that is worked',
      4,
      { workingDays: [1, 2, 3, 4, 5, 6, 7] },
      seoul('2026-01-13T09:00'),
      '2026-01-09',
    ],
    ['on Wednesday after a holiday, one day ahead', 1, { holidays: ['2026-01-06'] }, seoul('2026-01-07T12:00'), null],
    ['on Thursday after two holidays', 1, { holidays: ['2026-01-06', '2026-01-07'] }, seoul('2026-01-08T12:00'), null],
    ['on a Sunday, which counts as the Friday before', 3, {}, seoul('2026-01-11T12:00'), '2026-01-06'],
    ['late already', 0, {}, seoul('2026-01-02T12:00'), null],
  ])('leaves what is promised %s', async (_, aheadDays, rules, shipBy, from) => {
    await stockUp(commands, [{ sku: 'A', quantity: 9 }])
    await decide({ release: { aheadDays, ...rules } })
    await add(order('1', { shipBy }))
    expect(await release('1')).toMatchObject(from === null ? goes : waits('tooEarly', { from }))
  })

  it('counts the promised day on the clock of the site', async () => {
    // 23:30 on Tuesday in London is Wednesday morning in Seoul.
    const shipBy = Date.parse('2026-01-06T23:30Z')
    await stockUp(commands, [{ sku: 'A', quantity: 9 }])
    await decide({ release: { aheadDays: 1 } }, 'Europe/London')
    await add(order('1', { shipBy }), order('2', { shipBy }))
    expect(await release('1')).toMatchObject(goes)
    await decide({ release: { aheadDays: 1 } }, 'Asia/Seoul')
    expect(await release('2')).toMatchObject(waits('tooEarly', { from: '2026-01-06' }))
  })

  it('lifts a hold that the site tolerates, tells it, and no other', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 9 }])
    await decide({ release: { toleratedHolds: ['call later', 'cancelled-at-shop'] } })
    await add(order('1'), order('2'), order('3', { cancelledAt: 1 }))
    await commands.accepted(holdOrder, { orderId: id('1'), reason: 'call later' })
    await commands.accepted(holdOrder, { orderId: id('2'), reason: 'fraud' })
    expect(await release('1')).toMatchObject(goes)
    const [event] = commands.rows<{ detail: string }>(`SELECT detail FROM order_event WHERE type = 'released'`)
    expect(JSON.parse(event?.detail ?? '')).toEqual({ held: 'call later' })
    for (const other of ['2', '3'])
      expect(await release(other)).toEqual({ ok: false, refusal: { name: 'wrongState', params: { state: 'on_hold' } } })
  })

  it('goes by what the order says about all or nothing, and by the site only where it says nothing', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 2 }])
    const lines = [line('1', 'A', 3)]
    await add(order('whole', { lines, allOrNothing: true }), order('part', { lines, allOrNothing: false }))
    expect(await release('whole', { allOrNothing: false })).toMatchObject({
      value: { state: 'backordered', missing: 3 - 2 },
    })
    expect(await release('part')).toMatchObject({ value: { state: 'released', missing: 1 } })
  })

  it('releases of an order that may go in part only what has its day, and leaves the rest open', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 9 }])
    const lines = [line('1', 'A', 2), line('2', 'A', 4, { availableFrom: '2026-02-01' })]
    await add(order('1', { lines, allOrNothing: false }))
    expect(await release('1')).toMatchObject({ value: { state: 'released', missing: 4 } })
    expect(reserved('A')).toBe(2)
  })
})

describe('what is promised to orders that wait', () => {
  it('is there as long as they wait, and reserves nothing', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 1 }])
    await add(
      order('pre', { availableFrom: '2026-02-01', lines: [line('1', 'A', 2)] }),
      order('back', { lines: [line('1', 'A', 3)] }),
    )
    expect(promised()).toEqual([{ id: `${id('pre')}.1`, units: 2 }])
    await release('back')
    expect(
      promised()
        .map(({ units }) => units)
        .sort(),
    ).toEqual([2, 3])
    expect(reserved('A')).toBe(0)
    await commands.accepted(holdOrder, { orderId: id('pre'), reason: 'x' })
    await commands.accepted(cancelOrder, { orderId: id('back'), reason: 'x' })
    expect(promised()).toEqual([])
    await commands.accepted(unholdOrder, { orderId: id('pre'), pickablePayments })
    expect(promised()).toEqual([{ id: `${id('pre')}.1`, units: 2 }])
  })

  it('follows an order that a later file changes', async () => {
    await stockUp(commands, [{ sku: 'A', quantity: 1 }])
    await add(order('pre', { availableFrom: '2026-02-01', lines: [line('1', 'A', 2), line('2', 'A', 1)] }))
    await add(order('pre', { availableFrom: '2026-03-01', lines: [line('1', 'A', 5)] }))
    expect(promised()).toEqual([{ id: `${id('pre')}.1`, units: 5 }])
    await add(order('pre', { lines: [line('1', 'A', 5)] }))
    expect(promised()).toEqual([])
  })

  it.each([
    [true, { value: { state: 'backordered', missing: 2 } }],
    [false, { value: { state: 'released' } }],
  ])('of a pre-order is kept from others when the site wants that: %s', async (keepForPreOrders, expected) => {
    await stockUp(commands, [{ sku: 'A', quantity: 5 }])
    await decide({ release: { keepForPreOrders } })
    await add(
      order('pre', { availableFrom: '2026-02-01', lines: [line('1', 'A', 3)] }),
      order('now', { lines: [line('1', 'A', 4)] }),
    )
    expect(await release('now')).toMatchObject(expected)
  })

  it.each([
    [true, 'released'],
    [false, 'backordered'],
  ])('of an older order may be overtaken only where the site lets it: %s', async (overtaking, expected) => {
    await stockUp(commands, [{ sku: 'A', quantity: 2 }])
    await decide({ release: { overtaking } })
    await add(
      order('old', { orderedAt: 1, lines: [line('1', 'A', 3)] }),
      order('new', { orderedAt: 2, lines: [line('1', 'A', 2)] }),
    )
    await add(order('urgent', { priority: 9, lines: [line('1', 'A', 1)] }))
    await release('old')
    await release('new')
    expect([state('old'), state('new')]).toEqual(['backordered', expected])
    if (!overtaking) expect(await release('urgent')).toMatchObject({ value: { state: 'released' } })
  })
})

describe('orders that wait for stock', () => {
  const comeIn = (quantity: number) =>
    commands.accepted(importStock, { stock: [{ sku: 'A', location: 'P', quantity }] })
  const wait = async (decided: Record<string, unknown>) => {
    await stockUp(commands, [{ sku: 'A', quantity: 0 }])
    await decide(decided)
    await add(
      order('young', { orderedAt: 3, lines: [line('1', 'A', 2)] }),
      order('old', { orderedAt: 1, lines: [line('1', 'A', 2)] }),
      order('urgent', { orderedAt: 5, priority: 8, lines: [line('1', 'A', 2)] }),
    )
    for (const one of ['young', 'old', 'urgent']) await release(one)
    expect(promised()).toHaveLength(3)
  }
  const queue = () =>
    commands.store.write(async (tx) =>
      waitingFor(
        tx,
        (await tx.find('item', 'sku', 'A')).map((item) => item.id),
      ),
    )
  const releaseAll = async () => commands.accepted(releaseWaiting, { orderIds: await queue() })

  it('are released when it comes, the most urgent and then the oldest first, each once, and their story tells it', async () => {
    await wait({})
    expect(await queue()).toEqual([id('urgent'), id('old'), id('young')])
    await comeIn(5)
    expect(await releaseAll()).toEqual({
      released: [
        { orderId: id('urgent'), missing: 0 },
        { orderId: id('old'), missing: 0 },
      ],
    })
    expect([state('urgent'), state('old'), state('young'), reserved('A')]).toEqual([
      'released',
      'released',
      'backordered',
      4,
    ])
    await add(order('fresh', { lines: [line('1', 'A', 1)] }))
    const orderIds = ['urgent', 'old', 'young', 'fresh'].map(id)
    const again = await commands.accepted(releaseWaiting, { orderIds })
    expect([again, reserved('A'), state('fresh')]).toEqual([{ released: [] }, 4, 'ready'])
    const told = commands.rows<{ detail: string }>(`SELECT detail FROM order_event WHERE type = 'released'`)
    expect(told.map(({ detail }) => JSON.parse(detail))).toEqual([{ cause: 'stock-came' }, { cause: 'stock-came' }])
    expect(promised()).toHaveLength(1)
  })

  it('go on waiting at a site that releases them by hand', async () => {
    await wait({ release: { backorders: 'by-hand' } })
    await comeIn(9)
    expect(await releaseAll()).toEqual({ released: [] })
    expect(await release('young')).toMatchObject({ value: { state: 'released' } })
  })

  it('go on waiting while they may not be released for another reason', async () => {
    await wait({})
    await decide({ pickablePayments: ['cod'] })
    await comeIn(9)
    expect(await releaseAll()).toEqual({ released: [] })
  })
})
