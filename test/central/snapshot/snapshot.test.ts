import { createHash } from 'node:crypto'
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSnapshotFiles } from '../../../central/snapshot/snapshot-files.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SnapshotReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../../support/open-test-centre.ts'

describe('a snapshot', () => {
  let test: TestCentre
  beforeEach(async () => {
    test = await openTestCentre()
  })
  afterEach(() => test.close())
  const folder = () => join(test.directory, 'snapshots')

  it('is the tables of one revision in a file that proves to be whole', async () => {
    const one = await test.station()
    await one.ask(saveSite, siteCalled('Busan'))
    const { timeline, revision } = await one.session()
    const reply = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    expect(reply).toMatchObject({ timeline, revision, ack: 0 })
    const response = await one.send('GET', reply.path)
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.length).toBe(reply.bytes)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(reply.sha256)
    const unpacked = gunzipSync(bytes)
    expect(unpacked.length).toBe(reply.unpackedBytes)
    const file = join(test.directory, 'unpacked.db')
    writeFileSync(file, unpacked)
    const database = new Database(file)
    expect(database.prepare('SELECT name FROM site').all()).toEqual([{ name: 'Busan' }])
    expect(database.prepare('SELECT revision, timeline FROM replica_position').all()).toEqual([{ revision, timeline }])
    database.close()
    expect(readdirSync(folder())).toEqual([`${reply.sha256}.gz`])
  })

  it('is packed by zstd for a station that asks for it, and by gzip for one of an older version', async () => {
    const one = await test.station()
    const old = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    const reply = await one.get(`${SYNC_PATHS.snapshot}?packing=zstd`, SnapshotReply)
    expect([old.packing, reply.packing]).toEqual(['gzip', 'zstd'])
    const fetched = async (path: string) => Buffer.from(await (await one.send('GET', path)).arrayBuffer())
    const packed = await fetched(reply.path)
    expect(createHash('sha256').update(packed).digest('hex')).toBe(reply.sha256)
    const unpacked = zstdDecompressSync(packed)
    expect(unpacked.length).toBe(reply.unpackedBytes)
    expect(unpacked.equals(gunzipSync(await fetched(old.path)))).toBe(true)
    expect(readdirSync(folder()).sort()).toEqual([`${old.sha256}.gz`, `${reply.sha256}.zst`].sort())
    expect((await one.get(`${SYNC_PATHS.snapshot}?packing=rar`, SnapshotReply)).packing).toBe('gzip')
  })

  it('can be fetched in pieces, and each piece only by a station', async () => {
    const one = await test.station()
    const { path, bytes } = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    const whole = Buffer.from(await (await one.send('GET', path)).arrayBuffer())
    const middle = Math.floor(bytes / 2)
    const pieces: Buffer[] = []
    for (const [range, said] of [
      [`bytes=0-${middle - 1}`, `bytes 0-${middle - 1}/${bytes}`],
      [`bytes=${middle}-`, `bytes ${middle}-${bytes - 1}/${bytes}`],
    ] as const) {
      const response = await one.send('GET', path, null, { headers: { range } })
      expect([response.status, response.headers.get('content-range')]).toEqual([206, said])
      pieces.push(Buffer.from(await response.arrayBuffer()))
    }
    expect(Buffer.concat(pieces).equals(whole)).toBe(true)
    const last = await one.send('GET', path, null, { headers: { range: 'bytes=-10' } })
    expect(Buffer.from(await last.arrayBuffer()).equals(whole.subarray(-10))).toBe(true)
    for (const range of [`bytes=${bytes}-`, 'bytes=9-1', 'bytes=-', 'lines=1-2', 'bytes=0-1,3-4']) {
      const response = await one.send('GET', path, null, { headers: { range } })
      expect([response.status, response.headers.get('content-range')], range).toEqual([416, `bytes */${bytes}`])
    }
    const headers = { 'x-baro-protocol': '1' }
    expect((await test.centre.handle(new Request(`http://centre${path}`, { headers }))).status).toBe(401)
  })

  it('is shared by stations for five minutes, as long as the log still goes on from it', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const [first, same] = await Promise.all([
      one.get(SYNC_PATHS.snapshot, SnapshotReply),
      two.get(SYNC_PATHS.snapshot, SnapshotReply),
    ])
    expect(same).toEqual(first)
    await one.ask(saveSite, siteCalled('Busan'))
    expect(await two.get(SYNC_PATHS.snapshot, SnapshotReply)).toEqual(first)
    const scoped = await two.get(`${SYNC_PATHS.snapshot}?scopes=items`, SnapshotReply)
    expect(scoped.revision).toBe(first.revision + 1)
    await test.store.prune(0)
    expect((await two.get(SYNC_PATHS.snapshot, SnapshotReply)).revision).toBe(first.revision + 1)
    await one.ask(saveSite, siteCalled('Daegu'))
    test.clock.now += 5 * 60_000
    expect((await two.get(SYNC_PATHS.snapshot, SnapshotReply)).revision).toBe(first.revision + 2)
  })

  it('tells each station how much of its own journal an older snapshot holds', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    for (const orderId of ['a', 'b']) one.fact('orders.record-reveal', { orderId })
    await one.push()
    const first = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    expect(first.ack).toBe(2)
    one.fact('orders.record-reveal', { orderId: 'c' })
    await one.push(one.body(2))
    const again = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    expect(again).toEqual(first)
    expect((await two.get(SYNC_PATHS.snapshot, SnapshotReply)).ack).toBe(0)
    test.clock.now += 5 * 60_000
    expect(await one.get(SYNC_PATHS.snapshot, SnapshotReply)).toMatchObject({ revision: first.revision + 1, ack: 3 })
  })

  it('is made anew when its file is gone, and a name that is none is gone too', async () => {
    const one = await test.station()
    const { path } = await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    rmSync(folder(), { recursive: true })
    const gone = await one.send('GET', path)
    expect([gone.status, await gone.json()]).toMatchObject([410, { code: SYNC_CODES.snapshotGone }])
    expect((await one.send('GET', (await one.get(SYNC_PATHS.snapshot, SnapshotReply)).path)).status).toBe(200)
    for (const name of ['../centre.db', '..%2Fcentre.db', 'x.gz', ''])
      expect((await one.send('GET', new URL(`${SYNC_PATHS.snapshot}/${name}`, 'http://x').pathname)).status).not.toBe(
        200,
      )
  })

  it('is removed after an hour, and one that is fetched now is not', async () => {
    const one = await test.station()
    await one.get(SYNC_PATHS.snapshot, SnapshotReply)
    const platform = { now: () => test.clock.now, randomBytes: () => new Uint8Array(), log: () => undefined }
    const files = openSnapshotFiles({ store: test.store, platform }, test.directory, { reuseMs: 1, keepMs: 3_600_000 })
    await files.sweep()
    expect(readdirSync(folder())).toHaveLength(1)
    const old = Date.now() / 1000 - 3_700
    for (const name of readdirSync(folder())) utimesSync(join(folder(), name), old, old)
    await files.sweep()
    expect(readdirSync(folder())).toEqual([])
  })
})
