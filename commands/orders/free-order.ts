import type { Tx } from '../../db/port.ts'
import { releaseReservation } from '../stock/allocate.ts'

/** Gives back everything that is reserved for an order nobody picks yet; its lines are allocated nothing then. */
export async function freeOrder(tx: Tx, orderId: string): Promise<void> {
  for (const reservation of await tx.find('reservation', 'order', orderId)) await releaseReservation(tx, reservation)
  for (const line of await tx.find('order_line', 'order', orderId))
    if (line.allocated > 0) await tx.put('order_line', { ...line, allocated: line.picked })
}
