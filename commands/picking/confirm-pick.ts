import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { mayFollow, PICK_LINE_TRANSITIONS, type PickLineState } from '../../domain/states.ts'
import { accept, type CommandContext, defineCommand, type Refusal, refuse } from '../command.ts'
import { type EventScan, recordEvent } from '../orders/record-event.ts'
import { type NamedUnits, picksSerials, serialsOf } from './serials.ts'
import { isShared, markTote, takesUnitsOf } from './shared-totes.ts'

/** The scans that led to a command, kept with it. */
export const Scans = z.array(z.object({ at: z.int(), code: z.string(), kind: z.string() })).max(500)

/**
 * Units of a pick line lie in their order's tote, or in one that the orders of its task share. The units stay on hand and
 * reserved at the shelf until the tote is dropped off. Refused when the order was stopped, the tote is another order's, it is
 * more than the line asks for, or the serials are not those of the units ({@link picksSerials}, `wrongSerial`).
 */
export const confirmPick = defineCommand({
  type: 'picking.confirm-pick',
  version: 1,
  class: 'FACT',
  args: z.object({
    pickLineId: z.string(),
    quantity: z.int().min(1),
    toteId: z.string(),
    serials: z.array(z.string()).max(1_000),
    scans: Scans,
  }),
  async run(tx, command) {
    const { args } = command
    const line = present(await tx.get('pick_line', args.pickLineId), 'pick lines are never removed')
    const tote = present(await tx.get('tote', args.toteId), 'totes are never removed')
    const unfit = await mayLay(tx, line, tote, args)
    if (unfit !== null) return unfit
    const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
    if (!(await isShown(tx, task, tote.id))) return refuse('wrongTote', { tote: tote.name })
    const swapped = await swapSerial(tx, line, args.serials)
    if (swapped === null) return refuse('wrongSerial', { serial: args.serials[0] ?? '' })
    const state = await layUnits(tx, command, swapped, { tote, ...args })
    // Whoever took the task over has looked into the totes before the first pick.
    if (task.verify === 1) await tx.put('pick_task', { ...task, verify: 0 })
    return accept({ done: state === 'done' })
  },
})

/** Why units of a line may not be laid into a tote; null when they may. Refusals as in {@link confirmPick}. */
export async function mayLay(
  tx: Tx,
  line: Row<'pick_line'>,
  tote: Row<'tote'>,
  units: NamedUnits,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const order = present(await tx.get('order', line.order_id), 'orders are never removed')
  if (order.state !== 'picking') return refuse('orderStopped', { order: order.number })
  if (!takesUnitsOf(tote, line)) return refuse('wrongTote', { tote: tote.name })
  if (line.picked + line.short + units.quantity > line.quantity)
    return refuse('tooMany', { quantity: line.quantity - line.picked - line.short })
  return picksSerials(tx, line, units)
}

/** Writes units of a line as picked into a tote that takes them, with the order's story; the line's new state. */
export async function layUnits(
  tx: Tx,
  command: CommandContext,
  line: Row<'pick_line'>,
  laid: NamedUnits & { tote: Row<'tote'>; scans: readonly EventScan[] },
): Promise<PickLineState> {
  const { tote, quantity } = laid
  const picked = line.picked + quantity
  const state: PickLineState = picked + line.short === line.quantity ? 'done' : 'open'
  if (!mayFollow(PICK_LINE_TRANSITIONS, line.state as PickLineState, state))
    throw new Error(`Line ${line.id} is closed`)
  const serials = JSON.stringify([...serialsOf(line), ...laid.serials])
  await tx.put('pick_line', { ...line, picked, serials, state })
  const orderLine = present(await tx.get('order_line', line.order_line_id), 'order lines are never removed')
  await tx.put('order_line', { ...orderLine, picked: orderLine.picked + quantity })
  if (isShared(tote)) await markTote(tx, line, tote.id)
  const told = { quantity, sku: orderLine.sku, item: orderLine.name, tote: tote.name, slot: line.slot }
  await recordEvent(tx, command, line.order_id, 'picked', told, {
    scans: laid.scans,
    // Two lines of one order may lie at one place.
    ...(isShared(tote) ? { role: line.id } : {}),
  })
  return state
}

/** False for a tote that was handed over and that the picker of this zone has not shown yet. */
async function isShown(tx: Tx, task: Row<'pick_task'>, toteId: string): Promise<boolean> {
  if (task.after_task_id === null) return true
  return (await tx.find('pick_slot', 'pick_task', task.id)).some((slot) => slot.tote_id === toteId)
}

/**
 * A serial that was scanned instead of the planned one takes its place when it lies free at the same location:
 * the line with its (perhaps new) stock, or null when that serial may not be taken.
 */
async function swapSerial(
  tx: Tx,
  line: Row<'pick_line'>,
  serials: readonly string[],
): Promise<Row<'pick_line'> | null> {
  const serial = serials[0]
  if (serial === undefined || line.serial === '' || serial === line.serial) return line
  const candidates = await tx.find('stock', 'place', line.item_id, line.location_id)
  const other = candidates.find((stock) => stock.serial === serial && stock.on_hand > stock.reserved)
  const planned = await tx.get('stock', line.stock_id)
  const reservation = await tx.get('reservation', line.reservation_id)
  if (other === undefined || planned === undefined || reservation === undefined) return null
  await tx.put('stock', { ...planned, reserved: planned.reserved - line.quantity })
  await tx.put('stock', { ...other, reserved: other.reserved + line.quantity })
  await tx.put('reservation', { ...reservation, stock_id: other.id })
  return { ...line, stock_id: other.id, serial: other.serial, lot: other.lot, expires_on: other.expires_on }
}
