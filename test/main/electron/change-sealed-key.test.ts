import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SYNC_PATHS } from '../../../contract/central/messages.ts'
import { openNextSystemKey, openSystemKeys } from '../../../main/electron/system-keys.ts'
import { loadMembership } from '../../../main/journal/membership.ts'
import { createCentreClient } from '../../../main/sync/centre-client.ts'
import { readPrivateKey } from '../../../main/sync/station-key.ts'
import { resetElectron } from '../../support/electron.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

let centre: TestCentre
let folder: string
let logged: Record<string, unknown>[]
/** Loses the answer to a change of key, as a crash after it does. */
let losesAnswer: boolean
const path = () => join(folder, 'station.key')
const keys = () => openSystemKeys(path(), () => undefined)
const next = () => openNextSystemKey(path())

/** The Electron host's way to a centre, with the key store's stand-in. */
function open(rotate = false): Promise<TestStation> {
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await centre.centre.handle(request)
    if (losesAnswer && new URL(request.url).pathname === SYNC_PATHS.rotate) throw new Error('the answer was lost')
    return answer
  }
  const own = { fetch, makeCode: (name: string) => centre.code(name), close: async () => undefined }
  return openTestStation({
    dataDirectory: folder,
    log: (line) => void logged.push(line as Record<string, unknown>),
    centre: { keys: keys(), next: next(), rotate, openOwn: async () => own, join: null },
  })
}
async function online(station: TestStation): Promise<void> {
  const client = station.client()
  await signIn(client, 'BDG-1')
  await expect.poll(async () => (await client.sync.view()).state, { timeout: 20_000 }).toBe('online')
}
/** What the centre says to a station that asks for a session with this key: null when it lets it in. */
async function refusal(station: TestStation, privateKey: string): Promise<string | null> {
  const found = loadMembership(station.station.core.journal)
  if (found === null) throw new Error('Not joined')
  const nonce = () => Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url')
  const { stationId, incarnation } = found
  const client = createCentreClient({
    ...{
      centre: found.centre,
      fetch: (request: Request) => centre.centre.handle(request),
      nonce,
      log: () => undefined,
    },
    clock: { now: Date.now, setTimer: () => () => undefined },
    speaker: () => ({ stationId, incarnation, boot: nonce(), key: readPrivateKey(privateKey), token: '' }),
  })
  const answer = await client.openSession()
  return answer.ok ? null : answer.failure.code
}

beforeEach(async () => {
  resetElectron()
  losesAnswer = false
  logged = []
  centre = await openTestCentre()
  folder = mkdtempSync(join(tmpdir(), 'baro-sealed-'))
  const alone = await openTestStation({ dataDirectory: folder })
  await fillSmallWarehouse(alone.station.core, [])
  await alone.close()
})
afterEach(async () => {
  await centre.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a sealed key is changed when the host is told to: the old one is refused, the new one lies sealed', async () => {
  await (await open()).close()
  const old = (await keys().load()) ?? ''
  const station = await open(true)
  try {
    const fresh = (await keys().load()) ?? ''
    expect(fresh).not.toBe(old)
    expect(readFileSync(`${path()}.sealed`, 'utf8')).not.toContain(fresh)
    expect([existsSync(path()), existsSync(`${path()}.next`), existsSync(`${path()}.next.sealed`)]).toEqual(
      Array(3).fill(false),
    )
    expect([await refusal(station, old), await refusal(station, fresh)]).toEqual([SYNC_CODES.signatureWrong, null])
    expect(logged).toContainEqual(expect.objectContaining({ event: 'key-changed' }))
  } finally {
    await station.close()
  }
})

it('a crash after the centre took the new key leaves a station that goes on with it at its next start', async () => {
  await (await open()).close()
  const old = (await keys().load()) ?? ''
  losesAnswer = true
  const broken = await open(true)
  expect(logged).toContainEqual(expect.objectContaining({ event: 'key-not-changed' }))
  expect(await refusal(broken, old)).toBe(SYNC_CODES.signatureWrong)
  await broken.close()
  expect(await keys().load()).toBe(old)
  expect(readFileSync(`${path()}.next.sealed`, 'utf8')).not.toContain((await next().load()) ?? 'none')

  losesAnswer = false
  const station = await open()
  try {
    expect(await refusal(station, (await keys().load()) ?? '')).toBeNull()
    expect([(await keys().load()) === old, await next().load()]).toEqual([false, null])
    await online(station)
  } finally {
    await station.close()
  }
})
