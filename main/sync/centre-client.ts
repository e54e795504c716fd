import type { KeyObject } from 'node:crypto'
import zlib from 'node:zlib'
import type { z } from 'zod'
import { SYNC_CODES } from '../../contract/central/codes.ts'
import {
  type AdoptBody,
  AdoptReply,
  ChangesReply,
  type EnrolBody,
  EnrolmentReply,
  EnrolReply,
  PROTOCOL,
  type PushBody,
  PushReply,
  type QuarantineBody,
  QuarantineDecided,
  QuarantineReply,
  type RequestBody,
  RequestReply,
  RotateReply,
  SessionReply,
  SnapshotReply,
  type StreamEvent,
  SYNC_HEADERS,
  SYNC_PATHS,
  SyncProblem,
  signedText,
} from '../../contract/central/messages.ts'
import { FrameWrongError, readFrames } from './event-frames.ts'
import type { CentreFailure } from './machine.ts'
import type { CentreFetch, SyncClock } from './ports.ts'
import { bodyHash, signWith } from './station-key.ts'

/** What came of a message: the reply in its shape, or why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: CentreFailure }

/** Who speaks; `token` is that of the session, '' before the first. */
export type Speaker = {
  stationId: string
  incarnation: string
  boot: string
  key: KeyObject
  token: string
}

/** How long each kind of message may take, in milliseconds. */
export const CALL_TIMES = { session: 10_000, push: 30_000, request: 5_000, page: 60_000, chunk: 25_000, poll: 40_000 }

/** zstd takes a third of gzip's time at both ends, where this Node has it. */
const WANTED_PACKING = typeof zlib.createZstdDecompress === 'function' ? '?packing=zstd' : ''

/** How long the centre is asked to hold a long poll back. */
const POLL_WAIT_MS = 20_000

const LOGGED_COMMANDS = 50

/** The centre's messages as calls. None throws: whatever goes wrong is a failure in the answer. */
export type CentreClient = ReturnType<typeof createCentreClient>

type Shape<T> = z.ZodType<T>
type Sent = {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  headers?: Record<string, string>
  ms: number
  /** What the log is told of a message that carries commands; those without are logged only when they fail. */
  noted?: Record<string, unknown>
}

/** What a client is made of. `centre` is the address that people typed; `nonce` gives 16 to 100 letters, never twice. */
export type ClientParts = {
  centre: string
  fetch: CentreFetch
  clock: SyncClock
  nonce(): string
  log(line: Record<string, unknown>): void
  speaker(): Speaker | null
}

