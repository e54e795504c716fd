import type { RouteFloor } from './route-floor.ts'
import type { Heuristic } from './route-heuristics.ts'
import { createWalker, type Walker } from './route-heuristics.ts'
import type { RouteStop } from './route-layout.ts'
import { comparePicks } from './route-walk.ts'

/** The stops of one aisle within one block, from the front to the back. */
type SubAisle = { xMm: number; stops: RouteStop[] }
/** What lies between two neighbouring cross aisles; the front is the one nearer to the depot. */
type Block = { frontMm: number; backMm: number; subAisles: SubAisle[] }

/**
 * S-shape over several blocks (Roodbergen & de Koster, International Journal of Production Research 39, 2001): up the
 * leftmost aisle with stops to the farthest block, then block by block back towards the depot, each from its nearer end
 * and each aisle walked through but the last of a block, which is left at the front. Null unless the floor is rectangular,
 * the depot on an outermost cross aisle and each stop between two cross aisles.
 */
export const sShapeBlocksRoute: Heuristic = (floor, stops) => {
  const blocks = blocksOf(floor, stops)
  const farthest = blocks?.findLastIndex(({ subAisles }) => subAisles.length > 0) ?? -1
  if (blocks === null || farthest < 0) return null
  const depot = { xMm: floor.columns[floor.depotColumn]?.xMm ?? 0, yMm: floor.depotLane.yMm }
  const walker = createWalker(depot)
  const leftmost = Math.min(...blocks.flatMap(({ subAisles }) => subAisles.map(({ xMm }) => xMm)))
  walker.to(leftmost, depot.yMm)
  for (const { subAisles, backMm } of blocks.slice(0, farthest)) {
    const onTheWay = subAisles[0]?.xMm === leftmost ? subAisles.shift() : undefined
    walker.pick(onTheWay?.stops ?? [])
    walker.to(leftmost, backMm)
  }
  for (const [index, block] of blocks
    .slice(0, farthest + 1)
    .reverse()
    .entries())
    walkBlock(walker, block, index === 0)
  walker.to(depot.xMm, depot.yMm)
  return walker.route()
}

/** Begins at the front of the farthest block and at the back of each nearer one; ends at the front. */
function walkBlock(walker: Walker, { subAisles, frontMm, backMm }: Block, isFarthest: boolean): void {
  let isFront = isFarthest
  let left = subAisles
  const first = left[0]
  if (isFarthest && first !== undefined && left.length > 1) {
    walker.to(first.xMm, frontMm)
    through(walker, first, frontMm, backMm)
    isFront = false
    left = left.slice(1)
  }
  const { xMm } = walker.at()
  const [leftmost, rightmost] = [left[0], left.at(-1)]
  if (leftmost !== undefined && rightmost !== undefined)
    if (Math.abs(rightmost.xMm - xMm) < Math.abs(leftmost.xMm - xMm)) left = left.toReversed()
  for (const [index, subAisle] of left.entries()) {
    const isLast = index === left.length - 1
    walker.to(subAisle.xMm, isFront ? frontMm : backMm)
    if (isLast && isFront) {
      walker.pick(subAisle.stops)
      walker.to(subAisle.xMm, frontMm)
    } else if (isFront) through(walker, subAisle, frontMm, backMm)
    else through(walker, { ...subAisle, stops: subAisle.stops.toReversed() }, backMm, frontMm)
    isFront = isLast || !isFront
  }
  // A block without a stop is crossed where the last one was left.
  if (!isFront) walker.to(walker.at().xMm, frontMm)
}

function through(walker: Walker, { xMm, stops }: SubAisle, fromMm: number, toMm: number): void {
  walker.to(xMm, fromMm)
  walker.pick(stops)
  walker.to(xMm, toMm)
}

function blocksOf(floor: RouteFloor, stops: readonly RouteStop[]): Block[] | null {
  const ys = (floor.columns[0]?.lanes ?? []).map(({ yMm }) => yMm)
  const isAtTop = floor.depotLane.yMm === ys.at(-1)
  if (!floor.isRectangular || ys.length < 2 || (!isAtTop && floor.depotLane.yMm !== ys[0])) return null
  const fronts = isAtTop ? ys.reverse() : ys
  const blocks = fronts.slice(1).map((backMm, index): Block => ({ frontMm: fronts[index] ?? 0, backMm, subAisles: [] }))
  const inOrder = [...stops].sort(
    (a, b) => Math.abs(a.yMm - floor.depotLane.yMm) - Math.abs(b.yMm - floor.depotLane.yMm) || comparePicks(a, b),
  )
  for (const stop of inOrder) {
    const column = floor.aisles.get(stop.aisle)?.pieces[0]?.column ?? -1
    const xMm = floor.columns[column]?.xMm
    const block = blocks.find(
      ({ frontMm, backMm }) => Math.min(frontMm, backMm) <= stop.yMm && stop.yMm <= Math.max(frontMm, backMm),
    )
    if (xMm === undefined || block === undefined) return null
    const subAisle = block.subAisles.find((other) => other.xMm === xMm)
    if (subAisle === undefined) block.subAisles.push({ xMm, stops: [stop] })
    else subAisle.stops.push(stop)
  }
  for (const { subAisles } of blocks) subAisles.sort((a, b) => a.xMm - b.xMm)
  return blocks
}
