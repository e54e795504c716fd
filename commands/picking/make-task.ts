import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { deriveId } from '../../domain/ids.ts'
import { compareWalk } from '../../domain/walk.ts'
import type { CommandContext } from '../command.ts'
import { orderIsBlocked } from '../exceptions/blocked-by.ts'
import { nextNumber } from '../numbers/next-number.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'

type Taken = { order: Row<'order'>; reservations: Row<'reservation'>[] }

/**
 * Makes a task of a cluster of released orders, one tote each, in walking order, held by the asking station: the candidates
 * in the order given that no exception blocks, only those of the first one's priority, at most `limit`. Without a `number` it
 * is the next of the site. Its id, or null when nothing is left. The ids of slots and lines name the order and the stock that
 * they are about: asked again of a centre that was put back, the same request may find other orders free, and a pick made
 * for the first answer must then miss its line, never meet another one's.
 */
export async function makeTask(
  tx: Tx,
  command: CommandContext,
  wanted: { number?: string | undefined; orderIds: readonly string[]; limit: number },
): Promise<string | null> {
  const taken = await takeOrders(tx, wanted.orderIds, wanted.limit)
  if (taken.length === 0) return null
  const number = wanted.number ?? `B-${String(await nextNumber(tx, 'pick-task')).padStart(4, '0')}`
  const taskId = deriveId(command.id, 'task')
  await tx.put('pick_task', {
    id: taskId,
    number,
    state: 'claimed',
    operator_id: command.operatorId,
    epoch: 1,
    holder: command.stationId,
    verify: 0,
    created_at: command.at,
    started_at: null,
    done_at: null,
  })
  for (const [index, { order }] of taken.entries()) {
    await tx.put('pick_slot', {
      id: deriveId(command.id, `slot.${index + 1}.${order.id}`),
      pick_task_id: taskId,
      slot: index + 1,
      order_id: order.id,
      tote_id: null,
    })
    await changeOrderState(tx, order, 'picking')
    await recordEvent(tx, command, order.id, 'pick-claimed', { task: number, slot: index + 1 })
  }
  await putLines(tx, command.id, taskId, taken)
  return taskId
}

async function takeOrders(tx: Tx, orderIds: readonly string[], limit: number): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const orderId of orderIds) {
    if (taken.length === limit) break
    const order = await tx.get('order', orderId)
    if (order?.state !== 'released' || (taken[0] !== undefined && taken[0].order.priority !== order.priority)) continue
    if (taken.some((other) => other.order.id === order.id) || (await orderIsBlocked(tx, order.id))) continue
    const reservations = (await tx.find('reservation', 'order', orderId)).filter((row) => row.state === 'open')
    if (reservations.length > 0) taken.push({ order, reservations })
  }
  return taken
}

async function putLines(tx: Tx, commandId: string, taskId: string, taken: readonly Taken[]): Promise<void> {
  const stops: { stock: Row<'stock'>; location: Row<'location'>; reservation: Row<'reservation'>; slot: number }[] = []
  for (const [index, { reservations }] of taken.entries()) {
    for (const reservation of reservations) {
      const stock = await tx.get('stock', reservation.stock_id)
      const location = stock === undefined ? undefined : await tx.get('location', stock.location_id)
      if (stock === undefined || location === undefined) throw new Error(`Reservation ${reservation.id} has no stock`)
      stops.push({ stock, location, reservation, slot: index + 1 })
    }
  }
  stops.sort(
    (a, b) =>
      compareWalk(a.location, b.location) ||
      (a.stock.id < b.stock.id ? -1 : a.stock.id > b.stock.id ? 1 : a.slot - b.slot),
  )
  for (const [index, { stock, location, reservation, slot }] of stops.entries()) {
    await tx.put('pick_line', {
      id: deriveId(commandId, `line.${index + 1}.${stock.id}`),
      pick_task_id: taskId,
      order_id: reservation.order_id,
      order_line_id: reservation.order_line_id,
      reservation_id: reservation.id,
      stock_id: stock.id,
      item_id: stock.item_id,
      location_id: location.id,
      lot: stock.lot,
      serial: stock.serial,
      expires_on: stock.expires_on,
      sequence: index + 1,
      slot,
      quantity: reservation.quantity,
      picked: 0,
      short: 0,
      serials: '[]',
      state: 'open',
    })
  }
}
