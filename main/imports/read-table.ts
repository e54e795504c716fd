import { knownHeaderCount } from '../../domain/column-mapping.ts'
import type { Delimiter, Encoding } from '../../domain/order-file-layout.ts'
import { decodeText, detectEncoding } from './decode.ts'
import { type FileInput, type FileSource, openSource } from './file-source.ts'
import { ImportRefusal } from './import-refusal.ts'
import { isOleContainer } from './ole-container.ts'
import { detectDelimiter, readCsv } from './read-csv.ts'
import { readSheet, type SheetOptions } from './read-sheet.ts'
import { isZip } from './zip-sizes.ts'

/** How a table is opened; everything that is left out is detected. */
export interface TableOptions {
  encoding?: Encoding | undefined
  delimiter?: Delimiter | undefined
  /** Number of the header row from 1, when a person has pointed at it. */
  headerRow?: number | undefined
  password?: string | undefined
  signal?: AbortSignal | undefined
  /** How many cells of a row are known headers; decides which of the first rows is the header row. */
  countHeaders?: (cells: readonly string[]) => number
  limits?: Pick<SheetOptions, 'limits' | 'heapMb'>
}

/** Rows as they come, and how much of the file they took (0 to 1; a spreadsheet tells nothing before its end). */
interface TableBatch {
  numbers: readonly number[]
  cells: readonly (readonly string[])[]
  progress: number
}

/** A CSV or spreadsheet file with its header row found, ready to be read from its first row of content. */
export interface Table {
  file: string
  size: number
  kind: 'csv' | 'sheet'
  encoding: Encoding | null
  delimiter: Delimiter | null
  /** Rows above the header row, such as a title. */
  titleRows: readonly (readonly string[])[]
  headerRow: number
  headers: readonly string[]
  /** The rows below the header row; can be read once. */
  batches: () => AsyncGenerator<TableBatch, void, undefined>
}

/** Largest file that is opened; a spreadsheet must also fit into memory. */
const MAX_CSV_BYTES = 2 * 2 ** 30
const MAX_SHEET_BYTES = 128 * 2 ** 20
/** Most rows of one file; orders are assembled in memory, about 1 kB each. */
const MAX_ROWS = 600_000

const HEADER_SEARCH_ROWS = 20

interface Rows {
  kind: Table['kind']
  encoding: Encoding | null
  delimiter: Delimiter | null
  batches: AsyncGenerator<TableBatch, void, undefined>
}

async function* csvBatches(
  source: FileSource,
  encoding: Encoding,
  delimiter: Delimiter,
): AsyncGenerator<TableBatch, void, undefined> {
  for await (const { numbers, cells, bytes } of readCsv(source, encoding, delimiter, MAX_ROWS)) {
    if (numbers.length > 0) yield { numbers, cells, progress: Math.min(1, bytes / source.size) }
  }
}

async function* sheetBatches(source: FileSource, options: TableOptions): AsyncGenerator<TableBatch, void, undefined> {
  const { password, signal } = options
  const bytes = await source.all()
  for await (const { numbers, cells } of readSheet(bytes, { password, signal, maxRows: MAX_ROWS, ...options.limits })) {
    yield { numbers, cells, progress: 0 }
  }
}

async function openRows(source: FileSource, options: TableOptions): Promise<Rows> {
  const head = await source.head(8)
  if (isZip(head) || isOleContainer(head)) {
    if (source.size > MAX_SHEET_BYTES)
      throw new ImportRefusal('file-too-large', { file: source.name, max: MAX_SHEET_BYTES })
    return { kind: 'sheet', encoding: null, delimiter: null, batches: sheetBatches(source, options) }
  }
  if (source.size > MAX_CSV_BYTES) throw new ImportRefusal('file-too-large', { file: source.name, max: MAX_CSV_BYTES })
  const encoding = await detectEncoding(source, options.encoding)
  const delimiter = options.delimiter ?? detectDelimiter(await headText(source, encoding))
  return { kind: 'csv', encoding, delimiter, batches: csvBatches(source, encoding, delimiter) }
}

async function headText(source: FileSource, encoding: Encoding): Promise<string> {
  for await (const { text } of decodeText(source, encoding)) if (text !== '') return text
  return ''
}

const filled = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => count + (cell.trim() === '' ? 0 : 1), 0)

/** Which of the first rows holds the headers: the one with most known headers, else the first that is nearly as wide as the table. */
function findHeader(cells: readonly (readonly string[])[], countHeaders: (cells: readonly string[]) => number): number {
  let best = -1
  let bestCount = 1
  const near = cells.slice(0, HEADER_SEARCH_ROWS)
  for (const [index, row] of near.entries()) {
    const count = countHeaders(row)
    if (count > bestCount) {
      best = index
      bestCount = count
    }
  }
  if (best >= 0) return best
  const widest = Math.max(0, ...near.map(filled))
  return near.findIndex((row) => filled(row) >= Math.max(1, widest * 0.6))
}

/** Opens a file and finds encoding, delimiter and header row; throws ImportRefusal with its code when it cannot be read. */
export async function openTable(input: FileInput, options: TableOptions = {}): Promise<Table> {
  const source = await openSource(input)
  const rows = await openRows(source, options)
  const ahead: TableBatch[] = []
  const numbers: number[] = []
  const cells: (readonly string[])[] = []
  while (cells.length < HEADER_SEARCH_ROWS || numbers.length < (options.headerRow ?? 0)) {
    const next = await rows.batches.next()
    if (next.done === true) break
    ahead.push(next.value)
    numbers.push(...next.value.numbers)
    cells.push(...next.value.cells)
  }
  const at =
    options.headerRow === undefined
      ? findHeader(cells, options.countHeaders ?? knownHeaderCount)
      : numbers.indexOf(options.headerRow)
  const header = cells[at]
  const headerRow = numbers[at]
  if (header === undefined || headerRow === undefined || filled(header) === 0) {
    await rows.batches.return()
    throw new ImportRefusal('header-row-missing', { file: source.name })
  }
  async function* batches(): AsyncGenerator<TableBatch, void, undefined> {
    let skip = at + 1
    try {
      for (const batch of ahead) {
        const from = Math.min(skip, batch.cells.length)
        skip -= from
        if (from < batch.cells.length)
          yield { ...batch, numbers: batch.numbers.slice(from), cells: batch.cells.slice(from) }
      }
      ahead.length = 0
      yield* rows.batches
    } finally {
      await rows.batches.return()
    }
  }
  return {
    file: source.name,
    size: source.size,
    kind: rows.kind,
    encoding: rows.encoding,
    delimiter: rows.delimiter,
    titleRows: cells.slice(0, at),
    headerRow,
    headers: header.map((text) => text.replace(/^\ufeff/, '').trim()),
    batches,
  }
}
