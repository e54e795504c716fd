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

/** True when an order waits for a person's decision about a fact: about the order itself, or about a task as a whole that it is in. */
export async function orderIsBlocked(tx: Tx, orderId: string): Promise<boolean> {
  if ((await tx.find('fact_exception', 'order', orderId, 'open')).length > 0) return true
  for (const { pick_task_id: taskId } of await tx.find('pick_slot', 'order', orderId))
    if (await taskIsBlocked(tx, taskId)) return true
  return false
}

/** True when one of the orders in these slots waits for a person's decision. */
export async function isAnyBlocked(tx: Tx, slots: readonly Row<'pick_slot'>[]): Promise<boolean> {
  for (const slot of slots) if (await orderIsBlocked(tx, slot.order_id)) return true
  return false
}

/** True when a task waits for a person's decision about a fact of it as a whole. */
export async function taskIsBlocked(tx: Tx, taskId: string): Promise<boolean> {
  return (await tx.find('fact_exception', 'pick_task', taskId, 'open')).some((row) => row.order_id === null)
}

/** What an exception is about, for which a fact is kept: by what the fact stands on, and what it follows from. */
export function concerns(
  subject: Subject,
  cause: Row<'fact_exception'> | null,
): Pick<Row<'fact_exception'>, 'order_id' | 'tote_id' | 'pick_task_id' | 'caused_by'> {
  // A fact about a whole task stands for all its orders, so that it names none of them; a tote that it names may be full.
  const whole = subject.wholeTask
  return {
    order_id: whole ? null : (subject.orderIds[0] ?? cause?.order_id ?? null),
    tote_id: whole ? subject.namedToteId : (subject.toteIds[0] ?? cause?.tote_id ?? null),
    pick_task_id: subject.taskId ?? subject.taskIds[0] ?? cause?.pick_task_id ?? null,
    caused_by: cause === null ? null : (cause.caused_by ?? cause.id),
  }
}
