import type { CommandRegistry } from '../../commands/registry.ts'
import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { Outcome, PushBody, PushedCommand, PushReply, SyncProblem } from '../../contract/central/messages.ts'
import { PUSH_LIMITS } from '../../contract/central/messages.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { chainHash } from '../../db/chain.ts'
import { present } from '../../domain/assert.ts'
import type { HeldNonce } from '../sessions/nonces.ts'
import { type KnownStation, syncProblem } from '../sync-problem.ts'
import { durableThrough, outcomeKey } from './durable-through.ts'
import { dryFact, type ReadFact, readFact, runFact } from './run-fact.ts'

/** What taking facts needs beside them: the wall time for reports, the rules, and the nonce of the message they came by. */
export type TakeOptions = { now: number; registry: CommandRegistry; nonce?: Pick<HeldNonce, 'record' | 'recorded'> }

type Position = CentreRow<'station_position'>

/**
 * Takes a station's facts in order, in one transaction: each is applied or kept as an exception, and both ends with it;
 * those taken before are answered as they were. Facts of a station that is not trusted are kept aside (`quarantined`), and
 * its position stays. Problems, with nothing applied: `timelineOther`, `sequenceGap`, `chainBroken`, `bodyWrong`,
 * `stationRevoked` (unknown), `journalForked` (now the station is quarantined), `nonceUsed`. Throws what may go better
 * later.
 */
export async function takeFacts(
  store: Pick<CentreStore, 'write'>,
  station: KnownStation,
  body: PushBody,
  options: TakeOptions,
): Promise<PushReply | SyncProblem> {
  const wrong = chainProblem(body)
  if (wrong !== null) return wrong
  const facts = body.commands.map((command) => readFact(command, options.registry))
  const warm = facts.map((fact) => dryFact(station.id, fact))
  const reply = await store.write((tx) => takeInside(tx, station, body, facts, options), warm)
  options.nonce?.recorded()
  return reply
}

/** Each command continues the one before it, beginning with what the body says of its predecessor. */
function chainProblem(body: PushBody): SyncProblem | null {
  let hash = body.prevHash
  for (const [index, command] of body.commands.entries()) {
    if (command.seq !== body.baseSeq + index + 1) return syncProblem('bodyWrong', { seq: command.seq })
    if (command.hash !== chainHash(hash, command)) return syncProblem('chainBroken', { seq: command.seq })
    hash = command.hash
  }
  const ids = new Set(body.commands.map(({ id }) => id))
  return ids.size === body.commands.length ? null : syncProblem('idReused')
}

async function takeInside(
  tx: CentreTx,
  station: KnownStation,
  body: PushBody,
  facts: readonly ReadFact[],
  options: TakeOptions,
): Promise<PushReply | SyncProblem> {
  const [isFresh = true, state, row, known] = await Promise.all([
    options.nonce?.record(tx),
    tx.own.get('centre_state', 'centre'),
    tx.get('station', station.id),
    tx.own.get('station_position', station.id),
  ])
  if (!isFresh) return syncProblem('nonceUsed')
  const centre = present(state, 'a centre has its state')
  if (body.timeline !== centre.timeline) return syncProblem('timelineOther', { timeline: centre.timeline })
  if (row === undefined) return syncProblem('stationRevoked')
  const position = known ?? freshPosition(station)
  if (row.state !== 'active') {
    await keepAside(tx, station, body.commands, row.state, options.now)
    const code = row.state === 'revoked' ? SYNC_CODES.stationRevoked : SYNC_CODES.journalForked
    return replyOf(
      tx,
      station,
      position.applied_seq,
      body.commands.map((command) => quarantined(command, code)),
    )
  }
  if (position.incarnation === station.incarnation && body.baseSeq > position.applied_seq)
    return syncProblem('sequenceGap', { expected: position.applied_seq + 1 })
  const taken = await recognise(tx, station, body, position)
  if (taken === 'forked') {
    await tx.put('station', { ...row, state: 'quarantined' })
    await keepAside(tx, station, body.commands, 'forked', options.now)
    return syncProblem('journalForked', { seq: position.applied_seq })
  }
  const results: Outcome[] = []
  for (const [index, fact] of facts.entries())
    results.push(taken[index] ?? (await takeOne(tx, station, fact, options.now)))
  const last = body.commands.at(-1)
  if (last === undefined || last.seq <= position.applied_seq) return replyOf(tx, station, position.applied_seq, results)
  await tx.own.put('station_position', {
    ...position,
    applied_seq: last.seq,
    hash: last.hash,
    seen_at: options.now,
    boot_id: station.bootId,
  })
  // Also when each of them was known by its id from before: the station learns how far it is taken.
  await tx.revision()
  const ack = JSON.stringify({ incarnation: station.incarnation, seq: last.seq })
  await tx.tell(`ack/${station.id}`, station.id, ack)
  return replyOf(tx, station, last.seq, results)
}

