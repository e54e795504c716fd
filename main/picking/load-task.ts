import { tasksOf } from '../../commands/claims/take-over.ts'
import { MOST_LINES_OF_STOP } from '../../commands/picking/collect-units.ts'
import { isCollected } from '../../commands/picking/shared-totes.ts'
import { earlierParts, laterParts, toteOf } from '../../commands/waves/chain.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { PickLine, PickProgress, PickTask } from '../../domain/pick.ts'
import { compareUrgency } from '../../domain/urgency.ts'

/** A pick task as its rows, and as the decision sees it. */
export type LoadedTask = {
  row: Row<'pick_task'>
  /** `handed`: a tote that another zone handed over and that was not shown here yet. */
  slots: (Row<'pick_slot'> & { tote: Row<'tote'> | undefined; handed: Row<'tote'> | undefined; order: Row<'order'> })[]
  /** All lines in walking order. */
  lines: Row<'pick_line'>[]
  /** The totes that its orders share, by name. */
  totes: Row<'tote'>[]
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
  const collected = isCollected(row)
  const totes = collected ? await sharedTotes(tx, row.id) : []
  const openLines: PickLine[] = []
  for (const line of lines) if (line.state === 'open') openLines.push(await asPickLine(tx, line, slots))
  const later = await laterParts(tx, row)
  const [next] = later
  const number = (await earlierParts(tx, row)).length + 1
  return {
    row,
    slots,
    lines,
    totes,
    task: {
      id: row.id,
      sortedAt: collected ? 'bench' : 'tote',
      totes: totes.map(({ id, name }) => ({ id, name })),
      slots: slots.map((slot) => ({
        ...{ id: slot.id, slot: slot.slot, orderId: slot.order_id, toteId: slot.tote_id },
        handed: slot.handed === undefined ? null : { id: slot.handed.id, name: slot.handed.name },
      })),
      openLines: collected ? together(openLines, lines, slots) : openLines,
      nextZone: next === undefined ? null : (next.zone ?? ''),
    },
    part: { number, of: number + later.length },
  }
}

async function sharedTotes(tx: Tx, taskId: string): Promise<Row<'tote'>[]> {
  const totes = await tx.find('tote', 'pick_task', taskId)
  return totes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
}

/**
 * Open lines of one stock row as one stop where the first of them is, shared by urgency; as several where one scan cannot be
 * about so many. Units with serial numbers stay alone: each belongs to its order from the shelf on.
 */
function together(
  open: readonly PickLine[],
  rows: readonly Row<'pick_line'>[],
  slots: LoadedTask['slots'],
): PickLine[] {
  const stockOf = new Map(rows.map((row) => [row.id, row.stock_id]))
  const orderOf = new Map(slots.map(({ order }) => [order.id, order]))
  const turn = (line: PickLine) => {
    const { priority = 0, ship_by: shipBy = null, ordered_at: orderedAt = 0 } = orderOf.get(line.orderId) ?? {}
    return { priority, shipBy, orderedAt, number: line.orderNumber, id: line.id }
  }
  const stops = Map.groupBy(open, (line) =>
    line.tracking === 'serial' || line.serial !== '' || line.orderStopped ? line.id : (stockOf.get(line.id) ?? line.id),
  )
  const turnOf = new Map(open.map(({ id }, index) => [id, index]))
  const found = [...stops].flatMap(([id, lines]) => {
    const parts = id === lines[0]?.id ? [lines] : cutFromEnd(lines.toSorted((a, b) => compareUrgency(turn(a), turn(b))))
    return parts.map((part, index) => ({
      at: Math.min(...part.map((line) => turnOf.get(line.id) ?? 0)),
      stop: id === lines[0]?.id ? part[0] : asStop(id, part, parts.length - 1 - index),
    }))
  })
  // A part that is skipped comes after the others of its place.
  return found.sort((a, b) => a.at - b.at).flatMap(({ stop = [] }) => stop)
}

/** Pieces of at most what one scan may be about. Cut from the end, so that what is done of the first one moves no other. */
function cutFromEnd(lines: readonly PickLine[]): PickLine[][] {
  const parts: PickLine[][] = []
  for (let end = lines.length; end > 0; end -= MOST_LINES_OF_STOP)
    parts.unshift(lines.slice(Math.max(0, end - MOST_LINES_OF_STOP), end))
  return parts
}

/** Lines that are taken together; `after`: how many more stops of the same stock row come after this one. */
function asStop(stockId: string, lines: readonly PickLine[], after: number): PickLine {
  return {
    ...present(lines[0], 'a stop has a line'),
    id: after === 0 ? stockId : `${stockId}.${after}`,
    open: lines.reduce((sum, line) => sum + line.open, 0),
    shares: lines.map((line) => ({ pickLineId: line.id, quantity: line.open })),
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
    shares: null,
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

/** The shared tote that the next units are expected in: the one used last, while it is there. */
export function currentTote({ totes }: LoadedTask, { lastPick }: PickProgress): Row<'tote'> | undefined {
  return totes.find(({ id }) => id === lastPick?.shared?.toteId) ?? totes.at(-1)
}

/** The row by which a stop is drawn: that of its line, or of the most urgent one of several. */
export function rowOf({ lines }: LoadedTask, current: PickLine | null): Row<'pick_line'> | undefined {
  const id = current?.shares?.[0]?.pickLineId ?? current?.id
  return lines.find((line) => line.id === id)
}
