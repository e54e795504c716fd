import type Database from 'better-sqlite3'
import { FLOOR_PLAN_ID } from '../../commands/waves/save-floor-plan.ts'
import type { Row } from '../../db/tables.ts'
import { deriveFloorPlan, FloorPlan } from '../../domain/floor-plan.ts'
import type { PlanLeftOver } from '../../domain/plan-orders.ts'
import { unsettledOf } from '../orders/unsettled.ts'
import { FREE } from '../picking/waiting-orders.ts'
import type { FloorText, PlanTask } from './plan-types.ts'

/** An order to plan, as its rows. */
export type PlanRow = Pick<
  Row<'order'>,
  | 'id'
  | 'number'
  | 'state'
  | 'priority'
  | 'ship_by'
  | 'ordered_at'
  | 'carrier_code'
  | 'payment'
  | 'hold_reason'
  | 'all_or_nothing'
  | 'available_from'
  | 'ship_to'
>

/** Units that are promised to an order that waits. */
export type PlanPromise = Pick<Row<'soft_promise'>, 'order_id' | 'item_id' | 'units'> &
  Pick<Row<'order'>, 'state' | 'priority' | 'ship_by' | 'ordered_at' | 'available_from'>

/** All that a plan is computed from, as of one instant. */
export type PlanFacts = {
  orders: PlanRow[]
  leftOut: PlanLeftOver[]
  lines: Map<string, Row<'order_line'>[]>
  reservations: Map<string, (Row<'reservation'> & { location_id: string; item_id: string; lot: string })[]>
  /** Stock of the items that still have to be reserved. */
  stock: Map<string, Row<'stock'>[]>
  /** What is promised of those items to orders that wait, with what decides their turn. */
  promises: Map<string, PlanPromise[]>
  items: Map<string, Row<'item'>>
  locations: Map<string, Row<'location'>>
  cartonTypes: Row<'carton_type'>[]
  floor: FloorText | null
}

const BLOCKED = `EXISTS (${unsettledOf('"order".id')})`
const ASKED = `(@ids IS NULL OR id IN (SELECT value FROM json_each(@ids)))
  AND (@shipBefore IS NULL OR ship_by <= @shipBefore)
  AND (@carriers IS NULL OR carrier_code IN (SELECT value FROM json_each(@carriers)))
  AND (@leastPriority IS NULL OR priority >= @leastPriority)`
const IN_TURN = 'priority DESC, ship_by IS NULL, ship_by, ordered_at, id'
const COLUMNS = `id, number, state, priority, ship_by, ordered_at, carrier_code, payment, hold_reason, all_or_nothing,
  available_from, ship_to`
const MOST_LEFT_OUT = 2_000

/** Reads what a plan needs in one transaction, so that it fits together. */
export function readPlan(database: Database.Database, task: PlanTask): PlanFacts {
  return database.transaction(() => read(database, task))()
}

