import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { CallName, CentreFailure, StopReason, SyncEffect, SyncMachine, SyncPhase, TimerName } from './machine.ts'
import { SYNC_TIMES } from './machine.ts'

/** The next state while one input is taken, with what has to be done for it; `at` and `random` are the input's. */
export type Draft = {
  m: SyncMachine
  effects: SyncEffect[]
  readonly at: number
  readonly random: number
}

/** Changes parts of the next state. */
export function change(d: Draft, part: Partial<SyncMachine>) {
  d.m = { ...d.m, ...part }
}

/** A number for one more effect. */
export function nextCall(d: Draft): number {
  change(d, { count: d.m.count + 1 })
  return d.m.count
}

/** Takes the one place of a kind of call; the number for its effect. */
export function begin(d: Draft, name: CallName): number {
  const call = nextCall(d)
  change(d, { calls: { ...d.m.calls, [name]: call } })
  return call
}

/** Frees the place if the completion belongs to the call on its way; false for a late one, which says nothing any more. */
export function finish(d: Draft, name: CallName, call: number): boolean {
  if (d.m.calls[name] !== call) return false
  change(d, { calls: { ...d.m.calls, [name]: null } })
  return true
}

/** Ends a call from this side: its completion will not count. */
export function abort(d: Draft, name: CallName) {
  const call = d.m.calls[name]
  if (call === null) return
  d.effects.push({ do: 'abort', call })
  finish(d, name, call)
}

/** Sets a timer, in place of the one of that name. */
export function arm(d: Draft, name: TimerName, ms: number) {
  change(d, { timers: { ...d.m.timers, [name]: true } })
  d.effects.push({ do: 'setTimer', name, ms: Math.round(ms) })
}

/** Takes a timer away if it is set. */
export function disarm(d: Draft, name: TimerName) {
  if (d.m.timers[name] !== true) return
  const { [name]: _gone, ...timers } = d.m.timers
  change(d, { timers })
  d.effects.push({ do: 'clearTimer', name })
}

/** Notes that a timer fired; false when it was not set any more. */
export function fired(d: Draft, name: TimerName): boolean {
  if (d.m.timers[name] !== true) return false
  const { [name]: _gone, ...timers } = d.m.timers
  change(d, { timers })
  return true
}

/** Full jitter: between 1 s and a ceiling that doubles with each failure up to 30 s, and not before the centre said. */
export function backoff(d: Draft, failures: number, retryAfterMs: number | null = null): number {
  const { backoffMin, backoffMax } = SYNC_TIMES
  const ceiling = Math.min(backoffMax, backoffMin * 2 ** Math.min(failures + 1, 10))
  const own = backoffMin + d.random * (ceiling - backoffMin)
  return Math.max(own, Math.min(retryAfterMs ?? 0, backoffMax * 2))
}

/** The centre answered: whatever it said, it is there. */
export function heard(d: Draft) {
  change(d, { lastContact: d.at })
}

/** A message under this session was taken: the session is good. */
export function proven(d: Draft) {
  heard(d)
  if (d.m.session?.proven === false) change(d, { session: { ...d.m.session, proven: true } })
}

/** Goes to a phase. */
export function enter(d: Draft, phase: SyncPhase) {
  change(d, { phase })
}

/** Ends what hangs on the connection; a push on its way keeps its place until it ends, so that no second one starts. */
export function disconnect(d: Draft) {
  for (const { call } of d.m.requests) if (call !== 0) d.effects.push({ do: 'abort', call })
  for (const name of ['session', 'stream', 'snapshot', 'adopt', 'reopen'] as const) abort(d, name)
  for (const name of ['renew', 'silence', 'reopen', 'push', 'gather', 'requests', 'hold'] as const) disarm(d, name)
  change(d, {
    session: null,
    buffer: [],
    heldEnough: false,
    progress: null,
    stream: { ...d.m.stream, received: d.m.revision, lived: false },
    requests: d.m.requests.map((each) =>
      each.state === 'waiting' || each.state === 'decided' ? each : { ...each, state: 'doubtful', call: 0 },
    ),
  })
}

/** Nobody answers: waits and connects again. Requests that were not sent yet are answered at once. */
export function goOffline(d: Draft, failure: Pick<CentreFailure, 'code' | 'params' | 'retryAfterMs'>) {
  disconnect(d)
  enter(d, 'offline')
  const ms = backoff(d, d.m.failures, failure.retryAfterMs)
  arm(d, 'retry', ms)
  change(d, {
    online: false,
    failures: d.m.failures + 1,
    problem: { code: failure.code, params: failure.params },
    offlineSince: d.m.offlineSince ?? d.at,
    retryAt: d.at + Math.round(ms),
  })
  dropUnsent(d, 'needsCentre')
}

/** Connects at once. */
export function connect(d: Draft) {
  disarm(d, 'retry')
  change(d, { retryAt: null })
  enter(d, 'connecting')
}

/** Stops until a person says otherwise. Facts of a station that is not trusted any more are still handed over. */
export function stop(d: Draft, reason: StopReason, problem: { code: string; params: CentreFailure['params'] }) {
  disconnect(d)
  disarm(d, 'retry')
  enter(d, 'stopped')
  change(d, {
    online: false,
    stopped: reason,
    quarantine: reason === 'revoked' || reason === 'quarantined',
    problem,
    retryAt: null,
    pushFailures: 0,
  })
  dropUnsent(d, 'stationStopped')
}

/** Answers requests that have not left the station yet, and forgets them. Those that a restored centre forgot stay. */
function dropUnsent(d: Draft, how: 'needsCentre' | 'stationStopped') {
  const stays = (each: SyncMachine['requests'][number]) => each.sent || !each.hasCaller
  for (const each of d.m.requests) {
    if (stays(each)) continue
    disarm(d, `request:${each.id}`)
    d.effects.push({ do: 'settle', id: each.id, how, code: '', drop: true })
  }
  change(d, { requests: d.m.requests.filter(stays) })
}

/** After so many sessions that were lost at once, each further one waits. */
const SESSION_LOSSES = 3

/** The session is not known any more: a new one, at once when this one was good before, else after a pause. */
export function sessionLost(d: Draft, failure: CentreFailure) {
  change(d, { sessionLosses: d.m.sessionLosses + 1 })
  if (d.m.session?.proven === true && d.m.sessionLosses <= SESSION_LOSSES) {
    disconnect(d)
    connect(d)
  } else goOffline(d, failure)
}

/**
 * What every message of a session may be answered with beside its own refusals: true when that was it, and the phase has
 * changed.
 */
export function commonRefusal(d: Draft, failure: CentreFailure): boolean {
  if (failure.kind !== 'refused') return false
  heard(d)
  switch (failure.code) {
    case SYNC_CODES.tokenWrong:
    case SYNC_CODES.timelineOther:
    case SYNC_CODES.signatureWrong:
      sessionLost(d, failure)
      return true
    case SYNC_CODES.stationRevoked:
      stop(d, 'revoked', failure)
      return true
    case SYNC_CODES.journalForked:
    case SYNC_CODES.chainBroken:
      stop(d, 'quarantined', failure)
      return true
    case SYNC_CODES.protocolUnknown:
      stop(d, 'protocolUnknown', failure)
      return true
    case SYNC_CODES.enrolmentWrong:
      stop(d, 'enrolmentLost', failure)
      return true
    default:
      return false
  }
}
