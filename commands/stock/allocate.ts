import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { deriveId } from '../../domain/ids.ts'

/** Where units of an order line may come from: one stock row and how many of it. */
export type Allocation = { stock: Row<'stock'>; quantity: number }

/**
 * Chooses stock for a quantity of an item: first expired first out, then pick faces before reserve, then the place
 * that holds the most, then by id. Returns what there is, perhaps less than asked; writes nothing.
 */
export async function chooseStock(
  tx: Tx,
  wanted: { itemId: string; quantity: number; businessDate: string; except?: readonly string[] },
): Promise<Allocation[]> {
  const rows = await tx.find('stock', 'place', wanted.itemId)
  const free: { stock: Row<'stock'>; rank: number }[] = []
  for (const stock of rows) {
    const expired = stock.expires_on !== '' && stock.expires_on < wanted.businessDate
    if (stock.on_hand - stock.reserved <= 0 || expired || wanted.except?.includes(stock.id)) continue
    const location = await tx.get('location', stock.location_id)
    if (location !== undefined) free.push({ stock, rank: location.kind === 'pick' ? 0 : 1 })
  }
  free.sort(
    (a, b) =>
      compareText(a.stock.expires_on || '9999', b.stock.expires_on || '9999') ||
      a.rank - b.rank ||
      b.stock.on_hand - b.stock.reserved - (a.stock.on_hand - a.stock.reserved) ||
      compareText(a.stock.id, b.stock.id),
  )
  const chosen: Allocation[] = []
  let missing = wanted.quantity
  for (const { stock } of free) {
    if (missing === 0) break
    const quantity = Math.min(missing, stock.on_hand - stock.reserved)
    chosen.push({ stock, quantity })
    missing -= quantity
  }
  return chosen
}

/** Reserves chosen stock for an order line: the reservations made, with ids derived from `commandId` and `role`. */
export async function reserve(
  tx: Tx,
  commandId: string,
  role: string,
  line: { orderId: string; orderLineId: string },
  allocations: readonly Allocation[],
): Promise<Row<'reservation'>[]> {
  const made: Row<'reservation'>[] = []
  for (const [index, { stock, quantity }] of allocations.entries()) {
    // Read again: two lines of one order may reserve from the same row.
    const current = (await tx.get('stock', stock.id)) ?? stock
    await tx.put('stock', { ...current, reserved: current.reserved + quantity })
    const reservation = {
      id: deriveId(commandId, `res.${role}.${index}`),
      order_id: line.orderId,
      order_line_id: line.orderLineId,
      stock_id: stock.id,
      quantity,
      state: 'open',
    }
    await tx.put('reservation', reservation)
    made.push(reservation)
  }
  return made
}

/** Gives back what a reservation still holds; its stock row becomes free by that much. */
export async function releaseReservation(tx: Tx, reservation: Row<'reservation'>): Promise<void> {
  if (reservation.state !== 'open') return
  const stock = await tx.get('stock', reservation.stock_id)
  if (stock !== undefined) await tx.put('stock', { ...stock, reserved: stock.reserved - reservation.quantity })
  await tx.put('reservation', { ...reservation, state: 'released' })
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
