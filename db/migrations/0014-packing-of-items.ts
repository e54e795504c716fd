import type { Migration } from './migration.ts'

/** Adds to an item that its height stays vertical in a carton, and the class of goods that shares no carton with others. */
export const packingOfItems: Migration = {
  number: 14,
  name: 'packing-of-items',
  statements: [
    `ALTER TABLE "item" ADD COLUMN keep_upright INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE "item" ADD COLUMN mix_class TEXT`,
  ],
}
