import type Database from 'better-sqlite3'
import { phoneTail } from '../../domain/order-intake.ts'
import { foldText, gramsOf } from '../../domain/search-text.ts'

/** Which orders a search is about; an empty list of states and a null channel mean all. */
export type SearchFilter = { states: readonly string[]; channel: string | null }

/** An order that a search found; a lower rank is a better hit. */
export type OrderHit = { orderId: string; rank: number }

/** How well an order fits what was typed, best first. */
export const RANK = { number: 0, whole: 1, numberPrefix: 2, nameStart: 3, name: 4, phone: 5, skuPrefix: 6 } as const

/** Finds orders by what people type into one box: number, SKU, part of a name, or the end of a phone number. */
export type OrderFinder = {
  /** At most `limit` orders, best first and among equals those that came in last first; nothing for an empty query. */
  find(query: string, filter: SearchFilter, limit: number): OrderHit[]
}

type Find = (
  query: string,
  filter: FilterParameters,
  limit: number,
  add: (orderId: string, rank: number) => void,
) => void
type FilterParameters = { states: string | null; channel: string | null }

const FILTER = `(@states IS NULL OR s.state IN (SELECT value FROM json_each(@states)))
  AND (@channel IS NULL OR s.channel = @channel)`
/** Sorts after every text that begins with what it is put behind. */
const END = '\u{10ffff}'
const MOST_SKUS = 12

/** Prepares the look-ups on a reading connection. */
export function createOrderFinder(reader: Database.Database): OrderFinder {
  const ways: Find[] = [byNumber(reader), bySku(reader), byName(reader), byPhone(reader)]
  return {
    find: (typed, { states, channel }, limit) => {
      const query = typed.normalize('NFC').trim()
      if (query === '') return []
      const filter = { states: states.length === 0 ? null : JSON.stringify(states), channel }
      const ranks = new Map<string, number>()
      const add = (orderId: string, rank: number): void => {
        const before = ranks.get(orderId)
        if (before === undefined || rank < before) ranks.set(orderId, rank)
      }
      for (const way of ways) way(query, filter, limit, add)
      return Array.from(ranks, ([orderId, rank]) => ({ orderId, rank }))
        .sort((a, b) => a.rank - b.rank)
        .slice(0, limit)
    },
  }
}

/** What was typed, and the same in capitals and in small letters. */
function cases(query: string): string[] {
  return [...new Set([query, query.toUpperCase(), query.toLowerCase()])]
}

function byNumber(reader: Database.Database): Find {
  const statement = reader.prepare(
    `SELECT o.id AS id, o.number AS number FROM "order" o JOIN order_words s ON s.order_id = o.id
     WHERE o.number >= @from AND o.number < @to AND ${FILTER} ORDER BY o.number LIMIT @limit`,
  )
  return (query, filter, limit, add) => {
    const bare = query.replace(/^#/, '')
    if (bare === '') return
    for (const from of new Set([...cases(query), ...cases(bare), `#${bare}`])) {
      const rows = statement.all({ ...filter, from, to: from + END, limit }) as { id: string; number: string }[]
      for (const { id, number } of rows) add(id, number === from ? RANK.number : RANK.numberPrefix)
    }
  }
}

function bySku(reader: Database.Database): Find {
  const lines = reader
    .prepare(
      // The index holds rows of one SKU in the order in which they came in.
      `SELECT s.order_id FROM order_line l CROSS JOIN order_words s ON s.order_id = l.order_id
       WHERE l.sku = @sku AND ${FILTER} ORDER BY l.rowid DESC LIMIT @limit`,
    )
    .pluck()
  const next = reader.prepare('SELECT min(sku) FROM order_line WHERE sku > ? AND sku < ?').pluck()
  const take = (
    sku: string,
    rank: number,
    filter: FilterParameters,
    limit: number,
    add: (id: string, rank: number) => void,
  ) => {
    const found = lines.all({ ...filter, sku, limit }) as string[]
    for (const orderId of found) add(orderId, rank)
    return found.length
  }
  return (query, filter, limit, add) => {
    for (const sku of cases(query)) {
      let found = take(sku, RANK.whole, filter, limit, add)
      if (sku.length < 3) continue
      let last: string | null = sku
      for (let step = 0; step < MOST_SKUS && found < limit; step += 1) {
        last = next.get(last, sku + END) as string | null
        if (last === null) break
        found += take(last, RANK.skuPrefix, filter, limit, add)
      }
    }
  }
}

function byName(reader: Database.Database): Find {
  const statement = reader.prepare(
    `SELECT s.order_id AS id, s.words AS words FROM order_grams g CROSS JOIN order_words s ON s.id = g.rowid
     WHERE g.order_grams MATCH @grams AND instr(s.words, @part1) > 0 AND instr(s.words, @part2) > 0
       AND instr(s.words, @part3) > 0 AND ${FILTER}
     ORDER BY g.rowid DESC LIMIT @limit`,
  )
  return (query, filter, limit, add) => {
    const folded = foldText(query)
    const grams = gramsOf(folded)
    if (grams.length === 0) return
    const match = grams.map((gram) => `"${gram}"`).join(' AND ')
    const [part1 = '', part2 = '', ...rest] = folded.split(' ')
    const rows = statement.all({ ...filter, grams: match, part1, part2, part3: rest.join(' '), limit }) as {
      id: string
      words: string
    }[]
    for (const { id, words } of rows) {
      const names = words.split(' | ')
      const whole = names.includes(folded)
      add(id, whole ? RANK.whole : names.some((name) => name.startsWith(folded)) ? RANK.nameStart : RANK.name)
    }
  }
}

function byPhone(reader: Database.Database): Find {
  const statement = reader
    .prepare(
      `SELECT o.id FROM "order" o CROSS JOIN order_words s ON s.order_id = o.id
       WHERE o.phone_tail >= @from AND o.phone_tail < @to AND ${FILTER} ORDER BY o.phone_tail, o.id DESC LIMIT @limit`,
    )
    .pluck()
  return (query, filter, limit, add) => {
    if (!/^[\d\s()+.-]+$/.test(query)) return
    const from = phoneTail(query)
    if (from.length < 4) return
    const rank = from.length >= 9 ? RANK.whole : RANK.phone
    for (const id of statement.all({ ...filter, from, to: from + END, limit }) as string[]) add(id, rank)
  }
}
