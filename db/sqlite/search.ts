import type Database from 'better-sqlite3'
import { foldText, gramsOf } from '../../domain/search-text.ts'
import type { RowChange } from '../port.ts'
import type { Row } from '../tables.ts'
import type { RowObserver } from './table-statements.ts'

/**
 * Names are found by n-grams in an FTS5 index without content or positions: rows are only ever added, their ids are those
 * of `order_words`, and every hit is checked against the words there. An order whose names change gets a new row of words;
 * the old grams then lead nowhere. The index belongs to this adapter, so it is no migration.
 */
export const CREATE_ORDER_GRAMS = `CREATE VIRTUAL TABLE IF NOT EXISTS order_grams
  USING fts5 (grams, content = '', detail = none, columnsize = 0, tokenize = 'ascii')`

type Words = { id: number; state: string; channel: string; words: string }

/**
 * Makes the search index ready on the writing connection (building it when orders are older than it) and gives the
 * observer that keeps it, and the tally of states, in the same transaction as the orders.
 */
export function openOrderSearch(database: Database.Database): RowObserver {
  database.exec(CREATE_ORDER_GRAMS)
  const keep = createOrderKeeper(database)
  const empty = database.prepare('SELECT 1 FROM order_words LIMIT 1').get() === undefined
  if (empty && database.prepare('SELECT 1 FROM "order" LIMIT 1').get() !== undefined) rebuildOrderSearch(database)
  return (change: RowChange) => {
    if (change.table === 'order') keep(change.key, change.after as Row<'order'> | null)
  }
}

/** Builds words, grams and tally again from the orders, oldest first, in one transaction. */
export function rebuildOrderSearch(database: Database.Database): void {
  database.transaction(() => {
    database.exec('DELETE FROM order_words; DELETE FROM order_tally; DROP TABLE IF EXISTS order_grams')
    database.exec(CREATE_ORDER_GRAMS)
    const keep = createOrderKeeper(database)
    const ids = database.prepare('SELECT id FROM "order" ORDER BY ordered_at, id').pluck().all() as string[]
    const one = database.prepare('SELECT * FROM "order" WHERE id = ?')
    for (const id of ids) keep(id, one.get(id) as Row<'order'>)
  })()
}

/** The text by which an order's people are found. */
export function searchableWords(order: Pick<Row<'order'>, 'customer_name' | 'recipient_name'>): string {
  const customer = foldText(order.customer_name)
  const recipient = foldText(order.recipient_name)
  return customer === recipient || customer === '' ? recipient : `${recipient} | ${customer}`
}

function createOrderKeeper(database: Database.Database): (orderId: string, after: Row<'order'> | null) => void {
  const find = database.prepare('SELECT id, state, channel, words FROM order_words WHERE order_id = ?')
  const add = database.prepare('INSERT INTO order_words (order_id, state, channel, words) VALUES (?, ?, ?, ?)')
  const move = database.prepare('UPDATE order_words SET state = ?, channel = ? WHERE id = ?')
  // Rows are never deleted and ids never used twice: an id that came again would wake its old grams.
  const retell = database
    .prepare(
      `UPDATE order_words SET id = (SELECT max(id) + 1 FROM order_words), state = ?, channel = ?, words = ?
       WHERE id = ? RETURNING id`,
    )
    .pluck()
  const forget = database.prepare(`UPDATE order_words SET order_id = 'removed ' || id, words = '' WHERE id = ?`)
  const addGrams = database.prepare('INSERT INTO order_grams (rowid, grams) VALUES (?, ?)')
  const count = database.prepare(
    `INSERT INTO order_tally (state, channel, orders) VALUES (?, ?, ?)
     ON CONFLICT (state, channel) DO UPDATE SET orders = orders + excluded.orders`,
  )
  const index = (id: number | bigint, words: string): void => {
    const grams = gramsOf(words)
    if (grams.length > 0) addGrams.run(id, grams.join(' '))
  }
  const put = (order: Row<'order'>, before: Words | undefined): void => {
    const words = searchableWords(order)
    if (before === undefined) index(add.run(order.id, order.state, order.channel, words).lastInsertRowid, words)
    else if (before.words === words) move.run(order.state, order.channel, before.id)
    else index(retell.get(order.state, order.channel, words, before.id) as number, words)
    count.run(order.state, order.channel, 1)
  }
  return (orderId, after) => {
    const before = find.get(orderId) as Words | undefined
    if (after !== null) put(after, before)
    else if (before !== undefined) forget.run(before.id)
    if (before !== undefined) count.run(before.state, before.channel, -1)
  }
}
