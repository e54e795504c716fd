import {
  type ColumnMapping,
  checkMapping,
  type FieldSource,
  headerPositions,
  type MappingProblem,
  normalizeHeader,
} from '../../../domain/column-mapping.ts'
import type { OrderField } from '../../../domain/order-file-fields.ts'

/** What a field reads in the sample: the first value that is there, and whether a further column or a fixed text gives it. */
export type FieldSample = {
  readonly value: string
  readonly blanks: number
  readonly rows: number
}

/** The value that a source has in a row of the sample; empty when the file has no such column. */
function valueIn(source: FieldSource, row: readonly string[], positions: ReadonlyMap<string, number>): string {
  if (source === null) return ''
  if ('constant' in source) return source.constant
  for (const column of [source.column, ...(source.otherwise ?? [])]) {
    const at = positions.get(normalizeHeader(column))
    const value = at === undefined ? '' : (row[at] ?? '').trim()
    if (value !== '') return value
  }
  return ''
}

/** What a field would read from the sample rows of the file. */
export function sampleOf(
  source: FieldSource,
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): FieldSample {
  const positions = headerPositions(headers)
  const values = sample.map((row) => valueIn(source, row, positions))
  return {
    value: values.find((value) => value !== '') ?? '',
    blanks: values.filter((value) => value === '').length,
    rows: values.length,
  }
}

/** The mapping with one field read from `column` (null: from nowhere); a known form that was changed becomes a custom one. */
export function withColumn(mapping: ColumnMapping, field: OrderField, column: string | null): ColumnMapping {
  return {
    ...mapping,
    preset: mapping.preset,
    fields: { ...mapping.fields, [field]: column === null ? null : { column } },
  }
}

/** What is wrong with each field of the mapping, for the marks beside the fields. */
export function problemsByField(
  mapping: ColumnMapping,
  headers: readonly string[],
): ReadonlyMap<OrderField, MappingProblem> {
  return new Map(checkMapping(mapping, headers).map((problem) => [problem.field, problem]))
}

/** A sample value as it may be shown in an office: names and phones are masked, all else is as in the file. */
export function maskedSample(field: OrderField, value: string): string {
  if (value === '') return ''
  if (['recipient', 'customerName'].includes(field)) {
    const letters = [...value]
    return letters.length < 3 ? `${letters[0] ?? ''}*` : `${letters[0]}*${letters.at(-1)}`
  }
  if (['phone', 'customerPhone'].includes(field))
    return value.replace(/\d(?=(?:\D*\d){4})/g, (digit, at: number) => (at < 3 ? digit : '*'))
  if (field === 'email') return value.replace(/^(.).*@/, '$1***@')
  if (['line1', 'line2'].includes(field)) return value.length < 8 ? value : `${value.slice(0, 4)} ***`
  return value
}
