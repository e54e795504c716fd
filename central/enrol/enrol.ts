import { enrolStation } from '../../commands/stations/enrol-station.ts'
import { EnrolBody, type EnrolReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreTx } from '../../db/centre-port.ts'
import type { Row } from '../../db/tables.ts'
import { ADOPTION_ID, isEmptyCentre, openAdoption } from '../adopt/adoption.ts'
import { type Endpoint, openEndpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import { newId, runCommand } from '../run-command.ts'
import { readPublicKey } from '../sessions/station-keys.ts'
import { hashCode, isCodeOf } from './enrolment-codes.ts'
import { noteWrongTry, waitForTry } from './wrong-tries.ts'

type Enrolled =
  | { kind: 'enrolled'; reply: EnrolReply }
  | { kind: 'wait'; ms: number }
  | { kind: 'wrong' }
  | { kind: 'notEmpty' }
  | { kind: 'adopting' }

/**
 * `POST enrol`: a one-time code and a public key for a station id and number. The same key with the same code is answered
 * again as it was, because the first answer may be lost. A station that `brings` its tables is let into an empty centre
 * only, also after an adoption that broke off. Refused: `enrolmentWrong`, `centreNotEmpty`, `tooManyRequests` (five wrong
 * codes within a minute).
 */
export function enrolEndpoint(parts: CentreParts): Endpoint {
  const { store, platform } = parts
  return openEndpoint({
    method: 'POST',
    path: SYNC_PATHS.enrol,
    bodyLimitBytes: 16_384,
    answer: async ({ body: bytes, note }) => {
      const body = parseBody(bytes, EnrolBody)
      if (readPublicKey(body.publicKey) === null) throw new MessageRefused(400, 'bodyWrong', { at: 'publicKey' })
      // Asked before the hash is made too: making it is slow on purpose.
      const waitMs = await store.read((tx) => waitForTry(tx.own, platform.now()))
      if (waitMs > 0) throw new MessageRefused(429, 'tooManyRequests', {}, waitMs)
      const hash = await hashCode(body.code)
      const { timeline } = await store.position()
      const enrolled = await store.write((tx) => enrolInside(tx, parts, body, hash, timeline))
      if (enrolled.kind === 'wait') throw new MessageRefused(429, 'tooManyRequests', {}, enrolled.ms)
      if (enrolled.kind === 'wrong') throw new MessageRefused(403, 'enrolmentWrong')
      if (enrolled.kind === 'notEmpty') throw new MessageRefused(409, 'centreNotEmpty')
      if (enrolled.kind === 'adopting') throw new MessageRefused(503, 'unreachable', { adopting: 1 }, 10_000)
      note({ station: enrolled.reply.stationId, adopt: enrolled.reply.adopt })
      return jsonAnswer(enrolled.reply)
    },
  })
}

async function enrolInside(
  tx: CentreTx,
  parts: CentreParts,
  body: EnrolBody,
  hash: string,
  timeline: string,
): Promise<Enrolled> {
  const now = parts.platform.now()
  const ms = await waitForTry(tx.own, now)
  if (ms > 0) return { kind: 'wait', ms }
  const row = await tx.own.get('enrolment', hash)
  const isGood = row !== undefined && isCodeOf(row, hash) && row.expires_at > now
  const before = isGood && row.used_by !== null ? await tx.get('station', row.used_by) : undefined
  if (!isGood || (row.used_by !== null && before?.public_key !== body.publicKey)) {
    await noteWrongTry(tx.own, now)
    return { kind: 'wrong' }
  }
  const adoption = await openAdoption(tx)
  if (before !== undefined) return replyFor(tx, before, timeline, adoption?.station_id === before.id)
  if (body.brings && !(await isEmptyCentre(tx))) return { kind: 'notEmpty' }
  if (!body.brings && adoption !== undefined) return { kind: 'adopting' }
  // Whoever began to bring its tables did not end it: it never worked with this centre.
  if (adoption !== undefined) await tx.remove('station', adoption.station_id)
  const station = await enrolNew(tx, parts, body)
  await tx.own.put('enrolment', { ...row, used_by: station.id })
  const { lastSeq, hash: journalHash } = body.journal
  if (body.brings) {
    const { incarnation } = body
    const place = { station_id: station.id, incarnation, last_seq: lastSeq, hash: journalHash, at: now }
    await tx.own.put('adoption', { id: ADOPTION_ID, state: 'open', next_page: adoption?.next_page ?? 0, ...place })
  } else {
    const place = { incarnation: body.incarnation, applied_seq: lastSeq, hash: journalHash }
    await tx.own.put('station_position', { id: station.id, ...place, seen_at: now, cursor: 0, boot_id: '' })
  }
  return replyFor(tx, station, timeline, body.brings)
}

async function enrolNew(tx: CentreTx, { platform }: CentreParts, body: EnrolBody): Promise<Row<'station'>> {
  const stationId = newId(platform)
  const args = { stationId, name: body.name, publicKey: body.publicKey }
  const actor = { operatorId: null, station: body.name, stationId }
  const decision = await runCommand(tx, platform, enrolStation, args, actor)
  const station = await tx.get('station', stationId)
  if (!decision.ok || station === undefined) throw new Error(`A new station was refused: ${JSON.stringify(decision)}`)
  return station
}

async function replyFor(tx: CentreTx, station: Row<'station'>, timeline: string, adopt: boolean): Promise<Enrolled> {
  const site = (await tx.get('site', 'site'))?.name ?? ''
  return { kind: 'enrolled', reply: { stationId: station.id, number: station.number, site, timeline, adopt } }
}
