import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { ReadableStream } from 'node:stream/web'
import { setTimeout as delay } from 'node:timers/promises'
import { OBSERVE_PATHS } from '../observe/observe-door.ts'
import { answerSecurityPolicy, secureAnswer, serveStatic } from '../static-files.ts'
import type { HostLog, StationDoor } from '../station-door.ts'
import { BodyTooLarge, bodyLimitBytes, limitBytes } from './body-limit.ts'
import { allowedHosts, refuseForeign } from './gate.ts'
import { DEFAULT_PORT } from './options.ts'
import { sendResponse } from './send-response.ts'
import { newSessionId, readSessionId, sessionCookie } from './session-cookie.ts'

/** What to serve and where; `port` null means the usual port, or a free one when it is taken. */
export type ServeOptions = {
  station: Pick<StationDoor, 'handle'>
  rendererRoot: string
  hostAddress: string
  port: number | null
  log: HostLog
}

/** A listening server: the address a person opens, its port, and `close`, which lets running answers end for 2 s. */
export type Serving = { url: string; port: number; close(): Promise<void> }

/** Thrown when the server cannot listen: `E-HOST-PORT` (taken) or `E-HOST-LISTEN` (address or right missing). */
export class ListenError extends Error {
  readonly code: 'E-HOST-PORT' | 'E-HOST-LISTEN'
  constructor(code: 'E-HOST-PORT' | 'E-HOST-LISTEN', message: string) {
    super(message)
    this.name = 'ListenError'
    this.code = code
  }
}

const CLOSE_GRACE_MS = 2_000
const DRAIN_MS = 1_000
const OBSERVED = new Set<string>(Object.values(OBSERVE_PATHS))

