import type { ColumnMapping } from './column-mapping.ts'
import type { OrderInput } from './inputs.ts'
import { bindColumns } from './order-file-columns.ts'
import { type Draft, type RowReader, readHead, rowReader } from './order-file-head.ts'
import { addLine, takeLaterRow } from './order-file-lines.ts'
import { expected, type OrderFileProblem } from './order-file-problems.ts'
import { minorDigits } from './order-file-values.ts'

/** What comes out of an order file: whole good orders, the problems of bad ones, and orders with nothing to ship. */
export type AssembledOrder =
  | {
      kind: 'order'
      order: OrderInput
      rows: readonly [from: number, to: number]
      source: readonly (readonly string[])[] | null
    }
  | { kind: 'problem'; problem: OrderFileProblem }
  | { kind: 'skipped'; reason: 'nothing-to-ship'; orderNumber: string; rows: readonly [from: number, to: number] }

/** Takes the rows of one file in any order and gives whole orders, in the order in which they first appeared. */
export interface OrderAssembler {
  /** Takes one row; `row` is its number in the file, from 1, as a spreadsheet shows it. Blank rows are passed over. */
  add: (row: number, cells: readonly string[]) => void
  /** Gives everything, once, after the last row; an order with any problem gives its problems and no order. */
  finish: () => Generator<AssembledOrder, void, undefined>
}

/** Problems kept of one order; a file of a million broken rows must not fill the memory with its complaints. */
const MAX_PROBLEMS_PER_ORDER = 20
/** Rows without an order number that are reported one by one. */
const MAX_LOOSE_PROBLEMS = 1_000

/**
 * Assembles orders by their key, wherever their rows stand: marketplace lists do not keep an order's rows together, and
 * an order is only whole after the last row. Memory is therefore bound by the file: about 1 kB for an order, 0.3 kB for
 * a line; the reader of the file sets the limit of rows.
 */
export function createOrderAssembler(mapping: ColumnMapping, headers: readonly string[]): OrderAssembler {
  const reader = rowReader(mapping, bindColumns(mapping, headers))
  const drafts = new Map<string, Draft>()
  const loose: OrderFileProblem[] = []
  let last: Draft | undefined

  const add = (row: number, cells: readonly string[]): void => {
    const key = reader.text(mapping.groupBy, cells)
    if (key === '') {
      if (cells.every((cell) => cell.trim() === '')) return
      if (loose.length < MAX_LOOSE_PROBLEMS)
        loose.push(reader.problem(row, mapping.groupBy, '', expected('order-number-missing'), ''))
      return
    }
    let draft = last !== undefined && last.key === key ? last : drafts.get(key)
    if (draft === undefined) {
      draft = readHead(reader, row, key, cells)
      drafts.set(key, draft)
    } else {
      draft.lastRow = Math.max(draft.lastRow, row)
      takeLaterRow(reader, draft, row, cells)
    }
    last = draft
    addLine(reader, draft, row, cells)
    if (draft.problems.length > MAX_PROBLEMS_PER_ORDER) draft.problems.length = MAX_PROBLEMS_PER_ORDER
  }

  function* finish(): Generator<AssembledOrder, void, undefined> {
    for (const problem of loose) yield { kind: 'problem', problem }
    loose.length = 0
    for (const [key, draft] of drafts) {
      drafts.delete(key)
      yield* settle(reader, draft)
    }
  }
  return { add, finish }
}

/** Decides a draft: an order, its problems, or nothing to do. */
function* settle(reader: RowReader, draft: Draft): Generator<AssembledOrder, void, undefined> {
  const rows = [draft.firstRow, draft.lastRow] as const
  const { lines } = draft.head
  if (draft.lineProblems === 0 && lines.length > 0 && lines.every((line) => !line.requiresShipping)) {
    yield { kind: 'skipped', reason: 'nothing-to-ship', orderNumber: draft.head.number, rows }
    return
  }
  if (lines.length > 500) {
    draft.problems.push(
      reader.problem(
        draft.firstRow,
        'quantity',
        String(lines.length),
        expected('too-many-lines', { max: 500 }),
        draft.head.number,
      ),
    )
  }
  if (draft.problems.length > 0) {
    for (const problem of draft.problems) yield { kind: 'problem', problem }
    return
  }
  if (draft.cancelledRows > 0 && draft.cancelledRows === draft.rowCount) draft.head.cancelledAt ??= draft.head.orderedAt
  if (draft.cancelledRows > 0 && draft.cancelledRows < draft.rowCount) {
    const open = lines.map((line) => !draft.cancelledLines.has(line.externalId))
    draft.head.lines = lines.filter((_, index) => open[index])
    draft.source = draft.source === null ? null : draft.source.filter((_, index) => open[index])
  }
  if (!draft.totalGiven) {
    draft.head.totalMinor = draft.head.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0)
  }
  yield { kind: 'order', order: draft.head, rows, source: draft.source }
}

/** The amount of minor units as a file shows it, e.g. 12000 KRW `12000`, 1250 USD `12.50`. */
export function showAmount(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}
