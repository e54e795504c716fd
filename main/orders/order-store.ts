import type Database from 'better-sqlite3'
import type { z } from 'zod'
import type { OrderQuery } from '../../contract/station/orders.ts'
import { createOrderFinder } from '../../db/sqlite/find-orders.ts'
import type { Row } from '../../db/tables.ts'
import type { ListedOrder } from './order-views.ts'

/** A query of the list with its defaults filled in. */
export type ListQuery = z.output<typeof OrderQuery>

/** Rows of the list and where the next ones begin, or null after the last. */
export type ListedPage = { orders: ListedOrder[]; next: string | null }

const LISTED = `o.id, o.number, o.channel, o.customer_name, o.recipient_name, o.line_count, o.unit_count, o.state,
  o.hold_reason, o.priority, o.ship_by, o.ordered_at, o.carrier_code, o.available_from,
  EXISTS (SELECT 1 FROM order_difference d WHERE d.order_id = o.id AND d.state = 'open') AS has_difference`
const FILTER = `(@states IS NULL OR o.state IN (SELECT value FROM json_each(@states)))
  AND (@channel IS NULL OR o.channel = @channel)`
/** Up to this many orders it is faster to gather all of a state or channel and sort them than to walk in sorted order. */
const FEW = 5_000

type Walk = {
  index: string
  order: string
  after: string
  only: string
  key: (order: ListedOrder) => (string | number | null)[]
}

/** One way through the orders in each sort; orders without a promised day come after those that have one. */
const WALKS: Record<ListQuery['sort'], readonly Walk[]> = {
  newest: [
    {
      index: 'order_by_ordered_at',
      order: 'o.ordered_at DESC, o.id DESC',
      after: '(o.ordered_at, o.id) < (@k0, @k1)',
      only: '1',
      key: (order) => [order.ordered_at, order.id],
    },
  ],
  number: [
    {
      index: 'order_by_number',
      order: 'o.number, o.id',
      after: '(o.number, o.id) > (@k0, @k1)',
      only: '1',
      key: (order) => [order.number, order.id],
    },
  ],
  'ship-by': [
    {
      index: 'order_by_ship_by',
      order: 'o.ship_by, o.ordered_at, o.id',
      after: '(o.ship_by, o.ordered_at, o.id) > (@k0, @k1, @k2)',
      only: 'o.ship_by IS NOT NULL',
      key: (order) => [order.ship_by, order.ordered_at, order.id],
    },
    {
      index: 'order_by_ship_by',
      order: 'o.ordered_at, o.id',
      after: '(o.ordered_at, o.id) > (@k0, @k1)',
      only: 'o.ship_by IS NULL',
      key: (order) => [order.ordered_at, order.id],
    },
  ],
}

/** What the list and its counts read; `orders` are pages of any sort over any number of orders. */
export type OrderStore = {
  list(query: ListQuery): ListedPage
  counts(): { total: number; states: Record<string, number>; differences: number; channels: string[] }
  /** Missing units of these orders: of waiting ones what is not free now, of others what is not reserved. */
  missing(orders: readonly { id: string; state: string }[], businessDate: string): Map<string, number>
  /** Waiting orders of a channel that have an unmatched line of this name. */
  waitingFor(channel: string, name: string, option: string | null): string[]
  number(orderId: string): string
  line(lineId: string): Row<'order_line'> | undefined
}

/** Prepares the list's statements on a reading connection. */
export function createOrderStore(reader: Database.Database): OrderStore {
  const tally = reader.prepare('SELECT state, channel, orders FROM order_tally WHERE orders > 0')
  const differences = reader.prepare(`SELECT count(*) FROM order_difference WHERE state = 'open'`).pluck()
  const list = createList(reader, () => tally.all() as Tally[])
  const waiting = reader
    .prepare(
      `SELECT DISTINCT o.id FROM "order" o JOIN order_line l ON l.order_id = o.id
       WHERE o.state = 'needs_match' AND o.channel = ? AND l.name = ? AND l.option IS ? AND l.item_id IS NULL
       ORDER BY o.id`,
    )
    .pluck()
  const number = reader.prepare('SELECT number FROM "order" WHERE id = ?').pluck()
  const line = reader.prepare('SELECT * FROM order_line WHERE id = ?')
  return {
    list,
    counts: () => {
      const states: Record<string, number> = {}
      const channels = new Set<string>()
      let total = 0
      for (const { state, channel, orders } of tally.all() as Tally[]) {
        states[state] = (states[state] ?? 0) + orders
        channels.add(channel)
        total += orders
      }
      return { total, states, differences: differences.get() as number, channels: [...channels].sort() }
    },
    missing: createMissing(reader),
    waitingFor: (channel, name, option) => waiting.all(channel, name, option) as string[],
    number: (orderId) => (number.get(orderId) as string | undefined) ?? '',
    line: (lineId) => line.get(lineId) as Row<'order_line'> | undefined,
  }
}

type Tally = { state: string; channel: string; orders: number }

