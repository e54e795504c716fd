import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backUpCentre, restoreCentre } from '../../../db/sqlite/centre-backup.ts'
import { openSqliteCentreStore, type SqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { toteRow } from '../centre-rows.ts'

let folder: string
let path: string
let backup: string
let store: SqliteCentreStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-backup-'))
  path = join(folder, 'centre.db')
  backup = join(folder, 'copy.db')
  store = openSqliteCentreStore(path)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (id: string) => store.write((tx) => tx.put('tote', toteRow(id)))
const totes = async () => (await store.ask<{ id: string }>('SELECT id FROM tote ORDER BY id')).map(({ id }) => id)
const durable = async () => (await store.read((tx) => tx.own.get('centre_state', 'centre')))?.durable_revision

describe('a backup of a centre', () => {
  test('made while writes go on is one sound file with the state of one revision', async () => {
    for (let at = 0; at < 300; at += 1)
      await store.write(async (tx) => {
        for (let more = 0; more < 20; more += 1) await tx.put('tote', toteRow(`t${at}-${more}`))
      })
    let over = false
    const copying = backUpCentre(store, backup).finally(() => {
      over = true
    })
    for (let at = 0; !over && at < 2_000; at += 1) {
      await put(`x${String(at).padStart(4, '0')}`)
      await nextTurn()
    }
    const { revision } = await copying
    expect(revision).toBeGreaterThanOrEqual(300)
    expect(await durable()).toBe(revision)
    expect(readdirSync(folder).filter((name) => name.startsWith('copy.db'))).toEqual(['copy.db'])
    const copy = new Database(backup, { readonly: true })
    expect(copy.prepare('SELECT revision FROM centre_state').pluck().get()).toBe(revision)
    expect(copy.prepare('SELECT max(revision) FROM "change"').pluck().get()).toBe(revision)
    expect(copy.prepare('SELECT count(*) FROM tote').pluck().get()).toBe(6_000 + revision - 300)
    copy.close()
  })

  test('that cannot be written covers nothing, and the one before stays', async () => {
    await put('a')
    await expect(backUpCentre(store, join(folder, 'no', 'folder.db'))).rejects.toThrow()
    expect(await durable()).toBe(0)
    await backUpCentre(store, backup)
    const before = readFileSync(backup)
    await put('b')
    await store.close()
    await expect(backUpCentre(store, backup)).rejects.toThrow()
    expect(readFileSync(backup).equals(before)).toBe(true)
  })

  test('after a later one does not take back what that one covered', async () => {
    await put('a')
    await backUpCentre(store, backup)
    expect(await durable()).toBe(1)
    await put('b')
    expect(await durable()).toBe(1)
    await backUpCentre(store, backup)
    expect(await durable()).toBe(2)
  })
})

describe('restoring a centre', () => {
  test('gives the state of the copy under a new timeline, and keeps the file that was there', async () => {
    await put('a')
    await store.write((tx) => tx.own.put('nonce', { id: 'n', expires_at: 1 }))
    const { timeline } = await store.position()
    await backUpCentre(store, backup)
    await put('lost')
    await store.close()
    const restored = await restoreCentre(backup, path, { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })
    expect(restored).toEqual({
      revision: 1,
      timeline: expect.any(String),
      revokedKeys: 0,
      kept: `${path}.replaced-2026-01-02T03-04-05-000Z`,
    })
    expect(restored.timeline).not.toBe(timeline)
    store = openSqliteCentreStore(path)
    expect(await store.position()).toEqual({ revision: 1, floor: 0, timeline: restored.timeline })
    expect(await totes()).toEqual(['a'])
    expect(await durable()).toBe(1)
    expect(await store.ask('SELECT * FROM restored')).toEqual([{ id: restored.timeline, number: 1, revision: 1 }])
    expect(await store.ask('SELECT id FROM nonce')).toEqual([])
    await put('b')
    expect((await store.position()).revision).toBe(2)
    await store.close()
    store = openSqliteCentreStore(restored.kept ?? '')
    expect(await totes()).toEqual(['a', 'lost'])
    expect(await store.ask('SELECT * FROM restored')).toEqual([])
    expect((await store.position()).timeline).toBe(timeline)
  })

  test('keeps an API key revoked that was revoked after the copy, and no other', async () => {
    const key = (id: string, revokedAt: number | null) =>
      store.write((tx) =>
        tx.own.put('api_key', { id, name: id, scopes: '', created_at: 1, revoked_at: revokedAt, used_at: null }),
      )
    await key('good', null)
    await key('leaked', null)
    await key('old', 5)
    await backUpCentre(store, backup)
    await key('leaked', 9)
    await key('new', 9)
    await store.close()
    expect(await restoreCentre(backup, path)).toMatchObject({ revokedKeys: 1 })
    store = openSqliteCentreStore(path)
    expect(await store.ask('SELECT id, revoked_at FROM api_key ORDER BY id')).toEqual([
      { id: 'good', revoked_at: null },
      { id: 'leaked', revoked_at: 9 },
      { id: 'old', revoked_at: 5 },
    ])
  })

  test('gives no carton number again that stations were given after the copy', async () => {
    const take = (id: string, count: number) =>
      store.write(async (tx) => {
        const value = ((await tx.get('number_series', id))?.value ?? 0) + count
        await tx.put('number_series', { id, value })
        return value
      })
    for (const id of ['carton', 'sscc.8801234', 'station']) await take(id, 1_000)
    await backUpCentre(store, backup)
    // Blocks of stations that are without the network when the centre comes back.
    const given = await take('sscc.8801234', 5_000)
    await store.close()
    await restoreCentre(backup, path)
    store = openSqliteCentreStore(path)
    expect(await take('sscc.8801234', 1)).toBeGreaterThan(given)
    expect(await take('carton', 1)).toBe(101_001)
    expect(await take('station', 1)).toBe(1_001)
  })

  test('twice from the same copy gives two histories, and keeps both files', async () => {
    await put('a')
    await backUpCentre(store, backup)
    await store.close()
    const now = () => 0
    const first = await restoreCentre(backup, path, { now })
    const second = await restoreCentre(backup, path, { now })
    expect(second.timeline).not.toBe(first.timeline)
    expect(second.kept).not.toBe(first.kept)
    expect([first.kept, second.kept].every((kept) => existsSync(kept ?? ''))).toBe(true)
    store = openSqliteCentreStore(path)
  })

  test('where no file is left puts the copy there', async () => {
    await put('a')
    await backUpCentre(store, backup)
    await store.close()
    rmSync(path)
    expect((await restoreCentre(backup, path)).kept).toBeNull()
    store = openSqliteCentreStore(path)
    expect(await totes()).toEqual(['a'])
  })

  test('over a damaged file takes nothing of it or of what lies beside it', async () => {
    await put('a')
    await backUpCentre(store, backup)
    await store.close()
    writeFileSync(path, 'no database at all, but long enough to be one'.repeat(200))
    writeFileSync(`${path}-wal`, 'nor a log')
    const { kept } = await restoreCentre(backup, path)
    expect(readFileSync(kept ?? '', 'utf8')).toContain('no database at all')
    expect(existsSync(`${path}-wal`)).toBe(false)
    store = openSqliteCentreStore(path)
    expect(await totes()).toEqual(['a'])
  })

  test('is refused while a centre has the file open', async () => {
    await put('a')
    await backUpCentre(store, backup)
    await expect(restoreCentre(backup, path)).rejects.toMatchObject({ code: 'E-RESTORE-IN-USE' })
    await put('b')
    expect(await totes()).toEqual(['a', 'b'])
    expect(readdirSync(folder).filter((name) => /replaced|restoring/.test(name))).toEqual([])
  })

  test('is refused from a damaged copy, from what is no centre, and from nothing', async () => {
    for (let at = 0; at < 200; at += 1) await put(`t${at}`)
    await backUpCentre(store, backup)
    await store.close()
    const before = readFileSync(path)
    truncateSync(backup, 40_960)
    await expect(restoreCentre(backup, path)).rejects.toMatchObject({ code: 'E-RESTORE-DAMAGED' })
    const other = join(folder, 'other.db')
    const database = new Database(other)
    database.exec('CREATE TABLE t (x)')
    database.close()
    await expect(restoreCentre(other, path)).rejects.toMatchObject({ code: 'E-RESTORE-NO-CENTRE' })
    await expect(restoreCentre(join(folder, 'none.db'), path)).rejects.toMatchObject({ code: 'E-RESTORE-NO-CENTRE' })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(folder).filter((name) => /replaced|restoring/.test(name))).toEqual([])
    store = openSqliteCentreStore(path)
  })
})
