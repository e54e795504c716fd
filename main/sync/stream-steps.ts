import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { EventOf } from './connection-steps.ts'
import { unreachable } from './connection-steps.ts'
import {
  abort,
  arm,
  backoff,
  begin,
  change,
  commonRefusal,
  connect,
  type Draft,
  disarm,
  disconnect,
  finish,
  goOffline,
  proven,
  stop,
} from './draft.ts'
import { APPLY_CHANGES, CATCH_UP, SYNC_TIMES, type SyncMachine } from './machine.ts'
import { mayPush } from './push-steps.ts'
import { settleReady } from './request-steps.ts'

/** After so many streams that ended without a sign of life, changes are asked for by long poll. */
const SILENT_ENDS = 3

/** Opens the stream where the received commits end. */
export function openStream(d: Draft) {
  const { mode, received } = d.m.stream
  const call = begin(d, 'stream')
  change(d, { stream: { ...d.m.stream, lived: false } })
  d.effects.push({ do: 'stream', call, mode, cursor: received })
  listen(d)
}

function listen(d: Draft) {
  arm(d, 'silence', d.m.stream.mode === 'stream' ? SYNC_TIMES.silence : SYNC_TIMES.pollSilence)
}

function alive(d: Draft) {
  proven(d)
  listen(d)
  change(d, {
    ...{ online: true, failures: 0, offlineSince: null, problem: d.m.pushFailures > 0 ? d.m.problem : null },
    stream: { ...d.m.stream, lived: true, silentEnds: d.m.stream.mode === 'stream' ? 0 : d.m.stream.silentEnds },
  })
}

/** Commits of the centre: kept until they are applied; one that came before is not taken twice. */
export function commits(d: Draft, event: EventOf<'commits'>) {
  if (d.m.calls.stream !== event.call) return
  alive(d)
  let { received } = d.m.stream
  const fresh = event.commits.filter(({ revision }) => {
    if (revision <= received) return false
    received = revision
    return true
  })
  if (fresh.length === 0) return
  change(d, { buffer: [...d.m.buffer, ...fresh], stream: { ...d.m.stream, received } })
}

/** Nothing new, but the centre is there. */
export function beat(d: Draft, call: number) {
  if (d.m.calls.stream === call) alive(d)
}

/** The log cannot take this station on: a new session says whether the centre was restored, then a snapshot. */
export function reset(d: Draft, call: number) {
  if (d.m.calls.stream !== call) return
  change(d, { needsSnapshot: true })
  disconnect(d)
  connect(d)
}

/** The stream is over: opened again soon when it had lived, else the connection is given up for now. */
export function streamClosed(d: Draft, { call, failure }: EventOf<'streamClosed'>) {
  if (!finish(d, 'stream', call)) return
  disarm(d, 'silence')
  if (failure !== null && commonRefusal(d, failure)) return
  ended(d, failure?.code ?? SYNC_CODES.unreachable)
}

/** Nothing came for too long: the same as a stream that broke. */
export function streamSilent(d: Draft) {
  abort(d, 'stream')
  ended(d, SYNC_CODES.unreachable)
}

function ended(d: Draft, code: string) {
  const { mode, lived, silentEnds } = d.m.stream
  if (lived) {
    change(d, { stream: { ...d.m.stream, lived: false } })
    return arm(d, 'reopen', backoff(d, 0))
  }
  // Polling does not help either: the stream gets its chance again.
  const ends = mode === 'poll' ? SILENT_ENDS - 1 : silentEnds + 1
  change(d, { stream: { ...d.m.stream, silentEnds: ends, mode: ends >= SILENT_ENDS ? 'poll' : 'stream' } })
  goOffline(d, unreachable(code))
}

/** Takes waiting commits, whole ones, for one apply. */
export function applyNext(d: Draft) {
  // What was held back while facts went up goes in as one, so that those facts are taken back and run again once at most.
  const limit = d.m.lastSeq - d.m.ackedSeq > CATCH_UP.facts ? CATCH_UP.changes : APPLY_CHANGES
  let changes = 0
  let count = 0
  for (const commit of d.m.buffer) {
    changes += commit.changes.length
    if (count > 0 && changes > limit) break
    count += 1
  }
  const call = begin(d, 'apply')
  d.effects.push({ do: 'apply', call, commits: d.m.buffer.slice(0, count) })
  change(d, { buffer: d.m.buffer.slice(count), heldEnough: false })
}

/** Rows and cursor are in the tables, together. */
export function applied(d: Draft, { call, revision, acked }: EventOf<'applied'>) {
  if (!finish(d, 'apply', call)) return
  const received = Math.max(d.m.stream.received, revision)
  change(d, { revision, ackedSeq: acked, applyFailures: 0, stream: { ...d.m.stream, received } })
  settleReady(d)
}

/** Nothing of these commits is in the tables: they are fetched again, from a snapshot when it fails once more. */
export function applyFailed(d: Draft, { call, why, code, params }: EventOf<'applyFailed'>) {
  if (!finish(d, 'apply', call)) return
  if (d.m.phase === 'stopped') return
  if (why === 'bulkRemoval') return stop(d, 'bulkRemoval', { code, params })
  const applyFailures = d.m.applyFailures + 1
  change(d, { applyFailures, needsSnapshot: d.m.needsSnapshot || applyFailures >= 2 })
  goOffline(d, { code, params, retryAfterMs: null })
}

/** Commits that wait, to be applied now or once they are held back no longer. */
export function hasCommits(m: SyncMachine): boolean {
  return m.phase === 'streaming' && m.calls.apply === null && m.buffer.length > 0
}

/** Says whether the waiting commits are held back a little longer, for the acknowledgements of facts that go up. */
export function holdBack(d: Draft): boolean {
  const isHeld = !d.m.heldEnough && isCatchingUp(d.m)
  if (!isHeld) disarm(d, 'hold')
  else if (d.m.timers.hold !== true) arm(d, 'hold', CATCH_UP.ms)
  return isHeld
}

/**
 * True while many facts go up, or their acknowledgements come down: each commit with something that was not expected here
 * would undo all that are still pending and run them again. Not while a push that failed waits for its next try, or when
 * somebody waits for rows.
 */
function isCatchingUp(m: SyncMachine): boolean {
  let acked = m.ackedSeq
  let changes = 0
  for (const commit of m.buffer) {
    acked = Math.max(acked, commit.ack ?? 0)
    changes += commit.changes.length
  }
  if (m.lastSeq - acked <= CATCH_UP.facts) return false
  if (m.buffer.length >= CATCH_UP.commits || changes >= CATCH_UP.changes) return false
  if (m.requests.some(({ state }) => state === 'decided')) return false
  return acked < m.resolvedThrough || m.calls.push !== null || mayPush(m)
}
