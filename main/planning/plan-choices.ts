import type Database from 'better-sqlite3'

/** What a plan may be asked for, as the office sees it before it plans. */
export type PlanChoices = {
  ready: number
  released: number
  carriers: { code: string; name: string; orders: number }[]
  shipBy: { at: number; orders: number }[]
  cartTotes: number
}

const MOST_MOMENTS = 20

/** Prepares the counting on a connection for screens. */
export function openPlanChoices(reader: Database.Database): (cartTotes: number) => PlanChoices {
  const tally = reader.prepare('SELECT coalesce(sum(orders), 0) FROM order_tally WHERE state = ?').pluck()
  // An order that a task of a wave waits with stays `released`, but no plan takes it.
  const inWaves = reader
    .prepare(
      `SELECT count(DISTINCT slot.order_id) FROM pick_task task JOIN pick_slot slot ON slot.pick_task_id = task.id
       JOIN "order" ON "order".id = slot.order_id WHERE task.state = 'open' AND "order".state = 'released'`,
    )
    .pluck()
  const carriers = reader.prepare(
    `SELECT carrier_code AS code, coalesce(carrier.name, carrier_code) AS name, count(*) AS orders FROM "order"
     LEFT JOIN carrier ON carrier.code = carrier_code
     WHERE "order".state IN ('ready', 'released') AND carrier_code IS NOT NULL GROUP BY carrier_code ORDER BY carrier_code`,
  )
  const shipBy = reader.prepare(
    `SELECT ship_by AS at, count(*) AS orders FROM "order"
     WHERE state IN ('ready', 'released') AND ship_by IS NOT NULL GROUP BY ship_by ORDER BY ship_by LIMIT ${MOST_MOMENTS}`,
  )
  return (cartTotes) => ({
    ready: tally.get('ready') as number,
    released: Math.max(0, (tally.get('released') as number) - (inWaves.get() as number)),
    carriers: carriers.all() as PlanChoices['carriers'],
    shipBy: shipBy.all() as PlanChoices['shipBy'],
    cartTotes,
  })
}
