import { detectPreset, headerPositions, normalizeHeader } from '../../domain/column-mapping.ts'
import { type Expected, expected } from '../../domain/order-file-problems.ts'
import { RECORD_KINDS, type RecordKind, type RecordProblemCode } from '../../domain/order-file-refusals.ts'
import type { FileInput } from './file-source.ts'
import { ImportRefusal } from './import-refusal.ts'
import { openTable, type TableOptions } from './read-table.ts'
import { RECORD_FORMS, type RecordForm, type RecordTypes, recordCell } from './record-forms.ts'

/** One thing wrong in one cell of a record file; `row` as a spreadsheet shows it. */
export interface RecordProblem {
  row: number
  column: string | null
  value: string
  expected: Expected<RecordProblemCode>
}

/** What a record file gives: good records, and the problems of bad rows, of which no record is given. */
export type RecordFileEvent<Kind extends RecordKind> =
  | { kind: 'record'; row: number; record: RecordTypes[Kind] }
  | { kind: 'problem'; problem: RecordProblem }
  | { kind: 'summary'; rows: number; records: number; problems: number }

/** What a file holds, told by its headers: orders, one kind of records, or null when it is none of them. */
export function detectFileKind(headers: readonly string[]): RecordKind | 'orders' | null {
  if (detectPreset(headers) !== null) return 'orders'
  const positions = headerPositions(headers)
  let best: RecordKind | null = null
  let bestScore = 0
  for (const kind of RECORD_KINDS) {
    const columns = Object.values(RECORD_FORMS[kind].columns)
    const present = columns.filter((column) => findColumn(positions, column.header, column.also) >= 0)
    const complete = columns.every((column) => !column.needed || present.includes(column))
    const score = complete ? present.length / columns.length + present.length : 0
    if (score > bestScore) {
      best = kind
      bestScore = score
    }
  }
  return best
}

function findColumn(positions: ReadonlyMap<string, number>, header: string, also: readonly string[]): number {
  for (const name of [header, ...also]) {
    const at = positions.get(normalizeHeader(name))
    if (at !== undefined) return at
  }
  return -1
}

const KNOWN: ReadonlySet<string> = new Set(
  Object.values(RECORD_FORMS).flatMap((form) =>
    Object.values(form.columns).flatMap((column) => [column.header, ...column.also].map(normalizeHeader)),
  ),
)
const countRecordHeaders = (cells: readonly string[]): number =>
  cells.filter((cell) => KNOWN.has(normalizeHeader(cell))).length

interface Place {
  field: string
  at: number
  header: string
}

function bind<Kind extends RecordKind>(form: RecordForm<Kind>, headers: readonly string[]): Place[] {
  const positions = headerPositions(headers)
  return Object.entries(form.columns).map(([field, column]) => {
    const at = findColumn(positions, column.header, column.also)
    if (at < 0 && column.needed) throw new ImportRefusal('mapping-incomplete', { field, column: column.header })
    return { field, at, header: at < 0 ? column.header : (headers[at] ?? column.header) }
  })
}

/** Reads one row into a record, or into what is wrong with it. */
function readRow<Kind extends RecordKind>(
  form: RecordForm<Kind>,
  places: readonly Place[],
  row: number,
  cells: readonly string[],
): { record: RecordTypes[Kind] | null; problems: RecordProblem[] } {
  const values: Record<string, unknown> = {}
  const problems: RecordProblem[] = []
  for (const { field, at, header } of places) {
    const column = form.columns[field]
    if (column === undefined) continue
    if (column.keeps === true && at < 0) continue
    const text = at < 0 ? '' : recordCell(cells[at])
    if (column.keeps === true && text === '') {
      values[field] = null
      continue
    }
    const value = text === '' && column.needed ? expected<RecordProblemCode>('value-missing') : column.parse(text)
    if (typeof value === 'object' && 'params' in value)
      problems.push({ row, column: header, value: text, expected: value })
    else if (value !== undefined) values[field] = value
  }
  if (problems.length > 0) return { record: null, problems }
  if (form.schema === RECORD_FORMS.totes.schema) values.name ??= values.code
  if (typeof values.serial === 'string' && values.quantity !== 1) {
    const place = places.find(({ field }) => field === 'quantity')
    return {
      record: null,
      problems: [
        {
          row,
          column: place?.header ?? null,
          value: String(values.quantity),
          expected: expected('serial-quantity-not-one'),
        },
      ],
    }
  }
  const checked = form.schema.safeParse(values)
  if (checked.success) return { record: checked.data, problems }
  return {
    record: null,
    problems: checked.error.issues.map((issue) => {
      const place = places.find(({ field }) => field === issue.path[0])
      return {
        row,
        column: place?.header ?? null,
        value: String(values[place?.field ?? ''] ?? ''),
        expected: expected('value-malformed'),
      }
    }),
  }
}

/** Finds values that a file may hold only once: codes, badges, and every barcode of an item. */
function repeatFinder<Kind extends RecordKind>(form: RecordForm<Kind>, places: readonly Place[]) {
  const seen = new Map<string, number>()
  return (record: RecordTypes[Kind], row: number): RecordProblem | null => {
    const values = record as unknown as Record<string, unknown>
    const keys: { field: string; value: string; key: string }[] = []
    for (const fields of form.unique) {
      const value = fields.map((field) => String(values[field] ?? '')).join(' · ')
      const field = fields[0] ?? ''
      if (values[field] !== undefined)
        keys.push({ field, value, key: field === 'gtin' ? `barcode ${value.padStart(14, '0')}` : `${field} ${value}` })
    }
    for (const barcode of (values.barcodes as { code: string }[] | undefined) ?? []) {
      const code = /^\d{8,14}$/.test(barcode.code) ? barcode.code.padStart(14, '0') : barcode.code
      keys.push({ field: 'barcodes', value: barcode.code, key: `barcode ${code}` })
    }
    for (const { field, value, key } of keys) {
      const first = seen.get(key)
      if (first !== undefined) {
        const place = places.find((candidate) => candidate.field === field)
        return { row, column: place?.header ?? null, value, expected: expected('value-twice', { row: first }) }
      }
    }
    for (const { key } of keys) seen.set(key, row)
    return null
  }
}

/**
 * Reads a file of items, locations, stock, operators, totes or carton types in the form of docs/files.md. Throws
 * ImportRefusal when the file cannot be read or a needed column is missing.
 */
export async function* readRecords<Kind extends RecordKind>(
  kind: Kind,
  input: FileInput,
  options: TableOptions = {},
): AsyncGenerator<RecordFileEvent<Kind>, void, undefined> {
  const table = await openTable(input, { countHeaders: countRecordHeaders, ...options })
  const form = RECORD_FORMS[kind] as RecordForm<Kind>
  const places = bind(form, table.headers)
  const repeats = repeatFinder(form, places)
  const counts = { rows: 0, records: 0, problems: 0 }
  for await (const batch of table.batches()) {
    options.signal?.throwIfAborted()
    for (const [index, cells] of batch.cells.entries()) {
      if (cells.every((cell) => cell.trim() === '')) continue
      counts.rows += 1
      const row = batch.numbers[index] ?? 0
      const { record, problems } = readRow(form, places, row, cells)
      const repeat = record === null ? null : repeats(record, row)
      for (const problem of repeat === null ? problems : [repeat]) {
        counts.problems += 1
        yield { kind: 'problem', problem }
      }
      if (record === null || repeat !== null) continue
      counts.records += 1
      yield { kind: 'record', row, record }
    }
  }
  yield { kind: 'summary', ...counts }
}
