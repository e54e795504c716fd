import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '../../central/api/api-keys.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { saveSite } from '../../commands/site/save-site.ts'
import { API_SCOPES, type ApiScope } from '../../contract/central/api/operation.ts'
import { SYNC_CODES } from '../../contract/central/codes.ts'
import { SYNC_HEADERS, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { chainHash } from '../../db/chain.ts'
import { openPostgresCentreStore } from '../../db/postgres/centre-store.ts'
import { type CentreClient, newKeys } from '../support/centre-client.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../support/open-test-centre.ts'
import { type OpenApiCheck, openOpenApiCheck } from '../support/openapi-check.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { type Random, seededRandom } from '../support/random.ts'
import { draft } from './api/api-world.ts'

/** `BARO_FUZZ_SEED` runs one again; `BARO_FUZZ_REQUESTS` runs more. */
const seed = Number(process.env.BARO_FUZZ_SEED ?? randomInt(2 ** 31))
const requestsOf = (usual: number): number =>
  Number(process.env.BARO_FUZZ_REQUESTS ?? (process.env.BARO_LONG === '1' ? 10_000 : usual))

/** What a request deserves: statuses, or `any` for what may be taken or turned away. */
type Deserved = readonly number[] | 'any'
type Attack = { name: string; deserves: Deserved; send(): Promise<Response> }
type Make = (random: Random) => Attack | Promise<Attack>

let test: TestCentre
let check: OpenApiCheck
let one: CentreClient
let keys: { all: string; read: string; revoked: string }
const oldTokens: string[] = []

async function prepare(openStore?: () => Promise<CentreStore>): Promise<void> {
  const most = { burst: 1e9, perSecond: 1e9 }
  test = await openTestCentre({
    limits: { perStation: most, perAddress: most, perKey: most, perStranger: most },
    openStore,
  })
  oldTokens.length = 0
  const platform = {
    now: () => test.clock.now,
    randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    log: () => undefined,
  }
  const keyOf = async (scopes: ApiScope[]) =>
    (await createApiKey({ store: test.store, platform }, { name: 'fuzz', scopes })).token
  keys = {
    all: await keyOf(Object.keys(API_SCOPES) as ApiScope[]),
    read: await keyOf(['items:read']),
    revoked: `baro_${'x'.repeat(43)}`,
  }
  one = await test.station()
  await one.ask(saveSite, siteCalled('Fuzz'))
  await one.ask(importItems, {
    items: ['A', 'B'].map((sku) => ({ sku, name: sku, barcodes: [], tracking: 'none' as const, fragile: false })),
  })
  const place = { zone: 'Z', aisle: '1', bay: '1', level: '1', position: '1', kind: 'pick' } as const
  await one.ask(importLocations, { locations: [{ ...place, code: 'P' }] })
  check = openOpenApiCheck(await (await test.centre.handle(new Request('http://centre/openapi.json'))).json())
}

const STRANGE_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '😀'.repeat(50),
  'ｆｕｌｌ',
  '\u202egnp.exe',
  "'; DROP TABLE item; --",
  '"',
  '%',
  '{{7*7}}',
  '$(1)',
  '__proto__',
  'constructor',
  '../../etc',
  '<b>',
  'x'.repeat(5_000),
  'é',
  'é',
  '\r\nx: y',
  'null',
  'NaN',
  '-1',
  '1e309',
]
const STRANGE_NUMBERS = [-1, 0, 1, 1.5, -0, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324]

function strangeValue(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 5 : 8)
  if (kind === 0) return random.pick(STRANGE_TEXTS)
  if (kind === 1) return random.pick(STRANGE_NUMBERS)
  if (kind === 2) return null
  if (kind === 3) return random.once(2)
  if (kind === 4) return []
  if (kind === 5) return Array.from({ length: random.below(4) }, () => strangeValue(random, depth + 1))
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [
      random.pick(STRANGE_TEXTS).slice(0, 40),
      strangeValue(random, depth + 1),
    ]),
  )
}

