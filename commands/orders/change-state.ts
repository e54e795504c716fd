import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { mayFollow, ORDER_TRANSITIONS, type OrderState } from '../../domain/states.ts'

/** Writes the order in its next state, and throws when the table of states has no such edge (a bug, not bad input). */
export async function changeOrderState(
  tx: Tx,
  order: Row<'order'>,
  state: OrderState,
  change: Partial<Row<'order'>> = {},
): Promise<Row<'order'>> {
  if (!mayFollow(ORDER_TRANSITIONS, order.state as OrderState, state))
    throw new Error(`Order ${order.number}: no way from ${order.state} to ${state}`)
  const next = { ...order, ...change, state }
  await tx.put('order', next)
  return next
}
