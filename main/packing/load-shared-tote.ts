import { orderIsBlocked } from '../../commands/exceptions/blocked-by.ts'
import { isShared } from '../../commands/picking/shared-totes.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { SharedTote, WaitingLine, WaitingOrder } from '../../domain/sort-tote.ts'
import { compareUrgency } from '../../domain/urgency.ts'
import { lotsToPack } from './lots-to-pack.ts'

/** A shared tote on the bench as its rows, and as the decision sees it. */
export type LoadedTote = {
  /** The items that wait in it, by their ids. */
  items: Map<string, Row<'item'>>
  /** Orders of each tote, by its id. */
  ordersIn: Map<string, number>
  shared: SharedTote
}

/** Loads a tote that several orders share and that stands at the bench; null for any other one. */
export async function loadSharedTote(
  tx: Tx,
  toteId: string | null,
  operatorId: string | null,
): Promise<LoadedTote | null> {
  const tote = toteId === null ? undefined : await tx.get('tote', toteId)
  if (tote === undefined || !isShared(tote) || tote.state !== 'at_bench') return null
  const taskId = present(tote.pick_task_id, 'a shared tote has its task')
  const totes = (await tx.find('tote', 'pick_task', taskId)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const orders: WaitingOrder[] = []
  const items = new Map<string, Row<'item'>>()
  const ordersIn = new Map<string, number>()
  for (const slot of await tx.find('pick_slot', 'pick_task', taskId)) {
    if (slot.tote_id === null) continue
    const order = present(await tx.get('order', slot.order_id), 'orders are never removed')
    if (!waits(order)) continue
    const lines = await waitingLines(tx, order.id, taskId, items)
    orders.push(await waitingOrder(tx, order, lines, { isHere: slot.tote_id === tote.id, operatorId }))
    ordersIn.set(slot.tote_id, (ordersIn.get(slot.tote_id) ?? 0) + 1)
  }
  orders.sort(compareUrgency)
  return {
    items,
    ordersIn,
    shared: {
      toteId: tote.id,
      taskId,
      toteName: tote.name,
      otherTotes: totes
        .filter(({ id, state }) => id !== tote.id && state === 'at_bench')
        .map(({ id, name }) => ({ id, name })),
      orders,
      leftOver: await leftOverOf(tx, taskId),
    },
  }
}

/** Units in the shared totes of a task whose orders do not want them any more: nobody packs them, they have to be put back. */
export async function leftOverOf(tx: Tx, taskId: string): Promise<SharedTote['leftOver']> {
  const units = new Map<string, number>()
  for (const slot of await tx.find('pick_slot', 'pick_task', taskId)) {
    const order = slot.tote_id === null ? undefined : await tx.get('order', slot.order_id)
    if (order === undefined || waits(order)) continue
    for (const { itemName, left } of await waitingLines(tx, order.id, taskId, new Map()))
      units.set(itemName, (units.get(itemName) ?? 0) + left)
  }
  return [...units].map(([itemName, count]) => ({ itemName, units: count }))
}

function waits({ state }: Row<'order'>): boolean {
  return state === 'picked' || state === 'packing'
}

async function waitingOrder(
  tx: Tx,
  order: Row<'order'>,
  lines: WaitingLine[],
  { isHere, operatorId }: { isHere: boolean; operatorId: string | null },
): Promise<WaitingOrder> {
  const open = (await tx.find('pack_session', 'order', order.id)).find(({ state }) => state === 'open')
  const packer =
    open === undefined || open.operator_id === null ? 'nobody' : open.operator_id === operatorId ? 'me' : 'other'
  const other = packer === 'other' ? await tx.get('operator', open?.operator_id ?? '') : undefined
  // An order that was shipped in part before has cartons, too.
  const cartons = open === undefined ? [] : await tx.find('carton', 'order', order.id)
  return {
    id: order.id,
    number: order.number,
    priority: order.priority,
    shipBy: order.ship_by,
    orderedAt: order.ordered_at,
    isHere,
    packer,
    packerName: other?.name ?? '',
    isBegun: cartons.some(({ state }) => state === 'open' || state === 'closed' || state === 'labelled'),
    hasOpenCarton: cartons.some(({ state }) => state === 'open'),
    isBlocked: await orderIsBlocked(tx, order.id),
    lines,
  }
}

async function waitingLines(
  tx: Tx,
  orderId: string,
  taskId: string,
  items: Map<string, Row<'item'>>,
): Promise<WaitingLine[]> {
  const found: WaitingLine[] = []
  const lines = await tx.find('order_line', 'order', orderId)
  for (const line of lines.sort((a, b) => a.line_no - b.line_no)) {
    if (line.item_id === null || line.picked <= line.packed) continue
    const item = present(await tx.get('item', line.item_id), 'items are never removed')
    items.set(item.id, item)
    const picks = item.tracking !== 'serial' ? [] : await tx.find('pick_line', 'order_line', line.id)
    const inCartons = item.tracking === 'serial' ? await tx.find('carton_line', 'order_line', line.id) : []
    const serials = picks.flatMap((row) => JSON.parse(row.serials) as string[])
    found.push({
      id: line.id,
      itemId: item.id,
      itemName: item.name,
      tracking: item.tracking as WaitingLine['tracking'],
      lots: item.tracking === 'none' ? [] : await lotsToPack(tx, line.id, taskId),
      serials: serials.filter((serial) => !inCartons.some((packed) => packed.serial === serial)),
      left: line.picked - line.packed,
    })
  }
  return found
}
