import { z } from 'zod'
import type { Row } from '../../db/tables.ts'
import { OrderInput, type PaymentState } from '../../domain/inputs.ts'
import { type IntakeState, intakeState, phoneTail, unitsToShip } from '../../domain/order-intake.ts'

/** An order of a file, with the hash of everything it says and the rows it came from (JSON), where they are kept. */
export const IncomingOrder = OrderInput.extend({
  contentHash: z.string().min(1).max(64),
  sourceRow: z.string().optional(),
})
export type IncomingOrder = z.infer<typeof IncomingOrder>

/** Payment states that the site's policy lets be picked, fixed when the command was made. */
export const PickablePayments = z.array(OrderInput.shape.payment).max(6)

/** The columns of an order's row that its own content decides; the rest is its life at this site. */
export function contentColumns(
  order: IncomingOrder,
): Omit<Row<'order'>, 'id' | 'state' | 'hold_reason' | 'imported_at' | 'released_at' | 'shipped_at' | 'note_seen'> {
  let lines = 0
  let units = 0
  for (const line of order.lines) {
    const open = unitsToShip(line)
    units += open
    if (open > 0) lines += 1
  }
  return {
    channel: order.channel,
    external_id: order.externalId,
    number: order.number,
    priority: order.priority,
    ordered_at: order.orderedAt,
    ship_by: order.shipBy ?? null,
    payment: order.payment,
    payment_method: order.paymentMethod,
    currency: order.currency,
    total_minor: order.totalMinor,
    shipping_method: order.shippingMethod,
    carrier_code: order.carrier ?? null,
    customer_name: order.customerName,
    customer_phone: order.customerPhone,
    email: order.email ?? null,
    recipient_name: order.shipTo.name,
    recipient_phone: order.shipTo.phone,
    phone_tail: phoneTail(order.shipTo.phone === '' ? order.customerPhone : order.shipTo.phone),
    ship_to: JSON.stringify(order.shipTo),
    note: order.note,
    line_count: lines,
    unit_count: units,
    content_hash: order.contentHash,
    source_row: order.sourceRow ?? null,
    available_from: latestDay([order.availableFrom, ...order.lines.map(({ availableFrom }) => availableFrom)]),
    all_or_nothing: order.allOrNothing === undefined ? null : order.allOrNothing ? 1 : 0,
  }
}

function latestDay(days: readonly (string | null | undefined)[]): string | null {
  return days.reduce<string | null>((latest, day) => (day && day > (latest ?? '') ? day : latest), null)
}

/** A line's row as it begins, before anything happened to it; the day of a pre-order holds for each of its lines. */
export function newLine(
  line: OrderInput['lines'][number],
  ids: { id: string; orderId: string; lineNo: number; itemId: string | null; availableFrom: string | undefined },
): Row<'order_line'> {
  return {
    id: ids.id,
    order_id: ids.orderId,
    line_no: ids.lineNo,
    external_id: line.externalId,
    item_id: ids.itemId,
    sku: line.sku,
    name: line.name,
    option: line.option ?? null,
    quantity: line.quantity,
    price_minor: line.priceMinor,
    requires_shipping: line.requiresShipping ? 1 : 0,
    fulfilled: Math.min(line.fulfilled, line.quantity),
    allocated: 0,
    picked: 0,
    packed: 0,
    shipped: 0,
    cancelled: 0,
    available_from: latestDay([ids.availableFrom, line.availableFrom]),
  }
}

/** Where an order stands by its rows alone, as if it had just come in. */
export function stateOfRows(
  order: Pick<Row<'order'>, 'payment'> & { cancelledAtShop: boolean },
  lines: readonly Row<'order_line'>[],
  pickablePayments: readonly PaymentState[],
): IntakeState {
  return intakeState(
    {
      cancelledAtShop: order.cancelledAtShop,
      payment: order.payment as PaymentState,
      lines: lines.map((line) => ({
        itemId: line.item_id,
        units: unitsToShip({ ...line, requiresShipping: line.requires_shipping === 1 }),
      })),
    },
    pickablePayments,
  )
}

/** An order as a file would say it, rebuilt from its rows: what a difference is compared with. */
export function orderAsInput(order: Row<'order'>, lines: readonly Row<'order_line'>[]): OrderInput {
  return {
    channel: order.channel,
    externalId: order.external_id,
    number: order.number,
    orderedAt: order.ordered_at,
    payment: order.payment as PaymentState,
    paymentMethod: order.payment_method,
    currency: order.currency,
    totalMinor: order.total_minor,
    shippingMethod: order.shipping_method,
    ...(order.carrier_code === null ? {} : { carrier: order.carrier_code }),
    customerName: order.customer_name,
    customerPhone: order.customer_phone,
    ...(order.email === null ? {} : { email: order.email }),
    shipTo: JSON.parse(order.ship_to) as OrderInput['shipTo'],
    note: order.note,
    ...(order.hold_reason === 'cancelled-at-shop' ? { cancelledAt: order.ordered_at } : {}),
    ...(order.ship_by === null ? {} : { shipBy: order.ship_by }),
    priority: order.priority,
    ...(order.available_from === null ? {} : { availableFrom: order.available_from }),
    ...(order.all_or_nothing === null ? {} : { allOrNothing: order.all_or_nothing === 1 }),
    lines: [...lines]
      .sort((a, b) => a.line_no - b.line_no)
      .map((line) => ({
        externalId: line.external_id,
        sku: line.sku,
        name: line.name,
        ...(line.option === null ? {} : { option: line.option }),
        quantity: line.quantity,
        fulfilled: line.fulfilled,
        priceMinor: line.price_minor,
        requiresShipping: line.requires_shipping === 1,
      })),
  }
}
