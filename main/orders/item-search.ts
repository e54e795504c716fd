import type Database from 'better-sqlite3'

/** An item that a search found, and how many units of it are free. */
export type ItemHit = { id: string; sku: string; name: string; picture: string | null; available: number }

const MOST = 50

/** Finds items by SKU (whole or its beginning), barcode, or any part of the name; the best first, at most 50. */
export function createItemSearch(reader: Database.Database): (search: string, businessDate: string) => ItemHit[] {
  const columns = 'i.id AS id, i.sku AS sku, i.name AS name, i.picture AS picture'
  const bySku = reader.prepare(
    `SELECT ${columns} FROM item i WHERE i.sku >= ? AND i.sku < ? ORDER BY i.sku LIMIT ${MOST}`,
  )
  const byCode = reader.prepare(
    `SELECT ${columns} FROM item_barcode b JOIN item i ON i.id = b.item_id WHERE b.code = ?`,
  )
  const byName = reader.prepare(
    `SELECT ${columns} FROM item i WHERE instr(lower(i.name), ?) > 0 ORDER BY instr(lower(i.name), ?), i.name, i.id LIMIT ${MOST}`,
  )
  const free = reader
    .prepare(
      `SELECT coalesce(sum(on_hand - reserved), 0) FROM stock WHERE item_id = ? AND (expires_on = '' OR expires_on >= ?)`,
    )
    .pluck()
  return (search, businessDate) => {
    const text = search.normalize('NFC').trim()
    const found = new Map<string, Omit<ItemHit, 'available'>>()
    const add = (rows: unknown[]): void => {
      for (const row of rows as Omit<ItemHit, 'available'>[]) if (found.size < MOST) found.set(row.id, row)
    }
    if (/^\d{8,14}$/.test(text)) add(byCode.all(text.padStart(14, '0')))
    if (text !== '') add(byCode.all(text))
    for (const typed of new Set([text, text.toUpperCase()])) add(bySku.all(typed, `${typed}\u{10ffff}`))
    if (text !== '' && found.size < MOST) add(byName.all(text.toLowerCase(), text.toLowerCase()))
    return Array.from(found.values(), (row) => ({ ...row, available: free.get(row.id, businessDate) as number }))
  }
}
