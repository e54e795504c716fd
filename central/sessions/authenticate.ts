import { SYNC_HEADERS, signedText } from '../../contract/central/messages.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import type { Row } from '../../db/tables.ts'
import { openAdoption } from '../adopt/adoption.ts'
import type { Call, KnownStation, LetIn } from '../door/endpoint.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import type { Nonces } from './nonces.ts'
import { isSignedBy, sha256 } from './station-keys.ts'

const NONCE = /^[\w-]{16,100}$/

/** The header, at most 200 characters of it; refused with `signatureWrong` when it is missing. */
export function headerOf(request: Request, name: keyof typeof SYNC_HEADERS): string {
  const value = request.headers.get(SYNC_HEADERS[name]) ?? ''
  if (value === '' || value.length > 200) throw new MessageRefused(401, 'signatureWrong', { header: name })
  return value
}

/** The nonce of a message; refused unless it has 16 to 100 letters, digits, `-` or `_`. */
export function nonceOf(request: Request): string {
  const nonce = headerOf(request, 'nonce')
  if (!NONCE.test(nonce)) throw new MessageRefused(401, 'signatureWrong', { header: 'nonce' })
  return nonce
}

/** Throws `signatureWrong` unless this very message, with this token, was signed by the owner of the key. */
export function checkSignature(call: Call, publicKey: string, nonce: string, token: string): void {
  const text = signedText({
    method: call.request.method,
    path: `${call.url.pathname}${call.url.search}`,
    bodyHash: sha256(call.body),
    nonce,
    token,
    station: headerOf(call.request, 'station'),
    incarnation: headerOf(call.request, 'incarnation'),
  })
  if (!isSignedBy(publicKey, text, headerOf(call.request, 'signature'))) throw new MessageRefused(401, 'signatureWrong')
}

function knownStation(row: Row<'station'>, incarnation: string, bootId: string, isAdopting: boolean): KnownStation {
  return { id: row.id, number: row.number, name: row.name, state: row.state, incarnation, bootId, isAdopting }
}

/**
 * Proves who sent a message: by a token that lives, a signature over this message with that token, and a nonce that was
 * never used, which is still to be remembered. Throws `tokenWrong`, `signatureWrong` or `nonceUsed`. A copied token is
 * useless without the key.
 */
export function authenticator({ store, platform }: CentreParts, nonces: Nonces): (call: Call) => Promise<LetIn> {
  return async (call) => {
    const token = /^Bearer ([\w-]{20,100})$/.exec(call.request.headers.get('authorization') ?? '')?.[1]
    if (token === undefined) throw new MessageRefused(401, 'tokenWrong')
    const nonce = nonceOf(call.request)
    const sessionId = sha256(token)
    const found = await store.read(async (tx) => {
      const session = await tx.own.get('station_session', sessionId)
      const station = session && (await tx.get('station', session.station_id))
      const isAdopting = (await openAdoption(tx)) !== undefined
      return station && { session, station, isAdopting }
    })
    if (found === undefined || isOver(found.session, platform.now())) throw new MessageRefused(401, 'tokenWrong')
    const { session, station } = found
    if (
      headerOf(call.request, 'station') !== station.id ||
      headerOf(call.request, 'incarnation') !== session.incarnation
    )
      throw new MessageRefused(401, 'tokenWrong')
    checkSignature(call, station.public_key, nonce, token)
    const isReading = call.request.method === 'GET'
    const known = knownStation(station, session.incarnation, headerOf(call.request, 'boot'), found.isAdopting)
    const held = nonces.hold({ owner: sessionId, nonce, expiresAt: session.expires_at, isReading })
    if (held === null) throw new MessageRefused(401, 'nonceUsed')
    return { station: known, nonce: held }
  }
}

function isOver(session: CentreRow<'station_session'>, now: number): boolean {
  return session.expires_at <= now
}
