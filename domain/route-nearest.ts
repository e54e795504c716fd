import { measureDistances } from './route-distances.ts'
import type { RouteFloor } from './route-floor.ts'
import type { Route, RoutePoint, RouteStop } from './route-layout.ts'
import { comparePicks, corners } from './route-walk.ts'

/**
 * A good tour on any floor: always on to the nearest stop, then better by 2-opt (Croes, Operations Research 6, 1958) until
 * turning no stretch of it round helps. All stops must lie on the floor. Same stops, same tour.
 */
export function nearestNeighbourRoute(floor: RouteFloor, stops: readonly RouteStop[]): Route {
  const sorted = [...stops].sort(comparePicks)
  const distances = measureDistances(floor, sorted)
  const { count } = distances
  const table = new Float64Array(count * count)
  for (let from = 0; from < count; from += 1)
    for (let to = 0; to < from; to += 1) {
      const distanceMm = distances.betweenMm(from, to)
      table[from * count + to] = distanceMm
      table[to * count + from] = distanceMm
    }
  const mm = (from: number, to: number): number => table[from * count + to] ?? 0
  const tour = nearestFirst(count, mm)
  while (turnStretches(tour, mm));
  const walk: RoutePoint[] = []
  let distanceMm = 0
  for (const [index, place] of tour.entries()) {
    const next = tour[index + 1] ?? 0
    walk.push(...distances.walk(place, next))
    distanceMm += mm(place, next)
  }
  const order = tour.flatMap((place) => sorted[place - 1]?.id ?? [])
  return { order, distanceMm, path: corners(walk), isExact: false }
}

type Mm = (from: number, to: number) => number

function nearestFirst(count: number, mm: Mm): number[] {
  const tour = [0]
  const left = new Set(Array.from({ length: count - 1 }, (_, index) => index + 1))
  while (left.size > 0) {
    const here = tour.at(-1) ?? 0
    let nearest = -1
    for (const place of left) if (nearest < 0 || mm(here, place) < mm(here, nearest)) nearest = place
    left.delete(nearest)
    tour.push(nearest)
  }
  return tour
}

/** One round over all pairs of steps; true when the tour became shorter. */
function turnStretches(tour: number[], mm: Mm): boolean {
  let isShorter = false
  for (let first = 0; first < tour.length - 1; first += 1)
    for (let last = first + 1; last < tour.length; last += 1) {
      const a = tour[first] ?? 0
      const b = tour[first + 1] ?? 0
      const c = tour[last] ?? 0
      const d = tour[last + 1] ?? 0
      if (mm(a, c) + mm(b, d) >= mm(a, b) + mm(c, d)) continue
      tour.splice(first + 1, last - first, ...tour.slice(first + 1, last + 1).reverse())
      isShorter = true
    }
  return isShorter
}
