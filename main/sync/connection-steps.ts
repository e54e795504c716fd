import { SYNC_CODES } from '../../contract/central/codes.ts'
import {
  abort,
  arm,
  begin,
  change,
  commonRefusal,
  connect,
  type Draft,
  disarm,
  disconnect,
  enter,
  finish,
  goOffline,
  heard,
  proven,
  stop,
} from './draft.ts'
import type { CentreFailure, OpenedSession, SyncEvent, SyncMemory } from './machine.ts'
import { ASKS_PERSON, CENTRE_FORGOT, KEY_MISSING, newMachine } from './machine.ts'

/** Part of the events, by name. */
export type EventOf<K extends SyncEvent['on']> = Extract<SyncEvent, { on: K }>

/** Takes over what the files know, and connects; without a membership nothing happens, and without its key it stops. */
export function start(d: Draft, memory: SyncMemory | null, hasKey = true) {
  if (memory === null) return
  const { answeredThrough, openRequests, ...rest } = memory
  change(d, {
    ...rest,
    resolvedThrough: answeredThrough,
    needsSnapshot: !memory.adopt && memory.timeline === '',
    stream: { ...d.m.stream, received: memory.revision },
    // Nobody waits for these any more, but facts that were journaled after one may build on what it did.
    requests: openRequests.map((each) => ({
      ...each,
      state: 'doubtful',
      call: 0,
      sent: true,
      hasCaller: false,
      barrier: true,
      tries: 0,
      revision: 0,
    })),
  })
  if (hasKey) connect(d)
  else stop(d, 'keyMissing', { code: KEY_MISSING, params: {} })
}

/** A person gave a code: the only way out of `alone`. */
export function joinAsked(d: Draft) {
  if (d.m.phase !== 'alone') return
  enter(d, 'joining')
  change(d, { problem: null })
  begin(d, 'join')
}

/** The enrolment is kept: goes on as at a start. */
export function joined(d: Draft, { call, memory, hasKey }: EventOf<'joined'>) {
  if (finish(d, 'join', call)) start(d, memory, hasKey)
}

/** The centre did not take the station: nothing has changed. */
export function joinFailed(d: Draft, { call, problem }: EventOf<'joinFailed'>) {
  if (!finish(d, 'join', call)) return
  change(d, { ...newMachine(), count: d.m.count, problem })
}

/** A session: the first after connecting, or one in place of a session that will end soon. */
export function sessionOpened(d: Draft, { call, session, journal }: EventOf<'sessionOpened'>) {
  if (!finish(d, 'session', call)) return
  heard(d)
  const { lastSeq, baseSeq, timeline, asked } = d.m
  const expected = { expected: session.appliedSeq + 1, last: lastSeq }
  disarm(d, 'retry')
  const known = d.m.session
  change(d, {
    session: { ...session, proven: known !== null && known.timeline === session.timeline && known.proven },
    // What was found out to be too large stays so; what the centre names is the most.
    limits: d.m.pushFailures > 0 ? smaller(d.m.limits, session.limits) : session.limits,
    clockDifferenceMs: session.clockDifferenceMs,
    retryAt: null,
  })
  arm(d, 'renew', Math.max(1_000, session.expiresInMs * 0.8))
  if (d.m.phase === 'stopped') return
  if (journal === 'forked' || session.appliedSeq > lastSeq)
    return stop(d, 'quarantined', { code: SYNC_CODES.journalForked, params: expected })
  // Until the last page of an adoption the centre has none of this journal.
  if (d.m.adopt) return d.m.phase === 'connecting' ? enter(d, 'adopting') : undefined
  if (session.appliedSeq < baseSeq) return stop(d, 'enrolmentLost', { code: CENTRE_FORGOT, params: expected })
  const isRestored = timeline !== '' && timeline !== session.timeline
  const isBehind = session.revision < asked.revision || d.m.revision < session.floor
  if (isRestored || isBehind) change(d, { needsSnapshot: true })
  if (isRestored || session.appliedSeq < asked.resolvedThrough)
    forget(d, session.appliedSeq, isRestored || isBehind ? sharedRevision(session, timeline) : null)
  if (d.m.phase === 'connecting' || (isRestored && known?.timeline !== session.timeline)) goOn(d, session)
}

/**
 * The last revision that a station's history of the centre shares with the one of today. The centre may stand far above it:
 * other stations have gone on since the restore.
 */
function sharedRevision({ restored, revision }: OpenedSession, timeline: string): number {
  const since = restored.slice(restored.findIndex((each) => each.timeline === timeline) + 1)
  return Math.min(revision, ...since.map((each) => each.revision))
}

/** The centre has less than it once told: outcomes after `seq` are void, and those facts are sent again. */
export function forget(d: Draft, seq: number, requestsAbove: number | null) {
  const resolvedThrough = Math.min(seq, d.m.resolvedThrough)
  const above = [requestsAbove, d.m.forget?.requestsAbove ?? null].filter((each) => each !== null)
  change(d, {
    resolvedThrough,
    forget: { outcomesAfter: resolvedThrough, requestsAbove: above.length === 0 ? null : Math.min(...above) },
  })
  abort(d, 'reopen')
}

