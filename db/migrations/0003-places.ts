import type { Migration } from './migration.ts'

/** Creates: location, tote, carton_type, carrier. */
export const places: Migration = {
  number: 3,
  name: 'places',
  statements: [
    `CREATE TABLE "location" (
      id TEXT NOT NULL PRIMARY KEY,
      code TEXT NOT NULL,
      zone TEXT NOT NULL,
      aisle TEXT NOT NULL,
      bay TEXT NOT NULL,
      level TEXT NOT NULL,
      position TEXT NOT NULL,
      x_mm INTEGER,
      y_mm INTEGER,
      kind TEXT NOT NULL
    )`,
    `CREATE UNIQUE INDEX location_by_code ON "location" (code)`,
    `CREATE TABLE "tote" (
      id TEXT NOT NULL PRIMARY KEY,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      state TEXT NOT NULL,
      order_id TEXT,
      pick_task_id TEXT
    )`,
    `CREATE UNIQUE INDEX tote_by_code ON "tote" (code)`,
    `CREATE INDEX tote_by_order ON "tote" (order_id)`,
    `CREATE INDEX tote_by_pick_task ON "tote" (pick_task_id)`,
    `CREATE TABLE "carton_type" (
      id TEXT NOT NULL PRIMARY KEY,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      inner_length_mm INTEGER NOT NULL,
      inner_width_mm INTEGER NOT NULL,
      inner_height_mm INTEGER NOT NULL,
      tare_grams INTEGER NOT NULL,
      max_grams INTEGER NOT NULL,
      active INTEGER NOT NULL
    )`,
    `CREATE UNIQUE INDEX carton_type_by_code ON "carton_type" (code)`,
    `CREATE TABLE "carrier" (
      id TEXT NOT NULL PRIMARY KEY,
      code TEXT NOT NULL,
      name TEXT NOT NULL,
      tracking_pattern TEXT,
      active INTEGER NOT NULL
    )`,
    `CREATE UNIQUE INDEX carrier_by_code ON "carrier" (code)`,
  ],
}
