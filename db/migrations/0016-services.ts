import type { Migration } from './migration.ts'

/**
 * Creates: service_book, a row for each version of what the site decided about sending. Adds to an item what rules ask
 * about it, and to a carton the service it goes with.
 */
export const services: Migration = {
  number: 16,
  name: 'services',
  statements: [
    `CREATE TABLE "service_book" (
      id TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL,
      is_newest INTEGER NOT NULL,
      body TEXT,
      saved_at INTEGER NOT NULL,
      saved_by TEXT,
      CHECK (version > 0)
    )`,
    `CREATE INDEX service_book_by_newest ON "service_book" (is_newest)`,
    `ALTER TABLE "item" ADD COLUMN goods_kinds TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE "item" ADD COLUMN un_class TEXT`,
    `ALTER TABLE "item" ADD COLUMN un_number TEXT`,
    `ALTER TABLE "item" ADD COLUMN battery_wh INTEGER`,
    `ALTER TABLE "carton" ADD COLUMN service_version INTEGER`,
    `ALTER TABLE "carton" ADD COLUMN service_code TEXT`,
    `ALTER TABLE "carton" ADD COLUMN service_name TEXT`,
    `ALTER TABLE "carton" ADD COLUMN price_minor INTEGER`,
    `ALTER TABLE "carton" ADD COLUMN ship_date TEXT`,
    `ALTER TABLE "carton" ADD COLUMN deliver_by TEXT`,
  ],
}
