import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CentreChild, openEmbeddedCentre } from '../../../central/embedded.ts'
import { hashOfState } from '../../../db/state-hash.ts'
import { TABLES } from '../../../db/tables.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import { runCentreLine } from '../../support/start-centre.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { removeFolder, until } from './centre-site.ts'
import { openHand, openPoolEyes } from './floor-hand.ts'
import { crews, hireCrews } from './site-people.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

const [crew] = crews(1) as [ReturnType<typeof crews>[0]]

let directory = ''
let place = ''
let test: TestStation
let workers: Worker[]

/** As the centre starts its thread, but the test may end it. */
function startWorker(file: URL, workerData: { directory: string; version: string }): CentreChild {
  const worker = new Worker(file, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] })
  workers.push(worker)
  worker.on('error', () => undefined)
  return {
    line: {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
    },
    onExit: (listener) => void worker.on('exit', listener),
    kill: () => void worker.terminate(),
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baro-embedded-'))
  place = join(directory, 'data')
  workers = []
  await stockDirectory(place, manyOrders(40), (core) => hireCrews(core, [crew], 12, 2))
  const options = { directory: join(place, 'centre'), version: '0.0.0', log: () => undefined, start: startWorker }
  test = await openTestStation({
    dataDirectory: place,
    centre: {
      keys: openFileKeys(join(place, 'station.key')),
      openOwn: () => openEmbeddedCentre(options),
      join: null,
    },
  })
}, 120_000)
afterEach(async () => {
  await test.close()
  removeFolder(directory)
})

it('goes on scanning while its own centre is dead, and both are the same once it is back', async () => {
  const client = test.client()
  await signIn(client, crew.picker)
  const admin = test.client()
  await signIn(admin, 'BDG-1')
  const eyes = openPoolEyes(place, crew.pool, crew.picker)
  const hand = openHand(client, ['shipping', 'packing', 'picking'], eyes)
  for (let kill = 0; kill < 3; kill += 1) {
    for (let act = 0; act < 25; act += 1) await hand.act()
    const begun = hand.scans.length
    await workers.at(-1)?.terminate()
    for (let act = 0; act < 40 && hand.scans.length < begun + 8; act += 1) {
      await hand.act()
      await delay(20)
    }
    expect(hand.scans.slice(begun).filter((scan) => scan.reply === null)).toEqual([])
    expect(hand.scans.length).toBeGreaterThan(begun)
    await until(
      'it is back',
      20_000,
      async () => workers.length === kill + 2 && (await admin.sync.view()).state === 'online',
    )
  }
  expect([...hand.refusals.keys()].filter((name) => !['needsCentre', 'centreSilent'].includes(name))).toEqual([])
  await until('all is sent', 20_000, async () => (await admin.sync.view()).unsent === 0)
  const centre = new Database(join(place, 'centre', 'centre.db'), { readonly: true })
  const hash = (database: Database.Database) =>
    hashOfState((table) => database.prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`).all())
  await until(
    'both are the same',
    20_000,
    async () => (await hash(centre)) === (await hash(test.station.core.store.reader)),
  )
  centre.close()
  eyes.close()
  const { checks } = await runDoctor(test.station.core)
  expect(checks.filter((check) => !check.ok)).toEqual([])
  await test.station.close()
  const doctor = await runCentreLine(['doctor', '--data', join(place, 'centre')])
  expect(doctor).toMatchObject({ code: 0 })
  await test.reopen().catch(() => undefined)
}, 120_000)
