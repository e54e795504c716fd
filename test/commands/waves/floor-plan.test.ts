import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { saveFloorPlan } from '../../../commands/waves/save-floor-plan.ts'
import type { Row } from '../../../db/tables.ts'
import { type CentreWorld, openCentreWorld } from '../../support/centre-world.ts'

let world: CentreWorld
beforeEach(async () => {
  world = await openCentreWorld({ A: 0, B: 0, C: 0 })
  const place = { zone: 'Z', bay: '1', level: '1', position: '1', kind: 'pick' as const }
  // By their codes: 01, 02, 03. On the floor the second aisle lies beyond the third.
  await world.run(importLocations, {
    locations: [
      { ...place, code: 'P1', aisle: '01', xMm: 0, yMm: 9_000 },
      { ...place, code: 'P2', aisle: '02', xMm: 6_000, yMm: 1_000 },
      { ...place, code: 'P3', aisle: '03', xMm: 3_000, yMm: 9_000 },
    ],
  })
  await world.run(importStock, {
    stock: ['A', 'B', 'C'].map((sku, index) => ({ sku, location: `P${index + 1}`, quantity: 9 })),
  })
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

const aisle = (id: string, xMm: number) => ({ id, xMm, fromYMm: 0, toYMm: 10_000, sides: 'both' as const })
const layout = {
  aisles: [aisle('a', 0), aisle('b', 3_000), aisle('c', 6_000)],
  crossAisles: [0, 10_000].map((yMm) => ({ id: String(yMm), yMm, spans: [{ fromXMm: 0, toXMm: 6_000 }] })),
  depot: { crossAisle: '0', xMm: 0 },
}
const plan = { layout, isTurned: false }
/** Up the first aisle, down the second, in and out of the third: 34 metres. */
const EITHER_WAY_ROUND = [
  ['P1', 'P3', 'P2'],
  ['P2', 'P3', 'P1'],
]
const kept = () => world.rows<Row<'floor_plan'>>('SELECT * FROM floor_plan')
const walked = async () =>
  (
    await world.rows<{ code: string }>(
      'SELECT code FROM pick_line JOIN location ON location.id = location_id ORDER BY pick_task_id, sequence',
    )
  ).map(({ code }) => code)

describe('the plan of the floor', () => {
  it('is kept once, and one read off the locations never takes the place of one that somebody drew', async () => {
    expect(await world.run(saveFloorPlan, { plan, source: 'derived' })).toEqual({ changed: true })
    expect(await world.run(saveFloorPlan, { plan, source: 'derived' })).toEqual({ changed: false })
    expect(await world.run(saveFloorPlan, { plan, source: 'kept' })).toEqual({ changed: true })
    const other = { ...plan, isTurned: true }
    expect(await world.run(saveFloorPlan, { plan: other, source: 'derived' })).toEqual({ changed: false })
    expect(await kept()).toMatchObject([{ id: 'floor-plan', source: 'kept', body: JSON.stringify(plan) }])
    expect(await world.run(saveFloorPlan, { plan: null, source: 'kept' })).toEqual({ changed: true })
    expect(await kept()).toEqual([])
  })

  it('is refused with its fault when no tour could be planned on it', async () => {
    const bad = { ...layout, aisles: [aisle('a', 0), aisle('a', 3_000)] }
    expect(await world.decide(saveFloorPlan, { plan: { layout: bad, isTurned: false }, source: 'kept' })).toMatchObject(
      {
        refusal: { name: 'floorPlanBad', params: { code: 'E-RTE-006', path: 'aisles[1].id' } },
      },
    )
    expect(await kept()).toEqual([])
  })
})

describe('work that nobody planned', () => {
  it('is walked by the codes of the locations while the floor is not known', async () => {
    await world.run(claimWork, { orderIds: await world.orders('A', 'B', 'C'), limit: 8 })
    expect(await walked()).toEqual(['P1', 'P2', 'P3'])
    expect(await world.rows('SELECT distance_mm FROM pick_task')).toEqual([{ distance_mm: null }])
  })

  it('is walked along the shortest tour once it is', async () => {
    await world.run(saveFloorPlan, { plan, source: 'derived' })
    await world.run(claimWork, { orderIds: await world.orders('A', 'B', 'C'), limit: 8 })
    expect(EITHER_WAY_ROUND).toContainEqual(await walked())
    expect(await world.rows('SELECT distance_mm FROM pick_task')).toEqual([{ distance_mm: 34_000 }])
  })
})

it('a planned task whose places changed since goes along a new tour through what is reserved now', async () => {
  await world.run(saveFloorPlan, { plan, source: 'derived' })
  const orderIds = await world.orders('A', 'B', 'C')
  const [first] = await world.rows<{ id: string }>(`SELECT id FROM location WHERE code = 'P1'`)
  const batch = { orderIds, locationIds: [first?.id ?? ''], zone: null, distanceMm: 7, baselineMm: 9 }
  await world.run(releaseWave, { waveId: null, strategy: 'cluster', plannedAt: 1, batches: [batch] })
  expect(EITHER_WAY_ROUND).toContainEqual(await walked())
  expect(await world.rows('SELECT distance_mm, baseline_mm FROM wave')).toEqual([
    { distance_mm: 34_000, baseline_mm: null },
  ])
})
