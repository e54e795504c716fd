import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, type CommandContext, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { settleWave } from '../waves/open-task.ts'
import { isCollected } from './shared-totes.ts'

/**
 * The cart's totes stand at the packing bench: picked units leave their shelves, reservations are consumed, each order is
 * picked (or backordered when nothing of it was found), and the wave is done with its last task. Refused with `commandNotNow` while a line is still open.
 */
export const dropOff = defineCommand({
  type: 'picking.drop-off',
  version: 1,
  class: 'FACT',
  args: z.object({ taskId: z.string() }),
  async run(tx, command) {
    const task = present(await tx.get('pick_task', command.args.taskId), 'tasks are never removed')
    const lines = await tx.find('pick_line', 'pick_task', task.id)
    if (task.state !== 'started' || lines.some((line) => line.state === 'open')) return refuse('commandNotNow')
    for (const line of lines) if (line.picked > 0) await leaveShelf(tx, command, line)
    const slots = await tx.find('pick_slot', 'pick_task', task.id)
    const picked = new Set(lines.filter((line) => line.picked > 0).map((line) => line.order_id))
    const totes = isCollected(task) ? await dropShared(tx, task, picked.size > 0) : slots.length
    for (const slot of slots) {
      const tote = slot.tote_id === null ? undefined : await tx.get('tote', slot.tote_id)
      const isPicked = picked.has(slot.order_id)
      if (tote !== undefined && !isCollected(task)) await tx.put('tote', dropped(tote, isPicked))
      await dropOrder(tx, command, slot.order_id, isPicked, tote?.name ?? '')
    }
    const short = lines.some((line) => line.short > 0)
    await tx.put('pick_task', { ...task, state: short ? 'short' : 'done', done_at: command.at })
    await settleWave(tx, task.wave_id)
    return accept({ totes })
  },
})

async function leaveShelf(tx: Tx, command: CommandContext, line: Row<'pick_line'>): Promise<void> {
  const stock = present(await tx.get('stock', line.stock_id), 'stock rows are never removed')
  await tx.put('stock', {
    ...stock,
    on_hand: stock.on_hand - line.picked,
    reserved: stock.reserved - line.picked,
  })
  const reservation = present(await tx.get('reservation', line.reservation_id), 'a pick line has its reservation')
  await tx.put('reservation', { ...reservation, state: 'consumed' })
  await tx.put('stock_move', {
    id: deriveId(command.id, `move.${line.id}`),
    command_id: command.id,
    at: command.at,
    item_id: line.item_id,
    from_stock_id: line.stock_id,
    to_stock_id: null,
    lot: line.lot,
    serial: line.serial,
    quantity: line.picked,
    reason: 'picked',
    order_line_id: line.order_line_id,
    operator_id: command.operatorId,
  })
}

/** Brings the totes that a task's orders share to the bench; without anything in them they are free. How many there are. */
async function dropShared(tx: Tx, task: Row<'pick_task'>, anything: boolean): Promise<number> {
  const totes = await tx.find('tote', 'pick_task', task.id)
  for (const tote of totes) await tx.put('tote', dropped(tote, anything))
  return totes.length
}

function dropped(tote: Row<'tote'>, isFull: boolean): Row<'tote'> {
  return isFull ? { ...tote, state: 'at_bench' } : { ...tote, state: 'empty', order_id: null, pick_task_id: null }
}

async function dropOrder(
  tx: Tx,
  command: CommandContext,
  orderId: string,
  isPicked: boolean,
  tote: string,
): Promise<void> {
  const order = present(await tx.get('order', orderId), 'orders are never removed')
  if (order.state !== 'picking') return
  await changeOrderState(tx, order, isPicked ? 'picked' : 'backordered')
  await recordEvent(tx, command, order.id, isPicked ? 'dropped-off' : 'nothing-picked', { tote })
}
