import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SYNC_PATHS } from '../../../contract/central/messages.ts'
import { openFileKeys, openNextKey } from '../../../main/sync/keys/file-keys.ts'
import type { CentreFetch, SyncMembership } from '../../../main/sync/ports.ts'
import { rotateStationKey } from '../../../main/sync/rotate-station-key.ts'
import { syncJournal } from '../../../main/sync/station-ports.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { SyncStation } from './sync-station.ts'

describe('another key for a station', () => {
  let centre: TestCentre
  let station: SyncStation
  let membership: SyncMembership
  beforeEach(async () => {
    centre = await openTestCentre()
    station = await new SyncStation((request) => centre.centre.handle(request)).open()
    await station.workAlone()
    await station.join(await centre.code(), true)
    await station.online()
    const found = syncJournal(station.journal).loadMembership()
    if (found === null) throw new Error('Not joined')
    membership = found
    await station.shut()
  })
  afterEach(async () => {
    await station.close()
    await centre.close()
  })

  const keys = () => openFileKeys(join(station.folder, 'station.key'))
  const next = () => openNextKey(join(station.folder, 'station.key.next'))
  const rotate = (fetch: CentreFetch = (request) => centre.centre.handle(request)) =>
    rotateStationKey({
      ...{ membership, keys: keys(), next: next(), fetch, clock: station.clock, log: () => undefined },
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    })
  const known = async () => (await centre.store.ask<{ public_key: string }>('SELECT public_key FROM station'))[0]

  it('takes the place of the old one at both ends, and the station goes on with it', async () => {
    const [before, knownBefore] = [await keys().load(), await known()]
    await rotate()
    expect([await next().load(), (await keys().load()) === before]).toEqual([null, false])
    expect(await known()).not.toEqual(knownBefore)
    await station.open()
    await station.fact()
    await station.online()
  })

  it('is found by the next try when the answer was lost, and nothing is lost by a try that never arrived', async () => {
    const old = await keys().load()
    const isRotate = (request: Request) => new URL(request.url).pathname === SYNC_PATHS.rotate
    const knownBefore = await known()
    const dark: CentreFetch = (request) =>
      isRotate(request) ? Promise.reject(new Error('dark')) : centre.centre.handle(request)
    await expect(rotate(dark)).rejects.toMatchObject({ code: SYNC_CODES.unreachable })
    expect([await keys().load(), await known()]).toEqual([old, knownBefore])
    const mute: CentreFetch = async (request) => {
      const response = await centre.centre.handle(request)
      if (isRotate(request)) throw new Error('the answer was lost')
      return response
    }
    await expect(rotate(mute)).rejects.toMatchObject({ code: SYNC_CODES.unreachable })
    // The centre has the new key, this folder still the old one in its place.
    expect([await keys().load(), await known()]).not.toEqual([old, knownBefore])
    expect(await keys().load()).toBe(old)
    await rotate()
    expect(await next().load()).toBeNull()
    await station.open()
    await station.online()
  })

  it('says so when the centre knows neither key, and keeps both', async () => {
    await centre.store.write(async (tx) => {
      const row = await tx.get('station', membership.stationId)
      if (row !== undefined) await tx.put('station', { ...row, public_key: row.public_key.replaceAll('A', 'B') })
    })
    await expect(rotate()).rejects.toMatchObject({ code: SYNC_CODES.signatureWrong })
    expect([await keys().load(), await next().load()]).not.toContain(null)
    await station.open()
  })
})
