import { join } from 'node:path'
import type { z } from 'zod'
import { cancelWave } from '../../commands/waves/cancel-wave.ts'
import { saveFloorPlan } from '../../commands/waves/save-floor-plan.ts'
import type {
  PlanBatch,
  PlanMap,
  PlanPreview,
  PlanRequest,
  PlanRun,
  planning,
  WaveRow,
  WaveTask,
} from '../../contract/station/planning.ts'
import { SUPERVISORS } from '../../domain/roles.ts'
import type { WarehouseLayout } from '../../domain/route-layout.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { turnBy } from '../orders/release-waiting.ts'
import { accepted, problem } from '../rpc/problems.ts'
import { openPlanChoices } from './plan-choices.ts'
import type { ComputedPlan, FloorText, PlannedBatch } from './plan-types.ts'
import { batchOf, mapOf, previewOf } from './plan-views.ts'
import { type ReleaseParts, releasePlan } from './release-plan.ts'
import { readFloor, runPlan } from './run-planner.ts'
import { openWaveStore } from './wave-store.ts'

type Output<Name extends 'choices'> = z.output<NonNullable<(typeof planning)[Name]['~orpc']['outputSchema']>>
type Request = z.output<typeof PlanRequest>
type Run = z.output<typeof PlanRun>
type WaveView = { row: WaveRow; tasks: WaveTask[] }

