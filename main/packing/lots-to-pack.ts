import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'

/**
 * Lots of which more was picked for an order line than lies in its cartons; empty when the item has none. Of a collected task,
 * by its id, only what was picked with it counts: earlier units left, or were missing at the bench.
 */
export async function lotsToPack(tx: Tx, orderLineId: string, taskId: string | null): Promise<string[]> {
  const left = new Map<string, number>()
  for (const { lot, picked, pick_task_id: of } of await tx.find('pick_line', 'order_line', orderLineId))
    if (lot !== '' && (taskId === null || of === taskId)) left.set(lot, (left.get(lot) ?? 0) + picked)
  for (const { lot, quantity, carton_id: cartonId } of await tx.find('carton_line', 'order_line', orderLineId)) {
    const isGone = taskId !== null && (await tx.get('carton', cartonId))?.shipment_id != null
    if (left.has(lot) && !isGone) left.set(lot, (left.get(lot) ?? 0) - quantity)
  }
  return [...left].flatMap(([lot, units]) => (units > 0 ? [lot] : []))
}

/** True when units of an item that still lie in the shared totes of a task are of several lots. */
export async function lotsAreMixed(tx: Tx, taskId: string, itemId: string): Promise<boolean> {
  const lots = new Set<string>()
  for (const line of await tx.find('pick_line', 'pick_task', taskId)) {
    if (line.item_id !== itemId || line.picked === 0 || lots.has(line.lot)) continue
    if (await isInTote(tx, line, taskId)) lots.add(line.lot)
  }
  return lots.size > 1
}

async function isInTote(tx: Tx, line: Row<'pick_line'>, taskId: string): Promise<boolean> {
  const of = await tx.get('order_line', line.order_line_id)
  return of !== undefined && of.packed < of.picked && (await lotsToPack(tx, of.id, taskId)).includes(line.lot)
}
