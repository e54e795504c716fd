import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { EventOf } from './connection-steps.ts'
import { arm, backoff, change, commonRefusal, type Draft, disarm, heard, nextCall, proven } from './draft.ts'
import type { OpenRequest, SyncEffect } from './machine.ts'
import { SYNC_TIMES } from './machine.ts'

type Settle = Extract<SyncEffect, { do: 'settle' }>

function find(d: Draft, id: string): OpenRequest | undefined {
  return d.m.requests.find((each) => each.id === id)
}

function update(d: Draft, id: string, part: Partial<OpenRequest>) {
  change(d, { requests: d.m.requests.map((each) => (each.id === id ? { ...each, ...part } : each)) })
}

function remove(d: Draft, id: string) {
  disarm(d, `request:${id}`)
  change(d, { requests: d.m.requests.filter((each) => each.id !== id) })
}

function settle(d: Draft, id: string, how: Settle['how'], drop: boolean, code = '') {
  d.effects.push({ do: 'settle', id, how, code, drop })
}

/** A screen asks the centre for something: answered at once where nobody can be asked. */
export function asked(d: Draft, id: string) {
  const { phase, online, requests, lastSeq } = d.m
  if (phase === 'stopped') return settle(d, id, 'stationStopped', true)
  if (phase !== 'streaming' && !(phase === 'connecting' && online)) return settle(d, id, 'needsCentre', true)
  const known = find(d, id)
  if (known === undefined && isFull(d)) return settle(d, id, 'needsCentre', true)
  arm(d, `request:${id}`, SYNC_TIMES.caller)
  // It waits for the facts before it.
  disarm(d, 'gather')
  if (known !== undefined) return update(d, id, { hasCaller: true })
  const fresh: OpenRequest = {
    ...{ id, afterSeq: lastSeq, state: 'waiting', call: 0, sent: false, hasCaller: true },
    ...{ barrier: false, tries: 0, revision: 0 },
  }
  change(d, { requests: [...requests, fresh] })
}

/** True while facts wait because the centre had no room for them. */
function isFull({ m }: Draft): boolean {
  return m.timers.push === true && m.problem?.code === SYNC_CODES.centreFull
}

/** The centre has no room: who waits to ask it something is told so now. */
export function noRoom(d: Draft) {
  for (const { id, state, sent } of d.m.requests) {
    if (state !== 'waiting' || sent) continue
    settle(d, id, 'needsCentre', true)
    remove(d, id)
  }
}

/** Sends what may go: requests whose earlier facts are acknowledged; those that a centre forgot one after the other. */
export function askReady(d: Draft) {
  const { phase, session } = d.m
  if (session === null || d.m.forget !== null || (phase !== 'streaming' && phase !== 'snapshot')) return
  let barrierSeen = false
  for (const each of d.m.requests) {
    if (each.barrier && barrierSeen) continue
    barrierSeen ||= each.barrier
    if (each.afterSeq > d.m.resolvedThrough) continue
    if (each.state === 'waiting') {
      const call = nextCall(d)
      update(d, each.id, { state: 'asking', call, sent: true })
      d.effects.push({ do: 'ask', call, id: each.id, afterSeq: each.afterSeq, timeline: session.timeline })
    } else if (each.state === 'doubtful') {
      const call = nextCall(d)
      update(d, each.id, { state: 'answering', call })
      d.effects.push({ do: 'askAnswer', call, id: each.id })
    }
  }
}

/** The centre's decision, by whichever message it came; it is kept in the journal already. */
export function decided(d: Draft, { id, call, ok, revision }: EventOf<'decided'>) {
  const request = find(d, id)
  if (request === undefined || request.call !== call || call === 0) return
  proven(d)
  change(d, { requestFailures: 0 })
  if (!request.hasCaller) return remove(d, id)
  update(d, id, { state: 'decided', call: 0, barrier: false, revision: ok ? revision : 0 })
  settleReady(d)
}

