import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ColumnMapping,
  checkMapping,
  detectPreset,
  type MappingProblem,
  mappingFor,
  type Preset,
} from '../../domain/column-mapping.ts'
import { type AssembledOrder, createOrderAssembler } from '../../domain/order-file.ts'
import type { SourceLayout } from '../../domain/order-file-layout.ts'
import type { FileInput } from './file-source.ts'
import { ImportRefusal } from './import-refusal.ts'
import { openTable, type Table, type TableOptions } from './read-table.ts'

/** What an import screen needs to show a file before anything is read into the store. */
export interface FileInspection {
  file: string
  size: number
  kind: Table['kind']
  encoding: Table['encoding']
  delimiter: Table['delimiter']
  headerRow: number
  headers: readonly string[]
  preset: Preset | null
  mapping: ColumnMapping
  problems: readonly MappingProblem[]
  firstRows: readonly { row: number; cells: readonly string[] }[]
  /** Rows of content: exact when all were seen, else estimated from the size of the first ones (a spreadsheet: at least). */
  rowCount: number
  rowCountExact: boolean
}

/** Where a reading of orders stands. */
export interface ReadProgress {
  rows: number
  /** Share of the file that has been read, 0 to 1; a spreadsheet jumps from 0 to 1. */
  share: number
}

/** How orders are read from a file; a mapping that is left out is found by the headers. */
export interface ReadOrdersOptions extends TableOptions {
  mapping?: ColumnMapping | undefined
  onProgress?: (progress: ReadProgress) => void
}

/** What a reading gives, in this order: the file's layout once, then orders, problems and skipped ones, then the counts. */
export type OrderFileEvent =
  | { kind: 'layout'; layout: SourceLayout; mapping: ColumnMapping }
  | AssembledOrder
  | { kind: 'summary'; rows: number; orders: number; badOrders: number; problems: number; skipped: number }

const FIRST_ROWS = 20

function choose(table: Table, given: ColumnMapping | undefined): { preset: Preset | null; mapping: ColumnMapping } {
  const preset = detectPreset(table.headers)
  return { preset, mapping: given ?? mappingFor(preset ?? 'custom', table.headers) }
}

/** Looks at the beginning of a file: what it is, which mapping fits, and its first rows; throws ImportRefusal. */
export async function inspectFile(input: FileInput, options: ReadOrdersOptions = {}): Promise<FileInspection> {
  const table = await openTable(input, options)
  const { preset, mapping } = choose(table, options.mapping)
  const firstRows: { row: number; cells: readonly string[] }[] = []
  let rowCount = 0
  let share = 1
  let exact = true
  for await (const batch of table.batches()) {
    for (const [index, cells] of batch.cells.entries()) {
      if (firstRows.length < FIRST_ROWS) firstRows.push({ row: batch.numbers[index] ?? 0, cells })
    }
    rowCount += batch.cells.length
    if (batch.progress < 1 && rowCount >= (table.kind === 'csv' ? 1_000 : 20_000)) {
      exact = false
      share = table.kind === 'csv' ? batch.progress : 1
      break
    }
  }
  const { file, size, kind, encoding, delimiter, headerRow, headers } = table
  return {
    file,
    size,
    kind,
    encoding,
    delimiter,
    headerRow,
    headers,
    preset,
    mapping,
    firstRows,
    problems: checkMapping(mapping, headers),
    rowCount: exact ? rowCount : Math.round(rowCount / share),
    rowCountExact: exact,
  }
}

/**
 * Reads the orders of a file. Rows of one order may stand anywhere, so orders come after the last row has been read:
 * memory holds the file's good orders once (about 1 kB each), and an order is given whole or not at all.
 * Throws ImportRefusal (`mapping-incomplete` when needed columns are not mapped) and the signal's reason when aborted.
 */
export async function* readOrders(
  input: FileInput,
  options: ReadOrdersOptions = {},
): AsyncGenerator<OrderFileEvent, void, undefined> {
  const table = await openTable(input, options)
  const { mapping } = choose(table, options.mapping)
  const missing = checkMapping(mapping, table.headers)
  const first = missing[0]
  if (first !== undefined) {
    await table.batches().return()
    throw new ImportRefusal('mapping-incomplete', { field: first.field, column: first.column ?? '' })
  }
  const { kind, encoding, delimiter, headers, titleRows } = table
  yield {
    kind: 'layout',
    mapping,
    layout: { kind, encoding, delimiter, headers: [...headers], titleRows: titleRows.map((row) => [...row]) },
  }
  const assembler = createOrderAssembler(mapping, table.headers)
  let rows = 0
  for await (const batch of table.batches()) {
    options.signal?.throwIfAborted()
    for (const [index, cells] of batch.cells.entries()) assembler.add(batch.numbers[index] ?? 0, cells)
    rows += batch.cells.length
    options.onProgress?.({ rows, share: batch.progress })
  }
  options.onProgress?.({ rows, share: 1 })
  yield* counted(assembler.finish(), rows, options.signal)
}

async function* counted(
  results: Iterable<AssembledOrder>,
  rows: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<OrderFileEvent, void, undefined> {
  const bad = new Set<string>()
  const counts = { orders: 0, problems: 0, skipped: 0 }
  let turn = 0
  for (const result of results) {
    if (result.kind === 'order') counts.orders += 1
    else if (result.kind === 'skipped') counts.skipped += 1
    else {
      counts.problems += 1
      bad.add(result.problem.orderNumber === '' ? `row ${result.problem.row}` : result.problem.orderNumber)
    }
    yield result
    turn += 1
    if (turn % 500 === 0) {
      signal?.throwIfAborted()
      await nextTurn()
    }
  }
  yield { kind: 'summary', rows, badOrders: bad.size, ...counts }
}
