import type { Migration } from './migration.ts'

/** Creates: station, number_series, fact_exception. Adds who holds a pick task and the number of a shipment. */
export const stations: Migration = {
  number: 10,
  name: 'stations',
  statements: [
    `CREATE TABLE "station" (
      id TEXT NOT NULL PRIMARY KEY,
      number INTEGER NOT NULL,
      name TEXT NOT NULL,
      public_key TEXT NOT NULL,
      state TEXT NOT NULL,
      enrolled_at INTEGER NOT NULL
    )`,
    `CREATE UNIQUE INDEX station_by_number ON "station" (number)`,
    `CREATE INDEX station_by_state ON "station" (state)`,
    `CREATE TABLE "number_series" (
      id TEXT NOT NULL PRIMARY KEY,
      value INTEGER NOT NULL,
      CHECK (value >= 0)
    )`,
    `CREATE TABLE "fact_exception" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      seq INTEGER NOT NULL,
      command_id TEXT NOT NULL,
      type TEXT NOT NULL,
      version INTEGER NOT NULL,
      args TEXT NOT NULL,
      claim TEXT,
      reason TEXT NOT NULL,
      params TEXT NOT NULL,
      at INTEGER NOT NULL,
      business_date TEXT NOT NULL,
      operator_id TEXT,
      order_id TEXT,
      tote_id TEXT,
      pick_task_id TEXT,
      caused_by TEXT,
      state TEXT NOT NULL,
      resolution TEXT,
      resolved_by TEXT,
      resolved_at INTEGER
    )`,
    `CREATE INDEX fact_exception_by_state ON "fact_exception" (state, at)`,
    `CREATE INDEX fact_exception_by_order ON "fact_exception" (order_id, state)`,
    `CREATE INDEX fact_exception_by_tote ON "fact_exception" (tote_id, state)`,
    `CREATE INDEX fact_exception_by_pick_task ON "fact_exception" (pick_task_id, state)`,
    `CREATE UNIQUE INDEX fact_exception_by_command ON "fact_exception" (command_id)`,
    `ALTER TABLE "pick_task" ADD COLUMN holder TEXT`,
    `ALTER TABLE "pick_task" ADD COLUMN verify INTEGER NOT NULL DEFAULT 0`,
    `CREATE INDEX pick_task_by_holder ON "pick_task" (holder, state)`,
    `ALTER TABLE "shipment" ADD COLUMN number TEXT`,
  ],
}
