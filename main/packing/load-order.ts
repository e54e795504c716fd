import { currentBook } from '../../commands/packing/carton-service.ts'
import { collectedSlot } from '../../commands/picking/shared-totes.ts'
import { SITE_ID } from '../../commands/site/save-site.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { PackCarton, PackLine, PackOrder } from '../../domain/pack.ts'
import type { PrintJobs } from '../printing/print-jobs.ts'
import { carrierName } from './carrier-name.ts'
import { lotsAreMixed, lotsToPack } from './lots-to-pack.ts'

/** The order on the bench as its rows, and as the decision sees it. */
export type LoadedOrder = {
  session: Row<'pack_session'>
  order: Row<'order'>
  tote: Row<'tote'>
  lines: (Row<'order_line'> & { item: Row<'item'> })[]
  carton: Row<'carton'> | null
  cartonType: Row<'carton_type'> | null
  cartonLines: (Row<'carton_line'> & { item: Row<'item'> })[]
  cartonCount: number
  /** Name of the carton's carrier, where it has one. */
  carrier: string | null
  site: Row<'site'> | undefined
  pack: PackOrder
}

/** Loads a pack session's order; null when it is closed, was never opened, or somebody else took it over. */
export async function loadOrder(
  tx: Tx,
  packSessionId: string | null,
  operatorId: string | null,
  printJobs: PrintJobs,
): Promise<LoadedOrder | null> {
  if (packSessionId === null) return null
  const session = await tx.get('pack_session', packSessionId)
  if (session?.state !== 'open' || session.operator_id !== operatorId) return null
  const order = present(await tx.get('order', session.order_id), 'orders are never removed')
  const tote = present(await tx.get('tote', session.tote_id), 'totes are never removed')
  const all = await tx.find('order_line', 'order', order.id)
  const lines: LoadedOrder['lines'] = []
  for (const line of all) {
    const item = line.item_id === null ? undefined : await tx.get('item', line.item_id)
    if (item !== undefined) lines.push({ ...line, item })
  }
  lines.sort((a, b) => a.line_no - b.line_no)
  const cartons = (await tx.find('carton', 'order', order.id)).filter((carton) => carton.state !== 'undone')
  const carton = cartons.find((candidate) => candidate.state === 'open' || candidate.state === 'closed') ?? null
  const cartonLines: LoadedOrder['cartonLines'] = []
  if (carton !== null)
    for (const line of await tx.find('carton_line', 'carton', carton.id))
      cartonLines.push({ ...line, item: present(await tx.get('item', line.item_id), 'items are never removed') })
  const cartonType = carton === null ? null : present(await tx.get('carton_type', carton.carton_type_id), 'types stay')
  const hasServices = carton !== null && (await currentBook(tx)) !== null
  const missing = all
    .filter((line) => line.requires_shipping === 1)
    .reduce((sum, line) => sum + line.quantity - line.fulfilled - line.cancelled - line.picked, 0)
  return {
    session,
    order,
    tote,
    lines,
    carton,
    cartonType,
    cartonLines,
    cartonCount: cartons.length,
    carrier: await carrierName(tx, carton?.carrier_code ?? null),
    site: await tx.get('site', SITE_ID),
    pack: {
      packSessionId: session.id,
      orderId: order.id,
      orderNumber: order.number,
      cancelled: order.state === 'cancelling' || order.state === 'cancelled',
      noteToSee: order.note !== '' && order.note_seen === 0,
      lines: await packLines(tx, order.id, lines),
      carton:
        carton === null || cartonType === null
          ? null
          : packCarton(carton, cartonType, cartonLines, { printJobs, hasServices }),
      cartonsReady: cartons.filter((one) => one.state === 'labelled').length,
      unitsMissing: missing,
    },
  }
}

async function packLines(tx: Tx, orderId: string, lines: LoadedOrder['lines']): Promise<PackLine[]> {
  const hasLots = lines.some(({ item, picked, packed }) => item.tracking === 'lot' && packed < picked)
  const collected = hasLots ? await collectedSlot(tx, orderId) : undefined
  const result: PackLine[] = []
  for (const line of lines) {
    const picked = await tx.find('pick_line', 'order_line', line.id)
    const inCartons = line.item.tracking === 'serial' ? await tx.find('carton_line', 'order_line', line.id) : []
    const serials = picked.flatMap((row) => JSON.parse(row.serials) as string[])
    const lots = await lotsToPack(tx, line.id, collected?.task.id ?? null)
    const lies = collected !== undefined && lots.length > 0 && line.packed < line.picked
    result.push({
      id: line.id,
      itemId: line.item.id,
      itemName: line.item.name,
      tracking: line.item.tracking as PackLine['tracking'],
      lots,
      lotsMixed: lies && (await lotsAreMixed(tx, collected.task.id, line.item.id)),
      serials: serials.filter((serial) => !inCartons.some((packed) => packed.serial === serial)),
      picked: line.picked,
      packed: line.packed,
      shipped: line.shipped,
    })
  }
  return result
}

function packCarton(
  carton: Row<'carton'>,
  type: Row<'carton_type'>,
  lines: LoadedOrder['cartonLines'],
  rest: { printJobs: PrintJobs; hasServices: boolean },
): PackCarton {
  const weights = lines.map((line) => (line.item.weight_grams === null ? null : line.item.weight_grams * line.quantity))
  const job = rest.printJobs.ofCarton(carton.id)
  return {
    id: carton.id,
    number: carton.number,
    state: carton.state === 'open' ? 'open' : 'closed',
    code: carton.code,
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
    tareGrams: type.tare_grams,
    maxGrams: type.max_grams,
    theoryGrams: weights.includes(null)
      ? null
      : weights.reduce<number>((sum, grams) => sum + (grams ?? 0), type.tare_grams),
    // Ids begin with the command's, so that they sort by time.
    lines: [...lines]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((line) => ({
        id: line.id,
        orderLineId: line.order_line_id,
        lot: line.lot,
        serial: line.serial,
        quantity: line.quantity,
      })),
    mustWeigh: rest.hasServices && weights.includes(null),
    // Filled where one is being chosen; elsewhere it says only whether there are any.
    offers: rest.hasServices ? [] : null,
    printJob: job === undefined ? null : { id: job.id, state: job.state },
  }
}
