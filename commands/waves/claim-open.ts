import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { compareNatural } from '../../domain/walk.ts'
import type { CommandContext } from '../command.ts'
import { isAnyBlocked } from '../exceptions/blocked-by.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { takeOrders } from '../picking/make-task.ts'
import { isItsTurn, totesWanted } from './chain.ts'

/**
 * Which tasks of waves may be given: that need at most so many free totes, of one zone if it is named; with `isAhead`, before
 * anybody asks, none whose cart stands in its zone already.
 */
export type OpenTaskWish = { most: number; zone?: string | undefined; orderIds: readonly string[]; isAhead?: boolean }

/**
 * Gives the asking station the next task of a wave, under a new epoch: of the highest priority, of the oldest wave, by
 * number; tasks with an order that an exception blocks wait, and so does one whose cart still is in another zone. Free orders
 * among `orderIds` that are more urgent go before it, if there are totes for them.
 * The task's id, or null when none may be given.
 */
export async function claimOpenTask(tx: Tx, command: CommandContext, wish: OpenTaskWish): Promise<string | null> {
  const tasks = await inTurn(tx, await tx.find('pick_task', 'state', 'open'))
  for (const task of tasks) {
    if (wish.zone !== undefined && task.zone !== wish.zone) continue
    if (wish.isAhead === true && task.after_task_id !== null) continue
    const slots = (await tx.find('pick_slot', 'pick_task', task.id)).sort((a, b) => a.slot - b.slot)
    if (!(await isItsTurn(tx, task))) continue
    if ((await totesWanted(tx, task, slots)) > wish.most || (await isAnyBlocked(tx, slots))) continue
    const [urgent] = wish.most === 0 ? [] : await takeOrders(tx, wish.orderIds, 1, wish.zone)
    if (urgent !== undefined && urgent.order.priority > task.priority) return null
    await tx.put('pick_task', {
      ...task,
      state: 'claimed',
      operator_id: command.operatorId,
      holder: command.stationId,
      epoch: task.epoch + 1,
    })
    for (const { order_id: orderId, slot } of slots) {
      const order = present(await tx.get('order', orderId), 'orders are never removed')
      // With a cart that was handed over its orders are being picked already.
      if (task.after_task_id === null) await changeOrderState(tx, order, 'picking')
      await recordEvent(tx, command, order.id, 'pick-claimed', { task: task.number, slot })
    }
    return task.id
  }
  return null
}

async function inTurn(tx: Tx, tasks: Row<'pick_task'>[]): Promise<Row<'pick_task'>[]> {
  const releasedAt = new Map<string, number>()
  for (const { wave_id: waveId } of tasks)
    if (waveId !== null && !releasedAt.has(waveId))
      releasedAt.set(waveId, (await tx.get('wave', waveId))?.released_at ?? 0)
  const age = ({ wave_id: waveId }: Row<'pick_task'>): number => releasedAt.get(waveId ?? '') ?? 0
  return tasks.sort(
    (a, b) =>
      b.priority - a.priority ||
      age(a) - age(b) ||
      compareNatural(a.number, b.number) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}
