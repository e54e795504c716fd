import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { openApi } from '../../../central/api/api.ts'
import { createApiKey } from '../../../central/api/api-keys.ts'
import type { Allowance } from '../../../central/door/buckets.ts'
import type { CentrePlatform } from '../../../central/parts.ts'
import type { CommandDefinition, Decision } from '../../../commands/command.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { API_SCOPES, type ApiScope } from '../../../contract/central/api/operation.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { type OpenApiCheck, openOpenApiCheck } from '../../support/openapi-check.ts'

/** An answer, read. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape; the document checks them.
export type Answer = { status: number; body: any; headers: Headers }

type Asked = { key?: string; idempotencyKey?: string; headers?: Record<string, string> }

/** A centre's API over a real file, with a clock that stands until it is moved. Every answer is held against the document. */
export type ApiWorld = {
  store: CentreStore
  platform: CentrePlatform
  check: OpenApiCheck
  token: string
  log: Record<string, unknown>[]
  clock: { now: number }
  handle(request: Request): Promise<Response>
  ask(method: string, path: string, body?: unknown, asked?: Asked): Promise<Answer>
  keyFor(...scopes: ApiScope[]): Promise<string>
  /** Runs a command as a station's request would. */
  command<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.input<A>): Promise<Decision<R>>
  rows<R>(sql: string, ...values: (string | number)[]): Promise<R[]>
  close(): Promise<void>
}

/** A store that the test may put between the API and the real one. */
type Between = (store: CentreStore) => CentreStore

export async function openApiWorld(
  options: { allowance?: Allowance; perStranger?: Allowance; between?: Between; store?: CentreStore } = {},
): Promise<ApiWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-api-'))
  const clock = { now: 1_767_225_600_000 }
  let state = 0
  const nextByte = (): number => {
    state = (Math.imul(state, 69_069) + 1) >>> 0
    return state >>> 24
  }
  const log: Record<string, unknown>[] = []
  const platform: CentrePlatform = {
    now: () => clock.now,
    randomBytes: (count) => Uint8Array.from({ length: count }, nextByte),
    log: (line) => void log.push(line),
  }
  const store = options.store ?? openSqliteCentreStore(join(folder, 'centre.db'), { now: () => clock.now })
  const seen = options.between?.(store) ?? store
  const api = openApi({
    store: seen,
    platform,
    version: '1.2.3',
    allowance: options.allowance ?? { burst: 1e6, perSecond: 1e6 },
    perStranger: options.perStranger ?? { burst: 1e6, perSecond: 1e6 },
  })
  const document = await (await api(new Request('http://centre/openapi.json'))).json()
  const check = openOpenApiCheck(document)
  const handle = check.watch(api)
  let sequence = 0
  const command: ApiWorld['command'] = (definition, args) => {
    sequence += 1
    const context = {
      id: `c${String(sequence).padStart(5, '0')}`,
      at: clock.now,
      businessDate: '2026-01-01',
      operatorId: null,
      station: 'bench 1',
      stationId: null,
    }
    return store.write((tx) => definition.run(tx, { ...context, args: definition.args.parse(args) }))
  }
  await command(saveSite, {
    name: 'Site',
    timeZone: 'Asia/Seoul',
    currency: 'KRW',
    labelLanguage: 'ko',
    senderName: 'Baro',
    senderPhone: '',
    senderPostcode: '',
    senderLine1: 'Street 1',
    senderLine2: '',
    gs1Prefix: null,
  })
  const keyFor = async (...scopes: ApiScope[]): Promise<string> =>
    (await createApiKey({ store, platform }, { name: 'shop', scopes })).token
  const token = await keyFor(...(Object.keys(API_SCOPES) as ApiScope[]))
  return {
    ...{ store, platform, check, token, log, clock, handle, keyFor, command },
    ask: async (method, path, body, asked = {}) => {
      const headers = new Headers({ authorization: `Bearer ${asked.key ?? token}`, ...asked.headers })
      if (body !== undefined) headers.set('content-type', 'application/json')
      if (asked.idempotencyKey !== undefined) headers.set('idempotency-key', asked.idempotencyKey)
      const response = await handle(
        new Request(`http://centre/api/v1${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      )
      return { status: response.status, body: await response.json(), headers: response.headers }
    },
    rows: (sql, ...values) => store.ask(sql, ...values),
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** An order as an integrator sends it: one unit of `A`, paid, unless told otherwise. */
export function draft(externalId: string, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    channel: 'shop',
    externalId,
    number: `#${externalId}`,
    orderedAt: 1_767_000_000_000,
    payment: 'paid',
    currency: 'KRW',
    totalMinor: 12_000,
    shipTo: { name: '김하늘', country: 'KR', line1: '테헤란로 1' },
    lines: [{ externalId: '1', sku: 'A', name: 'Item A', quantity: 1, priceMinor: 12_000 }],
    ...over,
  }
}
