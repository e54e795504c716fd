import { orphanedTask, tasksOf } from '../../commands/claims/take-over.ts'
import { type Decision, refuse } from '../../commands/command.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { takePrefetched } from '../../commands/picking/prefetch-work.ts'
import { totesWanted } from '../../commands/waves/chain.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { StationCore } from '../core.ts'
import type { Turn } from '../floor/floor-desk.ts'
import type { Counters } from '../journal/counters.ts'
import { zoneOf } from './pick-zones.ts'
import type { WaitingOrders } from './waiting-orders.ts'

/** Tasks that the station keeps ready for whoever asks for work. */
export type ReadyTasks = {
  ready(tx: Tx, zone: string | null): Promise<Row<'pick_task'> | null>
  used(zone?: string | null): void
}

/** Among so many of the next orders a cart is filled. */
const CANDIDATES = 100
/** No cart holds more totes. */
const MOST_TOTES = 24

/**
 * What happens when somebody asks for work. Alone it is claimed here. Where a centre decides, a task that the station keeps
 * ready is taken without asking, the oldest first; the centre is asked when there is none, or when something goes before
 * them: work of the operator elsewhere, a task that was taken away from its holder, or more urgent orders. New work comes from
 * the zone that the picker chose, if one was; `noWorkInZone` names it when it has none.
 */
export function giveWork(
  core: StationCore,
  counters: Counters,
  { waiting, zones, kept }: { waiting: WaitingOrders; zones(): string[]; kept: ReadyTasks | null },
): (turn: Turn) => Promise<Decision<unknown>> {
  // Totes that are still free when everybody on the way has taken theirs: nobody is given an order without a tote.
  const freeTotes = core.store.reader
    .prepare(
      `SELECT (SELECT count(*) FROM tote WHERE state IN ('empty', 'emptied'))
        - (SELECT count(*) FROM pick_slot s JOIN pick_task t ON t.id = s.pick_task_id
           WHERE (t.state = 'started' OR (t.state = 'claimed' AND t.operator_id IS NOT NULL)) AND s.tote_id IS NULL
             AND t.sorted_at = 'tote'
             AND NOT EXISTS (SELECT 1 FROM tote WHERE tote.order_id = s.order_id AND tote.pick_task_id = t.id))
        - (SELECT count(*) FROM pick_task t WHERE t.state = 'claimed' AND t.operator_id IS NOT NULL AND t.sorted_at = 'bench')`,
    )
    .pluck()
  // Whoever planned a task knew how many totes a cart holds.
  const wanted = (zone: string | null) => {
    const plannedLimit = Math.max(0, Math.min(MOST_TOTES, freeTotes.get() as number))
    return {
      orderIds: waiting.first(CANDIDATES, zone),
      limit: Math.min(core.policies().cartOrders, plannedLimit),
      plannedLimit,
      ...(zone === null ? {} : { zone }),
    }
  }

  const takeReady = async ({ work, actor }: Turn, zone: string | null): Promise<Decision<unknown> | null> => {
    const task = (await kept?.ready(work.tx, zone)) ?? null
    if (task === null) return null
    const slots = await work.tx.find('pick_slot', 'pick_task', task.id)
    if ((await totesWanted(work.tx, task, slots)) > (freeTotes.get() as number)) return refuse('noWork')
    return work.run(takePrefetched, { taskId: task.id }, actor)
  }

  /** Something that only the centre can give goes before the tasks that are kept here. */
  const isOutranked = async (tx: Tx, zone: string | null): Promise<boolean> => {
    const task = (await kept?.ready(tx, zone)) ?? null
    if (task === null || (await orphanedTask(tx)) !== undefined) return true
    return (waiting.topPriority() ?? Number.NEGATIVE_INFINITY) > task.priority
  }

  const give = async (turn: Turn, zone: string | null): Promise<Decision<unknown>> => {
    const { work, actor, operator } = turn
    if (!core.joined()) {
      const number = taskNumber(counters.upcoming('pick-task'))
      const decision = await work.run(claimWork, { number, ...wanted(zone) }, actor)
      // A task that was there before has its own.
      const task = decision.ok ? await work.tx.get('pick_task', decision.value.taskId) : undefined
      if (task?.number === number) counters.next('pick-task', work)
      return decision
    }
    const elsewhere = await workElsewhere(work.tx, operator.id, core.stationId())
    if (elsewhere === null && !(await isOutranked(work.tx, zone))) {
      const taken = await takeReady(turn, zone)
      // Without a free tote only a cart that brings its own can go on, and that one the centre gives.
      if (taken !== null && (taken.ok || taken.refusal.name !== 'noWork')) return taken
    }
    // The centre also gives the number: two stations must not give the same one.
    const decision = await work.run(claimWork, wanted(zone), actor)
    if (decision.ok || !['needsCentre', 'noWork'].includes(decision.refusal.name)) return decision
    return elsewhere ?? (await takeReady(turn, zone)) ?? decision
  }

  return async (turn) => {
    const zone = zoneOf(turn.session, zones())
    kept?.used(zone)
    const decision = await give(turn, zone)
    if (decision.ok || decision.refusal.name !== 'noWork' || zone === null) return decision
    return refuse('noWorkInZone', { zone })
  }
}

/** How tasks of a site are numbered. */
export function taskNumber(count: number): string {
  return `B-${String(count).padStart(4, '0')}`
}

/** The refusal for an operator who holds unfinished work at another station; null when there is none. */
async function workElsewhere(tx: Tx, operatorId: string, stationId: string | null) {
  const task = (await tasksOf(tx, operatorId)).find(({ holder }) => holder !== null && holder !== stationId)
  if (task === undefined) return null
  const station = await tx.get('station', task.holder ?? '')
  return refuse('taskElsewhere', { station: station?.name ?? '', task: task.number })
}
