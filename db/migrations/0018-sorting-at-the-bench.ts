import type { Migration } from './migration.ts'

/** Adds to a pick task where its orders are parted: each into its own `tote` while picking, or all of them at the `bench`. */
export const sortingAtTheBench: Migration = {
  number: 18,
  name: 'sorting-at-the-bench',
  statements: [`ALTER TABLE "pick_task" ADD COLUMN sorted_at TEXT NOT NULL DEFAULT 'tote'`],
}
