import { orphanedTask, tasksOf } from '../../commands/claims/take-over.ts'
import { type Decision, refuse } from '../../commands/command.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { takePrefetched } from '../../commands/picking/prefetch-work.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { StationCore } from '../core.ts'
import type { Turn } from '../floor/floor-desk.ts'
import type { Counters } from '../journal/counters.ts'
import type { WaitingOrders } from './waiting-orders.ts'

/** Tasks that the station keeps ready for whoever asks for work. */
export type ReadyTasks = { ready(tx: Tx): Promise<Row<'pick_task'> | null>; used(): void }

/** Among so many of the next orders a cart is filled. */
const CANDIDATES = 100

/**
 * What happens when somebody asks for work. Alone it is claimed here. Where a centre decides, a task that the station keeps
 * ready is taken without asking, the oldest first; the centre is asked when there is none, or when something goes before
 * them: work of the operator elsewhere, a task that was taken away from its holder, or more urgent orders.
 */
export function giveWork(
  core: StationCore,
  counters: Counters,
  waiting: WaitingOrders,
  kept: ReadyTasks | null,
): (turn: Turn) => Promise<Decision<unknown>> {
  // Totes that are still free when everybody on the way has taken theirs: nobody is given an order without a tote.
  const freeTotes = core.store.reader
    .prepare(
      `SELECT (SELECT count(*) FROM tote WHERE state IN ('empty', 'emptied'))
        - (SELECT count(*) FROM pick_slot s JOIN pick_task t ON t.id = s.pick_task_id
           WHERE (t.state = 'started' OR (t.state = 'claimed' AND t.operator_id IS NOT NULL)) AND s.tote_id IS NULL)`,
    )
    .pluck()
  const wanted = () => ({
    orderIds: waiting.first(CANDIDATES),
    limit: Math.min(core.policies().cartOrders, freeTotes.get() as number),
  })

  const takeReady = async ({ work, actor }: Turn): Promise<Decision<unknown> | null> => {
    const task = (await kept?.ready(work.tx)) ?? null
    if (task === null) return null
    const slots = await work.tx.find('pick_slot', 'pick_task', task.id)
    if (slots.length > (freeTotes.get() as number)) return refuse('noWork')
    return work.run(takePrefetched, { taskId: task.id }, actor)
  }

  /** Something that only the centre can give goes before the tasks that are kept here. */
  const isOutranked = async (tx: Tx): Promise<boolean> => {
    const task = (await kept?.ready(tx)) ?? null
    if (task === null || (await orphanedTask(tx)) !== undefined) return true
    const [slot] = await tx.find('pick_slot', 'pick_task', task.id)
    const order = slot === undefined ? undefined : await tx.get('order', slot.order_id)
    return (waiting.topPriority() ?? Number.NEGATIVE_INFINITY) > (order?.priority ?? 0)
  }

  return async (turn) => {
    const { work, actor, operator } = turn
    if (!core.joined()) {
      const { orderIds, limit } = wanted()
      if (limit < 1) return refuse('noWork')
      const number = `B-${String(counters.next('pick-task', work)).padStart(4, '0')}`
      return work.run(claimWork, { number, orderIds, limit }, actor)
    }
    const elsewhere = await workElsewhere(work.tx, operator.id, core.stationId())
    if (elsewhere === null && !(await isOutranked(work.tx))) {
      const taken = await takeReady(turn)
      if (taken !== null) return taken
    }
    // The centre also gives the number: two stations must not give the same one.
    const { orderIds, limit } = wanted()
    const decision = limit < 1 ? refuse('noWork') : await work.run(claimWork, { orderIds, limit }, actor)
    if (decision.ok || !['needsCentre', 'noWork'].includes(decision.refusal.name)) return decision
    return elsewhere ?? (await takeReady(turn)) ?? decision
  }
}

/** The refusal for an operator who holds unfinished work at another station; null when there is none. */
async function workElsewhere(tx: Tx, operatorId: string, stationId: string | null) {
  const task = (await tasksOf(tx, operatorId)).find(({ holder }) => holder !== null && holder !== stationId)
  if (task === undefined) return null
  const station = await tx.get('station', task.holder ?? '')
  return refuse('taskElsewhere', { station: station?.name ?? '', task: task.number })
}
