import fc from 'fast-check'
import type { BatchOrder, CartLimits } from '../../domain/batch-problem.ts'

/** A place on a floor of dead-end aisles: a hundred times its aisle, and how deep it lies in it. */
export type CombStop = number

const PITCH_MM = 40

/** The shortest tour where aisles are dead ends along one way: to the furthest aisle, and to the deepest stop of each. */
export function combTour(stops: readonly CombStop[]): number {
  const deepest: number[] = []
  for (const stop of stops) {
    const aisle = Math.floor(stop / 100)
    deepest[aisle] = Math.max(deepest[aisle] ?? 0, stop % 100)
  }
  return deepest.reduce((sum, depth) => sum + 2 * depth, 2 * PITCH_MM * Math.max(0, deepest.length - 1))
}

/** An order with the given parts, else of one line of one unit at the first place. */
export function someOrder(given: Partial<BatchOrder<CombStop>>): BatchOrder<CombStop> {
  return { id: 'O', priority: 5, stops: [1], lines: 1, units: 1, weightGrams: 0, volumeMm3: 0, ...given }
}

/** Up to `most` orders with different ids, in up to three priorities and three zones. */
export function ordersOf(most: number): fc.Arbitrary<BatchOrder<CombStop>[]> {
  const order = fc.record({
    priority: fc.integer({ min: 0, max: 2 }),
    zone: fc.constantFrom('A', 'B', undefined),
    stops: fc.array(
      fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 40 })).map(([aisle, depth]) => aisle * 100 + depth),
      { minLength: 1, maxLength: 5 },
    ),
    lines: fc.integer({ min: 1, max: 6 }),
    units: fc.integer({ min: 0, max: 12 }),
    weightGrams: fc.nat(2_000),
    volumeMm3: fc.nat(900),
  })
  return fc
    .array(order, { maxLength: most })
    .map((orders) => orders.map((each, index) => ({ ...each, id: `O${index}` })))
}

/** Limits of a cart, each of them there or not. */
export const cartLimits: fc.Arbitrary<CartLimits> = fc.record(
  {
    totes: fc.integer({ min: 1, max: 5 }),
    lines: fc.integer({ min: 4, max: 15 }),
    units: fc.integer({ min: 8, max: 30 }),
    weightGrams: fc.integer({ min: 1_500, max: 6_000 }),
    volumeMm3: fc.integer({ min: 700, max: 3_000 }),
  },
  { requiredKeys: [] },
)

/** Every way to part `all` into sets. */
export function* partitionsOf<T>(all: readonly T[]): Generator<T[][]> {
  const [first, ...rest] = all
  if (first === undefined) {
    yield []
    return
  }
  for (const sets of partitionsOf(rest)) {
    yield [[first], ...sets]
    for (const [index, set] of sets.entries()) yield sets.with(index, [first, ...set])
  }
}
