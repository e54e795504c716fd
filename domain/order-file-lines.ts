import type { OrderLineInput } from './inputs.ts'
import { type Draft, type FieldCheck, fieldCheck, type RowReader } from './order-file-head.ts'
import { type Expected, expected } from './order-file-problems.ts'
import { parseFulfilled, parseRowState } from './order-file-states.ts'
import { parseAmount, parseDay, parseWhole, parseYesNo } from './order-file-values.ts'

const wholeQuantity = (text: string): number | Expected =>
  text === '' ? expected('quantity-missing') : parseWhole(text, 1, 100_000, 'quantity-not-whole')
const needsShipping = (text: string): boolean | Expected => parseYesNo(text, true)

/** Adds the line that a row carries to its order, or what is wrong with it to the order's problems. */
export function addLine(reader: RowReader, draft: Draft, row: number, cells: readonly string[]): void {
  const before = draft.problems.length
  const check = fieldCheck(reader, draft.problems, row, cells, draft.head.number)
  draft.rowCount += 1
  const sku = check.code('sku', 64)
  const name = check.text('itemName', 300)
  if (sku === '' && name === '') check.refuse('sku', '', expected('item-missing'))
  const quantity = check.parsed('quantity', wholeQuantity, 1)
  const option = check.text('option', 300)
  const { currency } = draft.head
  const availableFrom = check.parsed('availableFrom', (text) => parseDay(text, reader.mapping), '')
  const line: OrderLineInput = {
    externalId: lineKey(check, draft, reader),
    sku,
    name,
    ...(option === '' ? {} : { option }),
    quantity,
    fulfilled: check.parsed('fulfilled', (text) => parseFulfilled(text, quantity), 0),
    priceMinor: check.parsed('price', (text) => (text === '' ? 0 : parseAmount(text, currency)), 0),
    requiresShipping: check.parsed('requiresShipping', needsShipping, true),
    ...(availableFrom === '' ? {} : { availableFrom }),
  }
  applyRowState(reader, check, draft, line, cells)
  draft.head.lines.push(line)
  draft.source?.push(cells)
  if (draft.rowCount === 1) draft.firstLine = lineText(line)
  draft.lineProblems += draft.problems.length - before
}

/** The channel's key of the line, or its position in the order. */
function lineKey(check: FieldCheck, draft: Draft, reader: RowReader): string {
  const position = String(draft.rowCount)
  if (draft.lineIds === null || reader.mapping.fields.lineId === null) return position
  const given = check.code('lineId', 80)
  const key = given === '' ? position : given
  if (draft.lineIds.has(key)) check.refuse('lineId', key, expected('line-twice'))
  draft.lineIds.add(key)
  return key
}

/** A row that the marketplace calls cancelled or shipped, or that bears a tracking number, is not picked. */
function applyRowState(
  reader: RowReader,
  check: FieldCheck,
  draft: Draft,
  line: OrderLineInput,
  cells: readonly string[],
): void {
  if (reader.mapping.fields.trackingNumber !== null && reader.text('trackingNumber', cells) !== '')
    line.fulfilled = line.quantity
  if (reader.mapping.fields.status === null) return
  const status = reader.text('status', cells)
  if (status === '') return
  const state = parseRowState(status)
  if ('code' in state) {
    check.refuse('status', status, state)
    return
  }
  if (state.work === 'shipped') line.fulfilled = line.quantity
  if (state.work === 'cancelled') {
    draft.cancelledRows += 1
    draft.cancelledLines.add(line.externalId)
  } else if (
    draft.cancelledRows === draft.rowCount - 1 &&
    state.payment !== 'pending' &&
    draft.head.payment === 'refunded'
  ) {
    draft.head.payment = state.payment
  }
}

const lineText = (line: OrderLineInput): string =>
  `${line.sku}\t${line.name}\t${line.option ?? ''}\t${line.quantity}\t${line.priceMinor}`

/** Checks that a later row belongs to the same order, and takes what only it says (a note of its own line). */
export function takeLaterRow(reader: RowReader, draft: Draft, row: number, cells: readonly string[]): void {
  const check = fieldCheck(reader, draft.problems, row, cells, draft.head.number)
  const [recipient, line1, postcode] = draft.where
  const same = [
    ['recipient', recipient],
    ['line1', line1],
    ['postcode', postcode],
  ] as const
  for (const [field, first] of same) {
    const here = reader.cell(field, cells)
    if (here !== '' && here !== first) {
      check.refuse(field, here, expected('rows-disagree', { first, row: draft.firstRow }))
      return
    }
  }
  if (reader.mapping.laterRows === 'blank') {
    refuseRepeatedOrder(reader, check, draft, cells)
    return
  }
  const note = reader.text('note', cells)
  if (note === '' || draft.head.note.includes(note)) return
  draft.head.note = draft.head.note === '' ? note : `${draft.head.note}\n${note}`
  if (draft.head.note.length > 2_000) check.refuse('note', note, expected('text-too-long', { max: 2_000 }))
}

/** Where only an order's first row carries its columns, a second such row with the same line is the order again. */
function refuseRepeatedOrder(reader: RowReader, check: FieldCheck, draft: Draft, cells: readonly string[]): void {
  if (reader.cell('recipient', cells) === '' || reader.cell('quantity', cells) === '') return
  const line: OrderLineInput = {
    externalId: '',
    sku: reader.text('sku', cells),
    name: reader.text('itemName', cells),
    option: reader.text('option', cells),
    quantity: Number(reader.text('quantity', cells)),
    fulfilled: 0,
    priceMinor: 0,
    requiresShipping: true,
  }
  const price = parseAmount(reader.text('price', cells) || '0', draft.head.currency)
  if (typeof price === 'number') line.priceMinor = price
  if (lineText(line) === draft.firstLine)
    check.refuse(reader.mapping.groupBy, draft.key, expected('order-twice', { row: draft.firstRow }))
}
