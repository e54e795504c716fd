import { SYNC_CODES } from '../../contract/central/codes.ts'
import type { Outcome, PushedCommand, RequestReply } from '../../contract/central/messages.ts'
import { SCOPES } from '../../db/scopes.ts'
import { isDiskFull } from '../../domain/retriable.ts'
import type { CentreClient } from './centre-client.ts'
import { type AdoptPlace, handOver, type JoinParts } from './join.ts'
import { ASKS_PERSON, type CentreFailure, type SyncEffect, type SyncEvent, type SyncMachine } from './machine.ts'
import { BulkRemoval, type KeptRequest, type SnapshotFiles, type SyncClock } from './ports.ts'

type EffectOf<K extends SyncEffect['do']> = Extract<SyncEffect, { do: K }>

/** What calls are made with. `room` resolves once the machine can take more commits. */
export type CallParts = Pick<JoinParts, 'journal' | 'replica'> & {
  client(): CentreClient
  files: SnapshotFiles
  clock: SyncClock
  log(line: Record<string, unknown>): void
  feed(event: SyncEvent): void
  machine(): SyncMachine
  room(): Promise<void>
  takeToken(token: string): void
  /** The body of a request whose caller waits here. */
  waitingBody(id: string): KeptRequest['body'] | null
}

/** The wait after an empty long poll: a centre that does not hold polls back is not asked without a pause. */
const EMPTY_POLL_MS = 1_000
/** The durable position is kept again once it has grown by so many facts. */
const DURABLE_STEP = 1_000

/** What went wrong on this side of the wire, told like a centre that cannot be reached: it is tried again. */
export function localFailure(error: unknown): CentreFailure {
  const code = (error as { code?: unknown } | null)?.code
  const isOurs = typeof code === 'string' && code.startsWith('E-')
  return {
    kind: 'unreachable',
    status: 0,
    code: isOurs ? code : isDiskFull(error) ? 'E-DATA-FULL' : SYNC_CODES.unreachable,
    params: {},
    retryAfterMs: null,
  }
}

/** Opens a session and compares what the centre has of the journal with the journal. */
export async function openSession(parts: CallParts, call: number, signal: AbortSignal): Promise<SyncEvent> {
  const { journal, clock } = parts
  const answer = await parts.client().openSession(signal)
  if (!answer.ok) return { on: 'sessionFailed', call, failure: answer.failure }
  const { token, serverTime, hash, durableThrough, scopes: _scopes, ...session } = answer.value
  parts.takeToken(token)
  const membership = journal.loadMembership()
  if (membership !== null) journal.saveMembership({ ...membership, durableSeq: durableThrough, onlineAt: clock.now() })
  const { appliedSeq } = session
  const isKnown = appliedSeq > 0 && appliedSeq <= journal.lastSeq() && hash !== ''
  const isForked = isKnown && hashAt(parts, appliedSeq) !== hash
  const clockDifferenceMs = serverTime - clock.now()
  return {
    on: 'sessionOpened',
    call,
    session: { ...session, clockDifferenceMs },
    journal: isForked ? 'forked' : 'same',
  }
}

function hashAt({ journal }: Pick<CallParts, 'journal'>, seq: number): string {
  return seq === 0 ? '' : (journal.after(seq - 1, 1)[0]?.hash ?? '')
}

/** Hands the tables of the time alone over. */
export async function adopt(
  parts: CallParts,
  call: number,
  place: AdoptPlace,
  signal: AbortSignal,
): Promise<SyncEvent> {
  const failure = await handOver(parts, parts.client(), place, signal, (done, total) =>
    parts.feed({ on: 'adoptProgress', call, done, total }),
  )
  return failure === null ? { on: 'adopted', call } : { on: 'adoptFailed', call, failure }
}

