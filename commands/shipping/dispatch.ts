import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { ruleAgainstCarrier } from '../../domain/carton-service.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { orderIsBlocked } from '../exceptions/blocked-by.ts'
import { nextNumber } from '../numbers/next-number.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { bookOfVersion, cartonToSend, NO_SERVICE } from '../packing/carton-service.ts'

/**
 * Carrier and tracking number of one labelled carton. Refused when the number is on another carton already, and with
 * `carrierForbidden` for another carrier than that of its service when a rule keeps the carton from all it has.
 */
export const assignTracking = defineCommand({
  type: 'shipping.assign-tracking',
  version: 1,
  class: 'FACT',
  args: z.object({ cartonId: z.string(), carrierCode: z.string().min(1), trackingNumber: z.string().min(4).max(64) }),
  async run(tx, command) {
    const { args } = command
    const carton = present(await tx.get('carton', args.cartonId), 'cartons are never removed')
    if (carton.state !== 'labelled') return refuse(carton.state === 'loaded' ? 'cartonShipped' : 'cartonNotLabelled')
    const [used] = await tx.find('carton', 'tracking', args.carrierCode, args.trackingNumber)
    if (used !== undefined && used.id !== carton.id) {
      const other = await tx.get('order', used.order_id)
      return refuse('trackingUsed', { tracking: args.trackingNumber, order: other?.number ?? '' })
    }
    const other = carton.service_code !== null && args.carrierCode !== carton.carrier_code
    if (other) {
      const rule = await ruleAgainst(tx, carton, args.carrierCode)
      if (rule !== null) return refuse('carrierForbidden', { carrier: args.carrierCode, rule })
    }
    await tx.put('carton', {
      ...carton,
      ...(other ? NO_SERVICE : {}),
      carrier_code: args.carrierCode,
      tracking_number: args.trackingNumber,
    })
    await recordEvent(tx, command, carton.order_id, 'tracking-assigned', {
      carton: carton.number,
      carrier: args.carrierCode,
      tracking: args.trackingNumber,
    })
    return accept({ number: carton.number })
  },
})

async function ruleAgainst(tx: Tx, carton: Row<'carton'>, carrierCode: string): Promise<string | null> {
  const kept = await bookOfVersion(tx, carton.service_version ?? 0)
  if (kept === null) return null
  const facts = await cartonToSend(tx, { carton, weightGrams: carton.weight_grams }, kept.book)
  return ruleAgainstCarrier(facts, carrierCode, kept.book)
}

/**
 * The packed order leaves: decided here and nowhere else, once per carton. Refused unless the order is packed and every
 * carton is labelled and has its tracking number, and while a fact about the order waits for a person. What was not packed stays open as a backorder.
 */
export const dispatch = defineCommand({
  type: 'shipping.dispatch',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderId: z.string() }),
  async run(tx, command) {
    const order = present(await tx.get('order', command.args.orderId), 'orders are never removed')
    if (order.state !== 'packed') return refuse('dispatchRefused', { order: order.number, state: order.state })
    if (await orderIsBlocked(tx, order.id)) return refuse('orderBlocked', { order: order.number })
    const cartons = (await tx.find('carton', 'order', order.id)).filter((carton) => carton.state === 'labelled')
    const bare = cartons.filter((carton) => carton.tracking_number === null).length
    const first = cartons[0]
    if (first === undefined || bare > 0) return refuse('cartonsMissing', { cartons: bare })
    const shipmentId = deriveId(command.id, 'shipment')
    let units = 0
    for (const carton of cartons) {
      for (const line of await tx.find('carton_line', 'carton', carton.id)) units += line.quantity
      await tx.put('carton', { ...carton, state: 'loaded', shipment_id: shipmentId })
    }
    await tx.put('shipment', {
      id: shipmentId,
      order_id: order.id,
      state: 'dispatched',
      carrier_code: first.carrier_code ?? '',
      dispatched_at: command.at,
      unit_count: units,
      number: `S-${String(await nextNumber(tx, 'shipment')).padStart(6, '0')}`,
    })
    let open = 0
    for (const line of await tx.find('order_line', 'order', order.id)) {
      const leaving = line.packed - line.shipped
      if (leaving > 0)
        await tx.put('stock_move', {
          id: deriveId(command.id, `move.${line.line_no}`),
          command_id: command.id,
          at: command.at,
          item_id: present(line.item_id, 'a packed line has its item'),
          from_stock_id: null,
          to_stock_id: null,
          lot: '',
          serial: '',
          quantity: leaving,
          reason: 'shipped',
          order_line_id: line.id,
          operator_id: command.operatorId,
        })
      await tx.put('order_line', { ...line, shipped: line.packed })
      if (line.requires_shipping === 1) open += line.quantity - line.fulfilled - line.cancelled - line.packed
    }
    const done = open === 0
    await changeOrderState(tx, order, done ? 'shipped' : 'backordered', { shipped_at: command.at })
    await recordEvent(tx, command, order.id, done ? 'dispatched' : 'dispatched-in-part', {
      cartons: cartons.length,
      units,
      carrier: first.carrier_code ?? '',
      tracking: first.tracking_number ?? '',
      open,
    })
    return accept({ orderNumber: order.number, shipmentId, units })
  },
})
