import type { Migration } from './migration.ts'

/** Creates: site, operator. */
export const siteAndOperators: Migration = {
  number: 1,
  name: 'site-and-operators',
  statements: [
    `CREATE TABLE "site" (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      currency TEXT NOT NULL,
      label_language TEXT NOT NULL,
      sender_name TEXT NOT NULL,
      sender_phone TEXT NOT NULL,
      sender_postcode TEXT NOT NULL,
      sender_line1 TEXT NOT NULL,
      sender_line2 TEXT NOT NULL,
      gs1_prefix TEXT,
      policies TEXT NOT NULL
    )`,
    `CREATE TABLE "operator" (
      id TEXT NOT NULL PRIMARY KEY,
      badge TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      pin_hash TEXT NOT NULL,
      language TEXT,
      active INTEGER NOT NULL
    )`,
    `CREATE UNIQUE INDEX operator_by_badge ON "operator" (badge)`,
  ],
}
