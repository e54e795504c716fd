import { writeXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import { type ColumnMapping, headerPositions, normalizeHeader } from '../../domain/column-mapping.ts'
import { csvText, withoutFormulas } from '../../domain/order-file-csv.ts'
import type { OrderField } from '../../domain/order-file-fields.ts'
import type { Encoding, SourceLayout } from '../../domain/order-file-layout.ts'

/** A line that has left the house; `source` is the row it came from, kept when the mapping says `keepSource`. */
export interface ShippedLine {
  externalId: string
  sku: string
  quantity: number
  /** The parcel that this line went in, when the order went in several. */
  trackingNumber?: string
  /** The carrier's service that its parcel went with. */
  service?: string
  source?: readonly string[] | null
}

/** An order (or the part of one) that was handed to a carrier; `shippedAt` in UTC milliseconds. */
export interface ShippedOrder {
  channel: string
  externalId: string
  number: string
  carrier: string
  trackingNumbers: readonly string[]
  shippedAt: number
  lines: readonly ShippedLine[]
}

/** How the file is to be written; what is left out is taken from the file that the orders came in. */
export interface ShippedFileOptions {
  mapping: ColumnMapping
  layout?: SourceLayout | null
  format?: 'csv' | 'xlsx'
  encoding?: 'utf-8' | 'cp949'
  /** Names that the shop knows carriers by, where they differ from Baro's. */
  carrierNames?: Readonly<Record<string, string>>
}

/** The written file, and tracking numbers that its form has no room for (it takes one for each line). */
export interface ShippedFile {
  bytes: Buffer
  extension: 'csv' | 'xlsx'
  encoding: 'utf-8' | 'cp949' | null
  rows: number
  unplaced: readonly { number: string; trackingNumbers: readonly string[] }[]
}

type Cells = readonly string[]

const two = (value: number): string => String(value).padStart(2, '0')

/** An instant as local time of an offset, `2026-01-02 10:00:00`, with `+0900` behind it on demand. */
function showInstant(at: number, offsetMinutes: number, withOffset: boolean): string {
  const local = new Date(at + offsetMinutes * 60_000)
  const day = `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
  if (!withOffset) return `${day} ${time}`
  const minutes = Math.abs(offsetMinutes)
  return `${day} ${time} ${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}

/** What is written about one line, whatever the form. */
interface Filled {
  order: ShippedOrder
  line: ShippedLine
  carrier: string
  tracking: string
}

function fill(
  orders: readonly ShippedOrder[],
  options: ShippedFileOptions,
): { filled: Filled[]; unplaced: ShippedFile['unplaced'] } {
  const filled: Filled[] = []
  const unplaced: { number: string; trackingNumbers: string[] }[] = []
  for (const order of orders) {
    const used = new Set<string>()
    for (const line of order.lines) {
      const tracking = line.trackingNumber ?? order.trackingNumbers[0] ?? ''
      used.add(tracking)
      filled.push({ order, line, carrier: options.carrierNames?.[order.carrier] ?? order.carrier, tracking })
    }
    const rest = order.trackingNumbers.filter((number) => !used.has(number))
    if (rest.length > 0) unplaced.push({ number: order.number, trackingNumbers: rest })
  }
  return { filled, unplaced }
}

const SHOPIFY_COLUMNS = [
  'Name',
  'Id',
  'Lineitem sku',
  'Lineitem quantity',
  'Tracking Company',
  'Tracking Number',
  'Fulfilled at',
]

function shopifyRows(filled: readonly Filled[], mapping: ColumnMapping): Cells[] {
  const rows = filled.map(({ order, line, carrier, tracking }) => [
    order.number,
    order.externalId === order.number ? '' : order.externalId,
    line.sku,
    String(line.quantity),
    carrier,
    tracking,
    showInstant(order.shippedAt, mapping.utcOffsetMinutes, true),
  ])
  return [SHOPIFY_COLUMNS, ...rows]
}

const BACK_FIELDS = ['carrier', 'trackingNumber', 'shippedAt'] as const
const KOREAN_NAMES: Readonly<Record<string, string>> = {
  externalId: '주문번호',
  lineId: '상품주문번호',
  sku: '판매자 상품코드',
  quantity: '수량',
  carrier: '택배사',
  trackingNumber: '송장번호',
  shippedAt: '발송일',
}
const PLAIN_NAMES: Readonly<Record<string, string>> = {
  externalId: 'order_id',
  number: 'order_number',
  lineId: 'line_id',
  sku: 'sku',
  quantity: 'quantity',
  carrier: 'carrier',
  trackingNumber: 'tracking_number',
  shippedAt: 'shipped_at',
}

function columnName(mapping: ColumnMapping, field: OrderField): string {
  const source = mapping.fields[field]
  if (source !== null && 'column' in source) return source.column
  return (mapping.preset === 'korean-marketplace' ? KOREAN_NAMES[field] : PLAIN_NAMES[field]) ?? field
}

function backCells(filled: Filled, mapping: ColumnMapping): Record<(typeof BACK_FIELDS)[number], string> {
  const shippedAt = showInstant(filled.order.shippedAt, mapping.utcOffsetMinutes, false)
  return { carrier: filled.carrier, trackingNumber: filled.tracking, shippedAt }
}

/** The rows as they came in, with carrier, tracking number and date filled; columns that were missing are added behind. */
function sameRows(filled: readonly Filled[], mapping: ColumnMapping, layout: SourceLayout): Cells[] {
  const headers = [...layout.headers]
  const positions = headerPositions(headers)
  const places = BACK_FIELDS.map((field) => {
    const name = columnName(mapping, field)
    const found = positions.get(normalizeHeader(name))
    return { field, at: found ?? headers.push(name) - 1 }
  })
  const rows = filled.map((line) => {
    const cells = headers.map((_, index) => line.line.source?.[index] ?? '')
    const back = backCells(line, mapping)
    for (const { field, at } of places) cells[at] = back[field]
    return cells
  })
  return [...layout.titleRows, headers, ...rows]
}

/** The few columns that say which line was shipped how, for orders whose rows were not kept. */
function shortRows(filled: readonly Filled[], mapping: ColumnMapping): Cells[] {
  const korean = mapping.preset === 'korean-marketplace'
  // A marketplace takes only the columns it knows.
  const hasServices = !korean && filled.some(({ line }) => line.service !== undefined)
  const fields: OrderField[] = [...(korean ? [] : (['number'] as const)), 'lineId', 'sku', 'quantity', ...BACK_FIELDS]
  const rows = filled.map((line) => {
    const values: Partial<Record<OrderField, string>> = {
      number: line.order.number,
      lineId: line.line.externalId,
      sku: line.line.sku,
      quantity: String(line.line.quantity),
      ...backCells(line, mapping),
    }
    const service = hasServices ? [line.line.service ?? ''] : []
    return [line.order.externalId, ...fields.map((field) => values[field] ?? ''), ...service]
  })
  return [
    [
      ...['externalId' as const, ...fields].map((field) =>
        field === 'number' ? (PLAIN_NAMES.number ?? '') : columnName(mapping, field),
      ),
      ...(hasServices ? ['service'] : []),
    ],
    ...rows,
  ]
}

function encode(
  text: string,
  encoding: Encoding | null,
  mark: boolean,
): { bytes: Buffer; encoding: 'utf-8' | 'cp949' } {
  if (encoding === 'cp949') {
    const bytes = iconv.encode(text, 'cp949')
    // A name outside CP949 would become a question mark; such a file is written as UTF-8 instead.
    if (iconv.decode(bytes, 'cp949') === text) return { bytes, encoding: 'cp949' }
  }
  return { bytes: Buffer.from(mark ? `\ufeff${text}` : text, 'utf8'), encoding: 'utf-8' }
}

/**
 * Writes shipped orders in the form that the shop or marketplace takes back: Shopify's fulfilment columns; for a mapping
 * that keeps its rows the same rows with carrier, tracking number and date filled; else a short plain table. The file has
 * the kind and encoding of the one that came in, unless told otherwise; every cell of a spreadsheet is text, and no
 * cell of a CSV file is a formula.
 */
export async function exportShipped(
  orders: readonly ShippedOrder[],
  options: ShippedFileOptions,
): Promise<ShippedFile> {
  const { mapping } = options
  const layout = options.layout ?? null
  const { filled, unplaced } = fill(orders, options)
  const kept =
    layout !== null &&
    mapping.keepSource &&
    filled.every(({ line }) => line.source !== undefined && line.source !== null)
  const rows =
    mapping.preset === 'shopify'
      ? shopifyRows(filled, mapping)
      : kept
        ? sameRows(filled, mapping, layout)
        : shortRows(filled, mapping)
  const format = options.format ?? (layout?.kind === 'sheet' ? 'xlsx' : 'csv')
  if (format === 'xlsx') {
    const bytes = await writeXlsx({
      sheets: [
        { name: mapping.preset === 'korean-marketplace' ? '발송' : 'Shipped', rows: rows.map((row) => [...row]) },
      ],
    })
    return { bytes: Buffer.from(bytes), extension: 'xlsx', encoding: null, rows: filled.length, unplaced }
  }
  const wanted = options.encoding ?? (layout?.encoding === 'cp949' ? 'cp949' : 'utf-8')
  const { bytes, encoding } = encode(
    // What a customer wrote must not run when somebody opens the file on its way back.
    csvText(withoutFormulas(rows), layout?.delimiter ?? ','),
    wanted,
    mapping.preset !== 'shopify',
  )
  return { bytes, extension: 'csv', encoding, rows: filled.length, unplaced }
}
