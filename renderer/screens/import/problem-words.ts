import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { FileProblem } from '../../../contract/station/imports.ts'

type Sentence = (params: FileProblem['params']) => MessageDescriptor

const text = (params: FileProblem['params'], name: string): string => String(params[name] ?? '')
const plain =
  (message: MessageDescriptor): Sentence =>
  () =>
    message

function postcode(params: FileProblem['params']): MessageDescriptor {
  return params.country === 'KR' ? msg`5 digits` : msg`a postcode`
}

const WORDS: Readonly<Record<string, Sentence>> = {
  'order-number-missing': plain(msg`an order number`),
  'order-twice': (params) => msg`each order once; it began in row ${text(params, 'row')}`,
  'line-twice': plain(msg`each line of the order once`),
  'too-many-lines': (params) => msg`at most ${text(params, 'max')} lines in an order`,
  'rows-disagree': (params) => msg`the same as in row ${text(params, 'row')}: ${text(params, 'first')}`,
  'recipient-missing': plain(msg`who receives it`),
  'address-missing': plain(msg`an address`),
  'postcode-missing': postcode,
  'postcode-malformed': postcode,
  'country-missing': plain(msg`a country`),
  'country-unknown': plain(msg`a country, e.g. KR or South Korea`),
  'item-missing': plain(msg`a SKU or the item’s name`),
  'quantity-missing': plain(msg`a quantity`),
  'quantity-not-whole': plain(msg`a whole number, 1 or more`),
  'fulfilled-unclear': (params) => msg`a number up to ${text(params, 'max')}`,
  'amount-malformed': (params) => msg`an amount in ${text(params, 'currency')}`,
  'currency-unknown': plain(msg`a currency, e.g. KRW`),
  'time-missing': plain(msg`date and time`),
  'time-malformed': plain(msg`date and time, e.g. 2026-11-20 14:30`),
  'payment-unknown': plain(msg`a payment state, e.g. paid`),
  'status-unknown': plain(msg`a state of the order that Baro knows`),
  'yes-or-no-expected': plain(msg`yes or no`),
  'priority-malformed': plain(msg`a number from 0 to 9`),
  'text-too-long': (params) => msg`at most ${text(params, 'max')} characters`,
  'number-in-scientific-form': plain(msg`all digits; the spreadsheet has shortened the number`),
  'unreadable-character': plain(msg`readable text; try the other encoding`),
  'value-missing': plain(msg`a value`),
  'value-malformed': (params) =>
    params.form === undefined ? msg`a value of this form` : msg`the form ${text(params, 'form')}`,
  'value-twice': (params) => msg`once in the file; it is already in row ${text(params, 'row')}`,
  'number-not-whole': (params) => msg`a whole number from ${text(params, 'min')} to ${text(params, 'max')}`,
  'gtin-malformed': plain(msg`8, 12, 13 or 14 digits`),
  'check-digit-wrong': plain(msg`the right check digit at the end`),
  'barcodes-malformed': plain(msg`CODE=UNITS, several with | between them`),
  'picture-malformed': plain(msg`an https address, or drawn:…`),
  'choice-unknown': (params) => msg`one of: ${text(params, 'choices')}`,
  'pin-malformed': plain(msg`4 to 8 digits`),
  'serial-quantity-not-one': plain(msg`1, because the row names a serial`),
}

/** What was expected instead, in words; an unknown code is shown as such and never left out. */
export function expectedWords({ expected, params }: Pick<FileProblem, 'expected' | 'params'>): MessageDescriptor {
  return WORDS[expected]?.(params) ?? msg`something else (${expected})`
}

/** The part of a cell that is most likely wrong, as [before, wrong, after]; the whole value when nothing tells it apart. */
export function wrongPart({
  expected,
  value,
}: Pick<FileProblem, 'expected' | 'value'>): readonly [string, string, string] {
  const digits = [
    'quantity-not-whole',
    'number-not-whole',
    'gtin-malformed',
    'pin-malformed',
    'postcode-malformed',
    'amount-malformed',
    'priority-malformed',
    'fulfilled-unclear',
  ]
  if (digits.includes(expected)) {
    const odd = /[^\d.,-]+/.exec(value)
    if (odd !== null && odd[0].length < value.length)
      return [value.slice(0, odd.index), odd[0], value.slice(odd.index + odd[0].length)]
  }
  if (expected === 'unreadable-character') {
    const odd = /\ufffd+/.exec(value)
    if (odd !== null) return [value.slice(0, odd.index), odd[0], value.slice(odd.index + odd[0].length)]
  }
  if (expected === 'time-malformed') {
    const month = /^(\d{4}[-./])(1[3-9]|[2-9]\d|00)(.*)$/.exec(value)
    if (month !== null) return [month[1] ?? '', month[2] ?? '', month[3] ?? '']
  }
  return ['', value, '']
}
