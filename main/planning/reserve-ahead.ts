import type { Row } from '../../db/tables.ts'
import { chooseFrom, takeFrom } from '../../domain/choose-stock.ts'
import type { PaymentState } from '../../domain/inputs.ts'
import { openUnits } from '../../domain/order-intake.ts'
import { decideRelease } from '../../domain/order-release.ts'
import type { OrderToPlan, PlanLeftOver, PlannedTake } from '../../domain/plan-orders.ts'
import type { OrderState } from '../../domain/states.ts'
import type { PlanTask } from './plan-types.ts'
import type { PlanFacts, PlanRow } from './read-plan.ts'

/**
 * What would be taken for each order: what is reserved for it, or what releasing it now would reserve, by the very rules of
 * the release, one order after the other. `ready` are those that would have to be released.
 */
export function reserveAhead(
  facts: PlanFacts,
  task: PlanTask,
): { orders: OrderToPlan[]; leftOut: PlanLeftOver[]; ready: string[] } {
  const leftOut: PlanLeftOver[] = []
  const ready: string[] = []
  const orders: OrderToPlan[] = []
  for (const order of facts.orders) {
    const found = order.state === 'released' ? reservedTakes(facts, order) : newTakes(facts, order, task)
    if (!Array.isArray(found)) {
      leftOut.push({ orderId: order.id, number: order.number, ...found })
      continue
    }
    if (order.state !== 'released') ready.push(order.id)
    orders.push(orderToPlan(facts, order, found))
  }
  return { orders, leftOut, ready }
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

function newTakes(facts: PlanFacts, order: PlanRow, task: PlanTask): PlannedTake[] | Why {
  const wanted = (facts.lines.get(order.id) ?? []).flatMap((line) => {
    const units = openUnits(line) + line.picked - line.allocated
    return units > 0 && line.item_id !== null ? [{ lineId: line.id, itemId: line.item_id, units }] : []
  })
  const totals = new Map<string, number>()
  for (const { itemId, units } of wanted) totals.set(itemId, (totals.get(itemId) ?? 0) + units)
  const chosen = new Map(
    Array.from(totals, ([itemId, quantity]) => {
      const rows = (facts.stock.get(itemId) ?? []).map((stock) => ({
        stock,
        isPickFace: facts.locations.get(stock.location_id)?.kind === 'pick',
      }))
      return [itemId, chooseFrom(rows, { quantity, businessDate: task.businessDate })] as const
    }),
  )
  const decision = decideRelease({
    state: order.state as OrderState,
    payment: order.payment as PaymentState,
    pickablePayments: task.pickablePayments,
    allOrNothing: task.allOrNothing,
    lines: wanted,
    free: new Map(Array.from(chosen, ([id, parts]) => [id, parts.reduce((sum, { quantity }) => sum + quantity, 0)])),
  })
  if (decision.kind === 'refused') return { name: decision.name, params: { state: order.state } }
  if (decision.kind === 'backordered') return { name: 'underReserved', params: { missing: decision.missing } }
  return decision.take.flatMap(({ lineId, itemId, units }) =>
    takeFrom(chosen.get(itemId) ?? [], units).map(({ stock, quantity }) => {
      reserveIn(stock, quantity)
      return {
        orderLineId: lineId,
        itemId,
        stockId: stock.id,
        locationId: stock.location_id,
        lot: stock.lot,
        units: quantity,
      }
    }),
  )
}

/** The next order finds less of it. */
function reserveIn(stock: Row<'stock'>, quantity: number): void {
  stock.reserved += quantity
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
  }
}
