// Stations and their centre as processes over loopback HTTP, beside other engines on the same work in the same run: first
// fill, upload after hours without the network, a fact's way to the next station, many stations at once, the last unit.
// --quick: a smaller run; --only bootstrap,large,upload,propagation,crowd,last: some of it; --no-peers: ours alone.

import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres, startPostgres } from '../test/support/postgres.ts'
import { type Goal, median, option, quantile, report } from './support/figures.ts'
import { printTable } from './support/table.ts'
import { bootstrapStation, ordersCentre, stockCentre } from './sync/bootstrap.ts'
import { measureCrowd } from './sync/crowd.ts'
import { measureLastUnits } from './sync/last-unit.ts'
import { LINES } from './sync/order-rows.ts'
import { bootstrapPeer, installPeers, lastUnitsOfPeer, PEERS, type Peer, uploadPeer } from './sync/peers.ts'
import { measurePropagation } from './sync/propagation.ts'
import { measureUpload } from './sync/upload.ts'

const isQuick = process.argv.includes('--quick')
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined
const PARTS = ['bootstrap', 'large', 'upload', 'propagation', 'crowd', 'last']
const unknown = only?.find((part) => !PARTS.includes(part))
if (unknown !== undefined) throw new Error(`--only ${unknown}: expected some of ${PARTS.join(', ')}`)
const ORDERS = option('orders', isQuick ? 500 : 100_000)
const ITEMS = option('items', isQuick ? 2_000 : 1_000_000)
const PLACES = 5
const FACTS = option('facts', isQuick ? 330 : 10_000)
const STATIONS = option('stations', isQuick ? 10 : 200)
const UNITS = option('units', isQuick ? 5 : 50)
/** A peer that takes longer than this is said not to have finished. */
const LIMIT_MS = option('limit', isQuick ? 60 : 900) * 1_000

