import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCheck } from '../../../db/postgres/check-expression.ts'
import { STORED_TABLES } from '../../../db/postgres/stored-tables.ts'

describe('the checks of the tables, read by Baro itself', () => {
  const tables = Object.entries(STORED_TABLES).filter(([, { checks = [] }]) => checks.length > 0)

  test.each(tables)('decide like SQLite about any row of %s', (_, { columns, checks = [] }) => {
    const names = Object.keys(columns).filter((column) => columns[column]?.type === 'integer')
    const database = new Database(':memory:')
    const values = names.map((name) => `? AS "${name}"`).join(', ')
    const asked = checks.map((check) => database.prepare(`SELECT (${check}) FROM (SELECT ${values})`).pluck())
    const compiled = checks.map(compileCheck)
    const numbers = fc.array(fc.integer({ min: -2, max: 4 }), { minLength: names.length, maxLength: names.length })
    fc.assert(
      fc.property(numbers, (row) => {
        const given = Object.fromEntries(names.map((name, at) => [name, row[at] ?? 0]))
        for (const [at, passes] of compiled.entries()) expect(passes(given)).toBe(asked[at]?.get(...row) === 1)
      }),
    )
    database.close()
  })

  test('know brackets, OR, texts and that unknown passes', () => {
    const passes = compileCheck(`(state = 'done' OR quantity - 1 > 2) AND "order" <> 'x'`)
    expect(passes({ state: 'done', quantity: 0, order: '' })).toBe(true)
    expect(passes({ state: 'open', quantity: 4, order: '' })).toBe(true)
    expect(passes({ state: 'open', quantity: 3, order: '' })).toBe(false)
    expect(passes({ state: 'done', quantity: 0, order: 'x' })).toBe(false)
    expect(passes({ state: null, quantity: 3, order: '' })).toBe(true)
  })

  test('are refused when they say what is not understood, or name no column', () => {
    expect(() => compileCheck('quantity > 0 AND')).toThrow()
    expect(() => compileCheck('quantity BETWEEN 1 AND 2')).toThrow()
    expect(() => compileCheck('(quantity > 0')).toThrow()
    expect(() => compileCheck('quantity > 0')({ picked: 1 })).toThrow(/column/)
  })
})
