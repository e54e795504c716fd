import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { type ChosenUnits, chooseUnits, freeUnits, type StockAt } from '../../domain/choose-release.ts'
import { metresFromDepot } from '../../domain/depot-distance.ts'
import { type OpenFloor, openFloorText } from '../../domain/floor-plan.ts'
import { deriveId } from '../../domain/ids.ts'
import type { StockRules } from '../../domain/release-rules.ts'
import { readSiteRules } from '../site/site-rules.ts'
import { FLOOR_PLAN_ID } from '../waves/save-floor-plan.ts'

/** Where units of an order line may come from: one stock row and how many of it. */
export type Allocation = Pick<ChosenUnits<Row<'stock'>>, 'stock' | 'quantity'>

/** The free stock of items, in the order of their ids, with what choosing among it needs. Writes nothing. */
export async function freeStock(
  tx: Tx,
  itemIds: readonly string[],
  rules: StockRules,
  except: readonly string[] = [],
): Promise<Map<string, StockAt<Row<'stock'>>[]>> {
  const floor = rules.prefer === 'closest' ? await openFloor(tx) : null
  const found = new Map<string, StockAt<Row<'stock'>>[]>()
  for (const itemId of [...new Set(itemIds)].sort()) {
    const rows: StockAt<Row<'stock'>>[] = []
    for (const stock of await tx.find('stock', 'place', itemId)) {
      if (stock.on_hand <= stock.reserved || except.includes(stock.id)) continue
      const location = await tx.get('location', stock.location_id)
      if (location !== undefined)
        rows.push({ stock, isPickFace: location.kind === 'pick', metres: metresFromDepot(floor, location) })
    }
    found.set(itemId, rows)
  }
  return found
}

async function openFloor(tx: Tx): Promise<OpenFloor | null> {
  const row = await tx.get('floor_plan', FLOOR_PLAN_ID)
  return row === undefined ? null : openFloorText(row.body)
}

/** Chooses stock for a quantity of an item by the site's rules, perhaps less than asked; writes nothing. */
export async function chooseStock(
  tx: Tx,
  wanted: { itemId: string; quantity: number; businessDate: string; except?: readonly string[] },
): Promise<Allocation[]> {
  const rules = (await readSiteRules(tx)).policies.stockChoice
  const stock = await freeStock(tx, [wanted.itemId], rules, wanted.except)
  const units = Math.min(wanted.quantity, freeUnits(stock.get(wanted.itemId) ?? [], rules, wanted.businessDate))
  if (units <= 0) return []
  return chooseUnits([{ lineId: '', itemId: wanted.itemId, units }], stock, rules, wanted.businessDate)
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
