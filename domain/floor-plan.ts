import { z } from 'zod'
import { createRoutePlanner, createTourLength, type RoutePlanner, type TourLength } from './route.ts'
import { type Route, type RouteAisle, WarehouseLayout } from './route-layout.ts'
import { type LocationPlace, layoutOfLocations, type RouteLocation } from './route-locations.ts'
import { compareWalk } from './walk.ts'

/** A floor as it is kept: its layout, and whether that has the two axes exchanged, because the aisles run along x. */
export const FloorPlan = z.strictObject({ layout: WarehouseLayout, isTurned: z.boolean() })
export type FloorPlan = z.infer<typeof FloorPlan>

/** A location as tours need it. */
export type FloorLocation = RouteLocation & { id: string }

/**
 * A tour through locations: their ids in the order in which they are reached, those that have no place on the floor last, in
 * walking order. Length and way, in the axes of the layout, are null and empty then, and where nobody can walk to one of them.
 */
export type FloorTour = { order: string[]; distanceMm: number | null; path: Route['path']; isExact: boolean }

/** A floor that is ready for tours. */
export type OpenFloor = {
  readonly plan: FloorPlan
  /** Where a location lies: in the nearest aisle with a shelf on its side; null without coordinates or beyond all aisles. */
  placeOf(location: FloorLocation): LocationPlace | null
  tourOf(locations: readonly FloorLocation[]): FloorTour
  tourMm: TourLength
}

/** Locations farther from the middle of the nearest aisle than this lie in none. */
const FARTHEST_MM = 4_000

/** Makes a floor ready, or null for a layout on which no tour can be planned. */
export function openFloorPlan(plan: FloorPlan): OpenFloor | null {
  const planner = createRoutePlanner(plan.layout)
  const length = createTourLength(plan.layout)
  if (!planner.ok || !length.ok) return null
  const placeOf = (location: FloorLocation): LocationPlace | null => placeOn(plan, location)
  return { plan, placeOf, tourMm: length.tourMm, tourOf: (locations) => tour(plan, planner.route, locations) }
}

/** The floor read off the places of the locations; null when too few of them have one. */
export function deriveFloorPlan(locations: readonly RouteLocation[]): FloorPlan | null {
  const found = layoutOfLocations(locations)
  return found.basis === 'coordinates' ? { layout: found.layout, isTurned: found.isTurned } : null
}

const MOST_OPENED = 4
const opened = new Map<string, OpenFloor | null>()

/** The floor of a row's text, made ready once for as long as the text stays the same. Null when it cannot be used. */
export function openFloorText(body: string): OpenFloor | null {
  const known = opened.get(body)
  if (known !== undefined) return known
  const parsed = FloorPlan.safeParse(parseJson(body))
  const floor = parsed.success ? openFloorPlan(parsed.data) : null
  if (opened.size >= MOST_OPENED) opened.clear()
  opened.set(body, floor)
  return floor
}

function placeOn({ layout, isTurned }: FloorPlan, location: FloorLocation): LocationPlace | null {
  const { x_mm: x, y_mm: y } = location
  if (x === null || y === null) return null
  const [acrossMm, alongMm] = isTurned ? [y, x] : [x, y]
  let best: { aisle: RouteAisle; awayMm: number } | null = null
  for (const aisle of layout.aisles) {
    const awayMm = Math.abs(aisle.xMm - acrossMm)
    const side = acrossMm > aisle.xMm ? 'right' : 'left'
    if (alongMm < aisle.fromYMm || alongMm > aisle.toYMm || (aisle.sides !== 'both' && aisle.sides !== side)) continue
    if (awayMm <= FARTHEST_MM && awayMm < (best?.awayMm ?? Number.POSITIVE_INFINITY)) best = { aisle, awayMm }
  }
  if (best === null) return null
  return { aisle: best.aisle.id, yMm: alongMm, side: acrossMm > best.aisle.xMm ? 'right' : 'left' }
}

function tour(plan: FloorPlan, route: RoutePlanner, locations: readonly FloorLocation[]): FloorTour {
  const walked = [...locations].sort((a, b) => compareWalk(a, b) || (a.id < b.id ? -1 : 1))
  const byWalking: FloorTour = { order: walked.map(({ id }) => id), distanceMm: null, path: [], isExact: false }
  const stops = walked.flatMap((location) => {
    const place = placeOn(plan, location)
    return place === null ? [] : [{ id: location.id, ...place }]
  })
  if (stops.length === 0) return byWalking
  const found = route(stops)
  if (!found.ok) return byWalking
  const placed = new Set(found.order)
  const rest = byWalking.order.filter((id) => !placed.has(id))
  if (rest.length > 0) return { ...byWalking, order: [...found.order, ...rest] }
  return { order: found.order, distanceMm: found.distanceMm, path: found.path, isExact: found.isExact }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
