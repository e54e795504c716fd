import { addLoad, type BatchProblem, fitTogether, inWindows } from './batch-problem.ts'
import type { BatchTours } from './batch-tours.ts'

/** Batches as lists of orders, each order by its number in the problem. */
export type Batches = number[][]

/** Pairs compared between two looks at the clock. */
const PAIRS_PER_LOOK = 64

/** Fills one cart after the other in the order in which the orders came; a cart is never opened again. */
export function firstComeBatches(problem: BatchProblem<unknown>, group: Int32Array): Batches {
  const batches: Batches = []
  const load = new Float64Array(problem.dimensions)
  for (const order of group) {
    const batch = batches.at(-1)
    if (batch !== undefined && fitTogether(problem, load, 0, problem.sizes, order * problem.dimensions))
      batch.push(order)
    else {
      batches.push([order])
      load.fill(0)
    }
    addLoad(problem, load, 0, order)
  }
  return batches
}

/**
 * Clarke and Wright's savings (ii): again and again joins the two batches whose common tour saves most, and works out anew
 * what joining the new one with others would save; of equal ways it takes the one with fewer carts. Begins with `batches`,
 * which may be single orders. When `isOver` says so it stops comparing, and fills carts as they come.
 */
export function joinBatches(
  problem: BatchProblem<unknown>,
  batches: Batches,
  tours: BatchTours,
  isOver: () => boolean,
): Batches {
  return inWindows(batches).flatMap((window) => joinWindow(problem, window, tours, isOver))
}

function joinWindow(
  problem: BatchProblem<unknown>,
  batches: Batches,
  tours: BatchTours,
  isOver: () => boolean,
): Batches {
  const joining = new Joining(problem, batches, tours)
  let looks = 0
  const compare = (batch: number, others: readonly number[]): boolean => {
    for (const other of others) {
      looks += 1
      if (looks % PAIRS_PER_LOOK === 0 && isOver()) return false
      if (other !== batch) joining.compare(batch, other)
    }
    return true
  }
  let goesOn = joining.open.every((batch, index) => compare(batch, joining.open.slice(index + 1)))
  while (goesOn) {
    const joined = joining.joinBest()
    if (joined === null) break
    goesOn = compare(joined, joining.open)
  }
  return goesOn ? joining.batches() : joining.fillUp()
}

/** The open batches of a window by their places in it, and what joining any two of them would save. */
class Joining {
  readonly open: number[]
  private readonly problem: BatchProblem<unknown>
  private readonly tours: BatchTours
  private readonly members: number[][]
  private readonly loads: Float64Array
  private readonly lengths: Float64Array
  private readonly savings: Float64Array
  private readonly both: Int32Array

  constructor(problem: BatchProblem<unknown>, batches: Batches, tours: BatchTours) {
    this.problem = problem
    this.tours = tours
    this.members = batches.map((batch) => [...batch])
    this.open = batches.map((_, at) => at)
    this.loads = new Float64Array(batches.length * problem.dimensions)
    for (const [at, batch] of batches.entries())
      for (const order of batch) addLoad(problem, this.loads, at * problem.dimensions, order)
    this.both = new Int32Array(problem.count)
    this.lengths = Float64Array.from(this.open, (batch) => this.lengthOf(batch))
    this.savings = new Float64Array(batches.length ** 2)
  }

  compare(a: number, b: number): void {
    const { problem, loads, lengths, savings } = this
    const fits = fitTogether(problem, loads, a * problem.dimensions, loads, b * problem.dimensions)
    const saving = fits ? (lengths[a] ?? 0) + (lengths[b] ?? 0) - this.lengthOf(a, b) : Number.NEGATIVE_INFINITY
    savings[Math.min(a, b) * this.members.length + Math.max(a, b)] = saving
  }

  /** Joins the two batches that save most; the one that grew, or null when no two fit that would save anything. */
  joinBest(): number | null {
    const { open, savings } = this
    // Joining for nothing is better than two carts.
    let most = -Number.MIN_VALUE
    let first = -1
    let second = -1
    for (let one = 0; one < open.length; one += 1) {
      const row = (open[one] as number) * this.members.length
      for (let other = one + 1; other < open.length; other += 1) {
        const saving = savings[row + (open[other] as number)] as number
        if (saving <= most) continue
        most = saving
        first = open[one] as number
        second = open[other] as number
      }
    }
    if (first < 0) return null
    this.join(first, second)
    this.lengths[first] = this.lengthOf(first)
    return first
  }

  batches(): Batches {
    return this.open.map((batch) => this.members[batch] ?? [])
  }

  /** Joins what fits without looking at the way: each batch to the first one before it that takes it. */
  fillUp(): Batches {
    const { problem, loads } = this
    for (let other = 1; other < this.open.length; other += 1) {
      const late = this.open[other] as number
      const taker = this.open
        .slice(0, other)
        .find((early) => fitTogether(problem, loads, early * problem.dimensions, loads, late * problem.dimensions))
      if (taker === undefined) continue
      this.join(taker, late)
      other -= 1
    }
    return this.batches()
  }

  private join(first: number, second: number): void {
    const { dimensions } = this.problem
    this.members[first]?.push(...(this.members[second] ?? []))
    for (let each = 0; each < dimensions; each += 1)
      this.loads[first * dimensions + each] =
        (this.loads[first * dimensions + each] ?? 0) + (this.loads[second * dimensions + each] ?? 0)
    this.open.splice(this.open.indexOf(second), 1)
  }

  private lengthOf(...batches: readonly number[]): number {
    let count = 0
    for (const batch of batches)
      for (const order of this.members[batch] ?? []) {
        this.both[count] = order
        count += 1
      }
    return this.tours.lengthMm(this.both, count)
  }
}
