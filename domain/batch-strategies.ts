import { z } from 'zod'
import { assertNever } from './assert.ts'
import { planBatches } from './batch.ts'
import { type BatchFault, type BatchOptions, checkPlan, type LeftOut, screenOrders } from './batch-check.ts'
import type { BatchOrder, CartLimits } from './batch-problem.ts'
import type { TourMm } from './batch-tours.ts'
import { compareNatural } from './walk.ts'

/**
 * How orders become tasks. `single`: each its own. `cluster`: several, one tote each, sorted while picking. `single-line`:
 * orders of one line are collected together and sorted at the bench, the others clustered. `bulk`: the same with identical
 * orders. `zone`: each order is parted by zone; its tote is handed over from one zone's picker to the next one's.
 */
export const BatchStrategy = z.enum(['single', 'cluster', 'single-line', 'bulk', 'zone'])
/** One of the strategies. */
export type BatchStrategy = z.infer<typeof BatchStrategy>

/** Units of an item to take at one place. */
export type LineToBatch<Stop> = {
  itemId: string
  zone: string
  stop: Stop
  units: number
  weightGrams: number
  volumeMm3: number
}

/** An order with what is to be taken for it, by place. */
export type OrderToBatch<Stop> = { id: string; priority: number; lines: readonly LineToBatch<Stop>[] }

/** An order in a task, whole or a part: its turn-th of `turns`, in `zone`; `zone` is null when it was not parted. */
export type TaskPart = { orderId: string; zone: string | null; turn: number; turns: number }

/** Work for one cart and one tour. `sortedAt`: each order into its tote while picking, or all together until the bench. */
export type PlannedTask = {
  sortedAt: 'tote' | 'bench'
  priority: number
  parts: TaskPart[]
  lines: number
  units: number
  weightGrams: number
  volumeMm3: number
  tourMm: number
}

/** The tasks of a strategy, the orders that are in none, and the sum of all tours; or what is wrong with the question. */
export type TaskPlan =
  | { ok: true; tasks: PlannedTask[]; leftOut: LeftOut[]; totalMm: number }
  | { ok: false; problems: BatchFault[] }

/** Orders of which fewer are identical are not picked in bulk. */
const LEAST_IDENTICAL = 2

type Part<Stop> = BatchOrder<Stop> & { part: TaskPart }

/** Orders that are planned together; without `totes` these do not limit them. */
type Step<Stop> = { parts: readonly Part<Stop>[]; sortedAt: PlannedTask['sortedAt']; totes?: number | undefined }

/**
 * Makes tasks of orders by a strategy; within each of its steps as `planBatches` does, with its limits and promises. Totes do
 * not limit what is sorted at the bench. Steps share iterations, tours and time by their orders; progress is told of each in
 * turn. An order that cannot be taken whole is left out whole. `zones` is the way of totes from zone to zone; a zone that it
 * does not name comes after those, by name.
 */
export function planTasks<Stop>(
  strategy: BatchStrategy,
  orders: readonly OrderToBatch<Stop>[],
  cart: CartLimits,
  tourMm: TourMm<Stop>,
  options: BatchOptions & { zones?: readonly string[] | undefined },
): TaskPlan {
  const problems = checkPlan(orders, cart, options)
  if (problems.length > 0) return { ok: false, problems }
  const plan: Extract<TaskPlan, { ok: true }> = { ok: true, tasks: [], leftOut: [], totalMm: 0 }
  const ids = new Set<string>()
  const distinct = orders.filter(({ id }) => {
    if (ids.has(id)) plan.leftOut.push({ orderId: id, reason: 'sameId' })
    return ids.size < ids.add(id).size
  })
  const steps = stepsOf(strategy, distinct, cart, options.zones ?? [])
  const count = steps.reduce((sum, { parts }) => sum + parts.length, 0)
  for (const { parts, sortedAt, totes } of steps) {
    const limits = { ...cart, totes }
    const partOf = new Map(parts.map(({ id, part }) => [id, part]))
    const incomplete = new Map<string, LeftOut>()
    for (const { orderId: id, reason } of screenOrders(parts, limits, tourMm).leftOut) {
      const orderId = partOf.get(id)?.orderId ?? id
      if (!incomplete.has(orderId)) incomplete.set(orderId, { orderId, reason })
    }
    plan.leftOut.push(...incomplete.values())
    const whole = parts.filter(({ part }) => !incomplete.has(part.orderId))
    const shared = shareOf(options, parts.length / Math.max(1, count))
    const planned = planBatches(whole, limits, tourMm, { ...shared, keepZones: strategy === 'zone' })
    if (!planned.ok) return planned
    plan.totalMm += planned.totalMm
    for (const { orderIds, zone: _, ...batch } of planned.batches)
      plan.tasks.push({ ...batch, sortedAt, parts: orderIds.flatMap((id) => partOf.get(id) ?? []) })
  }
  plan.tasks.sort((a, b) => b.priority - a.priority)
  return plan
}

