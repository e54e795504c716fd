import type { WaveStrategy } from './wave.ts'

/** Units that an order takes from one place. */
export type PlannedTake = {
  orderLineId: string
  itemId: string
  stockId: string
  locationId: string
  lot: string
  units: number
}

/** An order as a plan sees it, with what is taken for it. */
export type OrderToPlan = {
  id: string
  number: string
  priority: number
  shipBy: number | null
  carrier: string | null
  takes: readonly PlannedTake[]
  units: number
  weightGrams: number
  volumeMm3: number
  /** The zones of its places. */
  zones: readonly string[]
  /** True when a unit of it has a serial number: then it cannot lie among those of other orders. */
  hasSerials: boolean
}

/** An order that a plan leaves out, and why. */
export type PlanLeftOver = { orderId: string; number: string; name: string; params: Record<string, string | number> }

/** Where the orders of a batch are parted: each into its own tote while picking, or all of them at the bench. */
export function sortedAt(strategy: WaveStrategy): 'tote' | 'bench' {
  return strategy === 'single-line' || strategy === 'bulk' ? 'bench' : 'tote'
}

/** Orders that may share batches, and whether zones are kept apart. Groups of another key never mix. */
export type PlanGroup = { key: string; orders: OrderToPlan[] }

/**
 * Which orders may share a batch by a strategy, and which it leaves out: `single-line` those of several lines
 * (`severalLines`), `bulk` those that no other is like (`noTwin`), both those with serial numbers (`trackedGoods`), because
 * they are sorted at the bench. By `zone` an order of several zones shares a batch only with
 * its like. Groups and orders keep the order in which they came.
 */
export function groupOrders(
  strategy: WaveStrategy,
  orders: readonly OrderToPlan[],
): { groups: PlanGroup[]; leftOut: PlanLeftOver[] } {
  const leftOut: PlanLeftOver[] = []
  const leave = (order: OrderToPlan, name: string): void => {
    leftOut.push({ orderId: order.id, number: order.number, name, params: {} })
  }
  const together = sortedAt(strategy) === 'bench'
  for (const order of orders) if (together && order.hasSerials) leave(order, 'trackedGoods')
  const fitting = together ? orders.filter(({ hasSerials }) => !hasSerials) : orders
  const groups = Map.groupBy(fitting, (order) => keyOf(strategy, order))
  const kept: PlanGroup[] = []
  for (const [key, members] of groups) {
    const isLeft = (strategy === 'bulk' && members.length < 2) || (strategy === 'single-line' && key === SEVERAL)
    if (!isLeft) kept.push({ key, orders: members })
    else for (const order of members) leave(order, strategy === 'bulk' ? 'noTwin' : 'severalLines')
  }
  return { groups: kept, leftOut }
}

const SEVERAL = 'several'

function keyOf(strategy: WaveStrategy, order: OrderToPlan): string {
  switch (strategy) {
    case 'single':
      return order.id
    case 'cluster':
      return ''
    case 'single-line':
      return new Set(order.takes.map(({ orderLineId }) => orderLineId)).size === 1 ? '' : SEVERAL
    case 'zone':
      return JSON.stringify([...order.zones].sort())
    case 'bulk':
      return JSON.stringify(
        order.takes.map(({ itemId, locationId, lot, units }) => [itemId, locationId, lot, units].join(' ')).sort(),
      )
  }
}
