import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import {
  CENTRE_FORGOT,
  type CentreFailure,
  KEY_MISSING,
  type SyncEffect,
  type SyncEvent,
  type SyncMachine,
} from '../../../main/sync/machine.ts'
import { commit, Driver, MEMORY, refused, SESSION, TIMEOUT, UNREACHABLE } from './step-driver.ts'

const kinds = (effects: readonly SyncEffect[]): string[] => effects.map((each) => each.do)
const LIMITS = { commands: 500, bytes: 1_000_000 }
const told = (d: Driver, from: number, to: number): SyncEvent => ({
  ...{ on: 'pushed', call: d.call('push'), limits: LIMITS, retryAfterMs: null, distrusted: null },
  seqs: Array.from({ length: to - from + 1 }, (_, index) => from + index),
})

describe('connecting', () => {
  it('does nothing alone, and asks for a session once there is a membership', () => {
    const d = new Driver()
    expect(d.feed({ on: 'started', memory: null })).toEqual([])
    expect(d.m.phase).toBe('alone')
    expect(kinds(d.feed({ on: 'started', memory: MEMORY }))).toEqual(['openSession'])
    expect(d.m.phase).toBe('connecting')
  })

  it('streams from the cursor of the tables, and renews the session before it ends', () => {
    const d = new Driver().start().session()
    expect(d.m.phase).toBe('streaming')
    expect(d.last('stream')).toMatchObject({ mode: 'stream', cursor: 100 })
    expect(d.last('setTimer')).toMatchObject({ name: 'silence', ms: 25_000 })
    expect(d.effects).toContainEqual({ do: 'setTimer', name: 'renew', ms: 720_000 })
    expect(kinds(d.feed({ on: 'timer', name: 'renew' }))).toEqual(['openSession'])
    expect(d.session().m.phase).toBe('streaming')
    expect(kinds(d.effects).filter((each) => each === 'stream')).toHaveLength(1)
  })

  it('takes a renewed session as no news of what came while it was asked for', () => {
    const d = new Driver().online({ lastSeq: 12, answeredThrough: 10 })
    d.feed({ on: 'timer', name: 'renew' })
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    d.feed(told(d, 11, 12))
    d.session({ revision: 100, appliedSeq: 10 })
    expect(d.m).toMatchObject({ needsSnapshot: false, forget: null, resolvedThrough: 12 })
    d.feed({ on: 'streamClosed', call: d.call('stream'), failure: refused(SYNC_CODES.tokenWrong) })
    d.session({ revision: 101, appliedSeq: 12 })
    expect(d.m.phase).toBe('streaming')
  })

  it('backs off with full jitter between 1 and 30 seconds while nobody answers', () => {
    for (const [random, waits] of [
      [0, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000]],
      [1, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
    ] as const) {
      const d = new Driver().start()
      d.random = random
      const seen: number[] = []
      for (const _ of waits) {
        d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
        expect(d.m.phase).toBe('offline')
        expect(d.last('setTimer').name).toBe('retry')
        seen.push(d.last('setTimer').ms)
        d.feed({ on: 'timer', name: 'retry' })
        expect(d.m.phase).toBe('connecting')
      }
      expect(seen).toEqual(waits)
    }
  })

  it('waits at least as long as the centre says, and connects at once when a person says so', () => {
    const d = new Driver().start()
    const failure = refused(SYNC_CODES.tooManyRequests, { retryAfterMs: 20_000 })
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure })
    expect(d.last('setTimer').ms).toBe(20_000)
    expect(kinds(d.feed({ on: 'retryAsked' }))).toEqual(['clearTimer', 'openSession'])
  })

  it('remembers since when it is offline through every try, and forgets it with the first sign of life', () => {
    const d = new Driver().start()
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    d.at = 9_000
    d.feed({ on: 'timer', name: 'retry' })
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    expect(d.m.offlineSince).toBe(1_000)
    d.feed({ on: 'retryAsked' })
    d.session().feed({ on: 'beat', call: d.call('stream') })
    expect(d.m).toMatchObject({ offlineSince: null, problem: null, online: true, lastContact: 9_000 })
  })

  it.each([
    [SYNC_CODES.stationRevoked, 'revoked'],
    [SYNC_CODES.journalForked, 'quarantined'],
    [SYNC_CODES.protocolUnknown, 'protocolUnknown'],
    [SYNC_CODES.enrolmentWrong, 'enrolmentLost'],
    [SYNC_CODES.signatureWrong, 'enrolmentLost'],
  ])('stops on %s: %s', (code, reason) => {
    const d = new Driver().start()
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: refused(code) })
    expect(d.m).toMatchObject({ phase: 'stopped', stopped: reason, problem: { code } })
    expect(Object.keys(d.m.timers)).toEqual([])
  })

  it('stops where the centre has more of this journal than there is, or another one', () => {
    expect(new Driver().start().session({ appliedSeq: 11 }).m.stopped).toBe('quarantined')
    const d = new Driver().start()
    d.feed({ on: 'sessionOpened', call: d.call('session'), session: SESSION, journal: 'forked' })
    expect(d.m.stopped).toBe('quarantined')
  })

  it('stops where the centre forgot that the station ever joined', () => {
    const { m } = new Driver().start().session({ appliedSeq: 4 })
    expect(m).toMatchObject({ stopped: 'enrolmentLost', problem: { code: CENTRE_FORGOT } })
  })

  it('stops where it has no key to speak with, and connects once a person has it tried again', () => {
    const d = new Driver()
    expect(kinds(d.feed({ on: 'started', memory: { ...MEMORY, lastSeq: 12 }, hasKey: false }))).toEqual([])
    expect(d.m).toMatchObject({ phase: 'stopped', stopped: 'keyMissing', lastSeq: 12, problem: { code: KEY_MISSING } })
    expect(kinds(d.feed({ on: 'journaled', lastSeq: 13 }))).toEqual([])
    expect(kinds(d.feed({ on: 'resetAccepted' }))).toEqual([])
    expect(kinds(d.feed({ on: 'retryAsked' }))).toEqual(['openSession'])
    expect(d.session().m).toMatchObject({ phase: 'streaming', stopped: null, lastSeq: 13 })
  })

  it('takes a new session at once when a good one is turned away, and waits when that goes on', () => {
    const d = new Driver().online({ lastSeq: 11 })
    for (let time = 0; time < 3; time += 1) {
      d.feed({ on: 'pushFailed', call: d.call('push'), failure: refused(SYNC_CODES.tokenWrong, { status: 401 }) })
      expect(d.m.phase).toBe('connecting')
      d.session().feed({ on: 'beat', call: d.call('stream') })
    }
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: refused(SYNC_CODES.tokenWrong, { status: 401 }) })
    expect(d.m.phase).toBe('offline')
  })
})

