import { SYNC_CODES } from '../contract/central/codes.ts'
import type { SyncProblem } from '../contract/central/messages.ts'

/** Why a centre turned a message away, with the code that goes with its name. */
export function syncProblem(
  name: keyof typeof SYNC_CODES,
  params: Record<string, string | number> = {},
  retryAfterMs?: number,
): SyncProblem {
  return { code: SYNC_CODES[name], params, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** True for a problem, false for the reply that was asked for. */
export function isProblem(reply: object | SyncProblem): reply is SyncProblem {
  return 'code' in reply && 'params' in reply
}

/** A station whose session and signature were checked. */
export type KnownStation = { id: string; incarnation: string; bootId: string }
