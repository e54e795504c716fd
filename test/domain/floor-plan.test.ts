import { describe, expect, it } from 'vitest'
import { deriveFloorPlan, type FloorLocation, openFloorPlan, openFloorText } from '../../domain/floor-plan.ts'
import { demoLocations } from '../../resources/demo/places.ts'

const locations: FloorLocation[] = demoLocations().map(({ xMm = null, yMm = null, ...rest }) => ({
  ...rest,
  ...{ id: rest.code, x_mm: xMm, y_mm: yMm },
}))
const plan = deriveFloorPlan(locations)
if (plan === null) throw new Error('The demo warehouse has places')
const floor = openFloorPlan(plan)
if (floor === null) throw new Error('The demo warehouse is a floor')

describe('a floor read off the locations', () => {
  it('has each location in the aisle of its own code, on the side of its bay', () => {
    const wrong = locations.filter((location) => {
      const place = floor.placeOf(location)
      const side = Number(location.bay) % 2 === 0 ? 'right' : 'left'
      return place?.aisle !== `${location.zone}/${location.aisle}` || place.side !== side || place.yMm !== location.y_mm
    })
    expect(wrong).toEqual([])
  })

  it('gives the same tours when the axes are exchanged', () => {
    const turnedPlan = deriveFloorPlan(locations.map((each) => ({ ...each, x_mm: each.y_mm, y_mm: each.x_mm })))
    const turned = turnedPlan === null ? null : openFloorPlan(turnedPlan)
    expect(turned?.plan).toEqual({ ...plan, isTurned: true })
    const some = [100, 900, 1_700, 2_500].flatMap((at) => locations[at] ?? [])
    const exchanged = some.map((each) => ({ ...each, x_mm: each.y_mm, y_mm: each.x_mm }))
    expect(turned?.tourOf(exchanged)).toEqual(floor.tourOf(some))
  })
})

describe('a tour through locations', () => {
  const [one, two] = [locations[100], locations[2_000]]
  if (one === undefined || two === undefined) throw new Error('The demo warehouse is large')

  it('is exact where every place is known, and as long as the search says', () => {
    const tour = floor.tourOf([two, one])
    expect(tour).toMatchObject({ isExact: true, distanceMm: expect.any(Number) })
    expect([...tour.order].sort()).toEqual([one.id, two.id].sort())
    const places = [one, two].flatMap((each) => floor.placeOf(each) ?? [])
    expect(floor.tourMm(places)).toBe(tour.distanceMm)
  })

  it('goes to what has no place last, in walking order, and has no length then', () => {
    const lost = { ...two, x_mm: null }
    expect(floor.tourOf([lost, one])).toEqual({ order: [one.id, lost.id], distanceMm: null, path: [], isExact: false })
    expect(floor.tourOf([{ ...lost, y_mm: null }])).toMatchObject({ order: [lost.id], distanceMm: null })
    expect(floor.placeOf({ ...one, x_mm: -50_000 })).toBeNull()
  })
})

it('a text that is no floor, or one on which no tour can be planned, opens none', () => {
  expect(openFloorText(JSON.stringify(plan))?.plan).toEqual(plan)
  expect(openFloorText('{')).toBeNull()
  expect(openFloorText('{"layout":{}}')).toBeNull()
  const noDepot = { ...plan, layout: { ...plan.layout, depot: { crossAisle: 'none', xMm: 0 } } }
  expect(openFloorText(JSON.stringify(noDepot))).toBeNull()
  expect(deriveFloorPlan([])).toBeNull()
})
