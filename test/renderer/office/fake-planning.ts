import { implement } from '@orpc/server'
import { stationContract } from '../../../contract/station/index.ts'
import type {
  PlanBatch,
  PlanMap,
  PlanPlace,
  PlanPreview,
  PlanRun,
  WaveRow,
  WaveTask,
} from '../../../contract/station/planning.ts'
import { pickSeconds } from '../../../domain/pick-time.ts'
import { createRoutePlanner } from '../../../domain/route.ts'
import type { RouteStop, WarehouseLayout } from '../../../domain/route-layout.ts'
import { type Random, seededRandom } from '../../support/random.ts'

/** Which floor the pretended station plans on; `none`: nobody knows where its shelves stand. */
export type FakeFloor = 'plain' | 'blocks' | 'turned' | 'wide' | 'none'
/** What the pretended planning does: goes on for ever, is busy, fails, or has nothing to plan. */
export type FakePlanning = {
  floor: FakeFloor
  batches?: number
  moods?: readonly ('slow' | 'busy' | 'fails' | 'empty')[]
}

const AISLE_MM = 30_000
const CAPACITY = 12

/** A floor of parallel aisles, the depot below the first of them. */
export function layoutOf(floor: FakeFloor): WarehouseLayout {
  const count = floor === 'wide' ? 50 : floor === 'blocks' ? 10 : 12
  const toXMm = (count - 1) * 4_800
  const heights = floor === 'blocks' ? [0, 15_000, AISLE_MM] : [0, AISLE_MM]
  return {
    aisles: Array.from({ length: count }, (_, index) => ({
      id: `${index < count / 2 ? 'A' : 'B'}/${String(index + 1).padStart(2, '0')}`,
      xMm: index * 4_800,
      fromYMm: 0,
      toYMm: AISLE_MM,
      sides: 'both' as const,
    })),
    crossAisles: heights.map((yMm) => ({ id: `cross-${yMm}`, yMm, spans: [{ fromXMm: 0, toXMm }] })),
    depot: { crossAisle: 'cross-0', xMm: 0 },
  }
}

/** The map of a floor as the station gives it. */
export function mapOf(floor: Exclude<FakeFloor, 'none'>): PlanMap {
  const layout = layoutOf(floor)
  return {
    layout,
    isTurned: floor === 'turned',
    source: 'derived',
    aisleNames: Object.fromEntries(layout.aisles.map(({ id }) => [id, id.replace('/', '-')])),
    depot: { xMm: layout.depot.xMm, yMm: 0 },
    box: { fromXMm: 0, toXMm: (layout.aisles.length - 1) * 4_800, fromYMm: 0, toYMm: AISLE_MM },
  }
}

type Spot = RouteStop & { code: string; place: PlanPlace }

function spot(layout: WarehouseLayout, random: Random): Spot {
  const aisle = random.pick(layout.aisles)
  const bay = 1 + random.below(28)
  const side = random.pick(['left', 'right'] as const)
  const level = 1 + random.below(4)
  const yMm = 1_000 + (bay - 1) * 1_000
  const position = String(bay * 2 - (side === 'left' ? 1 : 0)).padStart(2, '0')
  const code = `${aisle.id.replace('/', '-')}-${level}-${position}`
  return {
    id: code,
    aisle: aisle.id,
    yMm,
    side,
    code,
    place: { xMm: aisle.xMm + (side === 'left' ? -1_600 : 1_600), yMm, aisle: aisle.id, side },
  }
}

