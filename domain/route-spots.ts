import type { AisleSide, CrossAisle, RouteAisle, RoutePoint, WarehouseLayout } from './route-layout.ts'
import { compareNatural } from './walk.ts'

/** How far beyond the outermost locations somebody can walk across. */
const CLEARANCE_MM = 1_500
/** Locations of one aisle that lie farther apart across it are no aisle but an area. */
const WIDEST_AISLE_MM = 6_000
/** A stretch without any location is a cross aisle when it is half as long again as usual and this much more. */
const LEAST_CROSSING_MM = 1_000

/** A location by its coordinates across (`xMm`) and along (`yMm`) the aisles. */
export type Spot = { code: string; zone: string; aisle: string; xMm: number; yMm: number }

/** The spots of one aisle, and the middle between its sides. */
export type SpotAisle = { id: string; xMm: number; fromYMm: number; toYMm: number; spots: Spot[] }

/** Whether the spots of each aisle lie in a row along x rather than along y. */
export function runAlongX(spots: readonly Spot[]): boolean {
  const spread = groupsOf(spots).reduce(
    (sum, group) => sum + lengthOf(group.map(({ xMm }) => xMm)) - lengthOf(group.map(({ yMm }) => yMm)),
    0,
  )
  return spread > 0
}

/** Finds the aisles of spots, from left to right. Spots that lie too far apart to be one aisle are left out. */
export function aislesOfSpots(spots: readonly Spot[]): SpotAisle[] {
  const found = groupsOf(spots)
    .filter((group) => lengthOf(group.map(({ xMm }) => xMm)) <= WIDEST_AISLE_MM)
    .map(aisleOf)
  found.sort((a, b) => a.xMm - b.xMm || a.fromYMm - b.fromYMm || compareNatural(a.id, b.id))
  const joined: SpotAisle[] = []
  for (const aisle of found) {
    const last = joined.at(-1)
    // Two names for the same way: the shelves left and right of it are often numbered on their own.
    if (last?.xMm === aisle.xMm && aisle.fromYMm <= last.toYMm) joined.splice(-1, 1, joinedAisle(last, aisle))
    else joined.push(aisle)
  }
  return joined
}

/** The side of its aisle where a spot lies; left when it lies in the middle. */
export function sideOfSpot(spot: Spot, aisle: SpotAisle): AisleSide {
  return spot.xMm > aisle.xMm ? 'right' : 'left'
}

/** A layout around aisles: cross aisles at both ends and between, each aisle up to the next of them, and the depot. */
export function layoutAround(found: readonly SpotAisle[], depot: RoutePoint | null): WarehouseLayout {
  const ys = crossingHeights(found)
  const aisles = found.map(({ id, xMm, fromYMm, toYMm }): RouteAisle => {
    const from = ys.findLast((yMm) => yMm <= fromYMm) ?? fromYMm
    return { id, xMm, fromYMm: from, toYMm: ys.find((yMm) => yMm >= toYMm) ?? toYMm, sides: 'both' }
  })
  const xs = aisles.map(({ xMm }) => xMm)
  const depotXMm = depot?.xMm ?? Math.round((Math.min(...xs) + Math.max(...xs)) / 2)
  const span = { fromXMm: Math.min(depotXMm, ...xs), toXMm: Math.max(depotXMm, ...xs) }
  const crossAisles = ys.map((yMm, index): CrossAisle => ({ id: String(index + 1), yMm, spans: [span] }))
  const away = ({ yMm }: CrossAisle): number => (depot === null ? 0 : Math.abs(yMm - depot.yMm))
  const nearest = crossAisles.reduce((best, other) => (away(other) < away(best) ? other : best))
  return { aisles, crossAisles, depot: { crossAisle: nearest.id, xMm: depotXMm } }
}

function groupsOf(spots: readonly Spot[]): Spot[][] {
  const groups = new Map<string, Spot[]>()
  for (const spot of spots) {
    const group = groups.get(idOf(spot))
    if (group === undefined) groups.set(idOf(spot), [spot])
    else group.push(spot)
  }
  return [...groups.values()]
}

/** Zone and aisle as one id; a slash within either is written `~1`, as in a JSON pointer, so that no two become one. */
function idOf({ zone, aisle }: Spot): string {
  const part = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1')
  return `${part(zone)}/${part(aisle)}`
}

function aisleOf(spots: readonly Spot[]): SpotAisle {
  const [fromYMm, toYMm] = endsOf(spots.map(({ yMm }) => yMm))
  const [left, right] = endsOf(spots.map(({ xMm }) => xMm))
  const first = spots[0]
  return {
    id: first === undefined ? '' : idOf(first),
    ...{ xMm: Math.round((left + right) / 2), fromYMm, toYMm, spots: [...spots] },
  }
}

function joinedAisle(a: SpotAisle, b: SpotAisle): SpotAisle {
  const [fromYMm, toYMm] = [Math.min(a.fromYMm, b.fromYMm), Math.max(a.toYMm, b.toYMm)]
  return { ...a, fromYMm, toYMm, spots: [...a.spots, ...b.spots] }
}

function crossingHeights(aisles: readonly SpotAisle[]): number[] {
  const all = distinct(aisles.flatMap(({ spots }) => spots.map(({ yMm }) => yMm)))
  const steps = aisles.flatMap(({ spots }) => stepsOf(distinct(spots.map(({ yMm }) => yMm)))).sort((a, b) => a - b)
  const usual = steps[Math.floor(steps.length / 2)] ?? 0
  const [first, last] = endsOf(all)
  const between = all.slice(1).flatMap((yMm, index) => {
    const before = all[index] ?? yMm
    return yMm - before > 1.5 * usual + LEAST_CROSSING_MM ? [Math.round((yMm + before) / 2)] : []
  })
  return [first - CLEARANCE_MM, ...between, last + CLEARANCE_MM]
}

function stepsOf(sorted: readonly number[]): number[] {
  return sorted.slice(1).map((value, index) => value - (sorted[index] ?? value))
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

function endsOf(values: readonly number[]): [number, number] {
  let [least, most] = [values[0] ?? 0, values[0] ?? 0]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return [least, most]
}

function lengthOf(values: readonly number[]): number {
  const [least, most] = endsOf(values)
  return most - least
}
