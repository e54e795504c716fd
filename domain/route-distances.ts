import { type Lane, type Piece, pieceAt, type RouteFloor } from './route-floor.ts'
import type { RoutePoint, RouteStop } from './route-layout.ts'

/** Shortest walks between the depot (0) and the stops (1 …, as given), over any floor. */
export interface Distances {
  /** How many places there are: the stops and the depot. */
  count: number
  betweenMm(from: number, to: number): number
  /** The points of a shortest walk, both ends included. */
  walk(from: number, to: number): RoutePoint[]
}

/** The ends of a place: crossings, and what it takes to get there without passing another one. */
type Place = RoutePoint & { piece: Piece | null; ends: { crossing: number; distanceMm: number }[] }
type Crossing = RoutePoint & { links: { to: number; distanceMm: number }[] }
type Reach = { distances: Float64Array; from: Int32Array }

/** Works out the shortest walks from each crossing beside a stop (Dijkstra). All stops must lie on the floor. */
export function measureDistances(floor: RouteFloor, stops: readonly RouteStop[]): Distances {
  const { crossings, at } = crossingsOf(floor)
  const depot: Place = {
    ...{ xMm: floor.columns[floor.depotColumn]?.xMm ?? 0, yMm: floor.depotLane.yMm, piece: null },
    ends: [{ crossing: at(floor.depotLane, floor.depotColumn), distanceMm: 0 }],
  }
  const places = [depot, ...stops.map((stop) => placeOf(floor, stop, at))]
  const reaches = new Map<number, Reach>()
  const reach = (crossing: number): Reach => {
    const known = reaches.get(crossing) ?? shortestFrom(crossings, crossing)
    reaches.set(crossing, known)
    return known
  }
  const none: Place = { xMm: 0, yMm: 0, piece: null, ends: [] }

  function best(a: Place, b: Place): { distanceMm: number; over: [number, number] | null } {
    const isSame = a === b || (a.piece !== null && a.piece === b.piece)
    let found: ReturnType<typeof best> = {
      ...{ distanceMm: isSame ? Math.abs(a.yMm - b.yMm) : Number.POSITIVE_INFINITY, over: null },
    }
    for (const start of a.ends)
      for (const end of b.ends) {
        const across = reach(start.crossing).distances[end.crossing] ?? Number.POSITIVE_INFINITY
        const distanceMm = start.distanceMm + across + end.distanceMm
        if (distanceMm < found.distanceMm) found = { distanceMm, over: [start.crossing, end.crossing] }
      }
    return found
  }

  return {
    count: places.length,
    betweenMm: (from, to) => best(places[from] ?? none, places[to] ?? none).distanceMm,
    walk(from, to) {
      const a = places[from] ?? none
      const b = places[to] ?? none
      const { over } = best(a, b)
      const between = over === null ? [] : crossingsBetween(reach(over[0]), over[1]).map((one) => crossings[one] ?? a)
      return [a, ...between, b].map(({ xMm, yMm }) => ({ xMm, yMm }))
    },
  }
}

function crossingsOf(floor: RouteFloor): { crossings: Crossing[]; at: (lane: Lane, column: number) => number } {
  const crossings: Crossing[] = []
  const numbers = new Map<Lane, Map<number, number>>()
  for (const [column, { xMm, lanes }] of floor.columns.entries())
    for (const lane of lanes) {
      const ofLane = numbers.get(lane) ?? new Map<number, number>()
      numbers.set(lane, ofLane.set(column, crossings.push({ xMm, yMm: lane.yMm, links: [] }) - 1))
    }
  const at = (lane: Lane, column: number): number => numbers.get(lane)?.get(column) ?? -1
  const link = (a: number, b: number): void => {
    const one = crossings[a]
    const other = crossings[b]
    if (one === undefined || other === undefined) return
    const distanceMm = Math.abs(one.xMm - other.xMm) + Math.abs(one.yMm - other.yMm)
    one.links.push({ to: b, distanceMm })
    other.links.push({ to: a, distanceMm })
  }
  for (const [column, { lanes, pieces }] of floor.columns.entries()) {
    for (const lane of lanes) link(at(lane, column), at(lane, column + 1))
    for (const { low, high } of pieces) if (low !== null && high !== null) link(at(low, column), at(high, column))
  }
  return { crossings, at }
}

function placeOf(floor: RouteFloor, stop: RouteStop, at: (lane: Lane, column: number) => number): Place {
  const aisle = floor.aisles.get(stop.aisle)
  const piece = aisle === undefined ? null : pieceAt(aisle, stop.yMm)
  if (piece === null) throw new Error(`Stop ${stop.id} does not lie on the floor`)
  const { column, low, high, lowMm, highMm } = piece
  const ends: Place['ends'] = []
  if (low !== null) ends.push({ crossing: at(low, column), distanceMm: stop.yMm - lowMm })
  if (high !== null) ends.push({ crossing: at(high, column), distanceMm: highMm - stop.yMm })
  return { xMm: floor.columns[column]?.xMm ?? 0, yMm: stop.yMm, piece, ends }
}

/** Dijkstra without a heap: crossings that were reached wait in a sorted list, which stays short on a floor. */
function shortestFrom(crossings: readonly Crossing[], start: number): Reach {
  const distances = new Float64Array(crossings.length).fill(Number.POSITIVE_INFINITY)
  const from = new Int32Array(crossings.length).fill(-1)
  const isDone = new Uint8Array(crossings.length)
  const waiting: { crossing: number; distanceMm: number }[] = [{ crossing: start, distanceMm: 0 }]
  distances[start] = 0
  for (let here = waiting.shift(); here !== undefined; here = waiting.shift()) {
    if (isDone[here.crossing] === 1) continue
    isDone[here.crossing] = 1
    for (const { to, distanceMm } of crossings[here.crossing]?.links ?? []) {
      const length = here.distanceMm + distanceMm
      if (length >= (distances[to] ?? 0)) continue
      distances[to] = length
      from[to] = here.crossing
      let at = waiting.length
      while (at > 0 && (waiting[at - 1]?.distanceMm ?? 0) > length) at -= 1
      waiting.splice(at, 0, { crossing: to, distanceMm: length })
    }
  }
  return { distances, from }
}

function crossingsBetween({ from }: Reach, end: number): number[] {
  const between: number[] = []
  for (let here = end; here >= 0; here = from[here] ?? -1) between.push(here)
  return between.reverse()
}
