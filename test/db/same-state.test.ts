import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../commands/all-commands.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../db/postgres/centre-store.ts'
import { openSqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import { CHOICES } from '../support/command-choices.ts'
import { makeCommandStream, runBatch, type StreamCommand } from '../support/command-stream.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { ALL } from './centre-store-cases.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''
const long = process.env.BARO_LONG === '1'
const SEEDS = Array.from({ length: long ? 400 : 20 }, (_, at) => at + 1)
/** Streams whose answers are counted: together they must go all the way through a warehouse. */
const seen = new Map<string, { accepted: number; not: number }>()
/** Commands that a CHECK or a unique index of a table refused. */
let broken = 0

describe.skipIf(tools.bin === null)(`one stream of commands on SQLite and on PostgreSQL${reason}`, () => {
  let server: PostgresServer
  let folder: string
  const stores: CentreStore[] = []
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-same-'))
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const replay = async (store: CentreStore, batches: readonly StreamCommand[][], warm: boolean) => {
    stores.push(store)
    const answers: string[][] = []
    const hashes: string[] = []
    for (const [at, batch] of batches.entries()) {
      answers.push(await runBatch(store, COMMANDS, batch, warm))
      if (at % 8 === 7) hashes.push(await store.stateHash())
    }
    return { answers, hashes, hash: await store.stateHash(), log: await store.log(0, ALL, 1_000_000) }
  }

  test.each(SEEDS)('gives the same answers, the same log and the same state: stream %i', async (seed) => {
    const batches = await makeCommandStream(COMMANDS, seed, { batches: long ? 60 : 24, commands: 8 })
    const sqlite = await replay(openSqliteCentreStore(join(folder, 'centre.db')), batches, false)
    const warm = seed % 2 === 0
    const postgres = await replay(await openPostgresCentreStore({ url: await server.fresh() }), batches, warm)
    expect(postgres.answers).toEqual(sqlite.answers)
    expect(postgres.log).toEqual(sqlite.log)
    expect(postgres.hashes).toEqual(sqlite.hashes)
    expect(postgres.hash).toBe(sqlite.hash)
    for (const answer of sqlite.answers.flat()) {
      broken += /constraint failed/.test(answer) ? 1 : 0
      const type = answer.slice(0, answer.indexOf(' '))
      const count = seen.get(type) ?? { accepted: 0, not: 0 }
      if (/^\S+ (null|\{)/.test(answer)) count.accepted += 1
      else count.not += 1
      seen.set(type, count)
    }
  })

  test('the streams together accepted every kind of command, and met the rules of the tables', () => {
    const never = CHOICES.filter(({ type }) => (seen.get(type)?.accepted ?? 0) === 0).map(({ type }) => type)
    expect(never).toEqual([])
    expect(broken).toBeGreaterThan(0)
  })
})