describe('a snapshot', () => {
  it('is fetched first where the tables were never filled, and the stream goes on from it', () => {
    const d = new Driver().start({ timeline: '', revision: 0 }).session()
    expect(d.m.phase).toBe('snapshot')
    const call = d.call('snapshot')
    d.feed({ on: 'snapshotProgress', call, step: 'downloading', done: 1, total: 2 })
    expect(d.m.progress).toEqual({ step: 'downloading', done: 1, total: 2 })
    d.feed({ on: 'snapshotDone', call, revision: 90, acked: 10, timeline: 't1' })
    expect(d.m).toMatchObject({ phase: 'streaming', revision: 90, timeline: 't1', progress: null })
    expect(d.last('stream').cursor).toBe(90)
  })

  it('is fetched when the log does not reach back, after a reset, and again after a failure', () => {
    expect(new Driver().start().session({ floor: 101, revision: 200 }).m.phase).toBe('snapshot')
    const d = new Driver().online()
    d.feed({ on: 'reset', call: d.call('stream') })
    expect(d.m.phase).toBe('connecting')
    d.session()
    d.feed({ on: 'snapshotFailed', call: d.call('snapshot'), failure: UNREACHABLE })
    expect(d.m.phase).toBe('offline')
    d.feed({ on: 'timer', name: 'retry' })
    expect(d.session().m.phase).toBe('snapshot')
  })

  it('does not stop the upload', () => {
    const d = new Driver().start({ lastSeq: 12, timeline: '', revision: 0 }).session()
    expect(d.last('push')).toMatchObject({ after: 10, through: 12 })
  })

  it('waits for an apply that is on its way', () => {
    const d = new Driver().online()
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
    const apply = d.call('apply')
    d.feed({ on: 'reset', call: d.call('stream') })
    d.session({ revision: 101 })
    expect(d.m.calls.snapshot).toBeNull()
    expect(kinds(d.feed({ on: 'applied', call: apply, revision: 101, acked: 10 }))).toContain('snapshot')
  })
})

