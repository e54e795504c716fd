/** Everything that can be wrong with a row of an order file; the words for each are in the message catalogues. */
export const ORDER_FILE_PROBLEMS = [
  'order-number-missing',
  'order-twice',
  'line-twice',
  'too-many-lines',
  'rows-disagree',
  'recipient-missing',
  'address-missing',
  'postcode-missing',
  'postcode-malformed',
  'country-missing',
  'country-unknown',
  'item-missing',
  'quantity-missing',
  'quantity-not-whole',
  'fulfilled-unclear',
  'amount-malformed',
  'currency-unknown',
  'time-missing',
  'time-malformed',
  'payment-unknown',
  'status-unknown',
  'yes-or-no-expected',
  'priority-malformed',
  'text-too-long',
  'number-in-scientific-form',
  'unreadable-character',
] as const

/** What is wrong at a place of an order file. */
export type OrderFileProblemCode = (typeof ORDER_FILE_PROBLEMS)[number]

/** What was expected instead: a code of the closed list and the numbers or words that its sentence needs. */
export interface Expected<Code extends string = OrderFileProblemCode> {
  code: Code
  params: Readonly<Record<string, string | number>>
}

/** One thing wrong in one cell; `row` counts from 1 as a spreadsheet shows it, `column` is the header or null. */
export interface OrderFileProblem {
  row: number
  column: string | null
  value: string
  expected: Expected
  orderNumber: string
}

/** Builds what a cell parser returns instead of a value. */
export function expected<Code extends string = OrderFileProblemCode>(
  code: Code,
  params: Readonly<Record<string, string | number>> = {},
): Expected<Code> {
  return { code, params }
}
