import type { Migration } from './migration.ts'

/** Creates: the position of the journal that these tables hold, and the commands that could not be run again. */
export const replicaPosition: Migration = {
  number: 8,
  name: 'replica-position',
  statements: [
    `CREATE TABLE replica_position (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      applied_seq INTEGER NOT NULL
    )`,
    'INSERT INTO replica_position (id, applied_seq) VALUES (1, 0)',
    `CREATE TABLE command_exception (
      seq INTEGER PRIMARY KEY,
      command_id TEXT NOT NULL,
      reason TEXT NOT NULL
    )`,
  ],
}
