import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../migrations/all.ts'
import { applyMigration } from './open-database.ts'

/** Where the schema of the shared tables is kept, for people to read. */
export const SCHEMA_PATH = resolve(import.meta.dirname, '../schema.sql')

/** The schema of the shared tables after all migrations, as SQL text. */
export function schemaText(): string {
  const database = new Database(':memory:')
  for (const migration of MIGRATIONS) applyMigration(database, migration)
  const statements = database
    .prepare(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name`)
    .pluck()
    .all() as string[]
  database.close()
  const newest = MIGRATIONS.at(-1)
  const head = `-- The shared tables after migration ${newest?.number} (${newest?.name}). Made by npm run schema; not to be edited.`
  return `${[head, ...statements.map((statement) => `${dedent(statement)};`)].join('\n\n')}\n`
}

function dedent(statement: string): string {
  return statement
    .split('\n')
    .map((line) => line.replace(/^ {4}(?= *\S)/, ''))
    .join('\n')
}

if (process.argv[1] !== undefined && join(process.argv[1]) === import.meta.filename) {
  writeFileSync(SCHEMA_PATH, schemaText())
}
