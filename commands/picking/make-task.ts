import type { Tx } from '../../db/port.ts'
import type { CommandContext } from '../command.ts'
import { nextNumber } from '../numbers/next-number.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { idsOf, orderForTask, putLines, putSlots, stopsOf, type Taken } from './task-rows.ts'
import { alongTour } from './tour-order.ts'

/**
 * Makes a task of a cluster of released orders, one tote each, along the shortest tour, held by the asking station: the candidates
 * in the order given that no exception blocks and no wave has, only those of the first one's priority, at most `limit`; with a
 * `zone` only what lies in it whole.
 * Without a `number` it is the next of the site. Its id, or null when nothing is left. The ids of slots and lines name the
 * order and the stock that they are about: asked again of a centre that was put back, the same request may find other
 * orders free, and a pick made for the first answer must then miss its line, never meet another one's.
 */
export async function makeTask(
  tx: Tx,
  command: CommandContext,
  wanted: { number?: string | undefined; orderIds: readonly string[]; limit: number; zone?: string | undefined },
): Promise<string | null> {
  const taken = await takeOrders(tx, wanted.orderIds, wanted.limit, wanted.zone)
  const [first] = taken
  if (first === undefined) return null
  const number = wanted.number ?? (await nextTaskNumber(tx))
  const { stops, distanceMm } = await alongTour(tx, await stopsOf(tx, taken))
  const idOf = idsOf(command.id)
  const taskId = idOf('task')
  await tx.put('pick_task', {
    id: taskId,
    number,
    state: 'claimed',
    operator_id: command.operatorId,
    epoch: 1,
    holder: command.stationId,
    verify: 0,
    wave_id: null,
    priority: first.order.priority,
    zone: wanted.zone ?? null,
    distance_mm: distanceMm,
    after_task_id: null,
    sorted_at: 'tote',
    created_at: command.at,
    started_at: null,
    done_at: null,
  })
  await putSlots(tx, taskId, taken, idOf)
  for (const [index, { order }] of taken.entries()) {
    await changeOrderState(tx, order, 'picking')
    await recordEvent(tx, command, order.id, 'pick-claimed', { task: number, slot: index + 1 })
  }
  await putLines(tx, taskId, stops, idOf)
  return taskId
}

/** The next number of a task of the site. */
export async function nextTaskNumber(tx: Tx): Promise<string> {
  return `B-${String(await nextNumber(tx, 'pick-task')).padStart(4, '0')}`
}

/** The first so many candidates that may go into a task, only those of the first one's priority, all in one zone if it is named. */
export async function takeOrders(tx: Tx, orderIds: readonly string[], limit: number, zone?: string): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const orderId of orderIds) {
    if (taken.length === limit) break
    if (taken.some((other) => other.order.id === orderId)) continue
    const found = await orderForTask(tx, orderId)
    if ('refusal' in found || (zone !== undefined && !(await liesIn(tx, found, zone)))) continue
    if (taken[0] === undefined || taken[0].order.priority === found.order.priority) taken.push(found)
  }
  return taken
}

async function liesIn(tx: Tx, { reservations }: Taken, zone: string): Promise<boolean> {
  for (const { stock_id: stockId } of reservations) {
    const stock = await tx.get('stock', stockId)
    const location = stock === undefined ? undefined : await tx.get('location', stock.location_id)
    if (location?.zone !== zone) return false
  }
  return true
}
