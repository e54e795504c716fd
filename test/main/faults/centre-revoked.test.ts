import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CentreSite, unsound, until } from './centre-site.ts'
import { type Bench, online, openStaffedSite, type StaffedSite, work } from './site-work.ts'

let opened: StaffedSite
let site: CentreSite
let benches: [Bench, Bench]

beforeEach(async () => {
  opened = await openStaffedSite('revoked', 30, ['picking'])
  ;({ site, benches } = opened)
}, 180_000)
afterEach(() => opened.close())

it('keeps what a revoked station had not sent in quarantine, and its task is done by somebody who looks first', async () => {
  const [first, second] = benches
  await work(second, 25)
  await until('all is sent', 20_000, async () => (await second.station.view()).unsent === 0)
  const { id } = await second.station.view().then((view) => view.station)
  await site.proxy.set({ kind: 'refuse' })
  const offline = await work(second, 20)
  // Without the network only what a centre decides is refused, such as more work once a cart is done.
  const refused = offline.filter((scan) => scan.reply?.feedback?.tone === 'error')
  expect(refused.map((scan) => scan.reply?.feedback?.name).filter((name) => name !== 'needsCentre')).toEqual([])
  const { unsent } = await second.station.view()
  expect(unsent).toBeGreaterThan(3)

  const revoked = await site.line('revoke-station', id ?? '')
  expect(revoked).toMatchObject({ code: 0, out: expect.stringContaining('still holds task') })
  await site.proxy.set({ kind: 'none' })
  const view = await until('it is stopped', 30_000, async () => {
    const seen = await second.station.view()
    return seen.state === 'stopped' ? seen : null
  })
  expect(view.problem?.code).toBe('E-SYN-007')
  const journal = new Database(join(second.station.directory, 'journal.db'), { readonly: true })
  const facts = journal.prepare('SELECT id FROM command ORDER BY seq DESC LIMIT ?').pluck().all(unsent) as string[]
  journal.close()
  await until('its journal is in quarantine', 60_000, async () => {
    const kept = await site.ask<{ command: string }>(`SELECT command FROM quarantine WHERE state = 'kept'`)
    const ids = kept.map(({ command }) => JSON.parse(command).id)
    if (facts.every((fact) => ids.includes(fact))) return true
    throw new Error(`${ids.length} of ${facts.length}`)
  })

  await online(first.station)
  const { stations } = await first.admin.sync.stations()
  const claim = stations.find((station) => station.id === id)?.claims[0]
  await first.admin.sync.revokeClaim({ taskId: claim?.taskId ?? '' })
  // Who has a task of their own finishes that first.
  const done = await until('the task is done', 60_000, async () => {
    await work(first, 20)
    const rows = await site.ask<{ state: string; verify: number }>(
      `SELECT state, verify FROM pick_task WHERE id = '${claim?.taskId}'`,
    )
    return rows[0]?.state === 'done' ? rows[0] : null
  })
  expect(done.state).toBe('done')
  await until('all is sent', 20_000, async () => (await first.station.view()).unsent === 0)
  expect((await unsound(site)).filter((found) => !found.startsWith('S2'))).toEqual([])
}, 300_000)
