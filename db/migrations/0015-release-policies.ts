import type { Migration } from './migration.ts'

/**
 * Creates soft_promise: units that an order waits for, without a reservation. Adds to an order and its lines the date from
 * which a pre-order may leave, to an order whether it leaves whole, and to stock the date on which its oldest units came.
 */
export const releasePolicies: Migration = {
  number: 15,
  name: 'release-policies',
  statements: [
    `CREATE TABLE "soft_promise" (
      id TEXT NOT NULL PRIMARY KEY,
      order_id TEXT NOT NULL,
      item_id TEXT NOT NULL,
      units INTEGER NOT NULL,
      CHECK (units > 0)
    )`,
    `CREATE INDEX soft_promise_by_order ON "soft_promise" (order_id)`,
    `CREATE INDEX soft_promise_by_item ON "soft_promise" (item_id)`,
    `ALTER TABLE "order" ADD COLUMN available_from TEXT`,
    `ALTER TABLE "order" ADD COLUMN all_or_nothing INTEGER`,
    `ALTER TABLE "order_line" ADD COLUMN available_from TEXT`,
    `ALTER TABLE "stock" ADD COLUMN received_on TEXT NOT NULL DEFAULT ''`,
  ],
}
