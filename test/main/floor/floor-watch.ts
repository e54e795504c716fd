import type { RowChange, Tx } from '../../../db/port.ts'
import {
  CARTON_TRANSITIONS,
  mayFollow,
  ORDER_TRANSITIONS,
  PICK_LINE_TRANSITIONS,
  PICK_TASK_TRANSITIONS,
  PRINT_JOB_TRANSITIONS,
  SHIPMENT_TRANSITIONS,
  TOTE_TRANSITIONS,
} from '../../../domain/states.ts'
import type { StationCore } from '../../../main/core.ts'

/** The machine of each table that has one, and the states in which its rows may be born. */
const MACHINES: Record<string, { table: Record<string, readonly string[]>; born: readonly string[] }> = {
  order: { table: ORDER_TRANSITIONS, born: ['ready', 'needs_match', 'on_hold', 'cancelled'] },
  pick_task: { table: PICK_TASK_TRANSITIONS, born: ['open', 'claimed'] },
  pick_line: { table: PICK_LINE_TRANSITIONS, born: ['open'] },
  tote: { table: TOTE_TRANSITIONS, born: ['empty'] },
  carton: { table: CARTON_TRANSITIONS, born: ['open'] },
  shipment: { table: SHIPMENT_TRANSITIONS, born: ['dispatched'] },
}

/** What a station's store did since it was watched. */
export type FloorWatch = {
  /** Row writes so far, accepted transactions and rolled back ones alike. */
  writes(): number
  /** Edges that no table allows; empty when all is well. */
  illegal(): string[]
  /** Every edge that was taken, as `table from→to`. */
  edges: Set<string>
}

