import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Centre, openCentre } from '../../../central/centre.ts'
import { runCentralDoctor } from '../../../central/doctor/run-central-doctor.ts'
import { makeCode } from '../../../central/enrol/enrolment-codes.ts'
import { openSqliteCentreStore, type SqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { hashOfState } from '../../../db/state-hash.ts'
import { TABLES } from '../../../db/tables.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import { command, openTestStation, scanOf, signIn, type TestStation } from '../../support/station.ts'
import { removeFolder, until } from './centre-site.ts'
import { type Hand, openHand, openPoolEyes } from './floor-hand.ts'
import { crews, hireCrews } from './site-people.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

const [crew] = crews(1) as [ReturnType<typeof crews>[0]]

let directory = ''
let disk: Database.Database
let store: SqliteCentreStore
let centre: Centre
let test: TestStation
let hand: Hand
let eyes: ReturnType<typeof openPoolEyes>

/** A centre in this process, on a file whose room a test takes away, and a station of its own beside it. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baro-full-'))
  const place = join(directory, 'data')
  await stockDirectory(place, manyOrders(30), (core) => hireCrews(core, [crew], 12, 2))
  mkdirSync(join(directory, 'centre'))
  disk = new Database(join(directory, 'centre', 'centre.db'))
  store = openSqliteCentreStore(join(directory, 'centre', 'centre.db'), { database: disk })
  const platform = { now: () => Date.now(), randomBytes: (count: number) => randomBytes(count), log: () => undefined }
  centre = await openCentre({ store, platform, version: '0.0.0', directory: join(directory, 'centre') })
  const own = {
    fetch: centre.handle,
    makeCode: async (name: string) => (await makeCode({ store, platform }, name)).code,
    close: async () => undefined,
  }
  test = await openTestStation({
    dataDirectory: place,
    centre: { keys: openFileKeys(join(place, 'station.key')), openOwn: async () => own, join: null },
  })
  eyes = openPoolEyes(place, crew.pool, crew.picker)
  const client = test.client()
  await signIn(client, crew.picker)
  hand = openHand(client, ['shipping', 'packing', 'picking'], eyes)
}, 120_000)
afterEach(async () => {
  eyes.close()
  await test.close()
  await centre.close()
  await store.close()
  removeFolder(directory)
})

const fill = (database: Database.Database): void => {
  database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`)
}
const free = (database: Database.Database): void => void database.pragma('max_page_count = 1073741823')

async function act(times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await hand.act()
}

async function converged(): Promise<string[]> {
  const client = test.client()
  await signIn(client, 'BDG-1')
  await client.sync.retry()
  await until('all is sent', 20_000, async () => {
    const view = await client.sync.view()
    if (view.state === 'online' && view.unsent === 0) return true
    throw new Error(JSON.stringify(view))
  })
  const hash = (database: Database.Database) =>
    hashOfState((table) => database.prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`).all())
  const reader = test.station.core.store.reader
  await until('the station has what the centre has', 20_000, async () => (await hash(disk)) === (await hash(reader)))
  const checks = [...(await runCentralDoctor(store)).checks, ...(await runDoctor(test.station.core)).checks]
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples}`)
}

/** Scans that get no further than an error of the station itself, by its code. */
async function refusedScan(): Promise<unknown> {
  for (let turn = 0; turn < 200; turn += 1) {
    const failure = await hand.act().then(
      () => null,
      (error: unknown) => error,
    )
    if (failure !== null) return failure
  }
  return null
}

it('goes on with work in hand while the disk of the centre is full, refuses new work with a code, and resumes', async () => {
  await act(30)
  const scanned = hand.scans.length
  fill(disk)
  await act(60)
  // Everything of the tasks in hand was taken; what needs the centre was refused.
  expect([...hand.refusals.keys()].filter((name) => name !== 'needsCentre')).toEqual([])
  expect(hand.scans.length).toBeGreaterThan(scanned + 10)
  const client = test.client()
  await signIn(client, 'BDG-1')
  const view = await until('it says why', 20_000, async () => {
    const seen = await client.sync.view()
    return seen.problem?.code === 'E-SYN-015' ? seen : null
  })
  expect(view.unsent).toBeGreaterThan(0)
  const { feedback } = await client.picking.scan(scanOf(command('giveWork')))
  expect(feedback).toMatchObject({ name: 'needsCentre', code: 'E-SYN-001', block: true })
  free(disk)
  expect(await converged()).toEqual([])
  await act(120)
  expect(await converged()).toEqual([])
}, 120_000)

it('keeps what was answered while the disk of the station is full, says it with a code, and resumes', async () => {
  await act(30)
  const { journal } = test.station.core
  fill(journal.database)
  const failure = await refusedScan()
  expect(failure).toMatchObject({ data: { code: 'E-DATA-FULL' } })
  const last = journal.lastSeq()
  free(journal.database)
  expect(await converged()).toEqual([])
  expect(journal.lastSeq()).toBe(last)
  await act(120)
  expect(await converged()).toEqual([])
}, 120_000)

it('catches up when the station had no room for the tables of the centre', async () => {
  await act(30)
  const { store: replica } = test.station.core
  const database = await replica.writeWith(
    async (_tx, scope) => scope.database,
    () => undefined,
  )
  fill(database)
  await refusedScan()
  await act(10).catch(() => undefined)
  free(database)
  expect(await converged()).toEqual([])
  await act(60)
  expect(await converged()).toEqual([])
}, 120_000)
