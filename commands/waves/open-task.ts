import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { mayFollow, PICK_TASK_TRANSITIONS, WAVE_TRANSITIONS, type WaveState } from '../../domain/states.ts'
import type { CommandContext } from '../command.ts'

/** The task of a wave that an order waits in and that nobody has, or undefined. */
export async function openTaskOf(tx: Tx, orderId: string): Promise<Row<'pick_task'> | undefined> {
  for (const slot of await tx.find('pick_slot', 'order', orderId)) {
    const task = present(await tx.get('pick_task', slot.pick_task_id), 'tasks are never removed')
    if (task.state === 'open') return task
  }
  return undefined
}

/**
 * Takes an order out of the open task that it waits in, with its slot and lines: nobody was ever shown them under this epoch.
 * A task without orders is returned. Nothing happens to an order that waits in none.
 */
export async function leaveOpenTask(tx: Tx, command: CommandContext, orderId: string): Promise<void> {
  const task = await openTaskOf(tx, orderId)
  if (task === undefined) return
  const slots = await tx.find('pick_slot', 'pick_task', task.id)
  for (const slot of slots) if (slot.order_id === orderId) await tx.remove('pick_slot', slot.id)
  for (const line of await tx.find('pick_line', 'pick_task', task.id))
    if (line.order_id === orderId) await tx.remove('pick_line', line.id)
  if (slots.some((slot) => slot.order_id !== orderId)) return
  await returnTask(tx, command, task)
  await settleWave(tx, task.wave_id)
}

/** Ends a task that was not begun, under a new epoch. */
export async function returnTask(tx: Tx, command: CommandContext, task: Row<'pick_task'>): Promise<void> {
  if (!mayFollow(PICK_TASK_TRANSITIONS, task.state as keyof typeof PICK_TASK_TRANSITIONS, 'returned'))
    throw new Error(`Task ${task.number} cannot be returned from ${task.state}`)
  await tx.put('pick_task', {
    ...task,
    state: 'returned',
    operator_id: null,
    holder: null,
    epoch: task.epoch + 1,
    done_at: command.at,
  })
}

/** Writes a wave as done when its last task is over. Nothing happens without a wave, or to one that was cancelled. */
export async function settleWave(tx: Tx, waveId: string | null): Promise<void> {
  const wave = waveId === null ? undefined : await tx.get('wave', waveId)
  if (wave?.state !== 'released') return
  for (const state of ['open', 'claimed', 'started'])
    if ((await tx.find('pick_task', 'wave', wave.id, state)).length > 0) return
  if (mayFollow(WAVE_TRANSITIONS, wave.state as WaveState, 'done')) await tx.put('wave', { ...wave, state: 'done' })
}
