import { tasksOf } from '../../commands/claims/take-over.ts'
import { earlierParts, laterParts, toteOf } from '../../commands/waves/chain.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { PickLine, PickTask } from '../../domain/pick.ts'

/** A pick task as its rows, and as the decision sees it. */
export type LoadedTask = {
  row: Row<'pick_task'>
  /** `handed`: a tote that another zone handed over and that was not shown here yet. */
  slots: (Row<'pick_slot'> & { tote: Row<'tote'> | undefined; handed: Row<'tote'> | undefined; order: Row<'order'> })[]
  /** All lines in walking order. */
  lines: Row<'pick_line'>[]
  task: PickTask
  /** Which one of how many tasks of a chain this is; `1` of `1` for one that stands alone. */
  part: { number: number; of: number }
}

/** The operator's unfinished task, or null; one that another station than this (null: alone) holds is not seen here. */
export async function loadTask(tx: Tx, operatorId: string, stationId: string | null): Promise<LoadedTask | null> {
  const tasks = await tasksOf(tx, operatorId)
  const row = tasks.find(({ holder }) => stationId === null || holder === null || holder === stationId)
  if (row === undefined) return null
  const slots: LoadedTask['slots'] = []
  for (const slot of await tx.find('pick_slot', 'pick_task', row.id)) {
    const tote = slot.tote_id === null ? undefined : await tx.get('tote', slot.tote_id)
    const handed = slot.tote_id === null ? await toteOf(tx, slot) : undefined
    slots.push({
      ...slot,
      tote,
      handed,
      order: present(await tx.get('order', slot.order_id), 'orders are never removed'),
    })
  }
  slots.sort((a, b) => a.slot - b.slot)
  const lines = (await tx.find('pick_line', 'pick_task', row.id)).sort((a, b) => a.sequence - b.sequence)
  const openLines: PickLine[] = []
  for (const line of lines) if (line.state === 'open') openLines.push(await asPickLine(tx, line, slots))
  const later = await laterParts(tx, row)
  const [next] = later
  const number = (await earlierParts(tx, row)).length + 1
  return {
    row,
    slots,
    lines,
    task: {
      id: row.id,
      slots: slots.map((slot) => ({
        ...{ id: slot.id, slot: slot.slot, orderId: slot.order_id, toteId: slot.tote_id },
        handed: slot.handed === undefined ? null : { id: slot.handed.id, name: slot.handed.name },
      })),
      openLines,
      nextZone: next === undefined ? null : (next.zone ?? ''),
    },
    part: { number, of: number + later.length },
  }
}

async function asPickLine(tx: Tx, line: Row<'pick_line'>, slots: LoadedTask['slots']): Promise<PickLine> {
  const slot = present(
    slots.find((candidate) => candidate.order_id === line.order_id),
    'a pick line has its slot',
  )
  const item = present(await tx.get('item', line.item_id), 'items are never removed')
  const location = present(await tx.get('location', line.location_id), 'locations are never removed')
  return {
    id: line.id,
    orderId: line.order_id,
    orderNumber: slot.order.number,
    orderStopped: slot.order.state !== 'picking',
    itemId: item.id,
    itemName: item.name,
    tracking: item.tracking as PickLine['tracking'],
    locationId: location.id,
    locationCode: location.code,
    lot: line.lot,
    serial: line.serial,
    serialsHere: line.serial === '' ? [] : await serialsAt(tx, line),
    expiresOn: line.expires_on,
    slotId: slot.id,
    slot: slot.slot,
    toteId: slot.tote_id,
    toteCode: slot.tote?.name ?? null,
    open: line.quantity - line.picked - line.short,
  }
}

/** Serials that a pick line may take at its place; the same rule by which the command swaps them. */
async function serialsAt(tx: Tx, line: Row<'pick_line'>): Promise<string[]> {
  const rows = await tx.find('stock', 'place', line.item_id, line.location_id)
  return rows
    .filter((stock) => stock.id === line.stock_id || stock.on_hand > stock.reserved)
    .map((stock) => stock.serial)
    .filter((serial) => serial !== '')
}
