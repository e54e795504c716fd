import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CentreSite, openCentreSite, removeFolder, unsound, until } from './centre-site.ts'
import { crews, hireCrews } from './site-people.ts'
import { type Bench, online, staff, work } from './site-work.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

let directory = ''
let site: CentreSite
let benches: Bench[]
const hired = crews(2)

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baro-revoked-'))
  await stockDirectory(join(directory, 'S1'), manyOrders(30), (core) => hireCrews(core, hired, 12, 2))
  site = await openCentreSite(directory)
  benches = []
  for (const [at, crew] of hired.entries()) {
    const station = await site.open(`S${at + 1}`)
    await online(station)
    benches.push(await staff(station, crew, ['picking']))
  }
}, 180_000)
afterEach(async () => {
  for (const bench of benches) bench.close()
  await site.close()
  removeFolder(directory)
})

it('keeps what a revoked station had not sent in quarantine, and its task is done by somebody who looks first', async () => {
  const [first, second] = benches as [Bench, Bench]
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
