import { z } from 'zod'
import { AddressInput, OrderInput, OrderLineInput } from '../../../domain/inputs.ts'
import { Params } from '../../errors.ts'
import { OrderStateView } from '../../station/orders.ts'
import { EXAMPLE_DRAFT, EXAMPLE_ORDER } from './examples.ts'
import { API_LIMITS, Instant, NextCursor, operation, PageQuery, says, WriteHeaders } from './operation.ts'

const line = OrderLineInput.shape
/** An ordered thing, as it is sent. */
export const ApiOrderLine = z.strictObject({
  externalId: says(line.externalId, "The channel's own key of the line, unique within the order.", '1'),
  sku: says(line.sku, 'Code of the item; without one the line is matched by its name.', 'TEA-GREEN-100').default(''),
  name: says(line.name, 'What the shop calls it.', 'Green tea, 100 g'),
  option: says(line.option, 'The chosen variant.', 'Loose'),
  quantity: says(line.quantity, 'Units ordered.', 2),
  fulfilled: says(line.fulfilled, 'Units that somebody else shipped already.', 0).default(0),
  priceMinor: says(line.priceMinor, 'Price of one unit in minor units of the currency.', 12_000).default(0),
  requiresShipping: says(line.requiresShipping, 'False for what is not shipped, such as a voucher.').default(true),
  availableFrom: says(line.availableFrom, 'A pre-order: the day from which the line may leave.', '2026-12-01'),
})

const address = AddressInput.shape
/** Where a parcel goes, as it is sent and shown. */
export const ApiAddress = z.strictObject({
  name: says(address.name, 'Recipient.', '김하늘'),
  company: says(address.company, 'Company at the address.'),
  phone: says(address.phone, 'Phone of the recipient.', '010-1234-5678').default(''),
  country: says(address.country, 'ISO 3166-1 alpha-2.', 'KR'),
  postcode: says(address.postcode, 'Postcode.', '06236').default(''),
  province: says(address.province, 'Province or state.', '서울특별시').default(''),
  city: says(address.city, 'City or district.', '강남구').default(''),
  line1: says(address.line1, 'Street and number.', '테헤란로 1'),
  line2: says(address.line2, 'Floor, unit.', '101호').default(''),
})

const order = OrderInput.shape
/** What an order says, without what names it. */
export const ApiOrderContent = z
  .strictObject({
    number: says(order.number, 'What people call the order.', '#1001'),
    orderedAt: says(order.orderedAt, 'When it was ordered, UTC milliseconds.', 1_767_225_600_000),
    payment: says(order.payment, 'Payment as far as picking cares; `cod` is cash on delivery.', 'paid'),
    paymentMethod: says(order.paymentMethod, 'How it was paid.', 'card').default(''),
    currency: says(order.currency, 'ISO 4217.', 'KRW'),
    totalMinor: says(order.totalMinor, 'Total of the order in minor units of the currency.', 24_000),
    shippingMethod: says(order.shippingMethod, 'What the customer chose.', 'standard').default(''),
    carrier: says(order.carrier, 'Code of the carrier, where the shop decides it.'),
    customerName: says(order.customerName, 'Who ordered.', '김하늘').default(''),
    customerPhone: says(order.customerPhone, 'Phone of who ordered.', '010-1234-5678').default(''),
    email: says(order.email, 'E-mail address of who ordered.', 'sky@example.com'),
    shipTo: ApiAddress,
    note: says(order.note, 'A note to the warehouse.', '').default(''),
    cancelledAt: says(order.cancelledAt, 'When the shop cancelled it, UTC milliseconds; such an order is held.'),
    shipBy: says(order.shipBy, 'When it has to leave, UTC milliseconds.'),
    availableFrom: says(order.availableFrom, 'A pre-order: nothing of it leaves before this day.', '2026-12-01'),
    allOrNothing: says(
      order.allOrNothing,
      'True: all of it or nothing leaves; false: what is there. Left out, the site decides.',
    ),
    priority: says(order.priority, '9 is the most urgent, 0 the usual.', 0).default(0),
    lines: says(z.array(ApiOrderLine).min(1).max(500), 'What was ordered.').refine(
      (lines) => new Set(lines.map(({ externalId }) => externalId)).size === lines.length,
      'Two lines have the same externalId',
    ),
  })
  .meta({ description: 'What an order says, whole: what is left out counts as empty, not as unchanged.' })

