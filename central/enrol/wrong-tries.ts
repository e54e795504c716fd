import type { OwnTx } from '../../db/centre-port.ts'

/** So many wrong codes a minute, in all processes of a centre together. */
export const WRONG_TRIES = 5
const MINUTE_MS = 60_000

const slots = Array.from({ length: WRONG_TRIES }, (_, index) => `wrong-code/${index}`)

/** How long nobody may try another code, in milliseconds; 0 when one may be tried now. */
export async function waitForTry(own: OwnTx, now: number): Promise<number> {
  let soonest = Number.POSITIVE_INFINITY
  for (const id of slots) {
    const until = (await own.get('nonce', id))?.expires_at ?? 0
    // A clock that was set back must not lock the door for longer than a minute.
    if (until <= now || until > now + MINUTE_MS) return 0
    soonest = Math.min(soonest, until - now)
  }
  return soonest
}

/** Remembers one wrong code for a minute. */
export async function noteWrongTry(own: OwnTx, now: number): Promise<void> {
  for (const id of slots) {
    const until = (await own.get('nonce', id))?.expires_at ?? 0
    if (until > now && until <= now + MINUTE_MS) continue
    return own.put('nonce', { id, expires_at: now + MINUTE_MS })
  }
}
