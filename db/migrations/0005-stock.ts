import type { Migration } from './migration.ts'

/** Creates: stock, stock_move, reservation. */
export const stock: Migration = {
  number: 5,
  name: 'stock',
  statements: [
    `CREATE TABLE "stock" (
      id TEXT NOT NULL PRIMARY KEY,
      item_id TEXT NOT NULL,
      location_id TEXT NOT NULL,
      lot TEXT NOT NULL,
      serial TEXT NOT NULL,
      expires_on TEXT NOT NULL,
      on_hand INTEGER NOT NULL,
      reserved INTEGER NOT NULL,
      CHECK (reserved >= 0 AND reserved <= on_hand)
    )`,
    `CREATE UNIQUE INDEX stock_by_place ON "stock" (item_id, location_id, lot, serial)`,
    `CREATE INDEX stock_by_location ON "stock" (location_id)`,
    `CREATE TABLE "stock_move" (
      id TEXT NOT NULL PRIMARY KEY,
      command_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      item_id TEXT NOT NULL,
      from_stock_id TEXT,
      to_stock_id TEXT,
      lot TEXT NOT NULL,
      serial TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      reason TEXT NOT NULL,
      order_line_id TEXT,
      operator_id TEXT,
      CHECK (quantity > 0)
    )`,
    `CREATE INDEX stock_move_by_from_stock ON "stock_move" (from_stock_id)`,
    `CREATE INDEX stock_move_by_to_stock ON "stock_move" (to_stock_id)`,
    `CREATE INDEX stock_move_by_order_line ON "stock_move" (order_line_id)`,
    `CREATE TABLE "reservation" (
      id TEXT NOT NULL PRIMARY KEY,
      order_id TEXT NOT NULL,
      order_line_id TEXT NOT NULL,
      stock_id TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      state TEXT NOT NULL,
      CHECK (quantity > 0)
    )`,
    `CREATE INDEX reservation_by_order ON "reservation" (order_id)`,
    `CREATE INDEX reservation_by_stock ON "reservation" (stock_id)`,
    `CREATE INDEX reservation_by_order_line ON "reservation" (order_line_id)`,
  ],
}
