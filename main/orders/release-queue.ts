import type Database from 'better-sqlite3'
import type { Policies } from '../../domain/policies.ts'
import { compareTurn } from '../../domain/release-plan.ts'
import { nextCollections, releasePolicyOf } from '../../domain/release-rules.ts'

/** By what a station puts orders in turn: what the site decided, its clock, and the instant for which cut-offs count. */
export type TurnBy = { policies: Policies; timeZone: string; at: number; businessDate: string }

/** Orders in the turn in which they are released. */
export type ReleaseQueue = {
  /** These orders in turn; those that are unknown last, as they were given. */
  inTurn(orderIds: readonly string[], by: TurnBy): string[]
  /** Every order that may be asked for: ready ones, and waiting ones that free units would do for. */
  due(by: TurnBy): string[]
  /** Waiting orders that free units would do for, shared out in turn. */
  waiting(by: TurnBy): string[]
}

type TurnRow = {
  id: string
  state: string
  priority: number
  ship_by: number | null
  ordered_at: number
  carrier_code: string | null
  all_or_nothing: number | null
}

const COLUMNS = 'o.id, o.state, o.priority, o.ship_by, o.ordered_at, o.carrier_code, o.all_or_nothing'

/** Prepares the queue's statements on a reading connection. */
export function createReleaseQueue(reader: Database.Database): ReleaseQueue {
  const these = reader.prepare(`SELECT ${COLUMNS} FROM "order" o WHERE o.id IN (SELECT value FROM json_each(?))`)
  const ofState = reader.prepare(`SELECT ${COLUMNS} FROM "order" o WHERE o.state = ?`)
  const lacking = reader.prepare(
    `SELECT l.order_id, l.item_id, sum(l.quantity - l.fulfilled - l.cancelled - l.allocated) AS units
     FROM "order" o JOIN order_line l ON l.order_id = o.id
     WHERE o.state = 'backordered' AND l.item_id IS NOT NULL AND l.requires_shipping = 1
       AND (l.available_from IS NULL OR l.available_from <= ?)
       AND l.quantity - l.fulfilled - l.cancelled - l.allocated > 0 GROUP BY l.order_id, l.item_id`,
  )
  const free = reader.prepare(
    `SELECT item_id, sum(on_hand - reserved) AS units FROM stock
     WHERE on_hand > reserved AND (expires_on = '' OR expires_on >= ?) GROUP BY item_id`,
  )
  const waiting: ReleaseQueue['waiting'] = (by) => {
    const rows = ofState.all('backordered') as TurnRow[]
    if (rows.length === 0) return []
    type Units = { order_id: string; item_id: string; units: number }
    const wanted = Map.groupBy(lacking.all(by.businessDate) as Units[], ({ order_id }) => order_id)
    const left = new Map((free.all(by.businessDate) as Units[]).map(({ item_id, units }) => [item_id, units]))
    return sorted(rows, by).flatMap((row) => {
      const needs = wanted.get(row.id) ?? []
      const has = ({ item_id, units }: Units): boolean => (left.get(item_id) ?? 0) >= units
      const isWhole = row.all_or_nothing === null ? by.policies.allOrNothing : row.all_or_nothing === 1
      const isDue = isWhole ? needs.every(has) : needs.some(({ item_id }) => (left.get(item_id) ?? 0) > 0)
      if (!isDue || needs.length === 0) return []
      for (const { item_id, units } of needs) left.set(item_id, Math.max(0, (left.get(item_id) ?? 0) - units))
      return [row.id]
    })
  }
  return {
    waiting,
    inTurn: (orderIds, by) => {
      const known = sorted(these.all(JSON.stringify(orderIds)) as TurnRow[], by).map(({ id }) => id)
      const found = new Set(known)
      return [...known, ...new Set(orderIds.filter((id) => !found.has(id)))]
    },
    due: (by) => {
      const ready = ofState.all('ready') as TurnRow[]
      const again = waiting(by)
      const others = these.all(JSON.stringify(again)) as TurnRow[]
      return sorted([...ready, ...others], by).map(({ id }) => id)
    },
  }
}

function sorted(rows: readonly TurnRow[], { policies, timeZone, at }: TurnBy): TurnRow[] {
  const { turn } = releasePolicyOf(policies)
  const collected = nextCollections(policies.release, timeZone, at)
  return rows
    .map((row) => ({
      row,
      turn: {
        orderId: row.id,
        priority: row.priority,
        shipBy: row.ship_by,
        orderedAt: row.ordered_at,
        isBackordered: row.state === 'backordered',
        cutOffAt: collected(row.carrier_code)?.cutOffAt ?? null,
      },
    }))
    .sort((a, b) => compareTurn(turn, a.turn, b.turn))
    .map(({ row }) => row)
}
