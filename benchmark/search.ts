// One box over 1,000,000 orders: order number, SKU, part of a name, end of a phone number; each the list's own query.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contentColumns, newLine } from '../commands/orders/order-rows.ts'
import { MIGRATIONS } from '../db/migrations/all.ts'
import { openDatabase, openReader } from '../db/sqlite/open-database.ts'
import { openOrderSearch } from '../db/sqlite/search.ts'
import { bindTables } from '../db/sqlite/table-statements.ts'
import { foldText } from '../domain/search-text.ts'
import { createOrderStore, type ListQuery } from '../main/orders/order-store.ts'
import { option, quantile, report } from './support/figures.ts'
import { personName, phoneNumber, pick, randomFrom } from './support/people.ts'
import { benchmarkSku } from './support/shopify-file.ts'

const ORDERS = option('orders', 1_000_000)
const QUERIES = option('queries', 400)
const ITEMS = 20_000
const STATES = [
  'shipped',
  'shipped',
  'shipped',
  'delivered',
  'delivered',
  'delivered',
  'delivered',
  'ready',
  'released',
  'on_hold',
]
const ORDERS_PER_COMMIT = 5_000

const folder = mkdtempSync(join(tmpdir(), 'baro-benchmark-'))
const path = join(folder, 'replica.db')
const random = randomFrom(11)

/** Everything known about an order that a query may be made from. */
type Known = { number: string; name: string; phone: string; sku: string }

function fill(): Known[] {
  const database = openDatabase(path, MIGRATIONS)
  const tables = bindTables(database, [openOrderSearch(database)], false)
  const sample: Known[] = []
  for (let index = 0; index < ORDERS; index += 1) {
    if (index % ORDERS_PER_COMMIT === 0) database.exec('BEGIN')
    const known = addOrder(tables, index)
    if (index % Math.max(1, Math.floor(ORDERS / 2_000)) === 0) sample.push(known)
    if ((index + 1) % ORDERS_PER_COMMIT === 0 || index + 1 === ORDERS) database.exec('COMMIT')
    if ((index + 1) % 100_000 === 0) console.log(`${index + 1} orders made`)
  }
  database.close()
  return sample
}

function addOrder(tables: ReturnType<typeof bindTables>, index: number): Known {
  const name = personName(random)
  const phone = phoneNumber(random)
  const number = `#${100_000 + index}`
  const skus = Array.from({ length: 1 + (index % 4) }, (_, line) =>
    benchmarkSku((Math.floor(random() ** 2 * ITEMS) + line) % ITEMS),
  )
  const id = `o${String(index).padStart(8, '0')}`
  const to = {
    name,
    phone,
    country: 'KR',
    postcode: '06236',
    province: '서울',
    city: '강남구',
    line1: '테헤란로 1',
    line2: '',
  }
  const lines = skus.map((sku, at) => ({
    externalId: String(at + 1),
    sku,
    name: `Item ${sku}`,
    quantity: 1,
    fulfilled: 0,
    priceMinor: 1_250,
    requiresShipping: true,
  }))
  const content = contentColumns({
    channel: index % 3 === 0 ? 'shopify' : 'smartstore',
    externalId: String(5_000_000_000 + index),
    number,
    orderedAt: Date.UTC(2025, 0, 1) + index * 30_000,
    payment: 'paid',
    paymentMethod: 'card',
    currency: 'KRW',
    totalMinor: 1_250 * lines.length,
    shippingMethod: '',
    customerName: name,
    customerPhone: phone,
    shipTo: to,
    note: '',
    priority: 5,
    lines,
    contentHash: id,
  })
  for (const [at, line] of lines.entries())
    void tables.put(
      'order_line',
      newLine(line, { id: `${id}.${at}`, orderId: id, lineNo: at + 1, itemId: null, availableFrom: undefined }),
    )
  const state = index > ORDERS * 0.98 ? pick(random, ['ready', 'released', 'on_hold']) : pick(random, STATES)
  const life = { hold_reason: null, note_seen: 0, imported_at: 0, released_at: null, shipped_at: null }
  void tables.put('order', { ...content, ...life, id, state })
  return { number, name, phone, sku: skus[0] ?? '' }
}

