import type { RouteStop, WarehouseLayout } from '../../domain/route-layout.ts'

/**
 * The floor once more, made from the layout by other means than the planner's: every crossing and every stop is a point,
 * neighbours are joined, Floyd and Warshall work out all distances. `mm[0]` is the depot, `mm[n]` the n-th stop; infinite
 * where nobody can walk.
 */
export function floydDistances(layout: WarehouseLayout, stops: readonly RouteStop[]): number[][] {
  const points = new Map<string, number>()
  const pointOf = (name: string): number => {
    const point = points.get(name) ?? points.size
    points.set(name, point)
    return point
  }
  const ways: { a: number; b: number; mm: number }[] = []
  const line = (along: { at: number; point: number }[]): void => {
    const sorted = along.toSorted((a, b) => a.at - b.at)
    for (const [index, { at, point }] of sorted.entries()) {
      const before = sorted[index - 1]
      if (before !== undefined) ways.push({ a: before.point, b: point, mm: at - before.at })
    }
  }
  const crossing = (crossAisle: string, xMm: number): number => pointOf(`crossing ${crossAisle} at ${xMm}`)
  for (const { id, yMm, spans } of layout.crossAisles)
    for (const { fromXMm, toXMm } of spans) {
      const xs = layout.aisles.filter((aisle) => aisle.fromYMm <= yMm && yMm <= aisle.toYMm).map(({ xMm }) => xMm)
      if (layout.depot.crossAisle === id) xs.push(layout.depot.xMm)
      const within = [...new Set(xs)].filter((xMm) => fromXMm <= xMm && xMm <= toXMm)
      line(within.map((xMm) => ({ at: xMm, point: crossing(id, xMm) })))
    }
  for (const aisle of layout.aisles) {
    const met = layout.crossAisles.filter(
      ({ yMm, spans }) =>
        aisle.fromYMm <= yMm && yMm <= aisle.toYMm && spans.some((s) => s.fromXMm <= aisle.xMm && aisle.xMm <= s.toXMm),
    )
    line([
      ...met.map(({ id, yMm }) => ({ at: yMm, point: crossing(id, aisle.xMm) })),
      ...stops
        .filter((stop) => stop.aisle === aisle.id)
        .map((stop) => ({ at: stop.yMm, point: pointOf(`stop ${stop.id}`) })),
    ])
  }
  const ends = [crossing(layout.depot.crossAisle, layout.depot.xMm), ...stops.map(({ id }) => pointOf(`stop ${id}`))]
  const all = floyd(points.size, ways)
  return ends.map((from) => ends.map((to) => all[from * points.size + to] ?? Number.POSITIVE_INFINITY))
}

function floyd(count: number, ways: readonly { a: number; b: number; mm: number }[]): Float64Array {
  const mm = new Float64Array(count * count).fill(Number.POSITIVE_INFINITY)
  for (let point = 0; point < count; point += 1) mm[point * count + point] = 0
  for (const way of ways)
    for (const at of [way.a * count + way.b, way.b * count + way.a]) mm[at] = Math.min(mm[at] ?? 0, way.mm)
  for (let over = 0; over < count; over += 1)
    for (let from = 0; from < count; from += 1) {
      const first = mm[from * count + over] ?? 0
      if (first === Number.POSITIVE_INFINITY) continue
      for (let to = 0; to < count; to += 1) {
        const length = first + (mm[over * count + to] ?? 0)
        if (length < (mm[from * count + to] ?? 0)) mm[from * count + to] = length
      }
    }
  return mm
}

/** The length of the shortest closed tour through all points from point 0, by Held and Karp's program over subsets. */
export function heldKarp(mm: readonly (readonly number[])[]): number {
  const stops = mm.length - 1
  const at = (from: number, to: number): number => mm[from]?.[to] ?? Number.POSITIVE_INFINITY
  const whole = (1 << stops) - 1
  const best = new Float64Array((1 << stops) * stops).fill(Number.POSITIVE_INFINITY)
  for (let stop = 0; stop < stops; stop += 1) best[(1 << stop) * stops + stop] = at(0, stop + 1)
  for (let set = 1; set <= whole; set += 1)
    for (let last = 0; last < stops; last += 1) {
      const length = best[set * stops + last] ?? Number.POSITIVE_INFINITY
      if (length === Number.POSITIVE_INFINITY) continue
      for (let next = 0; next < stops; next += 1) {
        if ((set & (1 << next)) !== 0) continue
        const index = (set | (1 << next)) * stops + next
        best[index] = Math.min(best[index] ?? Number.POSITIVE_INFINITY, length + at(last + 1, next + 1))
      }
    }
  let shortest = Number.POSITIVE_INFINITY
  for (let last = 0; last < stops; last += 1)
    shortest = Math.min(shortest, (best[whole * stops + last] ?? Number.POSITIVE_INFINITY) + at(last + 1, 0))
  return shortest
}

/** The length of a closed walk from point 0 through the points in this order, each time on a shortest way. */
export function walkedMm(mm: readonly (readonly number[])[], order: readonly number[]): number {
  return [...order, 0].reduce(
    ({ sum, last }, next) => ({ sum: sum + (mm[last]?.[next] ?? Number.POSITIVE_INFINITY), last: next }),
    { sum: 0, last: 0 },
  ).sum
}
