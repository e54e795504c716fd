import { describe, expect, it } from 'vitest'
import { checkLayout } from '../../domain/route-check.ts'
import { createLocationPlanner, layoutOfLocations, type RouteLocation } from '../../domain/route-locations.ts'
import { compareWalk } from '../../domain/walk.ts'
import { demoLocations } from '../../resources/demo/places.ts'
import { floydDistances } from '../support/held-karp.ts'
import { seededRandom } from '../support/random.ts'
import { faults } from '../support/route-cases.ts'

const demo: RouteLocation[] = demoLocations().map(({ xMm, yMm, ...place }) => ({
  ...place,
  x_mm: xMm ?? null,
  y_mm: yMm ?? null,
}))

function coordinatesOf(locations: readonly RouteLocation[], depot: { xMm: number; yMm: number } | null = null) {
  const floor = layoutOfLocations(locations, depot)
  if (floor.basis !== 'coordinates') throw new Error(`by codes: ${JSON.stringify(floor.problems)}`)
  return floor
}

/** `count` places of an aisle, every metre from `fromYMm`, left and right of `xMm` in turn. */
function aislePlaces(name: string, xMm: number, fromYMm: number, count: number, zone = 'Z'): RouteLocation[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ zone, aisle: name, bay: String(index), level: '1', position: '1', code: `${zone}-${name}-${index}` },
    ...{ x_mm: xMm + (index % 2 === 0 ? -900 : 900), y_mm: fromYMm + index * 1_000 },
  }))
}

describe('the demo warehouse', () => {
  const { layout, places, unplaced, isTurned } = coordinatesOf(demo)

  it('has twelve aisles with shelves on both sides and a cross aisle at each end', () => {
    expect(layout.aisles).toHaveLength(12)
    expect(layout.aisles.slice(0, 2).map(({ id, xMm }) => ({ id, xMm }))).toEqual([
      { id: 'A/01', xMm: 2_000 },
      { id: 'A/02', xMm: 5_400 },
    ])
    expect(layout.crossAisles).toHaveLength(2)
    expect(unplaced).toEqual([])
    expect(isTurned).toBe(false)
    expect(places.size).toBe(demo.length)
    expect(places.get('A-01-1-01')).toMatchObject({ aisle: 'A/01', side: 'left' })
    expect(places.get('A-01-2-01')).toMatchObject({ aisle: 'A/01', side: 'right' })
    expect(checkLayout(layout).problems).toEqual([])
  })

  it('is walked on shortest tours, never longer than by codes', () => {
    const random = seededRandom(1)
    const planner = createLocationPlanner(coordinatesOf(demo))
    let shorter = 0
    for (let run = 0; run < 50; run += 1) {
      const picks = Array.from({ length: 20 }, (_, index) => ({ id: `P${index}`, location: random.pick(demo) }))
      const route = planner(picks)
      if (route.basis !== 'coordinates') throw new Error('by codes')
      const stops = picks.flatMap(({ id, location }) => {
        const place = places.get(location.code)
        return place === undefined ? [] : [{ id, ...place }]
      })
      const mm = floydDistances(layout, stops)
      expect(faults({ layout, stops, mm }, route)).toEqual([])
      const byCode = [...picks]
        .sort((a, b) => compareWalk(a.location, b.location))
        .map(({ id }) => 1 + Number(id.slice(1)))
      const walked = [...byCode, 0].reduce(
        ({ sum, last }, next) => ({ sum: sum + (mm[last]?.[next] ?? 0), last: next }),
        { sum: 0, last: 0 },
      ).sum
      expect(route.distanceMm).toBeLessThanOrEqual(walked)
      if (route.distanceMm < walked) shorter += 1
    }
    expect(shorter).toBeGreaterThan(40)
  })
})

