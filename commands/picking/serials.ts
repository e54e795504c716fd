import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { type Refusal, refuse } from '../command.ts'

/** How many units of a pick line are moved, and the serial numbers on them. */
export type NamedUnits = { quantity: number; serials: readonly string[] }

/**
 * Why units cannot be laid into the tote under these serials; null when they can. Refused: `serialNotKept` where neither
 * item nor shelf has serials, `serialsNotAll` unless each unit has one of its own, `serialTwice` for one that lies in the
 * tote already.
 */
export async function picksSerials(
  tx: Tx,
  line: Row<'pick_line'>,
  units: NamedUnits,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const item = present(await tx.get('item', line.item_id), 'items are never removed')
  const tracked = item.tracking === 'serial'
  // A shelf keeps its serials when its item is no longer kept by them.
  if (units.serials.length > 0 && !tracked && line.serial === '')
    return refuse('serialNotKept', { item: item.name, serial: units.serials[0] ?? '' })
  if ((tracked || units.serials.length > 0) && !oneEach(units))
    return refuse('serialsNotAll', { item: item.name, serials: units.serials.length, quantity: units.quantity })
  const others = units.serials.length === 0 ? [] : await tx.find('pick_line', 'order_line', line.order_line_id)
  const taken = new Set(others.flatMap(serialsOf))
  const twice = units.serials.find((serial) => taken.has(serial))
  return twice === undefined ? null : refuse('serialTwice', { serial: twice })
}

/**
 * Why units cannot be taken back under these serials; null when they can. Refused: `serialNotKept` where none was picked,
 * `serialsNotAll` unless each unit is named once, `serialNotInTote` for one that was not picked for this line.
 */
export async function returnsSerials(
  tx: Tx,
  line: Row<'pick_line'>,
  units: NamedUnits,
): Promise<{ ok: false; refusal: Refusal } | null> {
  const picked = serialsOf(line)
  const item = present(await tx.get('item', line.item_id), 'items are never removed')
  if (picked.length === 0 && units.serials.length > 0)
    return refuse('serialNotKept', { item: item.name, serial: units.serials[0] ?? '' })
  // Units without a serial may lie among them, when the item came to be kept by serials in between.
  const unnamed = line.picked - picked.length
  if ((units.serials.length > 0 || units.quantity > unnamed) && !oneEach(units))
    return refuse('serialsNotAll', { item: item.name, serials: units.serials.length, quantity: units.quantity })
  const strange = units.serials.find((serial) => !picked.includes(serial))
  return strange === undefined ? null : refuse('serialNotInTote', { serial: strange, item: item.name })
}

/** The serials that were picked for a line, in the order they were scanned. */
export function serialsOf(line: Row<'pick_line'>): string[] {
  return JSON.parse(line.serials) as string[]
}

/** Each unit has a serial, and none has that of another. */
function oneEach({ quantity, serials }: NamedUnits): boolean {
  return serials.length === quantity && new Set(serials).size === quantity && !serials.includes('')
}
