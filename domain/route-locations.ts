import { createRoutePlanner, type RoutePlanner } from './route.ts'
import { checkLayout } from './route-check.ts'
import {
  ROUTE_LIMITS,
  type Route,
  type RoutePoint,
  type RouteProblem,
  type RouteStop,
  type WarehouseLayout,
} from './route-layout.ts'
import { aislesOfSpots, layoutAround, runAlongX, sideOfSpot } from './route-spots.ts'
import { compareWalk, type WalkPlace } from './walk.ts'

/** A row of the locations as far as routes care: what walking by codes needs, and where on the floor it is, if known. */
export type RouteLocation = WalkPlace & { x_mm: number | null; y_mm: number | null }

/** Where a location lies on a layout. */
export type LocationPlace = Pick<RouteStop, 'aisle' | 'yMm' | 'side'>

/**
 * A floor made of locations. `coordinates`: a layout, and the places of the locations by their codes; `unplaced` are the
 * codes that have none. `isTurned` when the aisles run along x: the layout then has the two axes exchanged. `codes`: no
 * layout can be made, tours go by zone, aisle and bay; `problems` says when it is the layout's own fault.
 */
export type LocationLayout =
  | {
      basis: 'coordinates'
      layout: WarehouseLayout
      places: ReadonlyMap<string, LocationPlace>
      unplaced: string[]
      isTurned: boolean
    }
  | { basis: 'codes'; problems: RouteProblem[] }

/** A tour through locations. By codes there is an order, but neither a length nor a way to draw. */
export type LocationRoute =
  | ({ basis: 'coordinates' } & Route)
  | { basis: 'codes'; order: string[]; distanceMm: null; path: []; isExact: false }

/**
 * Makes a layout of locations with coordinates: an aisle of each zone and aisle, in the middle between its sides; a cross
 * aisle before the first and behind the last location, and wherever no aisle has a location for much longer than usual.
 * The depot is at the given point, moved to the nearest cross aisle; without one, in the middle of the first cross aisle.
 */
export function layoutOfLocations(
  locations: readonly RouteLocation[],
  depot: RoutePoint | null = null,
): LocationLayout {
  const located = locations.flatMap(({ code, zone, aisle, x_mm: xMm, y_mm: yMm }) =>
    isCoordinate(xMm) && isCoordinate(yMm) ? [{ code, zone, aisle, xMm, yMm }] : [],
  )
  const isTurned = runAlongX(located)
  const spots = isTurned ? located.map((spot) => ({ ...spot, xMm: spot.yMm, yMm: spot.xMm })) : located
  const aisles = aislesOfSpots(spots)
  if (aisles.length === 0) return { basis: 'codes', problems: [] }
  const point = depot !== null && isTurned ? { xMm: depot.yMm, yMm: depot.xMm } : depot
  const { layout, problems } = checkLayout(layoutAround(aisles, point))
  if (layout === null) return { basis: 'codes', problems }
  const places = new Map(
    aisles.flatMap((aisle) =>
      aisle.spots.map((spot): [string, LocationPlace] => [
        spot.code,
        { aisle: aisle.id, yMm: spot.yMm, side: sideOfSpot(spot, aisle) },
      ]),
    ),
  )
  const unplaced = locations.map(({ code }) => code).filter((code) => !places.has(code))
  return { basis: 'coordinates', layout, places, unplaced, isTurned }
}

/** Plans tours through locations of one floor: by coordinates where every location of the tour has a place, else by codes. */
export function createLocationPlanner(
  floor: LocationLayout,
): (picks: readonly { id: string; location: RouteLocation }[]) => LocationRoute {
  const planner = floor.basis === 'coordinates' ? createRoutePlanner(floor.layout) : null
  return (picks) => {
    const routed =
      floor.basis === 'coordinates' && planner?.ok === true ? byCoordinates(floor, planner.route, picks) : null
    if (routed !== null) return routed
    const sorted = [...picks].sort((a, b) => compareWalk(a.location, b.location) || compareText(a.id, b.id))
    return { basis: 'codes', order: sorted.map(({ id }) => id), distanceMm: null, path: [], isExact: false }
  }
}

function byCoordinates(
  { places, isTurned }: Extract<LocationLayout, { basis: 'coordinates' }>,
  route: RoutePlanner,
  picks: readonly { id: string; location: RouteLocation }[],
): LocationRoute | null {
  const stops = picks.flatMap(({ id, location }) => {
    const place = places.get(location.code)
    return place === undefined ? [] : [{ id, ...place }]
  })
  if (stops.length < picks.length) return null
  const result = route(stops)
  if (!result.ok) return null
  const { order, distanceMm, isExact } = result
  const path = isTurned ? result.path.map(({ xMm, yMm }) => ({ xMm: yMm, yMm: xMm })) : result.path
  return { basis: 'coordinates', order, distanceMm, path, isExact }
}

function isCoordinate(mm: number | null): mm is number {
  return mm !== null && Number.isSafeInteger(mm) && Math.abs(mm) <= ROUTE_LIMITS.coordinateMm / 2
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