/** Builds the client over the one fetch function. */
export function createCentreClient(parts: ClientParts) {
  const failed = (kind: 'unreachable' | 'timeout', why: string, sent: Sent, id?: string) => {
    const line = { level: 'warn', event: 'centre-call-failed', kind, path: sent.path.split('?')[0], why }
    parts.log({ ...line, ...(id === undefined ? {} : { id }), ...sent.noted })
    return { ok: false, failure: failureOf(kind, SYNC_CODES.unreachable) } as const
  }
  const open = (sent: Sent, { signal, hold }: TimeLimit): Promise<Response> => {
    const url = new URL(sent.path, parts.centre)
    const body = sent.body === undefined ? null : JSON.stringify(sent.body)
    const headers = {
      ...sent.headers,
      ...signedHeaders(parts, sent.method, `${url.pathname}${url.search}`, body ?? ''),
    }
    const request = new Request(url, { method: sent.method, headers, signal, ...(body === null ? {} : { body }) })
    hold(request)
    return parts.fetch(request)
  }
  /** Sends, waits for the whole answer, checks its shape. */
  const call = async <T>(asked: Sent, shape: Shape<T>, outer?: AbortSignal): Promise<Answer<T>> => {
    // The centre's log names the message as this one does.
    const id = parts.nonce()
    const sent = { ...asked, headers: { ...asked.headers, [SYNC_HEADERS.request]: id } }
    const limit = timeLimit(parts.clock, sent.ms, outer)
    try {
      const { response, text } = await limit.race(
        open(sent, limit).then(async (response) => ({ response, text: await response.text() })),
      )
      if (sent.noted !== undefined)
        parts.log({ event: 'centre-call', id, path: sent.path, status: response.status, ...sent.noted })
      if (!response.ok) return { ok: false, failure: refusalOf(response.status, text) }
      const parsed = shape.safeParse(JSON.parse(text))
      return parsed.success ? { ok: true, value: parsed.data } : failed('unreachable', 'wrong shape', sent, id)
    } catch (error) {
      return failed(limit.isOver() ? 'timeout' : 'unreachable', String(error), sent, id)
    } finally {
      limit.end()
    }
  }
  const post = <T>(path: string, body: unknown, shape: Shape<T>, ms: number, signal?: AbortSignal) =>
    call({ method: 'POST', path, body, ms }, shape, signal)
  const get = <T>(path: string, shape: Shape<T>, ms: number, signal?: AbortSignal) =>
    call({ method: 'GET', path, ms }, shape, signal)

  return {
    enrol: (body: EnrolBody, signal?: AbortSignal) =>
      post(SYNC_PATHS.enrol, body, EnrolReply, CALL_TIMES.session, signal),
    openSession: (signal?: AbortSignal) =>
      call({ method: 'POST', path: SYNC_PATHS.session, ms: CALL_TIMES.session }, SessionReply, signal),
    push: (body: PushBody, signal?: AbortSignal) =>
      call(
        { method: 'POST', path: SYNC_PATHS.push, body, ms: CALL_TIMES.push, noted: pushNoted(body) },
        PushReply,
        signal,
      ),
    results: (fromSeq: number) => get(`${SYNC_PATHS.results}?fromSeq=${fromSeq}`, PushReply, CALL_TIMES.push),
    request: (body: RequestBody, signal?: AbortSignal) => {
      const noted = { commands: [body.id], type: body.type }
      return call(
        { method: 'POST', path: SYNC_PATHS.request, body, ms: CALL_TIMES.request, noted },
        RequestReply,
        signal,
      )
    },
    answer: (id: string, signal?: AbortSignal) =>
      get(`${SYNC_PATHS.answer}?id=${encodeURIComponent(id)}`, RequestReply, CALL_TIMES.request, signal),
    adopt: (body: AdoptBody, signal?: AbortSignal) => post(SYNC_PATHS.adopt, body, AdoptReply, CALL_TIMES.page, signal),
    /** From the answer on only the new public key counts. */
    rotate: (publicKey: string) => post(SYNC_PATHS.rotate, { publicKey }, RotateReply, CALL_TIMES.session),
    makeEnrolment: (name: string) => post(SYNC_PATHS.enrolments, { name }, EnrolmentReply, CALL_TIMES.session),
    quarantine: () => get(SYNC_PATHS.quarantine, QuarantineReply, CALL_TIMES.session),
    decideQuarantine: (body: QuarantineBody) => post(SYNC_PATHS.quarantine, body, QuarantineDecided, CALL_TIMES.push),
    describeSnapshot: (signal?: AbortSignal) =>
      get(`${SYNC_PATHS.snapshot}${WANTED_PACKING}`, SnapshotReply, CALL_TIMES.page, signal),
    changes: (cursor: number, timeline: string, signal?: AbortSignal) =>
      get(
        `${SYNC_PATHS.changes}?${following(cursor, timeline)}&wait=${POLL_WAIT_MS}`,
        ChangesReply,
        CALL_TIMES.poll,
        signal,
      ),
    /**
     * Reads a file from a byte on; `take` gets its pieces in order, `at` being where each belongs (0: begin anew). Resolves
     * when the file ended.
     */
    download: (
      path: string,
      from: number,
      take: (bytes: Uint8Array, at: number) => Promise<void>,
      signal: AbortSignal,
    ): Promise<Answer<null>> => {
      const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {}
      const sent: Sent = { method: 'GET', path, headers, ms: CALL_TIMES.chunk }
      let at = -1
      return readBody(parts, sent, { open, signal, failed }, async (bytes, status) => {
        if (at < 0) at = status === 206 ? from : 0
        await take(bytes, at)
        at += bytes.byteLength
      })
    },
    /** Reads the stream after a cursor until it ends; `take` gets each event once it is whole. */
    stream: (
      cursor: number,
      timeline: string,
      take: (event: StreamEvent) => Promise<void>,
      signal: AbortSignal,
    ): Promise<Answer<null>> => {
      const frames = readFrames()
      const path = `${SYNC_PATHS.stream}?${following(cursor, timeline)}`
      // How long it may be silent is the machine's to say: it ends the stream by the signal.
      const sent: Sent = { method: 'GET', path, headers: { accept: 'text/event-stream' }, ms: Number.POSITIVE_INFINITY }
      return readBody(parts, sent, { open, signal, failed }, async (bytes) => {
        for (const event of frames.take(bytes)) if (!signal.aborted) await take(event)
      })
    },
  }
}

function pushNoted({ baseSeq, commands }: PushBody): Record<string, unknown> {
  const ids = commands.slice(0, LOGGED_COMMANDS).map(({ id }) => id)
  return { facts: commands.length, seq: `${baseSeq + 1}-${baseSeq + commands.length}`, commands: ids }
}

function following(cursor: number, timeline: string): string {
  return `cursor=${cursor}&timeline=${encodeURIComponent(timeline)}`
}

