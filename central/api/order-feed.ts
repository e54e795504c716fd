import type { ApiOrder } from '../../contract/central/api/orders.ts'
import type { CentreStore, LogCommit, LogEntry } from '../../db/centre-port.ts'
import type { Row } from '../../db/tables.ts'
import { ApiRefusal } from './api-problem.ts'
import { marks, readCursor, writeCursor } from './cursor.ts'
import { viewOrders } from './order-views.ts'

/** What of the orders that changed is asked for. */
export type FeedQuery = {
  changedSince: number
  timeline: string | undefined
  state: string | undefined
  channel: string | undefined
  cursor: string | undefined
  limit: number
}

/**
 * A page of orders, where the next one begins, and the revision (of a timeline) up to which nothing is missing after the
 * last page.
 */
export type OrderPage = { orders: ApiOrder[]; next: string | null; revision: number; timeline: string }

/** Log entries of one step, and the steps after which a page ends although it is not full. */
const STEP = 1_000
const MOST_STEPS = 20

/**
 * Orders in the order in which they changed after a revision, each as it stands now and once a page. Throws ApiRefusal
 * `revisionGone` when the log does not reach back that far, or ends before it, or when the revision or the cursor is one of
 * another timeline (the centre was restored).
 */
export async function listChangedOrders(store: CentreStore, query: FeedQuery): Promise<OrderPage> {
  const list = ['changed', query.changedSince, query.state ?? null, query.channel ?? null]
  const { revision, floor, timeline } = await store.position()
  const start = [query.changedSince, '', query.timeline ?? timeline] as const
  // The last revision that was seen whole, and the last order that was seen of the one after it.
  let [done, lastId, counted] = readCursor<readonly [number, string, string]>(list, query.cursor, start)
  if (counted !== timeline || done < floor || done > revision)
    throw new ApiRefusal('revisionGone', { floor, revision, timeline })
  const found = new Set<string>()
  const page = async (next: string | null): Promise<OrderPage> => ({
    orders: await viewFound(store, [...found], query),
    next,
    revision: Math.max(done, revision),
    timeline,
  })
  for (let step = 0; step < MOST_STEPS && done < revision; step += 1) {
    for (const commit of await store.log(done, ['work'], STEP)) {
      for (const id of orderIdsOf(commit)) {
        if (id <= lastId) continue
        if (found.size === query.limit && !found.has(id)) return page(writeCursor(list, [done, lastId, timeline]))
        found.add(id)
        lastId = id
      }
      done = commit.revision
      lastId = ''
    }
  }
  return page(done < revision ? writeCursor(list, [done, lastId, timeline]) : null)
}

/** The orders that a revision touched: their own rows, their lines, story, differences, cartons and shipments. */
function orderIdsOf({ entries }: LogCommit): string[] {
  return [...new Set(entries.flatMap((entry) => orderIdOf(entry) ?? []))].sort()
}

const OF_AN_ORDER: readonly string[] = ['order_line', 'order_event', 'order_difference', 'carton', 'shipment']

function orderIdOf({ table, pk, row }: LogEntry): string | null {
  if (table === 'order') return pk
  if (row === null || !OF_AN_ORDER.includes(table)) return null
  return (JSON.parse(row) as { order_id: string }).order_id
}

async function viewFound(store: CentreStore, ids: readonly string[], query: FeedQuery): Promise<ApiOrder[]> {
  if (ids.length === 0) return []
  const rows = await store.ask<Row<'order'>>(`SELECT * FROM "order" WHERE id IN (${marks(ids)})`, ...ids)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const wanted = ids.flatMap((id) => {
    const row = byId.get(id)
    const passes =
      row !== undefined &&
      (query.state === undefined || row.state === query.state) &&
      (query.channel === undefined || row.channel === query.channel)
    return passes ? [row] : []
  })
  return viewOrders(store, wanted)
}
