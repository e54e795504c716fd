import type { Migration } from './migration.ts'

/**
 * Creates: wave, and floor_plan (at most one row). Adds to a pick task the wave that it belongs to, the priority of its
 * orders, the zone it lies in and the length of its tour.
 */
export const waves: Migration = {
  number: 13,
  name: 'waves',
  statements: [
    `CREATE TABLE "wave" (
      id TEXT NOT NULL PRIMARY KEY,
      number TEXT NOT NULL,
      state TEXT NOT NULL,
      strategy TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      released_at INTEGER NOT NULL,
      released_by TEXT,
      order_count INTEGER NOT NULL,
      line_count INTEGER NOT NULL,
      unit_count INTEGER NOT NULL,
      distance_mm INTEGER,
      baseline_mm INTEGER,
      CHECK (order_count >= 0 AND line_count >= 0 AND unit_count >= 0)
    )`,
    `CREATE INDEX wave_by_state ON "wave" (state)`,
    `CREATE TABLE "floor_plan" (
      id TEXT NOT NULL PRIMARY KEY,
      body TEXT NOT NULL,
      source TEXT NOT NULL,
      saved_at INTEGER NOT NULL,
      saved_by TEXT
    )`,
    `ALTER TABLE "pick_task" ADD COLUMN wave_id TEXT`,
    `ALTER TABLE "pick_task" ADD COLUMN priority INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE "pick_task" ADD COLUMN zone TEXT`,
    `ALTER TABLE "pick_task" ADD COLUMN distance_mm INTEGER`,
    `CREATE INDEX pick_task_by_wave ON "pick_task" (wave_id, state)`,
  ],
}
