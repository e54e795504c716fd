import type { Migration } from './migration.ts'

/** Creates: label_template, a row for each version of a label's drawing. */
export const labelTemplates: Migration = {
  number: 12,
  name: 'label-templates',
  statements: [
    `CREATE TABLE "label_template" (
      id TEXT NOT NULL PRIMARY KEY,
      template_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      kind TEXT NOT NULL,
      body TEXT,
      saved_at INTEGER NOT NULL,
      saved_by TEXT,
      CHECK (version > 0)
    )`,
    `CREATE UNIQUE INDEX label_template_by_version ON "label_template" (template_id, version)`,
  ],
}