function batchOf(number: number, floor: FakeFloor, random: Random): PlanBatch {
  const layout = layoutOf(floor)
  const planner = createRoutePlanner(layout)
  if (!planner.ok) throw new Error(JSON.stringify(planner.problems))
  const spots = new Map<string, Spot>()
  const wanted = 9 + random.below(8)
  while (spots.size < wanted) {
    const one = spot(layout, random)
    spots.set(one.id, one)
  }
  const route = planner.route([...spots.values()].map(({ id, aisle, yMm, side }) => ({ id, aisle, yMm, side })))
  if (!route.ok) throw new Error(JSON.stringify(route.problems))
  const ordered = route.order.flatMap((id) => spots.get(id) ?? [])
  const isKnown = floor !== 'none'
  const totes = 4 + random.below(CAPACITY - 3)
  const units = ordered.map(() => 1 + random.below(4))
  const work = { stops: ordered.length, units: units.reduce((sum, one) => sum + one, 0), totes }
  const distanceMm = isKnown ? route.distanceMm : null
  const baselineMm = isKnown ? Math.round(route.distanceMm * 1.24) : null
  return {
    row: {
      number,
      priority: number === 1 ? 5 : 0,
      zone: null,
      zones: [],
      orders: totes,
      sortedAt: 'tote',
      shipBy: null,
      capacity: CAPACITY,
      lines: ordered.length,
      weightGrams: 12_400,
      volumeMm3: 60_000_000,
      ...work,
      distanceMm,
      seconds: pickSeconds({ distanceMm, ...work }),
      baselineMm,
      baselineSeconds: pickSeconds({ distanceMm: baselineMm, ...work }),
      places: isKnown ? ordered.map(({ place }) => place) : [],
    },
    totes: Array.from({ length: totes }, (_, index) => ({
      slot: index + 1,
      orderId: `order-${number}-${index}`,
      orderNumber: `#${10_000 + number * 100 + index}`,
      carrier: 'CJ',
      shipBy: null,
      lines: 1,
      units: 2,
      cartons: index === 1 ? null : [{ name: 'M · 300×200×150', count: 1 + (index % 2) }],
    })),
    stops: ordered.map(({ code, place }, index) => ({
      number: index + 1,
      location: { code, segments: [], previous: ordered[index - 1]?.code ?? null, relation: 'other-zone' as const },
      place: isKnown ? place : null,
      takes: [
        {
          sku: `SKU-${index}`,
          name: '시카 크림 50 ml',
          lot: index % 3 === 0 ? 'L2426' : '',
          units: units[index] ?? 1,
          slot: 1 + (index % totes),
        },
      ],
    })),
    path: isKnown ? route.path : [],
    baselinePath: isKnown ? route.path : [],
    isExact: isKnown,
  }
}

/** A whole plan on a floor, the same for the same arguments. */
export function planOf(run: PlanRun, floor: FakeFloor, count: number): { preview: PlanPreview; batches: PlanBatch[] } {
  const random = seededRandom(7)
  const batches = Array.from({ length: count }, (_, index) => batchOf(index + 1, floor, random))
  const rows = batches.map(({ row }) => row)
  const sum = (of: (row: PlanBatch['row']) => number): number => rows.reduce((total, row) => total + of(row), 0)
  const isKnown = floor !== 'none'
  return {
    batches,
    preview: {
      run,
      distanceMm: isKnown ? sum(({ distanceMm }) => distanceMm ?? 0) : null,
      seconds: sum(({ seconds }) => seconds),
      baselineMm: isKnown ? sum(({ baselineMm }) => baselineMm ?? 0) : null,
      baselineSeconds: sum(({ baselineSeconds }) => baselineSeconds),
      orders: sum(({ totes }) => totes),
      lines: sum(({ lines }) => lines),
      units: sum(({ units }) => units),
      shipBy: Date.now() + 108 * 60_000,
      carriers: ['CJ'],
      batches: rows,
      leftOutCount: 3,
      leftOut: [
        { orderId: 'order-8', number: '#10008', name: 'needsMatch', params: { state: 'needs_match' } },
        { orderId: 'order-9', number: '#10009', name: 'underReserved', params: { missing: 2 } },
        { orderId: 'order-10', number: '#10010', name: 'somethingNew', params: {} },
      ],
      map: floor === 'none' ? null : mapOf(floor),
    },
  }
}

const NOW = Date.parse('2026-11-22T05:12:00Z')

function tasksOf(isTakenBack: boolean): WaveTask[] {
  const states = ['started', 'open', 'open', 'done', 'short'] as const
  return states.map((state, index) => ({
    taskId: `task-${index}`,
    number: `B-000${index + 1}`,
    state: state === 'open' && isTakenBack ? 'returned' : state,
    operator: state === 'open' ? null : '박서연',
    zone: null,
    part: null,
    waitsFor: null,
    mayGoBack: state === 'open' && !isTakenBack,
    priority: 0,
    orders: 8,
    lines: 14,
    units: 40,
    picked: state === 'open' ? 0 : state === 'started' ? 12 : 40,
    distanceMm: 224_000,
  }))
}

