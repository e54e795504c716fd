import type { Feedback, SessionView } from '../../contract/station/floor.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import {
  currentLine,
  PICK_ACTIONS,
  PICK_PROBLEMS,
  type PickLine,
  type PickProgress,
  type PickStep,
  pickStep,
} from '../../domain/pick.ts'
import { zoneChoices } from '../../domain/pick-zone.ts'
import { actionView, itemView, locationView } from '../floor/views.ts'
import { currentTote, type LoadedTask, rowOf } from './load-task.ts'

const ACCEPTS: Record<PickStep, PickBench['accepts']> = {
  idle: ['command'],
  totes: ['tote'],
  location: ['location', 'item'],
  item: ['item', 'tote'],
  lot: ['lot', 'item'],
  serial: ['serial'],
  put: ['tote'],
  problem: ['command'],
  quantity: ['quantity', 'item'],
  drop: ['command'],
}

/** Draws the picking bench from the task's rows and what the picker has shown so far. */
export async function pickBench(
  tx: Tx,
  loaded: LoadedTask | null,
  progress: PickProgress,
  rest: {
    session: SessionView
    alert: Feedback | null
    waiting: number
    choice: { zones: readonly string[]; chosen: string | null }
  },
): Promise<PickBench> {
  const step = pickStep(loaded?.task ?? null, progress)
  const base: PickBench = {
    screen: 'picking',
    step,
    session: rest.session,
    alert: rest.alert,
    accepts: ACCEPTS[step],
    actions: PICK_ACTIONS[step].map((name) =>
      actionView(name, rest.alert === null && (name !== 'skip' || maySkip(loaded, progress))),
    ),
    choices: step === 'problem' ? PICK_PROBLEMS.map((name) => actionView(name)) : [],
    waiting: rest.waiting,
    zones: zoneChoices(rest.choice.zones).map((one) => ({ ...one, chosen: one.zone === rest.choice.chosen })),
    task: loaded === null ? null : taskView(loaded),
    progress: null,
    location: null,
    item: null,
    lot: null,
    serial: null,
    expiresOn: null,
    quantity: 0,
    counted: 0,
    typed: progress.typed,
    alike: null,
    cart: { columns: 4, slots: [] },
    target: null,
    together: null,
  }
  if (loaded === null) return base
  const current = currentLine(loaded.task, progress)
  const row = rowOf(loaded, current)
  const drawn = {
    ...base,
    progress: progressOf(loaded, row),
    ...(row === undefined || current === null || step === 'totes'
      ? {}
      : await lineView(tx, loaded, { row, current }, progress)),
  }
  if (loaded.task.sortedAt === 'bench') return { ...drawn, ...togetherView(loaded, progress, current) }
  const targetSlot =
    step === 'totes'
      ? loaded.slots.find((slot) => slot.tote_id === null)
      : loaded.slots.find((slot) => slot.slot === current?.slot)
  return {
    ...drawn,
    cart: cartOf(loaded, targetSlot?.slot ?? null),
    target:
      targetSlot === undefined
        ? null
        : {
            slot: targetSlot.slot,
            toteName: (targetSlot.tote ?? targetSlot.handed)?.name ?? null,
            toteCode: (targetSlot.tote ?? targetSlot.handed)?.code ?? null,
            orderNumber: targetSlot.order.number,
          },
  }
}

/** What orders that are collected together share: their totes, and what they take here. */
function togetherView(
  loaded: LoadedTask,
  progress: PickProgress,
  current: PickLine | null,
): Pick<PickBench, 'target' | 'together'> {
  const tote = currentTote(loaded, progress)
  return {
    target: tote === undefined ? null : { slot: 1, toteName: tote.name, toteCode: tote.code, orderNumber: '' },
    together: {
      orders: loaded.slots.length,
      ordersHere: current === null ? 0 : (current.shares?.length ?? 1),
      totes: loaded.totes.map(({ id, name }) => ({ name, target: id === tote?.id })),
    },
  }
}

function taskView({ row, part, task }: LoadedTask): PickBench['task'] {
  const isChain = part.of > 1
  return {
    ...{ id: row.id, number: row.number, verify: row.verify === 1 },
    zone: row.zone,
    part: isChain ? part : null,
    nextZone: task.nextZone,
  }
}

