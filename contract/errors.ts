import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Parameters of a message, filled in by each language. */
export const Params = z.record(z.string(), z.union([z.string(), z.number()]))
export type Params = z.infer<typeof Params>

/** What travels with an error: the code people read to each other, and what the sentence needs. */
export const Problem = z.object({ code: z.string(), params: Params })
export type Problem = z.infer<typeof Problem>

/** The closed list of contract errors; anything else that goes wrong is a bug and is said as such. */
export const ERRORS = {
  NOT_SIGNED_IN: { status: 401, data: Problem },
  FORBIDDEN: { status: 403, data: Problem },
  NOT_FOUND: { status: 404, data: Problem },
  CONFLICT: { status: 409, data: Problem },
  REFUSED: { status: 422, data: Problem },
  UNSUPPORTED: { status: 415, data: Problem },
  BUSY: { status: 503, data: Problem },
} as const

/** The root that every procedure of Baro starts from. */
export const procedure = oc.errors(ERRORS)
