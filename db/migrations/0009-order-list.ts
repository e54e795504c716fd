import type { Migration } from './migration.ts'

/**
 * Creates what the list of orders is read by: two sort orders, each order's searchable words beside its state and
 * channel, and how many orders stand where. The last two are derived and can be built again from the orders.
 */
export const orderList: Migration = {
  number: 9,
  name: 'order-list',
  statements: [
    `CREATE INDEX order_by_ordered_at ON "order" (ordered_at)`,
    `CREATE INDEX order_by_ship_by ON "order" (ship_by, ordered_at)`,
    `CREATE TABLE order_words (
      id INTEGER PRIMARY KEY,
      order_id TEXT NOT NULL,
      state TEXT NOT NULL,
      channel TEXT NOT NULL,
      words TEXT NOT NULL
    )`,
    'CREATE UNIQUE INDEX order_words_by_order ON order_words (order_id)',
    `CREATE TABLE order_tally (
      state TEXT NOT NULL,
      channel TEXT NOT NULL,
      orders INTEGER NOT NULL,
      PRIMARY KEY (state, channel)
    )`,
  ],
}
