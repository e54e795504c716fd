import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { QuarantineReply, SYNC_PATHS } from '../../../contract/central/messages.ts'
import { present } from '../../../domain/assert.ts'
import { centreClient } from '../../support/centre-client.ts'
import { type CentreSite, type SiteStation, siteStation, until } from './centre-site.ts'
import { crews } from './site-people.ts'
import { type Bench, online, openStaffedSite, type StaffedSite, staff, work, wrongAfterAll } from './site-work.ts'

let opened: StaffedSite
let directory = ''
let site: CentreSite
let benches: [Bench, Bench]
let copy: SiteStation | null

beforeEach(async () => {
  opened = await openStaffedSite('clone', 40)
  ;({ directory, site, benches } = opened)
  copy = null
}, 180_000)
afterEach(async () => {
  await copy?.kill()
  await opened.close()
})

function facts(station: SiteStation, after: number): string[] {
  const journal = new Database(join(station.directory, 'journal.db'), { readonly: true })
  const ids = journal.prepare('SELECT id FROM command WHERE seq > ? ORDER BY seq').pluck().all(after) as string[]
  journal.close()
  return ids
}

const stopped = (station: SiteStation) =>
  until(`${station.name} is stopped`, 30_000, async () => {
    const view = await station.view()
    return view.state === 'stopped' ? view : null
  })

it('stops a copy of a disk that is behind its original, which goes on', async () => {
  const [, second] = benches
  await work(second, 30)
  await second.station.stop()
  cpSync(second.station.directory, join(directory, 'copy'), { recursive: true })
  await second.station.start()
  await work(second, 30)
  expect(await wrongAfterAll(site)).toEqual([])
  copy = siteStation('copy', join(directory, 'copy'))
  await copy.start()
  expect((await stopped(copy)).problem?.code).toBe('E-SYN-008')
  await work(second, 10)
  expect(await wrongAfterAll(site)).toEqual([])
}, 300_000)

it('quarantines two that go on with one journal, until a person lets one go on and decides about what the other did', async () => {
  const [first, second] = benches
  await work(second, 30)
  await second.station.stop()
  const place = join(directory, 'copy')
  cpSync(second.station.directory, place, { recursive: true })
  const base = facts(second.station, 0).length
  // The copy works out of reach, and further than the original.
  await site.proxy.set({ kind: 'drop' })
  copy = siteStation('copy', place)
  await copy.start()
  const bench = await staff(copy, present(crews(2)[1], 'the second crew'), ['picking', 'packing'])
  await work(bench, 40)
  bench.close()
  await copy.kill()
  await site.proxy.set({ kind: 'none' })
  await second.station.start()
  await work(second, 6)
  expect(await wrongAfterAll(site)).toEqual([])
  const other = facts(copy, base)
  expect(other.length).toBeGreaterThan(facts(second.station, base).length)

  await copy.start()
  expect((await stopped(copy)).problem?.code).toBe('E-SYN-008')
  const { id } = await second.station.view().then((view) => view.station)
  await work(second, 10)
  expect((await stopped(second.station)).problem?.code).toBe('E-SYN-008')
  expect((await site.line('stations')).out).toContain('quarantined')
  // Nobody at the bench has to wait for that.
  const [scan] = await work(second, 1)
  expect(scan?.reply?.feedback?.tone).not.toBe('error')

  expect(await site.line('readmit-station', id ?? '')).toMatchObject({ code: 0 })
  await second.admin.sync.retry()
  expect(await wrongAfterAll(site)).toEqual([])
  const kept = () => site.ask<{ command: string; state: string }>('SELECT command, state FROM quarantine')
  await until('the copy has handed over what it did', 60_000, async () => {
    const ids = (await kept()).map(({ command }) => JSON.parse(command).id)
    if (other.every((one) => ids.includes(one))) return true
    throw new Error(`${ids.length} kept of ${other.length}`)
  })
  expect((await stopped(copy)).problem?.code).toBe('E-SYN-008')

  // A lead makes an exception of the first of them, and settles it as any other.
  const lead = centreClient((request) => fetch(request), site.centres[0]?.url)
  await lead.enrol(await site.code('desk'))
  await lead.session()
  const { rows } = await lead.get(SYNC_PATHS.quarantine, QuarantineReply)
  const row = rows.find(({ command }) => command.id === other[0])
  const [administrator] = await site.ask<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-1'`)
  const decision = { ids: [row?.id], decision: 'readmit', operatorId: administrator?.id }
  expect((await lead.send('POST', SYNC_PATHS.quarantine, decision)).status).toBe(200)
  const exception = await until(
    'it is asked about',
    10_000,
    async () => (await first.admin.sync.exceptions()).rows[0] ?? null,
  )
  await online(first.station)
  await first.admin.sync.resolve({ exceptionId: exception.id, resolution: 'return', quantity: null })
  expect(await wrongAfterAll(site)).toEqual([])

  // The machine of the copy is joined anew, with an empty folder.
  const third = await site.open('S3')
  await online(third)
  expect((await third.view()).station.number).toBe(4)
  expect(await wrongAfterAll(site)).toEqual([])
}, 300_000)
