import { PUSH_LIMITS, type SessionReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import { SCOPES } from '../../db/scopes.ts'
import { type Endpoint, openEndpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import { checkSignature, headerOf, nonceOf } from './authenticate.ts'
import { journalPosition } from './journal-position.ts'
import type { Nonces } from './nonces.ts'
import { sha256 } from './station-keys.ts'

/** How long a token may be used. */
export const TOKEN_LIFE_MS = 15 * 60_000
const SESSION_NONCE_LIFE_MS = 24 * 60 * 60_000

/**
 * `POST session`: a token for fifteen minutes, for a nonce signed with the enrolled key. A station that is revoked or
 * quarantined gets one too, without scopes: it may push (what it sends is kept aside) and nothing else.
 */
export function sessionEndpoint({ store, platform }: CentreParts, nonces: Nonces): Endpoint {
  return openEndpoint({
    method: 'POST',
    path: SYNC_PATHS.session,
    bodyLimitBytes: 4_096,
    answer: async (call) => {
      const [stationId, incarnation] = [headerOf(call.request, 'station'), headerOf(call.request, 'incarnation')]
      const nonce = nonceOf(call.request)
      const station = await store.read((tx) => tx.get('station', stationId))
      // An unknown station is told the same as a wrong signature: ids cannot be tried out.
      if (station === undefined) throw new MessageRefused(401, 'signatureWrong')
      checkSignature(call, station.public_key, nonce, '')
      call.note({ station: stationId, state: station.state, boot: headerOf(call.request, 'boot') })
      const now = platform.now()
      const use = { owner: `station/${stationId}`, nonce, expiresAt: now + SESSION_NONCE_LIFE_MS, isReading: false }
      if (!(await nonces.use(use))) throw new MessageRefused(401, 'nonceUsed')
      const token = Buffer.from(platform.randomBytes(32)).toString('base64url')
      await store.write((tx) =>
        tx.own.put('station_session', {
          id: sha256(token),
          station_id: stationId,
          incarnation,
          created_at: now,
          expires_at: now + TOKEN_LIFE_MS,
        }),
      )
      const { revision, floor, timeline } = await store.position()
      const restored = await store.ask<{ timeline: string; revision: number | string }>(
        'SELECT id AS timeline, revision FROM restored ORDER BY number',
      )
      const journal = await journalPosition(store, stationId, incarnation)
      const reply: SessionReply = {
        ...{ token, expiresInMs: TOKEN_LIFE_MS, timeline, revision, floor, ...journal },
        restored: restored.map((each) => ({ timeline: each.timeline, revision: Number(each.revision) })),
        serverTime: now,
        limits: { ...PUSH_LIMITS },
        scopes: station.state === 'active' ? [...SCOPES] : [],
      }
      return jsonAnswer(reply)
    },
  })
}
