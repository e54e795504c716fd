// A picker's scans in a store of 200,000 items and 50,000 orders: from the terminator's key-down to the painted feedback in
// Chromium, beside an echo of the same page; and the station's share alone, beside an echo plus one bare durable commit.

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedCentre } from '../central/embedded.ts'
import { openFileKeys } from '../main/sync/keys/file-keys.ts'
import { openTestStation, signIn } from '../test/support/station.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { fillLargeWarehouse, PICKER } from './support/large-warehouse.ts'
import { measurePaintedScans, openPickingPage, type PaintedScans } from './support/painted-scans.ts'
import { createPicker, type Picker, type PickerScan } from './support/picker.ts'
import { ratioOfMedians, seededRandom } from './support/rounds.ts'
import {
  journaledBytes,
  measureStationShare,
  openBareCommit,
  type StationShare,
  timedClient,
} from './support/station-share.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const SCANS = option('scans', isQuick ? 100 : 1_000)
const ITEMS = option('items', isQuick ? 10_000 : 200_000)
const ORDERS = option('orders', isQuick ? 2_000 : 50_000)
const WARM_UP = Math.min(100, SCANS)
const ROUNDS = 5
const KINDS: readonly PickerScan['kind'][] = ['command', 'location', 'item', 'tote', 'wrong', 'acknowledge']

const folder = mkdtempSync(join(tmpdir(), 'baro-benchmark-'))
const dataDirectory = join(folder, 'data')
try {
  await fill()
  // One picker for the whole run: the totes that the page used are not empty any more.
  const picker = createPicker(seededRandom(7))
  const painted = await atThePage(picker)
  const share = await inTheStation(picker)
  tell(painted, share)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function fill(): Promise<void> {
  const opened = await openTestStation({ dataDirectory })
  const begin = performance.now()
  await fillLargeWarehouse(
    opened.station.core,
    { items: ITEMS, orders: ORDERS, released: ORDERS },
    (part, milliseconds) => console.log(`filled ${part.padEnd(26)} ${(milliseconds / 1_000).toFixed(1)} s`),
  )
  await opened.close()
  console.log(`filled in ${((performance.now() - begin) / 1_000).toFixed(1)} s; load ${load()}`)
}

async function atThePage(picker: Picker): Promise<PaintedScans> {
  const opened = await openPickingPage(dataDirectory)
  try {
    await measurePaintedScans(opened, picker, WARM_UP)
    return await measurePaintedScans(opened, picker, SCANS)
  } finally {
    await opened.close()
  }
}

async function inTheStation(picker: Picker): Promise<StationShare> {
  // As the product runs it: with the centre on this machine, in a thread of its own.
  const openOwn = () =>
    openEmbeddedCentre({ directory: join(dataDirectory, 'centre'), version: '0.0.0', log: () => undefined })
  const keys = openFileKeys(join(dataDirectory, 'station.key'))
  const { station, close } = await openTestStation({ dataDirectory, centre: { keys, openOwn, join: null } })
  const sessionId = randomUUID()
  await signIn(timedClient(station, sessionId).client, PICKER.badge, PICKER.pin)
  const bare = openBareCommit(join(folder, 'bare.db'), journaledBytes(station))
  try {
    const way = { station, sessionId, picker, bareCommit: bare.commit }
    await measureStationShare({ ...way, count: WARM_UP })
    const share = await measureStationShare({ ...way, count: SCANS })
    const items = share.scans.filter(({ kind }) => kind === 'item').length
    if (items < SCANS / 10) throw new Error(`Only ${items} of ${SCANS} scans were of items: nobody picked`)
    return share
  } finally {
    bare.close()
    await close()
  }
}

function tell(painted: PaintedScans, share: StationShare): void {
  const head = ['milliseconds', 'n', 'p50', 'p95', 'p99', 'max']
  const pageScans = painted.scans.map(({ milliseconds }) => milliseconds)
  const stationScans = share.scans.map(({ milliseconds }) => milliseconds)
  console.log(`\nKey-down of the terminator → painted feedback, Chromium and Node host (load ${load()})`)
  printTable(head, [row('scan', pageScans), ...byKind(painted.scans), row('floor: echo, painted', painted.floor)])
  if (painted.spoilt > 0) console.log(`${painted.spoilt} scans were not heard whole and were scanned again`)
  console.log('\nThe station alone: request in → reply out')
  printTable(head, [
    row('scan', stationScans),
    ...byKind(share.scans),
    row('floor: echo + bare commit', share.floor),
    row('  echo', share.echoes),
    row('  bare commit', share.commits),
  ])
  console.log('')
  const figures = {
    scans: pageScans.length,
    paintedP50Ms: median(pageScans),
    paintedP99Ms: quantile(pageScans, 0.99),
    paintedFloorP50Ms: median(painted.floor),
    paintedRatio: ratioOfMedians(pageScans, painted.floor, ROUNDS),
    stationP50Ms: median(stationScans),
    stationP99Ms: quantile(stationScans, 0.99),
    stationFloorP50Ms: median(share.floor),
    stationRatio: ratioOfMedians(stationScans, share.floor, ROUNDS),
    load: load(),
  }
  report('scan', figures, [
    { figure: 'paintedP99Ms', atMost: 100 },
    { figure: 'paintedRatio', atMost: 2 },
    { figure: 'stationRatio', atMost: 3 },
  ])
}

function byKind(scans: readonly { kind: PickerScan['kind']; milliseconds: number }[]): TableRow[] {
  return KINDS.flatMap((kind) => {
    const values = scans.filter((scan) => scan.kind === kind).map(({ milliseconds }) => milliseconds)
    return values.length === 0 ? [] : [row(`  ${kind}`, values)]
  })
}

function row(name: string, values: readonly number[]): TableRow {
  return [name, values.length, median(values), quantile(values, 0.95), quantile(values, 0.99), Math.max(...values)]
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}
