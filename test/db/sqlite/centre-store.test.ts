import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { toteRow } from '../centre-rows.ts'
import { ALL, centreStoreCases, type TestCentre, told } from '../centre-store-cases.ts'

async function inFile(): Promise<TestCentre> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-centre-'))
  const path = join(folder, 'centre.db')
  let store = openSqliteCentreStore(path)
  return {
    store,
    reopen: async () => {
      await store.close()
      store = openSqliteCentreStore(path)
      return store
    },
    dispose: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function inMemory(): Promise<TestCentre> {
  const database = new Database(':memory:')
  let store = openSqliteCentreStore(':memory:', { database })
  return {
    store,
    reopen: async () => {
      await store.close()
      store = openSqliteCentreStore(':memory:', { database })
      return store
    },
    dispose: async () => {
      await store.close()
      database.close()
    },
  }
}

centreStoreCases('SQLite in a file', inFile)
centreStoreCases('SQLite in memory', inMemory)

test.each([false, true])('undoes with a part what nobody waited for in it (asked before: %s)', async (isAsked) => {
  const centre = await inMemory()
  const { store } = centre
  await store.write((tx) => tx.put('tote', toteRow('a')))
  await store.write(async (tx) => {
    if (isAsked) await tx.find('tote', 'code', 'C-nobody')
    const part = tx.attempt(async () => {
      void tx.put('tote', toteRow('a', { name: 'changed' }))
      void tx.put('tote', toteRow('b'))
      throw new Error('no')
    })
    await expect(part).rejects.toThrow('no')
    await tx.put('tote', toteRow('c'))
  })
  expect(await store.ask('SELECT id, name FROM tote ORDER BY id')).toEqual([
    { id: 'a', name: 'a' },
    { id: 'c', name: 'c' },
  ])
  expect(told(await store.log(1, ALL, 100))).toEqual([[2, ['tote c', toteRow('c')]]])
  await centre.dispose()
})
