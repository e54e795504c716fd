import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { type Change, SYNC_PATHS } from '../../../contract/central/messages.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { adoptedRow } from '../../support/adopted-row.ts'
import { centreClient } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'

const WRONG: [string, Change[]][] = [
  ['a text with U+0000', [adoptedRow('tote', 'b', { code: 'b\0' })]],
  ['a text with half of a character', [adoptedRow('tote', 'b', { code: 'b\ud800' })]],
  ['more reserved than on hand', [adoptedRow('stock', 'b', { on_hand: 1, reserved: 2 })]],
  ['two totes with one code', [adoptedRow('tote', 'b', { code: 'b' }), adoptedRow('tote', 'c', { code: 'b' })]],
]

const refuses = (openStore?: () => Promise<CentreStore>) => {
  let test: TestCentre
  beforeEach(async () => {
    test = await openTestCentre({ openStore })
  }, 60_000)
  afterEach(() => test.close())

  it.each(WRONG)(
    'refuses %s with a code, keeps nothing of the page, and takes it once it is right',
    async (_, rows) => {
      const one = centreClient((request) => test.centre.handle(request))
      await one.enrol(await test.code(), { brings: true, journal: { lastSeq: 7, hash: 'b'.repeat(64) } })
      await one.session()
      const send = (changes: Change[]) =>
        one.send('POST', SYNC_PATHS.adopt, { page: 0, rows: [adoptedRow('tote', 'a'), ...changes], last: true })
      const refused = await send(rows)
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ code: SYNC_CODES.bodyWrong })
      expect(await test.store.ask('SELECT id FROM tote')).toEqual([])
      expect((await send([adoptedRow('tote', 'b')])).status).toBe(200)
      expect(await test.store.ask('SELECT id FROM tote ORDER BY id')).toEqual([{ id: 'a' }, { id: 'b' }])
      expect(test.log.filter(({ event }) => event === 'bug')).toEqual([])
    },
  )
}

describe('rows of a station that the tables do not take', () => refuses())

const tools = findPostgres()
const why = tools.bin === null ? ` (${tools.reason})` : ''

describe.skipIf(tools.bin === null)(`rows of a station that PostgreSQL's tables do not take${why}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.stop())
  refuses(async () => openPostgresCentreStore({ url: await server.fresh() }))
})
