import { compareText } from './compare-text.ts'

/** A stock row as far as choosing it goes. */
export type ChoosableStock = { id: string; expires_on: string; on_hand: number; reserved: number }

/** Units of one stock row. */
export type ChosenStock<S> = { stock: S; quantity: number }

/**
 * Chooses stock for a quantity of an item: first expired first out, then pick faces before reserve, then the place
 * that holds the most, then by id; nothing that expired before the business date. Returns what there is, perhaps less than
 * asked.
 */
export function chooseFrom<S extends ChoosableStock>(
  rows: readonly { stock: S; isPickFace: boolean }[],
  wanted: { quantity: number; businessDate: string },
): ChosenStock<S>[] {
  const free = rows
    .filter(({ stock }) => stock.on_hand > stock.reserved)
    .filter(({ stock }) => stock.expires_on === '' || stock.expires_on >= wanted.businessDate)
    .sort(
      (a, b) =>
        compareText(a.stock.expires_on || '9999', b.stock.expires_on || '9999') ||
        Number(b.isPickFace) - Number(a.isPickFace) ||
        b.stock.on_hand - b.stock.reserved - (a.stock.on_hand - a.stock.reserved) ||
        compareText(a.stock.id, b.stock.id),
    )
  const chosen: ChosenStock<S>[] = []
  let missing = wanted.quantity
  for (const { stock } of free) {
    if (missing === 0) break
    const quantity = Math.min(missing, stock.on_hand - stock.reserved)
    chosen.push({ stock, quantity })
    missing -= quantity
  }
  return chosen
}

/** Takes units off the front of chosen stock, leaving the rest for the item's next line; throws when there are too few. */
export function takeFrom<S>(chosen: ChosenStock<S>[], units: number): ChosenStock<S>[] {
  const taken: ChosenStock<S>[] = []
  let missing = units
  while (missing > 0) {
    const part = chosen[0]
    if (part === undefined) throw new Error('Fewer units were chosen than were decided')
    const quantity = Math.min(missing, part.quantity)
    taken.push({ stock: part.stock, quantity })
    if (quantity === part.quantity) chosen.shift()
    else chosen[0] = { stock: part.stock, quantity: part.quantity - quantity }
    missing -= quantity
  }
  return taken
}
