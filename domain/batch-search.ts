import { NO_ORDER, Packing } from './batch-packing.ts'
import { type BatchProblem, inWindows } from './batch-problem.ts'
import type { Batches } from './batch-start.ts'
import type { BatchTours } from './batch-tours.ts'
import { seededRandom } from './seeded-random.ts'

/** What watches a search: asked often whether it has to end, told where it stands. */
export type SearchWatch = {
  readonly mostIterations: number
  isOver(): boolean
  report(iterations: number, bestMm: number): void
}

/** The batches that a search found, and after how many tried exchanges it ended. */
export type Searched = { batches: Batches; totalMm: number; iterations: number }

/** Tried exchanges between two looks at the clock. */
const TRIES_PER_LOOK = 32
/** Orders that go well with an order; most exchanges are tried with their batches. */
const NEIGHBOURS = 12
/** How much longer an exchange may make the total at the begin of a cycle, in parts of a mean tour: up to twice this. */
const WARM = 0.02
/** The same where batches are to be taken apart that no small steps change: each second cycle, a quarter as long. */
const HOT = 0.3
/** The part of it that is left at the end of a cycle. */
const COLD = 0.001
/** Tries for each order in the first cycle; each further cycle is twice as long. */
const FIRST_CYCLE = 50

/** Shares of the kinds of exchanges: the rest move one order away and take none in return. */
const ONE_FOR_ONE = 0.7
const TWO_FOR_ONE = 0.1
/** How often a batch is chosen by a neighbour in it; else any order of the group chooses it. */
const BY_NEIGHBOUR = 0.9
/** How often an order that moves alone gets a cart of its own. */
const NEW_CART = 0.02

/**
 * Improves batches by exchanges between two of them: one order for one, two for one, or one for none. Simulated annealing:
 * a cycle begins warm, when exchanges may make the total somewhat longer, and cools down; then one of twice the length begins
 * from the best batches so far. Every choice comes from the seed and from what was tried before, none from the clock: a
 * search that is stopped earlier has tried the very same exchanges until then. `totalMm` is never above that of `start`;
 * only orders of `groups` are moved.
 */
export function searchBatches(
  problem: BatchProblem<unknown>,
  start: Batches,
  groups: readonly Int32Array[],
  tours: BatchTours,
  seed: number,
  watch: SearchWatch,
): Searched {
  const search = new Search(problem, start, groups, tours, seed, watch)
  let goesOn = search.findNeighbours()
  for (let cycle = 0; goesOn; cycle += 1) {
    const tries = FIRST_CYCLE * search.movers.length * 2 ** Math.floor(cycle / 2)
    goesOn = cycle % 2 === 0 ? search.cycle(tries, WARM) : search.cycle(Math.ceil(tries / 4), HOT)
    search.goBack()
  }
  return { batches: search.packing.batches(), totalMm: search.bestMm, iterations: search.iterations }
}

class Search {
  packing: Packing
  bestMm: number
  iterations = 0
  readonly movers: Int32Array
  private readonly problem: BatchProblem<unknown>
  private readonly groups: readonly Int32Array[]
  private readonly tours: BatchTours
  private readonly watch: SearchWatch
  private readonly random: () => number
  /** The batch of each order where the total was the least. */
  private readonly bestBatchOf: Int32Array
  private readonly neighbours: Int32Array
  private readonly neighbourCounts: Int32Array
  private readonly meanMm: number
  private readonly two = new Int32Array(2)

  constructor(
    problem: BatchProblem<unknown>,
    start: Batches,
    groups: readonly Int32Array[],
    tours: BatchTours,
    seed: number,
    watch: SearchWatch,
  ) {
    this.problem = problem
    this.groups = groups
    this.tours = tours
    this.watch = watch
    this.random = seededRandom(seed)
    this.movers = Int32Array.from(groups.flatMap((group) => [...group]))
    this.packing = new Packing(problem, start, tours)
    this.bestMm = this.packing.totalMm
    this.bestBatchOf = this.packing.batchOf.slice()
    this.neighbours = new Int32Array(problem.count * NEIGHBOURS)
    this.neighbourCounts = new Int32Array(problem.count)
    this.meanMm = this.bestMm / Math.max(1, start.length)
  }

