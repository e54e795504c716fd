import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { accept, type CommandContext, defineCommand, type Refusal, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { type NamedUnits, returnsSerials, serialsOf } from './serials.ts'
import { isCollected, unmarkTote } from './shared-totes.ts'

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
    const unfit = (await mayTakeBack(tx, line, args.quantity)) ?? (await returnsSerials(tx, line, args))
    if (unfit !== null) return unfit
    await takeBack(tx, command, line, args)
    return accept(null)
  },
})

/** Why units of a line cannot be taken back any more; null when they can. */
export async function mayTakeBack(
  tx: Tx,
  line: Row<'pick_line'>,
  quantity: number,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
  const order = present(await tx.get('order', line.order_id), 'orders are never removed')
  const may = task.state === 'started' && order.state === 'picking' && line.picked >= quantity
  return may ? null : refuse('nothingToUndo')
}

/** Writes picked units of a line as not picked, with the order's story. */
export async function takeBack(
  tx: Tx,
  command: CommandContext,
  line: Row<'pick_line'>,
  units: NamedUnits,
): Promise<void> {
  const serials = serialsOf(line).filter((serial) => !units.serials.includes(serial))
  await tx.put('pick_line', {
    ...line,
    picked: line.picked - units.quantity,
    serials: JSON.stringify(serials),
    state: 'open',
  })
  const orderLine = present(await tx.get('order_line', line.order_line_id), 'order lines are never removed')
  await tx.put('order_line', { ...orderLine, picked: orderLine.picked - units.quantity })
  const task = present(await tx.get('pick_task', line.pick_task_id), 'tasks are never removed')
  const collected = isCollected(task)
  if (collected) await unmarkTote(tx, line)
  await recordEvent(
    tx,
    command,
    line.order_id,
    'pick-undone',
    { quantity: units.quantity, sku: orderLine.sku },
    collected ? { role: line.id } : {},
  )
}
