import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrayParameter } from '../../../db/postgres/table-sql.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''))
const whole = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1, 1 - 2 ** 53))

describe.skipIf(tools.bin === null)(`an array as a parameter${reason}`, () => {
  let server: PostgresServer
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres()
    client = new pg.Client(await server.fresh({ empty: true }))
    await client.connect()
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })

  async function echo(values: readonly (string | number | null)[], type: 'text' | 'bigint'): Promise<unknown> {
    const sql = `SELECT coalesce(json_agg(e ORDER BY n), '[]') AS there FROM unnest($1::${type}[]) WITH ORDINALITY AS t(e, n)`
    return (await client.query(sql, [arrayParameter(values)])).rows[0].there
  }

  it('comes as it was given: any text, quotes and backslashes too, and null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await echo(values, 'text')).toEqual(values)
      }),
    )
    const hard = ['', '"', '\\', '{}', 'NULL', '가나다', '😀', 'a,b', null]
    expect(await echo(hard, 'text')).toEqual(hard)
  })

  it('comes as it was given: any whole number that is safe, and null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(whole)), async (values) => {
        expect(await echo(values, 'bigint')).toEqual(values.map((value) => (value === null ? null : value + 0)))
      }),
    )
  })

  it('comes without what is no value of its type, beside what is', async () => {
    const none = undefined as unknown as null
    expect(await echo(['a', none, 7], 'text')).toEqual(['a', null, '7'])
    expect(await echo([none, 'a'], 'text')).toEqual([null, 'a'])
    expect(await echo([2, 1.5, Number.NaN, 2 ** 53, none], 'bigint')).toEqual([2, null, null, null, null])
    expect(await echo([none], 'text')).toEqual([null])
  })

  it('of nulls alone, or of nothing, fits either type', async () => {
    for (const type of ['text', 'bigint'] as const)
      for (const values of [[], [null, null]]) expect(await echo(values, type)).toEqual(values)
  })
})
