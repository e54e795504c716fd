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

export type ImportRefusalCode = (typeof IMPORT_REFUSALS)[number]

/** Thrown when a file as a whole is refused: a code of the closed list, and where in the file, if that is known. */
export class ImportRefusal extends Error {
  readonly code: ImportRefusalCode
  readonly params: Readonly<Record<string, string | number>>

  constructor(code: ImportRefusalCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause })
    this.name = 'ImportRefusal'
    this.code = code
    this.params = params
  }
}
