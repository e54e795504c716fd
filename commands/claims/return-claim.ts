import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { giveBack } from './give-back.ts'

/**
 * The station that holds a task gives it back before it is started: its orders wait for a picker again. Refused: `notFound`
 * when this station holds no such task, `wrongState` once a tote is on the cart.
 */
export const returnClaim = defineCommand({
  type: 'claims.return',
  version: 1,
  class: 'INTENT',
  args: z.object({ taskId: z.string() }),
  async run(tx, command) {
    const task = await tx.get('pick_task', command.args.taskId)
    if (task === undefined || task.holder !== command.stationId) return refuse('notFound')
    if (task.state !== 'claimed') return refuse('wrongState', { state: task.state })
    return accept({ orders: await giveBack(tx, command, task, 'pick-returned') })
  },
})