type Limits = OpenedSession['limits']

function smaller(a: Limits, b: Limits): Limits {
  return { commands: Math.min(a.commands, b.commands), bytes: Math.min(a.bytes, b.bytes) }
}

function goOn(d: Draft, session: OpenedSession) {
  if (!d.m.needsSnapshot) return enter(d, 'streaming')
  for (const name of ['stream', 'snapshot', 'adopt'] as const) abort(d, name)
  for (const name of ['silence', 'reopen'] as const) disarm(d, name)
  change(d, {
    buffer: [],
    progress: { step: 'downloading', done: 0, total: 0 },
    session: { ...session, proven: false },
  })
  enter(d, 'snapshot')
}

/** No session: later again, or never by itself. */
export function sessionFailed(d: Draft, { call, failure }: EventOf<'sessionFailed'>) {
  if (!finish(d, 'session', call)) return
  if (d.m.phase === 'stopped') {
    // Only handing over was left to do; a centre that gives no session will not take it.
    if (failure.kind === 'refused') return change(d, { quarantine: false })
    return arm(d, 'retry', 30_000)
  }
  if (failure.kind !== 'refused') return goOffline(d, failure)
  heard(d)
  switch (failure.code) {
    case SYNC_CODES.stationRevoked:
      return stop(d, 'revoked', failure)
    case SYNC_CODES.journalForked:
      return stop(d, 'quarantined', failure)
    case SYNC_CODES.protocolUnknown:
      return stop(d, 'protocolUnknown', failure)
    case SYNC_CODES.tokenWrong:
    case SYNC_CODES.signatureWrong:
    case SYNC_CODES.enrolmentWrong:
      return stop(d, 'enrolmentLost', failure)
    default:
      return goOffline(d, failure)
  }
}

/**
 * The centre has the tables of the time alone. They come back as a snapshot, with what the centre added (its stations), so
 * that this station holds row for row what the centre holds.
 */
export function adopted(d: Draft, { call }: EventOf<'adopted'>) {
  if (!finish(d, 'adopt', call)) return
  proven(d)
  change(d, { adopt: false, needsSnapshot: true, progress: { step: 'downloading', done: 0, total: 0 } })
  enter(d, 'snapshot')
}

/** Adopting stopped half-way: goes on later, unless somebody else filled the centre meanwhile. */
export function adoptFailed(d: Draft, { call, failure }: EventOf<'adoptFailed'>) {
  if (!finish(d, 'adopt', call)) return
  if (failure.kind === 'refused' && failure.code === SYNC_CODES.centreNotEmpty)
    return stop(d, 'centreNotEmpty', { code: ASKS_PERSON, params: { cause: failure.code } })
  if (!commonRefusal(d, failure)) goOffline(d, failure)
}

/** The centre's tables are in place of the old ones. */
export function snapshotDone(d: Draft, { call, revision, acked, timeline }: EventOf<'snapshotDone'>) {
  if (!finish(d, 'snapshot', call)) return
  proven(d)
  change(d, {
    ...{ revision, ackedSeq: acked, timeline, needsSnapshot: false, bulkAccepted: false, progress: null },
    ...{ applyFailures: 0, buffer: [], stream: { ...d.m.stream, received: revision } },
  })
  // A snapshot of another history than the session's: the centre was restored in between.
  if (timeline !== d.m.session?.timeline) {
    disconnect(d)
    return connect(d)
  }
  enter(d, 'streaming')
}

/** The snapshot could not be fetched or put in place; what was fetched of it stays and is gone on from. */
export function snapshotFailed(d: Draft, { call, failure }: EventOf<'snapshotFailed'>) {
  if (!finish(d, 'snapshot', call)) return
  if (!commonRefusal(d, failure)) goOffline(d, failure)
}

/** A person wants it tried now. */
export function retryAsked(d: Draft) {
  const { phase, stopped } = d.m
  if (phase === 'offline') return connect(d)
  if (phase === 'stopped' && stopped !== 'bulkRemoval' && stopped !== 'centreNotEmpty') {
    change(d, { stopped: null, quarantine: false })
    disconnect(d)
    return connect(d)
  }
  disarm(d, 'push')
  disarm(d, 'reopen')
}

/** A person agreed that the tables are fetched anew, whatever goes. */
export function resetAccepted(d: Draft) {
  const { phase, stopped } = d.m
  if (phase !== 'stopped' || (stopped !== 'bulkRemoval' && stopped !== 'centreNotEmpty')) return
  change(d, { stopped: null, problem: null, adopt: false, needsSnapshot: true, bulkAccepted: true })
  connect(d)
}

/** Fails as unreachable: for what went wrong on this side of the wire. */
export function unreachable(code: string): CentreFailure {
  return { kind: 'unreachable', status: 0, code, params: {}, retryAfterMs: null }
}