/**
 * The outcomes, by index, of the commands that were taken before; 'forked' when what was taken then is not what is sent
 * now. Facts of before the station joined have no outcome and count as applied.
 */
async function recognise(
  tx: CentreTx,
  station: KnownStation,
  body: PushBody,
  position: Position,
): Promise<(Outcome | undefined)[] | 'forked'> {
  if (position.incarnation !== station.incarnation) return 'forked'
  const before =
    body.baseSeq === position.applied_seq
      ? position
      : await tx.own.get('outcome', outcomeKey(station.id, station.incarnation, body.baseSeq))
  if (before !== undefined && before.hash !== body.prevHash) return 'forked'
  const known: (Outcome | undefined)[] = []
  let unknown = false
  for (const command of body.commands) {
    const taken = command.seq <= position.applied_seq
    const key = outcomeKey(station.id, station.incarnation, command.seq)
    let outcome = taken ? await tx.own.get('outcome', key) : undefined
    // A station that enrolled again may bring what was taken under its former id; after the first new one there is none, but
    // for what a lead readmitted out of its order, which has an exception.
    const isKnown = !unknown || (await tx.find('fact_exception', 'command', command.id)).length > 0
    if (outcome === undefined && isKnown) [outcome] = await tx.own.find('outcome', 'command', command.id)
    if (outcome !== undefined && (outcome.command_id !== command.id || outcome.hash !== command.hash)) return 'forked'
    if (command.seq === position.applied_seq && command.hash !== position.hash) return 'forked'
    if (outcome === undefined && !taken) unknown = true
    known.push(outcome === undefined ? (taken ? ofBefore(command) : undefined) : asTold(outcome, command.seq))
  }
  return known
}

async function takeOne(tx: CentreTx, station: KnownStation, fact: ReadFact, now: number): Promise<Outcome> {
  const { command } = fact
  const trouble = await runFact(tx, station.id, fact)
  const outcome: Outcome = {
    seq: command.seq,
    status: trouble === null ? 'applied' : 'exception',
    code: trouble?.reason ?? '',
    params: trouble?.params ?? {},
    revision: await tx.revision(),
  }
  await tx.own.put('outcome', {
    id: outcomeKey(station.id, station.incarnation, command.seq),
    station_id: station.id,
    incarnation: station.incarnation,
    seq: command.seq,
    command_id: command.id,
    hash: command.hash,
    status: outcome.status,
    code: outcome.code,
    params: JSON.stringify(outcome.params),
    revision: outcome.revision,
    at: now,
  })
  return outcome
}

/** Keeps commands whole for a person; one that is sent again is kept once. */
async function keepAside(
  tx: CentreTx,
  station: KnownStation,
  commands: readonly PushedCommand[],
  reason: string,
  now: number,
): Promise<void> {
  for (const command of commands) {
    const id = `${outcomeKey(station.id, station.incarnation, command.seq)}/${command.hash}`
    if ((await tx.own.get('quarantine', id)) !== undefined) continue
    await tx.own.put('quarantine', {
      id,
      station_id: station.id,
      incarnation: station.incarnation,
      seq: command.seq,
      command: JSON.stringify(command),
      reason,
      received_at: now,
      state: 'kept',
    })
  }
}

async function replyOf(
  tx: CentreTx,
  station: KnownStation,
  appliedThrough: number,
  results: Outcome[],
): Promise<PushReply> {
  return {
    results,
    appliedThrough,
    durableThrough: await durableThrough(tx.own, station, appliedThrough),
    limits: PUSH_LIMITS,
  }
}

function freshPosition(station: KnownStation): Position {
  return {
    id: station.id,
    incarnation: station.incarnation,
    applied_seq: 0,
    hash: '',
    seen_at: 0,
    cursor: 0,
    boot_id: station.bootId,
  }
}

function asTold(outcome: CentreRow<'outcome'>, seq: number): Outcome {
  return {
    seq,
    status: outcome.status as Outcome['status'],
    code: outcome.code,
    params: JSON.parse(outcome.params) as Outcome['params'],
    revision: outcome.revision,
  }
}

function ofBefore(command: PushedCommand): Outcome {
  return { seq: command.seq, status: 'applied', code: '', params: {}, revision: 0 }
}

function quarantined(command: PushedCommand, code: string): Outcome {
  return { seq: command.seq, status: 'quarantined', code, params: {}, revision: 0 }
}
