import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MIGRATIONS } from '../../db/migrations/all.ts'
import { applyMigration, openDatabase } from '../../db/sqlite/open-database.ts'
import { SCHEMA_PATH, schemaText } from '../../db/sqlite/write-schema.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import { JOURNAL_MIGRATIONS } from '../../main/journal/journal-migrations.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-migrations-'))
  path = join(folder, 'replica.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function migrated(): Database.Database {
  const database = new Database(':memory:')
  for (const migration of MIGRATIONS) applyMigration(database, migration)
  return database
}

describe.each([
  ['shared tables', MIGRATIONS],
  ['journal', JOURNAL_MIGRATIONS],
])('the migrations of the %s', (_name, migrations) => {
  test('are numbered from 1 without gaps and have one name each', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1))
    expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length)
  })

  test('applied one by one, with a restart after each, give the same schema as all at once', () => {
    const schemaOf = (database: Database.Database) =>
      database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()
    for (let count = 1; count <= migrations.length; count += 1) {
      const database = openDatabase(path, migrations.slice(0, count))
      expect(database.pragma('user_version', { simple: true })).toBe(count)
      database.close()
    }
    const stepwise = openDatabase(path, migrations)
    const atOnce = openDatabase(join(folder, 'other.db'), migrations)
    expect(schemaOf(stepwise)).toEqual(schemaOf(atOnce))
    stepwise.close()
    atOnce.close()
  })

  test('copy the file beside itself first, with all that was in it', () => {
    const older = openDatabase(path, migrations.slice(0, 1))
    older.exec(`CREATE TABLE keepsake (value TEXT); INSERT INTO keepsake VALUES ('here')`)
    older.close()
    openDatabase(path, migrations).close()
    const copy = new Database(`${path}.before-${migrations.length}`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(1)
    expect(copy.prepare('SELECT value FROM keepsake').pluck().all()).toEqual(['here'])
    copy.close()
  })

  test('make no copy of a file that is new or already current', () => {
    openDatabase(path, migrations).close()
    openDatabase(path, migrations).close()
    expect(existsSync(`${path}.before-${migrations.length}`)).toBe(false)
  })

  test('refuse a file from the future and leave it alone', () => {
    openDatabase(path, [...migrations, { number: migrations.length + 1, name: 'later', statements: [] }]).close()
    const before = readFileSync(path)
    expect(() => openDatabase(path, migrations)).toThrow(expect.objectContaining({ code: 'E-DATA-FUTURE' }))
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('are taken back whole when a statement fails, and the file stays at the one before', () => {
    const broken = {
      number: migrations.length + 1,
      name: 'broken',
      statements: ['CREATE TABLE half (id TEXT)', 'CREATE TABLE half (id TEXT)'],
    }
    openDatabase(path, migrations).close()
    expect(() => openDatabase(path, [...migrations, broken])).toThrow('already exists')
    const database = openDatabase(path, migrations)
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined()
    database.close()
  })

  test('make tables that check their types', () => {
    const database = openDatabase(path, migrations)
    const loose = database
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all()
    expect(loose).toEqual([])
    database.close()
  })
})

describe('the schema', () => {
  test('in db/schema.sql is the one that the migrations make', () => {
    expect(readFileSync(SCHEMA_PATH, 'utf8'), 'run: npm run schema').toBe(schemaText())
  })

  test('in db/schema.sql can be run as it stands', () => {
    const database = new Database(':memory:')
    database.exec(readFileSync(SCHEMA_PATH, 'utf8'))
    const count = database.prepare(`SELECT count(*) FROM sqlite_schema WHERE type = 'table'`).pluck().get()
    expect(count).toBeGreaterThanOrEqual(Object.keys(TABLES).length)
    database.close()
  })

  test.each(Object.keys(TABLES) as TableName[])(
    'of %s has the columns, key, indexes and checks that the code names',
    (table) => {
      const database = migrated()
      const definition = TABLES[table]
      const columns = database.pragma(`table_info("${table}")`) as {
        name: string
        type: string
        notnull: number
        pk: number
      }[]
      expect(columns.map(({ name, type, notnull }) => [name, type, notnull === 0])).toEqual(
        Object.entries(definition.columns).map(([name, { type, nullable }]) => [name, type.toUpperCase(), nullable]),
      )
      expect(columns.filter(({ pk }) => pk > 0).map(({ name }) => name)).toEqual([definition.key])
      const found = database.pragma(`index_list("${table}")`) as { name: string; unique: number; origin: string }[]
      const indexes = found
        .filter(({ origin }) => origin === 'c')
        .map(({ name, unique }) => {
          const parts = database.pragma(`index_info("${name}")`) as { name: string }[]
          return [name, parts.map((part) => part.name), unique === 1]
        })
      const named = Object.entries(
        definition.indexes as Record<string, { columns: readonly string[]; unique?: boolean }>,
      ).map(([name, { columns: parts, unique }]) => [`${table}_by_${name}`, parts, unique === true])
      expect(indexes.sort()).toEqual(named.sort())
      const sql = database.prepare(`SELECT sql FROM sqlite_schema WHERE name = ?`).pluck().get(table) as string
      const checks = [...sql.matchAll(/CHECK \((.*)\)/g)].map((match) => match[1])
      expect(checks).toEqual('checks' in definition ? definition.checks : [])
      database.close()
    },
  )

  test('has no shared table that the code does not name', () => {
    const database = migrated()
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    const own = ['replica_position', 'command_exception', 'order_words', 'pending_image', 'order_tally']
    expect((tables.pluck().all() as string[]).sort()).toEqual([...Object.keys(TABLES), ...own].sort())
    database.close()
  })
})
