import { ORPCError } from '@orpc/server'
import type { Decision } from '../../commands/command.ts'
import type { ERRORS, Params } from '../../contract/errors.ts'

/** An error of the contract's closed list, with the code that people read to each other. */
export function problem(
  kind: keyof typeof ERRORS,
  code: string,
  params: Params = {},
): ORPCError<string, { code: string; params: Params }> {
  return new ORPCError(kind, { status: STATUS[kind], data: { code, params }, defined: true })
}

const STATUS: Record<keyof typeof ERRORS, number> = {
  NOT_SIGNED_IN: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  REFUSED: 422,
  UNSUPPORTED: 415,
  BUSY: 503,
}

/** The value of an accepted decision; a refusal becomes a REFUSED error that names its reason. */
export function accepted<R>(decision: Decision<R>): R {
  if (decision.ok) return decision.value
  throw problem('REFUSED', `E-CMD-${decision.refusal.name}`, {
    ...decision.refusal.params,
    name: decision.refusal.name,
  })
}