/** Fetches a snapshot, goes on where an earlier try ended, checks and unpacks it, and puts it in place. */
export async function fetchSnapshot(parts: CallParts, call: number, signal: AbortSignal): Promise<SyncEvent> {
  const { files, journal, replica } = parts
  const progress = (step: 'downloading' | 'unpacking', done: number, total: number) =>
    parts.feed({ on: 'snapshotProgress', call, step, done, total })
  const answer = await parts.client().describeSnapshot(signal)
  if (!answer.ok) return { on: 'snapshotFailed', call, failure: answer.failure }
  const { path, packing = 'gzip', sha256, bytes, unpackedBytes, revision, timeline, ack } = answer.value
  const shape = { packing, unpackedBytes }
  const have = Math.min(await files.have(sha256), bytes)
  progress('downloading', have, bytes)
  if (have < bytes) {
    const take = async (piece: Uint8Array, at: number): Promise<void> => {
      await files.write(sha256, at, piece, shape)
      progress('downloading', at + piece.byteLength, bytes)
    }
    const fetched = await parts.client().download(path, have, take, signal)
    if (!fetched.ok) return { on: 'snapshotFailed', call, failure: fetched.failure }
  }
  progress('unpacking', 0, unpackedBytes)
  const file = await files.unpack(sha256, shape)
  const membership = journal.loadMembership()
  // Given up meanwhile: what is fetched stays for the next try.
  if (signal.aborted || membership === null)
    return { on: 'snapshotFailed', call, failure: localFailure(new Error('Given up')) }
  await replica.install({ path: file, revision, timeline, ack }, { stationId: membership.stationId })
  journal.saveMembership({ ...membership, timeline })
  await files.clear()
  return { on: 'snapshotDone', call, revision, acked: ack, timeline }
}

/** Follows the stream until it ends. */
export async function follow(parts: CallParts, effect: EffectOf<'stream'>, signal: AbortSignal): Promise<SyncEvent> {
  const { call, cursor } = effect
  const { timeline } = parts.machine()
  if (effect.mode === 'poll') return poll(parts, call, cursor, timeline, signal)
  const take: Parameters<CentreClient['stream']>[2] = async (event) => {
    if (event.event === 'commit') parts.feed({ on: 'commits', call, commits: [event.data] })
    else if (event.event === 'reset') parts.feed({ on: 'reset', call })
    else parts.feed({ on: 'beat', call })
    await parts.room()
  }
  const answer = await parts.client().stream(cursor, timeline, take, signal)
  return { on: 'streamClosed', call, failure: answer.ok ? null : answer.failure }
}

async function poll(
  parts: CallParts,
  call: number,
  from: number,
  timeline: string,
  signal: AbortSignal,
): Promise<SyncEvent> {
  let cursor = from
  while (!signal.aborted) {
    const answer = await parts.client().changes(cursor, timeline, signal)
    if (!answer.ok) return { on: 'streamClosed', call, failure: answer.failure }
    const { reset, commits } = answer.value
    if (reset !== null) {
      parts.feed({ on: 'reset', call })
      break
    }
    if (commits.length > 0) parts.feed({ on: 'commits', call, commits })
    else parts.feed({ on: 'beat', call })
    cursor = commits.at(-1)?.revision ?? cursor
    if (commits.length === 0) await pause(parts.clock, EMPTY_POLL_MS, signal)
    await parts.room()
  }
  return { on: 'streamClosed', call, failure: null }
}

