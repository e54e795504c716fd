import type Database from 'better-sqlite3'

/** The first orders of a state, at most `limit`. */
export type UrgentOrders = (limit: number) => { id: string; number: string }[]

/**
 * Reads the orders of a state that meet the condition `only` (on "order"): the highest priority first, then by the day they
 * must leave, those without such a day last, then the oldest. It walks along an index and sorts nothing.
 */
export function prepareUrgentOrders(reader: Database.Database, state: string, only = '1'): UrgentOrders {
  const nextPriority = reader.prepare('SELECT max(priority) FROM "order" WHERE state = ? AND priority < ?').pluck()
  // Two questions instead of one, because only then the index by state, priority, day and age gives the order itself.
  const dated = reader.prepare(
    `SELECT id, number FROM "order" WHERE state = ? AND priority = ? AND ship_by IS NOT NULL AND ${only}
     ORDER BY ship_by, ordered_at, id LIMIT ?`,
  )
  const undated = reader.prepare(
    `SELECT id, number FROM "order" WHERE state = ? AND priority = ? AND ship_by IS NULL AND ${only}
     ORDER BY ordered_at, id LIMIT ?`,
  )
  return (limit) => {
    const found: { id: string; number: string }[] = []
    let above = Number.MAX_SAFE_INTEGER
    while (found.length < limit) {
      const priority = nextPriority.get(state, above) as number | null
      if (priority === null) break
      for (const walk of [dated, undated])
        if (found.length < limit)
          found.push(...(walk.all(state, priority, limit - found.length) as { id: string; number: string }[]))
      above = priority
    }
    return found
  }
}