describe('the stream', () => {
  it('gathers the commits that come while others are applied, and applies them together', () => {
    const d = new Driver().online()
    const stream = d.call('stream')
    expect(d.feed({ on: 'commits', call: stream, commits: [commit(101)] })).toContainEqual(
      expect.objectContaining({ do: 'apply', commits: [commit(101)] }),
    )
    for (const revision of [102, 103, 104])
      expect(kinds(d.feed({ on: 'commits', call: stream, commits: [commit(revision)] }))).not.toContain('apply')
    expect(d.m.revision).toBe(100)
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    expect(d.m.revision).toBe(101)
    expect(d.last('apply').commits.map(({ revision }) => revision)).toEqual([102, 103, 104])
  })

  it('takes only so many changes at once, whole commits, and never none', () => {
    const d = new Driver().online()
    const stream = d.call('stream')
    d.feed({ on: 'commits', call: stream, commits: [commit(101)] })
    d.feed({ on: 'commits', call: stream, commits: [commit(102, 9_000), commit(103, 4_000), commit(104, 1_000)] })
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    expect(d.last('apply').commits.map(({ revision }) => revision)).toEqual([102])
    d.feed({ on: 'applied', call: d.call('apply'), revision: 102, acked: 10 })
    expect(d.last('apply').commits.map(({ revision }) => revision)).toEqual([103, 104])
  })

  it('does not take a commit twice', () => {
    const d = new Driver().online()
    const stream = d.call('stream')
    d.feed({ on: 'commits', call: stream, commits: [commit(100), commit(101), commit(101)] })
    expect(d.last('apply').commits).toHaveLength(1)
  })

  it('is dead after 25 seconds without a beat, and opened again soon when it had lived', () => {
    const d = new Driver().online()
    expect(d.last('setTimer')).toEqual({ do: 'setTimer', name: 'silence', ms: 25_000 })
    const effects = d.feed({ on: 'timer', name: 'silence' })
    expect(kinds(effects)).toEqual(['abort', 'setTimer'])
    expect(d.m).toMatchObject({ phase: 'streaming', timers: { reopen: true } })
    expect(kinds(d.feed({ on: 'timer', name: 'reopen' }))).toContain('stream')
    d.feed({ on: 'timer', name: 'silence' })
    expect(d.m.phase).toBe('offline')
  })

  it('goes over to the long poll after three streams without a frame, and back with the next session', () => {
    const d = new Driver().start()
    for (let time = 0; time < 3; time += 1) {
      d.session()
      expect(d.last('stream').mode).toBe('stream')
      d.feed({ on: 'streamClosed', call: d.call('stream'), failure: UNREACHABLE })
      d.feed({ on: 'retryAsked' })
    }
    d.session()
    expect(d.last('stream').mode).toBe('poll')
    d.feed({ on: 'beat', call: d.call('stream') })
    expect(d.m.online).toBe(true)
    d.feed({ on: 'timer', name: 'renew' })
    d.feed({ on: 'streamClosed', call: d.call('stream'), failure: null })
    d.feed({ on: 'timer', name: 'reopen' })
    expect(d.last('stream').mode).toBe('stream')
  })

  it('forgets what was not applied when the connection goes, and fetches it again from the cursor of the tables', () => {
    const d = new Driver().online()
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
    const apply = d.call('apply')
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(102)] })
    d.feed({ on: 'timer', name: 'renew' })
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    expect(d.m).toMatchObject({ phase: 'offline', buffer: [] })
    d.feed({ on: 'applied', call: apply, revision: 101, acked: 10 })
    d.feed({ on: 'timer', name: 'retry' })
    expect(d.session({ revision: 102 }).last('stream').cursor).toBe(101)
  })

  it('fetches commits again that could not be applied, then a snapshot', () => {
    const d = new Driver().online()
    for (const phase of ['streaming', 'snapshot']) {
      d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
      d.feed({ on: 'applyFailed', call: d.call('apply'), why: 'failed', code: 'E-SYN-001', params: {} })
      expect(d.m).toMatchObject({ phase: 'offline', revision: 100 })
      d.feed({ on: 'timer', name: 'retry' })
      expect(d.session({ revision: 101 }).m.phase).toBe(phase)
    }
  })

  it('stops and asks before much would go, and fetches everything anew once somebody agreed', () => {
    const d = new Driver().online()
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
    d.feed({ on: 'applyFailed', call: d.call('apply'), why: 'bulkRemoval', code: 'E-X', params: { removed: 9 } })
    expect(d.m).toMatchObject({ phase: 'stopped', stopped: 'bulkRemoval', problem: { params: { removed: 9 } } })
    expect(d.feed({ on: 'retryAsked' })).toEqual([])
    d.feed({ on: 'resetAccepted' })
    d.session()
    expect(d.last('snapshot').bulkAccepted).toBe(true)
  })
})

