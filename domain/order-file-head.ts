import type { ColumnMapping } from './column-mapping.ts'
import type { OrderInput, PaymentState } from './inputs.ts'
import type { BoundColumns } from './order-file-columns.ts'
import type { OrderField } from './order-file-fields.ts'
import { type Expected, expected, type OrderFileProblem } from './order-file-problems.ts'
import { parsePayment, parseRowState } from './order-file-states.ts'
import {
  isScientific,
  parseAmount,
  parseCountry,
  parseInstant,
  parsePhone,
  parsePostcode,
  parseWhole,
  parseYesNo,
} from './order-file-values.ts'

/** An order while its rows are still coming in. */
export interface Draft {
  key: string
  firstRow: number
  lastRow: number
  head: OrderInput
  problems: OrderFileProblem[]
  /** Problems that lie in lines rather than in the order's own columns. */
  lineProblems: number
  rowCount: number
  cancelledRows: number
  cancelledLines: Set<string>
  totalGiven: boolean
  /** Recipient, address and postcode as the first row writes them: later rows must say the same. */
  where: readonly [recipient: string, line1: string, postcode: string]
  source: (readonly string[])[] | null
  lineIds: Set<string> | null
  firstLine: string
}

/** Reads fields of rows and knows how to complain about them. */
export interface RowReader {
  mapping: ColumnMapping
  /** Cleaned text of a field; often repeated texts are shared, so that a long file does not hold them many times. */
  text: (field: OrderField, cells: readonly string[]) => string
  cell: (field: OrderField, cells: readonly string[]) => string
  problem: (
    row: number,
    field: OrderField,
    value: string,
    expectation: Expected,
    orderNumber: string,
  ) => OrderFileProblem
}

const SHARED_TEXTS = 50_000
const SHARED_FIELDS: ReadonlySet<OrderField> = new Set<OrderField>([
  'payment',
  'paymentMethod',
  'currency',
  'shippingMethod',
  'carrier',
  'country',
  'province',
  'city',
  'sku',
  'itemName',
  'option',
  'status',
])

/** Ties a mapping bound to a file's columns into a reader of its rows. */
export function rowReader(mapping: ColumnMapping, columns: BoundColumns): RowReader {
  const shared = new Map<string, string>()
  const share = (text: string): string => {
    const known = shared.get(text)
    if (known !== undefined) return known
    if (shared.size < SHARED_TEXTS) shared.set(text, text)
    return text
  }
  return {
    mapping,
    text: (field, cells) => {
      const text = columns.read(field, cells)
      return SHARED_FIELDS.has(field) && text !== '' ? share(text) : text
    },
    cell: columns.readCell,
    problem: (row, field, value, expectation, orderNumber) => ({
      row,
      column: columns.columnOf(field),
      value: value.length > 200 ? `${value.slice(0, 199)}…` : value,
      expected: expectation,
      orderNumber,
    }),
  }
}

/** Checks a row's fields one after another and keeps what is wrong with them. */
export interface FieldCheck {
  text: (field: OrderField, max: number) => string
  /** A code or number as text: refused when a spreadsheet has rounded it. */
  code: (field: OrderField, max: number) => string
  parsed: <T extends string | number | boolean>(
    field: OrderField,
    parse: (text: string) => T | Expected,
    otherwise: T,
  ) => T
  refuse: (field: OrderField, value: string, expectation: Expected) => void
}

/** A check of one row whose complaints go to `problems`, under the order's number. */
export function fieldCheck(
  reader: RowReader,
  problems: OrderFileProblem[],
  row: number,
  cells: readonly string[],
  orderNumber: string,
): FieldCheck {
  const refuse = (field: OrderField, value: string, expectation: Expected): void => {
    problems.push(reader.problem(row, field, value, expectation, orderNumber))
  }
  const text = (field: OrderField, max: number): string => {
    const value = reader.text(field, cells)
    if (value.length > max) refuse(field, value, expected('text-too-long', { max }))
    else if (value.includes('\ufffd')) refuse(field, value, expected('unreadable-character'))
    return value
  }
  return {
    text,
    refuse,
    code: (field, max) => {
      const value = text(field, max)
      if (isScientific(value)) refuse(field, value, expected('number-in-scientific-form'))
      return value
    },
    parsed: (field, parse, otherwise) => {
      const value = reader.text(field, cells)
      const result = parse(value)
      if (typeof result !== 'object') return result
      refuse(field, value, result)
      return otherwise
    },
  }
}

function readPayment(check: FieldCheck, reader: RowReader, cells: readonly string[], method: string): PaymentState {
  const text = reader.text('payment', cells)
  if (text !== '') return check.parsed<PaymentState>('payment', (value) => parsePayment(value, method), 'pending')
  const status = reader.text('status', cells)
  if (status === '')
    return reader.mapping.fields.payment === null && reader.mapping.fields.status === null ? 'paid' : 'pending'
  const state = parseRowState(status)
  if ('code' in state) return 'pending'
  return state.payment === 'pending' ? (parsePayment('pending', method) as PaymentState) : state.payment
}

