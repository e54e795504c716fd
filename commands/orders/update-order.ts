import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { PaymentState } from '../../domain/inputs.ts'
import { OWN_HOLD_REASONS } from '../../domain/order-intake.ts'
import type { OrderState } from '../../domain/states.ts'
import type { CommandContext } from '../command.ts'
import { moveOrder } from './change-state.ts'
import { matchItem } from './match-item.ts'
import { contentColumns, type IncomingOrder, newLine, stateOfRows } from './order-rows.ts'

const UNTOUCHED: readonly string[] = ['received', 'needs_match', 'ready', 'on_hold', 'backordered']

/** True when nothing was reserved, picked or given up for an order yet, so that a later file may still rewrite it. */
export function isUntouched(order: Row<'order'>, lines: readonly Row<'order_line'>[]): boolean {
  return (
    UNTOUCHED.includes(order.state) &&
    lines.every((line) => line.allocated === 0 && line.picked === 0 && line.cancelled === 0 && line.shipped === 0)
  )
}

/** True when a person put the order on hold; such a hold stays until a person takes it off. */
export function heldByPerson(order: Pick<Row<'order'>, 'state' | 'hold_reason'>): boolean {
  return order.state === 'on_hold' && !(OWN_HOLD_REASONS as readonly (string | null)[]).includes(order.hold_reason)
}

/** Rewrites an untouched order with what a later file says: lines are told apart by the channel's own key. */
export async function updateOrder(
  tx: Tx,
  command: CommandContext,
  order: Row<'order'>,
  lines: readonly Row<'order_line'>[],
  incoming: IncomingOrder,
  options: { index: number; pickable: readonly PaymentState[] },
): Promise<Row<'order'>> {
  const left = new Map(lines.map((line) => [line.external_id, line]))
  const next: Row<'order_line'>[] = []
  for (const [position, line] of incoming.lines.entries()) {
    const before = left.get(line.externalId)
    left.delete(line.externalId)
    const sameItem = before !== undefined && before.sku === line.sku && before.name === line.name
    const itemId = sameItem && before.item_id !== null ? before.item_id : await matchItem(tx, incoming.channel, line)
    const id = before?.id ?? `${command.id}.u${options.index}.${position + 1}`
    next.push(
      newLine(line, { id, orderId: order.id, lineNo: position + 1, itemId, availableFrom: incoming.availableFrom }),
    )
  }
  for (const gone of left.values()) await tx.remove('order_line', gone.id)
  for (const line of next) await tx.put('order_line', line)
  const content = contentColumns(incoming)
  const rest = { ...content, note_seen: content.note === order.note ? order.note_seen : 0 }
  const intake = stateOfRows(
    { payment: incoming.payment, cancelledAtShop: incoming.cancelledAt !== undefined },
    next,
    options.pickable,
  )
  if (heldByPerson(order) && intake.holdReason !== 'cancelled-at-shop') {
    const held = { ...order, ...rest }
    await tx.put('order', held)
    return held
  }
  return moveOrder(tx, order, intake.state as OrderState, { ...rest, hold_reason: intake.holdReason })
}