describe('the upload', () => {
  it('sends what waits, one push at a time, and each next one only after the outcomes', () => {
    const d = new Driver().online({ lastSeq: 12 })
    expect(d.last('push')).toMatchObject({ after: 10, through: 12, timeline: 't1', quarantine: false })
    expect(kinds(d.feed({ on: 'journaled', lastSeq: 13 }))).not.toContain('push')
    d.feed(told(d, 11, 12))
    expect(d.last('push')).toMatchObject({ after: 12, through: 13 })
    d.feed(told(d, 13, 13))
    expect(d.m).toMatchObject({ resolvedThrough: 13, calls: { push: null } })
  })

  it('sends facts that may wait for others with those, counts them at once as unsent, and never waits longer', () => {
    const d = new Driver().online()
    d.feed({ on: 'journaled', lastSeq: 11, gatherMs: 100 })
    expect(d.effects.at(-1)).toEqual({ do: 'setTimer', name: 'gather', ms: 100 })
    d.feed({ on: 'journaled', lastSeq: 12, gatherMs: 100 })
    expect(d.m).toMatchObject({ lastSeq: 12, resolvedThrough: 10, calls: { push: null } })
    d.feed({ on: 'timer', name: 'gather' })
    expect(d.last('push')).toMatchObject({ after: 10, through: 12 })
    d.feed(told(d, 11, 12))
    d.feed({ on: 'journaled', lastSeq: 13, gatherMs: 100 })
    d.feed({ on: 'journaled', lastSeq: 14 })
    expect(d.last('push')).toMatchObject({ after: 12, through: 14 })
    expect(d.m.timers.gather).toBeUndefined()
  })

  it('counts outcomes only as far as they have no gap', () => {
    const d = new Driver().online({ lastSeq: 20 })
    d.feed({
      on: 'pushed',
      call: d.call('push'),
      seqs: [11, 12, 14],
      limits: LIMITS,
      retryAfterMs: null,
      distrusted: null,
    })
    expect(d.m.resolvedThrough).toBe(12)
    expect(d.last('push').after).toBe(12)
  })

  it('sends the same facts again after a lost reply, also over a new connection', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: UNREACHABLE })
    expect(d.m.timers.push).toBe(true)
    d.feed({ on: 'timer', name: 'push' })
    expect(d.last('push').after).toBe(10)
    d.feed({ on: 'timer', name: 'renew' })
    const sent = d.call('push')
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    d.feed({ on: 'timer', name: 'retry' })
    // The centre has them, but their outcomes were never heard.
    d.session({ appliedSeq: 12 })
    expect(d.m.calls.push, 'one on its way keeps its place').toBe(sent)
    d.feed({ on: 'pushFailed', call: sent, failure: UNREACHABLE })
    d.feed({ on: 'timer', name: 'push' })
    expect(d.last('push').after).toBe(10)
  })

  const everyFailure: [string, CentreFailure][] = [
    ['nobody answers', UNREACHABLE],
    ['a timeout', TIMEOUT],
    ...Object.entries(SYNC_CODES).map(([name, code]): [string, CentreFailure] => [
      name,
      refused(code, { status: code === SYNC_CODES.bodyTooLarge ? 413 : 400, params: { expected: 11 } }),
    ]),
  ]
  it.each(everyFailure)('arms itself again after one failure: %s', (_name, failure) => {
    const d = new Driver().online({ lastSeq: 12 })
    const first = d.call('push')
    d.feed({ on: 'pushFailed', call: first, failure })
    if (d.m.phase === 'stopped') {
      expect(['revoked', 'quarantined', 'protocolUnknown', 'enrolmentLost']).toContain(d.m.stopped)
      return
    }
    for (const name of ['push', 'retry'] as const) if (d.m.timers[name] === true) d.feed({ on: 'timer', name })
    if (d.m.phase === 'connecting') d.session()
    expect(d.m.calls.push).not.toBeNull()
    expect(d.m.calls.push, 'a push of its own').not.toBe(first)
    expect(d.last('push').after).toBe(10)
    d.feed(told(d, 11, 12))
    expect(d.m.resolvedThrough).toBe(12)
  })

  it('halves its batches after a timeout or a refusal for size, down to one, and grows again', () => {
    const d = new Driver().online({ lastSeq: 12 }, { limits: { commands: 8, bytes: 1_000_000 } })
    const sizes: number[] = []
    for (const failure of [TIMEOUT, refused(SYNC_CODES.bodyTooLarge, { status: 413 }), TIMEOUT, TIMEOUT]) {
      d.feed({ on: 'pushFailed', call: d.call('push'), failure })
      d.feed({ on: 'timer', name: 'push' })
      sizes.push(d.last('push').limits.commands)
    }
    expect(sizes).toEqual([4, 2, 1, 1])
    d.feed(told(d, 11, 11))
    expect(d.last('push').limits.commands).toBe(2)
  })

  it('goes by the limits and the pause that a reply names', () => {
    const d = new Driver().online({ lastSeq: 20 })
    d.feed({
      ...(told(d, 11, 12) as Extract<SyncEvent, { on: 'pushed' }>),
      limits: { commands: 3, bytes: 9_000 },
      retryAfterMs: 700,
    })
    expect(d.m.calls.push).toBeNull()
    expect(d.last('setTimer')).toMatchObject({ name: 'push', ms: 700 })
    d.feed({ on: 'timer', name: 'push' })
    expect(d.last('push').limits).toEqual({ commands: 3, bytes: 9_000 })
  })

  it('goes back to what a centre expects that forgot, once the outcomes are void', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({
      on: 'pushFailed',
      call: d.call('push'),
      failure: refused(SYNC_CODES.sequenceGap, { params: { expected: 8 } }),
    })
    expect(d.last('reopen')).toMatchObject({ outcomesAfter: 7, requestsAbove: null })
    expect(d.m.calls.push).toBeNull()
    d.feed({ on: 'reopened', call: d.call('reopen'), requests: [] })
    expect(d.last('push')).toMatchObject({ after: 7, through: 12 })
  })

  it.each([
    [14, 'quarantined'],
    [5, 'enrolmentLost'],
  ])('stops where the centre expects fact %i, which is not here to send: %s', (expected, reason) => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({
      on: 'pushFailed',
      call: d.call('push'),
      failure: refused(SYNC_CODES.sequenceGap, { params: { expected } }),
    })
    expect(d.m.stopped).toBe(reason)
  })

  it('hands the facts of a revoked station over, into quarantine, and then rests', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: refused(SYNC_CODES.stationRevoked, { status: 403 }) })
    expect(d.m).toMatchObject({ phase: 'stopped', stopped: 'revoked' })
    d.session()
    expect(d.last('push')).toMatchObject({ quarantine: true, after: 10, through: 12 })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: UNREACHABLE })
    d.feed({ on: 'timer', name: 'push' })
    d.feed(told(d, 11, 12))
    expect(d.m).toMatchObject({ phase: 'stopped', quarantine: false, calls: { push: null } })
  })
})

describe('a station that is not trusted', () => {
  it.each([
    [SYNC_CODES.stationRevoked, 'revoked'],
    [SYNC_CODES.journalForked, 'quarantined'],
  ])('learns it from its own facts that were kept aside (%s), hands the rest over and stops', (distrusted, reason) => {
    const d = new Driver().online({ lastSeq: 14 })
    d.feed({ ...(told(d, 11, 12) as Extract<SyncEvent, { on: 'pushed' }>), distrusted })
    expect(d.m).toMatchObject({ phase: 'stopped', stopped: reason, resolvedThrough: 12, problem: { code: distrusted } })
    d.session()
    expect(d.last('push')).toMatchObject({ after: 12, through: 14, quarantine: true })
    d.feed({ ...(told(d, 13, 14) as Extract<SyncEvent, { on: 'pushed' }>), distrusted })
    expect(d.m).toMatchObject({ phase: 'stopped', quarantine: false, resolvedThrough: 14 })
  })

  it('asks again by itself for a session to hand its facts over in, when the first one was not answered', () => {
    const d = new Driver().online({ lastSeq: 12, answeredThrough: 10 })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: refused(SYNC_CODES.stationRevoked) })
    for (const failure of [UNREACHABLE, TIMEOUT]) {
      expect(kinds(d.feed({ on: 'sessionFailed', call: d.call('session'), failure }))).toEqual(['setTimer'])
      expect(kinds(d.feed({ on: 'timer', name: 'retry' }))).toEqual(['openSession'])
    }
    expect(kinds(d.session({ appliedSeq: 10 }).effects)).toContain('push')
    d.feed({ ...told(d, 11, 12), distrusted: SYNC_CODES.stationRevoked } as SyncEvent)
    expect(d.m).toMatchObject({ phase: 'stopped', quarantine: false, resolvedThrough: 12 })
  })

  it('sends its facts again when a person took it back', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({ ...(told(d, 11, 12) as Extract<SyncEvent, { on: 'pushed' }>), distrusted: SYNC_CODES.stationRevoked })
    d.feed({ on: 'retryAsked' })
    d.session({ appliedSeq: 10 })
    d.feed({ on: 'reopened', call: d.call('reopen'), requests: [] })
    expect(d.m.phase).toBe('streaming')
    expect(d.last('push').after).toBe(10)
  })
})