/** An order as it is sent; `(channel, externalId)` names it. */
export const ApiOrderDraft = z
  .strictObject({
    channel: says(order.channel, 'Where it was sold; unique together with externalId.', 'shop'),
    externalId: says(order.externalId, "The channel's own key of the order.", '5001'),
    ...ApiOrderContent.shape,
  })
  .meta({ description: 'An order of a channel, whole.', examples: [EXAMPLE_DRAFT] })

const count = z.int().min(0)
/** A line with what it went through, in units. */
export const ApiOrderLineView = z
  .object({
    id: says(z.string(), 'Id of the line here.'),
    lineNo: says(z.int().min(1), 'Position in the order, from 1.'),
    externalId: says(z.string(), "The channel's own key of the line."),
    sku: z.string(),
    name: z.string(),
    option: says(z.string().nullable(), 'The chosen variant.'),
    quantity: says(count, 'Units ordered.'),
    fulfilled: says(count, 'Units that somebody else shipped.'),
    priceMinor: says(z.int(), 'Price of one unit in minor units of the currency.'),
    requiresShipping: z.boolean(),
    availableFrom: says(z.string().nullable(), 'A pre-order: the day from which the line may leave.'),
    matched: says(z.boolean(), 'True when the line has an item of the site.'),
    allocated: says(count, 'Units reserved, those picked included.'),
    picked: says(count, 'Units in the tote or further.'),
    packed: says(count, 'Units in a carton or further.'),
    shipped: says(count, 'Units that left.'),
    cancelled: says(count, 'Units given up.'),
  })
  .meta({ description: 'A line of an order and what it went through.' })

const shownAddress = z.object({
  name: z.string(),
  company: z.string().nullable(),
  phone: z.string(),
  country: z.string(),
  postcode: z.string(),
  province: z.string(),
  city: z.string(),
  line1: z.string(),
  line2: z.string(),
})

/** An order as it stands. */
export const ApiOrder = z
  .object({
    id: says(z.string(), 'Id of the order here.'),
    channel: z.string(),
    externalId: z.string(),
    number: z.string(),
    state: says(OrderStateView, 'Where the order stands.'),
    holdReason: says(
      z.string().nullable(),
      'Why it is on hold: `payment`, `cancelled-at-shop`, `nothing-to-ship`, or the words of a person.',
    ),
    hasDifference: says(z.boolean(), 'True while a later version of the order waits for a decision of a person.'),
    priority: z.int(),
    orderedAt: Instant,
    shipBy: Instant.nullable(),
    availableFrom: says(z.string().nullable(), 'A pre-order: the day from which all of it may leave.'),
    allOrNothing: says(z.boolean().nullable(), 'What the order says about leaving whole; null leaves it to the site.'),
    importedAt: says(Instant, 'When it came in, UTC milliseconds.'),
    releasedAt: says(Instant.nullable(), 'When picking was allowed, UTC milliseconds.'),
    shippedAt: says(Instant.nullable(), 'When it left, UTC milliseconds.'),
    payment: order.payment,
    paymentMethod: z.string(),
    currency: z.string(),
    totalMinor: says(z.int(), 'Total in minor units of the currency.'),
    shippingMethod: z.string(),
    carrier: z.string().nullable(),
    customerName: z.string(),
    customerPhone: z.string(),
    email: z.string().nullable(),
    shipTo: shownAddress,
    note: z.string(),
    lines: z.array(ApiOrderLineView),
  })
  .meta({ description: 'An order as it stands.', examples: [EXAMPLE_ORDER] })
export type ApiOrder = z.infer<typeof ApiOrder>

/** What became of an order that was sent. */
export const ApiOrderOutcome = says(
  z.enum(['new', 'match', 'update', 'difference', 'same']),
  '`new`: taken. `match`: taken, a line has no item yet. `update`: nobody had touched it, it says the new things now. `difference`: it is in work, a person decides about the new version. `same`: nothing changed.',
)

