import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import { hashPin } from '../../../main/sessions/pin.ts'
import { openFaultProxy } from '../../support/fault-proxy.ts'
import type { StationClient } from '../../support/station.ts'
import { PIN } from '../../support/warehouse.ts'
import { type CentreSite, openCentreSite, removeFolder, type SiteStation, siteStation, until } from './centre-site.ts'
import { type Hand, openHand, openPoolEyes } from './floor-hand.ts'
import type { Scan } from './floor-worker.ts'
import { crews, hireCrews } from './site-people.ts'
import { online, wrongAfterAll } from './site-work.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

/** A task is one cart of one person: a shift's work is handed to several people before the network goes. */
const PEOPLE = 24
const CART = 12
const SCANS = Number(process.env.BARO_SHIFT_SCANS ?? 2_000)
/** From the network's return until the centre has all and the station has the centre's tables. */
const BACK_MS = 5_000

let directory = ''
let site: CentreSite
let remote: SiteStation
let line: Awaited<ReturnType<typeof openFaultProxy>>
const [here, there] = crews(2) as [ReturnType<typeof crews>[0], ReturnType<typeof crews>[0]]
const badges = Array.from({ length: PEOPLE }, (_, at) => `SHIFT-${at + 1}`)

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baro-shift-'))
  await stockDirectory(join(directory, 'S1'), manyOrders(PEOPLE * CART + 20), async (core) => {
    await hireCrews(core, [here, there], PEOPLE * CART + 4, CART)
    const pinHash = await hashPin(PIN)
    for (const badge of badges) {
      const operator = { id: null, badge, name: badge, role: 'picker' as const, pinHash, language: null, active: true }
      await core.run(saveOperator, { ...operator, otherAdministrators: 1 }, { operatorId: null, station: 'TEST' })
    }
  })
  site = await openCentreSite(directory)
  await online(await site.open('S1'))
  // The station of the shift has a line of its own, which breaks while the others go on.
  line = await openFaultProxy(site.centres[0]?.url ?? '')
  remote = siteStation('S2', join(directory, 'S2'))
  await remote.start(['--central', line.url, '--code', await site.code('S2')])
  await online(remote)
}, 240_000)
afterEach(async () => {
  await remote?.kill()
  await site?.close()
  await line?.close()
  removeFolder(directory)
})

/** Processor time of a process, in milliseconds; infinite where it is not known. */
function processorMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Benches of the people, over and over: what was picked must never be seen as not picked, for as long as it is done. */
async function watchNoFlicker(
  client: StationClient,
  orderIds: readonly string[],
  isOver: () => boolean,
): Promise<string[]> {
  const most = new Map<string, number>()
  const wrong: string[] = []
  while (!isOver()) {
    for (const orderId of orderIds) {
      const { lines } = await client.orders.page({ orderId })
      const picked = lines.reduce((sum, { picked: units, packed }) => sum + units + packed, 0)
      if (picked < (most.get(orderId) ?? 0)) wrong.push(`${orderId}: ${most.get(orderId)} units done, then ${picked}`)
      most.set(orderId, picked)
    }
    await delay(10)
  }
  return wrong
}

