import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Centre, openCentre } from '../../../central/centre.ts'
import { makeCode } from '../../../central/enrol/enrolment-codes.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { SyncStation } from './sync-station.ts'

const tools = findPostgres()
const why = tools.bin === null ? ` (${tools.reason})` : ''

describe.skipIf(tools.bin === null)(
  `a PostgreSQL that was put back to an older state, and nobody said so${why}`,
  { timeout: 90_000 },
  () => {
    let server: PostgresServer
    let url = ''
    let folder = ''
    let station: SyncStation
    let running: { store: CentreStore; centre: Centre } | null = null
    const platform = { now: Date.now, randomBytes: (count: number) => randomBytes(count), log: () => undefined }

    const begin = async () => {
      const store = await openPostgresCentreStore({ url })
      running = { store, centre: await openCentre({ store, platform, version: '0', directory: folder }) }
      return running
    }
    const end = async (): Promise<void> => {
      const ended = running
      running = null
      await ended?.centre.close()
      await ended?.store.close()
    }
    const tool = (name: string, ...args: string[]): void => {
      const done = spawnSync(join(tools.bin ?? '', name), args, { encoding: 'utf8' })
      expect(done.status, `${name}: ${done.stderr}`).toBe(0)
    }
    const applied = async () =>
      (await running?.store.ask<{ seq: number }>(`SELECT seq FROM outcome WHERE status = 'applied' ORDER BY seq`))?.map(
        ({ seq }) => Number(seq),
      )
    const facts = async (count: number): Promise<void> => {
      for (let made = 0; made < count; made += 1) await station.fact()
    }

    beforeAll(async () => {
      server = await startPostgres()
    }, 60_000)
    afterAll(() => server.stop())
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'baro-put-back-'))
      url = await server.fresh()
      const { store } = await begin()
      station = new SyncStation(async (request) => {
        if (running === null) throw new Error('The centre is stopped')
        return running.centre.handle(request)
      })
      await station.open()
      await station.workAlone()
      await station.join((await makeCode({ store, platform }, 'bench')).code, true)
      await station.online()
      await facts(2)
      await station.online()
    }, 60_000)
    afterEach(async () => {
      await station.close()
      await end()
      rmSync(folder, { recursive: true, force: true })
    })

    it('gets every fact and request again from a station that was there, and the station its rows', async () => {
      const base = (await applied())?.at(-1) ?? 0
      const dump = join(folder, 'site.dump')
      tool('pg_dump', '-Fc', '--file', dump, url)
      await facts(3)
      expect(await station.addTote('T-2')).toMatchObject({ ok: true })
      await station.online()
      const all = await applied()
      expect(all?.at(-1)).toBe(base + 3)
      const before = await running?.store.position()

      await end()
      await station.until(({ state }) => state === 'offline')
      await station.fact()
      tool('pg_restore', '--clean', '--if-exists', '--dbname', url, dump)
      const { store } = await begin()
      const after = await store.position()
      // Nobody gave it a new timeline: that it went back shows by its revision alone.
      expect(after.timeline).toBe(before?.timeline)
      expect(after.revision).toBeLessThan(before?.revision ?? 0)
      await expect.poll(applied, { timeout: 30_000 }).toEqual([...(all ?? []), base + 4])
      await station.online()
      await expect.poll(() => station.totes(), { timeout: 20_000 }).toEqual(['T-1', 'T-2'])
      expect(
        (await store.ask<{ code: string }>('SELECT code FROM tote ORDER BY code')).map(({ code }) => code),
      ).toEqual(['T-1', 'T-2'])
    })
  },
)
