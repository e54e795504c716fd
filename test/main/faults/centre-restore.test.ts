import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CentreSite, until } from './centre-site.ts'
import { type Bench, openStaffedSite, type StaffedSite, work, wrongAfterAll } from './site-work.ts'

let opened: StaffedSite
let directory = ''
let site: CentreSite
let benches: [Bench, Bench]

beforeEach(async () => {
  opened = await openStaffedSite('restore', 60)
  ;({ directory, site, benches } = opened)
}, 180_000)
afterEach(() => opened.close())

/** Requests of a station that were accepted, by what it was told. */
function accepted(bench: Bench): { id: string; type: string; state: string }[] {
  const journal = new Database(join(bench.station.directory, 'journal.db'), { readonly: true })
  const rows = journal.prepare(`SELECT id, type, state FROM request WHERE json_extract(decision, '$.ok') = 1`).all()
  journal.close()
  return rows as { id: string; type: string; state: string }[]
}

it('pushes again and asks again what a centre restored from an old backup forgot', async () => {
  for (const bench of benches) await work(bench, 40)
  const backup = join(directory, 'old.db')
  expect(await site.line('backup', backup)).toMatchObject({ code: 0 })
  // What the centre will forget: facts, claims, dispatches, and a cancelled order.
  for (const bench of benches) await work(bench, 150)
  const held = site.ask<{ id: string }>(`SELECT id FROM "order" WHERE state = 'released' ORDER BY id LIMIT 1`)
  await benches[0]?.admin.orders.hold({ orderIds: (await held).map(({ id }) => id), reason: 'to ask' })
  const told = benches.flatMap((bench) => accepted(bench))
  const shipped = `SELECT count(*) AS n FROM "order" WHERE state = 'shipped'`
  const [before] = await site.ask<{ n: number }>(shipped)
  expect(before?.n).toBeGreaterThan(2)
  for (const type of ['picking.claim-work', 'shipping.dispatch', 'numbers.take-block'])
    expect(told.map((request) => request.type)).toContain(type)
  expect(told.some(({ type }) => type.startsWith('orders.'))).toBe(true)

  await site.endCentre('SIGTERM')
  expect(await site.line('restore', backup)).toMatchObject({ code: 0 })
  const [restored] = await site.ask<{ n: number }>(shipped)
  expect(restored?.n).toBeLessThan(Number(before?.n))
  await site.startCentre()
  expect(await wrongAfterAll(site)).toEqual([])

  // Requests after the last fact are asked again when that fact has been taken.
  await until('every request is decided as before', 30_000, async () => {
    const answered = await site.ask<{ id: string; decision: string }>('SELECT id, decision FROM answer')
    const decided = new Map(answered.map(({ id, decision }) => [id, decision]))
    const missing = told.filter(({ id }) => !decided.get(id)?.includes('"ok":true'))
    if (missing.length === 0) return true
    throw new Error(JSON.stringify(missing.map((request) => ({ ...request, now: decided.get(request.id) }))))
  })
  expect(await site.ask(shipped)).toEqual([before])
  expect(await site.ask(`SELECT status, count(*) AS n FROM outcome WHERE status <> 'applied' GROUP BY status`)).toEqual(
    [],
  )

  for (const bench of benches) await work(bench, 60)
  expect(await wrongAfterAll(site)).toEqual([])
}, 300_000)

it('pushes again what a station did while the centre it had reached before was being restored', async () => {
  const [first, second] = benches
  await work(first, 60)
  const backup = join(directory, 'old.db')
  await site.line('backup', backup)
  await work(second, 80)
  await site.endCentre('SIGKILL')
  // Offline, with a task in hand: these have never been sent.
  await work(first, 30)
  await second.station.kill()
  expect(await site.line('restore', backup)).toMatchObject({ code: 0 })
  await site.startCentre()
  await second.station.start()
  expect(await wrongAfterAll(site)).toEqual([])
}, 300_000)
