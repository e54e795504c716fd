import type { Commit } from '../../contract/central/messages.ts'
import type { Params } from '../../contract/errors.ts'

/**
 * Where sync stands:
 * alone → joining → (adopting →) snapshot → streaming; connecting asks for a session and goes on to adopting, snapshot or
 * streaming; offline waits and then connects; stopped goes on only when a person says so.
 */
export type SyncPhase =
  | 'alone'
  | 'joining'
  | 'connecting'
  | 'adopting'
  | 'snapshot'
  | 'streaming'
  | 'offline'
  | 'stopped'

/** Why sync may not go on by itself. */
export type StopReason =
  | 'revoked'
  | 'quarantined'
  | 'bulkRemoval'
  | 'centreNotEmpty'
  | 'protocolUnknown'
  | 'enrolmentLost'
  | 'keyMissing'

/** Why a call failed: nobody answered (also a 5xx, or a reply of the wrong shape), no answer in time, or a 4xx with a code. */
export type CentreFailure = {
  kind: 'unreachable' | 'timeout' | 'refused'
  status: number
  code: string
  params: Params
  retryAfterMs: number | null
}

/** Calls of which one at most is on its way; a completion names the number that its effect carried. */
export type CallName = 'join' | 'session' | 'adopt' | 'snapshot' | 'stream' | 'push' | 'apply' | 'reopen'

/** Timers by name; `request:<id>` ends the wait of whoever asked. */
export type TimerName =
  | 'retry'
  | 'renew'
  | 'silence'
  | 'reopen'
  | 'push'
  | 'gather'
  | 'requests'
  | 'hold'
  | `request:${string}`

/** What a session says, as far as decisions need it. */
export type OpenedSession = {
  timeline: string
  revision: number
  floor: number
  /** The histories that restores began, in order, with the last revision each shares with the one before. */
  restored: readonly { timeline: string; revision: number }[]
  appliedSeq: number
  expiresInMs: number
  limits: { commands: number; bytes: number }
  clockDifferenceMs: number
}

/**
 * A request on its way: waiting for earlier facts, asking (POST), doubtful (sent, no answer), answering (its outcome is
 * asked for by id), pausing before that, or decided and waiting for its rows. Facts after `afterSeq` wait for a `barrier`.
 */
export type OpenRequest = {
  id: string
  afterSeq: number
  state: 'waiting' | 'asking' | 'doubtful' | 'answering' | 'pausing' | 'decided'
  call: number
  sent: boolean
  hasCaller: boolean
  barrier: boolean
  tries: number
  revision: number
}

/** All that sync remembers between two inputs; plain values, never changed in place. */
export type SyncMachine = {
  phase: SyncPhase
  /** The last number given to an effect. */
  count: number
  calls: Record<CallName, number | null>
  timers: Readonly<Partial<Record<TimerName, true>>>
  /** The last fact in the journal, and the last one whose outcome is known without a gap. */
  lastSeq: number
  resolvedThrough: number
  /** The last command of the time alone; it and those before are never sent. */
  baseSeq: number
  /** What the tables hold: a revision of a timeline, own facts included up to `ackedSeq`. */
  revision: number
  ackedSeq: number
  timeline: string
  session: (OpenedSession & { proven: boolean }) | null
  /** Where this station stood when it asked for a session: what came since is no news that the answer could lack. */
  asked: { revision: number; resolvedThrough: number }
  /** True from the first stream until the connection is lost: a request may wait for a new session. */
  online: boolean
  /** Sessions that ended too early in a row. */
  sessionLosses: number
  /** What the files still hold although the centre forgot it. */
  forget: { outcomesAfter: number; requestsAbove: number | null } | null
  adopt: boolean
  needsSnapshot: boolean
  bulkAccepted: boolean
  limits: { commands: number; bytes: number }
  pushFailures: number
  /** The timeline under which the push on its way was sent. */
  pushTimeline: string
  requestFailures: number
  applyFailures: number
  failures: number
  stream: { mode: 'stream' | 'poll'; lived: boolean; silentEnds: number; received: number }
  buffer: readonly Commit[]
  /** The waiting commits have waited long enough for the acknowledgements that follow them. */
  heldEnough: boolean
  requests: readonly OpenRequest[]
  stopped: StopReason | null
  /** Facts of a station that is not trusted any more still have to be handed over. */
  quarantine: boolean
  problem: { code: string; params: Params } | null
  progress: { step: 'adopting' | 'downloading' | 'unpacking' | 'catching-up'; done: number; total: number } | null
  offlineSince: number | null
  lastContact: number | null
  retryAt: number | null
  clockDifferenceMs: number | null
}

