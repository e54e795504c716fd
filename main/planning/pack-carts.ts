import type { OrderToPlan, PlanLeftOver } from '../../domain/plan-orders.ts'
import type { LocationPlace } from '../../domain/route-locations.ts'
import type { PlanProgress, PlanTask } from './plan-types.ts'

/** A place as batching sees it; equal places are one object. */
export type BatchStop = Pick<LocationPlace, 'aisle' | 'yMm'>

/** Where locations lie, and how long the tour through some of them is. */
export type BatchPlaces = { stopOf(locationId: string): BatchStop; tourMm(stops: readonly BatchStop[]): number }

/** Fills one cart after the other with the orders of each group as they come, the most urgent first. */
export function packCarts(
  { request, cartTotes }: PlanTask,
  groups: readonly { key: string; orders: readonly OrderToPlan[] }[],
  _places: BatchPlaces,
  onProgress: (progress: PlanProgress) => void,
): { batches: OrderToPlan[][]; leftOut: PlanLeftOver[] } {
  onProgress({ phase: 'batching', done: 0, total: request.seconds * 1_000 })
  const { totes = cartTotes, lines = null, units = null, weightGrams = null, volumeMm3 = null } = request.limits ?? {}
  const most = { totes: request.strategy === 'single' ? 1 : totes, lines, units, weightGrams, volumeMm3 }
  const fits = (orders: readonly OrderToPlan[]): boolean => {
    const sum = (of: (order: OrderToPlan) => number): number => orders.reduce((total, order) => total + of(order), 0)
    const within = (size: number, limit: number | null): boolean => limit === null || size <= limit
    return (
      within(orders.length, most.totes) &&
      within(
        sum(({ takes }) => takes.length),
        most.lines,
      ) &&
      within(
        sum((order) => order.units),
        most.units,
      ) &&
      within(
        sum((order) => order.weightGrams),
        most.weightGrams,
      ) &&
      within(
        sum((order) => order.volumeMm3),
        most.volumeMm3,
      )
    )
  }
  const batches: OrderToPlan[][] = []
  const leftOut: PlanLeftOver[] = []
  for (const { orders } of groups) {
    let cart: OrderToPlan[] = []
    for (const order of orders) {
      if (!fits([order])) {
        leftOut.push({ orderId: order.id, number: order.number, name: 'tooLarge', params: {} })
        continue
      }
      if (cart.length === 0 || cart[0]?.priority !== order.priority || !fits([...cart, order])) {
        cart = []
        batches.push(cart)
      }
      cart.push(order)
    }
  }
  return { batches: batches.sort((a, b) => (b[0]?.priority ?? 0) - (a[0]?.priority ?? 0)), leftOut }
}
