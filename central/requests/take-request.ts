import { createHash } from 'node:crypto'
import type { Decision, Refusal } from '../../commands/command.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { RequestBody, RequestReply, SyncProblem } from '../../contract/central/messages.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import { present } from '../../domain/assert.ts'
import { isRetriable } from '../../domain/retriable.ts'
import { argumentsOf } from '../facts/run-fact.ts'
import type { HeldNonce } from '../sessions/nonces.ts'
import { siteDay } from '../site-day.ts'
import { type KnownStation, syncProblem } from '../sync-problem.ts'

/** What deciding needs beside the request: the wall time, the rules, and the nonce of the message it came by. */
export type RequestOptions = { now: number; registry: CommandRegistry; nonce?: Pick<HeldNonce, 'record' | 'recorded'> }

/**
 * Decides a request (an INTENT) once: repeated with the same id it gets the same answer, refusals too; a refused one
 * writes nothing but its answer. It is decided on the centre's day. Problems, with nothing kept: `timelineOther`,
 * `stationRevoked`, `journalForked` (quarantined), `idReused`, `commandUnknown`, `notAllowed` (a FACT, or an operator who
 * is not active), `bodyWrong`, and `centreBug` when its rule broke down: to ask again would end the same way. Throws what
 * may go better later.
 */
export async function takeRequest(
  store: CentreStore,
  station: KnownStation,
  body: RequestBody,
  options: RequestOptions,
): Promise<RequestReply | SyncProblem> {
  const reply = await store.write((tx) => takeInside(tx, station, body, options))
  options.nonce?.recorded()
  return reply
}

async function takeInside(
  tx: CentreTx,
  station: KnownStation,
  body: RequestBody,
  options: RequestOptions,
): Promise<RequestReply | SyncProblem> {
  const [isFresh = true, state] = await Promise.all([options.nonce?.record(tx), tx.own.get('centre_state', 'centre')])
  if (!isFresh) return syncProblem('nonceUsed')
  const centre = present(state, 'a centre has its state')
  if (body.timeline !== centre.timeline) return syncProblem('timelineOther', { timeline: centre.timeline })
  const row = await tx.get('station', station.id)
  if (row === undefined || row.state === 'revoked') return syncProblem('stationRevoked')
  if (row.state !== 'active') return syncProblem('journalForked')
  const hash = hashOf(station.id, body)
  const before = await tx.own.get('answer', body.id)
  if (before !== undefined) {
    if (before.hash !== hash) return syncProblem('idReused', { id: body.id })
    return { decision: JSON.parse(before.decision) as RequestReply['decision'], revision: before.revision }
  }
  const decision = await decide(tx, station, body, options)
  if ('code' in decision) return decision
  const revision = decision.ok ? await tx.revision() : centre.revision
  await tx.own.put('answer', {
    id: body.id,
    station_id: station.id,
    hash,
    decision: JSON.stringify(decision),
    revision,
    at: options.now,
  })
  return { decision, revision }
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.name)
    this.refusal = refusal
  }
}

async function decide(
  tx: CentreTx,
  station: KnownStation,
  body: RequestBody,
  { registry, now }: RequestOptions,
): Promise<Decision<unknown> | SyncProblem> {
  const definition = registry.get(`${body.type}@${body.version}`)
  if (definition === undefined) return syncProblem('commandUnknown', { type: body.type, version: body.version })
  if (definition.class !== 'INTENT') return syncProblem('notAllowed', { type: body.type })
  const args = definition.args.safeParse(argumentsOf(body))
  if (!args.success) return syncProblem('bodyWrong', { type: body.type })
  const operator = body.operatorId === null ? null : await tx.get('operator', body.operatorId)
  if (operator !== null && operator?.active !== 1) return syncProblem('notAllowed', { operator: body.operatorId ?? '' })
  // Not the station's day: whether goods may leave yet, or are past their last day, is not for its clock to say.
  const today = await siteDay(tx, now)
  try {
    return await tx.attempt(async () => {
      const decision = await definition.run(tx, {
        id: body.id,
        at: body.at,
        businessDate: today,
        operatorId: body.operatorId,
        station: body.station,
        stationId: station.id,
        args: args.data,
      })
      if (!decision.ok) throw new Refused(decision.refusal)
      return { ok: true, value: decision.value ?? null }
    })
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    if (isRetriable(error)) throw error
    return syncProblem('centreBug', { type: body.type, error: String(error).slice(0, 300) })
  }
}

/** What makes a request the same one: all that it asks, and who asks. Not the timeline: after a restore it is asked again. */
function hashOf(stationId: string, body: RequestBody): string {
  const { type, version, args, at, businessDate, operatorId } = body
  return createHash('sha256')
    .update(JSON.stringify([stationId, type, version, args, at, businessDate, operatorId]))
    .digest('hex')
}