/** What the files know when sync starts, or once a centre was joined. */
export type SyncMemory = {
  lastSeq: number
  answeredThrough: number
  baseSeq: number
  revision: number
  ackedSeq: number
  timeline: string
  /** The tables of the time alone still have to be handed over. */
  adopt: boolean
  openRequests: readonly { id: string; afterSeq: number }[]
}

/** What can happen to sync. Whatever completes an effect carries that effect's number in `call`. */
export type SyncEvent =
  /** `hasKey` is false where the station's key cannot be read: it works on, and says nothing to its centre. */
  | { on: 'started'; memory: SyncMemory | null; hasKey?: boolean }
  | { on: 'timer'; name: TimerName }
  | { on: 'joinAsked' }
  | { on: 'joined'; call: number; memory: SyncMemory; hasKey?: boolean }
  | { on: 'joinFailed'; call: number; problem: { code: string; params: Params } }
  | { on: 'sessionOpened'; call: number; session: OpenedSession; journal: 'same' | 'forked' }
  | { on: 'sessionFailed'; call: number; failure: CentreFailure }
  | { on: 'adoptProgress'; call: number; done: number; total: number }
  | { on: 'adopted'; call: number }
  | { on: 'adoptFailed'; call: number; failure: CentreFailure }
  | { on: 'snapshotProgress'; call: number; step: 'downloading' | 'unpacking'; done: number; total: number }
  | { on: 'snapshotDone'; call: number; revision: number; acked: number; timeline: string }
  | { on: 'snapshotFailed'; call: number; failure: CentreFailure }
  | { on: 'commits'; call: number; commits: readonly Commit[] }
  | { on: 'beat'; call: number }
  | { on: 'reset'; call: number }
  | { on: 'streamClosed'; call: number; failure: CentreFailure | null }
  | { on: 'applied'; call: number; revision: number; acked: number }
  | { on: 'applyFailed'; call: number; why: 'bulkRemoval' | 'failed'; code: string; params: Params }
  /** Facts that may wait so long for the next ones, to be sent with them; without `gatherMs` they go now. */
  | { on: 'journaled'; lastSeq: number; gatherMs?: number }
  | {
      on: 'pushed'
      call: number
      /** The seqs whose outcomes the reply told, in order; they are kept in the journal already. */
      seqs: readonly number[]
      limits: { commands: number; bytes: number }
      retryAfterMs: number | null
      /** The code with which facts were kept aside: the centre does not trust this station any more; null otherwise. */
      distrusted: string | null
    }
  | { on: 'pushFailed'; call: number; failure: CentreFailure }
  | { on: 'asked'; id: string }
  | { on: 'decided'; id: string; call: number; ok: boolean; revision: number }
  | { on: 'requestFailed'; id: string; call: number; failure: CentreFailure }
  | { on: 'reopened'; call: number; requests: readonly { id: string; afterSeq: number }[] }
  | { on: 'reopenFailed'; call: number }
  | { on: 'retryAsked' }
  | { on: 'resetAccepted' }

/** An event with what the outside gives: wall time for the status alone, and a random number from 0 to 1 for back-off. */
export type SyncInput = SyncEvent & { at: number; random: number }

