import type { Migration } from '../migrations/migration.ts'

/** Creates: where each history began that a restore gave the centre. */
export const restored: Migration = {
  number: 5,
  name: 'restored',
  statements: [
    `CREATE TABLE "restored" (
      id TEXT NOT NULL PRIMARY KEY,
      number INTEGER NOT NULL,
      revision INTEGER NOT NULL
    )`,
  ],
}