/** Watches every row change of a station's store and print journal against the tables of states. */
export function watchFloor(core: StationCore): FloorWatch {
  const broken: string[] = []
  const edges = new Set<string>()
  let writes = 0
  const see = (table: string, before: { state?: unknown } | null | undefined, after: { state?: unknown }): void => {
    writes += 1
    const machine = MACHINES[table]
    if (machine === undefined) return
    const to = String(after.state)
    if (before === null || before === undefined) {
      if (!machine.born.includes(to)) broken.push(`${table} born ${to}`)
      return
    }
    const from = String(before.state)
    if (from !== to) edges.add(`${table} ${from}→${to}`)
    if (!mayFollow(machine.table, from, to)) broken.push(`${table} ${from}→${to}`)
  }
  const { store, journal } = core
  const original = store.writeWith.bind(store)
  store.writeWith = (run, beforeCommit) =>
    original((tx, scope) => {
      const watched: Tx = {
        get: (table, key) => tx.get(table, key),
        find: (table, index, ...values) => tx.find(table, index, ...values),
        put: async (table, row) => {
          const key = (row as { id?: string; code?: string }).id ?? (row as { code: string }).code
          const before = (await tx.get(table, key)) as RowChange['before']
          await tx.put(table, row)
          see(table, before as { state?: unknown } | null, row as { state?: unknown })
        },
        remove: async (table, key) => {
          writes += 1
          await tx.remove(table, key)
        },
      }
      return run(watched, scope)
    }, beforeCommit)
  journal.database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS print_edge (was TEXT NOT NULL, now TEXT NOT NULL);
    CREATE TEMP TRIGGER IF NOT EXISTS see_print_edge AFTER UPDATE OF state ON main.print_job
    BEGIN INSERT INTO print_edge VALUES (OLD.state, NEW.state); END`)
  const printEdges = journal.database.prepare('SELECT DISTINCT was, now FROM temp.print_edge')
  return {
    edges,
    writes: () => writes,
    illegal: () => {
      for (const { was, now } of printEdges.all() as { was: 'sent'; now: 'sent' }[]) {
        if (was !== now) edges.add(`print_job ${was}→${now}`)
        if (!mayFollow(PRINT_JOB_TRANSITIONS, was, now)) broken.push(`print_job ${was}→${now}`)
      }
      return [...broken]
    },
  }
}

/** Rules about units that hold after every scan; each query returns the rows that break it. */
const UNIT_RULES: Record<string, string> = {
  'reserved lies between 0 and on hand': 'SELECT * FROM stock WHERE reserved < 0 OR on_hand < reserved',
  'reserved is the sum of open reservations': `SELECT s.id, s.reserved,
      (SELECT coalesce(sum(quantity), 0) FROM reservation r WHERE r.stock_id = s.id AND r.state = 'open') AS promised
    FROM stock s WHERE s.reserved <> promised`,
  'on hand is what the moves say': `SELECT s.id, s.on_hand,
      (SELECT coalesce(sum(quantity), 0) FROM stock_move m WHERE m.to_stock_id = s.id)
      - (SELECT coalesce(sum(quantity), 0) FROM stock_move m WHERE m.from_stock_id = s.id) AS moved
    FROM stock s WHERE s.on_hand <> moved`,
  'shipped ≤ packed ≤ picked ≤ allocated ≤ quantity': `SELECT * FROM order_line WHERE shipped < 0 OR packed < shipped
    OR picked < packed OR allocated < picked OR quantity - fulfilled - cancelled < allocated`,
  'a line is picked as often as its pick lines say': `SELECT l.id, l.picked,
      (SELECT coalesce(sum(picked), 0) FROM pick_line p WHERE p.order_line_id = l.id)
      - (SELECT coalesce(sum(quantity), 0) FROM stock_move m WHERE m.order_line_id = l.id AND m.reason = 'missing-at-bench')
      AS said
    FROM order_line l WHERE l.picked <> said`,
  'a line is packed as often as its cartons say': `SELECT l.id, l.packed,
      (SELECT coalesce(sum(c.quantity), 0) FROM carton_line c JOIN carton t ON t.id = c.carton_id
       WHERE c.order_line_id = l.id AND t.state <> 'undone') AS said
    FROM order_line l WHERE l.packed <> said`,
  'a line is shipped as often as its loaded cartons say': `SELECT l.id, l.shipped,
      (SELECT coalesce(sum(c.quantity), 0) FROM carton_line c JOIN carton t ON t.id = c.carton_id
       WHERE c.order_line_id = l.id AND t.state = 'loaded') AS said,
      (SELECT coalesce(sum(quantity), 0) FROM stock_move m WHERE m.order_line_id = l.id AND m.reason = 'shipped') AS left
    FROM order_line l WHERE l.shipped <> said OR l.shipped <> left`,
  'a pick line is open exactly while units are open': `SELECT * FROM pick_line
    WHERE (state = 'open') <> (picked + short < quantity)`,
  'what is allocated is picked or reserved': `SELECT l.id, l.allocated, l.picked,
      (SELECT coalesce(sum(quantity), 0) FROM reservation r WHERE r.order_line_id = l.id AND r.state = 'open')
      - (SELECT coalesce(sum(p.picked), 0) FROM pick_line p JOIN reservation r ON r.id = p.reservation_id
         WHERE p.order_line_id = l.id AND r.state = 'open') AS waiting
    FROM order_line l WHERE l.allocated <> l.picked + waiting`,
  'a tote belongs to an order exactly while it is used': `SELECT * FROM tote
    WHERE (order_id IS NULL AND pick_task_id IS NULL) <> (state IN ('empty', 'emptied'))`,
  'one tote holds one order, and an order has one tote': `SELECT order_id FROM tote
    WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1`,
  'a serial lies in one carton': `SELECT c.serial FROM carton_line c JOIN carton t ON t.id = c.carton_id
    WHERE c.serial <> '' AND t.state <> 'undone' GROUP BY c.item_id, c.serial HAVING count(*) > 1`,
  'a carton that is closed holds something and has its number': `SELECT * FROM carton t
    WHERE t.state IN ('closed', 'labelled', 'loaded') AND (t.code IS NULL
      OR NOT EXISTS (SELECT 1 FROM carton_line c WHERE c.carton_id = t.id))`,
  'an order is worked on by one open task or pack session': `SELECT o.id, o.state,
      (SELECT count(*) FROM pick_slot s JOIN pick_task t ON t.id = s.pick_task_id
       LEFT JOIN pick_task before ON before.id = t.after_task_id
       WHERE s.order_id = o.id AND (t.state IN ('claimed', 'started')
         OR (t.state = 'open' AND before.state IN ('done', 'short')))) AS tasks,
      (SELECT count(*) FROM pack_session p WHERE p.order_id = o.id AND p.state = 'open') AS sessions
    FROM "order" o WHERE tasks <> (o.state = 'picking') OR sessions <> (o.state = 'packing')`,
}

/** Every rule about units that is broken now, with the rows that break it; empty when all is well. */
export function brokenUnitRules(core: StationCore): string[] {
  const broken: string[] = []
  for (const [rule, sql] of Object.entries(UNIT_RULES)) {
    const rows = core.store.reader.prepare(sql).all()
    if (rows.length > 0) broken.push(`${rule}: ${JSON.stringify(rows)}`)
  }
  const unlabelled = core.journal.database
    .prepare('SELECT carton_id, count(*) AS n FROM print_job GROUP BY carton_id, copy HAVING n > 1')
    .all()
  if (unlabelled.length > 0) broken.push(`a copy of a label exists once: ${JSON.stringify(unlabelled)}`)
  return broken
}
