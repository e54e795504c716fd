import type { Migration } from './migration.ts'

/** Adds to a pick task the one whose cart it goes on with in the next zone. */
export const chains: Migration = {
  number: 17,
  name: 'chains',
  statements: [
    `ALTER TABLE "pick_task" ADD COLUMN after_task_id TEXT`,
    `CREATE INDEX pick_task_by_after ON "pick_task" (after_task_id)`,
  ],
}