/** A line can be left for later while another one is open and nothing of it is in the hand. */
function maySkip(loaded: LoadedTask | null, progress: PickProgress): boolean {
  return (loaded?.task.openLines.length ?? 0) > 1 && progress.counted === 0
}

async function lineView(
  tx: Tx,
  loaded: LoadedTask,
  { row, current }: { row: Row<'pick_line'>; current: PickLine },
  progress: PickProgress,
): Promise<Pick<PickBench, 'location' | 'item' | 'lot' | 'serial' | 'expiresOn' | 'quantity' | 'counted' | 'alike'>> {
  const item = present(await tx.get('item', row.item_id), 'items are never removed')
  const location = present(await tx.get('location', row.location_id), 'locations are never removed')
  const before = loaded.lines.filter((line) => line.state !== 'open' && line.sequence < row.sequence).at(-1)
  const previous = before === undefined ? undefined : await tx.get('location', before.location_id)
  const mine = progress.lineId === current.id
  return {
    location: locationView(location, previous),
    item: itemView(item),
    lot: row.lot === '' ? null : row.lot,
    serial: row.serial === '' ? null : row.serial,
    expiresOn: row.expires_on === '' ? null : row.expires_on,
    quantity: current.open,
    counted: mine ? progress.counted : 0,
    alike: await alikeNearby(tx, item, location),
  }
}

/** An item in the same bay that is easily taken for this one: same first word, other code. */
async function alikeNearby(tx: Tx, item: Row<'item'>, location: Row<'location'>): Promise<PickBench['alike']> {
  const prefix = location.code.slice(0, location.code.lastIndexOf('-') + 1)
  const position = Number(location.code.slice(prefix.length))
  if (prefix === '' || !Number.isInteger(position)) return null
  const width = location.code.length - prefix.length
  for (const next of [position - 1, position + 1]) {
    const code = `${prefix}${String(next).padStart(width, '0')}`
    const [neighbour] = await tx.find('location', 'code', code)
    if (neighbour === undefined) continue
    for (const stock of await tx.find('stock', 'location', neighbour.id)) {
      const other = stock.item_id === item.id ? undefined : await tx.get('item', stock.item_id)
      if (other !== undefined && firstWord(other.name) === firstWord(item.name))
        return { name: other.name, lastFour: itemView(other).lastFour }
    }
  }
  return null
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name
}

function progressOf(loaded: LoadedTask, here: Row<'pick_line'> | undefined): PickBench['progress'] {
  // What several orders take at one place together is one stop.
  const together = loaded.task.sortedAt === 'bench'
  const stops = [...Map.groupBy(loaded.lines, (line) => (together ? line.stock_id : line.id)).values()]
  const index = stops.findIndex((stop) => stop.some((line) => line.id === here?.id))
  const lines = stops.map((stop, at) => {
    if (at === index) return 'here' as const
    if (stop.some((line) => line.state === 'open')) return 'open' as const
    return stop.some((line) => line.state === 'short') ? ('short' as const) : ('done' as const)
  })
  return {
    line: index < 0 ? lines.length : index + 1,
    lines,
    unitsPicked: loaded.lines.reduce((sum, line) => sum + line.picked, 0),
    unitsTotal: loaded.lines.reduce((sum, line) => sum + line.quantity - line.short, 0),
  }
}

function cartOf(loaded: LoadedTask, target: number | null): PickBench['cart'] {
  return {
    columns: loaded.slots.length > 12 ? 6 : 4,
    slots: loaded.slots.map((slot) => {
      const lines = loaded.lines.filter((line) => line.order_id === slot.order_id)
      const wanted = lines.reduce((sum, line) => sum + line.quantity - line.short, 0)
      const picked = lines.reduce((sum, line) => sum + line.picked, 0)
      return {
        slot: slot.slot,
        toteName: slot.tote?.name ?? null,
        handedName: slot.handed?.name ?? null,
        orderNumber: slot.order.number,
        fill: wanted === 0 ? 0 : picked / wanted,
        target: slot.slot === target,
      }
    }),
  }
}