/** A piece of a name from a random place: two syllables, or three to five letters of one word. */
function fragment(name: string): string {
  const words = foldText(name).split(' ')
  const letters = Array.from(pick(random, words))
  const size = /\p{Script=Hangul}/u.test(name) ? 2 : 3 + Math.floor(random() * 3)
  const from = Math.floor(random() * Math.max(1, letters.length - size + 1))
  return letters.slice(from, from + size).join('')
}

/** What people type, and the order that has to come first (or at all, where many fit alike). */
const KINDS: Record<
  string,
  (known: Known) => { search: string; first?: string; among?: string; states?: ListQuery['states'] }
> = {
  number: ({ number }) => ({ search: number, first: number }),
  numberBare: ({ number }) => ({ search: number.slice(1), first: number }),
  sku: ({ sku }) => ({ search: sku }),
  skuPrefix: ({ sku }) => ({ search: sku.slice(0, 7) }),
  fragment: ({ name }) => ({ search: fragment(name) }),
  fullName: ({ name }) => ({ search: name }),
  phoneSuffix: ({ phone }) => ({ search: phone.slice(-4) }),
  // In a million invented numbers some are alike: the order has to be among those shown.
  wholePhone: ({ phone, number }) => ({ search: phone, among: number }),
  commonest: () => ({ search: pick(random, ['서연', '김서', '연민', 'mar', 'smith', '이서']) }),
  nothing: () => ({ search: pick(random, ['뷁쀍', 'zzqx', 'SKU-XX', '99999999999']) }),
  fragmentInState: ({ name }) => ({ search: fragment(name), states: ['on_hold', 'released'] }),
}

try {
  const made = performance.now()
  const sample = fill()
  console.log(`made in ${((performance.now() - made) / 1000).toFixed(0)} s`)
  const store = createOrderStore(openReader(path))
  const times = new Map<string, number[]>(Object.keys(KINDS).map((kind) => [kind, []]))
  let wrongFirst = 0
  let empty = 0
  for (let query = 0; query < QUERIES; query += 1) {
    // Turn by turn, so that each kind meets the same moments of a busy machine.
    for (const [kind, make] of Object.entries(KINDS)) {
      const { search, first, among, states = [] } = make(pick(random, sample))
      const started = performance.now()
      const { orders } = store.list({ search, states, sort: 'newest', cursor: null, limit: 100 })
      times.get(kind)?.push(performance.now() - started)
      if (first !== undefined && orders[0]?.number !== first) wrongFirst += 1
      if (among !== undefined && !orders.some(({ number }) => number === among)) wrongFirst += 1
      if (orders.length === 0 && kind !== 'nothing' && states.length === 0) empty += 1
    }
  }
  const figures: Record<string, number> = { orders: ORDERS, wrongFirst, empty }
  for (const [kind, all] of times) figures[`${kind}P95Ms`] = quantile(all, 0.95)
  figures.p50Ms = quantile([...times.values()].flat(), 0.5)
  figures.worstP95Ms = Math.max(...Array.from(times.values(), (all) => quantile(all, 0.95)))
  const paging: number[] = []
  for (const sort of ['newest', 'ship-by', 'number'] as const)
    for (let page = 0, cursor: string | null = null; page < 50; page += 1) {
      const started = performance.now()
      const next = store.list({ search: '', states: page % 2 === 0 ? [] : ['ready'], sort, cursor, limit: 100 })
      paging.push(performance.now() - started)
      cursor = next.next
    }
  figures.pageP95Ms = quantile(paging, 0.95)
  const counting = performance.now()
  store.counts()
  figures.countsMs = performance.now() - counting
  report('search', figures, [
    { figure: 'worstP95Ms', atMost: 50 },
    { figure: 'wrongFirst', atMost: 0 },
    { figure: 'empty', atMost: 0 },
    { figure: 'pageP95Ms', atMost: 50 },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