function readShipTo(check: FieldCheck, reader: RowReader, cells: readonly string[]): OrderInput['shipTo'] {
  const countryText = reader.text('country', cells)
  const line1 = check.text('line1', 200)
  const name = check.text('recipient', 120)
  if (name === '') check.refuse('recipient', '', expected('recipient-missing'))
  if (line1 === '') check.refuse('line1', '', expected('address-missing'))
  let country = 'KR'
  if (countryText === '') check.refuse('country', '', expected('country-missing'))
  else country = check.parsed('country', parseCountry, 'KR')
  const postcode = countryText === '' ? '' : check.parsed('postcode', (text) => parsePostcode(text, country), '')
  const company = check.text('company', 120)
  return {
    name,
    ...(company === '' ? {} : { company }),
    phone: parsePhone(check.code('phone', 40), country),
    country,
    postcode,
    province: check.text('province', 80),
    city: check.text('city', 80),
    line1,
    line2: check.text('line2', 200),
  }
}

function readTotal(
  check: FieldCheck,
  reader: RowReader,
  cells: readonly string[],
): { currency: string; totalMinor: number; given: boolean } {
  let currency = reader.text('currency', cells).toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) {
    check.refuse('currency', currency, expected('currency-unknown'))
    currency = 'KRW'
  }
  const given = reader.text('total', cells) !== ''
  return { currency, totalMinor: given ? check.parsed('total', (text) => parseAmount(text, currency), 0) : 0, given }
}

const isYes = (text: string): boolean | Expected => parseYesNo(text, true)

/** Begins an order from the first of its rows that appears; the row's line is added separately. */
export function readHead(reader: RowReader, row: number, key: string, cells: readonly string[]): Draft {
  const { mapping } = reader
  const number = reader.text('number', cells) || key
  const problems: OrderFileProblem[] = []
  const check = fieldCheck(reader, problems, row, cells, number)
  if (mapping.groupBy !== 'externalId' && isScientific(key)) {
    check.refuse(mapping.groupBy, key, expected('number-in-scientific-form'))
  }
  if (number.length > 40) check.refuse('number', number, expected('text-too-long', { max: 40 }))
  const externalId = check.code('externalId', 80) || key
  if (externalId.length > 80) check.refuse(mapping.groupBy, externalId, expected('text-too-long', { max: 80 }))
  const orderedText = reader.text('orderedAt', cells)
  if (orderedText === '') check.refuse('orderedAt', '', expected('time-missing'))
  const time = (text: string): number | Expected => (text === '' ? 0 : parseInstant(text, mapping))
  const paymentMethod = check.text('paymentMethod', 80)
  const { currency, totalMinor, given } = readTotal(check, reader, cells)
  const [carrier, email, notes, more] = [
    check.text('carrier', 40),
    check.text('email', 200),
    reader.text('note', cells),
    reader.text('noteMore', cells),
  ]
  const note = notes !== '' && more !== '' ? `${notes}\n${more}` : notes + more
  if (note.length > 2_000) check.refuse('note', note, expected('text-too-long', { max: 2_000 }))
  const cancelledAt = check.parsed('cancelledAt', time, 0)
  const shipBy = check.parsed('shipBy', time, 0)
  const allOrNothing = reader.text('allOrNothing', cells) === '' ? null : check.parsed('allOrNothing', isYes, true)
  const shipTo = readShipTo(check, reader, cells)
  const head: OrderInput = {
    channel: mapping.channel,
    externalId,
    number,
    orderedAt: check.parsed('orderedAt', time, 0),
    payment: readPayment(check, reader, cells, paymentMethod),
    paymentMethod,
    currency,
    totalMinor,
    shippingMethod: check.text('shippingMethod', 120),
    ...(carrier === '' ? {} : { carrier }),
    customerName: check.text('customerName', 120),
    customerPhone: parsePhone(check.code('customerPhone', 40), shipTo.country),
    ...(email === '' ? {} : { email }),
    shipTo,
    note,
    ...(cancelledAt === 0 ? {} : { cancelledAt }),
    ...(shipBy === 0 ? {} : { shipBy }),
    ...(allOrNothing === null ? {} : { allOrNothing }),
    priority: check.parsed('priority', (text) => (text === '' ? 0 : parseWhole(text, 0, 9, 'priority-malformed')), 0),
    lines: [],
  }
  const where = [reader.text('recipient', cells), reader.text('line1', cells), reader.text('postcode', cells)] as const
  return {
    key,
    firstRow: row,
    lastRow: row,
    head,
    problems,
    lineProblems: 0,
    rowCount: 0,
    cancelledRows: 0,
    cancelledLines: new Set(),
    totalGiven: given,
    where,
    source: mapping.keepSource ? [] : null,
    lineIds: mapping.fields.lineId === null ? null : new Set(),
    firstLine: '',
  }
}
