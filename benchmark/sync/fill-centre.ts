import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { z } from 'zod'
import { makeCode } from '../../central/enrol/enrolment-codes.ts'
import { importCarriers } from '../../commands/carriers/import-carriers.ts'
import { importCartonTypes } from '../../commands/carton-types/import-carton-types.ts'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { saveSite } from '../../commands/site/save-site.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../db/postgres/centre-store.ts'
import { openSqliteCentreStore } from '../../db/sqlite/centre-store.ts'
import { siteCalled } from '../../test/support/open-test-centre.ts'
import { order } from '../../test/support/warehouse.ts'
import { orderRows } from './order-rows.ts'

/** Where a centre keeps its data: a folder, and a PostgreSQL database instead of the file in it. */
export type CentrePlace = { folder: string; databaseUrl: string | null }

const PICKABLE = ['authorized', 'paid', 'cod'] as const
const at = 1_767_000_000_000

/** Opens the data of a centre that does not run, for as long as `fill` takes. */
export async function withStore<R>(place: CentrePlace, fill: (store: CentreStore) => Promise<R>): Promise<R> {
  const store =
    place.databaseUrl === null
      ? openSqliteCentreStore(join(place.folder, 'centre.db'))
      : await openPostgresCentreStore({ url: place.databaseUrl })
  try {
    return await fill(store)
  } finally {
    await store.close()
  }
}

/** One-time codes for so many stations; they live for ten minutes. */
export async function enrolmentCodes(store: CentreStore, count: number): Promise<string[]> {
  const platform = { now: () => Date.now(), randomBytes: (size: number) => randomBytes(size), log: () => undefined }
  const codes: string[] = []
  for (let made = 0; made < count; made += 1)
    codes.push((await makeCode({ store, platform }, `Station ${made + 1}`)).code)
  return codes
}

/** Runs a command at the centre; the value of one that has to be accepted. */
async function run<A extends z.ZodType, R>(
  store: CentreStore,
  definition: CommandDefinition<A, R>,
  args: z.input<A>,
): Promise<Decision<R>> {
  const context = { id: randomUUID(), at, businessDate: '2026-01-05', operatorId: null }
  return store.write((tx) =>
    definition.run(tx, { ...context, station: 'office', stationId: null, args: definition.args.parse(args) }),
  )
}

/** A site with totes, a carton type, a carrier, and `skus` items at one place each with so many units. */
export async function fillSite(
  store: CentreStore,
  size: { skus: number; units: number; totes: number },
): Promise<void> {
  await run(store, saveSite, siteCalled('Benchmark'))
  const box = { innerLengthMm: 250, innerWidthMm: 200, innerHeightMm: 150, tareGrams: 100, maxGrams: 10_000 }
  await run(store, importCartonTypes, { cartonTypes: [{ code: 'BOX', name: 'Box', ...box }] })
  await run(store, importCarriers, { carriers: [{ code: 'CJ', name: 'CJ' }] })
  for (const piece of pieces(size.totes))
    await run(store, importTotes, { totes: piece.map((n) => ({ code: `T-${n}`, name: `Tote ${n}` })) })
  for (const piece of pieces(size.skus)) {
    const items = piece.map((n) => ({ sku: `S-${n}`, name: `Item ${n}`, barcodes: [] }))
    await run(store, importItems, {
      items: items.map((item) => ({ ...item, tracking: 'none' as const, fragile: false })),
    })
    const place = (n: number) => ({ zone: 'A', aisle: '01', bay: String(n), level: '1', position: '01' })
    await run(store, importLocations, {
      locations: piece.map((n) => ({ ...place(n), code: `A-01-${n}-1-01`, kind: 'pick' as const })),
    })
    await run(store, importStock, {
      stock: piece.map((n) => ({ sku: `S-${n}`, location: `A-01-${n}-1-01`, quantity: size.units })),
    })
  }
}

/** Imports and releases orders of one unit each, of the SKUs given by their numbers; the ids of those released. */
export async function fillReleasedOrders(store: CentreStore, skus: readonly number[]): Promise<string[]> {
  const released: string[] = []
  for (let from = 0; from < skus.length; from += 100) {
    const orders = skus.slice(from, from + 100).map((sku, index) => {
      const number = from + index + 1
      return { ...order(number, [[`S-${sku}`, 1]]), contentHash: `hash-${number}` }
    })
    await run(store, importOrders, { orders, pickablePayments: [...PICKABLE] })
  }
  const found = await store.ask<{ id: string }>('SELECT id FROM "order" ORDER BY ordered_at')
  for (const { id } of found) {
    const decision = await run(store, releaseOrder, {
      orderId: id,
      pickablePayments: [...PICKABLE],
      allOrNothing: true,
    })
    if (decision.ok && decision.value.state === 'released') released.push(id)
  }
  return released
}

/** Puts so many orders with their lines into the tables, with everything that a centre keeps beside them. */
export async function fillOrderRows(store: CentreStore, orders: number): Promise<void> {
  await run(store, saveSite, siteCalled('Benchmark'))
  for (let from = 1; from <= orders; from += 2_000)
    await store.write(async (tx) => {
      for (let number = from; number < Math.min(from + 2_000, orders + 1); number += 1) {
        const { order, lines } = orderRows(number)
        await tx.put('order', order)
        for (const line of lines) await tx.put('order_line', line)
      }
    })
  await store.prune(1)
}

/** Writes items and stock rows (at so many places each) straight into a centre's file: a warehouse of years. */
export function fillStockRows(folder: string, items: number, places: number): void {
  const database = new Database(join(folder, 'centre.db'))
  const numbers = (to: number): string =>
    `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${to})`
  const id = (kind: string, of: string): string =>
    `printf('019b%08x-0000-7000-8000.${kind}%d', ${of} / 200, ${of} % 200)`
  try {
    for (const pragma of ['synchronous = OFF', 'cache_size = -400000']) database.pragma(pragma)
    database.exec(`BEGIN;
      INSERT INTO location (id, code, zone, aisle, bay, level, position, kind)
        ${numbers(20_000)} SELECT ${id('l', 'n')}, printf('A-%05d', n), 'A', '01', printf('%05d', n), '1', '01', 'pick' FROM n;
      INSERT INTO item (id, sku, name, gtin, length_mm, width_mm, height_mm, weight_grams, picture, tracking, fragile)
        ${numbers(items)} SELECT ${id('i', 'n')}, printf('SKU-%07d', n), printf('녹차 Item %d', n), NULL, 100, 80, 50, 200, NULL, 'none', 0 FROM n;
      INSERT INTO stock (id, item_id, location_id, lot, serial, expires_on, on_hand, reserved)
        ${numbers(items * places)} SELECT ${id('s', 'n')}, ${id('i', `((n - 1) / ${places} + 1)`)},
          ${id('l', `(n * 7919 % 20000 + 1)`)}, '', '', '', 10 + n % 90, 0 FROM n;
      COMMIT`)
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

function pieces(count: number): number[][] {
  const all = Array.from({ length: count }, (_, index) => index + 1)
  return Array.from({ length: Math.ceil(count / 200) }, (_, index) => all.slice(index * 200, (index + 1) * 200))
}
