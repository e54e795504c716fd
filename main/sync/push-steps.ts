import { SYNC_CODES } from '../../contract/central/codes.ts'
import { type EventOf, forget } from './connection-steps.ts'
import {
  arm,
  backoff,
  begin,
  change,
  commonRefusal,
  type Draft,
  disarm,
  finish,
  goOffline,
  heard,
  proven,
  stop,
} from './draft.ts'
import { CENTRE_FORGOT, type CentreFailure, type SyncMachine } from './machine.ts'
import { askReady, noRoom } from './request-steps.ts'

/** So often a request of a time that the centre forgot is asked before the facts after it stop waiting for it. */
const BARRIER_TRIES = 5

/** The last fact that may be sent now: facts after a request that the centre has to decide first wait for that. */
function mayReach(m: SyncMachine): number {
  const barriers = m.requests.filter(({ barrier, tries }) => barrier && tries < BARRIER_TRIES)
  return Math.min(m.lastSeq, ...barriers.map(({ afterSeq }) => afterSeq))
}

/** Facts were journaled: they are sent with those of the next `gatherMs`, or, with all that waited for them, now. */
export function journaled(d: Draft, { lastSeq, gatherMs = 0 }: EventOf<'journaled'>) {
  change(d, { lastSeq: Math.max(d.m.lastSeq, lastSeq) })
  if (gatherMs === 0) disarm(d, 'gather')
  else if (d.m.timers.gather !== true) arm(d, 'gather', gatherMs)
}

/** True when facts wait and nothing is in the way; never while a push is on its way. */
export function mayPush(m: SyncMachine): boolean {
  if (m.calls.push !== null || m.session === null || m.timers.push === true) return false
  if (m.phase === 'stopped') return m.quarantine && m.resolvedThrough < m.lastSeq
  if (m.forget !== null || m.timers.gather === true || (m.phase !== 'streaming' && m.phase !== 'snapshot')) return false
  return m.resolvedThrough < mayReach(m)
}

/** Sends the facts after the last one whose outcome is known. */
export function push(d: Draft) {
  const { resolvedThrough, session, limits } = d.m
  const timeline = session?.timeline ?? ''
  const isQuarantine = d.m.phase === 'stopped'
  const call = begin(d, 'push')
  change(d, { pushTimeline: timeline })
  const through = isQuarantine ? d.m.lastSeq : mayReach(d.m)
  d.effects.push({ do: 'push', call, after: resolvedThrough, through, limits, timeline, quarantine: isQuarantine })
}

/** Outcomes of a push: only those that continue without a gap count; an answer of a history that is over says nothing. */
export function pushed(d: Draft, event: EventOf<'pushed'>) {
  if (!finish(d, 'push', event.call)) return
  if (d.m.session !== null && d.m.session.timeline !== d.m.pushTimeline) return
  proven(d)
  let through = d.m.resolvedThrough
  for (const seq of event.seqs) if (seq === through + 1 && seq <= d.m.lastSeq) through = seq
  if (through === d.m.resolvedThrough)
    return again(d, { code: SYNC_CODES.unreachable, params: {}, retryAfterMs: event.retryAfterMs })
  const grown = {
    // Back to what the centre takes, by doubling, after a batch that was too much.
    commands: Math.min(event.limits.commands, d.m.limits.commands * 2),
    bytes: Math.min(event.limits.bytes, d.m.limits.bytes * 2),
  }
  change(d, {
    ...{ resolvedThrough: through, limits: grown, pushFailures: 0, sessionLosses: 0 },
    problem: d.m.phase === 'streaming' || d.m.phase === 'snapshot' ? null : d.m.problem,
  })
  // Commits that are held back for these facts may wait on, as long as it goes on.
  disarm(d, 'hold')
  if (event.retryAfterMs !== null && event.retryAfterMs > 0) arm(d, 'push', event.retryAfterMs)
  if (d.m.phase === 'stopped' && through === d.m.lastSeq) change(d, { quarantine: false })
  if (event.distrusted !== null && d.m.phase !== 'stopped') {
    const reason = event.distrusted === SYNC_CODES.journalForked ? 'quarantined' : 'revoked'
    return stop(d, reason, { code: event.distrusted, params: {} })
  }
  askReady(d)
}

/** A push was not answered or was turned away: the same facts again, in smaller batches where that can help. */
export function pushFailed(d: Draft, { call, failure }: EventOf<'pushFailed'>) {
  if (!finish(d, 'push', call)) return
  if (d.m.session === null || d.m.session.timeline !== d.m.pushTimeline) return
  if (d.m.phase === 'stopped') return quarantineFailed(d, failure)
  if (failure.kind === 'refused' && failure.code === SYNC_CODES.sequenceGap) return gap(d, failure)
  if (commonRefusal(d, failure)) return
  if (failure.kind === 'refused') heard(d)
  const isWaiting = failure.code === SYNC_CODES.tooManyRequests || failure.code === SYNC_CODES.centreFull
  if (failure.kind === 'timeout' || failure.status === 413 || (failure.kind === 'refused' && !isWaiting)) halve(d)
  again(d, failure)
  if (failure.code === SYNC_CODES.centreFull) noRoom(d)
}

function halve(d: Draft) {
  const { commands, bytes } = d.m.limits
  change(d, {
    limits: { commands: Math.max(1, Math.floor(commands / 2)), bytes: Math.max(1_000, Math.floor(bytes / 2)) },
  })
}

function again(d: Draft, failure: Pick<CentreFailure, 'code' | 'params' | 'retryAfterMs'>) {
  const { pushFailures } = d.m
  arm(d, 'push', backoff(d, pushFailures, failure.retryAfterMs))
  change(d, { pushFailures: pushFailures + 1, problem: { code: failure.code, params: failure.params } })
}

/** The centre expects another fact than the one that was sent: it forgot (was restored), or this journal is not its own. */
function gap(d: Draft, failure: CentreFailure) {
  heard(d)
  const expected = Number(failure.params.expected)
  const { resolvedThrough, lastSeq, baseSeq } = d.m
  if (!Number.isInteger(expected)) return again(d, failure)
  if (expected > lastSeq + 1) return stop(d, 'quarantined', { code: SYNC_CODES.journalForked, params: failure.params })
  if (expected <= baseSeq) return stop(d, 'enrolmentLost', { code: CENTRE_FORGOT, params: failure.params })
  if (expected - 1 < resolvedThrough) return forget(d, expected - 1, null)
  // It has more than was told here, or the same: a new session says where it stands.
  again(d, failure)
  if (d.m.pushFailures >= 2) goOffline(d, failure)
}

function quarantineFailed(d: Draft, failure: CentreFailure) {
  if (failure.kind === 'refused' && failure.status !== 413 && failure.retryAfterMs === null) {
    if (failure.code === SYNC_CODES.tokenWrong) return change(d, { session: null })
    disarm(d, 'push')
    return change(d, { quarantine: false })
  }
  if (failure.status === 413 || failure.kind === 'timeout') halve(d)
  arm(d, 'push', backoff(d, d.m.pushFailures, failure.retryAfterMs))
  change(d, { pushFailures: d.m.pushFailures + 1 })
}
