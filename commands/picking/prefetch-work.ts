import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { accept, type Decision, defineCommand, refuse } from '../command.ts'
import { claimOpenTask } from '../waves/claim-open.ts'
import { makeTask } from './make-task.ts'

/**
 * Gives a station work that it may hand out by itself later, without the network: the next task of a wave, or a task as
 * `picking.claim-work` makes it, held by the station and by no operator yet; never one that goes on with a cart of another
 * zone, whose picker waits for it. Refused: `notFound` for what is no station, `noWork` when nothing is left.
 */
export const prefetchWork = defineCommand({
  type: 'picking.prefetch-work',
  version: 1,
  class: 'INTENT',
  args: z.object({
    orderIds: z.array(z.string()).max(200),
    limit: z.int().min(1).max(24),
    plannedLimit: z.int().min(1).max(24).optional(),
    /** Only work that lies in this zone whole. */
    zone: z.string().max(16).optional(),
  }),
  async run(tx, command): Promise<Decision<{ taskId: string }>> {
    if (command.stationId === null) return refuse('notFound')
    const { args } = command
    const station = { ...command, operatorId: null }
    const planned = await claimOpenTask(tx, station, { ...args, most: args.plannedLimit ?? args.limit, isAhead: true })
    const taskId = planned ?? (await makeTask(tx, station, args))
    return taskId === null ? refuse('noWork') : accept({ taskId })
  },
})

/**
 * An operator begins a task that the station holds for whoever asks. Its epoch stays: nobody else ever had it. Refused with
 * `commandNotNow` when the station does not hold it, or somebody has it already.
 */
export const takePrefetched = defineCommand({
  type: 'picking.take-prefetched',
  version: 1,
  class: 'FACT',
  args: z.object({ taskId: z.string() }),
  async run(tx, command) {
    const task = present(await tx.get('pick_task', command.args.taskId), 'tasks are never removed')
    const isFree = task.state === 'claimed' && task.operator_id === null && task.holder === command.stationId
    if (!isFree || command.operatorId === null) return refuse('commandNotNow')
    await tx.put('pick_task', { ...task, operator_id: command.operatorId })
    return accept({ taskId: task.id })
  },
})
