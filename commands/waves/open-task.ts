import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { mayFollow, PICK_TASK_TRANSITIONS, WAVE_TRANSITIONS, type WaveState } from '../../domain/states.ts'
import type { CommandContext } from '../command.ts'
import { laterParts } from './chain.ts'

/** The task of a wave that an order waits in and that nobody has, the first one of a chain; undefined when it waits in none. */
export async function openTaskOf(tx: Tx, orderId: string): Promise<Row<'pick_task'> | undefined> {
  const open: Row<'pick_task'>[] = []
  for (const slot of await tx.find('pick_slot', 'order', orderId)) {
    const task = present(await tx.get('pick_task', slot.pick_task_id), 'tasks are never removed')
    if (task.state === 'open') open.push(task)
  }
  return open.find((task) => !open.some(({ id }) => id === task.after_task_id))
}

/**
 * Takes an order out of the open tasks that it waits in, with its slots and lines: nobody was ever shown them under this
 * epoch. A task without lines is returned, and what came after it comes after the one before it. Nothing happens to an order
 * that waits in none, nor once somebody began the chain.
 */
export async function leaveOpenTask(tx: Tx, command: CommandContext, orderId: string): Promise<void> {
  const first = await openTaskOf(tx, orderId)
  if (first === undefined || first.after_task_id !== null) return
  for (const part of [first, ...(await laterParts(tx, first))]) {
    await leavePart(tx, part, orderId)
    if ((await tx.find('pick_line', 'pick_task', part.id)).length > 0) continue
    // An earlier part may have been returned a moment ago.
    const task = present(await tx.get('pick_task', part.id), 'tasks are never removed')
    const [next] = await laterParts(tx, task)
    await returnTask(tx, command, task)
    if (next !== undefined) await tx.put('pick_task', { ...next, after_task_id: task.after_task_id })
  }
  await settleWave(tx, first.wave_id)
}

/** Takes an order out of one task, with its slot and lines. */
export async function leavePart(tx: Tx, task: Row<'pick_task'>, orderId: string): Promise<void> {
  for (const slot of await tx.find('pick_slot', 'pick_task', task.id))
    if (slot.order_id === orderId) await tx.remove('pick_slot', slot.id)
  for (const line of await tx.find('pick_line', 'pick_task', task.id))
    if (line.order_id === orderId) await tx.remove('pick_line', line.id)
}

/** Ends a task that was not begun, and all that come after it, under new epochs. How many tasks. */
export async function returnChain(tx: Tx, command: CommandContext, task: Row<'pick_task'>): Promise<number> {
  const parts = [task, ...(await laterParts(tx, task))]
  for (const part of parts) await returnTask(tx, command, part)
  return parts.length
}

async function returnTask(tx: Tx, command: CommandContext, task: Row<'pick_task'>): Promise<void> {
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
