import { z } from 'zod'

/** Everything an order file can say about an order or one of its lines, and the columns that the way back fills. */
export const ORDER_FIELDS = [
  'externalId',
  'number',
  'orderedAt',
  'status',
  'payment',
  'paymentMethod',
  'currency',
  'total',
  'shippingMethod',
  'carrier',
  'customerName',
  'customerPhone',
  'email',
  'recipient',
  'company',
  'phone',
  'country',
  'postcode',
  'province',
  'city',
  'line1',
  'line2',
  'note',
  'noteMore',
  'cancelledAt',
  'shipBy',
  'priority',
  'allOrNothing',
  'lineId',
  'sku',
  'itemName',
  'option',
  'quantity',
  'fulfilled',
  'price',
  'requiresShipping',
  'availableFrom',
  'trackingNumber',
  'shippedAt',
] as const

export const OrderField = z.enum(ORDER_FIELDS)
/** A field of an order that a column can fill. */
export type OrderField = z.infer<typeof OrderField>
