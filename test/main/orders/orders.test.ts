import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fillDemo } from '../../../main/import-runs/demo.ts'
import { openTestStation, type StationClient, signIn, type TestStation } from '../../support/station.ts'

let station: TestStation
let office: StationClient
let picker: StationClient

beforeEach(async () => {
  station = await openTestStation()
  await fillDemo(station.station.core, { seed: 1, now: Date.UTC(2026, 0, 5) })
  office = station.client()
  picker = station.client()
  await signIn(office, 'BDG-0003', '3690')
  await signIn(picker, 'BDG-0004', '4712')
}, 60_000)
afterEach(() => station.close())

const rows = <T>(sql: string, ...values: unknown[]) =>
  station.station.core.store.reader.prepare(sql).all(...values) as T[]

describe('the list of orders', () => {
  it('pages through every order once in each sort, in the order of that sort', async () => {
    for (const sort of ['newest', 'number', 'ship-by'] as const) {
      const seen: { id: string; orderedAt: number; number: string; shipBy: number | null }[] = []
      for (let cursor: string | null = null; ; ) {
        const page = await office.orders.list({ sort, cursor, limit: 37 })
        seen.push(...page.rows)
        if (page.next === null) break
        cursor = page.next
      }
      expect(seen).toHaveLength(400)
      expect(new Set(seen.map(({ id }) => id)).size).toBe(400)
      const keys = seen.map((row) =>
        sort === 'newest' ? -row.orderedAt : sort === 'number' ? row.number : (row.shipBy ?? Number.POSITIVE_INFINITY),
      )
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    }
  })

  it('keeps to states and channels, and counts what it lists', async () => {
    const counts = await office.orders.counts()
    expect(counts.total).toBe(400)
    for (const [state, count] of Object.entries(counts.states)) {
      const { rows: listed } = await office.orders.list({ states: [state as 'ready'], limit: 200 })
      expect(listed.every((row) => row.state === state)).toBe(true)
      expect(listed).toHaveLength(Math.min(200, count))
    }
    const channel = counts.channels[0] ?? ''
    const { rows: listed } = await office.orders.list({ channel })
    expect(listed.every((row) => row.channel === channel)).toBe(true)
  })

  it('masks names in the list, and shows a customer only to those who may, on record', async () => {
    const [order] = rows<{ id: string; number: string; customer_name: string }>(
      `SELECT id, number, customer_name FROM "order" WHERE customer_name GLOB '???' AND customer_name <> recipient_name OR customer_name GLOB '???' LIMIT 1`,
    )
    if (order === undefined) throw new Error('the demo has three-syllable names')
    const { rows: listed } = await picker.orders.list({ search: order.number })
    expect(listed[0]).toMatchObject({ number: order.number })
    expect(JSON.stringify(listed)).not.toContain(order.customer_name)
    expect((await picker.orders.page({ orderId: order.id })).person).toBe(null)
    await expect(picker.orders.page({ orderId: order.id, reveal: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const page = await office.orders.page({ orderId: order.id, reveal: true })
    expect(page.person?.customerName).toBe(order.customer_name)
    expect(page.events.at(-1)).toMatchObject({ type: 'customer-shown', operatorName: '박하람' })
  })

  it('answers nothing to somebody who is not signed in, and NOT_FOUND for an unknown order', async () => {
    await expect(station.client().orders.list({})).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
    await expect(office.orders.page({ orderId: 'no' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('bulk commands', () => {
  it('releases every ready order once; the rest waits for stock with its missing units', async () => {
    const before = await office.orders.counts()
    const { done, refused } = await office.orders.releaseAll()
    const after = await office.orders.counts()
    expect(after.states.ready ?? 0).toBe(0)
    expect(done + refused.length).toBe(before.states.ready)
    expect(after.states.released).toBe((before.states.released ?? 0) + done)
    expect(await office.orders.releaseAll()).toEqual({ done: 0, refused: [] })
    const waiting = await office.orders.list({ states: ['backordered'] })
    for (const row of waiting.rows) expect(row.short).toBeGreaterThan(0)
    const [sums] = rows<{ reserved: number; allocated: number }>(
      'SELECT (SELECT sum(reserved) FROM stock) AS reserved, (SELECT sum(allocated) FROM order_line) AS allocated',
    )
    expect(sums?.reserved).toBe(sums?.allocated)
  })

  it('gives the stock to the most urgent order first, then to the one that must leave first, then to the oldest', async () => {
    const urgency = `"order".priority DESC, ship_by IS NULL, ship_by, ordered_at, "order".id`
    const due = rows<{ id: string; priority: number }>(
      `SELECT * FROM "order" WHERE state = 'ready' ORDER BY ${urgency}`,
    )
    expect(new Set(due.map(({ priority }) => priority)).size).toBeGreaterThan(1)
    await office.orders.releaseAll()
    const asked = rows<{ order_id: string }>(
      `SELECT order_id FROM order_event WHERE type IN ('released', 'backordered') ORDER BY rowid`,
    ).map(({ order_id }) => order_id)
    expect(asked).toEqual(due.map(({ id }) => id).filter((id) => asked.includes(id)))
    expect(asked.length).toBeGreaterThan(due.length / 2)
  })

  it('does what can be done and says why not for each other order', async () => {
    const { rows: ready } = await office.orders.list({ states: ['ready'], limit: 3 })
    const ids = ready.map(({ id }) => id)
    expect(await office.orders.hold({ orderIds: ids, reason: 'call first' })).toEqual({ done: 3, refused: [] })
    const again = await office.orders.hold({ orderIds: [...ids, 'no'], reason: 'call first' })
    expect(again.refused.map(({ name }) => name)).toEqual(['wrongState', 'wrongState', 'wrongState', 'notFound'])
    expect(await office.orders.unhold({ orderIds: ids })).toEqual({ done: 3, refused: [] })
    expect(await office.orders.cancel({ orderIds: ids, reason: 'test' })).toEqual({ done: 3, refused: [] })
    await expect(picker.orders.release({ orderIds: ids })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('matches a line for all orders that wait for the same name', async () => {
    const waiting = await office.orders.list({ states: ['needs_match'] })
    const page = await office.orders.page({ orderId: waiting.rows[0]?.id ?? '' })
    const line = page.lines.find(({ itemId }) => itemId === null)
    const [item] = await office.orders.items({
      search: rows<{ sku: string }>('SELECT sku FROM item LIMIT 1')[0]?.sku ?? '',
    })
    const outcome = await office.orders.match({ orderLineId: line?.id ?? '', itemId: item?.id ?? '', remember: true })
    expect(outcome.done).toBeGreaterThan(0)
    const left = rows(
      `SELECT 1 FROM order_line l JOIN "order" o ON o.id = l.order_id WHERE l.item_id IS NULL AND l.name = ? AND l.option IS ? AND o.channel = ? AND o.state = 'needs_match'`,
      line?.name,
      line?.option,
      page.row.channel,
    )
    expect(left).toEqual([])
  })
})
