import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Params } from '../../../contract/errors.ts'

type Sentence = { readonly title: MessageDescriptor; readonly advice: MessageDescriptor }

const unchanged = msg`Nothing was taken from it.`

const WORDS: Readonly<Record<string, Sentence>> = {
  'file-missing': { title: msg`The file is not here any more`, advice: msg`Choose it again.` },
  'file-empty': { title: msg`The file is empty`, advice: msg`Export it again and look inside before you choose it.` },
  'file-too-large': {
    title: msg`The file is too large`,
    advice: msg`Export a shorter time and import the parts one after the other.`,
  },
  'file-kind-unknown': {
    title: msg`This is neither CSV nor XLSX`,
    advice: msg`Save it as CSV or XLSX and choose it again.`,
  },
  'encoding-unknown': {
    title: msg`The letters cannot be read`,
    advice: msg`Save it as “CSV UTF-8” and choose it again.`,
  },
  'encoding-mismatch': {
    title: msg`The file is not written in this encoding`,
    advice: msg`Choose the other encoding, or leave it to Baro.`,
  },
  'quotes-broken': {
    title: msg`A quotation mark is never closed`,
    advice: msg`Export the file again; part of it may be missing.`,
  },
  'record-too-long': { title: msg`One row is far too long`, advice: msg`A quotation mark may be missing before it.` },
  'too-many-rows': {
    title: msg`The file has too many rows`,
    advice: msg`Export a shorter time and import the parts one after the other.`,
  },
  'header-row-missing': {
    title: msg`No row looks like column names`,
    advice: msg`The first rows must name the columns.`,
  },
  'mapping-incomplete': {
    title: msg`A column is still missing`,
    advice: msg`Choose a column for every field that is needed.`,
  },
  'sheet-broken': {
    title: msg`The workbook is damaged`,
    advice: msg`Open it in a spreadsheet, save it again and choose it again.`,
  },
  'sheet-expands-too-far': {
    title: msg`The workbook unpacks to far too much`,
    advice: msg`Save only the sheet with the orders, and choose that.`,
  },
  'password-needed': {
    title: msg`The workbook has a password`,
    advice: msg`Type the password that the marketplace told you.`,
  },
  'password-wrong': {
    title: msg`This is not its password`,
    advice: msg`Look at the marketplace’s message and type it again.`,
  },
  'encryption-unknown': {
    title: msg`Locked in a way that Baro cannot open`,
    advice: msg`Open it in a spreadsheet and save it without a password.`,
  },
  'reader-out-of-memory': {
    title: msg`The file is too large for this computer`,
    advice: msg`Export a shorter time and import the parts one after the other.`,
  },
}

/** What is wrong with a file as a whole and what to do; null when the code is none of a file's. */
export function fileRefusal(code: string, params: Params): Sentence | null {
  const known = WORDS[code]
  if (known !== undefined) return known
  const reason = params.refusal ?? params.reason
  return typeof reason === 'string' ? (WORDS[reason] ?? null) : null
}

/** What every refused file has in common. */
export { unchanged as nothingTaken }
