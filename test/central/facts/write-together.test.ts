import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { writeTogether } from '../../../central/facts/write-together.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'

/** A store whose writes take their time, as over a network; `fails` makes the next transactions fail as a whole. */
function open() {
  const store = openSqliteCentreStore(':memory:', { database: new Database(':memory:') })
  const made = { transactions: 0, fails: 0 }
  const slow: Pick<CentreStore, 'write'> = {
    write: async (run, warm) => {
      made.transactions += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      const isFailing = made.fails > 0
      made.fails -= isFailing ? 1 : 0
      return store.write(async (tx) => {
        const result = await run(tx)
        if (isFailing) throw new Error('No connection')
        return result
      }, warm)
    },
  }
  const { write } = writeTogether(slow)
  const put = (id: string, then: () => void = () => undefined, commands = 1) =>
    write(
      async (tx) => {
        await tx.put('number_series', { id, value: ((await tx.get('number_series', 'last'))?.value ?? 0) + 1 })
        await tx.put('number_series', { id: 'last', value: (await tx.get('number_series', id))?.value ?? 0 })
        then()
        return id
      },
      Array.from({ length: commands }, () => async () => undefined),
    )
  const rows = async () =>
    (await store.ask<{ id: string }>(`SELECT id FROM number_series WHERE id <> 'last' ORDER BY value`)).map(
      ({ id }) => id,
    )
  return { store, made, put, rows }
}

const refuse = (): never => {
  throw new Error('refused')
}

describe('writes of many stations', () => {
  test('that come while one is under way share a transaction, in their order, each with its own answer', async () => {
    const { store, made, put, rows } = open()
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((id) => put(id)))).toEqual(['a', 'b', 'c', 'd'])
    expect([made.transactions, await rows()]).toEqual([2, ['a', 'b', 'c', 'd']])
    await store.close()
  })

  test('do not harm each other: one that throws leaves no trace, and the others are there', async () => {
    const { store, made, put, rows } = open()
    const ends = await Promise.allSettled([put('a'), put('b'), put('c', refuse), put('d')])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect([made.transactions, await rows()]).toEqual([2, ['a', 'b', 'd']])
    await store.close()
  })

  test('get a transaction each where the common one fails, and are answered only once they are there', async () => {
    const { store, made, put, rows } = open()
    const first = put('a')
    const others = [put('b'), put('c'), put('d')]
    await first
    made.fails = 2
    const ends = await Promise.allSettled(others)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect([made.transactions, await rows()]).toEqual([5, ['a', 'c', 'd']])
    await store.close()
  })

  test('of many commands are not all taken in one', async () => {
    const { store, made, put, rows } = open()
    await Promise.all([
      put('a'),
      put('b', undefined, 300),
      put('c', undefined, 200),
      put('d', undefined, 800),
      put('e'),
    ])
    expect([made.transactions, await rows()]).toEqual([4, ['a', 'b', 'c', 'd', 'e']])
    await store.close()
  })
})