function signedHeaders(parts: ClientParts, method: string, path: string, body: string): Record<string, string> {
  const headers: Record<string, string> = { [SYNC_HEADERS.protocol]: String(PROTOCOL) }
  if (body !== '') headers['content-type'] = 'application/json'
  const speaker = parts.speaker()
  if (speaker === null || path === SYNC_PATHS.enrol) return headers
  const token = path === SYNC_PATHS.session ? '' : speaker.token
  const nonce = parts.nonce()
  const { stationId: station, incarnation } = speaker
  const text = signedText({ method, path, bodyHash: bodyHash(body), nonce, token, station, incarnation })
  return {
    ...headers,
    [SYNC_HEADERS.station]: speaker.stationId,
    [SYNC_HEADERS.incarnation]: speaker.incarnation,
    [SYNC_HEADERS.boot]: speaker.boot,
    [SYNC_HEADERS.nonce]: nonce,
    [SYNC_HEADERS.signature]: signWith(speaker.key, text),
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
  }
}

type BodyParts = {
  open(sent: Sent, limit: TimeLimit): Promise<Response>
  signal: AbortSignal
  failed(kind: 'unreachable' | 'timeout', why: string, sent: Sent): { ok: false; failure: CentreFailure }
}

/** Reads a body piece by piece; each piece has its own time, so that a long file is no timeout. */
async function readBody(
  { clock }: ClientParts,
  sent: Sent,
  { open, signal, failed }: BodyParts,
  take: (bytes: Uint8Array, status: number) => Promise<void>,
): Promise<Answer<null>> {
  const limit = timeLimit(clock, sent.ms, signal)
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  try {
    const response = await limit.race(open(sent, limit))
    if (!response.ok) return { ok: false, failure: refusalOf(response.status, await limit.race(response.text())) }
    reader = response.body?.getReader()
    for (;;) {
      limit.again()
      const piece = await limit.race(reader?.read() ?? Promise.resolve({ done: true as const, value: undefined }))
      if (piece.done) return { ok: true, value: null }
      await take(piece.value, response.status)
    }
  } catch (error) {
    const kind = limit.isOver() ? 'timeout' : 'unreachable'
    const why = error instanceof FrameWrongError ? `wrong frame: ${error.message}` : String(error)
    return failed(kind, why, sent)
  } finally {
    limit.end()
    reader?.cancel().catch(() => undefined)
  }
}

type TimeLimit = ReturnType<typeof timeLimit>

/**
 * A limit by the clock port and by an outer signal; `race` rejects when either ends it, whatever the fetch does. What it is
 * given to hold lives until then: a request passes its end on to fetch only as long as somebody knows it, and would
 * otherwise keep its connection until the other side ends it.
 */
function timeLimit(clock: SyncClock, ms: number, outer?: AbortSignal) {
  const inner = new AbortController()
  let isOver = false
  let reject: (error: Error) => void = () => undefined
  const ended = new Promise<never>((_, no) => {
    reject = no
  })
  // It may end when nobody races it.
  ended.catch(() => undefined)
  const held = new Set<Request>()
  const finish = (why: string): void => {
    inner.abort(new Error(why))
    reject(new Error(why))
  }
  const start = (): (() => void) =>
    ms === Number.POSITIVE_INFINITY
      ? () => undefined
      : clock.setTimer(ms, () => {
          isOver = true
          finish(`No answer in ${ms} ms`)
        })
  let cancel = start()
  const onOuter = (): void => finish('Given up')
  if (outer?.aborted === true) onOuter()
  outer?.addEventListener('abort', onOuter, { once: true })
  return {
    signal: inner.signal,
    isOver: () => isOver,
    race: <T>(promise: Promise<T>): Promise<T> => {
      promise.catch(() => undefined)
      return Promise.race([promise, ended])
    },
    again: () => {
      cancel()
      cancel = start()
    },
    end: () => {
      cancel()
      outer?.removeEventListener('abort', onOuter)
      inner.abort(new Error('Over'))
      held.clear()
    },
    hold: (request: Request) => {
      held.add(request)
    },
  }
}

function failureOf(kind: CentreFailure['kind'], code: string): CentreFailure {
  return { kind, status: 0, code, params: {}, retryAfterMs: null }
}

/** A 4xx with a code of the centre is a refusal; a 5xx, or an answer that is not the centre's, is nobody there. */
function refusalOf(status: number, text: string): CentreFailure {
  let problem: SyncProblem | null = null
  try {
    const parsed = SyncProblem.safeParse(JSON.parse(text))
    problem = parsed.success ? parsed.data : null
  } catch {
    // A page of something in between; its status is enough.
  }
  if (problem === null && status === 413) return { ...failureOf('refused', SYNC_CODES.bodyTooLarge), status }
  const kind = problem === null || status >= 500 ? 'unreachable' : 'refused'
  return {
    ...{ kind, status, code: problem?.code ?? SYNC_CODES.unreachable, params: problem?.params ?? {} },
    retryAfterMs: problem?.retryAfterMs ?? null,
  }
}
