/** Why a file as a whole cannot be read; the words for each are in the message catalogues. */
export const IMPORT_REFUSALS = [
  'file-missing',
  'file-empty',
  'file-too-large',
  'file-kind-unknown',
  'encoding-unknown',
  'encoding-mismatch',
  'quotes-broken',
  'record-too-long',
  'too-many-rows',
  'header-row-missing',
  'mapping-incomplete',
  'sheet-broken',
  'sheet-expands-too-far',
  'password-needed',
  'password-wrong',
  'encryption-unknown',
  'reader-out-of-memory',
] as const

/** Why a whole file cannot be read. */
export type ImportRefusalCode = (typeof IMPORT_REFUSALS)[number]

/** Everything that can be wrong in a file of items, locations, stock, operators, totes or carton types. */
export const RECORD_PROBLEMS = [
  'value-missing',
  'value-malformed',
  'value-twice',
  'number-not-whole',
  'number-in-scientific-form',
  'gtin-malformed',
  'check-digit-wrong',
  'barcodes-malformed',
  'picture-malformed',
  'choice-unknown',
  'yes-or-no-expected',
  'pin-malformed',
  'serial-quantity-not-one',
] as const
/** What is wrong at a place of a record file. */
export type RecordProblemCode = (typeof RECORD_PROBLEMS)[number]

/** The kinds of record files beside orders. */
export const RECORD_KINDS = ['items', 'locations', 'stock', 'operators', 'totes', 'carton-types'] as const
/** A kind of record file. */
export type RecordKind = (typeof RECORD_KINDS)[number]
