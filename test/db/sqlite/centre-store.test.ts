import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { centreStoreCases, type TestCentre } from '../centre-store-cases.ts'

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
