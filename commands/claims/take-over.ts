import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { CommandContext } from '../command.ts'
import { taskIsBlocked } from '../exceptions/blocked-by.ts'
import { recordEvent } from '../orders/record-event.ts'

/** The unfinished tasks of an operator, the started ones first. */
export async function tasksOf(tx: Tx, operatorId: string): Promise<Row<'pick_task'>[]> {
  return [
    ...(await tx.find('pick_task', 'operator', operatorId, 'started')),
    ...(await tx.find('pick_task', 'operator', operatorId, 'claimed')),
  ]
}

/**
 * The oldest started task that was taken away from its holder and waits for somebody, or undefined. One of which something
 * as a whole is to be settled first waits for that: whoever got it could do nothing with it.
 */
export async function orphanedTask(tx: Tx): Promise<Row<'pick_task'> | undefined> {
  const started = await tx.find('pick_task', 'state', 'started')
  const orphaned = started
    .filter((task) => task.verify === 1 && task.holder === null && task.operator_id === null)
    .sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))
  for (const task of orphaned) if (!(await taskIsBlocked(tx, task.id))) return task
  return undefined
}

/** Makes the asking station and operator the holders of a task, under a new epoch. */
export async function takeOver(tx: Tx, command: CommandContext, task: Row<'pick_task'>): Promise<void> {
  await tx.put('pick_task', {
    ...task,
    operator_id: command.operatorId,
    holder: command.stationId,
    epoch: task.epoch + 1,
  })
  for (const slot of await tx.find('pick_slot', 'pick_task', task.id))
    await recordEvent(tx, command, slot.order_id, 'pick-taken-over', { task: task.number })
}
