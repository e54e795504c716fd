import { SYNC_CODES } from '../../contract/central/codes.ts'
import { PROTOCOL, SYNC_HEADERS, SYNC_PATHS, type SyncProblem } from '../../contract/central/messages.ts'
import type { Call, Endpoint, LetIn, StationCall } from './endpoint.ts'
import { readBody } from './read-body.ts'
import { MessageRefused, refusalOf } from './refusal.ts'
import type { Strangers } from './strangers.ts'

/** The header by which the host that listens says who is at the other end; it removes one that a client sent. */
export const ADDRESS_HEADER = 'x-baro-address'

/** True for a refusal to somebody who proved nothing: no token that lives, no signature. */
export function provedNothing(error: unknown): boolean {
  return error instanceof MessageRefused && error.status === 401
}

/** What the door needs of the rest: who lets stations in, what limits, counts and writes the log. */
export type DoorParts = {
  endpoints: readonly Endpoint[]
  /** Proves who sent the message; throws MessageRefused. */
  authenticate(call: Call): Promise<LetIn>
  limitAddress(address: string): void
  /** Limits who cannot prove anything. */
  strangers: Strangers
  limitStation(stationId: string): void
  count(path: string, status: number, ms: number): void
  log(line: Record<string, unknown>): void
  newRequestId(): string
  now(): number
}

/** The centre's one fetch function over its endpoints: it never throws, and an answer that is no success carries a code. */
export function openDoor(parts: DoorParts): (request: Request) => Promise<Response> {
  const exact = new Map<string, Endpoint[]>()
  const beginnings: Endpoint[] = []
  for (const endpoint of parts.endpoints) {
    if (endpoint.path.endsWith('/')) beginnings.push(endpoint)
    else exact.set(endpoint.path, [...(exact.get(endpoint.path) ?? []), endpoint])
  }
  const at = (path: string): Endpoint[] => exact.get(path) ?? beginnings.filter((each) => path.startsWith(each.path))

  return async (request) => {
    const started = performance.now()
    const said = request.headers.get(SYNC_HEADERS.request) ?? ''
    const requestId = /^[\w.:-]{1,100}$/.test(said) ? said : parts.newRequestId()
    const url = new URL(request.url)
    const found = at(url.pathname)
    const noted: Record<string, unknown> = {}
    const line = { event: 'request', id: requestId, method: request.method, path: url.pathname }
    let response: Response
    try {
      response = await answerBy(parts, found, { request, url, requestId }, noted)
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal === null) parts.log({ level: 'error', ...line, event: 'bug', ...noted, error: describe(error) })
      else noted.code = refusal.code
      response = problem(refusal, requestId)
    }
    response.headers.set(SYNC_HEADERS.request, requestId)
    const ms = performance.now() - started
    parts.count(found[0]?.path ?? 'unknown', response.status, ms)
    const level = response.status >= 500 ? 'error' : response.status >= 400 ? 'warn' : 'info'
    parts.log({ level, ...line, status: response.status, ms: Math.round(ms * 10) / 10, ...noted })
    return response
  }
}

async function answerBy(
  parts: DoorParts,
  found: readonly Endpoint[],
  { request, url, requestId }: Pick<Call, 'request' | 'url' | 'requestId'>,
  noted: Record<string, unknown>,
): Promise<Response> {
  const address = request.headers.get(ADDRESS_HEADER) ?? 'here'
  parts.limitAddress(address)
  if (found.length === 0) throw new MessageRefused(404, 'notFound')
  const endpoint = found.find((each) => each.method === request.method)
  if (endpoint === undefined) throw new MessageRefused(405, 'methodWrong')
  if (endpoint.speaksProtocol) checkProtocol(request)
  const body = await readBody(request, endpoint.bodyLimitBytes)
  const note = (fields: Record<string, unknown>): void => void Object.assign(noted, fields)
  const call: Call = { request, url, body, requestId, address, note }
  const claimed = request.headers.get(SYNC_HEADERS.station)?.slice(0, 200) ?? ''
  if (endpoint.access === 'open') {
    // A session is asked for without one, and proves who asks by a signature all the same.
    const isProof = endpoint.path === SYNC_PATHS.session
    return isProof ? parts.strangers.guard(address, claimed, () => endpoint.answer(call)) : endpoint.answer(call)
  }
  const { station, nonce } = await parts.strangers.prove(address, claimed, async () => {
    const letIn = await parts.authenticate(call)
    if (!endpoint.recordsNonce && !(await letIn.nonce.settle())) throw new MessageRefused(401, 'nonceUsed')
    return letIn
  })
  note({ station: station.id })
  const stationCall = { ...call, station, nonce }
  const answer = () => answerStation(parts, endpoint, stationCall)
  return endpoint.recordsNonce ? inOne(answer, stationCall) : answer()
}

/** An answer that remembers the nonce with what it does; where it did nothing, or failed, the nonce is used up all the same. */
async function inOne(answer: () => Promise<Response>, { nonce }: StationCall): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    // What could not be remembered was not done either.
    if (!(await nonce.settle().catch(() => true))) throw new MessageRefused(401, 'nonceUsed')
    throw error
  }
}

async function answerStation(
  parts: DoorParts,
  endpoint: Exclude<Endpoint, { access: 'open' }>,
  call: StationCall,
): Promise<Response> {
  const { station } = call
  parts.limitStation(station.id)
  if (station.isAdopting && endpoint.path !== SYNC_PATHS.adopt)
    throw new MessageRefused(503, 'unreachable', { adopting: 1 }, 5_000)
  if (endpoint.access === 'active' && station.state !== 'active') throw new MessageRefused(403, 'stationRevoked')
  return endpoint.answer(call)
}

function checkProtocol(request: Request): void {
  const said = request.headers.get(SYNC_HEADERS.protocol)
  if (said !== String(PROTOCOL)) throw new MessageRefused(400, 'protocolUnknown', { speaks: PROTOCOL })
}

function problem(refusal: MessageRefused | null, requestId: string): Response {
  if (refusal === null) {
    const body: SyncProblem = { code: SYNC_CODES.centreBug, params: { request: requestId } }
    return Response.json(body, { status: 500, headers: { 'cache-control': 'no-store' } })
  }
  const { status, code, params, retryAfterMs } = refusal
  const body: SyncProblem = { code, params, ...(retryAfterMs === null ? {} : { retryAfterMs }) }
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (retryAfterMs !== null) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)))
  return Response.json(body, { status, headers })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