describe('a centre that was restored', () => {
  it('is taken as it is: snapshot, facts and requests again in their order, each request before the facts after it', () => {
    const d = new Driver().online({ lastSeq: 12, answeredThrough: 12, revision: 150 }, { revision: 150 })
    d.feed({ on: 'reset', call: d.call('stream') })
    d.session({ timeline: 't2', revision: 120, appliedSeq: 7 })
    expect(d.m).toMatchObject({ phase: 'snapshot', resolvedThrough: 7 })
    expect(d.last('reopen')).toMatchObject({ outcomesAfter: 7, requestsAbove: 120 })
    expect(kinds(d.effects)).not.toContain('push')
    const requests = [
      { id: 'r1', afterSeq: 9 },
      { id: 'r2', afterSeq: 9 },
    ]
    d.feed({ on: 'reopened', call: d.call('reopen'), requests })
    expect(d.last('push')).toMatchObject({ after: 7, through: 9, timeline: 't2' })
    d.feed(told(d, 8, 9))
    expect(d.last('ask')).toMatchObject({ id: 'r1', timeline: 't2' })
    expect(d.m.calls.push).toBeNull()
    d.feed({ on: 'decided', id: 'r1', call: d.last('ask').call, ok: true, revision: 121 })
    expect(d.last('ask').id).toBe('r2')
    d.feed({ on: 'decided', id: 'r2', call: d.last('ask').call, ok: false, revision: 122 })
    expect(d.last('push')).toMatchObject({ after: 9, through: 12 })
    d.feed({ on: 'snapshotDone', call: d.call('snapshot'), revision: 125, acked: 9, timeline: 't2' })
    expect(d.m).toMatchObject({ phase: 'streaming', timeline: 't2' })
  })

  it('had forgotten what it decided above the copy, however far other stations have brought it since', () => {
    const restored = [
      { timeline: 't2', revision: 120 },
      { timeline: 't3', revision: 140 },
    ]
    const above = (timeline: string) => {
      const d = new Driver().online(
        { timeline, lastSeq: 12, answeredThrough: 12, revision: 150 },
        { timeline, revision: 150 },
      )
      d.feed({ on: 'reset', call: d.call('stream') })
      d.session({ timeline: 't3', revision: 900, appliedSeq: 12, restored })
      return d.last('reopen').requestsAbove
    }
    expect(above('t1')).toBe(120)
    expect(above('t2')).toBe(140)
    // A history that this centre never had.
    expect(above('t9')).toBe(120)
  })

  it('does not count the answer to a push of the old history', () => {
    const d = new Driver().online({ lastSeq: 12 })
    const old = d.call('push')
    d.feed({ on: 'reset', call: d.call('stream') })
    d.session({ timeline: 't2', revision: 90, appliedSeq: 8 })
    d.feed({ on: 'reopened', call: d.call('reopen'), requests: [] })
    d.feed({ on: 'pushed', call: old, seqs: [11, 12], limits: LIMITS, retryAfterMs: null, distrusted: null })
    expect(d.m.resolvedThrough).toBe(8)
    expect(d.last('push').after).toBe(8)
  })

  it('lets facts go on when a request of the forgotten time cannot be decided', () => {
    const d = new Driver().online({ lastSeq: 12, answeredThrough: 11, openRequests: [{ id: 'r1', afterSeq: 11 }] })
    expect(d.m.calls.push).toBeNull()
    for (let time = 0; time < 5; time += 1) {
      d.feed({ on: 'requestFailed', id: 'r1', call: d.last('askAnswer').call, failure: UNREACHABLE })
      d.feed({ on: 'timer', name: 'requests' })
    }
    expect(d.last('push')).toMatchObject({ after: 11, through: 12 })
  })
})

