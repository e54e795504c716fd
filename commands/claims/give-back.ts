import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { CommandContext } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { laterParts } from '../waves/chain.ts'
import { returnChain, settleWave } from '../waves/open-task.ts'

/**
 * Gives an unstarted task's orders back to those that wait for a picker, with what is reserved for them; the task of a
 * wave that goes on is open again as it was, any other ends as `returned`, with what was to come after it. One that goes on
 * with a cart is open again in any case: its orders are being picked, and its totes stand where they were left. Always its
 * epoch is a new one, and slots and lines stay as they are for whoever still speaks of them. The number of orders.
 */
export async function giveBack(
  tx: Tx,
  command: CommandContext,
  task: Row<'pick_task'>,
  story: 'pick-returned' | 'pick-revoked',
): Promise<number> {
  const slots = await tx.find('pick_slot', 'pick_task', task.id)
  const isOpen = await mayOpenAgain(tx, task, slots)
  for (const slot of slots) {
    const order = present(await tx.get('order', slot.order_id), 'orders are never removed')
    if (order.state !== 'picking') continue
    if (task.after_task_id !== null) {
      await recordEvent(tx, command, order.id, story, { task: task.number })
      continue
    }
    const reservations = await tx.find('reservation', 'order', order.id)
    const held = reservations.some((reservation) => reservation.state === 'open')
    await changeOrderState(tx, order, held ? 'released' : 'backordered')
    await recordEvent(tx, command, order.id, story, { task: task.number })
  }
  if (isOpen)
    await tx.put('pick_task', { ...task, state: 'open', operator_id: null, holder: null, epoch: task.epoch + 1 })
  else {
    await returnChain(tx, command, task)
    await settleWave(tx, task.wave_id)
  }
  return slots.length
}

/** Only a task that is just as it was released: each order is being picked, and nothing of it is picked or missing. */
async function mayOpenAgain(tx: Tx, task: Row<'pick_task'>, slots: readonly Row<'pick_slot'>[]): Promise<boolean> {
  if (task.after_task_id !== null) return true
  const wave = task.wave_id === null ? undefined : await tx.get('wave', task.wave_id)
  if (wave?.state !== 'released') return false
  const lines = await tx.find('pick_line', 'pick_task', task.id)
  if (lines.some((line) => line.state !== 'open' || line.picked > 0 || line.short > 0)) return false
  for (const part of await laterParts(tx, task)) lines.push(...(await tx.find('pick_line', 'pick_task', part.id)))
  for (const slot of slots) {
    const order = await tx.get('order', slot.order_id)
    if (order?.state !== 'picking' || slot.tote_id !== null) return false
    if (!lines.some((line) => line.order_id === slot.order_id)) return false
  }
  return true
}
