import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { CommandContext } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'

/**
 * Gives an unstarted task's orders back to those that wait for a picker, with what is reserved for them; the task ends as
 * `returned` under a new epoch, and its slots and lines stay as they are for whoever still speaks of them. The number of
 * orders.
 */
export async function giveBack(
  tx: Tx,
  command: CommandContext,
  task: Row<'pick_task'>,
  story: 'pick-returned' | 'pick-revoked',
): Promise<number> {
  const slots = await tx.find('pick_slot', 'pick_task', task.id)
  for (const slot of slots) {
    const order = present(await tx.get('order', slot.order_id), 'orders are never removed')
    if (order.state !== 'picking') continue
    const reservations = await tx.find('reservation', 'order', order.id)
    const held = reservations.some((reservation) => reservation.state === 'open')
    await changeOrderState(tx, order, held ? 'released' : 'backordered')
    await recordEvent(tx, command, order.id, story, { task: task.number })
  }
  await tx.put('pick_task', {
    ...task,
    state: 'returned',
    operator_id: null,
    holder: null,
    epoch: task.epoch + 1,
    done_at: command.at,
  })
  return slots.length
}
