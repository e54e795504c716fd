import { type BatchOrder, CART_LIMITS, type CartLimits, takenBy } from './batch-problem.ts'
import type { TourMm } from './batch-tours.ts'

/** How far a plan goes, and who hears of it. Without iterations, tours or a time it tries a number fixed by the orders. */
export type BatchOptions = {
  /** Decides every choice; a whole number. */
  seed: number
  /** Exchanges tried at most; 0 leaves the batches as savings made them. */
  iterations?: number | undefined
  /** Tours worked out at most, in all. */
  tours?: number | undefined
  /** How long it may take by `now`; at least first-come batches come back however short that is. */
  timeLimitMs?: number | undefined
  now?: (() => number) | undefined
  /** True: orders of different zones never share a batch. */
  keepZones?: boolean | undefined
  onProgress?: ((progress: BatchProgress) => void) | undefined
  /** Asked often; true ends the search with the best batches so far. */
  isCancelled?: (() => boolean) | undefined
}

/** Where a plan stands: tried exchanges, tours worked out, and the total of the best batches so far. */
export type BatchProgress = { iterations: number; tours: number; totalMm: number }

/** Orders planned at most in one go. */
export const MOST_BATCH_ORDERS = 20_000

/** What can be wrong with a cart's limits or with options; identical in every language. */
export const BATCH_PROBLEM_CODES = [
  'E-BAT-001', // a limit that is no whole number above 0
  'E-BAT-002', // a seed, a number of iterations or tours, or a time that is no whole number from 0 up
  'E-BAT-003', // a time limit without a clock
  'E-BAT-004', // too many orders; most
] as const
/** One of `BATCH_PROBLEM_CODES`. */
export type BatchProblemCode = (typeof BATCH_PROBLEM_CODES)[number]

/** One thing that is wrong and where: `limits.units`, `options.seed`, `orders`. */
export type BatchFault = { path: string; code: BatchProblemCode; params: Record<string, number> }

/** Why an order is in no batch: what it has too much of for one cart alone, or what is wrong with the order itself. */
export type LeftOutReason =
  | 'tooManyLines'
  | 'tooManyUnits'
  | 'tooHeavy'
  | 'tooBulky'
  | 'noStops'
  | 'notReachable'
  | 'wrongNumber'
  | 'sameId'

/** An order that is in no batch. */
export type LeftOut = { orderId: string; reason: LeftOutReason }

/** All that is wrong with what a plan was asked for; empty when it can be made. */
export function checkPlan(orders: readonly unknown[], cart: CartLimits, options: BatchOptions): BatchFault[] {
  const faults: BatchFault[] = []
  const fault = (path: string, code: BatchProblemCode, params: Record<string, number> = {}): void => {
    faults.push({ path, code, params })
  }
  for (const limit of CART_LIMITS)
    if (cart[limit] !== undefined && !(isWhole(cart[limit]) && cart[limit] > 0)) fault(`limits.${limit}`, 'E-BAT-001')
  for (const name of ['seed', 'iterations', 'tours', 'timeLimitMs'] as const)
    if (options[name] !== undefined && !isWhole(options[name])) fault(`options.${name}`, 'E-BAT-002')
  if (options.timeLimitMs !== undefined && options.now === undefined) fault('options.now', 'E-BAT-003')
  if (orders.length > MOST_BATCH_ORDERS) fault('orders', 'E-BAT-004', { most: MOST_BATCH_ORDERS })
  return faults
}

/** Parts the orders that a cart can take from those that it cannot, each with the first reason that applies. */
export function screenOrders<Stop>(
  orders: readonly BatchOrder<Stop>[],
  cart: CartLimits,
  tourMm: TourMm<Stop>,
): { taken: BatchOrder<Stop>[]; leftOut: LeftOut[] } {
  const ids = new Set<string>()
  const taken: BatchOrder<Stop>[] = []
  const leftOut: LeftOut[] = []
  for (const order of orders) {
    const reason = ids.has(order.id) ? 'sameId' : whyLeftOut(order, cart, tourMm)
    ids.add(order.id)
    if (reason === null) taken.push(order)
    else leftOut.push({ orderId: order.id, reason })
  }
  return { taken, leftOut }
}

const TOO_MUCH = {
  totes: 'wrongNumber',
  lines: 'tooManyLines',
  units: 'tooManyUnits',
  weightGrams: 'tooHeavy',
  volumeMm3: 'tooBulky',
} as const

function whyLeftOut<Stop>(order: BatchOrder<Stop>, cart: CartLimits, tourMm: TourMm<Stop>): LeftOutReason | null {
  if (!Number.isSafeInteger(order.priority) || CART_LIMITS.some((limit) => !isWhole(takenBy(order, limit))))
    return 'wrongNumber'
  const broken = CART_LIMITS.find((limit) => takenBy(order, limit) > (cart[limit] ?? Number.POSITIVE_INFINITY))
  if (broken !== undefined) return TOO_MUCH[broken]
  if (order.stops.length === 0) return 'noStops'
  const lengthMm = tourMm(order.stops)
  return lengthMm >= 0 && lengthMm < Number.POSITIVE_INFINITY ? null : 'notReachable'
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
