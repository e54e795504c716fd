import type { BatchOrder } from '../../domain/batch-problem.ts'
import type { TourMm } from '../../domain/batch-tours.ts'
import { createTourLength } from '../../domain/route.ts'
import type { WarehouseLayout } from '../../domain/route-layout.ts'
import { seededRandom } from '../../domain/seeded-random.ts'

/** How often articles are asked for: all alike, or few of them mostly, which then lie nearest to the depot. */
export type Demand = 'uniform' | 'classes'

/** A place in the warehouse of `classicTour`. */
export type ClassicStop = { aisle: string; yMm: number }

const AISLES = 10
const CELLS = 45
/** The length unit of the classic instances: a cell is one long. */
const UNIT_MM = 1_000
const AISLE_PITCH_MM = 5 * UNIT_MM
/** From the first aisle to the depot, there and back. */
const DEPOT_WALK_MM = 2 * 1.5 * UNIT_MM
/** Demand and articles of each class: A in the first aisle, B in the next three, C in the other six. */
const CLASSES = [
  { demand: 0.52, firstAisle: 0, aisles: 1 },
  { demand: 0.36, firstAisle: 1, aisles: 3 },
  { demand: 0.12, firstAisle: 4, aisles: 6 },
] as const

/**
 * Orders as Henn & Wäscher (European Journal of Operational Research 222, 2012) make them: 5 to 25 articles each, one unit of
 * an article, 900 articles with a cell of their own. The articles of an order differ. The seed decides all.
 */
export function classicOrders(count: number, demand: Demand, seed: number): BatchOrder<ClassicStop>[] {
  const random = seededRandom(seed)
  const stops = Array.from({ length: AISLES * CELLS }, (_, cell) => ({
    aisle: `A${Math.floor(cell / CELLS)}`,
    yMm: ((cell % CELLS) + 1) * UNIT_MM,
  }))
  return Array.from({ length: count }, (_, index) => {
    const units = 5 + Math.floor(random() * 21)
    // Two cells at each place: the articles are told apart, the stops are not.
    const articles = new Set<number>()
    while (articles.size < units) articles.add(articleOf(demand, random))
    const places = [...articles].map((article) => stops[Math.floor(article / 2)]).filter((stop) => stop !== undefined)
    return { id: `O${index}`, priority: 5, stops: places, lines: units, units, weightGrams: 0, volumeMm3: 0 }
  })
}

function articleOf(demand: Demand, random: () => number): number {
  if (demand === 'uniform') return Math.floor(random() * AISLES * CELLS * 2)
  let choice = random()
  const drawn = CLASSES.find((each) => {
    choice -= each.demand
    return choice < 0
  })
  const { firstAisle, aisles } = drawn ?? CLASSES[2]
  return firstAisle * CELLS * 2 + Math.floor(random() * aisles * CELLS * 2)
}

/**
 * The shortest tour in their warehouse: a block of 10 aisles, 5 length units apart, with 45 cells on each side; the cross
 * aisles one unit before the first and behind the last cell, the depot 1.5 units before the first aisle.
 */
export function classicTour(): TourMm<ClassicStop> {
  const span = { fromXMm: 0, toXMm: (AISLES - 1) * AISLE_PITCH_MM }
  const backYMm = (CELLS + 1) * UNIT_MM
  const layout: WarehouseLayout = {
    aisles: Array.from({ length: AISLES }, (_, aisle) => ({
      id: `A${aisle}`,
      xMm: aisle * AISLE_PITCH_MM,
      fromYMm: 0,
      toYMm: backYMm,
      sides: 'both',
    })),
    crossAisles: [
      { id: 'front', yMm: 0, spans: [span] },
      { id: 'back', yMm: backYMm, spans: [span] },
    ],
    depot: { crossAisle: 'front', xMm: 0 },
  }
  const length = createTourLength(layout)
  if (!length.ok) throw new Error('The classic warehouse cannot be walked')
  return (stops) => length.tourMm(stops) + DEPOT_WALK_MM
}
