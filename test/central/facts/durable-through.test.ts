import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { durableThrough, outcomeKey } from '../../../central/facts/durable-through.ts'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'

const STATION = { id: 's', incarnation: 'i' }

it('finds the last fact that a copy covers wherever it lies among many, also when old outcomes are gone', async () => {
  const database = new Database(':memory:')
  const store = openSqliteCentreStore(':memory:', { database })
  const facts = 500
  const found: [covered: number, found: number][] = []
  await store.write(async (tx) => {
    for (let seq = 41; seq <= facts; seq += 1)
      await tx.own.put('outcome', {
        ...{ id: outcomeKey('s', 'i', seq), station_id: 's', incarnation: 'i', seq, command_id: `c${seq}`, hash: 'h' },
        ...{ status: 'applied', code: '', params: '{}', revision: seq, at: 0 },
      })
  })
  for (const covered of [0, 41, 42, 57, 58, 73, 300, 484, 498, 499, 500]) {
    database.prepare('UPDATE centre_state SET durable_revision = ?').run(covered)
    found.push([Math.max(40, covered), await store.read((tx) => durableThrough(tx.own, STATION, facts))])
  }
  for (const [expected, answer] of found) expect(answer).toBe(expected)
  await store.close()
  database.close()
})
