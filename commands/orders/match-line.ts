import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { PaymentState } from '../../domain/inputs.ts'
import { matchId, matchName } from '../../domain/order-intake.ts'
import { accept, type CommandContext, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from './change-state.ts'
import { matchItem } from './match-item.ts'
import { PickablePayments, stateOfRows } from './order-rows.ts'
import { recordEvent } from './record-event.ts'

/**
 * Says which item a line means; with `remember`, later files match that name in that channel by themselves. When it was
 * the last one, the order goes on. Refused: `notFound`, `wrongState` (the order does not wait for a match, or units of
 * the line left already).
 */
export const matchLine = defineCommand({
  type: 'orders.match-line',
  version: 1,
  class: 'INTENT',
  args: z.object({
    orderLineId: z.string(),
    itemId: z.string(),
    remember: z.boolean(),
    pickablePayments: PickablePayments,
  }),
  async run(tx, command) {
    const { args } = command
    const line = await tx.get('order_line', args.orderLineId)
    const order = line === undefined ? undefined : await tx.get('order', line.order_id)
    const item = await tx.get('item', args.itemId)
    if (line === undefined || order === undefined || item === undefined) return refuse('notFound')
    if (order.state !== 'needs_match' && order.state !== 'on_hold') return refuse('wrongState', { state: order.state })
    // Of what left already nobody can say afterwards that it was something else.
    if (line.picked > 0) return refuse('wrongState', { state: order.state })
    if (args.remember) {
      const name = matchName(line)
      await tx.put('item_match', { id: matchId(order.channel, name), channel: order.channel, name, item_id: item.id })
    }
    await tx.put('order_line', { ...line, item_id: item.id })
    await recordEvent(tx, command, order.id, 'matched', { sku: item.sku, item: item.name })
    return accept({ orderId: order.id, state: await settleMatch(tx, order, args.pickablePayments) })
  },
})

/**
 * Looks again whether the lines of a waiting order have an item by now, after items came in or a match was saved.
 * Refused with `wrongState` when the order does not wait, and `notFound` when there is no order or still no item.
 */
export const rematchOrder = defineCommand({
  type: 'orders.rematch',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), pickablePayments: PickablePayments }),
  async run(tx, command) {
    const order = await tx.get('order', command.args.orderId)
    if (order === undefined) return refuse('notFound')
    if (order.state !== 'needs_match') return refuse('wrongState', { state: order.state })
    const found: { line: Row<'order_line'>; itemId: string }[] = []
    for (const line of await tx.find('order_line', 'order', order.id)) {
      const itemId = line.item_id === null ? await matchItem(tx, order.channel, line) : null
      if (itemId !== null) found.push({ line, itemId })
    }
    if (found.length === 0) return refuse('notFound')
    for (const { line, itemId } of found) await recordMatch(tx, command, line, itemId)
    return accept({ orderId: order.id, state: await settleMatch(tx, order, command.args.pickablePayments) })
  },
})

async function recordMatch(tx: Tx, command: CommandContext, line: Row<'order_line'>, itemId: string): Promise<void> {
  await tx.put('order_line', { ...line, item_id: itemId })
  const sku = (await tx.get('item', itemId))?.sku ?? ''
  await recordEvent(tx, command, line.order_id, 'matched', { sku }, { role: `m${line.line_no}` })
}

/** Moves an order that waited for a match to where it belongs now; one on hold stays there. */
async function settleMatch(tx: Tx, order: Row<'order'>, pickable: readonly PaymentState[]): Promise<string> {
  if (order.state !== 'needs_match') return order.state
  const lines = await tx.find('order_line', 'order', order.id)
  const next = stateOfRows({ payment: order.payment, cancelledAtShop: false }, lines, pickable)
  if (next.state !== order.state) await changeOrderState(tx, order, next.state, { hold_reason: next.holdReason })
  return next.state
}
