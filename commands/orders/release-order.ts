import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { chooseRelease, type ReleaseWish, refusalOf } from '../../domain/choose-release.ts'
import type { AddressInput, PaymentState } from '../../domain/inputs.ts'
import type { OrderState } from '../../domain/states.ts'
import { accept, type CommandContext, type Decision, defineCommand, refuse } from '../command.ts'
import { readSiteRules, releaseSite, type SiteRules } from '../site/site-rules.ts'
import { freeStock, reserve } from '../stock/allocate.ts'
import { changeOrderState } from './change-state.ts'
import { PickablePayments } from './order-rows.ts'
import { recordEvent } from './record-event.ts'
import { keptUnits, unreservedUnits } from './soft-promises.ts'

/** What a release came to: the order is released or waits for stock, and so many of its units are missing. */
export type Released = { state: 'released' | 'backordered'; missing: number }

/**
 * Releases an order for picking and reserves its units, or lets it wait for stock: its value says which, and how many
 * units are missing. An order's own word about all-or-nothing goes before `allOrNothing`. Refused: `notFound`,
 * `wrongState`, `notReleasable` (with the `reason`, see `refusalOf`), `underReserved` (still waits).
 */
export const releaseOrder = defineCommand({
  type: 'orders.release',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string(), pickablePayments: PickablePayments, allOrNothing: z.boolean() }),
  async run(tx, command): Promise<Decision<Released>> {
    const { orderId, pickablePayments, allOrNothing } = command.args
    const order = await tx.get('order', orderId)
    if (order === undefined) return refuse('notFound')
    const rules = await readSiteRules(tx)
    const policies = { ...rules.policies, pickablePayments, allOrNothing }
    return releaseByRules(tx, command, order, { ...rules, policies })
  },
})

/**
 * Releases one order by given rules: decided as {@link releaseOrder} says. `more` is added to what the story tells of it, and
 * `role` keeps apart what one command makes of several orders.
 */
export async function releaseByRules(
  tx: Tx,
  command: CommandContext,
  order: Row<'order'>,
  rules: SiteRules,
  { role = '', more = {} }: { role?: string; more?: Record<string, string | number> } = {},
): Promise<Decision<Released>> {
  const { policy, calendar } = releaseSite(rules)
  const lines = (await tx.find('order_line', 'order', order.id)).sort((a, b) => a.line_no - b.line_no)
  const wish = releaseWish(order, lines)
  const refusal = refusalOf(wish, { policy, calendar }, command.businessDate)
  if (refusal !== null) return refuse(refusal.name, refusal.params)
  const itemIds = wish.lines.flatMap(({ itemId, units }) => (itemId !== null && units > 0 ? [itemId] : []))
  const stockRules = rules.policies.stockChoice
  const stock = await freeStock(tx, itemIds, stockRules)
  const kept = await keptUnits(tx, order, itemIds, policy)
  const choice = chooseRelease(wish, stock, { policy, stock: stockRules, kept }, command.businessDate)
  if (choice.kind === 'backordered') {
    if (order.state === 'backordered') return refuse('underReserved', { missing: choice.missing })
    const ready = await offHold(tx, order)
    await changeOrderState(tx, ready, 'backordered')
    await recordEvent(tx, command, order.id, 'backordered', { ...more, missing: choice.missing })
    return accept({ state: 'backordered', missing: choice.missing })
  }
  for (const [lineId, parts] of Map.groupBy(choice.parts, (part) => part.lineId)) {
    const line = present(
      lines.find(({ id }) => id === lineId),
      'decided for this line',
    )
    await reserve(tx, command.id, `${role}${line.line_no}`, { orderId: order.id, orderLineId: line.id }, parts)
    const units = parts.reduce((sum, { quantity }) => sum + quantity, 0)
    await tx.put('order_line', { ...line, allocated: line.allocated + units })
  }
  const held = order.state === 'on_hold' ? { held: order.hold_reason ?? '' } : {}
  const ready = await offHold(tx, order)
  await changeOrderState(tx, ready, 'released', { released_at: command.at, hold_reason: null })
  const missing = choice.missing > 0 ? { missing: choice.missing } : {}
  await recordEvent(tx, command, order.id, 'released', { ...more, ...held, ...missing })
  return accept({ state: 'released', missing: choice.missing })
}

/** An order that is held for a reason that its release lifts is ready first, as the table of states has it. */
async function offHold(tx: Tx, order: Row<'order'>): Promise<Row<'order'>> {
  return order.state === 'on_hold' ? changeOrderState(tx, order, 'ready', { hold_reason: null }) : order
}

/** An order as the rules of the release see it; its lines in their order. */
export function releaseWish(
  order: Pick<
    Row<'order'>,
    'state' | 'hold_reason' | 'payment' | 'ship_by' | 'all_or_nothing' | 'ship_to' | 'available_from'
  >,
  lines: readonly Row<'order_line'>[],
): ReleaseWish {
  return {
    state: order.state as OrderState,
    holdReason: order.hold_reason,
    payment: order.payment as PaymentState,
    shipBy: order.ship_by,
    allOrNothing: order.all_or_nothing === null ? null : order.all_or_nothing === 1,
    shipTo: JSON.parse(order.ship_to) as AddressInput,
    lines: lines.map((line) => ({
      lineId: line.id,
      itemId: line.item_id,
      units: unreservedUnits(line),
      availableFrom: line.available_from,
    })),
  }
}
