import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import { KEY_MISSING } from '../../../main/sync/machine.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let joined: JoinedStation
let again: TestStation
let key: string

beforeEach(async () => {
  joined = await openJoinedStation((core) => fillSmallWarehouse(core, []))
  await joined.settled()
  const { dataDirectory } = joined.core
  key = join(dataDirectory, 'station.key')
  await joined.test.close()
  renameSync(key, `${key}.gone`)
  again = await openTestStation({
    dataDirectory,
    centre: {
      keys: openFileKeys(key),
      openOwn: async () => ({ ...joined.centre, close: async () => undefined }),
      join: null,
    },
  })
}, 60_000)
afterEach(async () => {
  await again.close()
  await joined.close()
})

describe('a station whose key cannot be read', () => {
  it('starts all the same, says so, leaves to the centre what is the centre’s, and goes on once it can', async () => {
    const client = again.client()
    await signIn(client, 'BDG-1')
    expect((await client.session.strip()).sync).toMatchObject({ state: 'stopped', unsent: 0 })
    const view = await client.sync.view()
    expect(view).toMatchObject({ problem: { code: KEY_MISSING }, centre: { kind: 'embedded' }, keyKept: 'file' })
    expect(view.station.number).toBe(1)
    const { core } = again.station
    const [place] = core.store.reader.prepare('SELECT code FROM location ORDER BY code').pluck().all() as string[]
    const stock = [{ sku: 'A1', location: place ?? '', quantity: 77 }]
    expect(await core.run(importStock, { stock }, nobody)).toMatchObject({
      ok: false,
      refusal: { name: 'stationStopped' },
    })
    await expect(client.sync.aside()).rejects.toMatchObject({ data: { code: KEY_MISSING } })

    await client.sync.retry()
    expect((await client.sync.view()).problem).toMatchObject({ code: KEY_MISSING })
    renameSync(`${key}.gone`, key)
    await client.sync.retry()
    await expect.poll(async () => (await client.session.strip()).sync.state, { timeout: 20_000 }).toBe('online')
    expect(await core.run(importStock, { stock }, nobody)).toMatchObject({ ok: true })
  })
})
