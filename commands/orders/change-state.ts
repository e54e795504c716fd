import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { mayFollow, ORDER_TRANSITIONS, type OrderState } from '../../domain/states.ts'
import { isPromised, settlePromises } from './soft-promises.ts'

/**
 * Writes the order in its next state, and what is promised to it while it waits. Throws when the table of states has no such
 * edge (a bug, not bad input).
 */
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
  if (isPromised(order) || isPromised(next)) await settlePromises(tx, next)
  return next
}

/**
 * Like {@link changeOrderState}, for an order that nobody works on: it goes by way of "on hold", and is written so,
 * when that is how the table of states leads there.
 */
export async function moveOrder(
  tx: Tx,
  order: Row<'order'>,
  state: OrderState,
  change: Partial<Row<'order'>> = {},
): Promise<Row<'order'>> {
  const from = order.state as OrderState
  const direct = mayFollow(ORDER_TRANSITIONS, from, state)
  const around = mayFollow(ORDER_TRANSITIONS, from, 'on_hold') && mayFollow(ORDER_TRANSITIONS, 'on_hold', state)
  return changeOrderState(tx, direct || !around ? order : await changeOrderState(tx, order, 'on_hold'), state, change)
}