function pause(clock: SyncClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.setTimer(ms, done)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Applies commits to the tables, with the cursor. */
export async function apply(parts: CallParts, { call, commits }: EffectOf<'apply'>): Promise<SyncEvent> {
  try {
    const { stationId = '' } = parts.journal.loadMembership() ?? {}
    const { timeline } = parts.machine()
    const { revision, acked } = await parts.replica.apply(commits, { stationId, scopes: SCOPES, timeline })
    return { on: 'applied', call, revision, acked }
  } catch (error) {
    parts.log({ level: 'error', event: 'apply-failed', from: commits[0]?.revision, error: String(error) })
    if (error instanceof BulkRemoval)
      return { on: 'applyFailed', call, why: 'bulkRemoval', code: ASKS_PERSON, params: error.params }
    return { on: 'applyFailed', call, why: 'failed', code: localFailure(error).code, params: {} }
  }
}

/** Sends facts, and keeps their outcomes before anything is said of them. */
export async function push(parts: CallParts, effect: EffectOf<'push'>, signal: AbortSignal): Promise<SyncEvent> {
  const { call, after, timeline } = effect
  const { journal, clock } = parts
  const commands = batch(parts, effect)
  const body = { timeline, baseSeq: after, prevHash: hashAt(parts, after), commands }
  const answer = await parts.client().push(body, signal)
  if (!answer.ok) return { on: 'pushFailed', call, failure: answer.failure }
  const { results, limits, retryAfterMs = null, durableThrough } = answer.value
  const told = withoutGap(results, after, commands.length)
  const now = parts.machine().session?.timeline
  // What a history that is over said of them is void by now.
  if (now === undefined || now === timeline) journal.recordOutcomes(told, clock.now())
  const membership = journal.loadMembership()
  if (membership !== null && durableThrough >= membership.durableSeq + DURABLE_STEP)
    journal.saveMembership({ ...membership, durableSeq: durableThrough })
  const distrusted = told.find(({ status }) => status === 'quarantined')?.code ?? null
  return { on: 'pushed', call, seqs: told.map(({ seq }) => seq), limits, retryAfterMs, distrusted }
}

function batch({ journal }: CallParts, { after, through, limits }: EffectOf<'push'>): PushedCommand[] {
  const taken: PushedCommand[] = []
  let bytes = 0
  for (const command of journal.after(after, Math.max(1, limits.commands))) {
    bytes += Buffer.byteLength(JSON.stringify(command)) + 1
    if (command.seq > through || (taken.length > 0 && bytes > limits.bytes)) break
    taken.push(command)
  }
  return taken
}

function withoutGap(results: readonly Outcome[], after: number, sent: number): Outcome[] {
  const told: Outcome[] = []
  for (const result of [...results].sort((a, b) => a.seq - b.seq))
    if (result.seq === after + told.length + 1 && told.length < sent) told.push(result)
  return told
}

/** Asks the centre for an INTENT: kept before it is sent, its decision kept before it is told. */
export async function ask(parts: CallParts, effect: EffectOf<'ask'>, signal: AbortSignal): Promise<SyncEvent> {
  const { call, id, afterSeq, timeline } = effect
  const { journal, clock } = parts
  const waiting = parts.waitingBody(id)
  if (waiting !== null) journal.askRequest(waiting, afterSeq, clock.now())
  const kept = journal.findRequest(id)
  if (kept === null) throw new Error(`Request ${id} is not in the journal`)
  // The same scan again: it was decided before.
  if (kept.decision !== null) return { on: 'decided', id, call, ok: false, revision: 0 }
  const answer = await parts.client().request({ ...kept.body, timeline }, signal)
  return answer.ok ? decided(parts, id, call, answer.value) : { on: 'requestFailed', id, call, failure: answer.failure }
}

/** Asks what became of a request. */
export async function askAnswer(parts: CallParts, id: string, call: number, signal: AbortSignal): Promise<SyncEvent> {
  const answer = await parts.client().answer(id, signal)
  return answer.ok ? decided(parts, id, call, answer.value) : { on: 'requestFailed', id, call, failure: answer.failure }
}

function decided({ journal }: CallParts, id: string, call: number, reply: RequestReply): SyncEvent {
  journal.decideRequest(id, reply.decision, reply.revision)
  return { on: 'decided', id, call, ok: reply.decision.ok, revision: reply.revision }
}

/** Voids what a centre forgot, and says which requests are open again. */
export async function reopen({ journal }: CallParts, effect: EffectOf<'reopen'>): Promise<SyncEvent> {
  journal.forgetOutcomesAfter(effect.outcomesAfter)
  if (effect.requestsAbove !== null) journal.reopenRequestsAfter(effect.requestsAbove)
  const requests = journal.openRequests().map(({ body, afterSeq }) => ({ id: body.id, afterSeq }))
  return { on: 'reopened', call: effect.call, requests }
}