  /** Finds the orders with which each order shares most of its way; false when the search has to end before. */
  findNeighbours(): boolean {
    for (const group of this.groups)
      for (const near of inWindows(group)) {
        for (const order of near) {
          if (this.watch.isOver()) return false
          const shared = Array.from(near, (other) => ({
            other,
            share: other === order ? -1 : this.share(order, other),
          }))
          shared.sort((a, b) => b.share - a.share || a.other - b.other)
          const count = Math.min(NEIGHBOURS, near.length - 1)
          for (let place = 0; place < count; place += 1)
            this.neighbours[order * NEIGHBOURS + place] = shared[place]?.other ?? order
          this.neighbourCounts[order] = count
        }
      }
    return true
  }

  /** Tries so many exchanges from warm to cold; false when the search has to end. */
  cycle(tries: number, warmth: number): boolean {
    for (let tried = 0; tried < tries; tried += 1) {
      if (this.iterations >= this.watch.mostIterations) return false
      if (this.iterations % TRIES_PER_LOOK === 0) {
        this.watch.report(this.iterations, this.bestMm)
        if (this.watch.isOver()) return false
      }
      this.iterations += 1
      const left = 1 - tried / tries
      const heat = this.meanMm * warmth * (COLD + (1 - COLD) * left * left)
      if (!this.tryOne(heat * 2 * this.random())) continue
      if (this.packing.totalMm >= this.bestMm) continue
      this.bestMm = this.packing.totalMm
      this.bestBatchOf.set(this.packing.batchOf)
    }
    return true
  }

  /** Goes on from the best batches so far. */
  goBack(): void {
    const batches: Batches = []
    for (const [order, batch] of this.bestBatchOf.entries()) {
      batches[batch] ??= []
      batches[batch].push(order)
    }
    this.packing = new Packing(
      this.problem,
      Array.from(batches, (batch) => batch ?? []),
      this.tours,
    )
    this.bestBatchOf.set(this.packing.batchOf)
  }

  private tryOne(allowedMm: number): boolean {
    const { packing, random, movers } = this
    const order = movers[Math.floor(random() * movers.length)] as number
    const other = this.partnerOf(order)
    const from = packing.batchOf[order] as number
    const to = packing.batchOf[other] as number
    const kind = random()
    if (kind < ONE_FOR_ONE) {
      if (from === to) return false
      const members = packing.members[to] as number[]
      // Beside a neighbour there is room for this order, too, where another one goes.
      const back = random() < 0.5 ? other : (members[Math.floor(random() * members.length)] as number)
      return packing.exchange(order, NO_ORDER, to, back, allowedMm)
    }
    const members = packing.members[from] as number[]
    if (kind < ONE_FOR_ONE + TWO_FOR_ONE) {
      if (from === to) return false
      const second = members[Math.floor(random() * members.length)] as number
      return second !== order && packing.exchange(order, second, to, other, allowedMm)
    }
    if (from !== to && random() >= NEW_CART) return packing.exchange(order, NO_ORDER, to, NO_ORDER, allowedMm)
    return members.length > 1 && packing.exchange(order, NO_ORDER, packing.emptyBatch(), NO_ORDER, allowedMm)
  }

  /** The part of the shorter tour that is saved when one cart goes for both orders. */
  private share(a: number, b: number): number {
    const { tours, two } = this
    two[0] = a
    const aMm = tours.lengthMm(two, 1)
    two[1] = b
    const bothMm = tours.lengthMm(two, 2)
    two[0] = b
    const bMm = tours.lengthMm(two, 1)
    return bothMm < Number.POSITIVE_INFINITY ? (aMm + bMm - bothMm) / Math.max(1, Math.min(aMm, bMm)) : -1
  }

  private partnerOf(order: number): number {
    const { random } = this
    const count = this.neighbourCounts[order] as number
    const choice = random()
    if (count > 0 && choice < BY_NEIGHBOUR)
      return this.neighbours[order * NEIGHBOURS + Math.floor((choice / BY_NEIGHBOUR) * count)] as number
    const group = this.problem.groups[this.problem.groupOf[order] as number] as Int32Array
    return group[Math.floor(random() * group.length)] as number
  }
}
