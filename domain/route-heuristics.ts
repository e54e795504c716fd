import type { RouteFloor } from './route-floor.ts'
import type { Route, RoutePoint, RouteStop } from './route-layout.ts'
import { isSingleBlock } from './route-single-block.ts'
import { comparePicks, corners, pathLength } from './route-walk.ts'

/**
 * Rules of thumb for a single block, kept to compare with. Each takes a floor and stops that lie on it and gives a tour, or
 * null where the rule says nothing: on other floors, and for stops beyond the two cross aisles. The front is the cross
 * aisle of the depot.
 */
export type Heuristic = (floor: RouteFloor, stops: readonly RouteStop[]) => Route | null

/** A tour as it is walked: points along the axes, and the stops in the order in which they were picked. */
export interface Walker {
  to(xMm: number, yMm: number): void
  /** Goes to the heights of these stops one after the other, picking. All lie in the aisle where the walker is. */
  pick(stops: readonly RouteStop[]): void
  /** Where the walker is. */
  at(): RoutePoint
  route(): Route
}

/** Depths are from the front. */
type AislePicks = { xMm: number; stops: { stop: RouteStop; depthMm: number }[] }

interface Block {
  aisles: AislePicks[]
  throughMm: number
  depot: RoutePoint
  frontMm: number
  backMm: number
  walker: Walker
}

/**
 * S-shape: through each aisle with stops, the last one in and out when it would end at the back (Goetschalckx & Ratliff,
 * IIE Transactions 20, 1988; Hall, IIE Transactions 25, 1993: traversal).
 */
export const sShapeRoute: Heuristic = (floor, stops) => {
  const block = blockOf(floor, stops)
  if (block === null) return null
  const { aisles, frontMm, backMm, walker } = block
  let isFront = true
  for (const [index, aisle] of aisles.entries()) {
    walker.to(aisle.xMm, isFront ? frontMm : backMm)
    walker.pick(isFront ? upwards(aisle) : downwards(aisle))
    isFront = index === aisles.length - 1 || !isFront
    walker.to(aisle.xMm, isFront ? frontMm : backMm)
  }
  return home(block)
}

/** Return: into each aisle and out again at the front (Hall 1993; Petersen, Production and Operations Management 6, 1997). */
export const returnRoute: Heuristic = (floor, stops) => {
  const block = blockOf(floor, stops)
  if (block === null) return null
  for (const aisle of block.aisles) fromFront(block, aisle, upwards(aisle))
  return home(block)
}

/**
 * Midpoint: through the first and the last aisle; of those between, the front half from the front and the back half from the
 * back (Hall 1993).
 */
export const midpointRoute: Heuristic = (floor, stops) =>
  aroundBlock(floor, stops, ({ stops: all }, throughMm) => all.findIndex(({ depthMm }) => 2 * depthMm > throughMm))

/** Largest gap: as midpoint, but each aisle is parted at its largest gap, counted with its two ends (Hall 1993). */
export const largestGapRoute: Heuristic = (floor, stops) =>
  aroundBlock(floor, stops, ({ stops: all }, throughMm) => {
    const depths = [0, ...all.map(({ depthMm }) => depthMm), throughMm]
    const gaps = depths.slice(1).map((depthMm, index) => depthMm - (depths[index] ?? 0))
    return gaps.indexOf(Math.max(...gaps))
  })

/**
 * Combined: from left to right each aisle is walked through or left where it was entered, the best choice of each by
 * dynamic programming (Roodbergen & de Koster, European Journal of Operational Research 133, 2001).
 */
export const combinedRoute: Heuristic = (floor, stops) => {
  const block = blockOf(floor, stops)
  if (block === null) return null
  const { aisles, throughMm, frontMm, backMm, walker } = block
  type Half = { lengthMm: number; ends: boolean[] }
  let front: Half = { lengthMm: 0, ends: [] }
  let back: Half = { lengthMm: Number.POSITIVE_INFINITY, ends: [] }
  const on = ({ lengthMm, ends }: Half, more: number, isFront: boolean): Half => ({
    lengthMm: lengthMm + more,
    ends: [...ends, isFront],
  })
  for (const { stops: all } of aisles) {
    const fromFrontMm = 2 * (all.at(-1)?.depthMm ?? 0)
    const fromBackMm = 2 * (throughMm - (all[0]?.depthMm ?? 0))
    const toFront = [on(front, fromFrontMm, true), on(back, throughMm, true)] as const
    const toBack = [on(back, fromBackMm, false), on(front, throughMm, false)] as const
    front = toFront[0].lengthMm <= toFront[1].lengthMm ? toFront[0] : toFront[1]
    back = toBack[0].lengthMm <= toBack[1].lengthMm ? toBack[0] : toBack[1]
  }
  let isFront = true
  for (const [index, aisle] of aisles.entries()) {
    walker.to(aisle.xMm, isFront ? frontMm : backMm)
    walker.pick(isFront ? upwards(aisle) : downwards(aisle))
    isFront = front.ends[index] ?? true
    walker.to(aisle.xMm, isFront ? frontMm : backMm)
  }
  return home(block)
}