/** A copy in which one place, somewhere, is another value, missing, or one too many. */
function mutated(random: Random, value: unknown): unknown {
  if (random.once(6) || typeof value !== 'object' || value === null) return strangeValue(random)
  if (Array.isArray(value)) {
    if (value.length === 0 || random.once(6)) return [...value, strangeValue(random)]
    const at = random.below(value.length)
    return value.map((each, index) => (index === at ? mutated(random, each) : each))
  }
  const entries = Object.entries(value)
  if (entries.length === 0 || random.once(6))
    return { ...value, [random.pick(['extra', '__proto__', 'toString', ...Object.keys(value)])]: strangeValue(random) }
  const at = random.below(entries.length)
  if (random.once(5)) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(entries.map(([key, each], index) => [key, index === at ? mutated(random, each) : each]))
}

/** Text that is no JSON, or JSON of a kind that hurts. */
function brokenJson(random: Random, value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  const cut = text.slice(0, random.below(Math.max(1, text.length)))
  return random.pick([
    cut,
    `${text}x`,
    `\ufeff\ufeff${text}`,
    text.replaceAll('"', "'"),
    '['.repeat(50_000),
    '{"a":'.repeat(5_000),
    `{"a":NaN}`,
    `{"a":1e}`,
    `${text}\0`,
    '\0',
    'undefined',
  ])
}

const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const call = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<Response> =>
  test.centre.handle(
    sent(
      new Request(new URL(path, 'http://centre'), {
        method,
        headers,
        ...(body === undefined ? {} : { body: body as BodyInit }),
      }),
    ),
  )
let last = { method: 'GET', url: 'http://centre/' }
function sent(request: Request): Request {
  last = { method: request.method, url: request.url }
  return request
}

type Shape = { method: string; path: string; body?: unknown }

function apiShape(random: Random): Shape {
  const id = String(random.below(20))
  const orderId = encodeURIComponent(
    random.pick(['none', 'x.o0', '..', '%', random.pick(STRANGE_TEXTS).toWellFormed().slice(0, 300)]),
  )
  const item = { sku: random.pick(['A', 'B']), name: 'Item', weightGrams: random.below(50) }
  const { channel, externalId, ...content } = draft(id, { note: `n${random.below(5)}` })
  return random.pick<Shape>([
    { method: 'POST', path: '/orders', body: { orders: [draft(id, { totalMinor: random.below(9) })] } },
    { method: 'PUT', path: `/channels/shop/orders/${id}`, body: content },
    { method: 'POST', path: `/orders/${orderId}/cancel`, body: { reason: 'r' } },
    { method: 'POST', path: `/orders/${orderId}/hold`, body: { reason: 'r' } },
    { method: 'POST', path: `/orders/${orderId}/unhold`, body: {} },
    { method: 'POST', path: '/items', body: { items: [item] } },
    {
      method: 'POST',
      path: '/stock/counts',
      body: { counts: [{ sku: 'A', location: 'P', quantity: random.below(99) }] },
    },
    ...[
      '/orders',
      `/orders/${orderId}`,
      `/orders/${orderId}/events`,
      `/orders/${orderId}/shipments`,
      `/channels/${orderId}/orders/${orderId}`,
      '/items',
      `/items/${orderId}`,
      '/stock',
      '/availability',
    ].map((path) => ({ method: 'GET', path })),
  ])
}

function strangeQuery(random: Random): string {
  const names = [
    'cursor',
    'limit',
    'state',
    'channel',
    'changedSince',
    'sku',
    'location',
    'buffer',
    'timeline',
    'scopes',
    'fromSeq',
    'wait',
    'id',
    'after',
    'scope',
    'a[b][c]',
    '__proto__',
  ]
  const values = [
    '-1',
    '0',
    '1',
    'NaN',
    'Infinity',
    '1e9',
    '99999999999999999999',
    '',
    '%00',
    '%ff',
    '%',
    '+',
    'null',
    '[]',
    'ready',
    'site',
    'W10',
    ...STRANGE_TEXTS.slice(0, 8).map((text) => encodeURIComponent(text.toWellFormed())),
  ]
  // A long poll that is allowed to wait would.
  const parts = Array.from({ length: random.below(4) }, () => ({
    name: random.pick(names),
    value: random.pick(values),
  }))
  return `?${parts
    .filter(({ name, value }) => name !== 'wait' || !/^[1-9]/.test(value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&')}`
}

