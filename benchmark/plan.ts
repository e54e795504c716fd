// Planning 1,000 orders of the demo warehouse in a station at which somebody scans: how long until the tours are there, how
// long its release takes, and the scans meanwhile, beside the same scans while nothing is planned.

import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { PlanRun } from '../contract/station/planning.ts'
import { fillDemoOrders } from '../test/support/demo-orders.ts'
import { command, openTestStation, type StationClient, scanOf, signIn } from '../test/support/station.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const ORDERS = option('orders', isQuick ? 200 : 1_000)
const SEARCH_SECONDS = option('seconds', isQuick ? 1 : 10)
const QUIET_SCANS = isQuick ? 100 : 1_000
/** The demo warehouse has about so many ready orders of its own. */
const OWN_ORDERS = 380

const opened = await openTestStation()
try {
  await fillDemoOrders(opened.station.core, Math.max(1, ORDERS - OWN_ORDERS), Date.now())
  const lead = opened.client()
  const picker = opened.client()
  await signIn(lead, 'BDG-0003', '3690')
  await signIn(picker, 'BDG-0004', '4712')
  await scanWhile(picker, 100, async () => undefined)
  const quiet = await scanWhile(picker, QUIET_SCANS, async () => undefined)
  const planning = await measured(picker, () => plan(lead))
  const preview = await lead.planning.preview({ planId: planning.value.planId })
  const releasing = await measured(picker, () => release(lead, planning.value.planId))
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
  const { planId } = await lead.planning.plan({ limit: ORDERS, seconds: SEARCH_SECONDS })
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

/** Something long, and the scans that somebody makes meanwhile. */
async function measured<T>(
  picker: StationClient,
  run: () => Promise<T>,
): Promise<{ value: T; seconds: number; scans: number[] }> {
  const begin = performance.now()
  let isOver = false
  const done = run().finally(() => {
    isOver = true
  })
  const scans: number[] = []
  while (!isOver) scans.push(...(await scanWhile(picker, 2, () => delay(1))))
  return { value: await done, seconds: (performance.now() - begin) / 1_000, scans }
}

/** So many scans, each right after the answer to the one before: a code that nobody knows, then its acknowledgement. */
async function scanWhile(picker: StationClient, count: number, between: () => Promise<void>): Promise<number[]> {
  const scans: number[] = []
  for (let index = 0; index < count; index += 1) {
    const code = index % 2 === 0 ? `NOBODY-${index}` : command('acknowledge')
    const begin = performance.now()
    await picker.picking.scan({ ...scanOf(code), source: 'wedge' })
    scans.push(performance.now() - begin)
    await between()
  }
  return scans
}

function metres(mm: number | null): number {
  return Math.round((mm ?? 0) / 1_000)
}

function row(name: string, values: readonly number[]): TableRow {
  return [name, values.length, median(values), quantile(values, 0.95), quantile(values, 0.99), Math.max(...values)]
}
