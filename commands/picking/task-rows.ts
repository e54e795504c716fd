import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { deriveId } from '../../domain/ids.ts'
import { compareWalk } from '../../domain/walk.ts'
import { type Refusal, refuse } from '../command.ts'
import { orderIsBlocked } from '../exceptions/blocked-by.ts'
import { openTaskOf } from '../waves/open-task.ts'

/** An order that may go into a task, with what is reserved for it. */
export type Taken = { order: Row<'order'>; reservations: Row<'reservation'>[] }

/** Units of one order at one place: what becomes a pick line. */
export type Stop = {
  stock: Row<'stock'>
  location: Row<'location'>
  reservation: Row<'reservation'>
  slot: number
}

/**
 * An order that may go into a task now, or why not: `notFound`, `wrongState` unless it is released, `orderBlocked`,
 * `alreadyPlanned` when an open task has it, `underReserved` when nothing is reserved for it.
 */
export async function orderForTask(tx: Tx, orderId: string): Promise<Taken | { refusal: Refusal }> {
  const order = await tx.get('order', orderId)
  if (order === undefined) return refuse('notFound')
  if (order.state !== 'released') return refuse('wrongState', { state: order.state })
  if (await orderIsBlocked(tx, order.id)) return refuse('orderBlocked')
  const planned = await openTaskOf(tx, order.id)
  if (planned !== undefined) return refuse('alreadyPlanned', { task: planned.number })
  const reservations = (await tx.find('reservation', 'order', orderId)).filter((row) => row.state === 'open')
  return reservations.length > 0 ? { order, reservations } : refuse('underReserved')
}

/** What is reserved for the orders of a task, in walking order; an order's slot is its place in the list, from 1. */
export async function stopsOf(tx: Tx, taken: readonly Taken[]): Promise<Stop[]> {
  const stops: Stop[] = []
  for (const [index, { reservations }] of taken.entries()) {
    for (const reservation of reservations) {
      const stock = await tx.get('stock', reservation.stock_id)
      const location = stock === undefined ? undefined : await tx.get('location', stock.location_id)
      if (stock === undefined || location === undefined) throw new Error(`Reservation ${reservation.id} has no stock`)
      stops.push({ stock, location, reservation, slot: index + 1 })
    }
  }
  return stops.sort(
    (a, b) =>
      compareWalk(a.location, b.location) ||
      (a.stock.id < b.stock.id ? -1 : a.stock.id > b.stock.id ? 1 : a.slot - b.slot),
  )
}

/** Writes a slot for each order; its id names the order (see `makeTask`). */
export async function putSlots(tx: Tx, taskId: string, taken: readonly Taken[], idOf: IdOf): Promise<void> {
  for (const [index, { order }] of taken.entries())
    await tx.put('pick_slot', {
      id: idOf(`slot.${index + 1}.${order.id}`),
      pick_task_id: taskId,
      slot: index + 1,
      order_id: order.id,
      tote_id: null,
    })
}

/** Writes a line for each stop, in the order given; its id names the stock. */
export async function putLines(tx: Tx, taskId: string, stops: readonly Stop[], idOf: IdOf): Promise<void> {
  for (const [index, { stock, location, reservation, slot }] of stops.entries())
    await tx.put('pick_line', {
      id: idOf(`line.${index + 1}.${stock.id}`),
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

/** Makes ids of a command's rows by their role. */
export type IdOf = (role: string) => string

/** Ids derived from a command; `part` tells apart several tasks of one command. */
export function idsOf(commandId: string, part = ''): IdOf {
  return (role) => deriveId(commandId, `${part}${role}`)
}
