import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { AdoptBody, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { syncJournal } from '../../../main/sync/station-ports.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { SyncStation } from './sync-station.ts'

let centre: TestCentre
let station: SyncStation
const toCentre = (request: Request): Promise<Response> => centre.centre.handle(request)
const isTo = (request: Request, path: string): boolean => new URL(request.url).pathname === path
const copy = () => join(station.folder, 'alone.db')

beforeEach(async () => {
  centre = await openTestCentre()
  station = await new SyncStation(toCentre).open()
  await station.workAlone()
})
afterEach(async () => {
  await station.close()
  await centre.close()
})

const membership = () => syncJournal(station.journal).loadMembership()
const attempt = () => syncJournal(station.journal).loadAttempt()
const stations = () => centre.store.ask<{ name: string }>('SELECT name FROM station ORDER BY name')

describe('joining', () => {
  it('keeps membership, key and the end of the time alone, and forgets the attempt', async () => {
    const alone = station.journal.lastSeq()
    expect(await station.join(await centre.code(), true)).toEqual({ ok: true })
    await station.online()
    expect(membership()).toMatchObject({ baseSeq: alone, stationNumber: 1, centre: 'http://centre.test' })
    expect(statSync(join(station.folder, 'station.key')).mode & 0o777).toBe(0o600)
    expect(attempt()).toBeNull()
    expect(existsSync(copy())).toBe(false)
    expect(await centre.store.ask('SELECT count(*) AS n FROM outcome')).toEqual([{ n: 0 }])
  })

  it('changes nothing here when the centre has work already and the station wants to bring its own', async () => {
    await centre.station('first')
    const rows = station.ask('SELECT code FROM tote')
    expect(await station.join(await centre.code(), true)).toMatchObject({
      ok: false,
      failure: { kind: 'refused', code: SYNC_CODES.centreNotEmpty },
    })
    expect(station.sync.view()).toMatchObject({ state: 'alone', problem: { code: SYNC_CODES.centreNotEmpty } })
    expect([membership(), attempt(), existsSync(copy()), station.sync.link()]).toEqual([null, null, false, null])
    expect(station.ask('SELECT code FROM tote')).toEqual(rows)
    expect(await station.addTote('T-2')).toMatchObject({ ok: true })
  })

  it("takes the centre's tables in place of its own when it brings none, and keeps the old ones aside", async () => {
    await centre.station('first')
    expect(await station.join(await centre.code(), false)).toEqual({ ok: true })
    await station.online()
    expect(station.orderIds()).toEqual([])
    expect(station.ask('SELECT name FROM station ORDER BY name')).toEqual(['bench', 'first'])
    const { openSqliteStore } = await import('../../../db/sqlite/sqlite-store.ts')
    const old = openSqliteStore(copy())
    expect(old.reader.prepare('SELECT count(*) FROM "order"').pluck().get()).toBe(3)
    old.close()
  })

  it('is refused with a wrong code, and lets the station work on', async () => {
    expect(await station.join('WRONG-CODE', true)).toMatchObject({ failure: { code: SYNC_CODES.enrolmentWrong } })
    expect(station.sync.view().state).toBe('alone')
    expect(await station.join(await centre.code(), true)).toEqual({ ok: true })
  })

  it('lets nothing be journaled between the copy of the tables and the membership', async () => {
    let reached: () => void = () => undefined
    let letGo: () => void = () => undefined
    const atCentre = new Promise<void>((resolve) => {
      reached = resolve
    })
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    station.fetch = async (request) => {
      if (isTo(request, SYNC_PATHS.enrol)) {
        reached()
        await gate
      }
      return toCentre(request)
    }
    const alone = station.journal.lastSeq()
    const joining = station.join(await centre.code(), true)
    await atCentre
    const late = station.addTote('T-9')
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(station.journal.lastSeq()).toBe(alone)
    letGo()
    expect(await joining).toEqual({ ok: true })
    // What came meanwhile is the centre's to decide by now, and the centre was not to be asked yet.
    expect(await late).toMatchObject({ ok: false, refusal: { name: 'needsCentre' } })
    expect(station.journal.lastSeq()).toBe(alone)
  })

  it.each(['saveAttempt', 'enrol', 'saveMembership'] as const)(
    'is repeated exactly after the program ended at %s',
    async (edge) => {
      const code = await centre.code()
      let isBroken = true
      const strike = (): void => {
        if (isBroken) throw new Error('The program ended here')
      }
      station.wrapJournal = (journal) => ({
        ...journal,
        saveMembership: (value) => {
          if (edge === 'saveMembership') strike()
          journal.saveMembership(value)
        },
        saveAttempt: (value) => {
          journal.saveAttempt(value)
          if (edge === 'saveAttempt' && value !== null) strike()
        },
      })
      station.fetch = async (request) => {
        const response = await toCentre(request)
        // The centre took it, but the answer did not arrive.
        if (edge === 'enrol' && isTo(request, SYNC_PATHS.enrol)) strike()
        return response
      }
      await station.reopen()
      expect(await station.join(code, true)).toMatchObject({ ok: false })
      expect(membership()).toBeNull()
      const key = readFileSync(join(station.folder, 'station.key'), 'utf8')
      isBroken = false
      await station.reopen()
      await station.online()
      expect(readFileSync(join(station.folder, 'station.key'), 'utf8')).toBe(key)
      expect(await stations()).toEqual([{ name: 'bench' }])
      expect(await centre.store.ask('SELECT count(*) AS n FROM "order"')).toEqual([{ n: 3 }])
    },
  )

  it('leaves a station alone that worked on after it broke off; a new code makes a new attempt', async () => {
    station.fetch = async (request) => {
      await toCentre(request)
      throw new TypeError('connection reset')
    }
    expect(await station.join(await centre.code(), true)).toMatchObject({ ok: false })
    await station.addTote('T-2')
    station.fetch = toCentre
    await station.reopen()
    expect([station.sync.view().state, attempt()]).toEqual(['alone', null])
    expect(await station.join(await centre.code(), true)).toEqual({ ok: true })
    await station.online()
    expect(await stations()).toEqual([{ name: 'bench' }])
    expect(await centre.store.ask('SELECT count(*) AS n FROM tote')).toEqual([{ n: 2 }])
  })
})

describe('handing the tables over', () => {
  it('goes on after pages were lost on the way and after the program ended, and brings each row once', async () => {
    const pages: number[] = []
    let failures = 0
    station.fetch = async (request) => {
      if (!isTo(request, SYNC_PATHS.adopt)) return toCentre(request)
      const { page } = AdoptBody.parse(await request.clone().json())
      pages.push(page)
      const response = await toCentre(request)
      if (page === 2 && failures < 2) {
        failures += 1
        throw new TypeError('connection reset')
      }
      return response
    }
    await station.join(await centre.code(), true)
    await station.until(() => failures === 1)
    await station.reopen()
    await station.online()
    expect(failures).toBe(2)
    expect(pages.filter((page) => page === 0)).toHaveLength(2)
    expect(await centre.store.ask('SELECT count(*) AS n FROM "order"')).toEqual([{ n: 3 }])
    expect(await centre.store.ask('SELECT count(*) AS n FROM tote')).toEqual([{ n: 1 }])
  })
})
