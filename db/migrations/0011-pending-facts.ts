import type { Migration } from './migration.ts'

/**
 * Creates: the rows as they stood before each fact that the centre has not answered. Adds the revision of the centre
 * that the tables hold, and the last own fact that this revision includes.
 */
export const pendingFacts: Migration = {
  number: 11,
  name: 'pending-facts',
  statements: [
    `CREATE TABLE pending_image (
      seq INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      table_name TEXT NOT NULL,
      pk TEXT NOT NULL,
      before TEXT,
      PRIMARY KEY (seq, ordinal)
    )`,
    'CREATE INDEX pending_image_by_row ON pending_image (table_name, pk, seq)',
    `ALTER TABLE replica_position ADD COLUMN acked_seq INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE replica_position ADD COLUMN revision INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE replica_position ADD COLUMN timeline TEXT NOT NULL DEFAULT ''`,
  ],
}
