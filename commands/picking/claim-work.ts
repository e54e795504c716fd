import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import { orphanedTask, takeOver, tasksOf } from '../claims/take-over.ts'
import { accept, type CommandContext, type Decision, defineCommand, refuse } from '../command.ts'
import { claimOpenTask } from '../waves/claim-open.ts'
import { makeTask } from './make-task.ts'

/**
 * Gives an operator work: the task that the operator holds at this station already; else a started one that was taken away
 * from its holder, whose totes have to be verified (`verify`); else the next task of a wave that asks for at most
 * `plannedLimit` free totes, of one `zone` if it is named ({@link claimOpenTask}); else a cluster of released orders, one
 * tote each ({@link makeTask}), at most `limit`, of that zone, too. Without a `number` it is the next of the site. Refused:
 * `taskElsewhere`, and `noWork` when nothing is left.
 */
export const claimWork = defineCommand({
  type: 'picking.claim-work',
  version: 1,
  class: 'INTENT',
  args: z.object({
    number: z.string().min(1).optional(),
    orderIds: z.array(z.string()).max(200),
    limit: z.int().min(0).max(24),
    /** Free totes that a planned task may ask for; as many as `limit` says when it is not given. */
    plannedLimit: z.int().min(0).max(24).optional(),
    /** New work comes from this zone alone; what was begun goes before, wherever it lies. */
    zone: z.string().max(16).optional(),
  }),
  async run(tx, command): Promise<Decision<{ taskId: string; verify: boolean }>> {
    const { args } = command
    const standing = await standingTask(tx, command)
    if (standing !== null) return standing
    const most = args.plannedLimit ?? args.limit
    const planned = await claimOpenTask(tx, command, { most, zone: args.zone, orderIds: args.orderIds })
    const taskId = planned ?? (await makeTask(tx, command, args))
    return taskId === null ? refuse('noWork') : accept({ taskId, verify: false })
  },
})

/** A task that goes before new work, or the reason why the operator gets none here; null when new work may be given. */
async function standingTask(
  tx: Tx,
  command: CommandContext,
): Promise<Decision<{ taskId: string; verify: boolean }> | null> {
  const own = command.operatorId === null ? [] : await tasksOf(tx, command.operatorId)
  const elsewhere = own.find((task) => task.holder !== null && task.holder !== command.stationId)
  if (elsewhere !== undefined) {
    const station = await tx.get('station', elsewhere.holder ?? '')
    return refuse('taskElsewhere', { station: station?.name ?? '', task: elsewhere.number })
  }
  const [mine] = own
  // A task of the time before the station had a centre has no holder yet.
  if (mine !== undefined && mine.holder !== command.stationId) await takeOver(tx, command, mine)
  if (mine !== undefined) return accept({ taskId: mine.id, verify: mine.verify === 1 })
  const orphaned = await orphanedTask(tx)
  if (orphaned === undefined) return null
  await takeOver(tx, command, orphaned)
  return accept({ taskId: orphaned.id, verify: orphaned.verify === 1 })
}
