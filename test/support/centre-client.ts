import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import type { z } from 'zod'
import type { CommandDefinition } from '../../commands/command.ts'
import {
  EnrolReply,
  PROTOCOL,
  type PushBody,
  type PushedCommand,
  PushReply,
  type RequestBody,
  RequestReply,
  SessionReply,
  StreamEvent,
  SYNC_HEADERS,
  SYNC_PATHS,
  SyncProblem,
  signedText,
} from '../../contract/central/messages.ts'
import { chainHash } from '../../db/chain.ts'
import type { CentreFetch } from '../../main/sync/ports.ts'

/** What a message is sent with beside its body, to send it wrongly on purpose. */
export type Send = {
  headers?: Record<string, string>
  nonce?: string
  token?: string
  /** Signs with another key. */
  key?: KeyObject
  signal?: AbortSignal
}

/** A stream that is being read. `next` is null at its end; it rejects after two seconds of silence. */
export type ReadStream = {
  next(): Promise<StreamEvent | null>
  /** Reads on until a commit (beats are passed over). */
  nextCommit(): Promise<Extract<StreamEvent, { event: 'commit' }>['data']>
  close(): Promise<void>
}

/** Thrown when a message was turned away: the status and what the centre said. */
export class TurnedAway extends Error {
  readonly status: number
  readonly problem: SyncProblem
  constructor(status: number, problem: SyncProblem) {
    super(`${status} ${problem.code} ${JSON.stringify(problem.params)}`)
    this.status = status
    this.problem = problem
  }
}

/** A station as its messages show it: keys, a journal in memory, and a centre that it reaches by one fetch function. */
export type CentreClient = ReturnType<typeof centreClient>

/** A new key pair: the private key, and the public one as a message carries it. */
export function newKeys(): { privateKey: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url') }
}

