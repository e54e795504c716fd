import { returnClaim } from '../../commands/claims/return-claim.ts'
import { isAnyBlocked } from '../../commands/exceptions/blocked-by.ts'
import { prefetchWork } from '../../commands/picking/prefetch-work.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { StationCore } from '../core.ts'
import { openRequests } from '../journal/requests.ts'

/** A station where nobody picked for this long needs no work in store, in milliseconds. */
export const PREFETCH_IDLE_MS = 90 * 60_000

/** Tasks that a station holds for whoever asks for work there. */
export type Prefetch = {
  /**
   * The task that may be handed out next: of the most urgent ones the oldest, with a zone of those that lie in it whole;
   * null when there is none.
   */
  ready(tx: Tx, zone: string | null): Promise<Row<'pick_task'> | null>
  /** Somebody picks at this station; with a zone, or null for any, when work was asked for there. */
  used(zone?: string | null): void
  /** Fetches or gives back what is due, as far as the centre can be asked; resolves when nothing is left to do. */
  look(): Promise<void>
  /** Gives all of it back, as far as the centre can be asked, and ends. */
  close(): Promise<void>
}

/** What prefetching needs. */
export type PrefetchParts = {
  core: StationCore
  isOnline(): boolean
  /** How many tasks to keep ready; asked each time. */
  wanted(): number
  /** Released orders that wait for a picker, as the picking screen sees them. */
  waiting: { count(): number; first(limit: number, zone?: string | null): string[]; planned(): boolean }
}

/** Among so many of the next orders a task is filled. */
const CANDIDATES = 100
/** Most tasks that one look fetches or gives back. */
const MOST_STEPS = 32

/** Opens prefetching of a station. Nothing happens before `look`. */
export function openPrefetch(parts: PrefetchParts): Prefetch {
  const { core, waiting } = parts
  const { reader } = core.store
  const requests = openRequests(core.journal)
  const held = reader.prepare(
    `SELECT id FROM pick_task WHERE holder = ? AND state = 'claimed' AND operator_id IS NULL ORDER BY created_at, number, id`,
  )
  const fetched = reader
    .prepare(
      `SELECT count(*) FROM pick_task WHERE state = 'claimed' AND operator_id IS NULL AND holder IN
        (SELECT id FROM station WHERE state = 'active')`,
    )
    .pluck()
  const elsewhere = reader
    .prepare(
      `SELECT 1 FROM pick_line JOIN location ON location.id = pick_line.location_id
       WHERE pick_task_id = ? AND location.zone <> ?`,
    )
    .pluck()
  const stations = reader.prepare(`SELECT count(*) FROM station WHERE state = 'active'`).pluck()
  const going = new Set<string>()
  let usedAt: number | null = null
  let zone: string | null = null
  let looking: Promise<void> | null = null
  let isClosed = false
  /** Something of a task lies outside a zone; null for any. */
  const isStray = (taskId: string, of: string | null): boolean => of !== null && elsewhere.get(taskId, of) !== undefined
  const by = () => ({ operatorId: null, station: core.stationName() })
  const mine = (stationId: string) =>
    (held.all(stationId) as { id: string }[]).map(({ id }) => id).filter((id) => !going.has(id))

  /** A fair share of all that waits, so that no station sits on work that others ask for. */
  const target = (): number => {
    if (isClosed || usedAt === null || core.platform.now() - usedAt > PREFETCH_IDLE_MS) return 0
    const all = waiting.count() / core.policies().cartOrders + (fetched.get() as number)
    return Math.min(parts.wanted(), Math.floor(all / Math.max(1, stations.get() as number)))
  }

  const giveBack = async (taskId: string): Promise<boolean> => {
    const decision = await core.executor.transact(async (work) => {
      const task = await work.tx.get('pick_task', taskId)
      if (task?.state !== 'claimed' || task.operator_id !== null) return null
      going.add(taskId)
      return work.run(returnClaim, { taskId }, by())
    })
    // Where the answer is not known the request is asked again by itself: the task is nobody's to take.
    if (decision === null || decision.ok || decision.refusal.name !== 'centreSilent') going.delete(taskId)
    return decision?.ok === true
  }

  const fetchOne = async (): Promise<boolean> => {
    const orderIds = waiting.first(CANDIDATES, zone)
    if (orderIds.length === 0 && !waiting.planned()) return false
    const limit = core.policies().cartOrders
    return (await core.run(prefetchWork, { orderIds, limit, ...(zone === null ? {} : { zone }) }, by())).ok
  }

  const run = async (): Promise<void> => {
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const stationId = core.stationId()
      if (stationId === null || !parts.isOnline()) return
      const own = mine(stationId)
      usedAt ??= own.length > 0 ? core.platform.now() : null
      const aim = target()
      const stray = own.find((id) => isStray(id, zone))
      if (own.length === aim && stray === undefined) return
      // What lies outside the zone that is asked for here goes to who asks for it.
      const surplus = stray ?? (own.length > aim ? own.at(-1) : undefined)
      const done = surplus === undefined ? await fetchOne() : await giveBack(surplus)
      if (!done) return
    }
  }

  const look = (): Promise<void> => {
    looking ??= run()
      .catch((error: unknown) => core.platform.log({ level: 'error', event: 'prefetch-failed', error: String(error) }))
      .finally(() => {
        looking = null
      })
    return looking
  }

  return {
    ready: async (tx, asked) => {
      const stationId = core.stationId()
      if (stationId === null) return null
      const returning = requests.open().filter(({ body }) => body.type === returnClaim.type)
      const leaving = new Set(returning.map(({ body }) => (JSON.parse(body.args) as { taskId: string }).taskId))
      const tasks = (await tx.find('pick_task', 'holder', stationId, 'claimed')).filter(
        ({ id, operator_id }) => operator_id === null && !going.has(id) && !leaving.has(id),
      )
      for (const task of tasks.sort(inTurn))
        if (!isStray(task.id, asked) && !(await isAnyBlocked(tx, await tx.find('pick_slot', 'pick_task', task.id))))
          return task
      return null
    },
    used: (asked) => {
      if (asked !== undefined) zone = asked
      usedAt = core.platform.now()
    },
    look,
    close: async () => {
      isClosed = true
      await looking
      await look()
    },
  }
}

/** The most urgent first, then the oldest. */
function inTurn(a: Row<'pick_task'>, b: Row<'pick_task'>): number {
  return b.priority - a.priority || a.created_at - b.created_at || (a.number < b.number ? -1 : 1)
}
