import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { SHARED_RULES } from '../../../db/rules/shared-rules.ts'
import { fillDemoOrders } from '../../support/demo-orders.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'

const DAY = Date.parse('2026-11-20T03:00:00Z')
let test: TestStation
let lead: StationClient
let picker: StationClient

beforeAll(async () => {
  test = await openTestStation({ platform: { now: () => DAY } })
  await fillDemoOrders(test.station.core, 640, DAY)
  lead = test.client()
  picker = test.client()
  await signIn(lead, 'BDG-0003', '3690')
  await signIn(picker, 'BDG-0004', '4712')
}, 60_000)
afterAll(() => test?.close())
afterEach(() => {
  const broken = SHARED_RULES.flatMap(({ name, breaks }) =>
    rows(breaks).map((row) => `${name}: ${Object.values(row)[0]}`),
  )
  expect(broken).toEqual([])
})

function rows(sql: string): Record<string, unknown>[] {
  return test.station.core.store.reader.prepare(sql).all() as Record<string, unknown>[]
}

async function until(planId: string, phases: PlanRun['phase'][]): Promise<PlanRun> {
  for (;;) {
    const run = await lead.planning.progress({ planId })
    if (phases.includes(run.phase)) return run
    if (run.failure !== null) throw new Error(JSON.stringify(run.failure))
    await delay(5)
  }
}

async function planned(request: Parameters<StationClient['planning']['plan']>[0]) {
  const { planId } = await lead.planning.plan(request)
  await until(planId, ['planned'])
  return lead.planning.preview({ planId })
}

describe('a plan of 1,000 orders', () => {
  it('is computed beside the floor, told of as it goes on, and can be looked at batch by batch', async () => {
    const choices = await lead.planning.choices()
    expect(choices.ready).toBeGreaterThanOrEqual(1_000)
    const begin = performance.now()
    const { planId, phase } = await lead.planning.plan({ limit: 1_000, seconds: 1 })
    expect(phase).toBe('reading')
    await expect(lead.planning.plan({})).rejects.toMatchObject({ code: 'BUSY', data: { code: 'E-PLN-002' } })
    await expect(lead.planning.preview({ planId })).rejects.toMatchObject({ data: { code: 'E-PLN-003' } })
    const scans: number[] = []
    const seen = new Set<string>()
    for (;;) {
      const run = await lead.planning.progress({ planId })
      seen.add(run.phase)
      expect(run.failure).toBeNull()
      if (run.phase === 'planned') break
      const asked = performance.now()
      await picker.picking.scan({ ...scanOf('NOBODY-KNOWS'), source: 'wedge' })
      await picker.picking.scan({ ...scanOf(command('acknowledge')), source: 'wedge' })
      scans.push((performance.now() - asked) / 2)
      await delay(1)
    }
    expect(performance.now() - begin).toBeLessThan(20_000)
    expect([...seen]).toContain('batching')
    expect(scans.length).toBeGreaterThan(10)
    scans.sort((a, b) => a - b)
    expect(scans[Math.floor(scans.length / 2)]).toBeLessThan(50)

    const preview = await lead.planning.preview({ planId })
    expect(preview.orders).toBe(1_000)
    expect(preview.batches.reduce((sum, { totes }) => sum + totes, 0)).toBe(1_000)
    expect(preview.distanceMm).toBeLessThan(preview.baselineMm ?? 0)
    expect(preview.map).toMatchObject({ source: 'derived', isTurned: false })
    expect(preview.map?.layout.aisles).toHaveLength(12)
    expect(Object.values(preview.map?.aisleNames ?? {})).toContain('A-01')
    const priorities = preview.batches.map(({ priority }) => priority)
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a))
    const [row] = preview.batches
    const batch = await lead.planning.batch({ planId, number: 1 })
    expect(batch.row).toEqual(row)
    expect(batch).toMatchObject({ isExact: true })
    expect(batch.path[0]).toEqual(preview.map?.depot)
    expect(batch.path.at(-1)).toEqual(preview.map?.depot)
    expect(batch.stops.map(({ number }) => number)).toEqual(batch.stops.map((_, index) => index + 1))
    const [stop] = batch.stops
    expect(stop?.location.segments.map(({ part }) => part)).toEqual(['zone', 'aisle', 'bay', 'position'])
    expect(new Set(batch.stops.flatMap(({ takes }) => takes.map(({ slot }) => slot))).size).toBe(batch.totes.length)
    // Every item of the demo warehouse has a size, and its cartons take it.
    expect(batch.totes.every(({ cartons }) => cartons !== null && cartons.length > 0)).toBe(true)
    await expect(lead.planning.batch({ planId, number: 9_999 })).rejects.toMatchObject({ data: { code: 'E-PLN-005' } })
    expect((await lead.planning.plans()).map((run) => run.planId)).toEqual([planId])
  }, 60_000)

  it('is ended by a cancel, and another one can be made then', async () => {
    const { planId } = await lead.planning.plan({ seconds: 60 })
    await until(planId, ['batching'])
    await lead.planning.cancel({ planId })
    expect((await until(planId, ['cancelled'])).phase).toBe('cancelled')
    await expect(lead.planning.preview({ planId })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await planned({ limit: 10, seconds: 1 })).orders).toBe(10)
  }, 60_000)
})

