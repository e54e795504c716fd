import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SYNC_PATHS } from '../../../contract/central/messages.ts'
import { replicaPosition } from '../../../main/journal/replica-position.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { SyncStation } from './sync-station.ts'

let centre: TestCentre
let station: SyncStation
const toCentre = (request: Request): Promise<Response> => centre.centre.handle(request)
const isTo = (request: Request, path: string): boolean => new URL(request.url).pathname === path

beforeEach(async () => {
  centre = await openTestCentre({ limits: { stream: { beatMs: 200, bufferBytes: 4 << 20, slowMs: 5_000 } } })
  station = await new SyncStation(toCentre).open()
})
afterEach(async () => {
  await station.close()
  await centre.close()
})

const joined = async (): Promise<void> => {
  await station.workAlone()
  expect(await station.join(await centre.code(), true)).toEqual({ ok: true })
  await station.online()
}

describe('a station with a centre', () => {
  it('joins with its tables, and then both hold the same rows', async () => {
    await joined()
    expect(await centre.store.ask('SELECT count(*) AS n FROM "order"')).toEqual([{ n: 3 }])
    expect(station.orderIds()).toHaveLength(3)
    expect(station.ask('SELECT name FROM station')).toEqual(['bench'])
    const { timeline, revision } = await centre.store.position()
    expect(replicaPosition(station.store)).toMatchObject({ timeline, revision, ackedSeq: station.journal.lastSeq() })
  })

  it('sends its facts at once and hears what became of them', async () => {
    await joined()
    for (let time = 0; time < 20; time += 1) await station.fact()
    await station.online()
    const [row] = await centre.store.ask<{ n: number }>(`SELECT count(*) AS n FROM outcome WHERE status = 'applied'`)
    expect(Number(row?.n)).toBe(20)
    await station.until(() => replicaPosition(station.store).ackedSeq === station.journal.lastSeq())
    expect(station.ask('SELECT count(*) FROM pending_image')).toEqual([0])
    expect(station.ask(`SELECT count(*) FROM order_event WHERE type = 'customer-shown'`)).toEqual([20])
  })

  it('asks for what the centre decides, and has the rows when the answer comes', async () => {
    await joined()
    expect(await station.addTote('T-2')).toMatchObject({ ok: true })
    expect(station.totes()).toEqual(['T-1', 'T-2'])
    expect(station.journal.database.prepare('SELECT state FROM request').pluck().all()).toEqual(['decided'])
  })

  it('says at once what needs the centre while it is away, and sends its facts when it is back', async () => {
    await joined()
    station.fetch = () => Promise.reject(new TypeError('fetch failed'))
    await centre.restart()
    await station.until(({ state }) => state === 'offline')
    expect(await station.addTote('T-9')).toMatchObject({ ok: false, refusal: { name: 'needsCentre' } })
    for (let time = 0; time < 5; time += 1) await station.fact()
    expect(station.sync.view()).toMatchObject({ state: 'offline', unsent: 5 })
    expect(station.sync.view().oldest).toBeGreaterThan(0)
    station.fetch = toCentre
    await station.online()
    expect(station.totes()).toEqual(['T-1'])
    expect(await centre.store.ask('SELECT status, count(*) AS n FROM outcome GROUP BY status')).toMatchObject([
      { status: 'applied', n: 5 },
    ])
  })

  it('drops what it never asked as soon as the journal takes that, so that it is not asked in another hour', async () => {
    await joined()
    const { database } = station.journal
    const states = () => station.journal.database.prepare('SELECT state FROM request').pluck().all()
    station.fetch = () => Promise.reject(new TypeError('fetch failed'))
    await centre.restart()
    await station.until(({ state }) => state === 'offline')
    database.exec(`CREATE TRIGGER full BEFORE UPDATE ON request BEGIN SELECT RAISE(ABORT, 'The disk is full'); END`)
    await expect(station.addTote('T-9')).rejects.toThrow('The disk is full')
    expect(states()).toEqual(['asked'])
    database.exec('DROP TRIGGER full')
    station.fetch = toCentre
    await station.online()
    expect(states()).toEqual(['dropped'])
    await station.reopen()
    await station.online()
    expect(station.totes()).toEqual(['T-1'])
  })

  it('sends facts again whose answer was lost, and they are applied once', async () => {
    await joined()
    let lost = 0
    station.fetch = async (request) => {
      const response = await toCentre(request)
      if (!isTo(request, SYNC_PATHS.push) || lost >= 3) return response
      lost += 1
      throw new TypeError('connection reset')
    }
    await station.fact()
    await station.fact()
    await station.online()
    expect(lost).toBe(3)
    expect(await centre.store.ask(`SELECT count(*) AS n FROM order_event WHERE type = 'customer-shown'`)).toEqual([
      { n: 2 },
    ])
  })

  it('learns by its id what became of a request whose answer was lost', async () => {
    await joined()
    let lost = 0
    station.fetch = async (request) => {
      const response = await toCentre(request)
      if (!isTo(request, SYNC_PATHS.request) || lost > 0) return response
      lost += 1
      throw new TypeError('connection reset')
    }
    expect(await station.addTote('T-3')).toMatchObject({ ok: true })
    expect(lost).toBe(1)
    expect(station.totes()).toEqual(['T-1', 'T-3'])
  })

  it('says that the centre is silent after 15 s, and follows the request up by itself', async () => {
    await joined()
    let isSilent = true
    station.fetch = (request) =>
      isSilent && (isTo(request, SYNC_PATHS.request) || isTo(request, SYNC_PATHS.answer))
        ? new Promise(() => undefined)
        : toCentre(request)
    expect(await station.addTote('T-4')).toMatchObject({ ok: false, refusal: { name: 'centreSilent' } })
    isSilent = false
    await station.until(() => station.totes().includes('T-4'))
  })

  it('goes on after a crash where it was, facts and open requests too', async () => {
    await joined()
    station.fetch = () => Promise.reject(new TypeError('fetch failed'))
    await station.fact()
    await station.reopen()
    expect(station.sync.view()).toMatchObject({ unsent: 1 })
    station.fetch = toCentre
    station.sync.retry()
    await station.online()
    expect(await centre.store.ask('SELECT count(*) AS n FROM outcome')).toEqual([{ n: 1 }])
  })

  it('takes changes by long poll where no stream gets through', async () => {
    await joined()
    station.fetch = (request) =>
      isTo(request, SYNC_PATHS.stream) ? Promise.reject(new TypeError('no streams here')) : toCentre(request)
    await centre.restart()
    const other = await centre.station('other')
    const { importTotes } = await import('../../../commands/totes/import-totes.ts')
    await other.ask(importTotes, { totes: [{ code: 'T-7', name: 'T-7' }] })
    await station.until(() => station.totes().includes('T-7'))
  })

  it('is told when it is revoked, hands its facts over and stops', async () => {
    await joined()
    station.fetch = (request) =>
      isTo(request, SYNC_PATHS.push) ? Promise.reject(new TypeError('away')) : toCentre(request)
    await station.fact()
    await centre.store.write(async (tx) => {
      const [row] = await tx.find('station', 'state', 'active')
      if (row !== undefined) await tx.put('station', { ...row, state: 'revoked' })
    })
    await station.until(({ state }) => state === 'stopped')
    expect(station.sync.view()).toMatchObject({ stopped: 'revoked', problem: { code: 'E-SYN-007' } })
    expect(await station.addTote('T-8')).toMatchObject({ ok: false, refusal: { name: 'stationStopped' } })
    station.fetch = toCentre
    await station.until(({ unsent }) => unsent === 0, 12_000)
    expect(await centre.store.ask('SELECT count(*) AS n FROM quarantine')).toEqual([{ n: 1 }])
  }, 30_000)

  it('sends again what a restored centre forgot, requests before the facts that followed them', async () => {
    await joined()
    await station.fact()
    await station.online()
    const file = join(centre.directory, 'centre.db')
    const backup = join(centre.directory, 'backup.db')
    const reader = new Database(file, { readonly: true })
    await reader.backup(backup)
    reader.close()
    await station.fact()
    expect(await station.addTote('T-6')).toMatchObject({ ok: true })
    await station.fact()
    await station.online()
    station.fetch = () => Promise.reject(new TypeError('away'))
    // An administrator puts the backup in place; the centre gets another timeline by that.
    await centre.centre.close()
    await centre.store.close()
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
    cpSync(backup, file)
    const restored = new Database(file)
    restored.prepare(`UPDATE centre_state SET timeline = 'restored'`).run()
    restored.close()
    await centre.restart()
    expect(await centre.store.ask(`SELECT count(*) AS n FROM tote`)).toEqual([{ n: 1 }])
    station.fetch = toCentre
    station.sync.retry()
    await station.until(() => replicaPosition(station.store).timeline === 'restored')
    await station.online()
    const stories = `SELECT count(*) AS n FROM order_event WHERE type = 'customer-shown'`
    expect(await centre.store.ask(stories)).toEqual([{ n: 3 }])
    const told = 'SELECT seq, status FROM outcome ORDER BY seq'
    const [first = 0] = station.ask<number>('SELECT applied_seq FROM replica_position')
    expect(await centre.store.ask(told)).toEqual([2, 1, 0].map((back) => ({ seq: first - back, status: 'applied' })))
    expect(station.journal.database.prepare(told).all()).toEqual(await centre.store.ask(told))
    await station.until(() => station.totes().includes('T-6'))
  })

  it('stops where the centre took another journal than it has', async () => {
    await joined()
    await station.fact()
    await station.online()
    await centre.store.write(async (tx) => {
      const [row] = await tx.find('station', 'state', 'active')
      const position = await tx.own.get('station_position', row?.id ?? '')
      if (position !== undefined) await tx.own.put('station_position', { ...position, hash: 'f'.repeat(64) })
    })
    await station.reopen()
    await station.until(({ state }) => state === 'stopped')
    expect(station.sync.view()).toMatchObject({ stopped: 'quarantined', problem: { code: SYNC_CODES.journalForked } })
  })

  it('leaves no timer and no call behind when it closes, and closes while the centre is silent', async () => {
    await joined()
    station.fetch = () => new Promise(() => undefined)
    await station.fact()
    const asked = station.addTote('T-5')
    await station.sync.close()
    expect(await asked).toMatchObject({ ok: false })
    expect(station.clock.running()).toBe(0)
  })
})
