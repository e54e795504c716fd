import type { Tx } from '../../db/port.ts'
import { deriveId } from '../../domain/ids.ts'
import { type CommandContext, type Refusal, refuse } from '../command.ts'
import { unitsInTotes } from '../stock/units-in-totes.ts'

/** The stock row of the shelf that a fact's arguments name, or null. */
export async function shelfOf(tx: Tx, args: unknown): Promise<string | null> {
  // A fact about several lines is about one shelf.
  const { lines: [first] = [], pickLineId = first?.pickLineId } = (args ?? {}) as {
    pickLineId?: unknown
    lines?: { pickLineId?: unknown }[]
  }
  if (typeof pickLineId !== 'string') return null
  return (await tx.get('pick_line', pickLineId))?.stock_id ?? null
}

/**
 * Sets a stock row to what a person counted on its shelf: units that lie in totes of unfinished tasks are still on hand
 * and are added. Null when it is done; refused with `underReserved` when less would be left than is promised to orders.
 */
export async function recount(
  tx: Tx,
  command: CommandContext,
  stockId: string,
  counted: number,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const stock = await tx.get('stock', stockId)
  if (stock === undefined) return refuse('resolutionNotPossible', { reason: 'noShelf' })
  const onHand = counted + (await unitsInTotes(tx, stockId))
  if (stock.serial !== '' && onHand > 1) return refuse('resolutionNotPossible', { reason: 'oneOfASerial' })
  if (onHand < stock.reserved) return refuse('underReserved', { reserved: stock.reserved })
  const difference = onHand - stock.on_hand
  if (difference === 0) return null
  await tx.put('stock', { ...stock, on_hand: onHand })
  await tx.put('stock_move', {
    id: deriveId(command.id, 'count'),
    command_id: command.id,
    at: command.at,
    item_id: stock.item_id,
    from_stock_id: difference < 0 ? stock.id : null,
    to_stock_id: difference > 0 ? stock.id : null,
    lot: stock.lot,
    serial: stock.serial,
    quantity: Math.abs(difference),
    reason: 'count',
    order_line_id: null,
    operator_id: command.operatorId,
  })
  return null
}