/** What leads ask of planning. Everything checks the session's operator first. */
export type PlanningService = {
  choices(sessionId: string): Output<'choices'>
  plan(sessionId: string, request: Request): Run
  progress(sessionId: string, planId: string): Run
  cancel(sessionId: string, planId: string): Run
  plans(sessionId: string): Run[]
  preview(sessionId: string, planId: string): PlanPreview
  batch(sessionId: string, planId: string, number: number): PlanBatch
  release(sessionId: string, planId: string, batches: readonly number[] | null): Run
  waves(sessionId: string, before: string | null, limit: number): { rows: WaveRow[]; next: string | null }
  wave(sessionId: string, waveId: string): WaveView
  cancelWave(sessionId: string, waveId: string): Promise<WaveView>
  floorPlan(sessionId: string): Promise<PlanMap | null>
  saveFloorPlan(sessionId: string, layout: WarehouseLayout | null, isTurned: boolean): Promise<PlanMap | null>
  /** Keeps the floor that the places of the locations make, for tours of work that nobody planned. */
  keepFloor(by: Actor): Promise<void>
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

/** What planning needs of others. */
export type PlanningParts = Omit<ReleaseParts, 'core' | 'releaseOrders'> & {
  releaseOrders(sessionId: string, orderIds: readonly string[]): ReturnType<ReleaseParts['releaseOrders']>
}

/** A plan is looked at and released, or forgotten. */
const KEPT_MS = 4 * 3_600_000
const MOST_PLANS = 10
const COMPUTING: readonly Run['phase'][] = ['reading', 'allocating', 'batching', 'routing', 'cartons']
const PLANNED: readonly Run['phase'][] = ['planned', 'releasing', 'released']

type Kept = { run: Run; plan: ComputedPlan | null; capacity: number; abort: AbortController; done: Promise<void> }

/** Opens planning on an open station. */
export function openPlanningService(core: StationCore, parts: PlanningParts): PlanningService {
  const { reader } = core.store
  const waves = openWaveStore(reader)
  const choices = openPlanChoices(reader)
  const kept = new Map<string, Kept>()
  const lead = (sessionId: string): Actor => core.require(sessionId, SUPERVISORS).actor

  const find = (sessionId: string, planId: string): Kept => {
    lead(sessionId)
    const found = kept.get(planId)
    if (found === undefined) throw problem('NOT_FOUND', 'E-PLN-001', { planId })
    return found
  }
  const planned = (sessionId: string, planId: string): Kept & { plan: ComputedPlan } => {
    const found = find(sessionId, planId)
    const { plan, run } = found
    if (plan === null || !PLANNED.includes(run.phase)) throw problem('CONFLICT', 'E-PLN-003', { phase: run.phase })
    return { ...found, plan }
  }
  const forget = (): void => {
    const since = core.platform.now() - KEPT_MS
    for (const [id, { run }] of kept)
      if (
        !COMPUTING.includes(run.phase) &&
        run.phase !== 'releasing' &&
        (run.createdAt < since || kept.size >= MOST_PLANS)
      )
        kept.delete(id)
  }
  const waveView = (waveId: string): WaveView => {
    const found = waves.find(waveId)
    if (found === undefined) throw problem('NOT_FOUND', 'E-PLN-004', { waveId })
    return found
  }
  const ending = new AbortController()
  const path = join(core.dataDirectory, 'replica.db')
  const map = async (): Promise<PlanMap | null> => {
    const floor = keptFloor(core) ?? (await readFloor(path, ending.signal))
    return floor === null ? null : mapOf(floor)
  }
  const keepFloor = async (by: Actor): Promise<void> => keepDerived(core, await readFloor(path, ending.signal), by)

  return {
    choices: (sessionId) => {
      lead(sessionId)
      return choices(core.policies().cartOrders)
    },
    plan: (sessionId, request) => {
      const by = lead(sessionId)
      if ([...kept.values()].some(({ run }) => COMPUTING.includes(run.phase))) throw problem('BUSY', 'E-PLN-002')
      forget()
      const run = newRun(core, request)
      const capacity = request.strategy === 'single' ? 1 : (request.limits?.totes ?? core.policies().cartOrders)
      const abort = new AbortController()
      const one: Kept = { run, plan: null, capacity, abort, done: Promise.resolve() }
      one.done = compute(core, path, one, by).catch((error: unknown) => fail(core, one, error))
      kept.set(run.planId, one)
      return run
    },
    progress: (sessionId, planId) => find(sessionId, planId).run,
    cancel: (sessionId, planId) => {
      const { run, abort } = find(sessionId, planId)
      abort.abort(new DOMException('Cancelled', 'AbortError'))
      return run
    },
    plans: (sessionId) => {
      lead(sessionId)
      return Array.from(kept.values(), ({ run }) => run).reverse()
    },
    preview: (sessionId, planId) => {
      const { run, plan, capacity } = planned(sessionId, planId)
      return previewOf(run, plan, capacity)
    },
    batch: (sessionId, planId, number) => {
      const { plan, capacity } = planned(sessionId, planId)
      const found = batchOf(plan, number, capacity)
      if (found === undefined) throw problem('NOT_FOUND', 'E-PLN-005', { number })
      return found
    },
    release: (sessionId, planId, numbers) => {
      const by = lead(sessionId)
      const { plan } = planned(sessionId, planId)
      const one = find(sessionId, planId)
      if (one.run.phase !== 'planned') throw problem('CONFLICT', 'E-PLN-003', { phase: one.run.phase })
      const batches = numbers === null ? plan.batches : numbers.flatMap((number) => plan.batches[number - 1] ?? [])
      if (batches.length === 0) throw problem('REFUSED', 'E-PLN-006', { name: 'noWork' })
      one.abort = new AbortController()
      const releaseOrders: ReleaseParts['releaseOrders'] = (ids) => parts.releaseOrders(sessionId, ids)
      Object.assign(one.run, { phase: 'releasing', done: 0, total: 0 })
      one.done = release({ ...parts, core, releaseOrders }, one, { plan, batches, by }).catch((error: unknown) =>
        fail(core, one, error),
      )
      return one.run
    },
    waves: (sessionId, before, limit) => {
      lead(sessionId)
      return waves.list(before, limit)
    },
    wave: (sessionId, waveId) => {
      lead(sessionId)
      return waveView(waveId)
    },
    cancelWave: async (sessionId, waveId) => {
      const by = lead(sessionId)
      waveView(waveId)
      accepted(await core.run(cancelWave, { waveId }, by))
      return waveView(waveId)
    },
    floorPlan: (sessionId) => {
      lead(sessionId)
      return map()
    },
    saveFloorPlan: async (sessionId, layout, isTurned) => {
      const by = lead(sessionId)
      const plan = layout === null ? null : { layout, isTurned }
      const decision = await core.run(saveFloorPlan, { plan, source: 'kept' }, by)
      if (!decision.ok && decision.refusal.name === 'floorPlanBad') {
        const { path = '', code = 'E-RTE-001' } = decision.refusal.params
        throw problem('REFUSED', String(code), { name: 'floorPlanBad', path })
      }
      accepted(decision)
      if (layout === null) await keepFloor(by)
      return map()
    },
    keepFloor,
    close: async () => {
      ending.abort(new DOMException('The station is closing', 'AbortError'))
      for (const { abort } of kept.values()) abort.abort(new DOMException('The station is closing', 'AbortError'))
      await Promise.all(Array.from(kept.values(), ({ done }) => done))
    },
  }
}

function newRun(core: StationCore, request: Request): Run {
  const createdAt = core.platform.now()
  const planId = uuidV7(createdAt, core.platform.randomBytes(16))
  return { planId, phase: 'reading', done: 0, total: request.limit, createdAt, request, release: null, failure: null }
}

async function compute(core: StationCore, path: string, one: Kept, by: Actor): Promise<void> {
  const { run, abort } = one
  const { at, businessDate, policies, timeZone } = turnBy(core)
  const task = {
    path,
    request: run.request as Request,
    ...{ at, businessDate, policies, timeZone },
    cartTotes: policies.cartOrders,
  }
  one.plan = await runPlan(task, abort.signal, (progress) => Object.assign(run, progress))
  if (one.plan.batches.length === 0) throw problem('REFUSED', 'E-PLN-006', { name: 'noWork' })
  Object.assign(run, { phase: 'planned', done: one.plan.batches.length, total: one.plan.batches.length })
  // Work that nobody planned is walked along the same floor.
  await keepDerived(core, one.plan.floor, by).catch((error: unknown) =>
    core.platform.log({ level: 'error', event: 'floor-not-kept', error: String(error) }),
  )
}

async function release(
  parts: ReleaseParts,
  { run, abort }: Kept,
  wish: { plan: ComputedPlan; batches: readonly PlannedBatch[]; by: Actor },
): Promise<void> {
  const { strategy } = run.request as Request
  const came = await releasePlan(parts, { ...wish, strategy, plannedAt: run.createdAt }, abort.signal, (done, total) =>
    Object.assign(run, { done, total }),
  )
  if ('waveId' in came) {
    Object.assign(run, { phase: 'released', release: came })
    return
  }
  abort.signal.throwIfAborted()
  const [first] = came.leftOut
  throw problem('REFUSED', 'E-PLN-006', { ...first?.params, name: first?.name ?? 'noWork' })
}

function fail(core: StationCore, { run, abort }: Kept, error: unknown): void {
  if (abort.signal.aborted) {
    run.phase = 'cancelled'
    return
  }
  run.phase = 'failed'
  const { code, params } = (error as { data?: { code?: string; params?: Record<string, string | number> } }).data ?? {}
  run.failure = { code: code ?? 'E-PLN-009', params: params ?? {} }
  if (code !== undefined) return
  const text = String((error as Error).stack ?? error)
  core.platform.log({ level: 'error', event: 'plan-failed', planId: run.planId, error: text })
}

/** Keeps a floor that was derived, if it is another one than before. Without an answer of the centre it stays as it is. */
async function keepDerived(core: StationCore, floor: FloorText | null, by: Actor): Promise<void> {
  if (floor?.source === 'kept' || keptFloor(core)?.body === floor?.body) return
  await core.run(saveFloorPlan, { plan: floor === null ? null : JSON.parse(floor.body), source: 'derived' }, by)
}

function keptFloor(core: StationCore): FloorText | undefined {
  return core.store.reader.prepare('SELECT body, source FROM floor_plan').get() as FloorText | undefined
}
