import { type Lane, type Piece, pieceAt, type RouteFloor } from './route-floor.ts'
import type { Route, RoutePoint, RouteStop } from './route-layout.ts'
import type { StopLoader } from './route-load.ts'
import type { PieceWay, TourPart } from './route-sweep.ts'

/** A point of a tour: a crossing, or a height of a piece; with the stops there and the ways that end there. */
interface Junction extends RoutePoint {
  stops: RouteStop[]
  ways: Way[]
  tried: number
}

interface Way {
  a: Junction
  b: Junction
  isWalked: boolean
}

interface Net {
  crossing(lane: Lane, column: number): Junction
  height(piece: Piece, yMm: number): Junction
}

/** Joins the parts of a shortest tour to one closed walk from the depot, and reads from it when each stop is reached. */
export function walkParts(
  floor: RouteFloor,
  loader: StopLoader,
  stops: readonly RouteStop[],
  parts: readonly TourPart[],
): Pick<Route, 'order' | 'path'> {
  const net = createNet(floor)
  for (const stop of stops) {
    const aisle = floor.aisles.get(stop.aisle)
    const piece = aisle === undefined ? null : pieceAt(aisle, stop.yMm)
    if (piece !== null) net.height(piece, stop.yMm).stops.push(stop)
  }
  for (const part of parts) {
    if (part.kind === 'piece') layPiece(net, loader, part.piece, part.way)
    else join(net.crossing(part.lane, part.fromColumn), net.crossing(part.lane, part.toColumn), part.ways)
  }
  const walk = closedWalk(net.crossing(floor.depotLane, floor.depotColumn))
  const order = [...new Set(walk)].flatMap((junction) => junction.stops.sort(comparePicks).map(({ id }) => id))
  return { order, path: corners(walk) }
}

/** Leaves out the points where a walk goes straight on; where it turns back stays a corner. */
export function corners(walk: readonly RoutePoint[]): RoutePoint[] {
  const path: RoutePoint[] = []
  for (const { xMm, yMm } of walk) {
    const last = path.at(-1)
    const before = path.at(-2)
    if (last !== undefined && last.xMm === xMm && last.yMm === yMm) continue
    if (last !== undefined && before !== undefined && isStraight(before, last, { xMm, yMm })) path.pop()
    path.push({ xMm, yMm })
  }
  return path
}

/** The length of a walk in millimetres; each of its steps is along one axis. */
export function pathLength(path: readonly RoutePoint[]): number {
  return path.reduce((sum, { xMm, yMm }, index) => {
    const before = path[index - 1]
    return before === undefined ? 0 : sum + Math.abs(xMm - before.xMm) + Math.abs(yMm - before.yMm)
  }, 0)
}

/** The order of stops that are reached at once: left before right, then by id. */
export function comparePicks(a: RouteStop, b: RouteStop): number {
  if (a.side !== b.side) return a.side === 'left' ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function isStraight(a: RoutePoint, b: RoutePoint, c: RoutePoint): boolean {
  const isColumn = a.xMm === b.xMm && b.xMm === c.xMm
  const isRow = a.yMm === b.yMm && b.yMm === c.yMm
  return (isColumn && (b.yMm - a.yMm) * (c.yMm - b.yMm) > 0) || (isRow && (b.xMm - a.xMm) * (c.xMm - b.xMm) > 0)
}

function createNet(floor: RouteFloor): Net {
  const crossings = new Map<Lane, Map<number, Junction>>()
  const heights = new Map<Piece, Map<number, Junction>>()
  const within = <Key>(all: Map<Key, Map<number, Junction>>, key: Key, at: number, point: RoutePoint): Junction => {
    const some = all.get(key) ?? new Map<number, Junction>()
    const junction = some.get(at) ?? { ...point, stops: [], ways: [], tried: 0 }
    all.set(key, some.set(at, junction))
    return junction
  }
  const xOf = (column: number): number => floor.columns[column]?.xMm ?? 0
  return {
    crossing: (lane, column) => within(crossings, lane, column, { xMm: xOf(column), yMm: lane.yMm }),
    height: (piece, yMm) => within(heights, piece, yMm, { xMm: xOf(piece.column), yMm }),
  }
}

function layPiece(net: Net, loader: StopLoader, piece: Piece, way: PieceWay): void {
  const low = piece.low === null ? [] : [net.crossing(piece.low, piece.column)]
  const high = piece.high === null ? [] : [net.crossing(piece.high, piece.column)]
  const inner = loader.heights(piece).map((yMm) => net.height(piece, yMm))
  const gapFrom = loader.load.gapFrom[piece.index] ?? 0
  if (way === 'once') chain([...low, ...inner, ...high], 1)
  if (way === 'twice') chain([...low, ...inner, ...high], 2)
  if (way === 'from-low') chain([...low, ...inner], 2)
  if (way === 'from-high') chain([...inner, ...high], 2)
  if (way === 'from-both') {
    chain([...low, ...inner.filter(({ yMm }) => yMm <= gapFrom)], 2)
    chain([...inner.filter(({ yMm }) => yMm > gapFrom), ...high], 2)
  }
}

function chain(junctions: readonly Junction[], ways: number): void {
  for (const [index, junction] of junctions.entries()) {
    const before = junctions[index - 1]
    if (before !== undefined) join(before, junction, ways)
  }
}

function join(a: Junction, b: Junction, ways: number): void {
  for (let count = 0; count < ways; count += 1) {
    const way = { a, b, isWalked: false }
    a.ways.push(way)
    b.ways.push(way)
  }
}

/** Walks each way once and comes back to the start (Hierholzer): an even number of ways ends at each junction. */
function closedWalk(start: Junction): Junction[] {
  const open = [start]
  const walk: Junction[] = []
  for (let here = open.at(-1); here !== undefined; here = open.at(-1)) {
    const way = here.ways[here.tried]
    if (way === undefined) {
      walk.push(here)
      open.pop()
      continue
    }
    here.tried += 1
    if (way.isWalked) continue
    way.isWalked = true
    open.push(way.a === here ? way.b : way.a)
  }
  return walk
}