function waveOf(tasks: readonly WaveTask[]): WaveRow {
  return {
    waveId: 'wave-1',
    number: 'W-0419',
    state: 'released',
    strategy: 'cluster',
    releasedAt: NOW,
    releasedBy: '김민지',
    orders: 58,
    lines: 84,
    units: 181,
    distanceMm: 1_891_000,
    baselineMm: 2_359_000,
    tasks: Object.fromEntries([...Map.groupBy(tasks, ({ state }) => state)].map(([state, all]) => [state, all.length])),
  }
}

/** The planning procedures of a pretended station; `said` hears what was asked for. */
export function fakePlanning(options: FakePlanning, said: (name: string, input: unknown) => void) {
  const { planning } = implement(stationContract)
  const { floor, batches: count = 6, moods = [] } = options
  const runs = new Map<string, PlanRun>()
  const plans = new Map<string, ReturnType<typeof planOf>>()
  let isTakenBack = false
  const forget = { code: 'E-PLN-001', params: {} }
  const empty = moods.includes('empty')
  return {
    choices: planning.choices.handler(() => ({
      ready: empty ? 0 : 52,
      released: empty ? 0 : 9,
      carriers: [
        { code: 'CJ', name: 'CJ', orders: 40 },
        { code: 'HANJIN', name: '한진', orders: 21 },
      ],
      shipBy: [{ at: NOW, orders: 14 }],
      cartTotes: CAPACITY,
    })),
    plan: planning.plan.handler(({ input, errors }) => {
      said('plan', input)
      if (moods.includes('busy')) throw errors.BUSY({ data: { code: 'E-PLN-002', params: {} } })
      const planId = `plan-${runs.size + 1}`
      const fails = moods.includes('fails')
      const phase = moods.includes('slow') ? 'batching' : fails ? 'failed' : 'planned'
      const run: PlanRun = {
        planId,
        phase,
        done: 2_000,
        total: 5_000,
        createdAt: NOW,
        request: input,
        release: null,
        failure: fails ? { code: 'E-PLN-006', params: { name: 'noWork' } } : null,
      }
      runs.set(planId, run)
      if (phase === 'planned') plans.set(planId, planOf(run, floor, count))
      return run
    }),
    progress: planning.progress.handler(({ input, errors }) => {
      const run = runs.get(input.planId)
      if (run === undefined) throw errors.NOT_FOUND({ data: forget })
      return run
    }),
    cancel: planning.cancel.handler(({ input, errors }) => {
      said('cancel', input)
      const run = runs.get(input.planId)
      if (run === undefined) throw errors.NOT_FOUND({ data: forget })
      run.phase = 'cancelled'
      return run
    }),
    plans: planning.plans.handler(() => [...runs.values()].reverse()),
    preview: planning.preview.handler(({ input, errors }) => {
      const plan = plans.get(input.planId)
      if (plan === undefined) throw errors.CONFLICT({ data: { code: 'E-PLN-003', params: {} } })
      return plan.preview
    }),
    batch: planning.batch.handler(({ input, errors }) => {
      const batch = plans.get(input.planId)?.batches[input.number - 1]
      if (batch === undefined) throw errors.NOT_FOUND({ data: { code: 'E-PLN-005', params: {} } })
      return batch
    }),
    release: planning.release.handler(({ input, errors }) => {
      said('release', input)
      const run = runs.get(input.planId)
      if (run === undefined) throw errors.NOT_FOUND({ data: forget })
      run.phase = 'released'
      run.release = {
        waveId: 'wave-1',
        number: 'W-0419',
        tasks: input.batches?.length ?? count,
        orders: 57,
        leftOutCount: 1,
        leftOut: [{ orderId: 'order-7', number: '#10007', name: 'wrongState', params: {} }],
      }
      return run
    }),
    waves: planning.waves.handler(() => ({ rows: empty ? [] : [waveOf(tasksOf(isTakenBack))], next: null })),
    wave: planning.wave.handler(({ input, errors }) => {
      if (input.waveId !== 'wave-1') throw errors.NOT_FOUND({ data: { code: 'E-PLN-004', params: {} } })
      const tasks = tasksOf(isTakenBack)
      return { row: waveOf(tasks), tasks }
    }),
    cancelWave: planning.cancelWave.handler(({ input }) => {
      said('cancelWave', input)
      isTakenBack = true
      const tasks = tasksOf(true)
      return { row: waveOf(tasks), tasks }
    }),
    floorPlan: planning.floorPlan.handler(() => null),
    saveFloorPlan: planning.saveFloorPlan.handler(() => null),
  }
}