describe('a floor made of locations', () => {
  it('has a cross aisle where no aisle has a location for long, and one aisle for two names in one place', () => {
    const locations = [
      ...aislePlaces('1', 2_000, 0, 20),
      ...aislePlaces('2', 6_000, 0, 12),
      ...aislePlaces('1', 2_000, 23_000, 20, 'Y'),
      ...aislePlaces('2', 6_000, 23_000, 20, 'Y'),
      ...aislePlaces('2b', 6_000, 30_000, 8, 'Y'),
    ]
    const { layout, places, unplaced } = coordinatesOf(locations, { xMm: -500, yMm: 22_000 })
    expect(layout.crossAisles.map(({ yMm }) => yMm)).toEqual([-1_500, 21_000, 43_500])
    expect(layout.aisles.map(({ id, fromYMm, toYMm }) => [id, fromYMm, toYMm])).toEqual([
      ['Z/1', -1_500, 21_000],
      ['Y/1', 21_000, 43_500],
      ['Z/2', -1_500, 21_000],
      ['Y/2', 21_000, 43_500],
    ])
    expect(layout.depot).toEqual({ crossAisle: '2', xMm: -500 })
    expect(places.get('Y-2b-3')?.aisle).toBe('Y/2')
    expect(unplaced).toEqual([])
  })

  it('is turned when the aisles run along x, and its paths are turned back', () => {
    const upright = [...aislePlaces('1', 2_000, 0, 20), ...aislePlaces('2', 6_000, 0, 20)]
    const lying = upright.map((one) => ({ ...one, x_mm: one.y_mm, y_mm: one.x_mm }))
    const depot = { xMm: 4_000, yMm: -3_000 }
    const floors = [coordinatesOf(upright, depot), coordinatesOf(lying, { xMm: depot.yMm, yMm: depot.xMm })] as const
    expect(floors.map(({ isTurned }) => isTurned)).toEqual([false, true])
    const picks = (all: readonly RouteLocation[]) =>
      [3, 17, 25, 38].map((index) => ({ id: String(index), location: all[index] as RouteLocation }))
    const one = createLocationPlanner(floors[0])(picks(upright))
    const other = createLocationPlanner(floors[1])(picks(lying))
    expect(other).toEqual({ ...one, path: one.path.map(({ xMm, yMm }) => ({ xMm: yMm, yMm: xMm })) })
    expect(one.path.length).toBeGreaterThan(3)
  })

  it('keeps zones and aisles apart whose names read alike when joined', () => {
    const { layout } = coordinatesOf([...aislePlaces('b', 0, 0, 3, 'a/'), ...aislePlaces('/b', 9_000, 0, 3, 'a')])
    expect(layout.aisles.map(({ id }) => id)).toEqual(['a~1/b', 'a/~1b'])
  })

  it('leaves out what has no coordinates or lies about in an area, and says so', () => {
    const area = aislePlaces('AREA', 0, 0, 4).map((one, index) => ({
      ...one,
      x_mm: index * 5_000,
      y_mm: index * 6_000,
    }))
    const blind = aislePlaces('3', 0, 0, 1).map((one) => ({ ...one, y_mm: null }))
    const { unplaced, layout } = coordinatesOf([...aislePlaces('1', 2_000, 0, 9), ...area, ...blind])
    expect(unplaced).toEqual([...area, ...blind].map(({ code }) => code))
    expect(layout.aisles.map(({ id }) => id)).toEqual(['Z/1'])
  })
})

describe('without coordinates', () => {
  const blind = demo.map((one) => ({ ...one, x_mm: null, y_mm: null }))
  const picks = [900, 5, 40, 41, 2_000].map((index) => ({ id: `P${index}`, location: blind[index] as RouteLocation }))
  const byCode = [...picks].sort((a, b) => compareWalk(a.location, b.location)).map(({ id }) => id)

  it('a tour goes by zone, aisle and bay, and says so', () => {
    const floor = layoutOfLocations(blind)
    expect(floor).toEqual({ basis: 'codes', problems: [] })
    expect(createLocationPlanner(floor)(picks)).toEqual({
      ...{ basis: 'codes', order: byCode, distanceMm: null, path: [], isExact: false },
    })
  })

  it('of one of its stops a tour goes by codes, though the others have some', () => {
    const floor = layoutOfLocations(demo.map((one, index) => (index === 40 ? { ...one, x_mm: null } : one)))
    expect(floor.basis === 'coordinates' && floor.unplaced).toEqual([demo[40]?.code])
    const planner = createLocationPlanner(floor)
    expect(planner(picks)).toMatchObject({ basis: 'codes', order: byCode })
    expect(planner(picks.filter(({ id }) => id !== 'P40'))).toMatchObject({ basis: 'coordinates', isExact: true })
  })

  it('two picks at one place stay in the order of their ids, and no pick is no tour', () => {
    const planner = createLocationPlanner(layoutOfLocations([]))
    const location = blind[7] as RouteLocation
    const twice = ['b', 'a'].map((id) => ({ id, location }))
    expect(planner(twice).order).toEqual(['a', 'b'])
    expect(planner([])).toMatchObject({ basis: 'codes', order: [] })
  })

  it('says what is wrong when coordinates make no layout', () => {
    expect(layoutOfLocations(demo, { xMm: Number.NaN, yMm: 0 })).toMatchObject({
      ...{ basis: 'codes', problems: expect.arrayContaining([expect.objectContaining({ code: 'E-RTE-002' })]) },
    })
  })
})