/** Of each order that was sent, in their order, what became of it. */
export const ApiOrderResults = z
  .object({
    results: z.array(
      z.object({
        channel: says(z.string(), 'As it was sent.', 'shop'),
        externalId: says(z.string(), 'As it was sent.', '5001'),
        orderId: says(z.string(), 'Id of the order here.', '019b7a2e-5c00-7000-8000-000000000001.o0'),
        outcome: ApiOrderOutcome,
        state: OrderStateView,
      }),
    ),
    counts: says(z.record(z.string(), count), 'How many orders had each outcome.', { new: 2, same: 1 }),
    revision: says(count, 'The revision after which all of this can be read.'),
  })
  .meta({ description: 'What became of the orders.' })
export type ApiOrderResults = z.infer<typeof ApiOrderResults>

const orderId = z.object({ orderId: says(z.string().min(1).max(200), 'Id of the order here.') })
const byChannel = z.object({
  channel: says(order.channel, 'Where the order was sold.', 'shop'),
  externalId: says(order.externalId, "The channel's own key of the order.", '5001'),
})
const reason = z.strictObject({ reason: says(z.string().trim().min(1).max(200), 'Shown to people.', 'By customer') })

const read = operation('orders:read')
const write = operation('orders:write')
const tags = ['Orders']

