// 100,000 orders through the real import, beside csv-parse plus bare prepared inserts of the same rows into the same
// tables with the same indexes; meanwhile scans go through the station's own handler.

import { randomUUID } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { parse } from 'csv-parse'
import { importItems } from '../commands/items/import-items.ts'
import { saveOperator } from '../commands/site/save-operator.ts'
import { saveSite } from '../commands/site/save-site.ts'
import { MIGRATIONS } from '../db/migrations/all.ts'
import { openDatabase } from '../db/sqlite/open-database.ts'
import { openOrderSearch } from '../db/sqlite/search.ts'
import { gramsOf } from '../domain/search-text.ts'
import { importFile } from '../main/import-runs/import-file.ts'
import { hashPin } from '../main/sessions/pin.ts'
import { openStation, type Station } from '../main/station.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { benchmarkSku, writeShopifyFile } from './support/shopify-file.ts'

const ORDERS = option('orders', 100_000)
const ROUNDS = option('rounds', 3)
const ITEMS = 5_000
const SCAN_EVERY_MS = 50
const TABLES = ['order', 'order_line', 'order_event', 'order_words', 'order_tally'] as const
const ROWS_PER_COMMIT = 10_000

type Rows = Record<(typeof TABLES)[number], Record<string, unknown>[]>
type Round = { ours: number; bare: number; parse: number; scans: number[] }

const folder = mkdtempSync(join(tmpdir(), 'baro-benchmark-'))
const file = join(folder, 'orders.csv')
const PIN = '2468'

async function openPrepared(directory: string): Promise<Station> {
  const settings = new Map<string, unknown>()
  const station = await openStation({
    dataDirectory: directory,
    host: 'node',
    version: 'benchmark',
    settings: { get: (key) => settings.get(key), set: (key, value) => void settings.set(key, value) },
  })
  const by = { operatorId: null, station: 'B' }
  await station.core.run(
    saveSite,
    {
      name: 'Benchmark',
      timeZone: 'Asia/Seoul',
      currency: 'USD',
      labelLanguage: 'en',
      senderName: 'Baro',
      senderPhone: '',
      senderPostcode: '',
      senderLine1: 'Street 1',
      senderLine2: '',
      gs1Prefix: null,
    },
    by,
  )
  await station.core.run(
    saveOperator,
    {
      id: null,
      badge: 'BDG-1',
      name: 'Picker',
      role: 'picker',
      pinHash: await hashPin(PIN),
      language: 'en',
      active: true,
      otherAdministrators: 1,
    },
    by,
  )
  for (let at = 0; at < ITEMS; at += 200) {
    const items = Array.from({ length: Math.min(200, ITEMS - at) }, (_, index) => {
      const sku = benchmarkSku(at + index)
      return { sku, name: `Item ${sku}`, barcodes: [], tracking: 'none' as const, fragile: false }
    })
    await station.core.run(importItems, { items }, by)
  }
  return station
}

/** One procedure of the station, called as the page calls it. */
async function call(station: Station, sessionId: string, path: string, input: unknown): Promise<void> {
  const request = new Request(`http://127.0.0.1/rpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  })
  const response = await station.handle(request, { sessionId })
  const body = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`)
}

/** Scans at a fixed beat until told to stop; a late start counts as waiting, as it would for a person. */
async function scanAlong(station: Station, sessionId: string, stop: AbortSignal): Promise<number[]> {
  const waits: number[] = []
  const begun = performance.now()
  for (let beat = 1; !stop.aborted; beat += 1) {
    const due = begun + beat * SCAN_EVERY_MS
    await delay(Math.max(0, due - performance.now()))
    await call(station, sessionId, 'picking/scan', { scanId: randomUUID(), code: `BEAT-${beat}` })
    waits.push(performance.now() - due)
  }
  return waits
}

