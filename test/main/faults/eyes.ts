import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Eyes } from './floor-worker.ts'

/** Eyes on the goods of a station that another process has open; `close` when done. */
export function openEyes(directory: string): Eyes & { close(): void } {
  const database = new Database(join(directory, 'replica.db'), { readonly: true })
  database.pragma('busy_timeout = 5000')
  const one = (sql: string) => {
    const statement = database.prepare(sql).pluck()
    return (): string | null => (statement.get() as string | undefined) ?? null
  }
  const picked = database.prepare('SELECT serials FROM pick_line WHERE order_line_id = ?').pluck()
  const packed = database.prepare('SELECT serial FROM carton_line WHERE order_line_id = ?').pluck()
  return {
    freeTote: one(`SELECT code FROM tote WHERE state IN ('empty', 'emptied') ORDER BY code`),
    toteAtBench: one(`SELECT code FROM tote WHERE state = 'at_bench' ORDER BY code`),
    cartonToShip: one(
      `SELECT carton.code FROM carton JOIN "order" ON "order".id = carton.order_id
       WHERE carton.state = 'labelled' AND "order".state = 'packed' ORDER BY carton.id`,
    ),
    serialToPack: (orderLineId) => {
      const done = new Set(packed.all(orderLineId))
      const all = (picked.all(orderLineId) as string[]).flatMap((text) => JSON.parse(text) as string[])
      return all.find((serial) => !done.has(serial)) ?? ''
    },
    close: () => database.close(),
  }
}
