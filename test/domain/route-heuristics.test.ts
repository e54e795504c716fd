import { describe, expect, it } from 'vitest'
import { sShapeBlocksRoute } from '../../domain/route-blocks.ts'
import { openFloor, type RouteFloor } from '../../domain/route-floor.ts'
import {
  combinedRoute,
  type Heuristic,
  largestGapRoute,
  midpointRoute,
  returnRoute,
  sShapeRoute,
} from '../../domain/route-heuristics.ts'
import type { RouteStop, WarehouseLayout } from '../../domain/route-layout.ts'
import { nearestNeighbourRoute } from '../../domain/route-nearest.ts'
import { floydDistances, walkedMm } from '../support/held-karp.ts'
import { seededRandom } from '../support/random.ts'
import { faults, randomCase, tourMm } from '../support/route-cases.ts'
import { randomFloor, randomRectangle, randomStops, rectangularLayout } from '../support/route-floors.ts'

const LONG = process.env.BARO_LONG === '1'
const SEED = Number(process.env.BARO_SEED ?? 1)
const oneBlock: [string, Heuristic][] = [
  ['S-shape', sShapeRoute],
  ['return', returnRoute],
  ['midpoint', midpointRoute],
  ['largest gap', largestGapRoute],
  ['combined', combinedRoute],
]

function floorOf(layout: WarehouseLayout): RouteFloor {
  const opened = openFloor(layout)
  if ('problems' in opened) throw new Error(JSON.stringify(opened.problems))
  return opened.floor
}

const between = (layout: WarehouseLayout, stops: readonly RouteStop[]): RouteStop[] => {
  const ys = layout.crossAisles.map(({ yMm }) => yMm)
  return stops.filter(({ yMm }) => Math.min(...ys) <= yMm && yMm <= Math.max(...ys))
}

describe('a rule of thumb', { timeout: 3_600_000 }, () => {
  it('is never shorter than the shortest tour, on a single block and on several', () => {
    const random = seededRandom(SEED)
    const beaten = new Map<string, number>()
    for (let run = 0; run < (LONG ? 100_000 : 3_000); run += 1) {
      const layout = randomRectangle(random, { aisles: 20, crossAisles: run % 4 === 0 ? 4 : 2 })
      const stops = between(layout, randomStops(random, layout, 1 + random.below(30)))
      if (stops.length === 0) continue
      const shortest = tourMm({ layout, stops })
      const floor = floorOf(layout)
      const rules: [string, Heuristic][] = [
        ...oneBlock,
        ['S-shape over blocks', sShapeBlocksRoute],
        ['nearest', nearestNeighbourRoute],
      ]
      for (const [name, rule] of rules) {
        const route = rule(floor, stops)
        if (route === null) continue
        if (route.distanceMm < shortest)
          throw new Error(`${name} beats ${shortest}: ${JSON.stringify({ layout, stops })}`)
        if (route.distanceMm > shortest) beaten.set(name, (beaten.get(name) ?? 0) + 1)
      }
    }
    // Each rule was tried, and is really worse: nothing here compares the shortest tour with itself.
    expect([...beaten.keys()].sort()).toEqual(
      ['S-shape', 'S-shape over blocks', 'combined', 'largest gap', 'midpoint', 'nearest', 'return'].sort(),
    )
  })

  it.each([...oneBlock, ['S-shape over blocks', sShapeBlocksRoute], ['nearest', nearestNeighbourRoute]] as const)(
    '%s can be walked and takes each stop once',
    (_, rule) => {
      const random = seededRandom(SEED + 1)
      let walked = 0
      for (let run = 0; run < (LONG ? 5_000 : 300); run += 1) {
        const layout = randomRectangle(random, { aisles: 8, crossAisles: rule === sShapeBlocksRoute ? 5 : 2 })
        const stops = between(layout, randomStops(random, layout, 1 + random.below(20)))
        const route = stops.length === 0 ? null : rule(floorOf(layout), stops)
        if (route === null) continue
        walked += 1
        const given = { layout, stops, mm: floydDistances(layout, stops) }
        expect(faults(given, route), JSON.stringify(given)).toEqual([])
      }
      expect(walked).toBeGreaterThan(50)
    },
  )

  it('of the nearest stop can be walked on every floor, and turning no stretch of its tour round makes it shorter', () => {
    const random = seededRandom(SEED + 2)
    for (let run = 0; run < (LONG ? 5_000 : 300); run += 1) {
      const given = randomCase(random, (one) => randomFloor(one, { aisles: 8, crossAisles: 5 }), 12)
      const route = nearestNeighbourRoute(floorOf(given.layout), given.stops)
      const text = JSON.stringify(given)
      expect(faults(given, route), text).toEqual([])
      expect(route.distanceMm).toBeGreaterThanOrEqual(tourMm(given))
      const tour = route.order.map((id) => 1 + given.stops.findIndex((stop) => stop.id === id))
      expect(walkedMm(given.mm, tour), text).toBe(route.distanceMm)
      for (const [from] of tour.entries())
        for (let to = from + 2; to <= tour.length; to += 1) {
          const turned = [...tour.slice(0, from), ...tour.slice(from, to).reverse(), ...tour.slice(to)]
          expect(walkedMm(given.mm, turned), text).toBeGreaterThanOrEqual(route.distanceMm)
        }
    }
  })

  it('for a single block says nothing about another floor, nor about a stop beyond the cross aisles', () => {
    const three = rectangularLayout({ aisles: 4, crossAisles: 3, pitchMm: 10, blockMm: 50, depotXMm: 0 })
    const two = rectangularLayout({ aisles: 4, crossAisles: 2, pitchMm: 10, blockMm: 50, depotXMm: 0 })
    const deep = { ...two, aisles: two.aisles.map((aisle) => ({ ...aisle, toYMm: 60 })) }
    const stop = (yMm: number): RouteStop => ({ id: 'S', aisle: 'A1', yMm, side: 'left' })
    for (const [, rule] of oneBlock) {
      expect(rule(floorOf(three), [stop(10)])).toBeNull()
      expect(rule(floorOf(deep), [stop(55)])).toBeNull()
      expect(rule(floorOf(deep), [stop(45)])).not.toBeNull()
    }
    expect(sShapeBlocksRoute(floorOf(deep), [stop(55)])).toBeNull()
    expect(sShapeBlocksRoute(floorOf({ ...three, depot: { crossAisle: 'C1', xMm: 0 } }), [stop(10)])).toBeNull()
  })
})

