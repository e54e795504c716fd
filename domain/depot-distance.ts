import type { FloorLocation, OpenFloor } from './floor-plan.ts'

const known = new WeakMap<OpenFloor, Map<string, number>>()

/**
 * How far a location is from the depot on foot, in whole metres: half of the tour to it alone. 0 where the floor is not
 * known or the location has no place on it, so that such places are all equally far.
 */
export function metresFromDepot(floor: OpenFloor | null, location: FloorLocation): number {
  if (floor === null) return 0
  const found = known.get(floor) ?? new Map<string, number>()
  known.set(floor, found)
  const key = `${location.id} ${location.x_mm} ${location.y_mm}`
  const before = found.get(key)
  if (before !== undefined) return before
  const place = floor.placeOf(location)
  const tourMm = place === null ? 0 : floor.tourMm([place])
  const metres = Number.isFinite(tourMm) ? Math.round(tourMm / 2_000) : 0
  found.set(key, metres)
  return metres
}
