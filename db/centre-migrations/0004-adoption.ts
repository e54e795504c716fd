import type { Migration } from '../migrations/migration.ts'

/** Creates: how far the tables of a station's time alone have been taken over. */
export const adoption: Migration = {
  number: 4,
  name: 'adoption',
  statements: [
    `CREATE TABLE "adoption" (
      id TEXT NOT NULL PRIMARY KEY,
      station_id TEXT NOT NULL,
      incarnation TEXT NOT NULL,
      state TEXT NOT NULL,
      next_page INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      hash TEXT NOT NULL,
      at INTEGER NOT NULL
    )`,
  ],
}