/** A walker who stands at a point. */
export function createWalker(start: RoutePoint): Walker {
  const walk = [start]
  const order: string[] = []
  const at = (): RoutePoint => walk.at(-1) ?? start
  const to = (xMm: number, yMm: number): void => {
    walk.push({ xMm, yMm })
  }
  return {
    to,
    pick(stops) {
      for (const stop of stops) {
        to(at().xMm, stop.yMm)
        order.push(stop.id)
      }
    },
    at,
    route: () => ({ order, distanceMm: pathLength(walk), path: corners(walk), isExact: false }),
  }
}

function blockOf(floor: RouteFloor, stops: readonly RouteStop[]): Block | null {
  const [low, high] = floor.columns[0]?.lanes ?? []
  if (low === undefined || high === undefined || !isSingleBlock(floor)) return null
  const frontMm = floor.depotLane.yMm
  const backMm = frontMm === low.yMm ? high.yMm : low.yMm
  const byColumn = new Map<number, AislePicks>()
  for (const stop of stops) {
    const column = floor.aisles.get(stop.aisle)?.pieces[0]?.column
    if (column === undefined || stop.yMm < low.yMm || stop.yMm > high.yMm) return null
    const aisle = byColumn.get(column) ?? { xMm: floor.columns[column]?.xMm ?? 0, stops: [] }
    aisle.stops.push({ stop, depthMm: Math.abs(stop.yMm - frontMm) })
    byColumn.set(column, aisle)
  }
  const aisles = [...byColumn.values()].sort((a, b) => a.xMm - b.xMm)
  for (const aisle of aisles) aisle.stops.sort((a, b) => a.depthMm - b.depthMm || comparePicks(a.stop, b.stop))
  const depot = { xMm: floor.columns[floor.depotColumn]?.xMm ?? 0, yMm: frontMm }
  return { aisles, throughMm: Math.abs(backMm - frontMm), depot, frontMm, backMm, walker: createWalker(depot) }
}

/** The round along both cross aisles; `split` says how many of an aisle's stops are picked from the front, -1 for all. */
function aroundBlock(
  floor: RouteFloor,
  stops: readonly RouteStop[],
  split: (aisle: AislePicks, throughMm: number) => number,
): Route | null {
  const block = blockOf(floor, stops)
  const first = block?.aisles[0]
  const last = block?.aisles.at(-1)
  if (block === null || first === undefined || last === undefined) return null
  if (first === last) {
    fromFront(block, first, upwards(first))
    return home(block)
  }
  const { walker, frontMm, backMm, throughMm, depot } = block
  const between = block.aisles.slice(1, -1).map((aisle) => {
    const at = split(aisle, throughMm)
    const front = at < 0 ? aisle.stops.length : at
    return { aisle, front: upwards(aisle).slice(0, front), back: downwards(aisle).slice(0, aisle.stops.length - front) }
  })
  // What lies on the way from the depot to the first aisle is picked on that way, the rest on the way home.
  for (const { aisle, front } of between.toReversed()) if (aisle.xMm <= depot.xMm) fromFront(block, aisle, front)
  walker.to(first.xMm, frontMm)
  walker.pick(upwards(first))
  walker.to(first.xMm, backMm)
  for (const { aisle, back } of between) {
    if (back.length === 0) continue
    walker.to(aisle.xMm, backMm)
    walker.pick(back)
    walker.to(aisle.xMm, backMm)
  }
  walker.to(last.xMm, backMm)
  walker.pick(downwards(last))
  walker.to(last.xMm, frontMm)
  for (const { aisle, front } of between.toReversed()) if (aisle.xMm > depot.xMm) fromFront(block, aisle, front)
  return home(block)
}

function fromFront({ walker, frontMm }: Block, { xMm }: AislePicks, stops: readonly RouteStop[]): void {
  if (stops.length === 0) return
  walker.to(xMm, frontMm)
  walker.pick(stops)
  walker.to(xMm, frontMm)
}

function home({ walker, depot }: Block): Route {
  walker.to(depot.xMm, depot.yMm)
  return walker.route()
}

function upwards({ stops }: AislePicks): RouteStop[] {
  return stops.map(({ stop }) => stop)
}

function downwards(aisle: AislePicks): RouteStop[] {
  return upwards(aisle).reverse()
}