function read(database: Database.Database, { request }: PlanTask): PlanFacts {
  const asked = {
    ids: request.orderIds === null ? null : JSON.stringify(request.orderIds),
    shipBefore: request.shipBefore,
    carriers: request.carriers.length === 0 ? null : JSON.stringify(request.carriers),
    leastPriority: request.leastPriority,
  }
  const orders = database
    .prepare(
      `SELECT ${COLUMNS} FROM "order" WHERE state IN (SELECT value FROM json_each(@states)) AND ${ASKED}
       AND ${FREE} AND NOT ${BLOCKED} ORDER BY ${IN_TURN} LIMIT @limit`,
    )
    .all({ ...asked, states: JSON.stringify(request.states), limit: request.limit }) as PlanRow[]
  const inOrders = <T>(sql: string): T[] => database.prepare(sql).all(JSON.stringify(orders.map(({ id }) => id))) as T[]
  const lines = inOrders<Row<'order_line'>>(
    'SELECT * FROM order_line WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, line_no, id',
  )
  const reservations = inOrders<Row<'reservation'> & { location_id: string; item_id: string; lot: string }>(
    `SELECT reservation.*, stock.location_id, stock.item_id, stock.lot FROM reservation
     JOIN stock ON stock.id = reservation.stock_id
     WHERE reservation.order_id IN (SELECT value FROM json_each(?)) AND reservation.state = 'open'
     ORDER BY reservation.id`,
  )
  const itemIds = JSON.stringify([...new Set(lines.flatMap(({ item_id }) => item_id ?? []))])
  const stock = database
    .prepare('SELECT * FROM stock WHERE item_id IN (SELECT value FROM json_each(?)) AND on_hand > reserved')
    .all(itemIds) as Row<'stock'>[]
  const promises = database
    .prepare(
      `SELECT p.order_id, p.item_id, p.units, o.state, o.priority, o.ship_by, o.ordered_at, o.available_from
       FROM soft_promise p JOIN "order" o ON o.id = p.order_id
       WHERE p.item_id IN (SELECT value FROM json_each(?)) ORDER BY p.id`,
    )
    .all(itemIds) as PlanPromise[]
  const items = database
    .prepare('SELECT * FROM item WHERE id IN (SELECT value FROM json_each(?))')
    .all(itemIds) as Row<'item'>[]
  const locations = database.prepare('SELECT * FROM location').all() as Row<'location'>[]
  return {
    orders,
    leftOut: leftOut(database, request.orderIds === null, asked),
    lines: Map.groupBy(lines, ({ order_id }) => order_id),
    reservations: Map.groupBy(reservations, ({ order_id }) => order_id),
    stock: Map.groupBy(stock, ({ item_id }) => item_id),
    promises: Map.groupBy(promises, ({ item_id }) => item_id),
    items: new Map(items.map((item) => [item.id, item])),
    locations: new Map(locations.map((location) => [location.id, location])),
    cartonTypes: database
      .prepare('SELECT * FROM carton_type WHERE active = 1 ORDER BY code')
      .all() as Row<'carton_type'>[],
    floor: floorOf(database, locations),
  }
}

/** Orders that were asked for and cannot be planned. Where all were asked for, those that somebody could make ready. */
function leftOut(database: Database.Database, isAll: boolean, asked: object): PlanLeftOver[] {
  const rows = database
    .prepare(
      `SELECT id, number, state, ${BLOCKED} AS blocked, NOT ${FREE} AS planned FROM "order"
       WHERE ${ASKED} AND (CASE WHEN @isAll THEN state = 'needs_match' OR (state IN ('ready', 'released') AND ${BLOCKED})
         ELSE state NOT IN ('ready', 'released') OR ${BLOCKED} OR NOT ${FREE} END)
       ORDER BY ${IN_TURN} LIMIT ${MOST_LEFT_OUT}`,
    )
    .all({ ...asked, isAll: isAll ? 1 : 0 }) as {
    id: string
    number: string
    state: string
    blocked: number
    planned: number
  }[]
  return rows.map(({ id, number, state, blocked, planned }) => {
    const name = state === 'needs_match' ? 'needsMatch' : 'wrongState'
    return {
      orderId: id,
      number,
      name: blocked === 1 ? 'orderBlocked' : planned === 1 ? 'alreadyPlanned' : name,
      params: { state },
    }
  })
}

/** The floor that somebody kept, or the one read off the locations. */
export function floorOf(database: Database.Database, locations?: readonly Row<'location'>[]): FloorText | null {
  const kept = database
    .prepare(`SELECT body, source FROM floor_plan WHERE id = ? AND source = 'kept'`)
    .get(FLOOR_PLAN_ID) as { body: string } | undefined
  if (kept !== undefined) return { body: kept.body, source: 'kept' }
  const all = locations ?? (database.prepare('SELECT * FROM location').all() as Row<'location'>[])
  const derived = deriveFloorPlan(all)
  return derived === null ? null : { body: JSON.stringify(FloorPlan.parse(derived)), source: 'derived' }
}
