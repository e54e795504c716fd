/** Thrown when the server is not one that Baro can use; `code` is what people read to each other. */
export class PostgresRefusedError extends Error {
  readonly code: 'E-DATA-SERVER' | 'E-DATA-ENCODING' | 'E-DATA-FUTURE'
  constructor(code: PostgresRefusedError['code'], message: string) {
    super(message)
    this.name = 'PostgresRefusedError'
    this.code = code
  }
}

/**
 * Thrown when the server cannot be reached or went away. `E-DATA-LOST`: nothing was written. `E-DATA-UNSURE`: it went
 * away during COMMIT, so what was to be written is there or it is not; whoever asks again must be able to ask twice.
 */
export class PostgresLostError extends Error {
  readonly code: 'E-DATA-LOST' | 'E-DATA-UNSURE'
  readonly retriable = true
  constructor(code: PostgresLostError['code'], cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(code === 'E-DATA-LOST' ? `The database is not there: ${why}` : `A commit has no answer: ${why}`, { cause })
    this.name = 'PostgresLostError'
    this.code = code
  }
}

/** True for what says that the connection or the server is gone, not that a statement was wrong. */
export function isLost(error: unknown): boolean {
  if (error instanceof PostgresLostError) return true
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') {
    if (/^(08|57P0|25P03|53300|40001|40P01|55P03)/.test(code)) return true
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code)) return true
  }
  return (
    typeof message === 'string' &&
    /connection terminated|connection error|timeout expired|timeout exceeded/i.test(message)
  )
}

/** The same error, or {@link PostgresLostError} `E-DATA-LOST` where nothing was written because nobody answered. */
export function lostOr(error: unknown): unknown {
  return isLost(error) && !(error instanceof PostgresLostError) ? new PostgresLostError('E-DATA-LOST', error) : error
}
