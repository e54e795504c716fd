import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { returnsSerials, serialsOf } from './serials.ts'

/**
 * Takes units of a pick line out of the tote again, as a reversing event. Refused once the totes were dropped off, and when
 * the serials are not those of the units ({@link returnsSerials}).
 */
export const undoPick = defineCommand({
  type: 'picking.undo-pick',
  version: 1,
  class: 'FACT',
  args: z.object({ pickLineId: z.string(), quantity: z.int().min(1), serials: z.array(z.string()).max(1_000) }),
  async run(tx, command) {
    const { args } = command
    const line = present(await tx.get('pick_line', args.pickLineId), 'pick lines are never removed')
    const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
    const order = present(await tx.get('order', line.order_id), 'orders are never removed')
    if (task.state !== 'started' || order.state !== 'picking' || line.picked < args.quantity)
      return refuse('nothingToUndo')
    const unfit = await returnsSerials(tx, line, args)
    if (unfit !== null) return unfit
    const serials = serialsOf(line).filter((serial) => !args.serials.includes(serial))
    await tx.put('pick_line', {
      ...line,
      picked: line.picked - args.quantity,
      serials: JSON.stringify(serials),
      state: 'open',
    })
    const orderLine = present(await tx.get('order_line', line.order_line_id), 'order lines are never removed')
    await tx.put('order_line', { ...orderLine, picked: orderLine.picked - args.quantity })
    await recordEvent(tx, command, order.id, 'pick-undone', { quantity: args.quantity, sku: orderLine.sku })
    return accept(null)
  },
})
