import { addLoad, type BatchProblem } from './batch-problem.ts'
import type { Batches } from './batch-start.ts'
import type { BatchTours } from './batch-tours.ts'

/** No order: where an exchange takes or gives fewer than it could. */
export const NO_ORDER = -1

/** A length that was not worked out yet. */
const UNKNOWN = -1

/**
 * Orders on carts while a search moves them: who is where, loads, lengths, and what each tour would be without each of its
 * orders. Nothing is allocated by a move. One batch is always empty, so that an order can be put onto a cart of its own.
 */
export class Packing {
  totalMm = 0
  readonly batchOf: Int32Array
  readonly members: number[][]
  private readonly problem: BatchProblem<unknown>
  private readonly tours: BatchTours
  /** Where an order stands among the members of its batch. */
  private readonly placeOf: Int32Array
  private readonly loads: Float64Array
  private readonly lengths: Float64Array
  /** The tour of an order's batch without it. */
  private readonly without: Float64Array
  private readonly empty: number[] = []
  private readonly tried: Int32Array

  constructor(problem: BatchProblem<unknown>, batches: Batches, tours: BatchTours) {
    const most = problem.count + 1
    this.problem = problem
    this.tours = tours
    this.batchOf = new Int32Array(problem.count)
    this.placeOf = new Int32Array(problem.count)
    this.loads = new Float64Array(most * problem.dimensions)
    this.lengths = new Float64Array(most)
    this.without = new Float64Array(problem.count).fill(UNKNOWN)
    this.tried = new Int32Array(problem.count + 2)
    this.members = Array.from({ length: most }, () => [])
    for (let batch = most - 1; batch >= 0; batch -= 1) {
      for (const order of batches[batch] ?? []) this.put(order, batch)
      this.lengths[batch] = this.lengthChanged(batch, NO_ORDER, NO_ORDER, NO_ORDER, NO_ORDER)
      this.totalMm += this.lengths[batch] ?? 0
      if (this.members[batch]?.length === 0) this.empty.push(batch)
    }
  }

  /** A batch without orders. */
  emptyBatch(): number {
    return this.empty[this.empty.length - 1] as number
  }

  /**
   * Moves `order`, and `second` of the same batch with it, into batch `to`, and `back` of that batch in return, when both
   * loads stay within the limits and the total grows by no more than `allowedMm`; tells whether it did. A tour is taken to
   * be no shorter than one over fewer stops, so that most exchanges are turned away before any new tour is worked out.
   */
  exchange(order: number, second: number, to: number, back: number, allowedMm: number): boolean {
    const from = this.batchOf[order] as number
    if (!this.fits(from, back, NO_ORDER, order, second) || !this.fits(to, order, second, back, NO_ORDER)) return false
    const fromMm = this.lengths[from] as number
    const toMm = this.lengths[to] as number
    const most = fromMm + toMm + allowedMm
    const leastFrom = second === NO_ORDER ? this.lengthWithout(order) : 0
    const leastTo = back === NO_ORDER ? toMm : this.lengthWithout(back)
    if (leastFrom + leastTo > most) return false
    const isRest = second === NO_ORDER && back === NO_ORDER
    const newFrom = isRest ? leastFrom : this.lengthChanged(from, order, second, back, NO_ORDER)
    if (newFrom + leastTo > most) return false
    const newTo = this.lengthChanged(to, back, NO_ORDER, order, second)
    if (newFrom + newTo > most) return false
    this.move(order, to)
    if (second !== NO_ORDER) this.move(second, to)
    if (back !== NO_ORDER) this.move(back, from)
    this.changed(from, newFrom)
    this.changed(to, newTo)
    this.totalMm += newFrom + newTo - fromMm - toMm
    return true
  }

  /** The batches that are not empty. */
  batches(): Batches {
    return this.members.filter((batch) => batch.length > 0).map((batch) => [...batch])
  }

  private fits(batch: number, comes: number, comesToo: number, goes: number, goesToo: number): boolean {
    const { dimensions, sizes, limits } = this.problem
    for (let dimension = 0; dimension < dimensions; dimension += 1) {
      let load = this.loads[batch * dimensions + dimension] as number
      if (comes !== NO_ORDER) load += sizes[comes * dimensions + dimension] as number
      if (comesToo !== NO_ORDER) load += sizes[comesToo * dimensions + dimension] as number
      if (goes !== NO_ORDER) load -= sizes[goes * dimensions + dimension] as number
      if (goesToo !== NO_ORDER) load -= sizes[goesToo * dimensions + dimension] as number
      if (load > (limits[dimension] as number)) return false
    }
    return true
  }

  private lengthWithout(order: number): number {
    const known = this.without[order] as number
    if (known >= 0) return known
    const lengthMm = this.lengthChanged(this.batchOf[order] as number, order, NO_ORDER, NO_ORDER, NO_ORDER)
    this.without[order] = lengthMm
    return lengthMm
  }

  private lengthChanged(batch: number, goes: number, goesToo: number, comes: number, comesToo: number): number {
    const { tried } = this
    const members = this.members[batch] as number[]
    let count = 0
    for (let place = 0; place < members.length; place += 1) {
      const order = members[place] as number
      if (order === goes || order === goesToo) continue
      tried[count] = order
      count += 1
    }
    if (comes !== NO_ORDER) {
      tried[count] = comes
      count += 1
    }
    if (comesToo !== NO_ORDER) {
      tried[count] = comesToo
      count += 1
    }
    return this.tours.lengthMm(tried, count)
  }

  private move(order: number, to: number): void {
    const from = this.batchOf[order] as number
    const members = this.members[from] as number[]
    const last = members.pop() as number
    if (last !== order) {
      const place = this.placeOf[order] as number
      members[place] = last
      this.placeOf[last] = place
    }
    addLoad(this.problem, this.loads, from * this.problem.dimensions, order, -1)
    if ((this.members[to] as number[]).length === 0) this.empty.pop()
    if (members.length === 0) this.empty.push(from)
    this.put(order, to)
  }

  private put(order: number, batch: number): void {
    const members = this.members[batch] as number[]
    this.placeOf[order] = members.length
    members.push(order)
    this.batchOf[order] = batch
    addLoad(this.problem, this.loads, batch * this.problem.dimensions, order)
  }

  private changed(batch: number, lengthMm: number): void {
    this.lengths[batch] = lengthMm
    const members = this.members[batch] as number[]
    for (let place = 0; place < members.length; place += 1) this.without[members[place] as number] = UNKNOWN
  }
}
