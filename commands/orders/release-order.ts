import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { takeFrom } from '../../domain/choose-stock.ts'
import type { PaymentState } from '../../domain/inputs.ts'
import { openUnits } from '../../domain/order-intake.ts'
import { decideRelease } from '../../domain/order-release.ts'
import type { OrderState } from '../../domain/states.ts'
import { accept, type Decision, defineCommand, refuse } from '../command.ts'
import { type Allocation, chooseStock, reserve } from '../stock/allocate.ts'
import { changeOrderState } from './change-state.ts'
import { PickablePayments } from './order-rows.ts'
import { recordEvent } from './record-event.ts'

/**
 * Releases an order for picking and reserves its units, or lets it wait for stock: its value says which, and how many
 * units are missing. Refused: `notFound`, `wrongState`, `notReleasable` (payment), `underReserved` (still waits).
 */
export const releaseOrder = defineCommand({
  type: 'orders.release',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), pickablePayments: PickablePayments, allOrNothing: z.boolean() }),
  async run(tx, command): Promise<Decision<{ state: 'released' | 'backordered'; missing: number }>> {
    const { args } = command
    const order = await tx.get('order', args.orderId)
    if (order === undefined) return refuse('notFound')
    const lines = (await tx.find('order_line', 'order', order.id)).sort((a, b) => a.line_no - b.line_no)
    const wanted = lines.flatMap((line) => {
      // What is allocated includes what was picked.
      const units = openUnits(line) + line.picked - line.allocated
      return units > 0 && line.item_id !== null ? [{ lineId: line.id, itemId: line.item_id, units }] : []
    })
    const chosen = await chooseForItems(tx, wanted, command.businessDate)
    const free = new Map(
      Array.from(chosen, ([itemId, parts]) => [itemId, parts.reduce((sum, p) => sum + p.quantity, 0)]),
    )
    const decision = decideRelease({
      ...args,
      state: order.state as OrderState,
      payment: order.payment as PaymentState,
      lines: wanted,
      free,
    })
    if (decision.kind === 'refused') return refuse(decision.name, { state: order.state })
    if (decision.kind === 'backordered') {
      if (order.state === 'backordered') return refuse('underReserved', { missing: decision.missing })
      await changeOrderState(tx, order, 'backordered')
      await recordEvent(tx, command, order.id, 'backordered', { missing: decision.missing })
      return accept({ state: 'backordered', missing: decision.missing })
    }
    for (const { lineId, itemId, units } of decision.take) {
      const line = present(
        lines.find(({ id }) => id === lineId),
        'decided for this line',
      )
      await reserveLine(tx, command.id, line, takeFrom(present(chosen.get(itemId), 'free of this item'), units))
    }
    await changeOrderState(tx, order, 'released', { released_at: command.at, hold_reason: null })
    await recordEvent(tx, command, order.id, 'released', decision.missing > 0 ? { missing: decision.missing } : {})
    return accept({ state: 'released', missing: decision.missing })
  },
})

/** The stock for all lines of one item together, so that two lines of it never count the same unit. */
async function chooseForItems(
  tx: Tx,
  wanted: readonly { itemId: string; units: number }[],
  businessDate: string,
): Promise<Map<string, Allocation[]>> {
  const totals = new Map<string, number>()
  for (const { itemId, units } of wanted) totals.set(itemId, (totals.get(itemId) ?? 0) + units)
  const chosen = new Map<string, Allocation[]>()
  for (const [itemId, quantity] of totals) chosen.set(itemId, await chooseStock(tx, { itemId, quantity, businessDate }))
  return chosen
}

async function reserveLine(tx: Tx, commandId: string, line: Row<'order_line'>, from: Allocation[]): Promise<void> {
  await reserve(tx, commandId, String(line.line_no), { orderId: line.order_id, orderLineId: line.id }, from)
  const units = from.reduce((sum, part) => sum + part.quantity, 0)
  await tx.put('order_line', { ...line, allocated: line.allocated + units })
}
