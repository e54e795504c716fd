import { implement } from '@orpc/server'
import { releaseWaiting, WAITING_ORDERS, waitingFor } from '../../commands/orders/release-waiting.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { stockApi } from '../../contract/central/api/stock.ts'
import type { Row } from '../../db/tables.ts'
import { normaliseCode } from '../../domain/barcode.ts'
import type { StockInput } from '../../domain/inputs.ts'
import { siteDay } from '../site-day.ts'
import type { ApiContext } from './api-call.ts'
import { ApiRefusal } from './api-problem.ts'
import { countOutcomes, inPieces, recordResults } from './batch.ts'
import { marks, pageOf, readCursor, writeCursor } from './cursor.ts'
import type { ApiJob, ApiParts } from './run-command.ts'

/** The operations on stock. */
export function stockRouter(parts: ApiParts) {
  const stock = implement(stockApi).$context<ApiContext>()
  return stock.router({
    list: stock.list.handler(({ input }) => listStock(parts, input)),
    count: stock.count.handler(({ input, context }) =>
      parts.write(context.call, async (job) => {
        const results = []
        const itemIds: string[] = []
        for (const piece of inPieces(input.body.counts as StockInput[])) {
          const outcomes = await job.run(importStock, { stock: piece })
          const keys = piece.map((row) => [row.sku, row.location, row.lot, row.serial].filter(Boolean).join(' · '))
          results.push(...recordResults(outcomes, keys))
          for (const { sku } of piece) itemIds.push(...(await job.tx.find('item', 'sku', sku)).map(({ id }) => id))
        }
        await releaseWhatWaited(job, itemIds)
        return { results, counts: countOutcomes(results), revision: await job.revision() }
      }),
    ),
    availability: stock.availability.handler(({ input }) => listAvailability(parts, input)),
  })
}

/** Orders that wait for these items, the first in turn foremost; what is left over by a huge count waits for a station. */
async function releaseWhatWaited(job: ApiJob, itemIds: readonly string[]): Promise<void> {
  const { release } = await job.policies()
  const orderIds = release.backorders === 'automatic' ? await waitingFor(job.tx, itemIds) : []
  if (orderIds.length > 0) await job.run(releaseWaiting, { orderIds: orderIds.slice(0, WAITING_ORDERS) })
}

type Page = { cursor?: string | undefined; limit: number }
type StockRow = Row<'stock'> & { sku: string; code: string; zone: string; in_totes: number | string }

async function listStock(
  { store }: ApiParts,
  { sku, location, cursor, limit }: Page & { sku?: string | undefined; location?: string | undefined },
) {
  const list = ['stock', sku ?? null, location ?? null]
  const [after] = readCursor(list, cursor, [''])
  const filters = [
    's.id > ?',
    ...(sku === undefined ? [] : ['i.sku = ?']),
    ...(location === undefined ? [] : ['l.code = ?']),
  ]
  const rows = await store.ask<StockRow>(
    `SELECT s.*, i.sku AS sku, l.code AS code, l.zone AS zone,
            (SELECT coalesce(sum(p.picked), 0) FROM pick_line p JOIN pick_task t ON t.id = p.pick_task_id
              WHERE p.stock_id = s.id AND t.state = 'started') AS in_totes
       FROM stock s
       JOIN item i ON i.id = s.item_id JOIN location l ON l.id = s.location_id
      WHERE ${filters.join(' AND ')} ORDER BY s.id LIMIT ?`,
    ...[
      after,
      ...(sku === undefined ? [] : [sku]),
      ...(location === undefined ? [] : [normaliseCode(location)]),
      limit + 1,
    ],
  )
  const { page, next } = pageOf(rows, limit, (last) => writeCursor(list, [last.id]))
  const orNull = (text: string): string | null => (text === '' ? null : text)
  return {
    stock: page.map((row) => ({
      sku: row.sku,
      location: row.code,
      zone: row.zone,
      lot: orNull(row.lot),
      serial: orNull(row.serial),
      expiresOn: orNull(row.expires_on),
      onHand: row.on_hand,
      reserved: row.reserved,
      inTotes: Number(row.in_totes),
      available: row.on_hand - row.reserved,
    })),
    next,
  }
}

/** States of orders whose units are still to leave; one that the shop cancelled waits only for a person to say so. */
const OPEN_STATES = `'needs_match', 'received', 'ready', 'on_hold', 'backordered', 'released', 'picking', 'picked', 'packing', 'packed'`
const MISSING = 'l.quantity - l.fulfilled - l.cancelled - l.allocated'

type Sums = { item_id: string; on_hand: number; reserved: number; expired: number }

async function listAvailability(
  { store, platform }: ApiParts,
  { sku, buffer, cursor, limit }: Page & { sku?: string | undefined; buffer: number },
) {
  const list = ['availability', sku ?? null, buffer]
  const [after] = readCursor(list, cursor, [''])
  const items = await store.ask<{ id: string; sku: string }>(
    `SELECT id, sku FROM item WHERE sku > ?${sku === undefined ? '' : ' AND sku = ?'} ORDER BY sku LIMIT ?`,
    ...[after, ...(sku === undefined ? [] : [sku]), limit + 1],
  )
  if (sku !== undefined && cursor === undefined && items.length === 0) throw new ApiRefusal('notFound', { sku })
  const { page, next } = pageOf(items, limit, (last) => writeCursor(list, [last.sku]))
  if (page.length === 0) return { availability: [], next }
  const ids = page.map(({ id }) => id)
  const today = await store.read((tx) => siteDay(tx, platform.now()))
  const sums = await store.ask<Sums>(
    `SELECT item_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved,
            sum(CASE WHEN expires_on <> '' AND expires_on < ? THEN on_hand - reserved ELSE 0 END) AS expired
       FROM stock WHERE item_id IN (${marks(ids)}) GROUP BY item_id`,
    ...[today, ...ids],
  )
  const waiting = await store.ask<{ item_id: string; units: number }>(
    `SELECT l.item_id AS item_id, sum(${MISSING}) AS units FROM "order" o JOIN order_line l ON l.order_id = o.id
      WHERE o.state IN (${OPEN_STATES}) AND coalesce(o.hold_reason, '') <> 'cancelled-at-shop'
        AND l.requires_shipping = 1 AND ${MISSING} > 0 AND l.item_id IN (${marks(ids)}) GROUP BY l.item_id`,
    ...ids,
  )
  const sumsOf = new Map(sums.map((row) => [row.item_id, row]))
  const waitingOf = new Map(waiting.map((row) => [row.item_id, Number(row.units)]))
  const availability = page.map((item) => {
    const row = sumsOf.get(item.id)
    const [onHand, reserved, expired] = [
      Number(row?.on_hand ?? 0),
      Number(row?.reserved ?? 0),
      Number(row?.expired ?? 0),
    ]
    const wanted = waitingOf.get(item.id) ?? 0
    const available = Math.max(0, onHand - reserved - expired - wanted - buffer)
    return { sku: item.sku, onHand, reserved, expired, waiting: wanted, buffer, available }
  })
  return { availability, next }
}
