import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, type CommandContext, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { earlierParts, laterParts, toteOf } from '../waves/chain.ts'
import { leavePart, settleWave } from '../waves/open-task.ts'
import { isCollected } from './shared-totes.ts'

/**
 * A task is done: picked units leave their shelves and reservations are consumed. The cart's totes stand at the packing
 * bench, each order is picked (or backordered when nothing of it was found), and the wave is done with its last task. Before
 * the last zone of a chain the totes are handed over to the next task instead, with units or without, and its orders go on
 * being picked. Refused with `commandNotNow` while a line is still open.
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
    const totes = isCollected(task)
      ? await dropShared(tx, command, { task, slots, lines })
      : await dropCart(tx, command, { task, slots, lines })
    const short = lines.some((line) => line.short > 0)
    await tx.put('pick_task', { ...task, state: short ? 'short' : 'done', done_at: command.at })
    await settleWave(tx, task.wave_id)
    return accept({ totes })
  },
})

type Dropped = { task: Row<'pick_task'>; slots: readonly Row<'pick_slot'>[]; lines: readonly Row<'pick_line'>[] }

/** Brings each order's tote to the bench, or to the next zone. How many slots there were. */
async function dropCart(tx: Tx, command: CommandContext, { task, slots, lines }: Dropped): Promise<number> {
  const later = await laterParts(tx, task)
  const soFar = [...lines]
  for (const part of await earlierParts(tx, task)) soFar.push(...(await tx.find('pick_line', 'pick_task', part.id)))
  const toCome = new Set<string>()
  for (const part of later)
    for (const line of await tx.find('pick_line', 'pick_task', part.id)) toCome.add(line.order_id)
  for (const slot of slots) {
    const picked = soFar.some((line) => line.order_id === slot.order_id && line.picked > 0)
    const [next] = later
    if (next !== undefined && (picked || toCome.has(slot.order_id))) {
      await handOver(tx, command, slot, next)
      continue
    }
    // Nothing was found of it and nothing more is to be found: it leaves what it would only ride through.
    for (const part of later) await leavePart(tx, part, slot.order_id)
    await dropTote(tx, command, slot, picked)
  }
  return slots.length
}

/** Brings the totes that a task's orders share to the bench; without anything in them they are free. How many there are. */
async function dropShared(tx: Tx, command: CommandContext, { task, slots, lines }: Dropped): Promise<number> {
  const picked = new Set(lines.filter((line) => line.picked > 0).map((line) => line.order_id))
  const totes = await tx.find('tote', 'pick_task', task.id)
  for (const tote of totes) await tx.put('tote', picked.size > 0 ? { ...tote, state: 'at_bench' } : emptied(tote))
  const nameOf = new Map(totes.map(({ id, name }) => [id, name]))
  for (const slot of slots)
    await dropOrder(tx, command, slot.order_id, picked.has(slot.order_id), nameOf.get(slot.tote_id ?? '') ?? '')
  return totes.length
}

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

/** Hands an order over to the next task, with its tote. */
async function handOver(
  tx: Tx,
  command: CommandContext,
  slot: Row<'pick_slot'>,
  next: Row<'pick_task'>,
): Promise<void> {
  // An empty one rides on, too: it stands on the cart, and counted as free it would be given to somebody elsewhere.
  const tote = await toteOf(tx, slot)
  if (tote !== undefined) await tx.put('tote', { ...tote, pick_task_id: next.id })
  await recordEvent(tx, command, slot.order_id, 'handed-over', {
    zone: next.zone ?? '',
    task: next.number,
    tote: tote?.name ?? '',
  })
}

function emptied(tote: Row<'tote'>): Row<'tote'> {
  return { ...tote, state: 'empty', order_id: null, pick_task_id: null }
}

async function dropTote(tx: Tx, command: CommandContext, slot: Row<'pick_slot'>, picked: boolean): Promise<void> {
  const tote = await toteOf(tx, slot)
  if (tote !== undefined) await tx.put('tote', picked ? { ...tote, state: 'at_bench' } : emptied(tote))
  await dropOrder(tx, command, slot.order_id, picked, tote?.name ?? '')
}

async function dropOrder(
  tx: Tx,
  command: CommandContext,
  orderId: string,
  picked: boolean,
  tote: string,
): Promise<void> {
  const order = present(await tx.get('order', orderId), 'orders are never removed')
  if (order.state !== 'picking') return
  await changeOrderState(tx, order, picked ? 'picked' : 'backordered')
  await recordEvent(tx, command, order.id, picked ? 'dropped-off' : 'nothing-picked', { tote })
}