describe('a request', () => {
  const settled = (d: Driver) => d.effects.filter((each) => each.do === 'settle')

  it.each(['alone', 'offline', 'snapshot', 'stopped'] as const)('is answered at once: %s', (phase) => {
    const d = new Driver()
    if (phase === 'offline') d.start().feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    if (phase === 'snapshot') d.start({ timeline: '' }).session()
    if (phase === 'stopped') d.start().session({ appliedSeq: 99 })
    expect(d.m.phase).toBe(phase)
    const how = phase === 'stopped' ? 'stationStopped' : 'needsCentre'
    expect(d.feed({ on: 'asked', id: 'r' })).toContainEqual({ do: 'settle', id: 'r', how, code: '', drop: true })
  })

  it('goes out only after the facts before it were acknowledged', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({ on: 'asked', id: 'r' })
    d.feed({ on: 'journaled', lastSeq: 13 })
    expect(kinds(d.effects)).not.toContain('ask')
    d.feed(told(d, 11, 12))
    expect(d.last('ask')).toMatchObject({ id: 'r', afterSeq: 12 })
  })

  it('does not wait for facts that come later, and those before it do not wait for more', () => {
    const d = new Driver().online()
    d.feed({ on: 'journaled', lastSeq: 11, gatherMs: 100 })
    d.feed({ on: 'journaled', lastSeq: 12, gatherMs: 100 })
    expect(kinds(d.effects)).not.toContain('push')
    expect(d.effects.filter((effect) => effect.do === 'setTimer' && effect.name === 'gather')).toHaveLength(1)
    d.feed({ on: 'asked', id: 'r' })
    expect(d.last('push')).toMatchObject({ after: 10, through: 12 })
    d.feed(told(d, 11, 12))
    expect(d.last('ask')).toMatchObject({ id: 'r', afterSeq: 12 })
  })

  it('is told to its caller once its rows are in the tables; a refusal at once', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'r' })
    d.feed({ on: 'decided', id: 'r', call: d.last('ask').call, ok: true, revision: 101 })
    expect(settled(d)).toEqual([])
    d.feed({ on: 'commits', call: d.call('stream'), commits: [commit(101)] })
    d.feed({ on: 'applied', call: d.call('apply'), revision: 101, acked: 10 })
    expect(settled(d)).toMatchObject([{ id: 'r', how: 'decision' }])
    d.feed({ on: 'asked', id: 's' })
    d.feed({ on: 'decided', id: 's', call: d.last('ask').call, ok: false, revision: 150 })
    expect(settled(d)[1]).toMatchObject({ id: 's', how: 'decision' })
    expect(d.m).toMatchObject({ requests: [], timers: { silence: true, renew: true } })
  })

  it('is refused at once while the disk of the centre is full, and asked again once it has room', () => {
    const d = new Driver().online()
    const full = refused(SYNC_CODES.centreFull, { status: 507, retryAfterMs: 30_000 })
    d.feed({ on: 'asked', id: 'r' })
    d.feed({ on: 'requestFailed', id: 'r', call: d.last('ask').call, failure: full })
    expect(settled(d)).toMatchObject([{ id: 'r', how: 'refused', code: SYNC_CODES.centreFull }])
    // Facts wait before it: what it builds on has no room either.
    d.feed({ on: 'journaled', lastSeq: 11 })
    d.feed({ on: 'asked', id: 's' })
    d.feed({ on: 'pushFailed', call: d.call('push'), failure: full })
    expect(settled(d)[1]).toMatchObject({ id: 's', how: 'needsCentre', drop: true })
    d.feed({ on: 'asked', id: 't' })
    expect(settled(d)[2]).toMatchObject({ id: 't', how: 'needsCentre', drop: true })
    expect(d.m.requests).toEqual([])
    d.feed({ on: 'timer', name: 'push' })
    d.feed({
      ...{ on: 'pushed', call: d.call('push'), seqs: [11], limits: SESSION.limits },
      ...{ retryAfterMs: null, distrusted: null },
    })
    d.feed({ on: 'asked', id: 'u' })
    expect(d.last('ask').id).toBe('u')
  })

  it('without an answer is asked about by its id, sent again when the centre never got it, and silent after 15 s', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'r' })
    expect(d.effects).toContainEqual({ do: 'setTimer', name: 'request:r', ms: 15_000 })
    d.feed({ on: 'requestFailed', id: 'r', call: d.last('ask').call, failure: TIMEOUT })
    d.feed({ on: 'requestFailed', id: 'r', call: d.last('askAnswer').call, failure: refused(SYNC_CODES.notFound) })
    expect(kinds(d.effects).filter((each) => each === 'ask')).toHaveLength(2)
    d.feed({ on: 'timer', name: 'request:r' })
    expect(settled(d)).toMatchObject([{ id: 'r', how: 'centreSilent', drop: false }])
    d.feed({ on: 'requestFailed', id: 'r', call: d.last('ask').call, failure: TIMEOUT })
    expect(d.m.timers.requests).toBe(true)
    d.feed({ on: 'timer', name: 'requests' })
    d.feed({ on: 'decided', id: 'r', call: d.last('askAnswer').call, ok: true, revision: 101 })
    expect(settled(d)).toHaveLength(1)
    expect(d.m.requests).toEqual([])
  })

  it('that was sent is followed up over a new connection, one that was not is given back at once', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'sent' })
    d.feed({ on: 'journaled', lastSeq: 11 })
    d.feed({ on: 'asked', id: 'waiting' })
    d.feed({ on: 'timer', name: 'renew' })
    d.feed({ on: 'sessionFailed', call: d.call('session'), failure: UNREACHABLE })
    expect(settled(d)).toMatchObject([{ id: 'waiting', how: 'needsCentre', drop: true }])
    d.feed({ on: 'timer', name: 'retry' })
    d.session()
    expect(d.last('askAnswer').id).toBe('sent')
  })

  it('that was never sent for 15 s is given back as one that needs the centre', () => {
    const d = new Driver().online({ lastSeq: 12 })
    d.feed({ on: 'asked', id: 'r' })
    d.feed({ on: 'timer', name: 'request:r' })
    expect(settled(d)).toMatchObject([{ id: 'r', how: 'needsCentre', drop: true }])
  })

  it('waits for a new session in place of one that was lost', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'r' })
    d.feed({
      on: 'requestFailed',
      id: 'r',
      call: d.last('ask').call,
      failure: refused(SYNC_CODES.tokenWrong, { status: 401 }),
    })
    expect(d.m.phase).toBe('connecting')
    d.feed({ on: 'asked', id: 's' })
    expect(settled(d)).toEqual([])
    d.session()
    expect(d.effects.flatMap((each) => (each.do === 'ask' || each.do === 'askAnswer' ? [each.id] : []))).toEqual([
      'r',
      'r',
      's',
    ])
  })

  it('that the centre will never take is given back with the code', () => {
    const d = new Driver().online()
    d.feed({ on: 'asked', id: 'r' })
    d.feed({ on: 'requestFailed', id: 'r', call: d.last('ask').call, failure: refused(SYNC_CODES.notAllowed) })
    expect(settled(d)).toMatchObject([{ id: 'r', how: 'refused', code: SYNC_CODES.notAllowed }])
    expect(d.m.requests).toEqual([])
  })
})

