import { releaseWish } from '../../commands/orders/release-order.ts'
import { turnOf } from '../../commands/orders/soft-promises.ts'
import { releaseSite } from '../../commands/site/site-rules.ts'
import type { Row } from '../../db/tables.ts'
import { chooseRelease, refusalOf, type StockAt } from '../../domain/choose-release.ts'
import { metresFromDepot } from '../../domain/depot-distance.ts'
import { openFloorText } from '../../domain/floor-plan.ts'
import { keptOf } from '../../domain/kept-units.ts'
import type { OrderToPlan, PlanLeftOver, PlannedTake } from '../../domain/plan-orders.ts'
import { compareTurn } from '../../domain/release-plan.ts'
import { nextCollections } from '../../domain/release-rules.ts'
import type { PlanTask } from './plan-types.ts'
import type { PlanFacts, PlanRow } from './read-plan.ts'

/**
 * What would be taken for each order: what is reserved for it, or what releasing it now would reserve, by the very rules of
 * the release, one order after the other in the site's turn. `ready` are those that would have to be released, in that turn.
 */
export function reserveAhead(
  facts: PlanFacts,
  task: PlanTask,
): { orders: OrderToPlan[]; leftOut: PlanLeftOver[]; ready: string[] } {
  const leftOut: PlanLeftOver[] = []
  const ready: string[] = []
  const planned = new Map<string, OrderToPlan>()
  const release = openRelease(facts, task)
  for (const order of inTurn(facts.orders, task)) {
    const found = order.state === 'released' ? reservedTakes(facts, order) : release(order)
    if (!Array.isArray(found)) {
      leftOut.push({ orderId: order.id, number: order.number, ...found })
      continue
    }
    if (order.state !== 'released') ready.push(order.id)
    planned.set(order.id, orderToPlan(facts, order, found))
  }
  return { orders: facts.orders.flatMap(({ id }) => planned.get(id) ?? []), leftOut, ready }
}

function inTurn(orders: readonly PlanRow[], { policies, timeZone, at }: PlanTask): PlanRow[] {
  const { turn } = releaseSite({ policies, timeZone }).policy
  const collected = nextCollections(policies.release, timeZone, at)
  return orders
    .map((row) => ({ row, turn: { ...turnOf(row), cutOffAt: collected(row.carrier_code)?.cutOffAt ?? null } }))
    .sort((a, b) => compareTurn(turn, a.turn, b.turn))
    .map(({ row }) => row)
}

type Why = Pick<PlanLeftOver, 'name' | 'params'>

function reservedTakes(facts: PlanFacts, order: PlanRow): PlannedTake[] | Why {
  const takes = (facts.reservations.get(order.id) ?? []).map((reservation) => ({
    orderLineId: reservation.order_line_id,
    itemId: reservation.item_id,
    stockId: reservation.stock_id,
    locationId: reservation.location_id,
    lot: reservation.lot,
    units: reservation.quantity,
  }))
  return takes.length > 0 ? takes : { name: 'underReserved', params: {} }
}

/** Releases orders on the copy of the stock that was read: the next one finds less of it. */
function openRelease(facts: PlanFacts, task: PlanTask): (order: PlanRow) => PlannedTake[] | Why {
  const { policy, calendar } = releaseSite(task)
  const rules = task.policies.stockChoice
  const floor = rules.prefer === 'closest' && facts.floor !== null ? openFloorText(facts.floor.body) : null
  const gone = new Set<string>()
  const stockOf = (itemId: string): StockAt<Row<'stock'>>[] =>
    (facts.stock.get(itemId) ?? []).flatMap((stock) => {
      const location = facts.locations.get(stock.location_id)
      if (location === undefined || stock.on_hand <= stock.reserved) return []
      return [{ stock, isPickFace: location.kind === 'pick', metres: metresFromDepot(floor, location) }]
    })
  const keptFrom = (order: PlanRow, itemId: string): number => {
    const others = (facts.promises.get(itemId) ?? []).filter(({ order_id: id }) => id !== order.id && !gone.has(id))
    const promises = others.map((other) => ({
      units: other.units,
      isPreOrder: other.available_from !== null,
      turn: turnOf({ ...other, id: other.order_id }),
    }))
    return keptOf(promises, turnOf(order), policy)
  }
  return (order) => {
    const wish = releaseWish(order, facts.lines.get(order.id) ?? [])
    const refusal = refusalOf(wish, { policy, calendar }, task.businessDate)
    if (refusal !== null) return refusal
    const itemIds = wish.lines.flatMap(({ itemId, units }) => (itemId !== null && units > 0 ? [itemId] : []))
    const stock = new Map(itemIds.map((itemId) => [itemId, stockOf(itemId)]))
    const kept = new Map(itemIds.map((itemId) => [itemId, keptFrom(order, itemId)]))
    const choice = chooseRelease(wish, stock, { policy, stock: rules, kept }, task.businessDate)
    if (choice.kind === 'backordered') return { name: 'underReserved', params: { missing: choice.missing } }
    gone.add(order.id)
    return choice.parts.map(({ lineId, stock: row, quantity }) => {
      row.reserved += quantity
      return {
        orderLineId: lineId,
        itemId: row.item_id,
        stockId: row.id,
        locationId: row.location_id,
        lot: row.lot,
        units: quantity,
      }
    })
  }
}

function orderToPlan(facts: PlanFacts, order: PlanRow, takes: readonly PlannedTake[]): OrderToPlan {
  let [units, weightGrams, volumeMm3] = [0, 0, 0]
  for (const take of takes) {
    const item = facts.items.get(take.itemId)
    units += take.units
    weightGrams += take.units * (item?.weight_grams ?? 0)
    volumeMm3 += take.units * (item?.length_mm ?? 0) * (item?.width_mm ?? 0) * (item?.height_mm ?? 0)
  }
  return {
    id: order.id,
    number: order.number,
    priority: order.priority,
    shipBy: order.ship_by,
    carrier: order.carrier_code,
    takes,
    units,
    weightGrams,
    volumeMm3,
    zones: [...new Set(takes.map(({ locationId }) => facts.locations.get(locationId)?.zone ?? ''))],
    hasSerials: takes.some((take) => facts.items.get(take.itemId)?.tracking === 'serial'),
  }
}
