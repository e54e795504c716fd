import type Database from 'better-sqlite3'

/** Orders that are released and wait for a picker, read without walking through all of them. */
export type WaitingOrders = {
  count(): number
  /** The ids of the next ones, at most `limit`: urgent first, then by the day they must leave, then the oldest. */
  first(limit: number): string[]
  /** The priority of the most urgent one; null when none waits. */
  topPriority(): number | null
}

/** Opens the reading of waiting orders on a connection for screens. */
export function openWaitingOrders(reader: Database.Database): WaitingOrders {
  const count = reader.prepare(`SELECT coalesce(sum(orders), 0) FROM order_tally WHERE state = 'released'`).pluck()
  const nextPriority = reader
    .prepare(`SELECT max(priority) FROM "order" WHERE state = 'released' AND priority < ?`)
    .pluck()
  // Two questions instead of one, because only then the index by state, priority, day and age gives the order itself.
  const dated = reader
    .prepare(
      `SELECT id FROM "order" WHERE state = 'released' AND priority = ? AND ship_by IS NOT NULL
       ORDER BY ship_by, ordered_at, id LIMIT ?`,
    )
    .pluck()
  const undated = reader
    .prepare(
      `SELECT id FROM "order" WHERE state = 'released' AND priority = ? AND ship_by IS NULL
       ORDER BY ordered_at, id LIMIT ?`,
    )
    .pluck()
  return {
    count: () => count.get() as number,
    topPriority: () => nextPriority.get(Number.MAX_SAFE_INTEGER) as number | null,
    first: (limit) => {
      const ids: string[] = []
      let above = Number.MAX_SAFE_INTEGER
      while (ids.length < limit) {
        const priority = nextPriority.get(above) as number | null
        if (priority === null) break
        ids.push(...(dated.all(priority, limit - ids.length) as string[]))
        if (ids.length < limit) ids.push(...(undated.all(priority, limit - ids.length) as string[]))
        above = priority
      }
      return ids
    },
  }
}
