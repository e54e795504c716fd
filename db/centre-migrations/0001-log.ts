import type { Migration } from '../migrations/migration.ts'

/** Creates: the centre's position, and the log of what each revision changed. */
export const log: Migration = {
  number: 1,
  name: 'log',
  statements: [
    `CREATE TABLE "centre_state" (
      id TEXT NOT NULL PRIMARY KEY,
      revision INTEGER NOT NULL,
      floor INTEGER NOT NULL,
      timeline TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      durable_revision INTEGER NOT NULL
    )`,
    `CREATE TABLE "change" (
      revision INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      scope TEXT NOT NULL,
      table_name TEXT NOT NULL,
      pk TEXT NOT NULL,
      "row" TEXT,
      PRIMARY KEY (revision, ordinal)
    )`,
  ],
}
