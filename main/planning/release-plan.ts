import type { Decision } from '../../commands/command.ts'
import { type LeftOut, type ReleasedWave, releaseWave, type WaveBatch } from '../../commands/waves/release-wave.ts'
import type { BulkOutcome } from '../../contract/station/orders.ts'
import type { PlanRun, PlanStrategy } from '../../contract/station/planning.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { Counters } from '../journal/counters.ts'
import type { Actor } from '../journal/executor.ts'
import type { ComputedPlan, PlannedBatch } from './plan-types.ts'

/** What a release needs beside the plan. */
export type ReleaseParts = {
  core: StationCore
  counters: Counters
  /** Releases orders as the office does, in short pieces. */
  releaseOrders(orderIds: readonly string[]): Promise<BulkOutcome>
  /** How a task is numbered where this station is alone. */
  taskNumber(count: number): string
}

/** What is released: a plan, or some of its batches. */
export type ReleaseWish = {
  plan: ComputedPlan
  batches: readonly PlannedBatch[]
  strategy: PlanStrategy
  plannedAt: number
  by: Actor
}

/** Orders released between two looks at whether it was cancelled. */
const ORDERS_AT_ONCE = 100
/** Orders that go into one request to the centre. */
const ORDERS_PER_REQUEST = 60
const MOST_LEFT_OUT = 200
/** A transaction ends after this long, so that a scan that waits for it hardly notices. */
const PIECE_MS = 8

/**
 * Releases what is not released yet, then makes a wave of what still can go, in pieces. Once it is cancelled it stops after
 * the piece at hand: what was made stays made. Its value: the wave, or null when nothing could go, with what was left out.
 */
export async function releasePlan(
  parts: ReleaseParts,
  wish: ReleaseWish,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<NonNullable<PlanRun['release']> | { leftOut: NonNullable<PlanRun['release']>['leftOut'] }> {
  const numbers = new Map(wish.batches.flatMap(({ orders }) => orders.map(({ id, number }) => [id, number] as const)))
  const total = numbers.size * 2
  const leftOut: LeftOut[] = []
  // In the turn in which the plan reserved for them.
  const waiting = wish.plan.ready.filter((id) => numbers.has(id))
  for (let at = 0; at < waiting.length && !signal.aborted; at += ORDERS_AT_ONCE) {
    const { refused } = await parts.releaseOrders(waiting.slice(at, at + ORDERS_AT_ONCE))
    // Somebody else may have released it since.
    for (const { orderId, name, params } of refused)
      if (name !== 'wrongState') leftOut.push({ orderId, name: name as LeftOut['name'], params })
    onProgress(numbers.size - waiting.length + Math.min(waiting.length, at + ORDERS_AT_ONCE), total)
  }
  const gone = new Set(leftOut.map(({ orderId }) => orderId))
  const due = wish.batches.map((batch) => asBatch(batch, gone)).filter(({ orderIds }) => orderIds.length > 0)
  const made = await makeWave(parts, wish, due, signal, (orders) => onProgress(numbers.size + orders, total))
  leftOut.push(...made.leftOut)
  const named = leftOut
    .slice(0, MOST_LEFT_OUT)
    .map(({ orderId, name, params }) => ({ orderId, number: numbers.get(orderId) ?? '', name, params }))
  const { waveId, number, tasks } = made
  if (waveId === null) return { leftOut: named }
  const orders = tasks.reduce((sum, task) => sum + task.orders, 0)
  const count = tasks.reduce((sum, { parts: zones }) => sum + zones, 0)
  return { waveId, number, tasks: count, orders, leftOutCount: leftOut.length, leftOut: named }
}

async function makeWave(
  parts: ReleaseParts,
  wish: ReleaseWish,
  due: readonly WaveBatch[],
  signal: AbortSignal,
  onPiece: (orders: number) => void,
): Promise<ReleasedWave> {
  const made: ReleasedWave = { waveId: null, number: '', tasks: [], leftOut: [] }
  let orders = 0
  for (let next = 0; next < due.length && !signal.aborted; ) {
    const run = parts.core.joined() ? askForSome : makeSome
    const { taken, decision } = await run(parts, wish, due.slice(next), made)
    next += taken
    if (!decision.ok) {
      // Nobody answers, or the wave is over: what is left goes on waiting.
      for (const orderId of due.slice(next).flatMap((batch) => batch.orderIds))
        made.leftOut.push({ orderId, ...decision.refusal })
      break
    }
    orders = due.slice(0, next).reduce((sum, { orderIds }) => sum + orderIds.length, 0)
    onPiece(orders)
    await giveWay()
  }
  return made
}

type Piece = { taken: number; decision: Decision<ReleasedWave> }

/** As many batches as one request takes. */
async function askForSome(
  { core }: ReleaseParts,
  wish: ReleaseWish,
  due: readonly WaveBatch[],
  made: ReleasedWave,
): Promise<Piece> {
  const batches: WaveBatch[] = []
  let orders = 0
  for (const batch of due) {
    if (batches.length > 0 && orders + batch.orderIds.length > ORDERS_PER_REQUEST) break
    batches.push(batch)
    orders += batch.orderIds.length
    if (batches.length === ORDERS_PER_REQUEST / 2) break
  }
  const { strategy, plannedAt } = wish
  const decision = await core.run(releaseWave, { waveId: made.waveId, strategy, plannedAt, batches }, wish.by)
  if (decision.ok) add(made, decision.value)
  return { taken: decision.ok ? batches.length : 0, decision }
}

/** As many batches as a short transaction takes, each by a command of its own; this station alone gives the numbers. */
function makeSome(
  { core, counters, taskNumber }: ReleaseParts,
  wish: ReleaseWish,
  due: readonly WaveBatch[],
  made: ReleasedWave,
): Promise<Piece> {
  const { strategy, plannedAt } = wish
  return core.executor.transact(async (work) => {
    const until = performance.now() + PIECE_MS
    const piece: ReleasedWave = { waveId: made.waveId, number: made.number, tasks: [], leftOut: [] }
    let taken = 0
    let decision: Decision<ReleasedWave> = { ok: true, value: piece }
    for (const batch of due) {
      const number = `W-${String(counters.upcoming('wave')).padStart(4, '0')}`
      const task = taskNumber(counters.upcoming('pick-task') + piece.tasks.length)
      const args = { waveId: piece.waveId, number, strategy, plannedAt, batches: [{ ...batch, number: task }] }
      decision = await work.run(releaseWave, args, wish.by)
      if (!decision.ok) break
      if (piece.waveId === null && decision.value.waveId !== null) counters.next('wave', work)
      for (const _ of decision.value.tasks) counters.next('pick-task', work)
      add(piece, decision.value)
      taken += 1
      if (performance.now() > until) break
    }
    add(made, piece)
    return { taken, decision }
  })
}

function add(made: ReleasedWave, more: ReleasedWave): void {
  made.waveId ??= more.waveId
  if (made.number === '') made.number = more.number
  made.tasks.push(...more.tasks)
  made.leftOut.push(...more.leftOut)
}

function asBatch(batch: PlannedBatch, gone: ReadonlySet<string>): WaveBatch {
  return {
    orderIds: batch.orders.map(({ id }) => id).filter((id) => !gone.has(id)),
    locationIds: batch.locationIds,
    zone: batch.zone,
    distanceMm: batch.tour.distanceMm,
    baselineMm: batch.baseline.distanceMm,
    ...(batch.parts.length === 0 ? {} : { parts: batch.parts }),
    ...(batch.sortedAt === 'bench' ? { sortedAt: batch.sortedAt } : {}),
  }
}
