import { z } from 'zod'
import { BarcodeInput, ItemInput } from '../../../domain/inputs.ts'
import { GOODS_KINDS } from '../../../domain/shipping-rules.ts'
import { Params } from '../../errors.ts'
import { EXAMPLE_ITEM, EXAMPLE_ITEM_VIEW } from './examples.ts'
import { API_LIMITS, NextCursor, operation, PageQuery, says, WriteHeaders } from './operation.ts'

const shape = ItemInput.shape
const STAYS = 'Left out it stays as it is; null takes it away.'
/** An item as it is sent. */
export const ApiItemDraft = z
  .strictObject({
    sku: says(shape.sku, "The item's code; names it.", 'TEA-GREEN-100'),
    name: says(shape.name, 'What people call it.', 'Green tea, 100 g'),
    gtin: says(shape.gtin, 'Trade item number of 8, 12, 13 or 14 digits.', '8801234000017'),
    barcodes: says(
      z.array(z.strictObject(BarcodeInput.shape)).max(20),
      'Further barcodes, and how many units one scan counts. What is left out is removed.',
      [{ code: 'CASE-12', units: 12 }],
    ).default([]),
    lengthMm: says(shape.lengthMm, 'Length in millimetres.', 100),
    widthMm: says(shape.widthMm, 'Width in millimetres.', 80),
    heightMm: says(shape.heightMm, 'Height in millimetres.', 50),
    weightGrams: says(shape.weightGrams, 'Weight of one unit in grams.', 120),
    picture: says(shape.picture, 'An `https:` address of a picture.'),
    tracking: says(shape.tracking, 'How its units are told apart.', 'none').default('none'),
    fragile: says(shape.fragile, 'Shown at the bench; nothing is put on it in a carton.').default(false),
    keepUpright: says(shape.keepUpright, 'Its height stays vertical in a carton.'),
    mixClass: says(shape.mixClass, 'Goods of two classes never share a suggested carton.', 'food'),
    goodsKinds: says(shape.goodsKinds, `What shipping rules ask about. ${STAYS}`, ['liquid']),
    unClass: says(shape.unClass, `Class or division of dangerous goods. ${STAYS}`, null),
    unNumber: says(shape.unNumber, `UN number of dangerous goods. ${STAYS}`, null),
    batteryWh: says(shape.batteryWh, `Watt-hours of the battery in one unit. ${STAYS}`, null),
  })
  .meta({
    description:
      'An item, whole: what is left out counts as empty, not as unchanged, but for what makes goods dangerous.',
    examples: [EXAMPLE_ITEM],
  })

const size = z.int().nullable()
/** An item as it stands. */
export const ApiItem = z
  .object({
    id: says(z.string(), 'Id of the item here.'),
    sku: z.string(),
    name: z.string(),
    gtin: z.string().nullable(),
    barcodes: says(
      z.array(z.object({ code: z.string(), units: z.int().min(1) })),
      'All codes that a scan knows it by; trade item numbers of all lengths are written with 14 digits.',
    ),
    lengthMm: size,
    widthMm: size,
    heightMm: size,
    weightGrams: size,
    picture: z.string().nullable(),
    tracking: shape.tracking,
    fragile: z.boolean(),
    keepUpright: z.boolean(),
    mixClass: z.string().nullable(),
    goodsKinds: z.array(z.enum(GOODS_KINDS)),
    unClass: z.string().nullable(),
    unNumber: z.string().nullable(),
    batteryWh: size,
  })
  .meta({ description: 'An item as it stands.', examples: [EXAMPLE_ITEM_VIEW] })
export type ApiItem = z.infer<typeof ApiItem>

/** What became of each record of a batch, and why a refused one was. */
export const ApiRecordResult = z
  .object({
    key: says(
      z.string(),
      'What names the record: its SKU, with the location where that belongs to it.',
      'TEA-GREEN-100',
    ),
    outcome: says(
      z.enum(['new', 'update', 'same', 'refused']),
      'A refused record changes nothing, and the others go on.',
    ),
    problem: says(
      z.object({ field: z.string(), value: z.string(), reason: z.string(), params: Params }).nullable(),
      'Why it was refused; null when it was not.',
    ),
  })
  .meta({ description: 'What became of one record of a batch.' })
export type ApiRecordResult = z.infer<typeof ApiRecordResult>

/** Of each record that was sent, in their order, what became of it. */
export const ApiRecordResults = z
  .object({
    results: z.array(ApiRecordResult),
    counts: says(z.record(z.string(), z.int().min(0)), 'How many records had each outcome.', { new: 2, same: 1 }),
    revision: says(z.int().min(0), 'The revision after which all of this can be read.'),
  })
  .meta({ description: 'What became of the records.' })

const read = operation('items:read')
const write = operation('items:write')
const tags = ['Items']

/** Items: what can be sold and scanned. */
export const itemsApi = {
  list: read
    .route({
      method: 'GET',
      path: '/items',
      operationId: 'listItems',
      tags,
      summary: 'List items',
      description: 'All items by SKU.',
      successDescription: 'One page of items.',
    })
    .input(PageQuery)
    .output(z.object({ items: z.array(ApiItem), next: NextCursor })),
  get: read
    .route({
      method: 'GET',
      path: '/items/{sku}',
      operationId: 'getItem',
      tags,
      summary: 'Get an item',
      successDescription: 'The item.',
    })
    .input(z.object({ sku: says(shape.sku, "The item's code, percent-encoded.", 'TEA-GREEN-100') }))
    .output(ApiItem),
  upsert: write
    .route({
      method: 'POST',
      path: '/items',
      operationId: 'putItems',
      tags,
      inputStructure: 'detailed',
      summary: 'Create or change items',
      description:
        'Adds and changes items by their SKU. A barcode that belongs to another item refuses that item alone. Orders that waited for one of these items go on.',
      successDescription: 'What became of each item.',
    })
    .input(
      z.object({
        headers: WriteHeaders,
        body: z.strictObject({ items: z.array(ApiItemDraft).min(1).max(API_LIMITS.batch) }),
      }),
    )
    .output(ApiRecordResults),
}