it('brings a shift of two thousand scans home: sent, laid on what others did meanwhile, and nothing seen to vanish', async () => {
  const eyes = openPoolEyes(remote.directory, there.pool, '')
  const packEyes = openPoolEyes(remote.directory, there.pool, there.packer)
  const totes = openPoolEyes(remote.directory, there.pool, 'x')
  const pickers: Hand[] = []
  for (const badge of badges) {
    const hand = openHand(await remote.enter(badge), ['picking'], { ...eyes, freeTote: totes.freeTote })
    // Work in hand, with its totes on the cart, before the line breaks.
    for (let act = 0; act < CART + 1; act += 1) await hand.act()
    pickers.push(hand)
  }
  const packer = openHand(await remote.enter(there.packer), ['packing'], packEyes)
  await until('all is sent', 30_000, async () => (await remote.view()).unsent === 0)
  await line.set({ kind: 'refuse' })
  const scans = (): Scan[] => [...pickers, packer].flatMap((hand) => hand.scans)
  const before = scans().length
  for (let idle = 0; scans().length - before < SCANS && idle < 10; ) {
    const acted = await Promise.all([...pickers, packer].map((hand) => hand.act()))
    idle = acted.includes(true) ? 0 : idle + 1
    if (!acted.includes(true)) await delay(50)
  }
  const made = scans().length - before
  expect(made).toBeGreaterThanOrEqual(SCANS)
  const wrongAnswers = scans().filter((scan) => scan.reply?.feedback?.tone === 'error')
  expect(wrongAnswers.map((scan) => scan.reply?.feedback?.name).filter((name) => name !== 'needsCentre')).toEqual([])
  const { unsent } = await remote.view()
  expect(unsent).toBeGreaterThan(300)

  // Meanwhile a lead, who hears nothing of that station, takes a cart away from it that was picked out of their sight.
  const admin = await site.stations[0]?.enter('BDG-1')
  const replica = new Database(join(remote.directory, 'replica.db'), { readonly: true })
  const taskId = replica
    .prepare(
      `SELECT pick_task.id FROM pick_task JOIN pick_line ON pick_task_id = pick_task.id
       JOIN pending_image ON pk = pick_line.id WHERE picked > 0 ORDER BY 1 LIMIT 1`,
    )
    .pluck()
    .get() as string
  const slots = replica.prepare('SELECT order_id FROM pick_slot WHERE pick_task_id = ?').pluck().all(taskId)
  replica.close()
  await admin?.sync.revokeClaim({ taskId })
  const kept = await site.ask<{ id: string }>(`SELECT id FROM "order" WHERE state = 'picking'
     AND id NOT IN (SELECT order_id FROM pick_slot WHERE pick_task_id = '${taskId}') ORDER BY id DESC LIMIT 4`)

  let isOver = false
  const watcher = watchNoFlicker(
    await remote.enter('BDG-1'),
    kept.map(({ id }) => id),
    () => isOver,
  )
  await delay(300)
  await line.set({ kind: 'none' })
  const lead = await remote.enter('BDG-1')
  await lead.sync.retry()
  const busy = () => processorMs(remote.host().process.pid) + processorMs(site.centres[0]?.process.pid)
  const busyBefore = busy()
  const begun = performance.now()
  await until('the shift is home', 60_000, async () => {
    const view = await remote.view()
    if (view.state !== 'online' || view.unsent > 0) throw new Error(JSON.stringify(view))
    const [centre] = await site.ask<{ revision: number }>('SELECT revision FROM centre_state')
    return view.revision >= Number(centre?.revision)
  })
  const backMs = performance.now() - begun
  const busyMs = busy() - busyBefore
  process.stdout.write(
    `offline-shift: ${made} scans, ${unsent} facts, home in ${Math.round(backMs)} ms, ${busyMs} ms of processor\n`,
  )
  await delay(500)
  isOver = true
  expect(await watcher).toEqual([])
  site.stations.push(remote)
  expect(await wrongAfterAll(site)).toEqual([])
  // What was done to that cart is asked about, at every station.
  for (const client of [lead, admin]) {
    const rows = (await client?.sync.exceptions())?.rows ?? []
    expect(rows.length).toBeGreaterThan(0)
    const orders = rows.flatMap(({ order }) => (order === null ? [] : [order.id]))
    expect(orders.length).toBeGreaterThan(0)
    expect(orders.filter((id) => !slots.includes(id))).toEqual([])
  }
  // On a machine that others use as well, the time that both sides worked tells it.
  expect(Math.min(backMs, busyMs)).toBeLessThan(BACK_MS)
  eyes.close()
  packEyes.close()
  totes.close()
}, 400_000)
