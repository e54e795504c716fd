import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { saveOperator } from '../../commands/site/save-operator.ts'
import { saveSite } from '../../commands/site/save-site.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import type { ItemInput, LocationInput, StockInput } from '../../domain/inputs.ts'
import type { StationCore } from '../../main/core.ts'
import type { Work } from '../../main/journal/executor.ts'
import { hashPin } from '../../main/sessions/pin.ts'
import { gtin13, order, PIN } from '../../test/support/warehouse.ts'
import { seededRandom } from './rounds.ts'

/** How large the warehouse is to be; `released` orders wait for a picker, the others are new. */
export type WarehouseSize = { items: number; orders: number; released: number }

/** The badge of the picker who may work there; the PIN is that of the small warehouse. */
export const PICKER = { badge: 'BDG-2', pin: PIN }

/** One item lies at each of these many places; only such items are ordered. */
const PLACES = 24_000
const TOTES = 4_000
const FIRST_WORDS = ['녹차', '보리차', 'Coffee', '참기름', '고추장', 'Noodles', '미역', 'Soap', '수건', 'Candle']
const NAMES = ['김하늘', '이서연', '박지훈', '최민서', '정다은', 'Grace Miller', 'Owen Clark', 'Mia Turner']
const nobody = { operatorId: null, station: 'BENCHMARK' }
const pickablePayments = ['authorized', 'paid', 'cod'] as const

/**
 * Fills an empty station with site, picker, items, places, stock, totes and orders by the real commands, many to a
 * transaction. `told` hears of each part and its milliseconds. The same size gives the same rows but for ids and times.
 */
export async function fillLargeWarehouse(
  core: StationCore,
  size: WarehouseSize,
  told: (part: string, milliseconds: number) => void,
): Promise<void> {
  const stocked = Math.min(PLACES, size.items)
  const timed = async (part: string, fill: () => Promise<void>): Promise<void> => {
    const begin = performance.now()
    await fill()
    told(part, performance.now() - begin)
  }
  await fillSite(core)
  await timed(`${size.items} items`, () =>
    inPieces(core, numbers(size.items), 200, (work, piece) =>
      work.run(importItems, { items: piece.map(itemOf) }, nobody),
    ),
  )
  await timed(`${stocked} places`, () =>
    inPieces(core, numbers(stocked), 200, (work, piece) =>
      work.run(importLocations, { locations: piece.map(placeOf) }, nobody),
    ),
  )
  await timed(`stock at ${stocked} places`, () =>
    inPieces(core, numbers(stocked), 200, (work, piece) =>
      work.run(importStock, { stock: piece.map(stockOf) }, nobody),
    ),
  )
  await inPieces(core, numbers(TOTES), 200, (work, piece) =>
    work.run(importTotes, { totes: piece.map((n) => ({ code: toteCode(n), name: `Tote ${n}` })) }, nobody),
  )
  const random = seededRandom(1)
  await timed(`${size.orders} orders`, () =>
    inPieces(core, numbers(size.orders), 100, (work, piece) =>
      work.run(
        importOrders,
        { orders: piece.map((n) => orderOf(n, stocked, random)), pickablePayments: [...pickablePayments] },
        nobody,
      ),
    ),
  )
  await timed(`${size.released} releases`, () => releaseFirst(core, size.released))
}

async function releaseFirst(core: StationCore, count: number): Promise<void> {
  const ids = core.store.reader
    .prepare('SELECT id FROM "order" ORDER BY ordered_at LIMIT ?')
    .pluck()
    .all(count) as string[]
  await inPieces(core, ids, 200, async (work, piece) => {
    for (const orderId of piece) {
      const args = { orderId, pickablePayments: [...pickablePayments], allOrNothing: true }
      const decision = await work.run(releaseOrder, args, nobody)
      if (!decision.ok || decision.value.state !== 'released') throw new Error(`Order ${orderId} was not released`)
    }
  })
}

async function inPieces<T>(
  core: StationCore,
  all: readonly T[],
  length: number,
  fill: (work: Work, piece: T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < all.length; at += length)
    await core.executor.transact((work) => fill(work, all.slice(at, at + length)))
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

function skuOf(number: number): string {
  return `SKU-${String(number).padStart(6, '0')}`
}

function itemOf(number: number): ItemInput {
  return {
    sku: skuOf(number),
    name: `${FIRST_WORDS[number % FIRST_WORDS.length]} ${number}`,
    gtin: gtin13(number),
    barcodes: [],
    lengthMm: 100,
    widthMm: 80,
    heightMm: 50,
    weightGrams: 200,
    tracking: number % 10 === 0 ? 'lot' : 'none',
    fragile: number % 25 === 0,
  }
}

/** Twenty positions to a bay, thirty bays to an aisle, twenty aisles to a zone. */
function placeOf(number: number): LocationInput {
  const index = number - 1
  const two = (value: number): string => String(value).padStart(2, '0')
  const zone = String.fromCharCode(65 + Math.floor(index / 12_000))
  const aisle = two((Math.floor(index / 600) % 20) + 1)
  const bay = two((Math.floor(index / 20) % 30) + 1)
  const level = String((Math.floor(index / 5) % 4) + 1)
  const position = two((index % 5) + 1)
  const code = `${zone}-${aisle}-${bay}-${level}-${position}`
  return { code, zone, aisle, bay, level, position, kind: 'pick' }
}

function stockOf(number: number): StockInput {
  const stock = { sku: skuOf(number), location: placeOf(number).code, quantity: 100_000 }
  return number % 10 === 0 ? { ...stock, lot: `L${number}`, expiresOn: '2099-01-31' } : stock
}

function toteCode(number: number): string {
  return `T-${String(number).padStart(4, '0')}`
}

function orderOf(number: number, stocked: number, random: () => number) {
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, (): [string, number] => [
    skuOf(1 + Math.floor(random() * stocked)),
    1 + Math.floor(random() * 3),
  ])
  const name = NAMES[number % NAMES.length] ?? ''
  const input = order(number, lines, { customerName: name, priority: 1 + Math.floor(random() * 9) })
  const shipBy = random() < 0.7 ? { shipBy: 1_800_000_000_000 + Math.floor(random() * 10) * 86_400_000 } : {}
  return { ...input, ...shipBy, shipTo: { ...input.shipTo, name }, contentHash: `hash-${number}` }
}

async function fillSite(core: StationCore): Promise<void> {
  const site = {
    name: 'Large site',
    timeZone: 'Asia/Seoul',
    currency: 'KRW',
    labelLanguage: 'ko' as const,
    senderName: '바로상점',
    senderPhone: '02-0000-0000',
    senderPostcode: '04524',
    senderLine1: '세종대로 1',
    senderLine2: '',
    gs1Prefix: '8801234',
  }
  await core.run(saveSite, site, nobody)
  const pinHash = await hashPin(PICKER.pin)
  for (const [badge, name, role] of [
    ['BDG-1', '관리자', 'administrator'],
    [PICKER.badge, 'Picker Two', 'picker'],
  ] as const) {
    const args = { id: null, badge, name, role, pinHash, language: null, active: true, otherAdministrators: 1 }
    await core.run(saveOperator, args, nobody)
  }
}