function strangeHeaders(random: Random): Record<string, string> {
  const names = [
    'content-type',
    'content-length',
    'content-encoding',
    'content-disposition',
    'accept',
    'expect',
    'range',
    'if-none-match',
    'idempotency-key',
    'last-event-id',
    'x-forwarded-for',
    'x-baro-address',
    'x-baro-request',
    'x-http-method-override',
    'transfer-encoding',
    'cookie',
    'origin',
    'host',
    'upgrade',
  ]
  const values = [
    '',
    '0',
    '-1',
    'NaN',
    '*/*',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/event-stream',
    'gzip',
    'bytes=0-',
    'bytes=-1,5-2',
    'attachment; filename="a"',
    'x'.repeat(8_000),
    '\x7f',
    'é',
    '127.0.0.1, ::1',
    'DELETE',
    'chunked',
    '"',
    "' OR 1=1",
  ]
  const headers: Record<string, string> = {}
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const [name, value] = [random.pick(names), random.pick(values)]
    // What no HTTP client and no server lets through does not reach the centre either.
    try {
      new Headers({ [name]: value })
      headers[name] = value
    } catch {}
  }
  return headers
}

const HUGE = 'x'.repeat(2_100_000)

const apiAttacks: Make[] = [
  (random) => {
    const { method, path, body } = apiShape(random)
    return {
      name: 'api as described',
      deserves: 'any',
      send: () =>
        call(
          method,
          `/api/v1${path}`,
          { ...json, ...bearer(keys.all) },
          body === undefined ? undefined : JSON.stringify(body),
        ),
    }
  },
  (random) => {
    const { method, path, body } = apiShape(random)
    const text = body === undefined ? undefined : JSON.stringify(mutated(random, body))
    const idempotency = random.once(3)
      ? { 'idempotency-key': random.pick(['k', 'k2', 'a b', 'x'.repeat(300), '!']) }
      : {}
    const query = method === 'GET' ? strangeQuery(random) : ''
    return {
      name: 'api with a strange value',
      deserves: 'any',
      send: () =>
        call(
          method,
          `/api/v1${path}${query}`,
          { ...json, ...bearer(keys.all), ...idempotency } as Record<string, string>,
          text,
        ),
    }
  },
  (random) => {
    const body = brokenJson(random, { orders: [draft('1')] })
    return {
      name: 'api with broken JSON',
      deserves: [400],
      send: () =>
        call(
          'POST',
          `/api/v1${random.pick(['/orders', '/items', '/stock/counts'])}`,
          { ...json, ...bearer(keys.all) },
          body,
        ),
    }
  },
  (random) => {
    const { method, path, body } = apiShape(random)
    const text = body === undefined ? undefined : JSON.stringify(body)
    const authorization = random.pick([
      '',
      'Bearer',
      `Bearer ${keys.revoked}`,
      `Basic ${keys.all}`,
      keys.all,
      `Bearer ${keys.all}x`,
      `Bearer ${keys.all.slice(0, -1)}`,
      `Bearer baro_${"' OR '1'='1"}`,
      `Bearer ${one.me.token}`,
      'Bearer \x7f',
    ])
    return {
      name: 'api without a right key',
      deserves: [401],
      send: () => call(method, `/api/v1${path}`, { ...json, authorization }, text),
    }
  },
  (random) => {
    const shape = apiShape(random)
    const { method, path, body } =
      shape.path.startsWith('/items') && shape.method === 'GET' ? { ...shape, path: '/stock' } : shape
    return {
      name: 'api without the scope',
      deserves: [403, 404],
      send: () =>
        call(
          method,
          `/api/v1${path}`,
          { ...json, ...bearer(keys.read) },
          body === undefined ? undefined : JSON.stringify(body),
        ),
    }
  },
  (random) => {
    const { method, path, body } = apiShape(random)
    const headers = { ...json, ...bearer(keys.all), ...strangeHeaders(random) }
    return {
      name: 'api with strange headers',
      deserves: 'any',
      send: () => call(method, `/api/v1${path}`, headers, body === undefined ? undefined : JSON.stringify(body)),
    }
  },
  (random) => {
    const path = random.pick([
      '/api',
      '/api/',
      '/api/v1',
      '/api/v1/',
      '/api/v2/orders',
      '/api/v1/orders/../../../etc/passwd',
      '/api/v1/%2e%2e/%2e%2e/x',
      '/api/v1//orders',
      '/api/v1/orders%00',
      '/api/v1/orders/a/b/c',
      '/api/v1/ORDERS',
      '/api/v1/%',
      '/api/v1/items/%ff/x',
      '/openapi.json/',
      '/docs/x',
      '/DOCS',
      `/api/v1/${'a/'.repeat(900)}`,
    ])
    return {
      name: 'a path that nothing answers',
      deserves: [400, 404],
      send: () => call('GET', path, bearer(keys.all)),
    }
  },
  (random) => {
    const method = random.pick(['DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'get', 'BARO'])
    const path = random.pick([
      '/api/v1/orders',
      '/api/v1/stock/counts',
      '/docs',
      '/openapi.json',
      '/api/v1/availability',
    ])
    const right = method === 'get' && path !== '/api/v1/stock/counts'
    return {
      name: 'a method that nothing knows',
      deserves: right ? [200] : [405],
      send: () => call(method, path, bearer(keys.all)),
    }
  },
]

/** The messages of a station, as they ought to be. */
function syncShape(random: Random): Shape {
  const request = (type: string, args: unknown) => ({
    timeline: one.me.timeline,
    id: `fuzz-${random.below(2 ** 30)}`,
    type,
    version: 1,
    args: JSON.stringify(args),
    at: 1_767_000_000_000,
    businessDate: '2026-01-05',
    operatorId: null,
    station: 'bench',
  })
  return random.pick<Shape>([
    { method: 'POST', path: SYNC_PATHS.session },
    {
      method: 'POST',
      path: SYNC_PATHS.push,
      body: {
        timeline: one.me.timeline,
        baseSeq: 0,
        prevHash: '',
        commands: [
          {
            seq: 1,
            id: 'c1',
            type: 'picking.confirm-pick',
            version: 1,
            class: 'FACT',
            args: '{}',
            at: 1,
            business_date: '2026-01-05',
            operator_id: null,
            station: 'bench',
            claim: null,
            hash: 'a'.repeat(64),
          },
        ],
      },
    },
    { method: 'POST', path: SYNC_PATHS.request, body: request('orders.cancel', { orderId: 'none', reason: 'r' }) },
    {
      method: 'POST',
      path: SYNC_PATHS.request,
      body: request(
        random.pick(['none', 'orders.import', 'items.import', '__proto__']),
        mutated(random, { items: [{ sku: 'A' }] }),
      ),
    },
    { method: 'POST', path: SYNC_PATHS.adopt, body: { page: 0, rows: [['item', 'x', { id: 'x' }]], last: true } },
    { method: 'POST', path: SYNC_PATHS.rotate, body: { publicKey: 'no key' } },
    { method: 'POST', path: SYNC_PATHS.quarantine, body: { ids: ['none'], decision: 'drop' } },
    { method: 'GET', path: `${SYNC_PATHS.answer}?id=none` },
    { method: 'GET', path: `${SYNC_PATHS.results}?fromSeq=1` },
    { method: 'GET', path: `${SYNC_PATHS.changes}?cursor=0&wait=0&timeline=${one.me.timeline}` },
    { method: 'GET', path: `${SYNC_PATHS.stream}?cursor=0&timeline=${one.me.timeline}` },
    { method: 'GET', path: SYNC_PATHS.quarantine },
    { method: 'GET', path: `${SYNC_PATHS.snapshot}?scope=none` },
    { method: 'GET', path: `${SYNC_PATHS.snapshot}/${random.pick(['none', '..%2f..%2fcentre.db', '%00', 'a/b'])}` },
  ])
}

const isSession = (path: string): boolean => path === SYNC_PATHS.session

/** A message as it would be taken, but that one of its texts ends with what no database keeps. */
function unkeepableShape(random: Random): Shape & { body: object } {
  const fact = {
    ...{ seq: 1, id: 'c1', type: 'picking.confirm-pick', version: 1, class: 'FACT', args: '{"slotId":"none"}' },
    ...{ at: 1, business_date: '2026-01-05', operator_id: 'nobody', station: 'bench', claim: '{"task":"x","epoch":1}' },
  }
  const request = {
    ...{
      timeline: one.me.timeline,
      id: 'r1',
      type: 'items.import',
      version: 1,
      operatorId: 'nobody',
      station: 'bench',
    },
    ...{ args: '{"items":[]}', at: 1, businessDate: '2026-01-05' },
  }
  const spoilt = <T extends object>(value: T, names: readonly (keyof T & string)[]): T => {
    const name = random.pick(names)
    return { ...value, [name]: `${String(value[name])}${random.pick(['\0', '\ud800'])}` }
  }
  const command = spoilt(fact, ['id', 'type', 'class', 'operator_id', 'station', 'claim'])
  return random.pick<Shape & { body: object }>([
    {
      method: 'POST',
      path: SYNC_PATHS.push,
      body: {
        ...{ timeline: one.me.timeline, baseSeq: 0, prevHash: '' },
        commands: [{ ...command, hash: chainHash('', command) }],
      },
    },
    {
      method: 'POST',
      path: SYNC_PATHS.request,
      body: spoilt(request, ['timeline', 'id', 'type', 'operatorId', 'station']),
    },
    {
      method: 'POST',
      path: SYNC_PATHS.quarantine,
      body: spoilt({ ids: ['none'], decision: 'discard', operatorId: 'nobody' }, ['operatorId']),
    },
    { method: 'POST', path: SYNC_PATHS.quarantine, body: { ids: ['a\0'], decision: 'discard', operatorId: null } },
    { method: 'POST', path: SYNC_PATHS.enrolments, body: { name: 'a\0' } },
  ])
}

const syncAttacks: Make[] = [
  (random) => {
    const { method, path, body } = syncShape(random)
    return { name: 'a message as it ought to be', deserves: 'any', send: () => one.send(method, path, body ?? null) }
  },
  (random) => {
    const { method, path, body } = syncShape(random)
    const content = body === undefined ? null : (mutated(random, body) ?? null)
    const query = method === 'GET' ? strangeQuery(random) : ''
    return {
      name: 'a signed message with a strange value',
      deserves: 'any',
      send: () => sendUrl(method, `${path.split('?')[0]}${query}`, content),
    }
  },
  (random) => {
    const { method, path, body } = unkeepableShape(random)
    return {
      name: 'a signed message with a text that no database keeps',
      deserves: [400],
      send: () => one.send(method, path, body),
    }
  },
  (random) => {
    const path = random.pick([
      `${SYNC_PATHS.answer}?id=a%00`,
      `${SYNC_PATHS.answer}?id=%ed%a0%80`,
      `${SYNC_PATHS.changes}?cursor=0&wait=0&timeline=a%00`,
      `${SYNC_PATHS.changes}?cursor=0&wait=0&timeline=${one.me.timeline}&scopes=a%00`,
      `${SYNC_PATHS.snapshot}?scope=a%00&packing=%00`,
    ])
    return {
      name: 'a signed question with a text that no database keeps',
      deserves: [200, 400, 404, 409, 410],
      send: () => sendUrl('GET', path, null),
    }
  },
  (random) => {
    const path = random.pick([SYNC_PATHS.push, SYNC_PATHS.request, SYNC_PATHS.enrol, SYNC_PATHS.quarantine])
    return {
      name: 'a signed message that is no JSON',
      deserves: [400, 409, 413],
      send: () => one.send('POST', path, brokenJson(random, syncShape(random))),
    }
  },
  (random) => {
    const { method, path, body } = syncShape(random)
    const other = newKeys().privateKey
    return {
      name: 'a message that another key signed',
      deserves: [401, 413],
      send: () => one.send(method, path, body ?? null, { key: other }),
    }
  },
  (random) => {
    // A station may open a session for another journal of its own: only its later messages are tied to one.
    const shape = syncShape(random)
    const { method, path, body } = isSession(shape.path)
      ? { method: 'GET', path: SYNC_PATHS.quarantine, body: null }
      : shape
    const name = random.pick([
      SYNC_HEADERS.signature,
      SYNC_HEADERS.nonce,
      SYNC_HEADERS.station,
      SYNC_HEADERS.incarnation,
    ])
    const value = random.pick(['', 'x', 'A'.repeat(86), '../..', "' OR 1=1 --", 'é', 'x'.repeat(4_000)])
    return {
      name: `a message with another ${name}`,
      deserves: [401],
      send: () => one.send(method, path, body ?? null, { headers: { [name]: value } }),
    }
  },
  (random) => {
    const { method, path, body } = syncShape(random)
    const nonce = `fuzz-${'n'.repeat(16)}-${random.below(2 ** 30)}`
    const send = () => one.send(method, path, body ?? null, { nonce })
    return {
      name: 'a nonce that was used',
      deserves: [401],
      send: async () => {
        await (await send()).body?.cancel()
        return send()
      },
    }
  },
  (random) => {
    const { method, path, body } = syncShape(random)
    const token = random.pick([...oldTokens, 'x'.repeat(43), 'short', keys.all])
    const signed = isSession(path) ? SYNC_PATHS.quarantine : path
    return {
      name: 'a token that is over',
      deserves: [401],
      send: () => one.send(signed === path ? method : 'GET', signed, body ?? null, { token }),
    }
  },
  (random) => {
    const { method, path, body } = syncShape(random)
    const { [SYNC_HEADERS.protocol]: _, ...headers } = strangeHeaders(random)
    if (random.once(3)) headers[SYNC_HEADERS.protocol] = random.pick(['0', '2', '', 'NaN', '1.0', '-1'])
    return {
      name: 'a signed message with strange headers',
      deserves: 'any',
      send: () => one.send(method, path, body ?? null, { headers }),
    }
  },
  (random) => {
    const body = mutated(random, {
      code: '0000-0000',
      publicKey: newKeys().publicKey,
      name: 'bench',
      incarnation: 'i',
      journal: { lastSeq: 0, hash: '' },
      brings: random.once(2),
    })
    return {
      name: 'an enrolment with a wrong code',
      deserves: [400, 403, 409, 429],
      send: () => call('POST', SYNC_PATHS.enrol, { [SYNC_HEADERS.protocol]: '1' }, JSON.stringify(body) ?? ''),
    }
  },
  (random) => {
    const path = random.pick([
      '/',
      '/sync',
      '/sync/v1',
      '/sync/v1/',
      '/sync/v2/push',
      '/sync/v1/push/..%2f',
      '/SYNC/v1/push',
      '/admin/v1/run',
      '/favicon.ico',
      '/%00',
      '/..%2fcentre.db',
      '//sync/v1/push',
      `/${'x'.repeat(6_000)}`,
      '/index.html',
      '/sync/v1/__proto__',
      '/constructor',
    ])
    return {
      name: 'a path of nobody',
      deserves: [401, 404, 405],
      send: () => one.send(random.pick(['GET', 'POST', 'PUT']), path, null),
    }
  },
  (random) => {
    const path = random.pick([...Object.values(SYNC_PATHS), '/health', '/metrics', '/health/live'])
    return {
      name: 'a method of nobody',
      deserves: [405],
      send: () => one.send(random.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'BARO']), path, null),
    }
  },
]

