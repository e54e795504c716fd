import { z } from 'zod'
import { StockInput } from '../../../domain/inputs.ts'
import { ApiRecordResults } from './items.ts'
import { API_LIMITS, NextCursor, operation, PageQuery, says, WriteHeaders } from './operation.ts'

const shape = StockInput.shape
/** How many units lie where, as counted. */
export const ApiCount = z
  .strictObject({
    sku: says(shape.sku, 'Code of the item.', 'TEA-GREEN-100'),
    location: says(shape.location, 'Code of the location.', 'A-01-02-3'),
    lot: says(shape.lot, 'Lot, for an item that is tracked by lot.'),
    serial: says(shape.serial, 'Serial number, for an item that is tracked by serial.'),
    expiresOn: says(shape.expiresOn, 'Last day, `YYYY-MM-DD`.', '2027-03-31'),
    quantity: says(shape.quantity, 'Units that were counted there; not those that were picked and lie in totes.', 48),
  })
  .meta({
    description: 'What was counted at one place.',
    examples: [{ sku: 'TEA-GREEN-100', location: 'A-01-02-3', quantity: 48 }],
  })

const units = z.int().min(0)
/** Units of an item at one place. */
export const ApiStock = z
  .object({
    sku: z.string(),
    location: z.string(),
    zone: z.string(),
    lot: z.string().nullable(),
    serial: z.string().nullable(),
    expiresOn: z.string().nullable(),
    onHand: says(units, 'Units that lie there by the books.'),
    reserved: says(units, 'Units of them that are promised to orders.'),
    inTotes: says(
      units,
      'Units of them that were picked and lie in totes under way: a count of the place does not see them.',
    ),
    available: says(units, 'On hand less reserved.'),
  })
  .meta({
    description: 'Units of an item at one place.',
    examples: [
      {
        ...{ sku: 'TEA-GREEN-100', location: 'A-01-02-3', zone: 'A', lot: null, serial: null, expiresOn: '2027-03-31' },
        ...{ onHand: 48, reserved: 6, inTotes: 2, available: 42 },
      },
    ],
  })

/** What of an item may still be sold. */
export const ApiAvailability = z
  .object({
    sku: z.string(),
    onHand: says(units, 'Units at all places.'),
    reserved: says(units, 'Units promised to released orders.'),
    expired: says(units, 'Units that are free but past their last day.'),
    waiting: says(units, 'Units of orders that were taken and not reserved yet.'),
    buffer: says(units, 'The safety buffer that was asked for.'),
    available: says(
      units,
      'What may still be sold: on hand less reserved, expired, waiting and the buffer, never below 0.',
    ),
  })
  .meta({
    description: 'What of an item may still be sold.',
    examples: [{ sku: 'TEA-GREEN-100', onHand: 48, reserved: 6, expired: 0, waiting: 4, buffer: 2, available: 36 }],
  })

const read = operation('stock:read')
const write = operation('stock:write')
const tags = ['Stock']

/** Stock: what lies where, what was counted, what may be sold. */
export const stockApi = {
  list: read
    .route({
      method: 'GET',
      path: '/stock',
      operationId: 'listStock',
      tags,
      summary: 'List stock',
      description: 'Units by item and place, in an order that does not change.',
      successDescription: 'One page of stock.',
    })
    .input(
      PageQuery.extend({
        sku: says(shape.sku, 'Only this item.', 'TEA-GREEN-100').optional(),
        location: says(shape.location, 'Only this location.', 'A-01-02-3').optional(),
      }),
    )
    .output(z.object({ stock: z.array(ApiStock), next: NextCursor })),
  count: write
    .route({
      method: 'POST',
      path: '/stock/counts',
      operationId: 'setCounts',
      tags,
      inputStructure: 'detailed',
      summary: 'Set counted stock',
      description:
        'Sets what lies where, as counted; the difference to the books is posted as a stock move. Units in totes under way are on hand until their cart is dropped off, and are added to the count. A count below what is promised to orders is refused, alone.',
      successDescription: 'What became of each count.',
    })
    .input(
      z.object({
        headers: WriteHeaders,
        body: z.strictObject({ counts: z.array(ApiCount).min(1).max(API_LIMITS.batch) }),
      }),
    )
    .output(ApiRecordResults),
  availability: read
    .route({
      method: 'GET',
      path: '/availability',
      operationId: 'listAvailability',
      tags,
      summary: 'Read what may still be sold',
      description:
        'Per SKU, by SKU: units that are free, less those of orders that were taken and wait for their release, less a safety buffer.',
      successDescription: 'One page of items.',
    })
    .input(
      PageQuery.extend({
        sku: says(shape.sku, 'Only this item.', 'TEA-GREEN-100').optional(),
        buffer: says(units.max(1_000_000), 'Units of each item to keep back.', 2).default(0),
      }),
    )
    .output(z.object({ availability: z.array(ApiAvailability), next: NextCursor })),
}
