import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { centreStoreCases } from '../centre-store-cases.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''

describe.skipIf(tools.bin === null)(`a centre in PostgreSQL${reason}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())

  centreStoreCases('PostgreSQL', async () => {
    const url = await server.fresh()
    let store = await openPostgresCentreStore({ url })
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await openPostgresCentreStore({ url })
        return store
      },
      dispose: () => store.close(),
    }
  })
})
