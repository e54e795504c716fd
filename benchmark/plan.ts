// Planning 1,000 orders of the demo warehouse in a station at which somebody picks: how long until the tours are there, how
// long its release takes, and the picker's scans meanwhile, beside such scans while nothing is planned.

import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { importTotes } from '../commands/totes/import-totes.ts'
import type { PickBench } from '../contract/station/picking.ts'
import type { PlanRun } from '../contract/station/planning.ts'
import { pickCode } from '../test/main/faults/floor-worker.ts'
import { fillDemoOrders } from '../test/support/demo-orders.ts'
import { command, openTestStation, type StationClient, scanOf, signIn } from '../test/support/station.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { seededRandom } from './support/rounds.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const ORDERS = option('orders', isQuick ? 200 : 1_000)
const SEARCH_SECONDS = option('seconds', isQuick ? 1 : 10)
const QUIET_SCANS = isQuick ? 100 : 1_000
/** The demo warehouse has about so many ready orders of its own. */
const OWN_ORDERS = 380
/** Orders that are not planned, but picked meanwhile. */
const PICKED_ORDERS = isQuick ? 100 : 600
const BETWEEN_SCANS_MS = 10
const WRONG_SHARE = 0.1

const opened = await openTestStation()
const { core } = opened.station
try {
  await fillDemoOrders(core, Math.max(1, ORDERS + PICKED_ORDERS - OWN_ORDERS), Date.now())
  const totes = Array.from({ length: 2_000 }, (_, index) => ({ code: `BENCH-${index}`, name: `Tote ${index}` }))
  for (let at = 0; at < totes.length; at += 200)
    await core.run(importTotes, { totes: totes.slice(at, at + 200) }, { operatorId: null, station: 'TEST' })
  const lead = opened.client()
  const picker = opened.client()
  await signIn(lead, 'BDG-0003', '3690')
  await signIn(picker, 'BDG-0004', '4712')
  const first = await releasable(lead)
  await lead.orders.release({ orderIds: first })
  const hand = await openHand(picker)
  for (let scan = 0; scan < 100; scan += 1) await hand()
  const quiet: number[] = []
  while (quiet.length < QUIET_SCANS) quiet.push(await hand())
  const planning = await measured(hand, () => plan(lead))
  const preview = await lead.planning.preview({ planId: planning.value.planId })
  const releasing = await measured(hand, () => release(lead, planning.value.planId))
  const head = ['milliseconds', 'n', 'p50', 'p95', 'p99', 'max']
  printTable(head, [
    row('scan', quiet),
    row('scan while planning', planning.scans),
    row('scan while releasing', releasing.scans),
  ])
  console.log(
    `${preview.orders} orders, ${preview.lines} lines in ${preview.batches.length} batches: ${metres(preview.distanceMm)} m, S-shape through the same batches ${metres(preview.baselineMm)} m`,
  )
  const figures = {
    orders: preview.orders,
    batches: preview.batches.length,
    searchSeconds: SEARCH_SECONDS,
    planSeconds: planning.seconds,
    releaseSeconds: releasing.seconds,
    tourMetres: metres(preview.distanceMm),
    sShapeMetres: metres(preview.baselineMm),
    quietP99Ms: quantile(quiet, 0.99),
    planningP50Ms: median(planning.scans),
    planningP99Ms: quantile(planning.scans, 0.99),
    releasingP99Ms: quantile(releasing.scans, 0.99),
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
  report('plan', figures, [
    { figure: 'planSeconds', atMost: 20 },
    { figure: 'planningP99Ms', atMost: 100 },
    { figure: 'releasingP99Ms', atMost: 100 },
  ])
} finally {
  await opened.close()
}

async function plan(lead: StationClient): Promise<PlanRun> {
  const { planId } = await lead.planning.plan({ states: ['ready'], limit: ORDERS, seconds: SEARCH_SECONDS })
  return until(lead, planId, 'planned')
}

async function release(lead: StationClient, planId: string): Promise<PlanRun> {
  await lead.planning.release({ planId })
  return until(lead, planId, 'released')
}

async function until(lead: StationClient, planId: string, phase: PlanRun['phase']): Promise<PlanRun> {
  for (;;) {
    const run = await lead.planning.progress({ planId })
    if (run.phase === phase) return run
    if (run.failure !== null || run.phase === 'cancelled') throw new Error(`The plan ended: ${JSON.stringify(run)}`)
    await delay(100)
  }
}

/** Ready orders that the picker gets, taken from the list's end, so that the most urgent ones are planned. */
async function releasable(lead: StationClient): Promise<string[]> {
  const rows: string[] = []
  for (let cursor: string | null = null; rows.length < PICKED_ORDERS; ) {
    const page = await lead.orders.list({ states: ['ready'], sort: 'newest', cursor, limit: 200 })
    rows.push(...page.rows.map(({ id }) => id))
    if (page.next === null) break
    cursor = page.next
  }
  return rows.slice(0, PICKED_ORDERS)
}

/** Something long, and the scans that somebody makes meanwhile. */
async function measured<T>(
  hand: () => Promise<number>,
  run: () => Promise<T>,
): Promise<{ value: T; seconds: number; scans: number[] }> {
  const begin = performance.now()
  let isOver = false
  const done = run().finally(() => {
    isOver = true
  })
  const scans: number[] = []
  while (!isOver) scans.push(await hand())
  return { value: await done, seconds: (performance.now() - begin) / 1_000, scans }
}

/**
 * Somebody who picks as the bench says, and scans a code that nobody knows every tenth time: each call is one scan, answers
 * with its milliseconds and rests a little afterwards. Throws when there is nothing left to pick.
 */
async function openHand(picker: StationClient): Promise<() => Promise<number>> {
  const random = seededRandom(11)
  const free = core.store.reader.prepare(`SELECT code FROM tote WHERE state = 'empty' ORDER BY code LIMIT 1`).pluck()
  const eyes = {
    freeTote: () => free.get() as string | null,
    toteAtBench: () => null,
    serialToPack: () => '',
    cartonToShip: () => null,
  }
  let bench: PickBench = (await picker.picking.bench()).bench
  const next = (): string => {
    if (bench.alert !== null) return command('acknowledge')
    if (bench.task !== null && random() < WRONG_SHARE) return 'NOBODY-KNOWS-IT'
    const code = pickCode(bench, eyes)
    if (code === null) throw new Error(`Nothing left to pick at ${bench.step}`)
    return code
  }
  return async () => {
    const code = next()
    const begin = performance.now()
    const reply = await picker.picking.scan({ ...scanOf(code), source: 'wedge' })
    const milliseconds = performance.now() - begin
    bench = reply.bench
    await delay(BETWEEN_SCANS_MS)
    return milliseconds
  }
}

function metres(mm: number | null): number {
  return Math.round((mm ?? 0) / 1_000)
}

function row(name: string, values: readonly number[]): TableRow {
  return [name, values.length, median(values), quantile(values, 0.95), quantile(values, 0.99), Math.max(...values)]
}
