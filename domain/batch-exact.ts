import { type BatchProblem, fitTogether } from './batch-problem.ts'
import type { Batches } from './batch-start.ts'
import type { BatchTours } from './batch-tours.ts'

/** Groups up to this many orders are solved exactly: 255 tours, 6,561 ways to take a batch off a set. */
export const MOST_EXACT_ORDERS = 8

/**
 * The shortest way to batch a few orders, and of equal ways one with the fewest carts: over all subsets, each of which is
 * the best batch with its lowest order, and the best way for the rest.
 */
export function exactBatches(problem: BatchProblem<unknown>, group: Int32Array, tours: BatchTours): Batches {
  const sets = 1 << group.length
  const lengths = lengthsOfSubsets(problem, group, tours)
  const best = new Float64Array(sets)
  const carts = new Int32Array(sets)
  const taken = new Int32Array(sets)
  for (let set = 1; set < sets; set += 1) {
    const lowest = set & -set
    best[set] = Number.POSITIVE_INFINITY
    for (let batch = set; batch > 0; batch = (batch - 1) & set) {
      if ((batch & lowest) === 0) continue
      const wayMm = (lengths[batch] ?? 0) + (best[set ^ batch] ?? 0)
      const count = 1 + (carts[set ^ batch] ?? 0)
      const before = best[set] ?? 0
      if (wayMm > before || (wayMm === before && count >= (carts[set] ?? 0))) continue
      best[set] = wayMm
      carts[set] = count
      taken[set] = batch
    }
  }
  const batches: Batches = []
  for (let rest = sets - 1; rest > 0; rest ^= taken[rest] ?? rest) {
    const batch = taken[rest] ?? rest
    batches.push(Array.from(group).filter((_, index) => (batch & (1 << index)) !== 0))
  }
  return batches
}

/** The tour of each subset, infinite where it does not fit onto a cart. */
function lengthsOfSubsets(problem: BatchProblem<unknown>, group: Int32Array, tours: BatchTours): Float64Array {
  const { dimensions, sizes } = problem
  const lengths = new Float64Array(1 << group.length)
  const loads = new Float64Array(lengths.length * dimensions)
  const orders = new Int32Array(group.length)
  for (let set = 1; set < lengths.length; set += 1) {
    let count = 0
    for (const [index, order] of group.entries())
      if ((set & (1 << index)) !== 0) {
        orders[count] = order
        count += 1
      }
    const last = (orders[count - 1] ?? 0) * dimensions
    const before = (set ^ (1 << (31 - Math.clz32(set)))) * dimensions
    const fits = fitTogether(problem, loads, before, sizes, last)
    for (let each = 0; each < dimensions; each += 1)
      loads[set * dimensions + each] = (loads[before + each] ?? 0) + (sizes[last + each] ?? 0)
    lengths[set] = fits ? tours.lengthMm(orders, count) : Number.POSITIVE_INFINITY
  }
  return lengths
}
