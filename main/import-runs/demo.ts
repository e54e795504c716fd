import { setImmediate as nextTurn } from 'node:timers/promises'
import { saveServices } from '../../commands/services/save-services.ts'
import { saveSite } from '../../commands/site/save-site.ts'
import { demoServices } from '../../resources/demo/services.ts'
import { type DemoWarehouse, demoWarehouse } from '../../resources/demo/warehouse.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { accepted, problem } from '../rpc/problems.ts'
import { openOrderImport } from './order-import.ts'
import { incoming } from './order-reading.ts'
import { createPace } from './pace.ts'
import { type ImportedKind, openRecordImport } from './record-import.ts'
import { finishRun } from './run-file.ts'

/** How far the demo warehouse is: records written of all. */
export type DemoProgress = { done: number; total: number }

/** What the demo warehouse is made from: the same seed and `now` (UTC milliseconds) give the same one. */
export type DemoOptions = {
  seed: number
  now: number
  onProgress?: (progress: DemoProgress) => void
  signal?: AbortSignal
}

/** True when a store holds neither items nor orders, so that the demo warehouse may be put into it. */
export function isEmpty(core: Pick<StationCore, 'store'>): boolean {
  const any = (table: string) => core.store.reader.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() !== undefined
  return !any('item') && !any('order')
}

/**
 * Fills an empty store with the demo warehouse through the same commands that files go through. A site and operators
 * that are there already stay. Throws CONFLICT `E-IMP-004` when the store is not empty, or the signal's reason.
 */
export async function fillDemo(core: StationCore, options: DemoOptions): Promise<DemoProgress> {
  if (!isEmpty(core)) throw problem('CONFLICT', 'E-IMP-004')
  const by: Actor = { operatorId: null, station: core.stationName() }
  const signal = options.signal ?? new AbortController().signal
  const demo = demoWarehouse(options.seed, options.now)
  const records = recordsOf(core, demo)
  const progress = { done: 0, total: demo.orders.length + records.reduce((sum, [, rows]) => sum + rows.length, 0) }
  const report = (count: number): void => {
    progress.done += count
    options.onProgress?.({ ...progress })
  }
  if (core.site() === undefined) accepted(await core.run(saveSite, siteForm(demo), by))
  for (const [kind, rows] of records) {
    const target = openRecordImport(core, kind, createPace())
    for (let at = 0; at < rows.length; at += 200) {
      const results = await target.take(rows.slice(at, at + 200), by, signal)
      const refused = results.find(({ problem: wrong }) => wrong !== null)
      if (refused !== undefined) throw new Error(`Demo ${kind}: ${JSON.stringify(refused.problem)}`)
      report(results.length)
    }
  }
  await keepServices(core, by)
  await takeOrders(core, demo, by, signal, report)
  await finishRun(core, 'demo', by)
  return progress
}

/** The demo's services, where the site has none of its own and reckons in their currency. */
async function keepServices(core: StationCore, by: Actor): Promise<void> {
  const book = demoServices()
  const kept = core.store.reader.prepare('SELECT 1 FROM service_book LIMIT 1').get()
  if (kept === undefined && core.site()?.currency === book.currency)
    accepted(await core.run(saveServices, { after: 0, book }, by))
}

async function takeOrders(
  core: StationCore,
  demo: DemoWarehouse,
  by: Actor,
  signal: AbortSignal,
  report: (count: number) => void,
): Promise<void> {
  const oldestFirst = demo.orders.map((order) => incoming(order, null)).sort((a, b) => a.orderedAt - b.orderedAt)
  await nextTurn()
  await openOrderImport(core, createPace()).take(oldestFirst, by, signal, (outcomes) => report(outcomes.length))
}

function recordsOf(core: StationCore, demo: DemoWarehouse): (readonly [ImportedKind, readonly unknown[]])[] {
  const known = core.store.reader.prepare('SELECT 1 FROM operator WHERE badge = ?')
  return [
    ['operators', demo.operators.filter(({ badge }) => known.get(badge) === undefined)],
    ['carriers', demo.carriers.map(({ code, name, trackingPattern }) => ({ code, name, trackingPattern }))],
    ['items', demo.items],
    ['locations', demo.locations],
    ['totes', demo.totes],
    ['carton-types', demo.cartonTypes],
    ['stock', demo.stock],
  ]
}

function siteForm({ site }: DemoWarehouse) {
  return {
    name: site.name,
    timeZone: site.timeZone,
    currency: site.currency,
    labelLanguage: site.language,
    senderName: site.sender.name,
    senderPhone: site.sender.phone,
    senderPostcode: site.sender.postcode,
    senderLine1: [site.sender.province, site.sender.city, site.sender.line1].filter((part) => part !== '').join(' '),
    senderLine2: site.sender.line2,
    gs1Prefix: site.companyPrefix,
  }
}
