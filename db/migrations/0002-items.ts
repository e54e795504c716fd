import type { Migration } from './migration.ts'

/** Creates: item, item_barcode, item_match. */
export const items: Migration = {
  number: 2,
  name: 'items',
  statements: [
    `CREATE TABLE "item" (
      id TEXT NOT NULL PRIMARY KEY,
      sku TEXT NOT NULL,
      name TEXT NOT NULL,
      gtin TEXT,
      length_mm INTEGER,
      width_mm INTEGER,
      height_mm INTEGER,
      weight_grams INTEGER,
      picture TEXT,
      tracking TEXT NOT NULL,
      fragile INTEGER NOT NULL
    )`,
    `CREATE UNIQUE INDEX item_by_sku ON "item" (sku)`,
    `CREATE INDEX item_by_name ON "item" (name)`,
    `CREATE TABLE "item_barcode" (
      code TEXT NOT NULL PRIMARY KEY,
      item_id TEXT NOT NULL,
      units INTEGER NOT NULL,
      CHECK (units > 0)
    )`,
    `CREATE INDEX item_barcode_by_item ON "item_barcode" (item_id)`,
    `CREATE TABLE "item_match" (
      id TEXT NOT NULL PRIMARY KEY,
      channel TEXT NOT NULL,
      name TEXT NOT NULL,
      item_id TEXT NOT NULL
    )`,
  ],
}
