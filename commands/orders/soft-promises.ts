import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { keepsAny, keptOf, type PromisedUnits } from '../../domain/kept-units.ts'
import { openUnits } from '../../domain/order-intake.ts'
import type { OrderTurn } from '../../domain/release-plan.ts'
import type { ReleasePolicy } from '../../domain/release-policy.ts'

/** True for an order that waits with a promise: for stock, or as a pre-order for its day. */
export function isPromised(order: Pick<Row<'order'>, 'state' | 'available_from'>): boolean {
  return order.state === 'backordered' || (order.state === 'ready' && order.available_from !== null)
}

/** Units of a line that are neither reserved nor picked, whatever the stock. */
export function unreservedUnits(line: Row<'order_line'>): number {
  // What is allocated includes what was picked.
  return openUnits(line) + line.picked - line.allocated
}

/** Brings the promises to an order's lines in step with its row: what it waits for when it does, else none. */
export async function settlePromises(tx: Tx, order: Row<'order'>): Promise<void> {
  const left = new Map((await tx.find('soft_promise', 'order', order.id)).map((row) => [row.id, row]))
  const lines = isPromised(order) ? await tx.find('order_line', 'order', order.id) : []
  for (const line of lines) {
    const units = unreservedUnits(line)
    if (units <= 0 || line.item_id === null) continue
    const known = left.get(line.id)
    left.delete(line.id)
    if (known?.units !== units || known.item_id !== line.item_id)
      await tx.put('soft_promise', { id: line.id, order_id: order.id, item_id: line.item_id, units })
  }
  for (const id of left.keys()) await tx.remove('soft_promise', id)
}

/** Units of each item that other orders keep from `order`, see `keptOf`. */
export async function keptUnits(
  tx: Tx,
  order: Row<'order'>,
  itemIds: readonly string[],
  policy: ReleasePolicy,
): Promise<Map<string, number>> {
  const kept = new Map<string, number>()
  if (!keepsAny(policy)) return kept
  for (const itemId of [...new Set(itemIds)].sort()) {
    const promises: PromisedUnits[] = []
    for (const promise of await tx.find('soft_promise', 'item', itemId)) {
      const other = promise.order_id === order.id ? undefined : await tx.get('order', promise.order_id)
      if (other !== undefined)
        promises.push({ units: promise.units, isPreOrder: other.available_from !== null, turn: turnOf(other) })
    }
    const units = keptOf(promises, turnOf(order), policy)
    if (units > 0) kept.set(itemId, units)
  }
  return kept
}

/** An order's turn as its row says it, without cut-offs, which only a plan at one instant knows. */
export function turnOf(row: Pick<Row<'order'>, 'id' | 'priority' | 'ship_by' | 'ordered_at' | 'state'>): OrderTurn {
  return {
    orderId: row.id,
    priority: row.priority,
    shipBy: row.ship_by,
    orderedAt: row.ordered_at,
    isBackordered: row.state === 'backordered',
    cutOffAt: null,
  }
}
