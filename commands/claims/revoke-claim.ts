import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { giveBack } from './give-back.ts'

/**
 * A person takes a task away from whoever holds it; facts under the old epoch become exceptions from now on. Unstarted, its
 * orders wait for a picker again. Started, it stays as it stands, with its totes, and the next picker who asks for work gets
 * it first and is told to verify the totes. Refused: `notFound`, `wrongState` when it is over or was taken away already.
 */
export const revokeClaim = defineCommand({
  type: 'claims.revoke',
  version: 1,
  class: 'INTENT',
  args: z.object({ taskId: z.string() }),
  async run(tx, command) {
    const task = await tx.get('pick_task', command.args.taskId)
    if (task === undefined) return refuse('notFound')
    if (task.state === 'claimed') {
      await giveBack(tx, command, task, 'pick-revoked')
      return accept({ started: false })
    }
    const held = task.holder !== null || task.operator_id !== null
    if (task.state !== 'started' || !held) return refuse('wrongState', { state: task.state })
    await tx.put('pick_task', { ...task, operator_id: null, holder: null, epoch: task.epoch + 1, verify: 1 })
    for (const slot of await tx.find('pick_slot', 'pick_task', task.id))
      await recordEvent(tx, command, slot.order_id, 'pick-revoked', { task: task.number })
    return accept({ started: true })
  },
})
