import { isDefinedError } from '@orpc/client'
import type { ERRORS, Params } from '../../contract/errors.ts'

/** What went wrong with a request to the station, in a form that a sentence can be made of. */
export type StationProblem = {
  /** The contract's kind of "no", `OFFLINE` when the station did not answer, `BUG` for everything that should not be. */
  kind: keyof typeof ERRORS | 'OFFLINE' | 'BUG'
  /** The code people read to each other; the same in every language. */
  code: string
  params: Params
}

const kinds = ['NOT_SIGNED_IN', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'REFUSED', 'UNSUPPORTED', 'BUSY'] as const

/** Reads any thrown value as a problem of the station; never throws. */
export function problemOf(error: unknown): StationProblem {
  if (error instanceof Error && isDefinedError(error)) {
    const { code, data } = error as unknown as { code: string; data?: { code?: unknown; params?: Params } }
    const kind = kinds.find((known) => known === code) ?? 'BUG'
    return { kind, code: typeof data?.code === 'string' ? data.code : code, params: data?.params ?? {} }
  }
  // fetch rejects with a TypeError when nobody answers at the station's address.
  if (error instanceof TypeError || isBrokenOff(error)) return { kind: 'OFFLINE', code: 'E-STN-001', params: {} }
  const id =
    typeof error === 'object' && error !== null && 'data' in error
      ? (error.data as { id?: unknown } | null)?.id
      : undefined
  return { kind: 'BUG', code: 'E-STN-002', params: typeof id === 'string' ? { id } : {} }
}

/** The station ended while it answered: the client says so in these words, with what fetch threw as the cause. */
function isBrokenOff(error: unknown): boolean {
  return (
    error instanceof Error && error.message.startsWith('Cannot parse response body') && error.cause instanceof TypeError
  )
}
