import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CENTRE_MIGRATIONS } from '../../../db/centre-migrations/all.ts'
import { MIGRATIONS } from '../../../db/migrations/all.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { migratePostgres } from '../../../db/postgres/migrate.ts'
import { numberParameters, postgresStatements } from '../../../db/postgres/portable-sql.ts'
import { STORED_TABLES } from '../../../db/postgres/stored-tables.ts'
import { TABLES } from '../../../db/tables.ts'
import { askOnce, findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''
const COLUMNS = `SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable AS nullable,
  collation_name AS collation FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name`
const INDEXES = `SELECT tablename AS "table", indexname AS name, indexdef AS definition FROM pg_indexes
  WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' ORDER BY indexname`
const CHECKS = `SELECT conrelid::regclass::text AS "table", count(*)::int AS checks FROM pg_constraint
  WHERE contype = 'c' AND connamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1`

describe.skipIf(tools.bin === null)(`the tables of a centre in PostgreSQL${reason}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())

  test('have the columns, types, indexes and checks that the tables as data name', async () => {
    const url = await server.fresh()
    const columns = await askOnce(url, COLUMNS)
    const indexes = await askOnce(url, INDEXES)
    const checks = await askOnce(url, CHECKS)
    for (const [table, definition] of Object.entries(STORED_TABLES)) {
      expect(columns.filter((column) => column.table === table)).toEqual(
        Object.entries(definition.columns)
          .map(([column, { type, nullable }]) => ({
            table,
            column,
            type: type === 'text' ? 'text' : 'bigint',
            nullable: nullable ? 'YES' : 'NO',
            collation: type === 'text' ? 'C' : null,
          }))
          .sort((a, b) => (a.column < b.column ? -1 : 1)),
      )
      const found = indexes.filter((index) => index.table === table).map(({ definition }) => String(definition))
      expect(found).toHaveLength(Object.keys(definition.indexes).length)
      for (const { columns: of, unique } of Object.values(definition.indexes)) {
        const list = `(${of.map((column) => (column === 'position' ? '"position"' : column)).join(', ')})`
        const start = unique === true ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'
        expect(found.filter((text) => text.endsWith(list) && text.startsWith(start))).toHaveLength(1)
      }
      const quoted = table === 'order' ? '"order"' : table
      expect(checks.find((check) => check.table === quoted)?.checks ?? 0).toBe(definition.checks?.length ?? 0)
    }
    const tables = new Set(columns.map((column) => column.table))
    expect([...tables].filter((table) => !(String(table) in STORED_TABLES)).sort()).toEqual([
      'centre_schema',
      'change',
      'shared_schema',
    ])
  })

  test('come from any older version to what a new database has, with their rows', async () => {
    const fresh = await server.fresh()
    const older = await server.fresh({ empty: true })
    const shared = MIGRATIONS.filter(({ number }) => number <= 9)
    const centre = CENTRE_MIGRATIONS.slice(0, 1)
    const statements = [
      ...shared.flatMap((migration) => postgresStatements(migration, (table) => Object.hasOwn(TABLES, table))),
      ...centre.flatMap((migration) => postgresStatements(migration, () => true)),
      'CREATE TABLE shared_schema (number bigint PRIMARY KEY, name text NOT NULL)',
      'CREATE TABLE centre_schema (number bigint PRIMARY KEY, name text NOT NULL)',
      ...shared.map(({ number, name }) => `INSERT INTO shared_schema VALUES (${number}, '${name}')`),
      ...centre.map(({ number, name }) => `INSERT INTO centre_schema VALUES (${number}, '${name}')`),
      `INSERT INTO centre_state VALUES ('centre', 7, 2, 'the timeline', 1, 0)`,
      `INSERT INTO pick_task (id, number, state, epoch, created_at) VALUES ('t', 'P-1', 'claimed', 1, 1)`,
    ]
    await askOnce(older, statements.join(';\n'))
    const store = await openPostgresCentreStore({ url: older })
    expect(await store.position()).toEqual({ revision: 7, floor: 2, timeline: 'the timeline' })
    expect(await store.ask('SELECT id, holder, verify FROM pick_task')).toEqual([{ id: 't', holder: null, verify: 0 }])
    await store.close()
    expect(await askOnce(older, COLUMNS)).toEqual(await askOnce(fresh, COLUMNS))
    expect(await askOnce(older, INDEXES)).toEqual(await askOnce(fresh, INDEXES))
    expect(await askOnce(older, CHECKS)).toEqual(await askOnce(fresh, CHECKS))
  })

  test('are refused in a database that is not encoded in UTF-8', async () => {
    const url = await server.fresh({ encoding: 'LATIN1' })
    await expect(openPostgresCentreStore({ url })).rejects.toMatchObject({ code: 'E-DATA-ENCODING' })
    expect(await askOnce(url, COLUMNS)).toEqual([])
  })

  test('are refused on a server that is too old, before anything is written', async () => {
    const client = new pg.Client({ connectionString: await server.fresh({ empty: true }) })
    await client.connect()
    // A server that says of itself that it is PostgreSQL 14: the search path puts its answer before the real one.
    await client.query(`CREATE SCHEMA pretend;
      CREATE FUNCTION pretend.current_setting(name text) RETURNS text LANGUAGE sql AS
        $$ SELECT CASE name WHEN 'server_version_num' THEN '140012' ELSE pg_catalog.current_setting(name) END $$;
      SET search_path = pretend, pg_catalog, public`)
    await expect(migratePostgres(client, 1)).rejects.toMatchObject({ code: 'E-DATA-SERVER' })
    expect((await client.query(COLUMNS)).rows).toEqual([])
    await client.end()
  })

  test('are not to be had where nobody answers, which may be tried again', async () => {
    const refused = openPostgresCentreStore({ url: 'postgresql://postgres@127.0.0.1:1/baro' })
    await expect(refused).rejects.toMatchObject({ code: 'E-DATA-LOST', retriable: true })
  })
})

test('parameters of a question are numbered, but not those within texts, names and remarks', () => {
  expect(numberParameters(`SELECT '?' AS "a?", x FROM t -- why?\n WHERE a = ? AND b = 'it''s ?' AND c = ?`)).toBe(
    `SELECT '?' AS "a?", x FROM t -- why?\n WHERE a = $1 AND b = 'it''s ?' AND c = $2`,
  )
})
