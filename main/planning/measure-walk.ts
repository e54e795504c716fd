import { measureDistances } from '../../domain/route-distances.ts'
import type { RouteFloor } from '../../domain/route-floor.ts'
import type { RouteStop } from '../../domain/route-layout.ts'
import { corners, pathLength } from '../../domain/route-walk.ts'
import type { PlannedTour } from './plan-types.ts'

/** The walk from the depot to stops in the order given, on the shortest way from each to the next, and back. */
export function measureWalk(floor: RouteFloor, stops: readonly RouteStop[]): PlannedTour {
  const distances = measureDistances(floor, stops)
  const places = [0, ...stops.map((_, index) => index + 1), 0]
  const path = corners(places.slice(1).flatMap((place, index) => distances.walk(places[index] ?? 0, place)))
  return { distanceMm: pathLength(path), path }
}
