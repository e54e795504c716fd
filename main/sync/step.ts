import * as connection from './connection-steps.ts'
import { arm, begin, change, connect, type Draft, finish, fired, goOffline } from './draft.ts'
import type { SyncEffect, SyncInput, SyncMachine, TimerName } from './machine.ts'
import * as pushing from './push-steps.ts'
import * as requests from './request-steps.ts'
import * as streaming from './stream-steps.ts'

/**
 * One step of sync: what it is after an input, and what has to be done. Pure: the same state and input give the same
 * answer; neither is changed. A completion of a call that is not on its way any more changes nothing.
 */
export function step(state: SyncMachine, input: SyncInput): { state: SyncMachine; effects: SyncEffect[] } {
  const d: Draft = { m: state, effects: [], at: input.at, random: input.random }
  take(d, input)
  carryOn(d)
  return { state: d.m, effects: d.effects }
}

function take(d: Draft, input: SyncInput) {
  switch (input.on) {
    case 'started':
      return connection.start(d, input.memory, input.hasKey)
    case 'timer':
      return timer(d, input.name)
    case 'joinAsked':
      return connection.joinAsked(d)
    case 'joined':
      return connection.joined(d, input)
    case 'joinFailed':
      return connection.joinFailed(d, input)
    case 'sessionOpened':
      return connection.sessionOpened(d, input)
    case 'sessionFailed':
      return connection.sessionFailed(d, input)
    case 'adopted':
      return connection.adopted(d, input)
    case 'adoptFailed':
      return connection.adoptFailed(d, input)
    case 'adoptProgress':
    case 'snapshotProgress':
      return progress(d, input)
    case 'snapshotDone':
      return connection.snapshotDone(d, input)
    case 'snapshotFailed':
      return connection.snapshotFailed(d, input)
    case 'retryAsked':
      return connection.retryAsked(d)
    case 'resetAccepted':
      return connection.resetAccepted(d)
    default:
      return takeWork(d, input)
  }
}

function takeWork(d: Draft, input: SyncInput) {
  switch (input.on) {
    case 'commits':
      return streaming.commits(d, input)
    case 'beat':
      return streaming.beat(d, input.call)
    case 'reset':
      return streaming.reset(d, input.call)
    case 'streamClosed':
      return streaming.streamClosed(d, input)
    case 'applied':
      return streaming.applied(d, input)
    case 'applyFailed':
      return streaming.applyFailed(d, input)
    case 'journaled':
      return pushing.journaled(d, input)
    case 'pushed':
      return pushing.pushed(d, input)
    case 'pushFailed':
      return pushing.pushFailed(d, input)
    case 'asked':
      return requests.asked(d, input.id)
    case 'decided':
      return requests.decided(d, input)
    case 'requestFailed':
      return requests.requestFailed(d, input)
    case 'reopened':
      if (finish(d, 'reopen', input.call)) requests.reopened(d, input.requests)
      return
    case 'reopenFailed':
      if (finish(d, 'reopen', input.call)) goOffline(d, connection.unreachable('E-SYN-001'))
      return
  }
}

function timer(d: Draft, name: TimerName) {
  if (!fired(d, name)) return
  switch (name) {
    case 'retry':
      if (d.m.phase === 'offline') return connect(d)
      if (handsOver(d.m) && d.m.calls.session === null) openSession(d)
      return
    case 'renew':
      change(d, { sessionLosses: 0 })
      // Polling is the poorer way: with each new session the stream gets its chance.
      if (d.m.stream.mode === 'poll') change(d, { stream: { ...d.m.stream, mode: 'stream' } })
      if (d.m.phase === 'stopped') return change(d, { session: null })
      if (d.m.calls.session === null) openSession(d)
      return
    case 'silence':
      return streaming.streamSilent(d)
    case 'requests':
      return requests.requestsDue(d)
    case 'hold':
      return change(d, { heldEnough: true })
    case 'push':
    case 'gather':
    case 'reopen':
      return
    default:
      return requests.callerTired(d, name.slice('request:'.length))
  }
}

function progress(d: Draft, input: Extract<SyncInput, { on: 'adoptProgress' | 'snapshotProgress' }>) {
  const isAdopting = input.on === 'adoptProgress'
  if (d.m.calls[isAdopting ? 'adopt' : 'snapshot'] !== input.call) return
  const { done, total } = input
  change(d, { progress: { step: isAdopting ? 'adopting' : input.step, done, total }, lastContact: d.at })
}

function openSession(d: Draft) {
  change(d, { asked: { revision: d.m.revision, resolvedThrough: d.m.resolvedThrough } })
  d.effects.push({ do: 'openSession', call: begin(d, 'session') })
}

/** Starts whatever may run now and does not: the one place that starts calls, so that nothing waits for ever. */
function carryOn(d: Draft) {
  const { phase } = d.m
  if (phase === 'connecting' && d.m.calls.session === null) openSession(d)
  if (phase === 'stopped' && d.m.quarantine && d.m.resolvedThrough === d.m.lastSeq) change(d, { quarantine: false })
  if (handsOver(d.m)) handOverLater(d)
  if (d.m.forget !== null && d.m.calls.reopen === null && (phase === 'streaming' || phase === 'snapshot'))
    d.effects.push({ do: 'reopen', call: begin(d, 'reopen'), ...d.m.forget })
  if (phase === 'adopting' && d.m.calls.adopt === null) d.effects.push({ do: 'adopt', call: begin(d, 'adopt') })
  if (d.m.calls.apply === null) {
    if (phase === 'snapshot' && d.m.calls.snapshot === null)
      d.effects.push({ do: 'snapshot', call: begin(d, 'snapshot'), bulkAccepted: d.m.bulkAccepted })
    if (streaming.hasCommits(d.m) && !streaming.holdBack(d)) streaming.applyNext(d)
    else if (phase === 'streaming' && d.m.calls.stream === null && d.m.timers.reopen !== true) streaming.openStream(d)
  }
  if (pushing.mayPush(d.m)) pushing.push(d)
  requests.askReady(d)
}

/** True for a station that is not trusted and has no session to hand its facts over in. */
function handsOver({ phase, quarantine, session }: SyncMachine): boolean {
  return phase === 'stopped' && quarantine && session === null
}

/** A station that is not trusted asks for a session only to hand its facts over, after a pause. */
function handOverLater(d: Draft) {
  if (d.m.calls.session !== null || d.m.timers.retry === true) return
  if (d.m.pushFailures === 0) openSession(d)
  else arm(d, 'retry', 30_000)
  change(d, { pushFailures: d.m.pushFailures + 1 })
}
