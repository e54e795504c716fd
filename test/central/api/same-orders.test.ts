import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { incomingOrder } from '../../../central/api/incoming-order.ts'
import { importOrders, type OrderOutcome } from '../../../commands/orders/import-orders.ts'
import type { IncomingOrder } from '../../../commands/orders/order-rows.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { incoming, readHere } from '../../../main/import-runs/order-reading.ts'
import { order } from '../../support/warehouse.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await openApiWorld()
})
afterEach(() => world.close())

const pickablePayments = ['paid', 'authorized', 'cod'] as const

/** Amounts of every size: none, odd ones, and the largest that a number holds exactly. */
function fiveHundred(): OrderInput[] {
  return Array.from({ length: 500 }, (_, index) => {
    const totalMinor = index === 0 ? Number.MAX_SAFE_INTEGER : (index * 7_919) % 1_000_003
    const currency = ['KRW', 'EUR', 'JPY', 'KWD'][index % 4] ?? 'KRW'
    const lines: [string, number][] = Array.from({ length: 1 + (index % 4) }, (_, line) => [
      `S${line}`,
      1 + (index % 5),
    ])
    return order(index, lines, { totalMinor, currency, channel: `shop-${index % 3}` })
  })
}

async function importFile(orders: readonly IncomingOrder[]): Promise<OrderOutcome[]> {
  const outcomes: OrderOutcome[] = []
  for (let at = 0; at < orders.length; at += 200) {
    const args = { orders: orders.slice(at, at + 200), pickablePayments: [...pickablePayments] }
    const decision = await world.command(importOrders, args)
    if (decision.ok) outcomes.push(...decision.value.outcomes)
  }
  return outcomes
}

describe('500 orders', () => {
  it('sent twice are 500 orders, the second time changes no row, amounts are exact, and a file of them adds none', async () => {
    const orders = fiveHundred()
    const first = await world.ask('POST', '/orders', { orders })
    expect(first.body.counts).toEqual({ match: 500 })
    const { revision } = await world.store.position()
    const hash = await world.store.stateHash()
    const second = await world.ask('POST', '/orders', { orders })
    expect(second.body.counts).toEqual({ same: 500 })
    expect(await world.store.position()).toMatchObject({ revision })
    expect(await world.store.stateHash()).toBe(hash)

    const kept = await world.rows<{ channel: string; external_id: string; total_minor: number; currency: string }>(
      'SELECT channel, external_id, total_minor, currency FROM "order"',
    )
    const key = (channel: string, externalId: string): string => `${channel} ${externalId}`
    const byKey = new Map(kept.map((row) => [key(row.channel, row.external_id), row]))
    expect(byKey.size).toBe(500)
    for (const sent of orders)
      expect(byKey.get(key(sent.channel, sent.externalId))).toMatchObject({
        total_minor: sent.totalMinor,
        currency: sent.currency,
      })
    const lines = await world.rows<{ sum: number }>('SELECT sum(price_minor * quantity) AS sum FROM order_line')
    const expected = orders
      .flatMap((each) => each.lines)
      .reduce((sum, line) => sum + line.priceMinor * line.quantity, 0)
    expect(lines[0]?.sum).toBe(expected)

    const outcomes = await importFile(orders.map((each) => incoming(each, [['row']])))
    expect(new Set(outcomes)).toEqual(new Set(['same']))
    expect(await world.store.stateHash()).toBe(hash)
  })

  it('of a file come in once when the API sends them again', async () => {
    const orders = fiveHundred()
    await importFile(orders.map((each) => incoming(each, null)))
    const hash = await world.store.stateHash()
    expect((await world.ask('POST', '/orders', { orders })).body.counts).toEqual({ same: 500 })
    expect(await world.store.stateHash()).toBe(hash)
  })

  it('of the sample files mean the same by both ways, field for field', async () => {
    const folder = join(import.meta.dirname, '../../../resources/fixtures')
    const read: IncomingOrder[] = []
    for (const name of readdirSync(folder).filter((file) => /^orders-.*\.csv$/.test(file)))
      for await (const reading of readHere({ path: join(folder, name) }))
        if (reading.kind === 'orders') read.push(...reading.orders.map((each) => each.order))
    expect(read.length).toBeGreaterThan(70)
    const orders = read.map(({ contentHash: _, sourceRow: __, ...rest }) => rest)
    for (const [index, sent] of orders.entries()) expect(incomingOrder(sent).contentHash).toBe(read[index]?.contentHash)
    const { status } = await world.ask('POST', '/orders', { orders })
    expect(status).toBe(200)
    expect(new Set(await importFile(read))).toEqual(new Set(['same']))
  })
})

describe('keys that race for one order', () => {
  it('make it once: one is told new, the others same, whatever their Idempotency-Keys', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => world.keyFor('orders:write')))
    const answers = await Promise.all(
      keys.flatMap((key, index) =>
        [0, 1].map((turn) =>
          world.ask('POST', '/orders', { orders: [draft('1')] }, { key, idempotencyKey: `${index}-${turn}` }),
        ),
      ),
    )
    const outcomes = answers.map(({ body }) => body.results[0].outcome)
    expect(outcomes.filter((outcome) => outcome === 'match')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'same')).toHaveLength(15)
    expect(await world.rows('SELECT id FROM "order"')).toHaveLength(1)
    expect(await world.rows('SELECT id FROM order_line')).toHaveLength(1)
  })

  it('with different words about it leave one order that says what came last', async () => {
    const totals = [1, 2, 3, 4, 5, 6]
    await Promise.all(
      totals.map((totalMinor) => world.ask('POST', '/orders', { orders: [draft('1', { totalMinor })] })),
    )
    const rows = await world.rows<{ total_minor: number }>('SELECT total_minor FROM "order"')
    expect(rows).toHaveLength(1)
    expect(totals).toContain(rows[0]?.total_minor)
    const updates = await world.rows(`SELECT id FROM order_event WHERE type = 'updated'`)
    expect(updates).toHaveLength(5)
  })
})
