import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { Scans } from '../picking/confirm-pick.ts'

/**
 * Units of an order line lie in an open carton, verified by scan. Refused when more than was picked would be packed, and
 * when a serial was not picked for this order or is already in a carton.
 */
export const packUnit = defineCommand({
  type: 'packing.pack-unit',
  version: 1,
  class: 'FACT',
  args: z.object({
    cartonId: z.string(),
    orderLineId: z.string(),
    quantity: z.int().min(1),
    lot: z.string(),
    serial: z.string(),
    scans: Scans,
  }),
  async run(tx, command) {
    const { args } = command
    const carton = present(await tx.get('carton', args.cartonId), 'cartons are never removed')
    const line = present(await tx.get('order_line', args.orderLineId), 'order lines are never removed')
    if (carton.state !== 'open' || carton.order_id !== line.order_id) return refuse('cartonFirst')
    if (line.packed + args.quantity > line.picked)
      return refuse('overPacked', { item: line.name, quantity: line.picked })
    if (args.serial !== '' && !(await serialMayBePacked(tx, line.id, args.serial)))
      return refuse('serialNotPicked', { serial: args.serial, item: line.name })
    await tx.put('order_line', { ...line, packed: line.packed + args.quantity })
    const same = (await tx.find('carton_line', 'carton', carton.id)).find(
      (other) => other.order_line_id === line.id && other.lot === args.lot && other.serial === '' && args.serial === '',
    )
    await tx.put(
      'carton_line',
      same === undefined
        ? {
            id: deriveId(command.id, 'line'),
            carton_id: carton.id,
            order_id: carton.order_id,
            order_line_id: line.id,
            item_id: present(line.item_id, 'a picked line has its item'),
            lot: args.lot,
            serial: args.serial,
            quantity: args.quantity,
          }
        : { ...same, quantity: same.quantity + args.quantity },
    )
    await recordEvent(
      tx,
      command,
      carton.order_id,
      'packed',
      { quantity: args.quantity, sku: line.sku, item: line.name, carton: carton.number },
      { scans: args.scans },
    )
    return accept({ cartonLineId: same?.id ?? deriveId(command.id, 'line') })
  },
})

/** A serial may be packed once, and only when it was picked for this line. */
async function serialMayBePacked(tx: Tx, orderLineId: string, serial: string): Promise<boolean> {
  const picked = await tx.find('pick_line', 'order_line', orderLineId)
  const known = picked.some((line) => (JSON.parse(line.serials) as string[]).includes(serial))
  const packed = await tx.find('carton_line', 'order_line', orderLineId)
  return known && !packed.some((line) => line.serial === serial)
}

/** Takes units out of an open carton again. Refused when the carton is closed or holds less. */
export const unpackUnit = defineCommand({
  type: 'packing.unpack-unit',
  version: 1,
  class: 'FACT',
  args: z.object({ cartonLineId: z.string(), quantity: z.int().min(1) }),
  async run(tx, command) {
    const { args } = command
    const cartonLine = await tx.get('carton_line', args.cartonLineId)
    const carton = cartonLine === undefined ? undefined : await tx.get('carton', cartonLine.carton_id)
    if (cartonLine === undefined || carton?.state !== 'open' || cartonLine.quantity < args.quantity)
      return refuse('nothingToUndo')
    const line = present(await tx.get('order_line', cartonLine.order_line_id), 'order lines are never removed')
    await tx.put('order_line', { ...line, packed: line.packed - args.quantity })
    if (cartonLine.quantity === args.quantity) await tx.remove('carton_line', cartonLine.id)
    else await tx.put('carton_line', { ...cartonLine, quantity: cartonLine.quantity - args.quantity })
    await recordEvent(tx, command, carton.order_id, 'unpacked', {
      quantity: args.quantity,
      sku: line.sku,
      carton: carton.number,
    })
    return accept({ item: line.name })
  },
})
