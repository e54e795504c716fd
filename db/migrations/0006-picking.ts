import type { Migration } from './migration.ts'

/** Creates: pick_task, pick_slot, pick_line. */
export const picking: Migration = {
  number: 6,
  name: 'picking',
  statements: [
    `CREATE TABLE "pick_task" (
      id TEXT NOT NULL PRIMARY KEY,
      number TEXT NOT NULL,
      state TEXT NOT NULL,
      operator_id TEXT,
      epoch INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      done_at INTEGER
    )`,
    `CREATE INDEX pick_task_by_operator ON "pick_task" (operator_id, state)`,
    `CREATE INDEX pick_task_by_state ON "pick_task" (state)`,
    `CREATE TABLE "pick_slot" (
      id TEXT NOT NULL PRIMARY KEY,
      pick_task_id TEXT NOT NULL,
      slot INTEGER NOT NULL,
      order_id TEXT NOT NULL,
      tote_id TEXT
    )`,
    `CREATE INDEX pick_slot_by_pick_task ON "pick_slot" (pick_task_id)`,
    `CREATE INDEX pick_slot_by_order ON "pick_slot" (order_id)`,
    `CREATE TABLE "pick_line" (
      id TEXT NOT NULL PRIMARY KEY,
      pick_task_id TEXT NOT NULL,
      order_id TEXT NOT NULL,
      order_line_id TEXT NOT NULL,
      reservation_id TEXT NOT NULL,
      stock_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      location_id TEXT NOT NULL,
      lot TEXT NOT NULL,
      serial TEXT NOT NULL,
      expires_on TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      picked INTEGER NOT NULL,
      short INTEGER NOT NULL,
      serials TEXT NOT NULL,
      state TEXT NOT NULL,
      CHECK (quantity > 0),
      CHECK (picked >= 0 AND short >= 0 AND picked + short <= quantity)
    )`,
    `CREATE INDEX pick_line_by_pick_task ON "pick_line" (pick_task_id)`,
    `CREATE INDEX pick_line_by_order ON "pick_line" (order_id)`,
    `CREATE INDEX pick_line_by_order_line ON "pick_line" (order_line_id)`,
    `CREATE INDEX pick_line_by_stock ON "pick_line" (stock_id)`,
  ],
}