function createList(reader: Database.Database, tally: () => Tally[]): OrderStore['list'] {
  const prepared = new Map<string, Database.Statement>()
  const prepare = (sql: string): Database.Statement => {
    let statement = prepared.get(sql)
    if (statement === undefined) {
      statement = reader.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement
  }
  const finder = createOrderFinder(reader)
  const byId = reader.prepare(`SELECT ${LISTED} FROM "order" o WHERE o.id = ?`)
  return (query) => {
    if (query.search.trim() !== '') {
      const hits = finder.find(query.search, { states: query.states, channel: query.channel ?? null }, query.limit)
      const found = hits.map(({ orderId, rank }) => ({ order: byId.get(orderId) as ListedOrder, rank }))
      found.sort((a, b) => a.rank - b.rank || b.order.ordered_at - a.order.ordered_at)
      return { orders: found.map(({ order }) => order), next: null }
    }
    const walks = WALKS[query.sort]
    let { step, keys } = readCursor(query.cursor, walks)
    const orders: ListedOrder[] = []
    const hint = chooseIndex(query, tally())
    for (; step < walks.length; step += 1, keys = null) {
      const walk = walks[step] as Walk
      const sql = `SELECT ${LISTED} FROM "order" o INDEXED BY ${hint ?? walk.index}
        WHERE ${walk.only} AND ${keys === null ? '1' : walk.after} AND ${hint === null ? FILTER : strict(hint)}
        ORDER BY ${walk.order} LIMIT @limit`
      const limit = query.limit - orders.length
      orders.push(...(prepare(sql).all(parameters(query, keys, limit)) as ListedOrder[]))
      if (orders.length === query.limit) return { orders, next: writeCursor(step, walk, orders) }
    }
    return { orders, next: null }
  }
}

function parameters(query: ListQuery, keys: readonly unknown[] | null, limit: number): Record<string, unknown> {
  const [k0 = null, k1 = null, k2 = null] = keys ?? []
  return {
    states: query.states.length === 0 ? null : JSON.stringify(query.states),
    channel: query.channel ?? null,
    k0,
    k1,
    k2,
    limit,
  }
}

/** The condition through which the index of a state or channel can be used; the other filter is checked on each row. */
function strict(hint: string): string {
  return hint === 'order_by_state'
    ? `o.state IN (SELECT value FROM json_each(@states)) AND (@channel IS NULL OR o.channel = @channel)`
    : `o.channel = @channel AND (@states IS NULL OR o.state IN (SELECT value FROM json_each(@states)))`
}

/** The index of the filter when few orders pass it, else null: walk in sorted order and leave out what does not pass. */
function chooseIndex(query: ListQuery, tally: readonly Tally[]): 'order_by_state' | 'order_by_channel_key' | null {
  const sum = (passes: (row: Tally) => boolean): number =>
    tally.reduce((total, row) => total + (passes(row) ? row.orders : 0), 0)
  if (query.states.length > 0 && sum((row) => (query.states as string[]).includes(row.state)) <= FEW)
    return 'order_by_state'
  if (query.channel !== undefined && sum((row) => row.channel === query.channel) <= FEW) return 'order_by_channel_key'
  return null
}

function readCursor(cursor: string | null, walks: readonly Walk[]): { step: number; keys: unknown[] | null } {
  try {
    const [step, ...keys] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()) as unknown[]
    const plain = keys.every((key) => typeof key === 'string' || typeof key === 'number')
    if (typeof step === 'number' && walks[step] !== undefined && plain) return { step, keys }
  } catch {
    // An unreadable cursor starts at the top, like none.
  }
  return { step: 0, keys: null }
}

function writeCursor(step: number, walk: Walk, orders: readonly ListedOrder[]): string {
  return Buffer.from(JSON.stringify([step, ...walk.key(orders.at(-1) as ListedOrder)])).toString('base64url')
}

function createMissing(reader: Database.Database): OrderStore['missing'] {
  const wanted = reader.prepare(
    `SELECT order_id, item_id, quantity - fulfilled - cancelled - allocated AS units FROM order_line
     WHERE order_id IN (SELECT value FROM json_each(?)) AND requires_shipping = 1
       AND quantity - fulfilled - cancelled - allocated > 0 ORDER BY order_id, line_no`,
  )
  const free = reader
    .prepare(
      `SELECT coalesce(sum(on_hand - reserved), 0) FROM stock
       WHERE item_id = ? AND (expires_on = '' OR expires_on >= ?)`,
    )
    .pluck()
  return (orders, businessDate) => {
    const states = new Map(orders.map(({ id, state }) => [id, state]))
    const inWork = ['backordered', 'released', 'picking', 'picked', 'packing', 'packed']
    const ids = orders.filter(({ state }) => inWork.includes(state)).map(({ id }) => id)
    const missing = new Map<string, number>()
    if (ids.length === 0) return missing
    const left = new Map<string, number>()
    type Wanted = { order_id: string; item_id: string | null; units: number }
    for (const { order_id: id, item_id: itemId, units } of wanted.all(JSON.stringify(ids)) as Wanted[]) {
      let short = units
      if (states.get(id) === 'backordered' && itemId !== null) {
        // Lines of one order share what is free; orders are each looked at alone.
        const key = `${id} ${itemId}`
        const available = left.get(key) ?? (free.get(itemId, businessDate) as number)
        short = Math.max(0, units - available)
        left.set(key, available - (units - short))
      }
      if (short > 0) missing.set(id, (missing.get(id) ?? 0) + short)
    }
    return missing
  }
}
