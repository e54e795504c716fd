import type { ApiOrder } from '../../contract/central/api/orders.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { AddressInput } from '../../domain/inputs.ts'
import { ApiRefusal } from './api-problem.ts'
import { marks } from './cursor.ts'

/** An order as integrators see it. */
export function orderView(order: Row<'order'>, lines: readonly Row<'order_line'>[], hasDifference: boolean): ApiOrder {
  const to = JSON.parse(order.ship_to) as AddressInput
  return {
    id: order.id,
    channel: order.channel,
    externalId: order.external_id,
    number: order.number,
    state: order.state as ApiOrder['state'],
    holdReason: order.hold_reason,
    hasDifference,
    priority: order.priority,
    orderedAt: order.ordered_at,
    shipBy: order.ship_by,
    availableFrom: order.available_from,
    allOrNothing: order.all_or_nothing === null ? null : order.all_or_nothing === 1,
    importedAt: order.imported_at,
    releasedAt: order.released_at,
    shippedAt: order.shipped_at,
    payment: order.payment as ApiOrder['payment'],
    paymentMethod: order.payment_method,
    currency: order.currency,
    totalMinor: order.total_minor,
    shippingMethod: order.shipping_method,
    carrier: order.carrier_code,
    customerName: order.customer_name,
    customerPhone: order.customer_phone,
    email: order.email,
    shipTo: { ...to, company: to.company ?? null },
    note: order.note,
    lines: lines.toSorted((a, b) => a.line_no - b.line_no).map(lineView),
  }
}

function lineView(line: Row<'order_line'>): ApiOrder['lines'][number] {
  return {
    id: line.id,
    lineNo: line.line_no,
    externalId: line.external_id,
    sku: line.sku,
    name: line.name,
    option: line.option,
    quantity: line.quantity,
    fulfilled: line.fulfilled,
    priceMinor: line.price_minor,
    requiresShipping: line.requires_shipping === 1,
    availableFrom: line.available_from,
    matched: line.item_id !== null,
    allocated: line.allocated,
    picked: line.picked,
    packed: line.packed,
    shipped: line.shipped,
    cancelled: line.cancelled,
  }
}

/** An order of a transaction, whole. Throws ApiRefusal `notFound`. */
export async function readOrder(tx: Tx, orderId: string): Promise<ApiOrder> {
  const order = await tx.get('order', orderId)
  if (order === undefined) throw new ApiRefusal('notFound', { orderId })
  const differences = await tx.find('order_difference', 'order', orderId)
  return orderView(
    order,
    await tx.find('order_line', 'order', orderId),
    differences.some(({ state }) => state === 'open'),
  )
}

/** These orders, whole, in their order. */
export async function viewOrders(store: CentreStore, orders: readonly Row<'order'>[]): Promise<ApiOrder[]> {
  if (orders.length === 0) return []
  const ids = orders.map(({ id }) => id)
  const lines = await store.ask<Row<'order_line'>>(`SELECT * FROM order_line WHERE order_id IN (${marks(ids)})`, ...ids)
  const open = await store.ask<{ order_id: string }>(
    `SELECT order_id FROM order_difference WHERE state = 'open' AND order_id IN (${marks(ids)})`,
    ...ids,
  )
  const differing = new Set(open.map((row) => row.order_id))
  const byOrder = Map.groupBy(lines, (line) => line.order_id)
  return orders.map((order) => orderView(order, byOrder.get(order.id) ?? [], differing.has(order.id)))
}
