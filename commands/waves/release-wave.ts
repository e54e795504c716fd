import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { compareNatural } from '../../domain/walk.ts'
import { WAVE_STRATEGIES } from '../../domain/wave.ts'
import { accept, type CommandContext, type Decision, defineCommand, type Refusal, refuse } from '../command.ts'
import { nextNumber } from '../numbers/next-number.ts'
import { recordEvent } from '../orders/record-event.ts'
import { MOST_COLLECTED } from '../picking/collect-units.ts'
import { nextTaskNumber } from '../picking/make-task.ts'
import { idsOf, orderForTask, putLines, putSlots, type Stop, stopsOf, type Taken } from '../picking/task-rows.ts'
import { alongTour, inOrder, type Toured } from '../picking/tour-order.ts'

/** Most tasks and most orders that one request adds: so long the others wait at the centre. */
export const WAVE_PIECE = { tasks: 50, orders: 200 } as const
/** No cart holds more totes. */
const CART_TOTES = 24

/** One tour as it was planned. */
const Tour = {
  /** The places of the tour, in the order in which they are reached. */
  locationIds: z.array(z.string()).max(1_000),
  distanceMm: z.int().min(0).nullable(),
  /** The S-shape walk through the same places. */
  baselineMm: z.int().min(0).nullable(),
}

/** One batch as it was planned. */
export const WaveBatch = z.object({
  /** Its number; without one the next of the site. The tasks of a chain are numbered `<number>-1` and so on. */
  number: z.string().min(1).max(36).optional(),
  /** In the order of their slots on the cart: at most 24 where each gets a tote. */
  orderIds: z.array(z.string()).min(1).max(MOST_COLLECTED),
  /** Each order into its own tote while picking, or all together until the bench; never so where there are parts. */
  sortedAt: z.enum(['tote', 'bench']).optional(),
  zone: z.string().max(16).nullable(),
  ...Tour,
  /** A tour in each zone: then the cart is handed over from zone to zone, and each has a task of its own. */
  parts: z
    .array(z.object({ zone: z.string().max(16), ...Tour }))
    .max(200)
    .optional(),
})
export type WaveBatch = z.infer<typeof WaveBatch>

/**
 * An order that was left out, and why; `otherPriority` when it is not as urgent as the first one of its batch, `trackedGoods`
 * when units of it have serial numbers and cannot lie among others', `noRoom` when the cart has no tote for it.
 */
export type LeftOut = { orderId: string } & Refusal

/** What a release came to; `waveId` is null when every order had to be left out and there was no wave yet. */
export type ReleasedWave = {
  waveId: string | null
  number: string
  /** One for each batch that was made: its first task, and how many it has. */
  tasks: { taskId: string; number: string; orders: number; parts: number }[]
  leftOut: LeftOut[]
}

/**
 * Releases planned batches as tasks that wait for a picker, in a new wave or as further ones of `waveId`. What is picked is
 * what is reserved now, in the sequence of the plan, or along a new tour when that does not know all the places. A batch
 * with `parts` becomes a chain of tasks, one for each zone where anything is reserved, in the natural order of their names:
 * the same orders in the same slots, each with the lines of its zone. Orders that may not go ({@link orderForTask}) are left
 * out and named. Refused: `notFound`, `wrongState` when that wave is over.
 */
export const releaseWave = defineCommand({
  type: 'waves.release',
  version: 1,
  class: 'INTENT',
  args: z.object({
    waveId: z.string().nullable(),
    /** Its number; without one the next of the site. Not asked for when it is there already. */
    number: z.string().min(1).max(40).optional(),
    strategy: z.enum(WAVE_STRATEGIES),
    plannedAt: z.int().min(0),
    batches: z.array(WaveBatch).min(1).max(WAVE_PIECE.tasks),
  }),
  async run(tx, command): Promise<Decision<ReleasedWave>> {
    const { args } = command
    const known = args.waveId === null ? undefined : await tx.get('wave', args.waveId)
    if (args.waveId !== null && known === undefined) return refuse('notFound')
    if (known !== undefined && known.state !== 'released') return refuse('wrongState', { state: known.state })
    const leftOut: LeftOut[] = []
    const tasks: ReleasedWave['tasks'] = []
    let wave = known
    for (const [index, batch] of args.batches.entries()) {
      const { taken, others } = await takeBatch(tx, batch)
      leftOut.push(...others)
      if (taken.length === 0) continue
      wave ??= await newWave(tx, command)
      const made = await putChain(tx, command, wave, { batch, role: `${index + 1}.`, taken })
      wave = made.wave
      tasks.push({ ...made.task, orders: taken.length })
    }
    if (wave !== undefined && tasks.length > 0) await tx.put('wave', wave)
    return accept({ waveId: wave?.id ?? null, number: wave?.number ?? '', tasks, leftOut })
  },
})

async function newWave(
  tx: Tx,
  command: CommandContext & { args: { number?: string | undefined; strategy: string; plannedAt: number } },
): Promise<Row<'wave'>> {
  const { args } = command
  return {
    id: idsOf(command.id)('wave'),
    number: args.number ?? `W-${String(await nextNumber(tx, 'wave')).padStart(4, '0')}`,
    state: 'released',
    strategy: args.strategy,
    created_at: args.plannedAt,
    released_at: command.at,
    released_by: command.operatorId,
    order_count: 0,
    line_count: 0,
    unit_count: 0,
    distance_mm: 0,
    baseline_mm: 0,
  }
}

