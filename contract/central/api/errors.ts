import { z } from 'zod'
import { Params } from '../../errors.ts'

/** Everything that the integrators' API says when it does not do what was asked: a closed list. `E-API-099` is a bug. */
export const API_PROBLEMS = {
  keyMissing: { code: 'E-API-001', status: 401, message: 'Send an API key: Authorization: Bearer baro_…' },
  keyWrong: { code: 'E-API-002', status: 401, message: 'This API key is not known here, or it was revoked.' },
  scopeMissing: { code: 'E-API-003', status: 403, message: 'This API key lacks the scope that is needed.' },
  pathUnknown: { code: 'E-API-004', status: 404, message: 'There is nothing at this path.' },
  methodWrong: { code: 'E-API-005', status: 405, message: 'This path does not know this method.' },
  bodyUnreadable: { code: 'E-API-006', status: 400, message: 'The body cannot be read as JSON.' },
  inputWrong: { code: 'E-API-007', status: 400, message: 'A value is missing, unknown or not as described.' },
  cursorWrong: { code: 'E-API-008', status: 400, message: 'This cursor does not belong to this list.' },
  bodyTooLarge: { code: 'E-API-009', status: 413, message: 'The body is larger than is taken.' },
  contentTypeWrong: { code: 'E-API-010', status: 415, message: 'A body is taken as application/json only.' },
  tooManyRequests: { code: 'E-API-011', status: 429, message: 'Too many requests with this key; wait and try again.' },
  idempotencyKeyReused: {
    code: 'E-API-012',
    status: 409,
    message: 'This Idempotency-Key was used for another request before.',
  },
  notFound: { code: 'E-API-013', status: 404, message: 'There is no such record.' },
  stateWrong: { code: 'E-API-014', status: 422, message: 'The order is in a state in which this is not possible.' },
  notReleasable: {
    code: 'E-API-015',
    status: 422,
    message: 'The order has to stay on hold: its payment, its cancellation at the shop, or nothing to ship.',
  },
  refused: { code: 'E-API-016', status: 422, message: 'The warehouse refused this.' },
  revisionGone: {
    code: 'E-API-017',
    status: 409,
    message: 'Changes since this revision are not known here (any more); list everything and go on from its revision.',
  },
  centreFull: { code: 'E-API-018', status: 503, message: 'The centre cannot store anything now; try again later.' },
  centreBusy: {
    code: 'E-API-019',
    status: 503,
    message: 'The centre takes over the records of a station now; try again later.',
  },
  tooManyStrangers: {
    code: 'E-API-020',
    status: 429,
    message: 'Too many requests without a valid API key from this address; wait and try again.',
  },
  bug: { code: 'E-API-099', status: 500, message: 'Something failed; the request id finds it in the log.' },
} as const satisfies Record<string, { code: `E-API-${number}`; status: number; message: string }>

/** Name of a problem; see {@link API_PROBLEMS}. */
export type ApiProblemName = keyof typeof API_PROBLEMS

/** The body of every answer that is not 2xx: a code of the closed list, an English sentence, and what it is about. */
export const ApiProblem = z
  .object({
    code: z.string().meta({ description: 'One of the codes of the closed list.', examples: ['E-API-013'] }),
    message: z.string().meta({ description: 'An English sentence for developers.' }),
    params: Params.meta({ description: 'What the sentence is about: a field, a state, a limit.' }),
    requestId: z.string().meta({ description: 'Finds this request in the log of the centre.' }),
  })
  .meta({ description: 'Why nothing was done.' })
export type ApiProblem = z.infer<typeof ApiProblem>

/** Problems that only another method or path of the address could cause; no operation answers with them. */
const NOT_OF_AN_OPERATION: readonly string[] = ['pathUnknown', 'methodWrong']

/** The problems by code, as a contract declares them. */
export const API_ERRORS: Record<string, { status: number; message: string; data: typeof ApiProblem }> =
  Object.fromEntries(
    Object.entries(API_PROBLEMS)
      .filter(([name]) => !NOT_OF_AN_OPERATION.includes(name))
      .map(([, { code, status, message }]) => [code, { status, message, data: ApiProblem }]),
  )
