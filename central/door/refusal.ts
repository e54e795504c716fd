import { SYNC_CODES, type SyncCode } from '../../contract/central/codes.ts'
import type { SyncProblem } from '../../contract/central/messages.ts'
import { isDiskFull, isRetriable } from '../../domain/retriable.ts'

/** Thrown by an endpoint that turns a message away: the status, the code of SYNC_CODES and what its sentence needs. */
export class MessageRefused extends Error {
  readonly status: number
  readonly code: SyncCode
  readonly params: Record<string, string | number>
  readonly retryAfterMs: number | null
  constructor(
    status: number,
    name: keyof typeof SYNC_CODES,
    params: Record<string, string | number> = {},
    retryAfterMs: number | null = null,
  ) {
    super(`${name} ${JSON.stringify(params)}`)
    this.name = 'MessageRefused'
    this.status = status
    this.code = SYNC_CODES[name]
    this.params = params
    this.retryAfterMs = retryAfterMs
  }
}

/** The refusal that an error is told as, or null when it is a bug: no room, and what may go better later, may be retried. */
export function refusalOf(error: unknown): MessageRefused | null {
  if (error instanceof MessageRefused) return error
  if (isDiskFull(error)) return new MessageRefused(507, 'centreFull', {}, 30_000)
  return isRetriable(error) ? new MessageRefused(503, 'unreachable', {}, 2_000) : null
}

const NAMES = new Map<string, keyof typeof SYNC_CODES>()
for (const name of Object.keys(SYNC_CODES) as (keyof typeof SYNC_CODES)[]) NAMES.set(SYNC_CODES[name], name)

const STATUSES: Partial<Record<keyof typeof SYNC_CODES, number>> = {
  bodyWrong: 400,
  commandUnknown: 400,
  scopeUnknown: 400,
  tokenWrong: 401,
  nonceUsed: 401,
  stationRevoked: 403,
  notAllowed: 403,
  notFound: 404,
  snapshotGone: 410,
  bodyTooLarge: 413,
  tooManyRequests: 429,
  unreachable: 503,
  centreFull: 507,
}

/** A problem of the rules behind an endpoint as the refusal of its message; conflicts (409) unless its code says more. */
export function refusedAs({ code, params, retryAfterMs }: SyncProblem): MessageRefused {
  const name = NAMES.get(code)
  if (name === undefined) throw new Error(`Unknown code ${code}`)
  return new MessageRefused(STATUSES[name] ?? 409, name, params, retryAfterMs ?? null)
}
