import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { CommandContext } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'

/** The unfinished tasks of an operator, the started ones first. */
export async function tasksOf(tx: Tx, operatorId: string): Promise<Row<'pick_task'>[]> {
  return [
    ...(await tx.find('pick_task', 'operator', operatorId, 'started')),
    ...(await tx.find('pick_task', 'operator', operatorId, 'claimed')),
  ]
}

/** The oldest started task that was taken away from its holder and waits for somebody, or undefined. */
export async function orphanedTask(tx: Tx): Promise<Row<'pick_task'> | undefined> {
  const started = await tx.find('pick_task', 'state', 'started')
  return started
    .filter((task) => task.verify === 1 && task.holder === null && task.operator_id === null)
    .sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1))[0]
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
