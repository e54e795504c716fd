import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from './record-event.ts'

/** Puts on record that somebody looked at an order's customer without the mask. Refused with `notFound`. */
export const recordReveal = defineCommand({
  type: 'orders.record-reveal',
  version: 1,
  class: 'FACT',
  args: z.object({ orderId: z.string() }),
  async run(tx, command) {
    const order = await tx.get('order', command.args.orderId)
    if (order === undefined) return refuse('notFound')
    await recordEvent(tx, command, order.id, 'customer-shown')
    return accept(null)
  },
})
