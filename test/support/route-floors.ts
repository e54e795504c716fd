import type { AisleSide, CrossAisle, RouteAisle, RouteStop, WarehouseLayout } from '../../domain/route-layout.ts'
import type { Random } from './random.ts'

/** A floor on which every aisle meets every cross aisle; millimetres. */
export type RectangularFloor = {
  aisles: number
  crossAisles: number
  pitchMm: number
  blockMm: number
  depotXMm: number
}

/** A rectangular layout with the depot on the lowest cross aisle. */
export function rectangularLayout(floor: RectangularFloor): WarehouseLayout {
  const { aisles, crossAisles, pitchMm, blockMm, depotXMm } = floor
  const toYMm = (crossAisles - 1) * blockMm
  const span = { fromXMm: 0, toXMm: Math.max((aisles - 1) * pitchMm, depotXMm) }
  return {
    aisles: numbers(aisles).map(
      (index): RouteAisle => ({ id: `A${index}`, xMm: index * pitchMm, fromYMm: 0, toYMm, sides: 'both' }),
    ),
    crossAisles: numbers(crossAisles).map(
      (index): CrossAisle => ({ id: `C${index}`, yMm: index * blockMm, spans: [span] }),
    ),
    depot: { crossAisle: 'C0', xMm: depotXMm },
  }
}

/** Stops anywhere in the aisles of a layout; several may share a height. */
export function randomStops(random: Random, layout: WarehouseLayout, count: number): RouteStop[] {
  return numbers(count).map((index) => {
    const { id, fromYMm, toYMm, sides } = random.pick(layout.aisles)
    const side: AisleSide = sides === 'both' ? random.pick(['left', 'right'] as const) : sides
    return { id: `S${index}`, aisle: id, yMm: fromYMm + random.below(toYMm - fromYMm + 1), side }
  })
}

/** A single block or several, with depot anywhere on any cross aisle; lengths small, so that ties are frequent. */
export function randomRectangle(random: Random, most: { aisles: number; crossAisles: number }): WarehouseLayout {
  const aisles = 1 + random.below(most.aisles)
  const crossAisles = 2 + random.below(most.crossAisles - 1)
  const xs = rising(random, aisles, 1 + random.below(30))
  const ys = rising(random, crossAisles, 1 + random.below(60))
  const [first = 0, last = 0] = [ys[0], ys.at(-1)]
  const beyond = random.once(4) ? random.below(20) : 0
  const depotXMm = random.below((xs.at(-1) ?? 0) + 12) - 6
  const span = { fromXMm: Math.min(0, depotXMm), toXMm: Math.max(xs.at(-1) ?? 0, depotXMm) }
  return {
    aisles: xs.map((xMm, index) => ({
      ...{ id: `A${index}`, xMm, fromYMm: first - random.below(beyond + 1), toYMm: last + random.below(beyond + 1) },
      sides: random.pick(['both', 'both', 'left', 'right'] as const),
    })),
    crossAisles: ys.map((yMm, index) => ({ id: `C${index}`, yMm, spans: [span] })),
    depot: { crossAisle: `C${random.below(crossAisles)}`, xMm: depotXMm },
  }
}

/**
 * A floor with everything that may be: aisles of any length, some in one line with others, cross aisles with gaps and with
 * ends before the last aisle. May be wrong: aisles that meet nothing, a depot in a gap, parts that do not hang together.
 */
export function randomFloor(random: Random, most: { aisles: number; crossAisles: number }): WarehouseLayout {
  const columns = 1 + random.below(most.aisles)
  const xs = rising(random, columns, 1 + random.below(30))
  const ys = rising(random, 1 + random.below(most.crossAisles), 1 + random.below(50))
  const low = (ys[0] ?? 0) - 10
  const high = (ys.at(-1) ?? 0) + 10
  const aisles = xs.flatMap((xMm, index): RouteAisle[] => {
    const sides = random.pick(['both', 'both', 'left', 'right'] as const)
    const cuts = [0, 0, 0, 0].map(() => low + random.below(high - low + 1)).sort((a, b) => a - b)
    const [a = low, b = low, c = high, d = high] = cuts
    if (random.once(5))
      return [
        { id: `A${index}`, xMm, fromYMm: a, toYMm: b, sides },
        { id: `B${index}`, xMm, fromYMm: c, toYMm: d, sides },
      ]
    return [{ id: `A${index}`, xMm, fromYMm: random.once(2) ? a : low, toYMm: random.once(2) ? d : high, sides }]
  })
  const crossAisles = ys.map((yMm, index): CrossAisle => {
    const [left, right] = [-6, (xs.at(-1) ?? 0) + 6]
    const cuts = [0, 0, 0, 0].map(() => left + random.below(right - left + 1)).sort((a, b) => a - b)
    const [a = left, b = left, c = right, d = right] = cuts
    const spans =
      random.once(4) && b < c
        ? [
            { fromXMm: a, toXMm: b },
            { fromXMm: c, toXMm: d },
          ]
        : [{ fromXMm: random.once(4) ? a : left, toXMm: random.once(4) ? d : right }]
    return { id: `C${index}`, yMm, spans }
  })
  const home = random.pick(crossAisles)
  const span = random.pick(home.spans)
  const depotXMm = span.fromXMm + random.below(span.toXMm - span.fromXMm + 1)
  return { aisles, crossAisles, depot: { crossAisle: home.id, xMm: depotXMm } }
}

function rising(random: Random, count: number, step: number): number[] {
  let last = 0
  return numbers(count).map((index) => {
    if (index > 0) last += 1 + random.below(step)
    return last
  })
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
