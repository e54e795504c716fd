import type { CentreStore } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { ApiRefusal } from './api-problem.ts'

/** The shipments of an order with their cartons and what is in them. Throws ApiRefusal `notFound`. */
export async function readShipments(store: CentreStore, orderId: string) {
  return store.read(async (tx) => {
    if ((await tx.get('order', orderId)) === undefined) throw new ApiRefusal('notFound', { orderId })
    const cartons = (await tx.find('carton', 'order', orderId)).toSorted((a, b) => a.number - b.number)
    const shipments = []
    for (const shipment of await tx.find('shipment', 'order', orderId)) {
      const own = cartons.filter((carton) => carton.shipment_id === shipment.id)
      shipments.push({
        id: shipment.id,
        number: shipment.number,
        state: shipment.state,
        carrier: shipment.carrier_code,
        dispatchedAt: shipment.dispatched_at,
        units: shipment.unit_count,
        cartons: await viewCartons(tx, own),
      })
    }
    return { shipments }
  })
}

async function viewCartons(tx: Tx, cartons: readonly Row<'carton'>[]) {
  const views = []
  for (const carton of cartons) {
    const lines = []
    for (const line of await tx.find('carton_line', 'carton', carton.id)) {
      const item = await tx.get('item', line.item_id)
      lines.push({
        orderLineId: line.order_line_id,
        sku: item?.sku ?? '',
        quantity: line.quantity,
        lot: line.lot === '' ? null : line.lot,
        serial: line.serial === '' ? null : line.serial,
      })
    }
    views.push({
      id: carton.id,
      number: carton.number,
      state: carton.state,
      code: carton.code,
      weightGrams: carton.weight_grams,
      carrier: carton.carrier_code,
      trackingNumber: carton.tracking_number,
      lines,
    })
  }
  return views
}
