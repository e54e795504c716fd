import type { Migration } from './migration.ts'

/** Creates: pack_session, carton, carton_line, shipment. */
export const packing: Migration = {
  number: 7,
  name: 'packing',
  statements: [
    `CREATE TABLE "pack_session" (
      id TEXT NOT NULL PRIMARY KEY,
      order_id TEXT NOT NULL,
      tote_id TEXT NOT NULL,
      state TEXT NOT NULL,
      operator_id TEXT,
      opened_at INTEGER NOT NULL,
      done_at INTEGER
    )`,
    `CREATE INDEX pack_session_by_order ON "pack_session" (order_id)`,
    `CREATE INDEX pack_session_by_state ON "pack_session" (state)`,
    `CREATE TABLE "carton" (
      id TEXT NOT NULL PRIMARY KEY,
      order_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      carton_type_id TEXT NOT NULL,
      state TEXT NOT NULL,
      code TEXT,
      code_kind TEXT,
      weight_grams INTEGER,
      carrier_code TEXT,
      tracking_number TEXT,
      shipment_id TEXT,
      closed_at INTEGER
    )`,
    `CREATE INDEX carton_by_order ON "carton" (order_id)`,
    `CREATE UNIQUE INDEX carton_by_code ON "carton" (code)`,
    `CREATE UNIQUE INDEX carton_by_tracking ON "carton" (carrier_code, tracking_number)`,
    `CREATE TABLE "carton_line" (
      id TEXT NOT NULL PRIMARY KEY,
      carton_id TEXT NOT NULL,
      order_id TEXT NOT NULL,
      order_line_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      lot TEXT NOT NULL,
      serial TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      CHECK (quantity > 0)
    )`,
    `CREATE INDEX carton_line_by_carton ON "carton_line" (carton_id)`,
    `CREATE INDEX carton_line_by_order_line ON "carton_line" (order_line_id)`,
    `CREATE TABLE "shipment" (
      id TEXT NOT NULL PRIMARY KEY,
      order_id TEXT NOT NULL,
      state TEXT NOT NULL,
      carrier_code TEXT NOT NULL,
      dispatched_at INTEGER,
      unit_count INTEGER NOT NULL
    )`,
    `CREATE INDEX shipment_by_order ON "shipment" (order_id)`,
  ],
}
