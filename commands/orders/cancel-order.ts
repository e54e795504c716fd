import { z } from 'zod'
import { openUnits } from '../../domain/order-intake.ts'
import { mayFollow, ORDER_TRANSITIONS, type OrderState } from '../../domain/states.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from './change-state.ts'
import { freeOrder } from './free-order.ts'
import { recordEvent } from './record-event.ts'

/** Cancels an order that nobody picks yet and frees what was reserved for it. Refused with `wrongState` from picking on. */
export const cancelOrder = defineCommand({
  type: 'orders.cancel',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), reason: z.string().min(1).max(200) }),
  async run(tx, command) {
    const { orderId, reason } = command.args
    const order = await tx.get('order', orderId)
    if (order === undefined) return refuse('notFound')
    const lines = await tx.find('order_line', 'order', order.id)
    const begun = lines.some((line) => line.picked > 0)
    if (begun || order.state === 'cancelled' || !mayFollow(ORDER_TRANSITIONS, order.state as OrderState, 'cancelled'))
      return refuse('wrongState', { state: order.state })
    await freeOrder(tx, command, order.id)
    for (const line of await tx.find('order_line', 'order', order.id)) {
      const units = openUnits(line)
      if (units > 0) await tx.put('order_line', { ...line, cancelled: line.cancelled + units })
    }
    await changeOrderState(tx, order, 'cancelled', { hold_reason: null })
    await recordEvent(tx, command, order.id, 'cancelled', { reason })
    return accept(null)
  },
})
