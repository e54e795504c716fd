import { orderAsInput } from '../../commands/orders/order-rows.ts'
import type {
  OrderEventView,
  OrderLineView,
  OrderPage,
  OrderRow,
  OrderStateView,
} from '../../contract/station/orders.ts'
import type { Row } from '../../db/tables.ts'
import type { OrderInput, PaymentState } from '../../domain/inputs.ts'
import { maskName, maskPhone, maskText } from '../../domain/mask.ts'
import { mayFollow, ORDER_TRANSITIONS, type OrderState } from '../../domain/states.ts'

/** The columns of an order that its row in the list shows. */
export type ListedOrder = Pick<
  Row<'order'>,
  | 'id'
  | 'number'
  | 'channel'
  | 'customer_name'
  | 'recipient_name'
  | 'line_count'
  | 'unit_count'
  | 'state'
  | 'hold_reason'
  | 'priority'
  | 'ship_by'
  | 'ordered_at'
  | 'carrier_code'
  | 'available_from'
> & { has_difference: number }

/** States in which a pre-order may still wait for its day. */
const BEFORE_RELEASE: readonly string[] = ['received', 'needs_match', 'ready', 'on_hold', 'backordered']

/** A row of the list, its customer masked; `short` is the number of units that are missing for it. */
export function rowView(order: ListedOrder, short: number): OrderRow {
  return {
    id: order.id,
    number: order.number,
    channel: order.channel,
    customer: maskName(order.customer_name === '' ? order.recipient_name : order.customer_name),
    lines: order.line_count,
    units: order.unit_count,
    state: order.state as OrderStateView,
    holdReason: order.hold_reason,
    priority: order.priority,
    shipBy: order.ship_by,
    availableFrom: BEFORE_RELEASE.includes(order.state) ? order.available_from : null,
    orderedAt: order.ordered_at,
    carrier: order.carrier_code,
    hasDifference: order.has_difference === 1,
    short,
  }
}

/** A line with everything that happened to it, in units. */
export function lineView(
  line: Row<'order_line'> & { picture: string | null },
  locations: readonly string[],
  stock: OrderLineView['stock'],
): OrderLineView {
  return {
    id: line.id,
    lineNo: line.line_no,
    itemId: line.item_id,
    sku: line.sku,
    name: line.name,
    option: line.option,
    ordered: line.quantity,
    allocated: line.allocated,
    picked: line.picked,
    packed: line.packed,
    shipped: line.shipped,
    cancelled: line.cancelled,
    fulfilled: line.fulfilled,
    priceMinor: line.price_minor,
    locations: [...locations],
    picture: line.picture,
    availableFrom: line.available_from,
    stock,
  }
}

/** An entry of the story with its sentence's parameters and the scans that led to it. */
export function eventView(event: Row<'order_event'> & { operator_name: string | null }): OrderEventView {
  const { scans, ...params } = JSON.parse(event.detail) as OrderEventView['params'] & {
    scans?: OrderEventView['scans']
  }
  return {
    id: event.id,
    at: event.at,
    type: event.type,
    operatorName: event.operator_name,
    station: event.station,
    params,
    scans: scans ?? [],
  }
}

/** What may be done with an order now by somebody who may change orders at all. */
export function possible(
  order: Row<'order'>,
  lines: readonly Row<'order_line'>[],
  who: { mayChange: boolean; pickablePayments: readonly PaymentState[]; toleratedHolds: readonly string[] },
): OrderPage['can'] {
  const state = order.state as OrderState
  const follows = (to: OrderState): boolean => state !== to && mayFollow(ORDER_TRANSITIONS, state, to)
  const hold = order.hold_reason ?? ''
  const lifts = state === 'on_hold' && hold !== 'cancelled-at-shop' && who.toleratedHolds.includes(hold)
  const payable = who.pickablePayments.includes(order.payment as PaymentState)
  return {
    release: who.mayChange && payable && (state === 'ready' || state === 'backordered' || lifts),
    hold: who.mayChange && follows('on_hold'),
    unhold: who.mayChange && state === 'on_hold',
    cancel: who.mayChange && follows('cancelled') && lines.every((line) => line.picked === 0),
    // The floor needs it while it works on the order; afterwards it is the office's, as it names the customer.
    slip: ['picked', 'packing', 'packed', ...(who.mayChange ? ['shipped', 'delivered'] : [])].includes(state),
  }
}

/**
 * The order as it stands beside what a later file says. What both say alike about the person is masked; what differs is
 * shown, for somebody has to decide about it.
 */
export function differenceView(
  difference: Row<'order_difference'>,
  order: Row<'order'>,
  lines: readonly Row<'order_line'>[],
  shown: 'all' | 'differing' | 'nothing',
): NonNullable<OrderPage['difference']> {
  const current = orderAsInput(order, lines)
  const {
    contentHash: _,
    sourceRow: __,
    ...incoming
  } = JSON.parse(difference.incoming) as OrderInput & {
    contentHash: string
    sourceRow?: string
  }
  const view = { id: difference.id, foundAt: difference.found_at }
  if (shown === 'all') return { ...view, current, incoming }
  const keep = shown === 'differing'
  return { ...view, current: maskOrder(current, incoming, keep), incoming: maskOrder(incoming, current, keep) }
}

function maskOrder(order: OrderInput, other: OrderInput, keepDiffering: boolean): OrderInput {
  const mask = (text: string, against: string | undefined, by: (text: string) => string): string =>
    keepDiffering && text !== against ? text : by(text)
  const to = order.shipTo
  return {
    ...order,
    customerName: mask(order.customerName, other.customerName, maskName),
    customerPhone: mask(order.customerPhone, other.customerPhone, maskPhone),
    ...(order.email === undefined ? {} : { email: mask(order.email, other.email, maskText) }),
    shipTo: {
      ...to,
      name: mask(to.name, other.shipTo.name, maskName),
      phone: mask(to.phone, other.shipTo.phone, maskPhone),
      line1: mask(to.line1, other.shipTo.line1, maskText),
      line2: mask(to.line2, other.shipTo.line2, maskText),
    },
  }
}
