import { checkStopShapes } from './route-check.ts'
import { checkStopPlace, openFloor, type RouteFloor } from './route-floor.ts'
import type { RouteProblem, RouteResult, RouteStop, WarehouseLayout } from './route-layout.ts'
import { createStopLoader } from './route-load.ts'
import { nearestNeighbourRoute } from './route-nearest.ts'
import { createSingleBlockLength, isSingleBlock } from './route-single-block.ts'
import { createSweep } from './route-sweep.ts'
import { walkParts } from './route-walk.ts'

/** Plans the shortest tour through some stops on one floor; see `routePicks`. */
export type RoutePlanner = (stops: readonly RouteStop[]) => RouteResult

/** The length in millimetres of the shortest tour through stops that are told by aisle and height. */
export type TourLength = (stops: readonly { aisle: string; yMm: number }[]) => number

type Refusal = { ok: false; problems: RouteProblem[] }

/**
 * The shortest closed tour from the depot through all stops and back. Exact (`isExact`) where no more than six cross aisles
 * lie side by side, and mostly beyond; else a good tour. Same input, same tour, in whatever order the stops are given.
 * What is wrong with the layout or the stops comes back as problems with codes; nothing is thrown.
 */
export function routePicks(layout: WarehouseLayout, stops: readonly RouteStop[]): RouteResult {
  const planner = createRoutePlanner(layout)
  return planner.ok ? planner.route(stops) : planner
}

/** `routePicks` for many tours on one layout, which is checked and made ready once. */
export function createRoutePlanner(layout: WarehouseLayout): { ok: true; route: RoutePlanner } | Refusal {
  const opened = openFloor(layout)
  if ('problems' in opened) return { ok: false, problems: opened.problems }
  const { floor } = opened
  const loader = createStopLoader(floor)
  const sweep = createSweep(floor)
  const route: RoutePlanner = (given) => {
    const checked = checkStops(floor, given)
    if ('problems' in checked) return { ok: false, problems: checked.problems }
    loader.take(checked.stops)
    const tour = sweep(loader.load, true)
    if (tour === null) return { ok: true, ...nearestNeighbourRoute(floor, checked.stops) }
    const { distanceMm, parts } = tour
    return { ok: true, distanceMm, isExact: true, ...walkParts(floor, loader, checked.stops, parts) }
  }
  return { ok: true, route }
}

/**
 * The length alone, for a search that asks millions of times: `tourMm` of no stop is 0, and infinite when a stop lies in no
 * aisle, beyond its ends, or where nobody can walk from the depot; never NaN. It keeps its arrays between calls. Equal to
 * `distanceMm` of `routePicks`. Ids and sides are not looked at.
 */
export function createTourLength(layout: WarehouseLayout): { ok: true; tourMm: TourLength } | Refusal {
  const opened = openFloor(layout)
  if ('problems' in opened) return { ok: false, problems: opened.problems }
  const { floor } = opened
  const loader = createStopLoader(floor)
  if (isSingleBlock(floor)) {
    const length = createSingleBlockLength(floor)
    return { ok: true, tourMm: (stops) => lengthOr(loader.take(stops), stops, () => length(loader.load)) }
  }
  const sweep = createSweep(floor)
  const length = (stops: Parameters<TourLength>[0]): number =>
    sweep(loader.load, false)?.distanceMm ?? nearestNeighbourRoute(floor, stops.map(asStop)).distanceMm
  return { ok: true, tourMm: (stops) => lengthOr(loader.take(stops), stops, () => length(stops)) }
}

/** The stops when each of them can be reached on the floor, or all that is wrong with them. */
export function checkStops(
  floor: RouteFloor,
  given: readonly RouteStop[],
): { stops: RouteStop[] } | { problems: RouteProblem[] } {
  const shaped = checkStopShapes(given)
  if ('problems' in shaped) return shaped
  const problems = shaped.stops.flatMap((stop, index) => checkStopPlace(floor, stop, `stops[${index}]`) ?? [])
  return problems.length === 0 ? shaped : { problems }
}

function lengthOr(isPlaced: boolean, stops: readonly unknown[], length: () => number): number {
  if (stops.length === 0) return 0
  return isPlaced ? length() : Number.POSITIVE_INFINITY
}

function asStop({ aisle, yMm }: { aisle: string; yMm: number }, index: number): RouteStop {
  return { id: String(index), aisle, yMm, side: 'left' }
}