describe('S-shape over three blocks of 50, five aisles with 10 between, from the left end of the front,', () => {
  const layout = rectangularLayout({ aisles: 5, crossAisles: 4, pitchMm: 10, blockMm: 50, depotXMm: 0 })
  const stop = (aisle: number, yMm: number): RouteStop => ({
    id: `${aisle}-${yMm}`,
    aisle: `A${aisle}`,
    yMm,
    side: 'left',
  })
  const walk = (layoutOfWalk: WarehouseLayout, stops: RouteStop[]) => sShapeBlocksRoute(floorOf(layoutOfWalk), stops)

  it('goes up the leftmost aisle, through the farthest block, and begins each nearer block at its nearer end', () => {
    const stops = [stop(1, 20), stop(1, 110), stop(4, 120), stop(1, 70), stop(2, 80), stop(3, 60)]
    expect(walk(layout, stops)).toMatchObject({
      // Up A1 to 100, picking on the way; A1 through, A4 down. The middle block: A3 is nearer than A2, which is then its last.
      order: ['1-20', '1-70', '1-110', '4-120', '3-60', '2-80'],
      distanceMm: 10 + 100 + 50 + 30 + 50 + (10 + 50) + (10 + 30 + 30) + 50 + 20,
    })
  })

  it('passes a block without a stop where it left the one before, and turns round in a lone aisle', () => {
    expect(walk(layout, [stop(3, 130), stop(2, 5)])).toMatchObject({
      order: ['2-5', '3-130'],
      distanceMm: 20 + 100 + 10 + 30 + 30 + 100 + 30,
    })
  })

  it('goes the other way up from a depot at the back', () => {
    const back = { ...layout, depot: { crossAisle: 'C3', xMm: 0 } }
    expect(walk(back, [stop(0, 140)])).toMatchObject({ order: ['0-140'], distanceMm: 20 })
    expect(walk(back, [stop(0, 40)])).toMatchObject({ distanceMm: 220 })
  })
})

describe('on a block of four aisles of 50 with 10 between, from the left end of the front,', () => {
  const layout = rectangularLayout({ aisles: 4, crossAisles: 2, pitchMm: 10, blockMm: 50, depotXMm: 0 })
  const floor = floorOf(layout)
  const stops = [
    ['A0', 10],
    ['A1', 5],
    ['A1', 45],
    ['A2', 20],
    ['A2', 30],
    ['A3', 40],
  ].map(([aisle, yMm]): RouteStop => ({ id: `${aisle}-${yMm}`, aisle: String(aisle), yMm: Number(yMm), side: 'left' }))

  it.each([
    // Four aisles through, there and back across.
    ['S-shape', sShapeRoute, 4 * 50 + 60],
    // 10, 45, 30 and 40 deep.
    ['return', returnRoute, 2 * (10 + 45 + 30 + 40) + 60],
    // Two aisles through; 5 from the front and 5 from the back; 20 from the front and 20 from the back.
    ['midpoint', midpointRoute, 2 * 50 + 2 * (5 + 5 + 20 + 20) + 60],
    // The gap of A1 is within, that of A2 (0 to 20) at the front: 30 from the back.
    ['largest gap', largestGapRoute, 2 * 50 + 2 * (5 + 5 + 30) + 60],
    // A0 in and out, A1 through, A2 from the back, A3 through.
    ['combined', combinedRoute, 2 * 10 + 50 + 2 * 30 + 50 + 60],
  ])('%s walks as far as by hand', (_, rule, expected) => {
    expect(rule(floor, stops)?.distanceMm).toBe(expected)
  })

  it('the shortest tour walks A0 in and out, A1 and A2 through, and A3 from the back between them', () => {
    expect(tourMm({ layout, stops })).toBe(2 * 10 + 50 + 2 * 10 + 50 + 60)
  })
})
