/** Why a station cannot be opened; `code` is what people read to each other, the message is for the log and the terminal. */
export class StationOpenError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StationOpenError'
    this.code = code
  }
}