/** Serves the station over HTTP; see `gate.ts` for who is let in. Rejects with ListenError. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const closing = new AbortController()
  let hosts: ReadonlySet<string> = new Set()
  const server = createServer((message, target) => {
    answerMessage(message, target, options, hosts, closing.signal).catch((error: unknown) => {
      options.log({ event: 'answer-failed', message: String(error) })
      target.destroy()
    })
  })
  const { port } = await listen(server, options)
  hosts = allowedHosts(servedAddresses(options.hostAddress), port)
  const shown = isIPv6(options.hostAddress) ? `[${options.hostAddress}]` : options.hostAddress
  const isEverywhere = options.hostAddress === '0.0.0.0' || options.hostAddress === '::'
  return {
    url: `http://${isEverywhere ? '127.0.0.1' : shown}:${port}`,
    port,
    close: () => closeServer(server, closing),
  }
}

async function listen(server: Server, { hostAddress, port }: ServeOptions): Promise<AddressInfo> {
  const attempt = (wanted: number): Promise<AddressInfo> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, hostAddress, () => {
        server.off('error', reject)
        resolve(server.address() as AddressInfo)
      })
    })
  try {
    return await attempt(port ?? DEFAULT_PORT)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE') throw new ListenError('E-HOST-LISTEN', `Cannot listen on ${hostAddress}: ${message}`)
    if (port !== null) throw new ListenError('E-HOST-PORT', `Port ${port} is already in use on ${hostAddress}.`)
    return attempt(0)
  }
}

function servedAddresses(hostAddress: string): string[] {
  if (hostAddress !== '0.0.0.0' && hostAddress !== '::') return [hostAddress]
  return Object.values(networkInterfaces()).flatMap((faces) => (faces ?? []).map((face) => face.address))
}

async function closeServer(server: Server, closing: AbortController): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  closing.abort(new Error('The station is closing.'))
  const grace = new AbortController()
  await Promise.race([closed, delay(CLOSE_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined)])
  grace.abort()
  server.closeAllConnections()
  await closed
}

async function answerMessage(
  message: IncomingMessage,
  target: ServerResponse,
  options: ServeOptions,
  hosts: ReadonlySet<string>,
  closing: AbortSignal,
): Promise<void> {
  const url = readUrl(message)
  if (url === null) return refuse(message, target, 400, 'E-HOST-URL', 'The address cannot be read.')
  const { host, origin, 'sec-fetch-site': fetchSite } = message.headers
  const facts = { method: message.method ?? '', pathname: url.pathname, host, origin, fetchSite: fetchSite?.toString() }
  const refusal = refuseForeign(facts, hosts)
  if (refusal !== null) return refuse(message, target, refusal.status, refusal.code, refusal.message)
  const limit = bodyLimitBytes(url.pathname, message.headers['content-type'])
  if (Number(message.headers['content-length'] ?? 0) > limit) return refuseLarge(message, target, limit)

  const leaving = new AbortController()
  target.once('close', () => leaving.abort(new Error('The client left.')))
  let overflowed = false
  // Closing asks event streams to end; an answer under way is still sent.
  const signal = AbortSignal.any([leaving.signal, closing])
  const request = toRequest(message, url, limit, signal, () => {
    overflowed = true
  })
  const response = await respond(request, message, options).catch((error: unknown) => {
    if (overflowed || leaving.signal.aborted) return null
    throw error
  })
  if (overflowed) {
    await response?.body?.cancel()
    return refuseLarge(message, target, limit)
  }
  if (response === null) return void target.destroy()
  await sendResponse(response, target, leaving.signal)
}

function readUrl(message: IncomingMessage): URL | null {
  const path = message.url ?? ''
  // A request line may carry an absolute address; only paths are served. `//host` would be read as another host.
  if (!path.startsWith('/') || path.startsWith('//')) return null
  return URL.parse(path, `http://${message.headers.host ?? 'localhost'}`)
}

function toRequest(
  message: IncomingMessage,
  url: URL,
  limit: number,
  signal: AbortSignal,
  onTooLarge: () => void,
): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each)
  }
  const method = message.method ?? 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD'
  // The socket must outlive an oversized body: the answer 413 still has to go out on it.
  const body = hasBody ? limitBytes(message.iterator({ destroyOnReturn: false }), limit, onTooLarge) : null
  const init = { method, headers, signal }
  // `duplex` is not among the types of every library that this file is checked against.
  const streamed = body === null ? {} : { body: ReadableStream.from(body), duplex: 'half' }
  return new Request(url, { ...init, ...(streamed as RequestInit) })
}

async function respond(request: Request, message: IncomingMessage, options: ServeOptions): Promise<Response> {
  const known = readSessionId(message.headers.cookie)
  const sessionId = known ?? newSessionId()
  const response = (await serveStatic(request, options.rendererRoot)) ?? (await askStation(request, sessionId, options))
  // Whoever watches the station is no window of it.
  if (known === null && !OBSERVED.has(new URL(request.url).pathname))
    response.headers.append('set-cookie', sessionCookie(sessionId))
  return response
}

async function askStation(request: Request, sessionId: string, { station, log }: ServeOptions): Promise<Response> {
  try {
    return secureAnswer(await station.handle(request, { sessionId }))
  } catch (error) {
    if (error instanceof BodyTooLarge || request.signal.aborted) throw error
    const id = randomBytes(4).toString('hex')
    log({ event: 'request-failed', id, path: new URL(request.url).pathname, error: describe(error) })
    return secureAnswer(
      Response.json({ code: 'E-HOST-BUG', id, message: `Something failed (id ${id}).` }, { status: 500 }),
    )
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function refuse(
  message: IncomingMessage,
  target: ServerResponse,
  status: number,
  code: string,
  sentence: string,
): void {
  message.resume()
  target.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-security-policy': answerSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  })
  target.end(JSON.stringify({ code, message: sentence }))
}

async function refuseLarge(message: IncomingMessage, target: ServerResponse, limit: number): Promise<void> {
  if (target.headersSent) return void target.destroy()
  // Closing a socket with unread bytes resets it and the client never reads the answer: read on for a moment first.
  const drained = new Promise<void>((resolve) => message.once('end', resolve).once('close', resolve))
  message.resume()
  const stop = new AbortController()
  await Promise.race([drained, delay(DRAIN_MS, undefined, { signal: stop.signal }).catch(() => undefined)])
  stop.abort()
  refuse(message, target, 413, 'E-HOST-SIZE', `The request is larger than ${limit} bytes.`)
}
