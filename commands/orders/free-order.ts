import type { Tx } from '../../db/port.ts'
import type { CommandContext } from '../command.ts'
import { releaseReservation } from '../stock/allocate.ts'
import { leaveOpenTask } from '../waves/open-task.ts'

/**
 * Gives back everything that is reserved for an order nobody picks yet; its lines are allocated nothing then, and a wave that
 * it waits in goes on without it.
 */
export async function freeOrder(tx: Tx, command: CommandContext, orderId: string): Promise<void> {
  await leaveOpenTask(tx, command, orderId)
  for (const reservation of await tx.find('reservation', 'order', orderId)) await releaseReservation(tx, reservation)
  for (const line of await tx.find('order_line', 'order', orderId))
    if (line.allocated > 0) await tx.put('order_line', { ...line, allocated: line.picked })
}
