import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { type ChosenStock, chooseFrom } from '../../domain/choose-stock.ts'
import { deriveId } from '../../domain/ids.ts'

/** Where units of an order line may come from: one stock row and how many of it. */
export type Allocation = ChosenStock<Row<'stock'>>

/** Chooses stock for a quantity of an item, as {@link chooseFrom} does, perhaps less than asked; writes nothing. */
export async function chooseStock(
  tx: Tx,
  wanted: { itemId: string; quantity: number; businessDate: string; except?: readonly string[] },
): Promise<Allocation[]> {
  const rows: { stock: Row<'stock'>; isPickFace: boolean }[] = []
  for (const stock of await tx.find('stock', 'place', wanted.itemId)) {
    if (stock.on_hand - stock.reserved <= 0 || wanted.except?.includes(stock.id)) continue
    const location = await tx.get('location', stock.location_id)
    if (location !== undefined) rows.push({ stock, isPickFace: location.kind === 'pick' })
  }
  return chooseFrom(rows, wanted)
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
