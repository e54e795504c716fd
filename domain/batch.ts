import { type BatchFault, type BatchOptions, checkPlan, type LeftOut, screenOrders } from './batch-check.ts'
import { exactBatches, MOST_EXACT_ORDERS } from './batch-exact.ts'
import { type BatchOrder, type BatchProblem, type CartLimits, compileProblem, fitTogether } from './batch-problem.ts'
import { searchBatches } from './batch-search.ts'
import { type Batches, firstComeBatches, joinBatches } from './batch-start.ts'
import { type BatchTours, createBatchTours, type TourMm } from './batch-tours.ts'
import { PlanWatch } from './batch-watch.ts'

/** Orders for one cart and one tour, in the order in which they came, with what they come to. */
export type PlannedBatch = {
  orderIds: string[]
  priority: number
  /** The zone of all of them; null when zones were not kept apart, or when they have none. */
  zone: string | null
  lines: number
  units: number
  weightGrams: number
  volumeMm3: number
  tourMm: number
}

/**
 * Batches, the most urgent priority first, within it by the order that came first; orders that are in none; the sum of all
 * tours, and what it would be for carts filled as orders come, and by savings alone. `ended`: by a limit, because it was
 * cancelled, or because no shorter way exists.
 */
export type BatchPlan =
  | {
      ok: true
      batches: PlannedBatch[]
      leftOut: LeftOut[]
      totalMm: number
      firstComeMm: number
      savingsMm: number
      iterations: number
      tours: number
      ended: 'limit' | 'cancelled' | 'shortest'
    }
  | { ok: false; problems: BatchFault[] }

/**
 * Puts orders onto carts so that all tours together are short: savings with the given tours, then exchanges between batches;
 * groups of a few orders by looking at every way. `tourMm` is the exact length of the shortest tour over some stops: the same
 * for the same stops in any order, and not longer for fewer. An order is never split; one that alone is too much for the
 * cart is left out with the reason.
 *
 * The same orders, limits, seed, iterations and tours give the same plan on every machine. How far a time limit or a cancel
 * lets it come depends on the machine, not the way it goes: it tries the same in the same order, and ends earlier.
 */
export function planBatches<Stop>(
  orders: readonly BatchOrder<Stop>[],
  cart: CartLimits,
  tourMm: TourMm<Stop>,
  options: BatchOptions,
): BatchPlan {
  const problems = checkPlan(orders, cart, options)
  if (problems.length > 0) return { ok: false, problems }
  const { taken, leftOut } = screenOrders(orders, cart, tourMm)
  const problem = compileProblem(taken, cart, options.keepZones === true)
  const tours = createBatchTours(problem, tourMm)
  const watch = new PlanWatch(options, tours, taken.length)
  const started = problem.groups.map((group) => startGroup(problem, group, tours, watch))
  const open = problem.groups.filter((_, index) => started[index]?.isShortest === false)
  const start = started.flatMap(({ batches }) => batches)
  watch.report(0, totalOf(start, tours))
  const searched = open.length === 0 ? null : searchBatches(problem, start, open, tours, options.seed, watch)
  const found = searched === null ? start : tidy(problem, searched.batches, tours)
  const best = shortest([found, start], tours)
  const ended = watch.isCancelled ? 'cancelled' : 'limit'
  return {
    ok: true,
    batches: describe(taken, best, tours, options.keepZones === true),
    leftOut,
    totalMm: totalOf(best, tours),
    firstComeMm: sum(started, ({ firstComeMm }) => firstComeMm),
    savingsMm: sum(started, ({ savingsMm }) => savingsMm),
    iterations: searched?.iterations ?? 0,
    tours: tours.calculated(),
    ended: open.length === 0 ? 'shortest' : ended,
  }
}

type Started = { batches: Batches; isShortest: boolean; firstComeMm: number; savingsMm: number }

/** Where the search of a group begins, or all there is to find when that can be told. */
function startGroup<Stop>(
  problem: BatchProblem<Stop>,
  group: Int32Array,
  tours: BatchTours,
  watch: PlanWatch,
): Started {
  const alone = Array.from(group, (order) => [order])
  const firstCome = firstComeBatches(problem, group)
  const firstComeMm = totalOf(firstCome, tours)
  if (!hasChoice(problem, group)) return { batches: alone, isShortest: true, firstComeMm, savingsMm: firstComeMm }
  const savings = joinBatches(problem, alone, tours, () => watch.isOver())
  const savingsMm = totalOf(savings, tours)
  const isShortest = group.length <= MOST_EXACT_ORDERS && !watch.isOver()
  const found = isShortest ? [exactBatches(problem, group, tours)] : [savings, alone]
  return { batches: shortest([firstCome, ...found], tours), isShortest, firstComeMm, savingsMm }
}

/** The first of those with the shortest tours, and of these with the fewest carts. */
function shortest(ways: readonly Batches[], tours: BatchTours): Batches {
  const sorted = ways
    .map((batches) => ({ batches, totalMm: totalOf(batches, tours) }))
    .sort((a, b) => a.totalMm - b.totalMm || a.batches.length - b.batches.length)
  return sorted[0]?.batches ?? []
}

/** Whether any two orders of a group fit onto one cart. */
function hasChoice(problem: BatchProblem<unknown>, group: Int32Array): boolean {
  const { sizes, dimensions } = problem
  return group.some((order, index) =>
    group
      .subarray(index + 1)
      .some((other) => fitTogether(problem, sizes, order * dimensions, sizes, other * dimensions)),
  )
}

/** Joins what the search left apart though one cart goes no further for both. */
function tidy(problem: BatchProblem<unknown>, batches: Batches, tours: BatchTours): Batches {
  return problem.groups.flatMap((_, group) =>
    joinBatches(
      problem,
      batches.filter(([order]) => order !== undefined && problem.groupOf[order] === group),
      tours,
      () => false,
    ),
  )
}

function describe<Stop>(
  orders: readonly BatchOrder<Stop>[],
  batches: Batches,
  tours: BatchTours,
  keepZones: boolean,
): PlannedBatch[] {
  return batches
    .map((batch) => {
      const sorted = Int32Array.from(batch).sort()
      const members = Array.from(sorted, (place) => orders[place]).filter((order) => order !== undefined)
      return { place: sorted[0] ?? 0, members, tourMm: tours.lengthMm(sorted, sorted.length) }
    })
    .sort((a, b) => (b.members[0]?.priority ?? 0) - (a.members[0]?.priority ?? 0) || a.place - b.place)
    .map(({ members, tourMm }) => ({
      orderIds: members.map(({ id }) => id),
      priority: members[0]?.priority ?? 0,
      zone: keepZones ? (members[0]?.zone ?? null) : null,
      lines: sum(members, ({ lines }) => lines),
      units: sum(members, ({ units }) => units),
      weightGrams: sum(members, ({ weightGrams }) => weightGrams),
      volumeMm3: sum(members, ({ volumeMm3 }) => volumeMm3),
      tourMm,
    }))
}

function totalOf(batches: Batches, tours: BatchTours): number {
  return sum(batches, (batch) => tours.lengthMm(Int32Array.from(batch), batch.length))
}

function sum<T>(all: readonly T[], amount: (one: T) => number): number {
  return all.reduce((total, one) => total + amount(one), 0)
}