/** What is done for sync outside; each but the last ones (abort, settle, timers) ends in an event with the same `call`. */
export type SyncEffect =
  | { do: 'openSession'; call: number }
  | { do: 'adopt'; call: number }
  | { do: 'snapshot'; call: number; bulkAccepted: boolean }
  | { do: 'stream'; call: number; mode: 'stream' | 'poll'; cursor: number }
  | { do: 'apply'; call: number; commits: readonly Commit[] }
  | {
      do: 'push'
      call: number
      /** Facts after this one, up to `through`, as many as the limits allow and at least one. */
      after: number
      through: number
      limits: { commands: number; bytes: number }
      timeline: string
      quarantine: boolean
    }
  | { do: 'ask'; call: number; id: string; afterSeq: number; timeline: string }
  | { do: 'askAnswer'; call: number; id: string }
  /** The centre forgot: outcomes after a fact are void, and requests above a revision (null: none) are open again. */
  | { do: 'reopen'; call: number; outcomesAfter: number; requestsAbove: number | null }
  | { do: 'abort'; call: number }
  | {
      do: 'settle'
      id: string
      how: 'decision' | 'needsCentre' | 'centreSilent' | 'stationStopped' | 'refused'
      code: string
      /** Nothing was sent, or nothing can come of it: it is not followed up. */
      drop: boolean
    }
  | { do: 'setTimer'; name: TimerName; ms: number }
  | { do: 'clearTimer'; name: TimerName }

/** The code of a stop that a person may end by fetching everything anew. */
export const ASKS_PERSON = 'E-SYN-034'

/** The code of a stop at a centre that was restored to a time before this station joined it. */
export const CENTRE_FORGOT = 'E-SYN-038'

/** The code of a stop because the station's key cannot be read. */
export const KEY_MISSING = 'E-SYN-039'

/** Most changes of waiting commits that one apply takes, beyond the first commit. */
export const APPLY_CHANGES = 5_000

/**
 * While more than `facts` facts go up, commits wait for the acknowledgements behind them, to be applied as one: each apply
 * in between would take the rest of those facts back and run them again. They wait for `ms` at most, and only while they
 * are fewer than so many commits and changes.
 */
export const CATCH_UP = { facts: 100, ms: 3_000, commits: 250, changes: 50_000 } as const

/** More waiting commits than this, and the loop reads no further until some are applied. */
export const BUFFERED_COMMITS = 500

/** Waits and limits of sync, in milliseconds. */
export const SYNC_TIMES = {
  backoffMin: 1_000,
  backoffMax: 30_000,
  /** A stream without a beat for so long is dead. */
  silence: 25_000,
  /** The same for the long poll, which the centre holds back by itself. */
  pollSilence: 60_000,
  /** So long the caller of a request waits at most. */
  caller: 15_000,
} as const

/** The machine before its start: a store that works alone. */
export function newMachine(): SyncMachine {
  return {
    phase: 'alone',
    count: 0,
    calls: {
      join: null,
      session: null,
      adopt: null,
      snapshot: null,
      stream: null,
      push: null,
      apply: null,
      reopen: null,
    },
    timers: {},
    lastSeq: 0,
    resolvedThrough: 0,
    baseSeq: 0,
    revision: 0,
    ackedSeq: 0,
    timeline: '',
    session: null,
    asked: { revision: 0, resolvedThrough: 0 },
    online: false,
    sessionLosses: 0,
    forget: null,
    adopt: false,
    needsSnapshot: false,
    bulkAccepted: false,
    limits: { commands: 500, bytes: 1_000_000 },
    pushFailures: 0,
    pushTimeline: '',
    requestFailures: 0,
    applyFailures: 0,
    failures: 0,
    stream: { mode: 'stream', lived: false, silentEnds: 0, received: 0 },
    buffer: [],
    heldEnough: false,
    requests: [],
    stopped: null,
    quarantine: false,
    problem: null,
    progress: null,
    offlineSince: null,
    lastContact: null,
    retryAt: null,
    clockDifferenceMs: null,
  }
}