/** The client resolves paths before it signs them: what is signed has to be what is sent. */
function sendUrl(method: string, path: string, content: unknown): Promise<Response> {
  const url = new URL(path, 'http://centre')
  return one.send(method, url.pathname + url.search, content)
}

const rare: Make[] = [
  (random) => {
    const path = random.pick(['/orders', '/items', '/stock/counts'])
    return {
      name: 'a huge body',
      deserves: [413],
      send: () => call('POST', `/api/v1${path}`, { ...json, ...bearer(keys.all) }, HUGE),
    }
  },
  (random) => {
    const path = random.pick([SYNC_PATHS.push, SYNC_PATHS.request, SYNC_PATHS.enrol, SYNC_PATHS.session])
    return {
      name: 'a huge message',
      deserves: [413],
      send: () => one.send('POST', path, HUGE.repeat(path === SYNC_PATHS.push ? 2 : 1)),
    }
  },
  async () => {
    // Time goes by: tokens end, and the station opens a new session.
    oldTokens.push(one.me.token)
    test.clock.now += 15 * 60_000
    const ended = one.me.token
    await one.session()
    return {
      name: 'a token that ended',
      deserves: [401],
      send: () => one.send('GET', `${SYNC_PATHS.results}?fromSeq=1`, null, { token: ended }),
    }
  },
]

