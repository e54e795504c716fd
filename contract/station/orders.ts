import { z } from 'zod'
import { AddressInput, OrderInput, PaymentState } from '../../domain/inputs.ts'
import { Params, procedure } from '../errors.ts'

/** States an order can be shown and filtered by. */
export const OrderStateView = z.enum([
  'needs_match',
  'received',
  'ready',
  'on_hold',
  'backordered',
  'released',
  'picking',
  'picked',
  'packing',
  'packed',
  'shipped',
  'delivered',
  'cancelling',
  'cancelled',
])
export type OrderStateView = z.infer<typeof OrderStateView>

/** A row of the list. Customer names are masked until someone asks. */
export const OrderRow = z.object({
  id: z.string(),
  number: z.string(),
  channel: z.string(),
  customer: z.string(),
  lines: z.number(),
  units: z.number(),
  state: OrderStateView,
  holdReason: z.string().nullable(),
  priority: z.number(),
  shipBy: z.number().nullable(),
  /** The day from which a pre-order that waits for it may leave, `YYYY-MM-DD`; null for others. */
  availableFrom: z.string().nullable(),
  orderedAt: z.number(),
  carrier: z.string().nullable(),
  hasDifference: z.boolean(),
  short: z.number(),
})
export type OrderRow = z.infer<typeof OrderRow>

/** What one line went through, in units. */
export const OrderLineView = z.object({
  id: z.string(),
  lineNo: z.number(),
  itemId: z.string().nullable(),
  sku: z.string(),
  name: z.string(),
  option: z.string().nullable(),
  ordered: z.number(),
  allocated: z.number(),
  picked: z.number(),
  packed: z.number(),
  shipped: z.number(),
  cancelled: z.number(),
  fulfilled: z.number(),
  priceMinor: z.number(),
  /** Where it lies for picking, or null when nothing is reserved. */
  locations: z.array(z.string()),
  picture: z.string().nullable(),
  /** The day from which the line of a pre-order may leave. */
  availableFrom: z.string().nullable(),
  /** The item's units at the site; `promised` to all orders that wait, `available` to new ones. Null without an item. */
  stock: z.object({ onHand: z.number(), reserved: z.number(), promised: z.number(), available: z.number() }).nullable(),
})
export type OrderLineView = z.infer<typeof OrderLineView>

/** One entry of the order's story: `type` picks the sentence. */
export const OrderEventView = z.object({
  id: z.string(),
  at: z.number(),
  type: z.string(),
  operatorName: z.string().nullable(),
  station: z.string(),
  params: Params,
  /** Scans that led to it, in order. */
  scans: z.array(z.object({ at: z.number(), code: z.string(), kind: z.string() })),
})
export type OrderEventView = z.infer<typeof OrderEventView>

/** An order's whole story; quantities in units, money in minor units, instants in UTC milliseconds. */
export const OrderPage = z.object({
  row: OrderRow,
  paymentMethod: z.string(),
  payment: PaymentState,
  currency: z.string(),
  totalMinor: z.number(),
  shippingMethod: z.string(),
  note: z.string(),
  /** Null until the caller asked for it with `reveal`. */
  person: z
    .object({ customerName: z.string(), customerPhone: z.string(), email: z.string().nullable(), shipTo: AddressInput })
    .nullable(),
  lines: z.array(OrderLineView),
  events: z.array(OrderEventView),
  cartons: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      typeName: z.string(),
      state: z.string(),
      code: z.string().nullable(),
      units: z.number(),
      weightGrams: z.number().nullable(),
      carrier: z.string().nullable(),
      /** The carrier's service that was chosen for it. */
      service: z.string().nullable(),
      tracking: z.string().nullable(),
      printJobId: z.string().nullable(),
    }),
  ),
  difference: z.object({ id: z.string(), foundAt: z.number(), current: OrderInput, incoming: OrderInput }).nullable(),
  /** Facts about it that wait for a lead's decision: nothing more happens to it before. */
  exceptions: z.number(),
  /** What may be done now, so that buttons tell the truth. */
  can: z.object({
    release: z.boolean(),
    hold: z.boolean(),
    unhold: z.boolean(),
    cancel: z.boolean(),
    slip: z.boolean(),
  }),
})
export type OrderPage = z.infer<typeof OrderPage>

/** A cursor is opaque; null starts at the top. */
export const OrderQuery = z.object({
  search: z.string().max(100).default(''),
  states: z.array(OrderStateView).max(14).default([]),
  channel: z.string().optional(),
  sort: z.enum(['ship-by', 'newest', 'number']).default('newest'),
  cursor: z.string().nullable().default(null),
  limit: z.int().min(1).max(200).default(100),
})
export type OrderQuery = z.input<typeof OrderQuery>

/** Outcome of a bulk command: how many did it, and why each other one did not. */
export const BulkOutcome = z.object({
  done: z.number(),
  refused: z.array(z.object({ orderId: z.string(), number: z.string(), name: z.string(), params: Params })),
})
export type BulkOutcome = z.infer<typeof BulkOutcome>

const many = z.object({ orderIds: z.array(z.string()).min(1).max(2_000) })

/** Orders in the office: list, search, story, and the requests to the authority. */
export const orders = {
  list: procedure.input(OrderQuery).output(z.object({ rows: z.array(OrderRow), next: z.string().nullable() })),
  counts: procedure.output(
    z.object({
      total: z.number(),
      states: z.record(z.string(), z.number()),
      differences: z.number(),
      channels: z.array(z.string()),
    }),
  ),
  page: procedure.input(z.object({ orderId: z.string(), reveal: z.boolean().default(false) })).output(OrderPage),
  release: procedure.input(many).output(BulkOutcome),
  /** Releases every ready order of the site, in pieces; the outcome lists at most 200 refusals. */
  releaseAll: procedure.output(BulkOutcome),
  hold: procedure.input(many.extend({ reason: z.string().trim().min(1).max(200) })).output(BulkOutcome),
  unhold: procedure.input(many).output(BulkOutcome),
  cancel: procedure.input(many.extend({ reason: z.string().trim().min(1).max(200) })).output(BulkOutcome),
  /** Says which item an unmatched line means; with `remember` later files match by that name. */
  match: procedure
    .input(z.object({ orderLineId: z.string(), itemId: z.string(), remember: z.boolean() }))
    .output(BulkOutcome),
  items: procedure.input(z.object({ search: z.string().max(100) })).output(
    z.array(
      z.object({
        id: z.string(),
        sku: z.string(),
        name: z.string(),
        picture: z.string().nullable(),
        available: z.number(),
      }),
    ),
  ),
  /** Takes or drops what a later file says differently about an order. */
  difference: procedure.input(z.object({ differenceId: z.string(), take: z.boolean() })).output(BulkOutcome),
}