/** Parts orders of a single line from the others. */
export function partSingleLines<Stop>(orders: readonly OrderToBatch<Stop>[]): {
  single: OrderToBatch<Stop>[]
  others: OrderToBatch<Stop>[]
} {
  return {
    single: orders.filter(({ lines }) => lines.length === 1),
    others: orders.filter(({ lines }) => lines.length !== 1),
  }
}

/** Parts orders of one priority that ask for as many units of the same items from those that are alone with what they ask for. */
export function partIdentical<Stop>(orders: readonly OrderToBatch<Stop>[]): {
  identical: OrderToBatch<Stop>[][]
  others: OrderToBatch<Stop>[]
} {
  const byContent = Map.groupBy(orders, ({ priority, lines }) => {
    const units = new Map<string, number>()
    for (const line of lines) units.set(line.itemId, (units.get(line.itemId) ?? 0) + line.units)
    return JSON.stringify([priority, [...units].sort(([a], [b]) => (a < b ? -1 : 1))])
  })
  const identical = [...byContent.values()].filter((group) => group.length >= LEAST_IDENTICAL)
  const taken = new Set(identical.flat())
  return { identical, others: orders.filter((order) => !taken.has(order)) }
}

/** The parts of an order by zone, in the order in which its tote goes from zone to zone. */
export function partByZone<Stop>(
  { id, priority, lines }: OrderToBatch<Stop>,
  zones: readonly string[],
): { part: TaskPart; order: OrderToBatch<Stop> }[] {
  const place = (zone: string): number => (zones.includes(zone) ? zones.indexOf(zone) : zones.length)
  const byZone = [...Map.groupBy(lines, ({ zone }) => zone)].sort(
    ([a], [b]) => place(a) - place(b) || compareNatural(a, b),
  )
  return byZone.map(([zone, own], index) => ({
    part: { orderId: id, zone, turn: index + 1, turns: byZone.length },
    order: { id: JSON.stringify([id, zone]), priority, lines: own },
  }))
}

function stepsOf<Stop>(
  strategy: BatchStrategy,
  orders: readonly OrderToBatch<Stop>[],
  cart: CartLimits,
  zones: readonly string[],
): Step<Stop>[] {
  const clustered = (some: readonly OrderToBatch<Stop>[]): Step<Stop> => ({
    parts: some.map(whole),
    sortedAt: 'tote',
    totes: cart.totes,
  })
  const together = (some: readonly OrderToBatch<Stop>[]): Step<Stop> => ({ parts: some.map(whole), sortedAt: 'bench' })
  switch (strategy) {
    case 'single':
      return [{ ...clustered(orders), totes: 1 }]
    case 'cluster':
      return [clustered(orders)]
    case 'single-line': {
      const { single, others } = partSingleLines(orders)
      return [together(single), clustered(others)]
    }
    case 'bulk': {
      const { identical, others } = partIdentical(orders)
      return [...identical.map(together), clustered(others)]
    }
    case 'zone': {
      const parts = orders.flatMap((order) =>
        order.lines.length === 0
          ? [whole(order)]
          : partByZone(order, zones).map(({ part, order: own }) => summedUp(own, part)),
      )
      return [{ parts, sortedAt: 'tote', totes: cart.totes }]
    }
    default:
      return assertNever(strategy)
  }
}

function whole<Stop>(order: OrderToBatch<Stop>): Part<Stop> {
  return summedUp(order, { orderId: order.id, zone: null, turn: 1, turns: 1 })
}

function summedUp<Stop>({ id, priority, lines }: OrderToBatch<Stop>, part: TaskPart): Part<Stop> {
  const order = { id, priority, zone: part.zone ?? undefined, stops: lines.map(({ stop }) => stop), part }
  const sums = { lines: lines.length, units: 0, weightGrams: 0, volumeMm3: 0 }
  for (const { units, weightGrams, volumeMm3 } of lines) {
    // One wrong number must not hide behind another one.
    const isWrong = [units, weightGrams, volumeMm3].some((number) => !(number >= 0))
    sums.units += isWrong ? Number.NaN : units
    sums.weightGrams += weightGrams
    sums.volumeMm3 += volumeMm3
  }
  return { ...order, ...sums }
}

function shareOf(options: BatchOptions, share: number): BatchOptions {
  const part = (of: number | undefined): number | undefined => (of === undefined ? undefined : Math.floor(of * share))
  return {
    ...options,
    iterations: part(options.iterations),
    tours: part(options.tours),
    timeLimitMs: part(options.timeLimitMs),
  }
}