/** Makes a client; `origin` is only a name when `fetch` is a centre in the same process. */
export function centreClient(fetch: CentreFetch, origin = 'http://centre') {
  let keys = newKeys()
  const me = { stationId: '', number: 0, incarnation: randomUUID(), boot: randomUUID(), token: '', timeline: '' }
  const journal: PushedCommand[] = []

  const raw = (method: string, path: string, body: string | null, headers: Record<string, string>, send: Send) =>
    fetch(
      new Request(new URL(path, origin), {
        method,
        headers: { ...headers, ...send.headers },
        ...(body === null ? {} : { body }),
        ...(send.signal === undefined ? {} : { signal: send.signal }),
      }),
    )
  /** Sends a signed message; the session's own message has an empty token. */
  const send = (method: string, path: string, content: unknown = null, with_: Send = {}): Promise<Response> => {
    const body = content === null ? null : typeof content === 'string' ? content : JSON.stringify(content)
    const nonce = with_.nonce ?? randomBytes(18).toString('base64url')
    const token = with_.token ?? (path === SYNC_PATHS.session ? '' : me.token)
    const bodyHash = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const { stationId: station, incarnation } = me
    const text = signedText({ method, path, bodyHash, nonce, token, station, incarnation })
    const headers: Record<string, string> = {
      [SYNC_HEADERS.protocol]: String(PROTOCOL),
      [SYNC_HEADERS.station]: me.stationId,
      [SYNC_HEADERS.incarnation]: me.incarnation,
      [SYNC_HEADERS.boot]: me.boot,
      [SYNC_HEADERS.nonce]: nonce,
      [SYNC_HEADERS.signature]: sign(null, Buffer.from(text), with_.key ?? keys.privateKey).toString('base64url'),
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    }
    return raw(method, path, body, headers, with_)
  }
  const read = async <S extends z.ZodType>(response: Response, shape: S): Promise<z.output<S>> => {
    const json = await response.json()
    if (!response.ok) throw new TurnedAway(response.status, SyncProblem.parse(json))
    return shape.parse(json)
  }
  const session = async (): Promise<SessionReply> => {
    const reply = await read(await send('POST', SYNC_PATHS.session), SessionReply)
    me.token = reply.token
    me.timeline = reply.timeline
    return reply
  }
  const enrol = async (
    code: string,
    change: Partial<{ name: string; brings: boolean; journal: { lastSeq: number; hash: string } }> = {},
  ): Promise<EnrolReply> => {
    const { publicKey } = keys
    const own = { name: 'bench', incarnation: me.incarnation, journal: { lastSeq: 0, hash: '' }, brings: false }
    const headers = { [SYNC_HEADERS.protocol]: String(PROTOCOL) }
    const body = JSON.stringify({ code, publicKey, ...own, ...change })
    const reply = await read(await raw('POST', SYNC_PATHS.enrol, body, headers, {}), EnrolReply)
    me.stationId = reply.stationId
    me.number = reply.number
    me.timeline = reply.timeline
    return reply
  }
  const body = (after = journal.at(0) === undefined ? 0 : (journal.at(0)?.seq ?? 1) - 1): PushBody => {
    const before = journal.find(({ seq }) => seq === after)
    const commands = journal.filter(({ seq }) => seq > after)
    return { timeline: me.timeline, baseSeq: after, prevHash: before?.hash ?? '', commands }
  }
  return {
    me,
    journal,
    send,
    read,
    enrol,
    session,
    body,
    get keys() {
      return keys
    },
    takeKeys: (next: typeof keys) => {
      keys = next
    },
    /** Journals a fact, whatever anybody thinks of it. */
    fact: (type: string, args: unknown, over: Partial<PushedCommand> = {}): PushedCommand => {
      const { hash: before, seq } = journal.at(-1) ?? { hash: '', seq: 0 }
      const command = {
        ...{ seq: seq + 1, id: randomUUID(), type, version: 1, class: 'FACT', args: JSON.stringify(args) },
        ...{
          at: 1_767_000_000_000 + seq,
          business_date: '2026-01-05',
          operator_id: null,
          station: 'bench',
          claim: null,
        },
        ...over,
      }
      const journaled = { ...command, hash: chainHash(before, command) }
      journal.push(journaled)
      return journaled
    },
    push: async (push: PushBody = body()): Promise<PushReply> =>
      read(await send('POST', SYNC_PATHS.push, push), PushReply),
    /** Asks for an INTENT. */
    ask: async <A extends z.ZodType, R>(
      definition: CommandDefinition<A, R>,
      args: z.input<A>,
      over: Partial<RequestBody> = {},
    ): Promise<RequestReply> => {
      const asked: RequestBody = {
        ...{ timeline: me.timeline, id: randomUUID(), type: definition.type, version: definition.version },
        ...{ args: JSON.stringify(args), at: 1_767_000_000_000, businessDate: '2026-01-05', operatorId: null },
        ...{ station: 'bench', ...over },
      }
      return read(await send('POST', SYNC_PATHS.request, asked), RequestReply)
    },
    get: async <S extends z.ZodType>(path: string, shape: S): Promise<z.output<S>> =>
      read(await send('GET', path), shape),
    /** Opens the stream after a cursor; further parts of the query as they are. */
    stream: async (cursor: number, query = '', with_: Send = {}): Promise<ReadStream> => {
      const response = await send('GET', `${SYNC_PATHS.stream}?cursor=${cursor}${query}`, null, with_)
      if (!response.ok || response.body === null) await read(response, SyncProblem)
      return readStream(response)
    },
  }
}

/** Reads events in SSE framing from an answer. */
export function readStream(response: Response): ReadStream {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  const next = async (): Promise<StreamEvent | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        return StreamEvent.parse({ event, data: JSON.parse(data) })
      }
      const { done, value } = await withinTwoSeconds(reader.read())
      if (done) return null
      text += decoder.decode(value, { stream: true })
    }
  }
  return {
    next,
    nextCommit: async () => {
      for (;;) {
        const event = await next()
        if (event === null || event.event === 'reset') throw new Error(`No commit but ${JSON.stringify(event)}`)
        if (event.event === 'commit') return event.data
      }
    },
    close: () => reader.cancel(),
  }
}

async function withinTwoSeconds<R>(promise: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing came for two seconds')), 2_000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