/** Refusals that are meant to leave a mark: a journal that forked sets its station aside. */
const MARKING: readonly string[] = [SYNC_CODES.journalForked, SYNC_CODES.chainBroken, SYNC_CODES.stationRevoked]
const LEAK =
  /\bat (\w|<anonymous>|file:|async )[^"]*:\d+|\.[mc]?[jt]s:\d+|node_modules|node:internal|SQLITE_|SELECT |INSERT |\bstack\b|\b(Type|Range|Syntax|Reference)Error/

async function judge(attack: Attack, response: Response): Promise<{ wrong: string[]; code: string }> {
  const wrong: string[] = []
  const { status } = response
  if (status < 200 || status >= 500 || (status >= 300 && status < 400)) wrong.push(`answered ${status}`)
  if (attack.deserves !== 'any' && !attack.deserves.includes(status))
    wrong.push(`answered ${status}, deserved ${attack.deserves.join(' or ')}`)
  if ((response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { wrong, code: '' }
  }
  const text = await response.text()
  if (LEAK.test(text) && !text.startsWith('<!doctype')) wrong.push(`leaks: ${LEAK.exec(text)?.[0]}`)
  if (text.includes(test.directory) || text.includes(import.meta.dirname)) wrong.push('leaks a path of the machine')
  let code = ''
  if (status >= 400) {
    try {
      code = String(JSON.parse(text).code)
    } catch {
      wrong.push(`is no JSON: ${text.slice(0, 80)}`)
    }
    if (!/^E-(API|SYN)-\d{3}$/.test(code)) wrong.push(`has the code "${code}"`)
  }
  return { wrong, code }
}

/** Sends so many generated requests, one after the other; each has to get what it deserves. */
async function attack(requests: number): Promise<void> {
  console.log(`fuzz seed ${seed}: BARO_FUZZ_SEED=${seed} runs it again`)
  const random = seededRandom(seed)
  const tally = new Map<string, number>()
  const failures: string[] = []
  for (const make of rare.slice(2)) await (await make(random)).send()
  let hash = await test.store.stateHash()
  let at = (await test.store.position()).revision
  for (let index = 0; index < requests && failures.length < 10; index += 1) {
    const makes = random.once(150) ? rare : random.once(2) ? apiAttacks : syncAttacks
    const next = await random.pick(makes)(random)
    last = { method: 'GET', url: 'http://centre/' }
    const response = await next.send()
    const described = await check.problemsOf(last, response)
    const { wrong, code } = await judge(next, response)
    tally.set(
      `${next.name}: ${response.status} ${code}`.trim(),
      (tally.get(`${next.name}: ${response.status} ${code}`.trim()) ?? 0) + 1,
    )
    // The first look is cheap; the hash over all rows is taken where it says that something changed, and now and then.
    const { revision } = await test.store.position()
    const isMarked = MARKING.includes(code)
    if (revision !== at || index % 20 === 0) {
      const now = await test.store.stateHash()
      if (now !== hash && response.status >= 400 && !isMarked) wrong.push('was refused and changed the state')
      if (now !== hash && revision === at) wrong.push('changed the state without a revision')
      ;[hash, at] = [now, revision]
    }
    for (const text of [...described, ...wrong]) failures.push(`#${index} ${next.name} ${text} (${code})`)
    if (isMarked) {
      // Wrong codes make everybody wait for a minute.
      test.clock.now += 120_000
      one = await test.station()
      ;[hash, at] = [await test.store.stateHash(), (await test.store.position()).revision]
    }
  }
  if (failures.length > 0 || process.env.BARO_FUZZ_TALLY)
    console.log(
      [...tally]
        .sort()
        .map(([name, count]) => `${String(count).padStart(6)} ${name}`)
        .join('\n'),
    )
  const bugs = test.log.filter(({ event }) => event === 'bug').map(({ error }) => String(error).slice(0, 400))
  expect(bugs).toEqual([])
  expect(failures).toEqual([])
  // A fuzz that is always refused at the door has tested the door only.
  const taken = [...tally].filter(([name]) => / 2\d\d$/.test(name)).reduce((sum, [, count]) => sum + count, 0)
  expect(taken).toBeGreaterThan(requests / 20)
}

const title = (requests: number): string =>
  `answers ${requests} generated requests with what they deserve, leaks nothing, and refuses without a trace (seed ${seed})`

describe('every endpoint of a centre', () => {
  const requests = requestsOf(10_000)
  beforeAll(() => prepare())
  afterAll(() => test.close())
  it(title(requests), () => attack(requests), 300_000)
})

const tools = findPostgres()
const why = tools.bin === null ? ` (${tools.reason})` : ''

describe.skipIf(tools.bin === null)(`every endpoint of a centre on PostgreSQL${why}`, () => {
  const requests = requestsOf(3_000)
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    const url = await server.fresh()
    await prepare(() => openPostgresCentreStore({ url }))
  }, 60_000)
  afterAll(async () => {
    await test.close()
    await server.stop()
  })
  it(title(requests), () => attack(requests), 600_000)
})