describe('releasing a plan', () => {
  it('releases its orders and makes the tasks that were shown, in the order of the tours', async () => {
    const preview = await planned({ limit: 24, seconds: 1 })
    const { planId } = preview.run
    const first = await lead.planning.batch({ planId, number: 1 })
    const before = await lead.planning.choices()
    await lead.planning.release({ planId })
    const { release } = await until(planId, ['released'])
    // What waits in a task of the wave is released, but nothing that another plan could take.
    const { ready, released } = await lead.planning.choices()
    expect({ ready, released }).toEqual({ ready: before.ready - 24, released: before.released })
    expect(release).toMatchObject({ number: 'W-0001', orders: 24, tasks: preview.batches.length, leftOutCount: 0 })
    await expect(lead.planning.release({ planId })).rejects.toMatchObject({ data: { code: 'E-PLN-003' } })
    const { row, tasks } = await lead.planning.wave({ waveId: release?.waveId ?? '' })
    expect(row).toMatchObject({ state: 'released', orders: 24, distanceMm: preview.distanceMm, releasedBy: '박하람' })
    expect(tasks.map(({ number }) => number)).toEqual(preview.batches.map((_, at) => `B-000${at + 1}`))
    const places = rows(
      `SELECT DISTINCT location.code, sequence FROM pick_line JOIN location ON location.id = location_id
       WHERE pick_task_id = '${tasks[0]?.taskId}' ORDER BY sequence`,
    ).map(({ code }) => code)
    expect([...new Set(places)]).toEqual(first.stops.map(({ location }) => location.code))
    // The picker is given the first of them, before anything else.
    const { bench } = await picker.picking.scan({ ...scanOf(command('giveWork')), source: 'wedge' })
    expect(bench.task?.number).toBe('B-0001')
    expect(bench.cart.slots.map(({ orderNumber }) => orderNumber)).toEqual(
      first.totes.map(({ orderNumber }) => orderNumber),
    )
  }, 60_000)

  it('takes only the batches that were chosen, without an order that was cancelled since', async () => {
    const preview = await planned({ limit: 24, seconds: 1 })
    const { planId } = preview.run
    const { totes } = await lead.planning.batch({ planId, number: 2 })
    const [gone] = totes
    await lead.orders.cancel({ orderIds: [gone?.orderId ?? ''], reason: 'asked' })
    await lead.planning.release({ planId, batches: [2] })
    const { release } = await until(planId, ['released'])
    // Cancelled is no state from which an order is released, nor one that a wave takes.
    expect(release).toMatchObject({ tasks: 1, orders: totes.length - 1, leftOutCount: 1 })
    expect(release?.leftOut).toMatchObject([{ orderId: gone?.orderId, number: gone?.orderNumber, name: 'wrongState' }])
  }, 60_000)

  it('is undone by cancelling the wave, and what somebody has goes on', async () => {
    const { rows: waves } = await lead.planning.waves({})
    expect(waves.map(({ number }) => number)).toEqual(['W-0002', 'W-0001'])
    const first = waves[1]?.waveId ?? ''
    const { row, tasks } = await lead.planning.cancelWave({ waveId: first })
    expect(row).toMatchObject({ state: 'cancelled', tasks: { claimed: 1, returned: tasks.length - 1 } })
    await expect(lead.planning.cancelWave({ waveId: first })).rejects.toMatchObject({
      data: { code: 'E-CMD-wrongState' },
    })
    await expect(lead.planning.wave({ waveId: 'none' })).rejects.toMatchObject({ data: { code: 'E-PLN-004' } })
    const again = await planned({ states: ['released'], limit: 100, seconds: 1 })
    expect(again.orders).toBe(24 - (tasks.find(({ state }) => state === 'claimed')?.orders ?? 0))
  }, 60_000)
})

