import { createHash } from 'node:crypto'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { API_PREFIX, type ApiMeta } from '../../contract/central/api/operation.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import { type Allowance, openBuckets } from '../door/buckets.ts'
import { ADDRESS_HEADER } from '../door/door.ts'
import { openStrangers, PER_STRANGER } from '../door/strangers.ts'
import type { CentrePlatform } from '../parts.ts'
import type { ApiCall, ApiContext } from './api-call.ts'
import { authenticate, keyNameOf } from './api-keys.ts'
import { apiPages } from './api-pages.ts'
import { ApiRefusal, asRefusal, centreBusy, problemResponse } from './api-problem.ts'
import { itemsRouter } from './items-api.ts'
import { ordersRouter } from './orders-api.ts'
import { readJsonText, refuseStrange } from './request-body.ts'
import { methodsAt } from './routes.ts'
import { createWriteApi } from './run-command.ts'
import { stockRouter } from './stock-api.ts'

/** What the API needs; `allowance` is that of one key, in each process of the centre. */
export type OpenApiOptions = {
  store: CentreStore
  platform: CentrePlatform
  version: string
  allowance?: Allowance
  /** Of an address, in each process, for requests without a valid key. */
  perStranger?: Allowance
  /** Asked before each write: true while nobody may write. */
  isBusy?: () => Promise<boolean>
  /** Told of each answer. */
  count?: (path: string, status: number, ms: number) => void
}

const DEFAULT_ALLOWANCE: Allowance = { burst: 200, perSecond: 20 }
const WRITES: readonly string[] = ['POST', 'PUT', 'PATCH', 'DELETE']

/** True for the paths that {@link openApi} answers. */
export function isApiPath(pathname: string): boolean {
  return pathname === '/api' || pathname.startsWith('/api/') || pathname === '/openapi.json' || pathname === '/docs'
}

/**
 * The integrators' API as one fetch function: `/api/v1/*`, its document at `/openapi.json` and, to read, at `/docs`. It
 * never throws; an answer that is no success carries a code of API_PROBLEMS.
 */
export function openApi(options: OpenApiOptions): (request: Request) => Promise<Response> {
  const { store, platform } = options
  const buckets = openBuckets(options.allowance ?? DEFAULT_ALLOWANCE, platform.now)
  const strangers = openStrangers(options.perStranger ?? PER_STRANGER, platform.now, provedNothing)
  const handler = createHandler(options)
  const pages = apiPages(options.version)

  const answer = async (request: Request, requestId: string): Promise<Response> => {
    const url = new URL(request.url)
    const address = request.headers.get(ADDRESS_HEADER) ?? 'here'
    const page = await pages(request.method, url.pathname)
    if (page !== null) {
      byAddress(() => strangers.spend(address))
      return page
    }
    const caller = await strangers
      .prove(address, keyNameOf(request), () => authenticate({ store, platform }, request))
      .catch((error: unknown) => byAddress(() => raise(error)))
    buckets.take(caller.id)
    const allowed = methodsAt(url.pathname)
    if (allowed.length === 0) throw new ApiRefusal('pathUnknown')
    if (!allowed.includes(request.method))
      throw new ApiRefusal('methodWrong', { allowed: allowed.join(', ') }, { allow: allowed.join(', ') })
    const isWrite = WRITES.includes(request.method)
    if (isWrite && (await options.isBusy?.())) throw centreBusy()
    const body = isWrite ? await readJsonText(request) : ''
    const key = request.headers.get('idempotency-key')
    const call: ApiCall = {
      requestId,
      caller,
      idempotency: isWrite && key !== null ? { key, hash: hashOf(request.method, url, body) } : null,
      replayed: false,
      failure: null,
    }
    const { response } = await handler.handle(plainRequest(request, body, key), {
      prefix: API_PREFIX,
      context: { call },
    })
    const { failure, replayed } = call as ApiCall
    if (failure !== null) throw failure.error
    if (response === undefined) throw new ApiRefusal('pathUnknown')
    if (replayed) response.headers.set('idempotency-replayed', 'true')
    return response
  }

  return async (request) => {
    const requestId = uuidV7(platform.now(), platform.randomBytes(16))
    const started = performance.now()
    let response: Response
    try {
      response = await answer(request, requestId)
    } catch (error) {
      const refusal = asRefusal(error)
      if (refusal.problem === 'bug') platform.log({ level: 'error', event: 'bug', requestId, error: describe(error) })
      response = problemResponse(refusal, requestId)
    }
    response.headers.set('x-request-id', requestId)
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    response.headers.set('x-content-type-options', 'nosniff')
    const ms = performance.now() - started
    options.count?.(API_PREFIX, response.status, ms)
    const line = { event: 'api-request', requestId, method: request.method, path: new URL(request.url).pathname }
    platform.log({ level: 'info', ...line, status: response.status, ms: Math.round(ms * 10) / 10 })
    return response
  }
}

/** True for a request without a valid key. */
function provedNothing(error: unknown): boolean {
  return error instanceof ApiRefusal && (error.problem === 'keyMissing' || error.problem === 'keyWrong')
}

function raise(error: unknown): never {
  throw error
}

/** A limit that holds for an address is told as such, and not as one of the key. */
function byAddress<R>(run: () => R): R {
  try {
    return run()
  } catch (error) {
    const refusal = asRefusal(error)
    throw refusal.problem === 'tooManyRequests'
      ? new ApiRefusal('tooManyStrangers', refusal.params, refusal.headers)
      : error
  }
}

function createHandler({ store, platform }: OpenApiOptions): OpenAPIHandler<ApiContext> {
  const parts = { store, platform, write: createWriteApi({ store, platform }) }
  const router = { orders: ordersRouter(parts), items: itemsRouter(parts), stock: stockRouter(parts) }
  return new OpenAPIHandler<ApiContext>(router, {
    plugins: [coerceQueries()],
    interceptors: [
      async (options) => {
        try {
          return await options.next()
        } catch (error) {
          options.context.call.failure = { error }
          throw error
        }
      },
    ],
    clientInterceptors: [
      async (options) => {
        const { scope } = options.procedure['~orpc'].meta as ApiMeta
        if (!options.context.call.caller.scopes.includes(scope)) throw new ApiRefusal('scopeMissing', { scope })
        refuseStrange(options.input, 'request')
        return options.next()
      },
    ],
  })
}

type Plugin = SmartCoercionPlugin<ApiContext>

/** Numbers of a query come as text and are read as such; those of a body have to be numbers. */
function coerceQueries(): Pick<Plugin, 'init'> {
  const plugin: Plugin = new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return {
    init: (options) => {
      const coercing: typeof options = {}
      plugin.init(coercing)
      const [coerce] = coercing.clientInterceptors ?? []
      options.clientInterceptors ??= []
      options.clientInterceptors.push((call) =>
        coerce !== undefined && call.procedure['~orpc'].route.method === 'GET' ? coerce(call) : call.next(),
      )
    },
  }
}

/** The request with what the operations read, and nothing else that a header could change. */
function plainRequest(request: Request, body: string, idempotencyKey: string | null): Request {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (idempotencyKey !== null) headers.set('idempotency-key', idempotencyKey)
  return new Request(request.url, { method: request.method, headers, ...(body === '' ? {} : { body }) })
}

function hashOf(method: string, url: URL, body: string): string {
  return createHash('sha256').update(`${method} ${url.pathname}${url.search}\n${body}`).digest('hex')
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
