import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { StockInput } from '../../domain/inputs.ts'
import { accept, type CommandContext, defineCommand, type RefusalName } from '../command.ts'
import type { RecordOutcome, RecordOutcomes } from '../import-outcome.ts'
import { unitsInTotes } from './units-in-totes.ts'

/**
 * Sets what lies where, as counted: the difference to the books is posted as a stock move with reason `count`. Units that
 * lie in totes of unfinished tasks are still on hand and are added. A row is refused with `notFound` (item or location
 * unknown), `underReserved` (less than what is promised to orders) or `wrongState` (lot or serial missing, superfluous, or
 * more than one of a serial, also at another place).
 */
export const importStock = defineCommand({
  type: 'stock.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ stock: z.array(StockInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.stock.entries()) {
      const outcome = await setStock(tx, command, input, index)
      if (typeof outcome === 'string') result.outcomes.push(outcome)
      else {
        result.outcomes.push('refused')
        result.problems.push({ index, ...outcome })
      }
    }
    return accept(result)
  },
})

type Problem = { field: string; value: string; name: RefusalName; params: Record<string, string | number> }

async function setStock(
  tx: Tx,
  command: CommandContext,
  input: StockInput,
  index: number,
): Promise<RecordOutcome | Problem> {
  const [item] = await tx.find('item', 'sku', input.sku)
  if (item === undefined) return { field: 'sku', value: input.sku, name: 'notFound', params: {} }
  const [location] = await tx.find('location', 'code', normaliseCode(input.location))
  if (location === undefined) return { field: 'location', value: input.location, name: 'notFound', params: {} }
  const wrong = wrongTracking(item, input)
  if (wrong !== null) return wrong
  const lot = input.lot ?? ''
  const serial = input.serial ?? ''
  const [before] = await tx.find('stock', 'place', item.id, location.id, lot, serial)
  if (before === undefined && input.quantity === 0) return 'same'
  if (serial !== '' && input.quantity > 0) {
    const others = await tx.find('stock', 'place', item.id)
    const lies = others.some((other) => other.serial === serial && other.on_hand > 0 && other.id !== before?.id)
    if (lies) return { field: 'serial', value: serial, name: 'wrongState', params: { tracking: item.tracking } }
  }
  const reserved = before?.reserved ?? 0
  // What was picked stays reserved until it is dropped off.
  const inTotes = before === undefined || reserved === 0 ? 0 : await unitsInTotes(tx, before.id)
  const onHand = input.quantity + inTotes
  if (onHand < reserved) {
    const params = { reserved: reserved - inTotes }
    return { field: 'quantity', value: String(input.quantity), name: 'underReserved', params }
  }
  if (serial !== '' && onHand > 1)
    return { field: 'serial', value: serial, name: 'wrongState', params: { tracking: item.tracking } }
  // Units that lay there before are the oldest ones.
  const lay = before !== undefined && before.on_hand > 0
  const stays = lay || input.quantity === 0
  const receivedOn = input.receivedOn ?? (stays ? (before?.received_on ?? '') : command.businessDate)
  const row = {
    id: before?.id ?? deriveId(command.id, `s${index}`),
    item_id: item.id,
    location_id: location.id,
    lot,
    serial,
    expires_on: input.expiresOn ?? before?.expires_on ?? '',
    on_hand: onHand,
    reserved,
    received_on: receivedOn,
  }
  const same = (['on_hand', 'expires_on', 'received_on'] as const).every((column) => before?.[column] === row[column])
  if (before !== undefined && same) return 'same'
  await tx.put('stock', row)
  await postCount(tx, command, row, onHand - (before?.on_hand ?? 0), index)
  return before === undefined ? 'new' : 'update'
}

function wrongTracking(item: Row<'item'>, input: StockInput): Problem | null {
  const params = { tracking: item.tracking }
  if (input.quantity === 0) return null
  if (item.tracking === 'serial' && (input.serial === undefined || input.quantity > 1))
    return { field: 'serial', value: input.serial ?? '', name: 'wrongState', params }
  if (item.tracking === 'lot' && input.lot === undefined) return { field: 'lot', value: '', name: 'wrongState', params }
  if (item.tracking !== 'serial' && input.serial !== undefined)
    return { field: 'serial', value: input.serial, name: 'wrongState', params }
  return null
}

async function postCount(
  tx: Tx,
  command: CommandContext,
  row: Row<'stock'>,
  difference: number,
  index: number,
): Promise<void> {
  if (difference === 0) return
  await tx.put('stock_move', {
    id: deriveId(command.id, `m${index}`),
    command_id: command.id,
    at: command.at,
    item_id: row.item_id,
    from_stock_id: difference < 0 ? row.id : null,
    to_stock_id: difference > 0 ? row.id : null,
    lot: row.lot,
    serial: row.serial,
    quantity: Math.abs(difference),
    reason: 'count',
    order_line_id: null,
    operator_id: command.operatorId,
  })
}
