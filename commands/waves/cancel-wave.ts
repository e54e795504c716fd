import { z } from 'zod'
import { mayFollow, WAVE_TRANSITIONS, type WaveState } from '../../domain/states.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { returnChain } from './open-task.ts'

/**
 * Takes back the tasks of a wave that nobody has: their orders wait for a picker again, with what is reserved for them. What
 * somebody has goes on, and so does the rest of a chain of which somebody began the first. Its value: how many tasks and
 * orders were taken back. Refused: `notFound`, `wrongState` when the wave is over or cancelled, or nothing of it can be taken back.
 */
export const cancelWave = defineCommand({
  type: 'waves.cancel',
  version: 1,
  class: 'INTENT',
  args: z.object({ waveId: z.string() }),
  async run(tx, command) {
    const wave = await tx.get('wave', command.args.waveId)
    if (wave === undefined) return refuse('notFound')
    const first = (await tx.find('pick_task', 'wave', wave.id, 'open')).filter((task) => task.after_task_id === null)
    if (first.length === 0 || !mayFollow(WAVE_TRANSITIONS, wave.state as WaveState, 'cancelled'))
      return refuse('wrongState', { state: wave.state })
    let orders = 0
    let tasks = 0
    for (const task of first) {
      for (const slot of await tx.find('pick_slot', 'pick_task', task.id)) {
        await recordEvent(tx, command, slot.order_id, 'plan-cancelled', { wave: wave.number, task: task.number })
        orders += 1
      }
      tasks += await returnChain(tx, command, task)
    }
    await tx.put('wave', { ...wave, state: 'cancelled' })
    return accept({ tasks, orders })
  },
})
