import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { deriveId } from '../../domain/ids.ts'
import type { PaymentState } from '../../domain/inputs.ts'
import { intakeState, unitsToShip } from '../../domain/order-intake.ts'
import { accept, type CommandContext, defineCommand } from '../command.ts'
import { matchItem } from './match-item.ts'
import { contentColumns, IncomingOrder, newLine, PickablePayments } from './order-rows.ts'
import { recordEvent } from './record-event.ts'
import { isPromised, settlePromises } from './soft-promises.ts'
import { isUntouched, updateOrder } from './update-order.ts'

/** What became of one order of a file; `match` is a new order that waits in "needs a match". */
export type OrderOutcome = 'new' | 'match' | 'update' | 'difference' | 'same'

/**
 * Takes orders from a file, each whole. The same content again changes nothing; a changed order that nobody touched is
 * updated; one that is released or further is left alone and the difference is put before a person.
 */
export const importOrders = defineCommand({
  type: 'orders.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ orders: z.array(IncomingOrder).min(1).max(200), pickablePayments: PickablePayments }),
  async run(tx, command) {
    const outcomes: OrderOutcome[] = []
    for (const [index, order] of command.args.orders.entries()) {
      const [existing] = await tx.find('order', 'channel_key', order.channel, order.externalId)
      outcomes.push(
        existing === undefined
          ? await addOrder(tx, command, order, index, command.args.pickablePayments)
          : await meetOrder(tx, command, existing, order, index, command.args.pickablePayments),
      )
    }
    return accept({ outcomes })
  },
})

async function addOrder(
  tx: Tx,
  command: CommandContext,
  order: IncomingOrder,
  index: number,
  pickable: readonly PaymentState[],
): Promise<OrderOutcome> {
  const id = deriveId(command.id, `o${index}`)
  const lines: { units: number; itemId: string | null }[] = []
  for (const [position, line] of order.lines.entries()) {
    const itemId = await matchItem(tx, order.channel, line)
    lines.push({ units: unitsToShip(line), itemId })
    await tx.put(
      'order_line',
      newLine(line, {
        ...{ id: `${id}.${position + 1}`, orderId: id, lineNo: position + 1, itemId },
        availableFrom: order.availableFrom,
      }),
    )
  }
  const { state, holdReason } = intakeState(
    { cancelledAtShop: order.cancelledAt !== undefined, payment: order.payment, lines },
    pickable,
  )
  const row = {
    ...contentColumns(order),
    id,
    state,
    hold_reason: holdReason,
    note_seen: 0,
    imported_at: command.at,
    released_at: null,
    shipped_at: null,
  }
  await tx.put('order', row)
  if (isPromised(row)) await settlePromises(tx, row)
  await recordEvent(tx, command, id, 'received', { channel: order.channel }, { role: `o${index}` })
  return state === 'needs_match' ? 'match' : 'new'
}

async function meetOrder(
  tx: Tx,
  command: CommandContext,
  existing: Row<'order'>,
  order: IncomingOrder,
  index: number,
  pickable: readonly PaymentState[],
): Promise<OrderOutcome> {
  const known = await tx.find('order_difference', 'order', existing.id)
  const open = known.find((difference) => difference.state === 'open')
  // The shop went back to what the order already says: nothing is left to decide.
  if (existing.content_hash === order.contentHash) return withdraw(tx, command, open, index)
  const lines = await tx.find('order_line', 'order', existing.id)
  if (isUntouched(existing, lines)) {
    await updateOrder(tx, command, existing, lines, order, { index, pickable })
    await recordEvent(tx, command, existing.id, 'updated', {}, { role: `u${index}` })
    return 'update'
  }
  if (open?.content_hash === order.contentHash) return 'same'
  // A person decided against exactly this version; what the shop said since is not what it says now.
  if (known.some(({ state, content_hash: hash }) => state === 'dropped' && hash === order.contentHash))
    return withdraw(tx, command, open, index)
  await tx.put('order_difference', {
    id: open?.id ?? deriveId(command.id, `d${index}`),
    order_id: existing.id,
    incoming: JSON.stringify(order),
    content_hash: order.contentHash,
    found_at: command.at,
    state: 'open',
  })
  await recordEvent(tx, command, existing.id, 'difference-found', {}, { role: `f${index}` })
  return 'difference'
}

/** Ends a difference that the shop itself took back; that it says so again later has to be decided then. */
async function withdraw(
  tx: Tx,
  command: CommandContext,
  open: Row<'order_difference'> | undefined,
  index: number,
): Promise<OrderOutcome> {
  if (open === undefined) return 'same'
  await tx.put('order_difference', { ...open, state: 'withdrawn' })
  await recordEvent(tx, command, open.order_id, 'difference-dropped', {}, { role: `d${index}` })
  return 'update'
}