/** The orders of a batch that may go, all of one priority, and the others with the reason. */
async function takeBatch(tx: Tx, batch: WaveBatch): Promise<{ taken: Taken[]; others: LeftOut[] }> {
  const sortedAt = whereSorted(batch)
  const taken: Taken[] = []
  const others: LeftOut[] = []
  for (const orderId of batch.orderIds) {
    if (taken.some(({ order }) => order.id === orderId)) continue
    const found = await orderForTask(tx, orderId)
    if ('refusal' in found) others.push({ orderId, ...found.refusal })
    else if (taken[0] !== undefined && taken[0].order.priority !== found.order.priority)
      others.push({ orderId, name: 'otherPriority', params: {} })
    else if (sortedAt === 'bench' && (await hasSerials(tx, found)))
      others.push({ orderId, name: 'trackedGoods', params: {} })
    else if (sortedAt === 'tote' && taken.length === CART_TOTES) others.push({ orderId, name: 'noRoom', params: {} })
    else taken.push(found)
  }
  return { taken, others }
}

/** A cart that is handed over from zone to zone carries a tote for each order. */
function whereSorted({ sortedAt = 'tote', parts }: WaveBatch): 'tote' | 'bench' {
  return parts === undefined ? sortedAt : 'tote'
}

/** Units with serial numbers belong to one order from the shelf on. */
async function hasSerials(tx: Tx, { reservations }: Taken): Promise<boolean> {
  for (const { stock_id: stockId } of reservations) {
    const stock = await tx.get('stock', stockId)
    const item = stock === undefined ? undefined : await tx.get('item', stock.item_id)
    if (stock?.serial !== '' || item?.tracking === 'serial') return true
  }
  return false
}

type Made = { wave: Row<'wave'>; task: { taskId: string; number: string; parts: number } }
type Leg = { zone: string | null; toured: Toured; baselineMm: number | null }

/** Writes the tasks of a batch, and the wave as it is then, which is not written. */
async function putChain(
  tx: Tx,
  command: CommandContext,
  wave: Row<'wave'>,
  { batch, role, taken }: { batch: WaveBatch; role: string; taken: Taken[] },
): Promise<Made> {
  const number = batch.number ?? (await nextTaskNumber(tx))
  const legs = await legsOf(tx, await stopsOf(tx, taken), batch)
  const tasks: Row<'pick_task'>[] = []
  for (const [index, { zone, toured }] of legs.entries()) {
    const idOf = idsOf(command.id, legs.length === 1 ? role : `${role}p${index + 1}.`)
    const task: Row<'pick_task'> = {
      id: idOf('task'),
      number: legs.length === 1 ? number : `${number}-${index + 1}`,
      state: 'open',
      operator_id: null,
      epoch: 1,
      holder: null,
      verify: 0,
      wave_id: wave.id,
      priority: taken[0]?.order.priority ?? 0,
      zone,
      distance_mm: toured.distanceMm,
      after_task_id: tasks.at(-1)?.id ?? null,
      sorted_at: whereSorted(batch),
      created_at: command.at,
      started_at: null,
      done_at: null,
    }
    await tx.put('pick_task', task)
    await putSlots(tx, task.id, taken, idOf)
    await putLines(tx, task.id, toured.stops, idOf)
    tasks.push(task)
  }
  const first = present(tasks[0], 'an order in a task has something reserved')
  for (const [index, { order }] of taken.entries())
    await recordEvent(tx, command, order.id, 'planned', { wave: wave.number, task: first.number, slot: index + 1 })
  const stops = legs.flatMap(({ toured }) => toured.stops)
  return {
    task: { taskId: first.id, number: first.number, parts: tasks.length },
    wave: {
      ...wave,
      order_count: wave.order_count + taken.length,
      line_count: wave.line_count + stops.length,
      unit_count: wave.unit_count + stops.reduce((sum, { reservation }) => sum + reservation.quantity, 0),
      distance_mm: legs.reduce<number | null>((sum, { toured }) => plus(sum, toured.distanceMm), wave.distance_mm),
      baseline_mm: legs.reduce<number | null>((sum, { baselineMm }) => plus(sum, baselineMm), wave.baseline_mm),
    },
  }
}

/** What becomes a task each: the stops of one zone after the other where the batch has parts, else all of them. */
async function legsOf(tx: Tx, stops: readonly Stop[], batch: WaveBatch): Promise<Leg[]> {
  const { parts } = batch
  if (parts === undefined) return [await legOf(tx, stops, batch)]
  const zones = [...Map.groupBy(stops, ({ location }) => location.zone)].sort(([a], [b]) => compareNatural(a, b))
  const legs: Leg[] = []
  for (const [zone, own] of zones) {
    const planned = parts.find((part) => part.zone === zone)
    legs.push(await legOf(tx, own, planned ?? { locationIds: [], distanceMm: null, baselineMm: null }))
  }
  return legs
}

/** Stops in the sequence of the plan when it knows all their places; else along a tour through what is reserved now. */
async function legOf(
  tx: Tx,
  stops: readonly Stop[],
  { locationIds, distanceMm, baselineMm }: Pick<WaveBatch, 'locationIds' | 'distanceMm' | 'baselineMm'>,
): Promise<Leg> {
  // What was reserved when it was planned may lie in another zone than what is reserved now.
  const zones = new Set(stops.map(({ location }) => location.zone))
  const zone = zones.size === 1 ? ([...zones][0] ?? null) : null
  const planned = new Set(locationIds)
  if (!stops.every(({ location }) => planned.has(location.id)))
    return { zone, toured: await alongTour(tx, stops), baselineMm: null }
  return { zone, toured: { stops: inOrder(stops, locationIds), distanceMm }, baselineMm }
}

/** A sum is known only when all of it is. */
function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more
}
