import type { PlanMap, PlanPlace } from '../../../contract/station/planning.ts'
import { routePicks } from '../../../domain/route.ts'
import type { MapStop } from '../../ui/office/floor-drawing.ts'

const PITCH_MM = 4_800
const AISLE_MM = 33_000

/** A floor of parallel aisles with its depot below the first: of one block, or of several, or with aisles that run level. */
export function exampleFloor(count: number, crossAislesMm: readonly number[], isTurned = false): PlanMap {
  const aisles = Array.from({ length: count }, (_, index) => ({
    id: `${index < count / 2 ? 'A' : 'B'}-${String(index + 1).padStart(2, '0')}`,
    xMm: index * PITCH_MM,
    fromYMm: 0,
    toYMm: AISLE_MM,
    sides: 'both' as const,
  }))
  const toXMm = (count - 1) * PITCH_MM
  return {
    layout: {
      aisles,
      crossAisles: [0, ...crossAislesMm, AISLE_MM].map((yMm) => ({
        id: `cross-${yMm}`,
        yMm,
        spans: [{ fromXMm: 0, toXMm }],
      })),
      depot: { crossAisle: 'cross-0', xMm: 0 },
    },
    isTurned,
    source: 'kept',
    aisleNames: Object.fromEntries(aisles.map(({ id }) => [id, id])),
    depot: { xMm: 0, yMm: 0 },
    box: { fromXMm: 0, toXMm, fromYMm: 0, toYMm: AISLE_MM },
  }
}

/** Places of an example floor as aisle, metres along it and side. */
export type ExamplePlace = readonly [aisle: number, metres: number, side: PlanPlace['side']]

/** Where such places are. */
export function examplePlaces(map: PlanMap, places: readonly ExamplePlace[]): PlanPlace[] {
  return places.flatMap(([at, metres, side]) => {
    const aisle = map.layout.aisles[at]
    if (aisle === undefined) return []
    const xMm = aisle.xMm + (side === 'left' ? -1_600 : 1_600)
    return [{ aisle: aisle.id, xMm, yMm: metres * 1_000, side }]
  })
}

/** The shortest tour through such places, its stops numbered as they are reached. */
export function exampleTour(map: PlanMap, places: readonly ExamplePlace[]) {
  const found = examplePlaces(map, places)
  const route = routePicks(
    map.layout,
    found.map(({ aisle, yMm, side }, index) => ({ id: String(index), aisle, yMm, side })),
  )
  if (!route.ok) return { stops: [], path: [] }
  const stops: MapStop[] = route.order.map((id, index) => ({ number: index + 1, place: found[Number(id)] ?? null }))
  return { stops, path: route.path }
}
