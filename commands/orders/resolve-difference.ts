import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { sameGoods } from '../../domain/order-intake.ts'
import { accept, type CommandContext, defineCommand, type Refusal, refuse } from '../command.ts'
import { changeOrderState } from './change-state.ts'
import { freeOrder } from './free-order.ts'
import { contentColumns, IncomingOrder, orderAsInput, PickablePayments } from './order-rows.ts'
import { recordEvent } from './record-event.ts'
import { isUntouched, updateOrder } from './update-order.ts'

/**
 * Takes or drops what a later file says about an order. A released order goes back and is rewritten; one in work takes
 * address, note and the like as long as the goods are the same, and what its labels say only while no carton of it has its
 * label: a parcel would go to the old address. Refused: `notFound`, `wrongState`, `labelExists`.
 */
export const resolveDifference = defineCommand({
  type: 'orders.resolve-difference',
  version: 1,
  class: 'INTENT',
  args: z.object({ differenceId: z.string(), take: z.boolean(), pickablePayments: PickablePayments }),
  async run(tx, command) {
    const { args } = command
    const difference = await tx.get('order_difference', args.differenceId)
    const order = difference === undefined ? undefined : await tx.get('order', difference.order_id)
    if (difference === undefined || order === undefined) return refuse('notFound')
    if (difference.state !== 'open') return refuse('wrongState', { state: difference.state })
    if (args.take) {
      const incoming = IncomingOrder.parse(JSON.parse(difference.incoming))
      const refusal = await take(tx, command, order, incoming, args.pickablePayments)
      if (refusal !== null) return refusal
    }
    await tx.put('order_difference', { ...difference, state: args.take ? 'taken' : 'dropped' })
    await recordEvent(tx, command, order.id, args.take ? 'difference-taken' : 'difference-dropped')
    return accept({ orderId: order.id })
  },
})

/** What of an order stands on the labels of its cartons. */
const ON_LABELS = ['ship_to', 'number', 'shipping_method', 'note'] as const

async function take(
  tx: Tx,
  command: CommandContext,
  order: Row<'order'>,
  incoming: IncomingOrder,
  pickable: z.output<typeof PickablePayments>,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const lines = await tx.find('order_line', 'order', order.id)
  const untaken = lines.every((line) => line.picked === 0 && line.shipped === 0 && line.cancelled === 0)
  if (order.state === 'released' && untaken) {
    await freeOrder(tx, command, order.id)
    const ready = await changeOrderState(tx, order, 'ready', { released_at: null })
    const freed = await tx.find('order_line', 'order', order.id)
    await updateOrder(tx, command, ready, freed, incoming, { index: 0, pickable })
    return null
  }
  if (isUntouched(order, lines)) {
    await updateOrder(tx, command, order, lines, incoming, { index: 0, pickable })
    return null
  }
  const over = ['shipped', 'delivered', 'cancelled', 'cancelling'].includes(order.state)
  if (over || !sameGoods(orderAsInput(order, lines), incoming)) return refuse('wrongState', { state: order.state })
  const content = contentColumns(incoming)
  const relabelled = ON_LABELS.some((column) => content[column] !== order[column])
  const cartons = relabelled ? await tx.find('carton', 'order', order.id) : []
  const labels = cartons.filter(({ state }) => state === 'closed' || state === 'labelled').length
  if (labels > 0) return refuse('labelExists', { cartons: labels })
  await tx.put('order', { ...order, ...content, note_seen: content.note === order.note ? order.note_seen : 0 })
  return null
}
