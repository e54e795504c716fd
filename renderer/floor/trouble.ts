import { ORPCError } from '@orpc/client'
import { Problem } from '../../contract/errors.ts'

/** Why a call has no good answer: nothing came back yet, the station said no, or something broke. */
export type Trouble =
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'refused'; readonly name: string; readonly code: string; readonly params: Problem['params'] }
  | { readonly kind: 'bug'; readonly id: string }

/** Sorts what a call threw: lost connections and BUSY are worth repeating, everything else is said. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof ORPCError)) return { kind: 'unanswered' }
  const problem = Problem.safeParse(error.data)
  const full = problem.data?.code === 'E-DATA-FULL'
  if ((error.code === 'BUSY' && !full) || error.status === 502 || error.status === 504) return { kind: 'unanswered' }
  if (!error.defined && error.status >= 500)
    return { kind: 'bug', id: String(problem.data?.params.requestId ?? error.code).slice(-12) }
  if (problem.success) return { kind: 'refused', name: error.code, ...problem.data }
  if (error.defined) return { kind: 'refused', name: error.code, code: error.code, params: {} }
  return { kind: 'bug', id: error.code }
}

/** Milliseconds before the next attempt: 250, 500, 1000, … at most 4000. */
export function waitBeforeRetry(attempt: number): number {
  return Math.min(4_000, 250 * 2 ** attempt)
}