async function ours(): Promise<{ ms: number; scans: number[]; rows: Rows }> {
  const directory = mkdtempSync(join(folder, 'station-'))
  const station = await openPrepared(directory)
  const sessionId = randomUUID()
  await call(station, sessionId, 'session/scan', { scanId: randomUUID(), code: 'BDG-1' })
  await call(station, sessionId, 'session/pin', { pin: PIN })
  const stop = new AbortController()
  const scans = scanAlong(station, sessionId, stop.signal)
  const started = performance.now()
  let wrote = Number.NaN
  const run = await importFile(station.core, {
    path: file,
    kind: 'orders',
    // The copy of the store that follows is no part of reading rows in.
    onProgress: (view) => {
      if (view.phase === 'taken') wrote = performance.now() - started
    },
  })
  stop.abort()
  const waits = await scans
  if (run.changed !== ORDERS || run.problemCount > 0) throw new Error(`Imported ${run.changed} of ${ORDERS}`)
  const rows = Object.fromEntries(
    TABLES.map((table) => [table, station.core.store.reader.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all()]),
  ) as Rows
  await station.close()
  rmSync(directory, { recursive: true, force: true })
  return { ms: wrote, scans: waits, rows }
}

/** The floor: every record parsed by csv-parse, and the very rows that the import made inserted by prepared statements. */
async function bare(rows: Rows): Promise<{ ms: number; parse: number }> {
  const path = join(folder, `bare-${randomUUID()}.db`)
  const database = openDatabase(path, MIGRATIONS)
  openOrderSearch(database)
  const grams = rows.order_words.map((row) => [row.id, gramsOf(String(row.words)).join(' ')] as const)
  const values = TABLES.map((table) => ({ table, rows: rows[table].map((row) => Object.values(row)) }))
  const started = performance.now()
  let records = 0
  for await (const record of createReadStream(file).pipe(parse({ bom: true, relax_column_count: true })))
    records += (record as string[]).length > 0 ? 1 : 0
  const parsed = performance.now() - started
  for (const { table, rows: all } of values) insertAll(database, `INSERT INTO "${table}" VALUES`, all)
  insertAll(database, 'INSERT INTO order_grams (rowid, grams) VALUES', grams)
  const ms = performance.now() - started
  if (records < ORDERS) throw new Error(`Parsed ${records} records`)
  database.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  return { ms, parse: parsed }
}

function insertAll(database: Database.Database, head: string, rows: readonly (readonly unknown[])[]): void {
  const insert = database.prepare(`${head} (${(rows[0] ?? []).map(() => '?').join(', ')})`)
  const write = database.transaction((piece: readonly (readonly unknown[])[]) => {
    for (const row of piece) insert.run(...row)
  })
  for (let at = 0; at < rows.length; at += ROWS_PER_COMMIT) write(rows.slice(at, at + ROWS_PER_COMMIT))
}

try {
  const fileRows = await writeShopifyFile(file, ORDERS, ITEMS)
  const rounds: Round[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    const one = await ours()
    const floor = await bare(one.rows)
    rounds.push({ ours: one.ms, bare: floor.ms, parse: floor.parse, scans: one.scans })
    console.log(
      `round ${round}: ours ${(one.ms / 1000).toFixed(1)} s, bare ${(floor.ms / 1000).toFixed(1)} s (parse ${(floor.parse / 1000).toFixed(1)} s), ${one.scans.length} scans, p99 ${quantile(one.scans, 0.99).toFixed(1)} ms`,
    )
  }
  const scans = rounds.flatMap((round) => round.scans)
  report(
    'import',
    {
      orders: ORDERS,
      rows: fileRows,
      rowsPerSecond: fileRows / (median(rounds.map((round) => round.ours)) / 1000),
      bareRowsPerSecond: fileRows / (median(rounds.map((round) => round.bare)) / 1000),
      ratio: median(rounds.map((round) => round.bare / round.ours)),
      scans: scans.length,
      scanP50Ms: quantile(scans, 0.5),
      scanP99Ms: quantile(scans, 0.99),
      scanMaxMs: Math.max(...scans),
    },
    [
      { figure: 'ratio', atLeast: 0.25 },
      { figure: 'scanP99Ms', atMost: 100 },
    ],
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
