import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { collectedSlot, leaveSharedTotes } from '../picking/shared-totes.ts'

/**
 * The order is packed and its tote empty; totes that several orders share are, with the last of them. With `partial` an operator confirmed that it goes with less than was ordered;
 * picked units that were not packed are written off as missing at the bench, and an order of which nothing could be packed
 * waits for stock again. Refused while a carton waits for its label.
 */
export const finishOrder = defineCommand({
  type: 'packing.finish-order',
  version: 1,
  class: 'FACT',
  args: z.object({ packSessionId: z.string(), partial: z.boolean() }),
  async run(tx, command) {
    const session = present(await tx.get('pack_session', command.args.packSessionId), 'pack sessions are never removed')
    const order = present(await tx.get('order', session.order_id), 'orders are never removed')
    const standing = (await tx.find('carton', 'order', order.id)).filter((carton) => carton.state !== 'undone')
    const empty = await emptyCartons(tx, standing)
    const cartons = standing.filter((carton) => !empty.includes(carton))
    const waiting = cartons.some((carton) => carton.state !== 'labelled' && carton.state !== 'loaded')
    const labelled = cartons.some((carton) => carton.state === 'labelled')
    if (session.state !== 'open' || waiting || (!labelled && !command.args.partial)) return refuse('commandNotNow')
    const lines = await tx.find('order_line', 'order', order.id)
    const missing = lines.some(
      (line) => line.packed < line.quantity - line.fulfilled - line.cancelled && line.requires_shipping === 1,
    )
    if (missing && !command.args.partial) return refuse('confirmPartial')
    for (const carton of empty) await tx.put('carton', { ...carton, state: 'undone' })
    for (const line of lines) {
      if (line.packed === line.picked) continue
      await tx.put('stock_move', {
        id: deriveId(command.id, `missing.${line.line_no}`),
        command_id: command.id,
        at: command.at,
        item_id: present(line.item_id, 'a picked line has its item'),
        from_stock_id: null,
        to_stock_id: null,
        lot: '',
        serial: '',
        quantity: line.picked - line.packed,
        reason: 'missing-at-bench',
        order_line_id: line.id,
        operator_id: command.operatorId,
      })
      await tx.put('order_line', {
        ...line,
        picked: line.packed,
        allocated: line.allocated - (line.picked - line.packed),
      })
    }
    await tx.put('pack_session', { ...session, state: 'done', done_at: command.at })
    const tote = present(await tx.get('tote', session.tote_id), 'totes are never removed')
    await changeOrderState(tx, order, labelled ? 'packed' : 'backordered')
    const collected = await collectedSlot(tx, order.id)
    if (collected !== undefined) await leaveSharedTotes(tx, collected.slot)
    else await tx.put('tote', { ...tote, state: 'emptied', order_id: null, pick_task_id: null })
    const story = !labelled ? 'nothing-picked' : missing ? 'packed-in-part' : 'order-packed'
    await recordEvent(tx, command, order.id, story, { cartons: cartons.length, tote: tote.name })
    return accept({ orderNumber: order.number, cartons: cartons.length })
  },
})

/** Cartons that were opened and got nothing: they are put away when the order is finished. */
async function emptyCartons(tx: Tx, cartons: readonly Row<'carton'>[]): Promise<Row<'carton'>[]> {
  const empty: Row<'carton'>[] = []
  for (const carton of cartons)
    if (carton.state === 'open' && (await tx.find('carton_line', 'carton', carton.id)).length === 0) empty.push(carton)
  return empty
}
