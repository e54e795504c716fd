import type { ImportRefusalCode } from '../../domain/order-file-refusals.ts'

export type { ImportRefusalCode }

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
