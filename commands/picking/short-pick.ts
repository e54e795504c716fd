import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { isUnderWay } from '../claims/under-way.ts'
import { accept, type CommandContext, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { chooseStock, reserve } from '../stock/allocate.ts'
import { laterParts } from '../waves/chain.ts'

/** Why units could not be taken. */
export const ShortReason = z.enum(['short', 'nothing-there', 'damaged', 'wrong-lot', 'expired'])
export type ShortReason = z.infer<typeof ShortReason>

/**
 * The rest of a pick line cannot be taken here. Releases only this line's reservation; stock falls to what others hold
 * (short, nothing there) or by the damaged units; what lies elsewhere is offered at the end of the task, or of the one that
 * takes the cart on into that zone.
 */
export const shortPick = defineCommand({
  type: 'picking.short-pick',
  version: 1,
  class: 'FACT',
  args: z.object({ pickLineId: z.string(), reason: ShortReason }),
  async run(tx, command) {
    const line = present(await tx.get('pick_line', command.args.pickLineId), 'pick lines are never removed')
    if (!(await mayBeShort(tx, line))) return refuse('codeNotExpectedNow')
    return accept(await shortLine(tx, command, line, command.args.reason))
  },
})

/** True while the rest of a line can be noted as missing. */
export async function mayBeShort(tx: Tx, line: Row<'pick_line'>): Promise<boolean> {
  const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
  // The lines of a task that went back stay open, but their units belong to another one.
  if (line.state !== 'open' || line.quantity <= line.picked + line.short || !isUnderWay(task)) return false
  // Nobody stands at a shelf before a tote that was handed over has been shown.
  return task.state !== 'claimed' || task.after_task_id === null
}

/**
 * Writes the rest of a line as missing; how many units that are, and how many lie elsewhere. `part` tells apart the lines of
 * one command.
 */
export async function shortLine(
  tx: Tx,
  command: CommandContext,
  line: Row<'pick_line'>,
  reason: ShortReason,
  part = '',
): Promise<{ missing: number; elsewhere: number }> {
  const missing = line.quantity - line.picked - line.short
  const stock = present(await tx.get('stock', line.stock_id), 'stock rows are never removed')
  const left = { ...stock, reserved: stock.reserved - missing }
  const lost = lostUnits(left, reason, missing)
  await tx.put('stock', { ...left, on_hand: left.on_hand - lost })
  if (lost > 0) await postLoss(tx, command, line, { lost, reason, part })
  await shrinkReservation(tx, line, missing)
  await tx.put('pick_line', { ...line, short: line.short + missing, state: 'short' })
  const orderLine = present(await tx.get('order_line', line.order_line_id), 'order lines are never removed')
  const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
  const elsewhere = await offerElsewhere(tx, command, { line, task, missing, part })
  await tx.put('order_line', { ...orderLine, allocated: orderLine.allocated - missing + elsewhere })
  await recordEvent(
    tx,
    command,
    line.order_id,
    'pick-short',
    { quantity: missing, sku: orderLine.sku, item: orderLine.name, reason, elsewhere },
    part === '' ? {} : { role: `${line.order_id}.${part}` },
  )
  return { missing, elsewhere }
}

/** How many units leave the books: what nobody else holds when nothing more is there; the damaged ones; otherwise none. */
function lostUnits(stock: Row<'stock'>, reason: ShortReason, missing: number): number {
  if (reason === 'short' || reason === 'nothing-there') return stock.on_hand - stock.reserved
  if (reason === 'damaged') return Math.min(missing, stock.on_hand - stock.reserved)
  return 0
}

async function postLoss(
  tx: Tx,
  command: CommandContext,
  line: Row<'pick_line'>,
  { lost, reason, part }: { lost: number; reason: ShortReason; part: string },
) {
  await tx.put('stock_move', {
    id: deriveId(command.id, `move${part}`),
    command_id: command.id,
    at: command.at,
    item_id: line.item_id,
    from_stock_id: line.stock_id,
    to_stock_id: null,
    lot: line.lot,
    serial: line.serial,
    quantity: lost,
    reason: reason === 'damaged' ? 'damaged' : 'missing',
    order_line_id: line.order_line_id,
    operator_id: command.operatorId,
  })
}

async function shrinkReservation(tx: Tx, line: Row<'pick_line'>, by: number): Promise<void> {
  const reservation = present(await tx.get('reservation', line.reservation_id), 'a pick line has its reservation')
  const rest = reservation.quantity - by
  await tx.put('reservation', rest > 0 ? { ...reservation, quantity: rest } : { ...reservation, state: 'released' })
}

async function offerElsewhere(
  tx: Tx,
  command: CommandContext,
  { line, task, missing, part }: { line: Row<'pick_line'>; task: Row<'pick_task'>; missing: number; part: string },
): Promise<number> {
  const chosen = await chooseStock(tx, {
    itemId: line.item_id,
    quantity: missing,
    businessDate: command.businessDate,
    except: [line.stock_id],
  })
  const reservations = await reserve(
    tx,
    command.id,
    `elsewhere${part}`,
    { orderId: line.order_id, orderLineId: line.order_line_id },
    chosen,
  )
  const later = await laterParts(tx, task)
  for (const [index, reservation] of reservations.entries()) {
    const stock = present(await tx.get('stock', reservation.stock_id), 'it was just reserved')
    const location = present(await tx.get('location', stock.location_id), 'locations are never removed')
    const pickTaskId = later.find((part) => part.zone === location.zone)?.id ?? task.id
    const others = await tx.find('pick_line', 'pick_task', pickTaskId)
    await tx.put('pick_line', {
      ...line,
      id: deriveId(command.id, `line${part}.${index}.${stock.id}`),
      pick_task_id: pickTaskId,
      reservation_id: reservation.id,
      stock_id: stock.id,
      location_id: stock.location_id,
      lot: stock.lot,
      serial: stock.serial,
      expires_on: stock.expires_on,
      sequence: Math.max(...others.map((other) => other.sequence)) + 1,
      quantity: reservation.quantity,
      picked: 0,
      short: 0,
      serials: '[]',
      state: 'open',
    })
  }
  return reservations.reduce((sum, reservation) => sum + reservation.quantity, 0)
}
