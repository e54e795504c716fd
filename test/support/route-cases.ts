import { createTourLength, routePicks } from '../../domain/route.ts'
import { checkLayout } from '../../domain/route-check.ts'
import type { Route, RoutePoint, RouteStop, WarehouseLayout } from '../../domain/route-layout.ts'
import { floydDistances, walkedMm } from './held-karp.ts'
import type { Random } from './random.ts'
import { randomStops } from './route-floors.ts'

/** A layout, stops that can be reached on it, and all distances between depot (0) and stops. */
export type RouteCase = { layout: WarehouseLayout; stops: RouteStop[]; mm: number[][] }

/** A floor that can be used, and stops that can be reached on it. */
export function randomCase(random: Random, make: (random: Random) => WarehouseLayout, mostStops: number): RouteCase {
  for (;;) {
    const layout = make(random)
    if (checkLayout(layout).layout === null) continue
    const wished = randomStops(random, layout, 1 + random.below(mostStops))
    const reached = floydDistances(layout, wished)
    const isReached = (_: unknown, index: number): boolean => Number.isFinite(reached[0]?.[index])
    const stops = wished.filter((_, index) => isReached(_, index + 1))
    if (stops.length > 0) return { layout, stops, mm: reached.filter(isReached).map((row) => row.filter(isReached)) }
  }
}

/** The planned tour; throws when there is none. */
export function plan({ layout, stops }: Pick<RouteCase, 'layout' | 'stops'>) {
  const route = routePicks(layout, stops)
  if (!route.ok) throw new Error(`Refused: ${JSON.stringify(route.problems)} ${JSON.stringify({ layout, stops })}`)
  return route
}

/** The length that a search would be told. */
export function tourMm({ layout, stops }: Pick<RouteCase, 'layout' | 'stops'>): number {
  const length = createTourLength(layout)
  if (!length.ok) throw new Error(JSON.stringify(length.problems))
  return length.tourMm(stops)
}

/** What is wrong with a route that was planned: nothing when a picker could walk it and it is as long as it says. */
export function faults({ layout, stops, mm }: RouteCase, { order, distanceMm, path, isExact }: Route): string[] {
  const depot = { xMm: layout.depot.xMm, yMm: layout.crossAisles.find(({ id }) => id === layout.depot.crossAisle)?.yMm }
  const wrong: string[] = []
  if (
    order.toSorted().join() !==
    stops
      .map(({ id }) => id)
      .toSorted()
      .join()
  )
    wrong.push('the order is no permutation')
  const walked = walkedMm(
    mm,
    order.map((id) => 1 + stops.findIndex((stop) => stop.id === id)),
  )
  if (isExact ? walked !== distanceMm : walked > distanceMm) wrong.push(`the order takes ${walked}, not ${distanceMm}`)
  for (const end of [path[0], path.at(-1)])
    if (end?.xMm !== depot.xMm || end.yMm !== depot.yMm) wrong.push('the path does not begin and end at the depot')
  const steps = path.slice(1).map((to, index) => ({ from: path[index] as RoutePoint, to }))
  const drawn = steps.reduce((sum, { from, to }) => sum + Math.abs(to.xMm - from.xMm) + Math.abs(to.yMm - from.yMm), 0)
  if (drawn !== distanceMm) wrong.push(`the path is ${drawn} long, not ${distanceMm}`)
  for (const step of steps) if (!isWalkable(layout, step)) wrong.push(`nobody can walk ${JSON.stringify(step)}`)
  for (const stop of stops)
    if (path.length > 1 && !steps.some((step) => passes(layout, step, stop))) wrong.push(`the path misses ${stop.id}`)
  return wrong
}

type Step = { from: RoutePoint; to: RoutePoint }
const least = ({ from, to }: Step, axis: 'xMm' | 'yMm'): number => Math.min(from[axis], to[axis])
const most = ({ from, to }: Step, axis: 'xMm' | 'yMm'): number => Math.max(from[axis], to[axis])

/** A step goes along one cross aisle, or along aisles of one line that meet. */
function isWalkable(layout: WarehouseLayout, step: Step): boolean {
  const { from, to } = step
  if (from.yMm === to.yMm)
    return layout.crossAisles.some(
      ({ yMm, spans }) =>
        yMm === from.yMm && spans.some((s) => s.fromXMm <= least(step, 'xMm') && most(step, 'xMm') <= s.toXMm),
    )
  if (from.xMm !== to.xMm) return false
  let reached = least(step, 'yMm')
  for (const aisle of layout.aisles.filter(({ xMm }) => xMm === from.xMm).sort((a, b) => a.fromYMm - b.fromYMm))
    if (aisle.fromYMm <= reached) reached = Math.max(reached, aisle.toYMm)
  return reached >= most(step, 'yMm')
}

function passes(layout: WarehouseLayout, step: Step, stop: RouteStop): boolean {
  const xMm = layout.aisles.find(({ id }) => id === stop.aisle)?.xMm
  const isHere = least(step, 'xMm') <= Number(xMm) && Number(xMm) <= most(step, 'xMm')
  return isHere && least(step, 'yMm') <= stop.yMm && stop.yMm <= most(step, 'yMm')
}
