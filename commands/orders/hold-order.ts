import { z } from 'zod'
import type { PaymentState } from '../../domain/inputs.ts'
import { mayFollow, ORDER_TRANSITIONS, type OrderState } from '../../domain/states.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from './change-state.ts'
import { freeOrder } from './free-order.ts'
import { PickablePayments, stateOfRows } from './order-rows.ts'
import { recordEvent } from './record-event.ts'

/** Puts an order on hold with a person's reason; what was reserved for it becomes free. Refused once picking began. */
export const holdOrder = defineCommand({
  type: 'orders.hold',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), reason: z.string().min(1).max(200) }),
  async run(tx, command) {
    const { orderId, reason } = command.args
    const order = await tx.get('order', orderId)
    if (order === undefined) return refuse('notFound')
    if (order.state === 'on_hold' || !mayFollow(ORDER_TRANSITIONS, order.state as OrderState, 'on_hold'))
      return refuse('wrongState', { state: order.state })
    await freeOrder(tx, command, order.id)
    await changeOrderState(tx, order, 'on_hold', { hold_reason: reason, released_at: null })
    await recordEvent(tx, command, order.id, 'held', { reason })
    return accept(null)
  },
})

/**
 * Takes an order off hold: it becomes ready or waits for a match. Refused with `notReleasable` while its payment may not
 * be picked, or when the shop cancelled it or nothing of it is to be shipped.
 */
export const unholdOrder = defineCommand({
  type: 'orders.unhold',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), pickablePayments: PickablePayments }),
  async run(tx, command) {
    const order = await tx.get('order', command.args.orderId)
    if (order === undefined) return refuse('notFound')
    if (order.state !== 'on_hold') return refuse('wrongState', { state: order.state })
    const lines = await tx.find('order_line', 'order', order.id)
    const next = stateOfRows(
      { payment: order.payment as PaymentState, cancelledAtShop: order.hold_reason === 'cancelled-at-shop' },
      lines,
      command.args.pickablePayments,
    )
    if (next.state === 'on_hold') return refuse('notReleasable', { reason: next.holdReason })
    await changeOrderState(tx, order, next.state, { hold_reason: null })
    await recordEvent(tx, command, order.id, 'unheld')
    return accept({ state: next.state })
  },
})