describe('joining', () => {
  it('goes from a code over adopting and a snapshot to the stream', () => {
    const d = new Driver()
    d.feed({ on: 'joinAsked' })
    expect(d.m.phase).toBe('joining')
    d.feed({ on: 'joined', call: d.call('join'), memory: { ...MEMORY, timeline: '', revision: 0, adopt: true } })
    d.session({ revision: 3, floor: 0, appliedSeq: 0 })
    expect(d.m.phase).toBe('adopting')
    d.feed({ on: 'adoptProgress', call: d.call('adopt'), done: 5, total: 9 })
    expect(d.m.progress).toEqual({ step: 'adopting', done: 5, total: 9 })
    d.feed({ on: 'adopted', call: d.call('adopt') })
    expect(d.m).toMatchObject({ phase: 'snapshot', adopt: false })
    d.feed({ on: 'snapshotDone', call: d.call('snapshot'), revision: 7, acked: 5, timeline: 't1' })
    expect(d.m).toMatchObject({ phase: 'streaming', revision: 7, timeline: 't1' })
    expect(d.last('stream').cursor).toBe(7)
  })

  it('is alone again when the centre does not take the station', () => {
    const d = new Driver()
    d.feed({ on: 'joinAsked' })
    d.feed({ on: 'joinFailed', call: d.call('join'), problem: { code: 'E-SYN-012', params: {} } })
    expect(d.m).toMatchObject({ phase: 'alone', problem: { code: 'E-SYN-012' } })
  })

  it('goes on with adopting after a break, and asks when another station was faster', () => {
    const d = new Driver().start({ timeline: '', revision: 0, adopt: true }).session({ floor: 0, appliedSeq: 0 })
    d.feed({ on: 'adoptFailed', call: d.call('adopt'), failure: UNREACHABLE })
    d.feed({ on: 'timer', name: 'retry' })
    d.session({ floor: 0, appliedSeq: 0 })
    d.feed({ on: 'adoptFailed', call: d.call('adopt'), failure: refused(SYNC_CODES.centreNotEmpty) })
    expect(d.m.stopped).toBe('centreNotEmpty')
    d.feed({ on: 'resetAccepted' })
    expect(d.session().m.phase).toBe('snapshot')
  })
})

describe('any sequence of inputs', () => {
  it('sends one push at a time, skips no fact, and leaves something pending unless alone or stopped', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(60), fc.nat(1_000), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 150,
          maxLength: 150,
        }),
        (choices) => {
          const d = new Driver().start({ lastSeq: 12 })
          const pushes = new Set<number>()
          for (const [which, value, random] of choices) {
            d.random = random
            const event = anyEvent(d.m, which, value)
            if (event === null) continue
            if (event.on === 'pushed' || event.on === 'pushFailed') pushes.delete(event.call)
            const before = d.m
            for (const effect of d.feed(event)) {
              if (effect.do !== 'push') continue
              pushes.add(effect.call)
              expect(effect.after).toBe(d.m.resolvedThrough)
              expect(effect.through).toBeGreaterThan(effect.after)
              expect(effect.through).toBeLessThanOrEqual(d.m.lastSeq)
            }
            expect(pushes.size).toBeLessThanOrEqual(1)
            if (event.on === 'pushed') {
              const run = d.m.resolvedThrough - before.resolvedThrough
              for (let seq = 1; seq <= run; seq += 1) expect(event.seqs).toContain(before.resolvedThrough + seq)
            } else expect(d.m.resolvedThrough).toBeLessThanOrEqual(before.resolvedThrough)
            if (event.on !== 'applied' && event.on !== 'snapshotDone' && event.on !== 'adopted')
              expect(d.m.revision).toBe(before.revision)
            expectAlive(d.m)
            seen.set(d.m.phase, (seen.get(d.m.phase) ?? 0) + 1)
          }
        },
      ),
      { numRuns: 400 },
    )
    // The inputs are only worth something if they lead everywhere.
    for (const phase of ['connecting', 'snapshot', 'streaming', 'offline', 'stopped'])
      expect(seen.get(phase) ?? 0, phase).toBeGreaterThan(500)
  })
})

