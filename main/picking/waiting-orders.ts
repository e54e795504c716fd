import type Database from 'better-sqlite3'

/** Orders that wait for a picker, released or on a cart that another zone handed over, read without walking through all of them. */
export type WaitingOrders = {
  count(): number
  /**
   * The ids of the next ones that no wave has, at most `limit`: urgent first, then by the day they must leave, then the
   * oldest. With a zone only those for which everything is reserved there.
   */
  first(limit: number, zone?: string | null): string[]
  /** True while tasks of waves wait for a picker. */
  planned(): boolean
  /** The priority of the most urgent one, whether a wave has it or not; null when none waits. */
  topPriority(): number | null
}

/** An order that no task waits with for a picker, in SQL over `"order"`. */
export const FREE = `NOT EXISTS (SELECT 1 FROM pick_slot slot JOIN pick_task task ON task.id = slot.pick_task_id
  WHERE slot.order_id = "order".id AND task.state = 'open')`

/** Orders on carts that stand in the next zone, in SQL. */
const HANDED_OVER = `FROM pick_task task JOIN pick_task before ON before.id = task.after_task_id
  JOIN pick_slot slot ON slot.pick_task_id = task.id
  WHERE task.state = 'open' AND before.state IN ('done', 'short')`

/** Opens the reading of waiting orders on a connection for screens. */
export function openWaitingOrders(reader: Database.Database): WaitingOrders {
  const count = reader.prepare(`SELECT coalesce(sum(orders), 0) FROM order_tally WHERE state = 'released'`).pluck()
  const handedOver = reader.prepare(`SELECT count(*) ${HANDED_OVER}`).pluck()
  const handedPriority = reader.prepare(`SELECT max(task.priority) ${HANDED_OVER}`).pluck()
  const nextPriority = reader
    .prepare(`SELECT max(priority) FROM "order" WHERE state = 'released' AND priority < ?`)
    .pluck()
  // Two questions instead of one, because only then the index by state, priority, day and age gives the order itself.
  const ask = (more: string) => ({
    dated: reader
      .prepare(
        `SELECT id FROM "order" WHERE state = 'released' AND priority = @priority AND ship_by IS NOT NULL AND ${FREE}${more}
         ORDER BY ship_by, ordered_at, id LIMIT @limit`,
      )
      .pluck(),
    undated: reader
      .prepare(
        `SELECT id FROM "order" WHERE state = 'released' AND priority = @priority AND ship_by IS NULL AND ${FREE}${more}
         ORDER BY ordered_at, id LIMIT @limit`,
      )
      .pluck(),
  })
  const anywhere = ask('')
  const inZone = ask(` AND NOT EXISTS (SELECT 1 FROM reservation JOIN stock ON stock.id = stock_id
    JOIN location ON location.id = stock.location_id
    WHERE reservation.order_id = "order".id AND reservation.state = 'open' AND location.zone <> @zone)`)
  const planned = reader.prepare(`SELECT 1 FROM pick_task WHERE state = 'open' LIMIT 1`)
  return {
    count: () => (count.get() as number) + (handedOver.get() as number),
    planned: () => planned.get() !== undefined,
    topPriority: () => {
      const free = nextPriority.get(Number.MAX_SAFE_INTEGER) as number | null
      const handed = handedPriority.get() as number | null
      return free === null || handed === null ? (free ?? handed) : Math.max(free, handed)
    },
    first: (limit, zone = null) => {
      const { dated, undated } = zone === null ? anywhere : inZone
      const named = zone === null ? {} : { zone }
      const ids: string[] = []
      let above = Number.MAX_SAFE_INTEGER
      while (ids.length < limit) {
        const priority = nextPriority.get(above) as number | null
        if (priority === null) break
        ids.push(...(dated.all({ priority, limit: limit - ids.length, ...named }) as string[]))
        if (ids.length < limit)
          ids.push(...(undated.all({ priority, limit: limit - ids.length, ...named }) as string[]))
        above = priority
      }
      return ids
    },
  }
}
