import type Database from 'better-sqlite3'

/** Units of an item at the site: what lies there, is reserved, is promised to orders that wait, and is left for others. */
export type ItemStockView = { onHand: number; reserved: number; promised: number; available: number }

/**
 * Prepares the reading of an item's units. Promised is what orders that wait for stock or for their day still lack, whether
 * it is there or not; available is what is neither reserved, expired nor promised, never less than nothing.
 */
export function createItemStock(reader: Database.Database): (itemId: string, businessDate: string) => ItemStockView {
  const lies = reader.prepare(
    `SELECT coalesce(sum(on_hand), 0) AS onHand, coalesce(sum(reserved), 0) AS reserved,
       coalesce(sum(CASE WHEN expires_on <> '' AND expires_on < ? THEN on_hand - reserved ELSE 0 END), 0) AS expired
     FROM stock WHERE item_id = ?`,
  )
  const promises = reader.prepare('SELECT coalesce(sum(units), 0) FROM soft_promise WHERE item_id = ?').pluck()
  return (itemId, businessDate) => {
    const { onHand, reserved, expired } = lies.get(businessDate, itemId) as {
      onHand: number
      reserved: number
      expired: number
    }
    const promised = promises.get(itemId) as number
    return { onHand, reserved, promised, available: Math.max(0, onHand - reserved - expired - promised) }
  }
}