/** Tells the callers of decided requests whose rows are in the tables. */
export function settleReady(d: Draft) {
  for (const each of d.m.requests) {
    if (each.state !== 'decided' || each.revision > d.m.revision) continue
    settle(d, each.id, 'decision', false)
    remove(d, each.id)
  }
}

/** No answer, or none that decides: its outcome is asked for by id, or it is asked again. */
export function requestFailed(d: Draft, { id, call, failure }: EventOf<'requestFailed'>) {
  const request = find(d, id)
  if (request === undefined || request.call !== call || call === 0) return
  const wasAsking = request.state === 'asking'
  const tries = request.tries + 1
  if (failure.kind !== 'refused') {
    // A POST that was not answered is asked about once at once; everything else after a pause.
    // The centre's own rule breaks on it, each time: nothing will come of it.
    if (failure.code === SYNC_CODES.centreBug && tries >= 5) return giveUp(d, id, failure.code)
    if (wasAsking && request.tries === 0) return update(d, id, { state: 'doubtful', call: 0, tries })
    return pause(d, id, 'pausing', tries, null)
  }
  heard(d)
  switch (failure.code) {
    case SYNC_CODES.notFound:
      // The centre never got it: nothing was decided, so it may be sent once more.
      if (!wasAsking) return update(d, id, { state: 'waiting', call: 0, tries })
      break
    case SYNC_CODES.centreFull:
      // Nothing was decided by this message, nor by one before it: the caller need not wait for room.
      if (wasAsking && request.tries === 0 && !request.barrier) break
      return pause(d, id, 'pausing', tries, failure.retryAfterMs)
    case SYNC_CODES.nonceUsed:
    case SYNC_CODES.tooManyRequests:
      return pause(d, id, 'pausing', tries, failure.retryAfterMs)
    default:
      update(d, id, { state: 'doubtful', call: 0, tries })
      if (commonRefusal(d, failure)) return
  }
  giveUp(d, id, failure.code)
}

function giveUp(d: Draft, id: string, code: string) {
  settle(d, id, 'refused', true, code)
  remove(d, id)
}

function pause(d: Draft, id: string, state: OpenRequest['state'], tries: number, retryAfterMs: number | null) {
  update(d, id, { state, call: 0, tries })
  if (d.m.timers.requests === true || d.m.session === null) return
  arm(d, 'requests', backoff(d, d.m.requestFailures, retryAfterMs))
  change(d, { requestFailures: d.m.requestFailures + 1 })
}

/** The pause of doubtful requests is over. */
export function requestsDue(d: Draft) {
  const requests = d.m.requests.map((each) =>
    each.state === 'pausing' ? { ...each, state: 'doubtful' as const } : each,
  )
  change(d, { requests })
}

/** The caller has waited long enough; the request itself goes on unless it was never sent. */
export function callerTired(d: Draft, id: string) {
  const request = find(d, id)
  if (request === undefined) return
  if (request.state === 'decided') {
    settle(d, id, 'decision', false)
    return remove(d, id)
  }
  if (!request.sent) {
    settle(d, id, 'needsCentre', true)
    return remove(d, id)
  }
  settle(d, id, 'centreSilent', false)
  update(d, id, { hasCaller: false })
}

/** Requests that a restored centre forgot, in order: asked again, each before the facts that were journaled after it. */
export function reopened(d: Draft, found: readonly { id: string; afterSeq: number }[]) {
  const known = new Map(d.m.requests.map((each) => [each.id, each]))
  const again = found.map(({ id, afterSeq }): OpenRequest => {
    const old = known.get(id)
    const hasCaller = old?.hasCaller ?? false
    return { id, afterSeq, state: 'waiting', call: 0, sent: true, hasCaller, barrier: true, tries: 0, revision: 0 }
  })
  const ids = new Set(again.map(({ id }) => id))
  change(d, { forget: null, requests: [...again, ...d.m.requests.filter(({ id }) => !ids.has(id))] })
}
