import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { Subject } from '../subject.ts'

/**
 * The fact that a person has to settle before anything more may happen to a subject: an open exception about one of its
 * orders or totes, about one of its tasks as a whole, or of the command that should have made its rows. Null when it is free.
 * Rows that `aside` names do not count.
 */
export async function blockedBy(
  tx: Tx,
  subject: Subject,
  aside: (row: Row<'fact_exception'>) => boolean = () => false,
): Promise<Row<'fact_exception'> | null> {
  for (const commandId of subject.missingCommands) {
    const found = await tx.find('fact_exception', 'command', commandId)
    const open = found.find((row) => row.state === 'open' && !aside(row))
    if (open !== undefined) return open
  }
  for (const orderId of subject.orderIds) {
    const open = (await tx.find('fact_exception', 'order', orderId, 'open')).find((row) => !aside(row))
    if (open !== undefined) return open
  }
  for (const toteId of subject.toteIds) {
    const open = (await tx.find('fact_exception', 'tote', toteId, 'open')).find((row) => !aside(row))
    if (open !== undefined) return open
  }
  for (const taskId of subject.taskIds) {
    const found = await tx.find('fact_exception', 'pick_task', taskId, 'open')
    const whole = found.find((row) => row.order_id === null && !aside(row))
    if (whole !== undefined) return whole
  }
  return null
}

/** True when an order waits for a person's decision about a fact. */
export async function orderIsBlocked(tx: Tx, orderId: string): Promise<boolean> {
  return (await tx.find('fact_exception', 'order', orderId, 'open')).length > 0
}