/** Orders: in, out, and what may be asked of them before picking begins. */
export const ordersApi = {
  create: write
    .route({
      method: 'POST',
      path: '/orders',
      operationId: 'createOrders',
      tags,
      inputStructure: 'detailed',
      summary: 'Create orders',
      description:
        'Takes one order or many, by the same rules as a file: `(channel, externalId)` names an order, an equal one changes nothing, a changed one that nobody touched is updated, and for one that is in work the difference is put before a person. All of the request is written, or none of it.',
      successDescription: 'What became of each order.',
    })
    .input(
      z.object({
        headers: WriteHeaders,
        body: z.strictObject({ orders: z.array(ApiOrderDraft).min(1).max(API_LIMITS.batch) }),
      }),
    )
    .output(ApiOrderResults),
  list: read
    .route({
      method: 'GET',
      path: '/orders',
      operationId: 'listOrders',
      tags,
      summary: 'List orders',
      description:
        'All orders by id, or, with `changedSince`, those that changed after that revision in the order in which they changed, each as it stands now; there an order that changed again may come once more on a later page. To follow changes: list everything, then ask with `changedSince` set to the `revision` of the first page, and from then on to that of each last page; send its `timeline` with it. After a restore of the centre the timeline is another one, and the answer is 409: list everything again.',
      successDescription: 'One page of orders.',
    })
    .input(
      PageQuery.extend({
        state: says(OrderStateView, 'Only orders in this state.', 'ready').optional(),
        channel: says(order.channel, 'Only orders of this channel.', 'shop').optional(),
        changedSince: says(count, 'Only orders that changed after this revision.', 0).optional(),
        timeline: says(
          z.string().min(1).max(100),
          'With `changedSince`: the `timeline` that came with that revision. Revisions of another one do not count here.',
        ).optional(),
      }),
    )
    .output(
      z.object({
        orders: z.array(ApiOrder),
        next: NextCursor,
        revision: says(count, 'The revision up to which the list is complete once its last page was read.'),
        timeline: says(
          z.string(),
          'The history that the revision counts in; a restore of the centre begins another one.',
        ),
      }),
    ),
  get: read
    .route({
      method: 'GET',
      path: '/orders/{orderId}',
      operationId: 'getOrder',
      tags,
      summary: 'Get an order',
      successDescription: 'The order.',
    })
    .input(orderId)
    .output(ApiOrder),
  find: read
    .route({
      method: 'GET',
      path: '/channels/{channel}/orders/{externalId}',
      operationId: 'getOrderOfChannel',
      tags,
      summary: 'Get an order by its name at the channel',
      description: 'Percent-encode both names: a slash in them is `%2F`.',
      successDescription: 'The order.',
    })
    .input(byChannel)
    .output(ApiOrder),
  change: write
    .route({
      method: 'PUT',
      path: '/channels/{channel}/orders/{externalId}',
      operationId: 'changeOrder',
      tags,
      inputStructure: 'detailed',
      summary: 'Change an order',
      description:
        'Says the whole order again. Nobody touched it yet: it is updated. It is in work: the difference is put before a person. An order that is not there is not created (404).',
      successDescription: 'What became of the change.',
    })
    .input(z.object({ params: byChannel, headers: WriteHeaders, body: ApiOrderContent }))
    .output(z.object({ outcome: ApiOrderOutcome, order: ApiOrder })),
  cancel: write
    .route({
      method: 'POST',
      path: '/orders/{orderId}/cancel',
      operationId: 'cancelOrder',
      tags,
      inputStructure: 'detailed',
      summary: 'Cancel an order',
      description: 'Possible until picking begins; what was reserved becomes free. Refused with 422 afterwards.',
      successDescription: 'The cancelled order.',
    })
    .input(z.object({ params: orderId, headers: WriteHeaders, body: reason }))
    .output(ApiOrder),
  hold: write
    .route({
      method: 'POST',
      path: '/orders/{orderId}/hold',
      operationId: 'holdOrder',
      tags,
      inputStructure: 'detailed',
      summary: 'Put an order on hold',
      description: 'Possible until picking begins; what was reserved becomes free. Refused with 422 afterwards.',
      successDescription: 'The held order.',
    })
    .input(z.object({ params: orderId, headers: WriteHeaders, body: reason }))
    .output(ApiOrder),
  unhold: write
    .route({
      method: 'POST',
      path: '/orders/{orderId}/unhold',
      operationId: 'unholdOrder',
      tags,
      inputStructure: 'detailed',
      summary: 'Take an order off hold',
      description: 'Refused with 422 while its payment may not be picked, or when the shop cancelled it.',
      successDescription: 'The order, ready or waiting for an item.',
    })
    .input(z.object({ params: orderId, headers: WriteHeaders }))
    .output(ApiOrder),
  events: read
    .route({
      method: 'GET',
      path: '/orders/{orderId}/events',
      operationId: 'listOrderEvents',
      tags,
      summary: 'Read the story of an order',
      description: 'What happened to the order, oldest first.',
      successDescription: 'One page of the story.',
    })
    .input(PageQuery.extend(orderId.shape))
    .output(
      z.object({
        events: z.array(
          z.object({
            id: says(z.string(), 'Id of the event.', '019b7a2e-5c00-7000-8000-000000000001.event.o0'),
            at: says(Instant, 'When, by the clock of where it happened, UTC milliseconds.'),
            type: says(z.string(), 'What happened.', 'received'),
            station: says(z.string(), 'Where it happened; `api:<key>` for what this API did.', 'api:shop'),
            params: Params,
          }),
        ),
        next: NextCursor,
      }),
    ),
  shipments: read
    .route({
      method: 'GET',
      path: '/orders/{orderId}/shipments',
      operationId: 'listShipments',
      tags,
      summary: 'Read the shipments of an order',
      description: 'Each shipment with its cartons, their tracking numbers and what is in them.',
      successDescription: 'All shipments of the order.',
    })
    .input(orderId)
    .output(
      z.object({
        shipments: z.array(
          z.object({
            id: says(z.string(), 'Id of the shipment.', '019b7a2e-5c00-7000-8000-000000000004.shipment'),
            number: says(z.string().nullable(), 'Number of the shipment at the site.', 'S-000001'),
            state: says(z.string(), 'planned, packed, dispatched, delivered, lost or returned.', 'dispatched'),
            carrier: says(z.string(), 'Code of the carrier.', 'CJ'),
            dispatchedAt: Instant.nullable(),
            units: count,
            cartons: z.array(
              z.object({
                id: says(z.string(), 'Id of the carton.', '019b7a2e-5c00-7000-8000-000000000005.carton'),
                number: says(z.int().min(1), 'Number of the carton in its order.'),
                state: says(z.string(), 'open, closed, labelled, loaded or undone.', 'loaded'),
                code: says(z.string().nullable(), "The carton's code: an SSCC or an internal number."),
                weightGrams: count.nullable(),
                carrier: z.string().nullable(),
                trackingNumber: says(z.string().nullable(), "The carrier's number of this carton.", '681234567890'),
                lines: z.array(
                  z.object({
                    orderLineId: says(z.string(), 'Id of the line.', '019b7a2e-5c00-7000-8000-000000000001.o0.1'),
                    sku: says(z.string(), 'Code of the item.', 'TEA-GREEN-100'),
                    quantity: z.int().min(1),
                    lot: z.string().nullable(),
                    serial: z.string().nullable(),
                  }),
                ),
              }),
            ),
          }),
        ),
      }),
    ),
}
