import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rowText } from '../../../db/state-hash.ts'
import { TABLES, type TableName } from '../../../db/tables.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { type CentreSite, openCentreSite, removeFolder, siteStation, until } from './centre-site.ts'
import { hostThatEnds } from './host-process.ts'
import { crews, hireCrews } from './site-people.ts'
import { online, staff, work } from './site-work.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

let directory = ''
let site: CentreSite | null = null
const hired = crews(1)
const [crew] = hired as [(typeof hired)[0]]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-join-'))
})
afterEach(async () => {
  await site?.close()
  site = null
  removeFolder(directory)
})

/** All shared rows but those that a centre adds: its stations, and numbers that go on at the centre. */
function rowsOf(path: string): string[] {
  const database = new Database(path, { readonly: true })
  const tables = (Object.keys(TABLES) as TableName[]).filter((table) => !['station', 'number_series'].includes(table))
  const texts = tables.flatMap((table) =>
    (database.prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`).all() as never[]).map(
      (row) => `${table} ${rowText(table, row)}`,
    ),
  )
  database.close()
  return texts
}

async function unwell(place: string): Promise<string[]> {
  const { checks } = await runDoctor(place)
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples.join('; ')}`)
}

it('makes the tables of a store that worked alone the first state of its own centre, without doing anything again', async () => {
  const place = join(directory, 'data')
  await stockDirectory(place, manyOrders(20), (core) => hireCrews(core, hired, 12, 2))
  const station = siteStation('S1', place)
  try {
    await station.start(['--alone'])
    const before = await staff(station, crew, ['shipping', 'packing', 'picking'])
    await work(before, 220)
    const { rows } = await before.admin.orders.list({ states: ['shipped'] })
    const [shipped] = rows
    const story = await before.admin.orders.page({ orderId: shipped?.id ?? '' })
    before.close()
    await station.stop()
    const alone = rowsOf(join(place, 'replica.db'))
    const journal = new Database(join(place, 'journal.db'), { readonly: true })
    const commands = journal.prepare('SELECT count(*) FROM command').pluck().get()

    await station.start()
    await online(station)
    const view = await station.view()
    expect(view).toMatchObject({ centre: { kind: 'embedded' }, unsent: 0 })
    expect(rowsOf(join(place, 'centre', 'centre.db'))).toEqual(alone)
    expect(rowsOf(join(place, 'replica.db'))).toEqual(alone)
    expect(journal.prepare('SELECT count(*) FROM command').pluck().get()).toBe(commands)
    const centre = new Database(join(place, 'centre', 'centre.db'), { readonly: true })
    expect(centre.prepare('SELECT count(*) FROM outcome').pluck().get()).toBe(0)

    const after = await staff(station, crew, ['shipping', 'packing', 'picking'])
    expect(await after.admin.orders.page({ orderId: shipped?.id ?? '' })).toEqual(story)
    await work(after, 120)
    await until('all is sent', 20_000, async () => (await station.view()).unsent === 0)
    const numbers = centre.prepare('SELECT number FROM pick_task ORDER BY number').pluck().all() as string[]
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length).toBeGreaterThan(1)
    after.close()
    centre.close()
    journal.close()
    await station.stop()
    expect(rowsOf(join(place, 'centre', 'centre.db'))).toEqual(rowsOf(join(place, 'replica.db')))
    expect(await unwell(place)).toEqual([])
    await station.start()
    await online(station)
  } finally {
    await station.kill()
  }
}, 300_000)

it('refuses a store that brings its tables to a centre that has some, with a code, and leaves it as it was', async () => {
  site = await openCentreSite(directory)
  await stockDirectory(join(directory, 'S1'), manyOrders(5), (core) => hireCrews(core, hired, 12, 2))
  await online(await site.open('S1'))
  const place = join(directory, 'other')
  await stockDirectory(place, manyOrders(8))
  const before = rowsOf(join(place, 'replica.db'))
  const end = await hostThatEnds(place, { args: ['--central', site.proxy.url, '--code', await site.code('S2')] })
  expect(end.code).toBe(1)
  expect(JSON.parse(end.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ ready: false, code: 'E-SYN-012' })
  expect(end.stderr).toContain('E-SYN-012')
  const wrong = await hostThatEnds(place, { args: ['--central', site.proxy.url, '--code', 'WRONG-CODE'] })
  expect(JSON.parse(wrong.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ ready: false, code: 'E-SYN-011' })
  expect(rowsOf(join(place, 'replica.db'))).toEqual(before)
  // It goes on alone, as if nothing had been.
  const station = siteStation('other', place)
  await station.start(['--alone'])
  expect((await station.view()).state).toBe('alone')
  await station.stop()
  expect(await unwell(place)).toEqual([])
}, 300_000)
