import { MOST_COLLECTED } from '../../commands/picking/collect-units.ts'
import { planBatches } from '../../domain/batch.ts'
import type { LeftOutReason } from '../../domain/batch-check.ts'
import type { CartLimits } from '../../domain/batch-problem.ts'
import { type OrderToPlan, type PlanLeftOver, sortedAt } from '../../domain/plan-orders.ts'
import type { LocationPlace } from '../../domain/route-locations.ts'
import type { PlanProgress, PlanTask } from './plan-types.ts'

/** A place as batching sees it; equal places are one object. `zone` only where each zone has a tour of its own. */
export type BatchStop = Pick<LocationPlace, 'aisle' | 'yMm'> & { zone: string }

/** Where locations lie, and how long the tour through some of them is. */
export type BatchPlaces = { stopOf(locationId: string): BatchStop; tourMm(stops: readonly BatchStop[]): number }

const SEED = 1

const LEFT_OUT: Record<LeftOutReason, string> = {
  tooManyLines: 'tooLarge',
  tooManyUnits: 'tooLarge',
  tooHeavy: 'tooLarge',
  tooBulky: 'tooLarge',
  noStops: 'underReserved',
  notReachable: 'tooLarge',
  wrongNumber: 'tooLarge',
  sameId: 'alreadyPlanned',
}

/** Puts the orders of each group onto carts so that all tours together are short, the most urgent first. */
export function packCarts(
  task: PlanTask,
  groups: readonly { key: string; orders: readonly OrderToPlan[] }[],
  places: BatchPlaces,
  onProgress: (progress: PlanProgress) => void,
): { batches: OrderToPlan[][]; leftOut: PlanLeftOver[] } {
  const { request } = task
  const totalMs = request.seconds * 1_000
  const startedAt = performance.now()
  const report = (): void =>
    onProgress({
      phase: 'batching',
      done: Math.min(totalMs, Math.round(performance.now() - startedAt)),
      total: totalMs,
    })
  report()
  const byId = new Map(groups.flatMap(({ orders }) => orders.map((order) => [order.id, order] as const)))
  const plan = planBatches(
    groups.flatMap(({ key, orders }) =>
      orders.map((order) => ({
        id: order.id,
        priority: order.priority,
        zone: key,
        stops: [...new Set(order.takes.map(({ locationId }) => places.stopOf(locationId)))],
        lines: order.takes.length,
        units: order.units,
        weightGrams: order.weightGrams,
        volumeMm3: order.volumeMm3,
      })),
    ),
    limitsOf(task),
    places.tourMm,
    { seed: SEED, timeLimitMs: totalMs, now: () => performance.now(), keepZones: true, onProgress: report },
  )
  if (!plan.ok) throw new Error(`The batches could not be planned: ${JSON.stringify(plan.problems)}`)
  return {
    batches: plan.batches.map(({ orderIds }) => orderIds.flatMap((id) => byId.get(id) ?? [])),
    leftOut: plan.leftOut.map(({ orderId, reason }) => ({
      orderId,
      number: byId.get(orderId)?.number ?? '',
      name: LEFT_OUT[reason],
      params: { reason },
    })),
  }
}

function limitsOf({ request, cartTotes }: PlanTask): CartLimits {
  const { totes = cartTotes, ...rest } = request.limits ?? {}
  const set = Object.entries(rest).filter(([, value]) => value !== null)
  const each = request.strategy === 'single' ? 1 : totes
  // Orders that share totes are limited by what they are together, and by what one scan can write for all of them.
  return { ...Object.fromEntries(set), totes: sortedAt(request.strategy) === 'bench' ? MOST_COLLECTED : each }
}