const folder = mkdtempSync(join(tmpdir(), 'baro-benchmark-sync-'))
const figures: Record<string, number> = {}
const goals: Goal[] = []
try {
  const peers = choosePeers()
  const parts: [string, () => Promise<void>][] = [
    ['bootstrap', () => bootstrap(peers)],
    ['large', large],
    ['upload', () => upload(peers)],
    ['propagation', propagation],
    ['crowd', crowd],
    ['last', () => lastUnits(peers)],
  ]
  for (const [name, part] of parts) if (only === undefined || only.includes(name)) await part()
  figures.load = load()
  console.log('')
  report('sync', figures, goals)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function choosePeers(): readonly Peer[] {
  if (process.argv.includes('--no-peers')) return []
  const reason = installPeers()
  if (reason !== null) console.log(`Without peers: ${reason}`)
  return reason === null ? PEERS : []
}

/** A figure of a peer, or null with the reason printed: what a peer cannot do is no reason to stop. */
async function tried(name: string, measure: Promise<number>): Promise<number | null> {
  try {
    return await measure
  } catch (error) {
    console.log(`${name}: ${String(error).slice(0, 300)}`)
    return null
  }
}

async function bootstrap(peers: readonly Peer[]): Promise<void> {
  const rows = ORDERS * (1 + LINES)
  const centre = await ordersCentre(folder, ORDERS)
  const ours: number[] = []
  const ratios: { peer: Peer; seconds: number | null; ratio: number | null }[] = []
  const our = async (): Promise<number> => {
    const seconds = await bootstrapStation(centre, ['order', 'order_line'], rows)
    ours.push(seconds)
    return seconds
  }
  await our()
  for (const peer of peers) {
    const seconds = await tried(`${peer.name} bootstrap`, bootstrapPeer(peer, folder, ORDERS, LIMIT_MS))
    const beside = await our()
    ratios.push({ peer, seconds, ratio: seconds === null ? null : seconds / beside })
  }
  rmSync(centre, { recursive: true, force: true })
  const mine = median(ours)
  console.log(`\nFirst fill of a station: ${ORDERS} orders × ${LINES} lines (load ${load()})`)
  printTable(
    ['engine', 'seconds', 'rows/s', '× slower than ours', 'durable'],
    [
      ['Baro, snapshot', mine, Math.round(rows / mine), 1, 1],
      ...ratios.map(({ peer, seconds, ratio }) => peerRow(peer, seconds, rows, ratio)),
    ],
  )
  for (const { name, durable } of peers) console.log(`  ${name}: ${durable ?? 'memory only'}`)
  Object.assign(figures, { bootstrapRows: rows, bootstrapRowsPerSecond: rows / mine })
  goals.push({ figure: 'bootstrapRowsPerSecond', atLeast: 50_000 })
  for (const { peer, seconds } of ratios)
    if (seconds !== null) figures[`bootstrapRowsPerSecond${peer.name}`] = rows / seconds
  const durable = ratios.flatMap(({ peer, ratio }) => (peer.durable !== null && ratio !== null ? [ratio] : []))
  if (durable.length === 0) return
  figures.bootstrapRatioBestDurablePeer = Math.min(...durable)
  goals.push({ figure: 'bootstrapRatioBestDurablePeer', atLeast: 3 })
}

function peerRow(peer: Peer, seconds: number | null, count: number, ratio: number | null) {
  const rate = seconds === null ? null : Math.round(count / seconds)
  return [peer.name, seconds, rate, ratio, peer.durable === null ? 0 : 1] as const
}

async function large(): Promise<void> {
  const centre = await stockCentre(folder, ITEMS, PLACES)
  const rows = ITEMS * (1 + PLACES)
  const seconds = await bootstrapStation(centre, ['item', 'stock'], rows)
  rmSync(centre, { recursive: true, force: true })
  console.log(
    `\nFirst fill of a large site: ${ITEMS} items and ${ITEMS * PLACES} stock rows in ${seconds.toFixed(1)} s`,
  )
  Object.assign(figures, { largeBootstrapSeconds: seconds, largeBootstrapRowsPerSecond: rows / seconds })
  goals.push({ figure: 'largeBootstrapSeconds', atMost: 20 })
}

async function upload(peers: readonly Peer[]): Promise<void> {
  const rows: [string, ...(number | null)[]][] = []
  const ours = async (name: string, databaseUrl: string | null, atLeast: number): Promise<void> => {
    const found = await measureUpload(folder, FACTS, databaseUrl)
    const { facts, seconds, exceptions, withoutOutcome } = found
    rows.push([`Baro, centre on ${name}`, facts, seconds, Math.round(facts / seconds), exceptions, withoutOutcome])
    figures[`upload${name}PerSecond`] = facts / seconds
    figures[`upload${name}Lost`] = withoutOutcome
    goals.push({ figure: `upload${name}PerSecond`, atLeast }, { figure: `upload${name}Lost`, atMost: 0 })
  }
  await ours('SQLite', null, 5_000)
  const postgres = findPostgres()
  if (postgres.bin === null) console.log(`No centre on PostgreSQL: ${postgres.reason}`)
  else {
    const server = await startPostgres({ durable: true })
    try {
      await ours('PostgreSQL', await server.fresh(), 3_000)
    } finally {
      await server.stop()
    }
  }
  for (const peer of peers) {
    const seconds = await tried(`${peer.name} upload`, uploadPeer(peer, folder, FACTS, LIMIT_MS))
    rows.push([`${peer.name}, documents`, FACTS, seconds, seconds === null ? null : Math.round(FACTS / seconds), 0, 0])
    if (seconds !== null) figures[`uploadPerSecond${peer.name}`] = FACTS / seconds
  }
  console.log(
    `\nUpload after hours without the network, ours with ~5 % exceptions, flushed at both ends (load ${load()})`,
  )
  printTable(['engine', 'facts', 'seconds', 'per second', 'exceptions', 'lost'], rows)
}

async function propagation(): Promise<void> {
  const times = await measurePropagation(folder, isQuick ? 20 : 400)
  const [p50, p99] = [median(times), quantile(times, 0.99)]
  console.log(`\nA fact at one station until it is in another one's tables (load ${load()})`)
  printTable(['milliseconds', 'n', 'p50', 'p99', 'max'], [['', times.length, p50, p99, Math.max(...times)]])
  Object.assign(figures, { propagationP50Ms: p50, propagationP99Ms: p99 })
  goals.push({ figure: 'propagationP50Ms', atMost: 15 }, { figure: 'propagationP99Ms', atMost: 60 })
}

async function crowd(): Promise<void> {
  const { acks, reconnectMs } = await measureCrowd(folder, STATIONS, isQuick ? 1 : 10)
  const [p50, p99] = [median(acks), quantile(acks, 0.99)]
  console.log(`\n${STATIONS} stations with open streams, a signed fact every 3 s each (load ${load()})`)
  printTable(['milliseconds', 'n', 'p50', 'p99', 'max'], [['acknowledged', acks.length, p50, p99, Math.max(...acks)]])
  console.log(`All of them lost at once stream again after ${reconnectMs.toFixed(0)} ms`)
  Object.assign(figures, { crowdAckP50Ms: p50, crowdAckP99Ms: p99, crowdReconnectMs: reconnectMs })
  goals.push({ figure: 'crowdAckP99Ms', atMost: 150 })
}

async function lastUnits(peers: readonly Peer[]): Promise<void> {
  const ours = await measureLastUnits(folder, UNITS)
  const rows: [string, ...(number | null)[]][] = [
    ['Baro', ours.units, ours.sold, ours.oversold, ours.counted, ours.toldToPerson, ours.lost],
  ]
  for (const peer of peers) {
    try {
      const { units, sold, oversold, counted } = await lastUnitsOfPeer(peer, folder, UNITS)
      rows.push([peer.name, units, sold, oversold, counted, 0, 0])
      figures[`lastUnitsOversold${peer.name}`] = oversold
    } catch (error) {
      console.log(`${peer.name}: ${String(error).slice(0, 300)}`)
      rows.push([peer.name, UNITS, null, null, null, null, null])
    }
  }
  console.log('\nTwo stations take the same last units without the network')
  printTable(['engine', 'units', 'taken', 'oversold', 'left', 'facts a person is asked about', 'facts lost'], rows)
  const { oversold, lost, toldToPerson, replicasDiffer } = ours
  Object.assign(figures, {
    lastUnitsOversold: oversold,
    lastUnitsLost: lost,
    lastUnitsAskedAbout: toldToPerson,
    lastUnitsReplicasDiffer: replicasDiffer,
  })
  goals.push({ figure: 'lastUnitsOversold', atMost: 0 }, { figure: 'lastUnitsLost', atMost: 0 })
  goals.push({ figure: 'lastUnitsAskedAbout', atLeast: 1 }, { figure: 'lastUnitsReplicasDiffer', atMost: 0 })
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}
