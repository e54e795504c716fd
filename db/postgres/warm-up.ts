import type { Tx } from '../port.ts'
import { openOverlay } from './overlay.ts'
import type { RowSource } from './row-source.ts'
import { sharedTx } from './shared-tx.ts'
import type { StoredRow, StoredTable } from './stored-tables.ts'

/**
 * What is worth fetching beside a row, because a later command of the same batch will look there when an earlier one has
 * made it possible. A wrong entry costs time and nothing else: what is missing is fetched when it is asked for.
 */
const NEIGHBOURS: Partial<Record<StoredTable, { rows?: [column: string, table: StoredTable][]; children?: Child[] }>> =
  {
    order: {
      children: [
        ['order_line', 'order'],
        ['reservation', 'order'],
        ['pick_slot', 'order'],
        ['pack_session', 'order'],
        ['carton', 'order'],
        ['tote', 'order'],
        ['fact_exception', 'order', 'open'],
      ],
    },
    order_line: { rows: [['item_id', 'item']] },
    pick_task: {
      rows: [['after_task_id', 'pick_task']],
      children: [
        ['pick_task', 'after'],
        ['pick_line', 'pick_task'],
        ['pick_slot', 'pick_task'],
      ],
    },
    pick_line: {
      rows: [
        ['order_id', 'order'],
        ['order_line_id', 'order_line'],
        ['pick_task_id', 'pick_task'],
        ['reservation_id', 'reservation'],
        ['stock_id', 'stock'],
      ],
    },
    pick_slot: {
      rows: [
        ['order_id', 'order'],
        ['pick_task_id', 'pick_task'],
        ['tote_id', 'tote'],
      ],
    },
    reservation: { rows: [['stock_id', 'stock']] },
    stock: { rows: [['location_id', 'location']] },
    tote: {
      rows: [
        ['order_id', 'order'],
        ['pick_task_id', 'pick_task'],
      ],
      children: [['fact_exception', 'tote', 'open']],
    },
    pack_session: {
      rows: [
        ['order_id', 'order'],
        ['tote_id', 'tote'],
      ],
    },
    carton: {
      rows: [
        ['order_id', 'order'],
        ['carton_type_id', 'carton_type'],
      ],
      children: [['carton_line', 'carton']],
    },
    carton_line: {
      rows: [
        ['order_line_id', 'order_line'],
        ['carton_id', 'carton'],
      ],
    },
  }
type Child = [table: StoredTable, index: string, ...more: string[]]
/** From a pick line over its task and the task's other lines to their stock. */
const DEPTH = 4

/**
 * Fetches what the commands of a batch will read: runs them all at once, each against throw-away writes, and then looks
 * around the rows that they found. Whatever goes wrong in a dry run is of no interest.
 */
export async function warmUp(source: RowSource, runs: readonly ((tx: Tx) => Promise<unknown>)[]): Promise<void> {
  await Promise.allSettled(runs.map(async (run) => run(sharedTx(openOverlay(source)))))
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const fetched = source.takeFetched()
    if (fetched.length === 0) return
    for (const { table, row } of fetched) wantNeighbours(source, table, row)
    await source.fetch()
  }
}

function wantNeighbours(source: RowSource, table: StoredTable, row: StoredRow): void {
  const { rows = [], children = [] } = NEIGHBOURS[table] ?? {}
  for (const [column, other] of rows) {
    const key = row[column]
    if (typeof key === 'string') source.wantRow(other, key)
  }
  for (const [child, index, ...more] of children) source.wantKeys(child, index, [row.id as string, ...more])
}
