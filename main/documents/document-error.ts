/** Why a document cannot be made; identical in every language. */
export type DocumentErrorCode = 'E-DOC-001' | 'E-DOC-002' | 'E-DOC-004' | 'E-DOC-005'

/** A document that cannot be made from its input: `E-DOC-001` a code that no symbol can carry, `E-DOC-002` input of the wrong shape, `E-DOC-004` a page laid out for another printer, `E-DOC-005` a template that is not there. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode

  constructor(code: DocumentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DocumentError'
    this.code = code
  }
}