describe('the strategies', () => {
  it.each([
    ['single', 1],
    ['single-line', 8],
    ['zone', 8],
    ['bulk', 8],
  ] as const)('%s makes batches of its own kind', async (strategy, most) => {
    const preview = await planned({ strategy, limit: 300, seconds: 1 })
    expect(Math.max(...preview.batches.map(({ totes }) => totes))).toBeLessThanOrEqual(most)
    if (strategy === 'single-line') expect(preview.lines).toBe(preview.orders)
    if (strategy === 'zone') expect(preview.batches.some(({ zone }) => zone !== null)).toBe(true)
    if (strategy === 'bulk' || strategy === 'single-line') expect(preview.leftOutCount).toBeGreaterThan(0)
  })

  it('zone makes one tour after the other, each within its zone, from the depot and back to it', async () => {
    const preview = await planned({ strategy: 'zone', limit: 300, seconds: 1 })
    const chain = preview.batches.find(({ zones }) => zones.length > 1)
    expect(chain).toMatchObject({ zone: null })
    const { stops, path, row } = await lead.planning.batch({
      ...{ planId: preview.run.planId, number: chain?.number ?? 0 },
    })
    const zones = stops.map(({ location }) => location.segments.find(({ part }) => part === 'zone')?.text ?? '')
    expect([...new Set(zones)]).toEqual(row.zones)
    expect(zones).toEqual([...zones].sort())
    const isDepot = ({ xMm, yMm }: { xMm: number; yMm: number }): boolean =>
      xMm === preview.map?.depot.xMm && yMm === preview.map.depot.yMm
    // Each tour but the first begins where the one before it ended.
    expect(path.filter(isDepot).length).toBeGreaterThanOrEqual(2 * row.zones.length)
    const single = preview.batches.find(({ zones: own }) => own.length === 1)
    expect(single?.zones).toEqual([single?.zone])
  })

  it('says with a code when nothing can be planned', async () => {
    const { planId } = await lead.planning.plan({ shipBefore: 1 })
    expect((await until(planId, ['failed'])).failure).toEqual({ code: 'E-PLN-006', params: { name: 'noWork' } })
  })
})

describe('the plan of the floor', () => {
  it('is kept when somebody draws one, and read off the locations again without', async () => {
    const derived = await lead.planning.floorPlan()
    expect(derived).toMatchObject({ source: 'derived' })
    const layout = derived?.layout
    if (layout === undefined) throw new Error('No floor')
    const depot = { ...layout.depot, xMm: layout.aisles[0]?.xMm ?? 0 }
    expect(await lead.planning.saveFloorPlan({ layout: { ...layout, depot } })).toMatchObject({
      source: 'kept',
      depot: { xMm: depot.xMm },
    })
    const twice = { ...layout, aisles: [...layout.aisles, ...layout.aisles.slice(0, 1)] }
    await expect(lead.planning.saveFloorPlan({ layout: twice })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'E-RTE-006', params: { name: 'floorPlanBad', path: 'aisles[12].id' } },
    })
    const again = await planned({ limit: 8, seconds: 1 })
    expect(again.map).toMatchObject({ source: 'kept' })
    expect(await lead.planning.saveFloorPlan({ layout: null })).toEqual(derived)
  }, 60_000)
})