/** Whatever waits has something that will wake it. */
function expectAlive(m: SyncMachine): void {
  const { phase, calls, timers } = m
  if (phase === 'alone') return
  const wakes: Record<string, boolean> = {
    joining: calls.join !== null,
    connecting: calls.session !== null,
    adopting: calls.adopt !== null,
    snapshot: calls.snapshot !== null || calls.apply !== null,
    streaming: calls.stream !== null || calls.apply !== null || timers.reopen === true,
    offline: timers.retry === true,
    stopped:
      !m.quarantine || calls.session !== null || calls.push !== null || timers.push === true || timers.retry === true,
  }
  expect(wakes[phase], phase).toBe(true)
  if (calls.stream !== null) expect(timers.silence).toBe(true)
  const isUploading = phase === 'streaming' || phase === 'snapshot'
  const isBlocked = m.forget !== null || m.requests.some(({ barrier }) => barrier)
  if (isUploading && m.resolvedThrough < m.lastSeq && !isBlocked)
    expect(calls.push !== null || timers.push === true || timers.gather === true, 'the upload is wedged').toBe(true)
  if (isUploading && m.forget !== null) expect(calls.reopen).not.toBeNull()
  for (const each of m.requests) {
    if (each.hasCaller) expect(timers[`request:${each.id}`], `${each.id} waits for ever`).toBe(true)
    if (each.state === 'asking' || each.state === 'answering') expect(each.call).toBeGreaterThan(0)
    if (isUploading && each.state === 'pausing') expect(timers.requests).toBe(true)
    if (isUploading && each.state === 'doubtful' && m.forget === null && !each.barrier)
      expect(each.afterSeq, 'a doubtful request is not asked about').toBeGreaterThan(m.resolvedThrough)
  }
}

const CODES = Object.values(SYNC_CODES)

/** An event out of numbers: mostly completions of what is on its way, sometimes late or wrong ones. */
function anyEvent(m: SyncMachine, which: number, value: number): SyncEvent | null {
  const { calls } = m
  const call = (name: keyof SyncMachine['calls']) => (value % 13 === 0 ? value : (calls[name] ?? -1))
  const code = CODES[value % CODES.length] ?? ''
  const failure = [UNREACHABLE, TIMEOUT, refused(code, { params: { expected: value % 20 } })][which % 3] ?? UNREACHABLE
  const request = m.requests[value % Math.max(1, m.requests.length)]
  const session = {
    ...{ ...SESSION, revision: m.revision + (value % 3) - (value % 11 === 0 ? 5 : 0) },
    ...{
      appliedSeq: Math.min(m.lastSeq, m.resolvedThrough + (value % 5) - 2),
      floor: value % 17 === 0 ? m.revision + 1 : 0,
    },
    ...{ timeline: value % 19 === 0 ? 't2' : m.timeline || 't1' },
  }
  switch (which) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
      return { on: 'sessionOpened', call: call('session'), session, journal: value % 97 === 0 ? 'forked' : 'same' }
    case 6:
    case 7:
    case 8:
      return { on: 'sessionFailed', call: call('session'), failure }
    case 9:
    case 10:
    case 11:
    case 12: {
      const count = value % 6
      const seqs = Array.from(
        { length: count },
        (_, index) => m.resolvedThrough + 1 + index + (value % 23 === 0 ? 1 : 0),
      )
      return {
        on: 'pushed',
        call: call('push'),
        seqs,
        limits: LIMITS,
        retryAfterMs: value % 7 === 0 ? 50 : null,
        distrusted: value % 89 === 0 ? 'E-SYN-007' : null,
      }
    }
    case 13:
    case 14:
    case 15:
    case 16:
      return { on: 'pushFailed', call: call('push'), failure }
    case 17:
    case 18:
    case 19:
    case 20:
      return { on: 'journaled', lastSeq: m.lastSeq + (value % 4), gatherMs: value % 5 === 0 ? 100 : 0 }
    case 21:
    case 22:
    case 23:
      return { on: 'commits', call: call('stream'), commits: [commit(m.stream.received + (value % 3))] }
    case 24:
    case 25:
      return { on: 'beat', call: call('stream') }
    case 26:
      return { on: 'reset', call: call('stream') }
    case 27:
    case 28:
      return { on: 'streamClosed', call: call('stream'), failure: value % 2 === 0 ? null : failure }
    case 29:
    case 30:
    case 31:
      return { on: 'applied', call: call('apply'), revision: m.revision + (value % 3), acked: m.resolvedThrough }
    case 32:
      return {
        on: 'applyFailed',
        call: call('apply'),
        why: value % 9 === 0 ? 'bulkRemoval' : 'failed',
        code,
        params: {},
      }
    case 33:
    case 34:
      return {
        on: 'snapshotDone',
        call: call('snapshot'),
        revision: m.revision + 1,
        acked: m.resolvedThrough,
        timeline: m.session?.timeline ?? 't1',
      }
    case 35:
      return { on: 'snapshotFailed', call: call('snapshot'), failure }
    case 36:
    case 37:
    case 38:
      return { on: 'asked', id: `r${value % 7}` }
    case 39:
    case 40:
    case 41:
      return request === undefined
        ? null
        : { on: 'decided', id: request.id, call: request.call, ok: value % 3 > 0, revision: m.revision + (value % 3) }
    case 42:
    case 43:
    case 44:
      return request === undefined ? null : { on: 'requestFailed', id: request.id, call: request.call, failure }
    case 45:
    case 46:
      return {
        on: 'reopened',
        call: call('reopen'),
        requests:
          value % 2 === 0
            ? []
            : [
                { id: 'r1', afterSeq: m.resolvedThrough },
                { id: `r${value % 7}x`, afterSeq: m.resolvedThrough },
              ],
      }
    case 47:
      return { on: 'reopenFailed', call: call('reopen') }
    case 48:
      return { on: 'retryAsked' }
    case 49:
      return { on: 'resetAccepted' }
    default: {
      const names = Object.keys(m.timers) as Extract<SyncEvent, { on: 'timer' }>['name'][]
      const name = names[value % Math.max(1, names.length)]
      return name === undefined ? null : { on: 'timer', name }
    }
  }
}
