import { z } from 'zod'
import { ORDER_FIELDS, OrderField } from './order-file-fields.ts'
import { KOREAN_HEADERS, PLAIN_HEADERS, SHOPIFY_HEADERS } from './order-file-presets.ts'

/** The file forms that Baro knows by their headers; `custom` is one that a person mapped. */
export const Preset = z.enum(['shopify', 'korean-marketplace', 'plain', 'custom'])
export type Preset = z.infer<typeof Preset>

/** Where a field comes from: a column (the first non-empty of it and `otherwise`), the same text for every order, or nowhere. */
export const FieldSource = z.union([
  z.object({ column: z.string().min(1).max(200), otherwise: z.array(z.string().min(1).max(200)).max(5).optional() }),
  z.object({ constant: z.string().max(200) }),
  z.null(),
])
export type FieldSource = z.infer<typeof FieldSource>

const NO_SOURCES = Object.fromEntries(ORDER_FIELDS.map((field) => [field, null])) as Record<OrderField, FieldSource>

/** How one form of order file is read, and how carrier and tracking number are written back into it. */
export const ColumnMapping = z.object({
  name: z.string().trim().min(1).max(80),
  preset: Preset,
  channel: z.string().trim().min(1).max(64),
  /** What a kept mapping says nothing about comes from nowhere. */
  fields: z.partialRecord(OrderField, FieldSource).transform((given) => ({ ...NO_SOURCES, ...given })),
  /** The field whose value binds the rows of one order together. */
  groupBy: z.enum(['externalId', 'number']),
  /** Whether the second and later rows of an order leave the order's own columns empty or repeat them. */
  laterRows: z.enum(['blank', 'repeat']),
  /** How `01/02/2026` is meant; dates that start with the year are always read as such. */
  dateOrder: z.enum(['ymd', 'mdy', 'dmy']),
  /** Minutes east of UTC for times that carry no offset. */
  utcOffsetMinutes: z.int().min(-720).max(840),
  /** Keep each row as it came, because the way back gives the same row with three more cells filled. */
  keepSource: z.boolean(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** What stops a mapping from being used: a needed field without a source, or a source column that the file lacks. */
export interface MappingProblem {
  code: 'field-needed' | 'column-missing'
  field: OrderField
  column: string | null
}

/** Fields of which each group needs at least one with a source; without them no row can become an order. */
export const NEEDED_FIELDS: readonly (readonly OrderField[])[] = [
  ['externalId', 'number'],
  ['orderedAt'],
  ['recipient'],
  ['line1'],
  ['sku', 'itemName'],
  ['quantity'],
]

const PRESET_HEADERS: Record<Exclude<Preset, 'custom'>, Partial<Record<OrderField, readonly string[]>>> = {
  shopify: SHOPIFY_HEADERS,
  'korean-marketplace': KOREAN_HEADERS,
  plain: PLAIN_HEADERS,
}

/** A header as it is compared: width, case, spaces, underscores and required-marks do not matter. */
export function normalizeHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_*:·'"\u200b\ufeff]+/g, '')
}

/** Position of each normalised header; of two equal ones the first counts. */
export function headerPositions(headers: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>()
  headers.forEach((header, index) => {
    const key = normalizeHeader(header)
    if (key !== '' && !positions.has(key)) positions.set(key, index)
  })
  return positions
}

/** Which known form a header row belongs to, or null when it is none of them. */
export function detectPreset(headers: readonly string[]): Exclude<Preset, 'custom'> | null {
  const positions = headerPositions(headers)
  const has = (form: Partial<Record<OrderField, readonly string[]>>, field: OrderField): boolean =>
    (form[field] ?? []).some((name) => positions.has(normalizeHeader(name)))
  if (has(SHOPIFY_HEADERS, 'number') && positions.has('lineitemquantity') && positions.has('lineitemname'))
    return 'shopify'
  const korean = (field: OrderField): boolean => has(KOREAN_HEADERS, field)
  if (korean('externalId') && korean('recipient') && korean('quantity')) return 'korean-marketplace'
  const plain = (field: OrderField): boolean => has(PLAIN_HEADERS, field)
  if (plain('externalId') && plain('quantity') && plain('recipient')) return 'plain'
  return null
}

/** How many cells of a row are headers of a known form; used to find the header row below a title. */
export function knownHeaderCount(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) if (KNOWN_HEADERS.has(normalizeHeader(cell))) count += 1
  return count
}

const KNOWN_HEADERS: ReadonlySet<string> = new Set(
  Object.values(PRESET_HEADERS).flatMap((form) => Object.values(form).flatMap((names) => names.map(normalizeHeader))),
)

/** The channel a marketplace list most likely comes from, told by the columns that only it has. */
function guessChannel(preset: Preset, positions: ReadonlyMap<string, number>): string {
  if (preset === 'shopify') return 'shopify'
  if (preset !== 'korean-marketplace') return 'plain'
  if (positions.has('상품주문번호')) return 'smartstore'
  if (positions.has('묶음배송번호')) return 'coupang'
  return 'marketplace'
}

function sourceFor(
  names: readonly string[],
  headers: readonly string[],
  positions: ReadonlyMap<string, number>,
): FieldSource {
  const found: string[] = []
  for (const name of names) {
    const index = positions.get(normalizeHeader(name))
    const header = index === undefined ? undefined : headers[index]
    if (header !== undefined && !found.includes(header.trim())) found.push(header.trim())
  }
  const [column, ...otherwise] = found
  if (column === undefined) return null
  return otherwise.length === 0 ? { column } : { column, otherwise: otherwise.slice(0, 5) }
}

/** Fields of which only one column may ever be read: joining two would mix two addresses or two different keys. */
const ONE_COLUMN: ReadonlySet<OrderField> = new Set([
  'externalId',
  'number',
  'line1',
  'line2',
  'postcode',
  'quantity',
  'lineId',
])

/** The mapping that a preset (or, for `custom`, a search through all known headers) gives for these headers. */
export function mappingFor(preset: Preset, headers: readonly string[]): ColumnMapping {
  const positions = headerPositions(headers)
  const forms = preset === 'custom' ? [KOREAN_HEADERS, PLAIN_HEADERS] : [PRESET_HEADERS[preset]]
  const fields = {} as Record<OrderField, FieldSource>
  for (const field of ORDER_FIELDS) {
    const names = forms.flatMap((form) => form[field] ?? [])
    const source = sourceFor(names, headers, positions)
    fields[field] = source !== null && 'column' in source && ONE_COLUMN.has(field) ? { column: source.column } : source
  }
  const korean = preset === 'korean-marketplace'
  if (preset !== 'shopify') fields.currency ??= { constant: 'KRW' }
  if (preset !== 'shopify') fields.country ??= { constant: 'KR' }
  if (korean) fields.payment ??= fields.status === null ? { constant: 'paid' } : null
  return {
    name: preset,
    preset,
    channel: guessChannel(preset, positions),
    fields,
    groupBy: preset === 'shopify' ? 'number' : 'externalId',
    laterRows: preset === 'shopify' ? 'blank' : 'repeat',
    dateOrder: 'ymd',
    utcOffsetMinutes: korean ? 540 : 0,
    keepSource: korean,
  }
}

/** What is missing before a file with these headers can be read through the mapping; empty means ready. */
export function checkMapping(mapping: ColumnMapping, headers: readonly string[]): MappingProblem[] {
  const positions = headerPositions(headers)
  const problems: MappingProblem[] = []
  for (const group of NEEDED_FIELDS) {
    const first = group[0]
    if (first !== undefined && group.every((field) => mapping.fields[field] === null)) {
      problems.push({ code: 'field-needed', field: first, column: null })
    }
  }
  for (const field of ORDER_FIELDS) {
    const source = mapping.fields[field]
    if (source === null || !('column' in source)) continue
    if (![source.column, ...(source.otherwise ?? [])].some((name) => positions.has(normalizeHeader(name)))) {
      problems.push({ code: 'column-missing', field, column: source.column })
    }
  }
  return problems
}
