import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPrintFloor, type PrintFloor, zplPrinter } from '../../support/print-floor.ts'
import { type Random, seededRandom } from '../../support/random.ts'
import { signIn } from '../../support/station.ts'
import { seedOfRun } from '../faults/random.ts'

const RUNS = process.env.BARO_LONG === '1' ? 6_000 : 400

let floor: PrintFloor
let printJobId: string
let printerId: string
const sessionId = randomUUID()
const bugs: object[] = []
const settings = new Map<string, unknown>()
beforeAll(async () => {
  floor = await openPrintFloor({
    orders: 2,
    log: (line) => void ((line as { event?: string }).event === 'bug' && bugs.push(line)),
    settings: { get: (key) => settings.get(key), set: (key, value) => void settings.set(key, value) },
  })
  printerId = await floor.sendLabelsTo(zplPrinter('127.0.0.1:9'))
  printJobId = await floor.closeCarton()
  await signIn(floor.opened.client(sessionId), 'BDG-1')
})
afterAll(() => floor.close())

const post = async (path: string, body: BodyInit | null, init: RequestInit = {}) => {
  const headers = { 'content-type': 'application/json' }
  const request = new Request(`http://station.test/rpc/${path}`, { method: 'POST', headers, body, ...init })
  const answer = await floor.opened.station.handle(request, { sessionId })
  return { status: answer.status, text: await answer.text() }
}

/** What a call may not have touched when it was turned away. */
const standing = (): string => {
  const { database } = floor.opened.station.core.journal
  const all = (sql: string) => database.prepare(sql).all()
  return JSON.stringify([
    all('SELECT * FROM print_job'),
    all('SELECT * FROM print_attempt'),
    all('SELECT max(seq) FROM command'),
    [...settings],
  ])
}

const STRANGE = [
  ...[
    '',
    ' ',
    '-',
    '../../etc/passwd',
    '%2e%2e/%00',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '^XZ~JR',
    "'; DROP TABLE print_job; --",
  ],
  ...[
    '__proto__',
    'constructor',
    'dialog',
    '😀'.repeat(200),
    'x'.repeat(5_000),
    '{'.repeat(100_000),
    'item',
    'none',
    '-o raw',
  ],
  ...[
    '/files/slips/%E0%A4%A.pdf',
    '/files/sheets/..%2fx.pdf',
    '/files/labels/none.pdf',
    '/files/sheets/constructor.pdf',
  ],
  ...[
    '/files/manifests/2026-99-99.pdf',
    '/files/picklists/none.pdf',
    '/files/x/y.pdf',
    '\u001d',
    ']C1',
    'BR-UNX',
    '٣٣',
  ],
  ...[0, -1, 1.5, 1e308, -1e308, 5e-324, 2 ** 53, 1e21, true, false, null],
]

function strange(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 2 ? 6 : 8)
  if (kind < 6) return random.pick(STRANGE)
  if (kind === 6) return Array.from({ length: random.below(4) }, () => strange(random, depth + 1))
  return Object.fromEntries(
    Array.from({ length: random.below(4) }, () => [
      String(random.pick(STRANGE)).slice(0, 20),
      strange(random, depth + 1),
    ]),
  )
}

/** A copy in which one place, somewhere, is another value, missing, or one too many; sometimes nothing. */
function mutated(random: Random, value: unknown): unknown {
  if (random.once(8)) return value
  if (random.once(8) || typeof value !== 'object' || value === null) return strange(random)
  if (Array.isArray(value)) {
    if (value.length === 0 || random.once(6)) return [...value, strange(random)]
    const at = random.below(value.length)
    return value.map((each, index) => (index === at ? mutated(random, each) : each))
  }
  const entries = Object.entries(value)
  if (entries.length === 0 || random.once(8)) return { ...value, extra: strange(random) }
  const at = random.below(entries.length)
  if (random.once(6)) return Object.fromEntries(entries.filter((_, index) => index !== at))
  return Object.fromEntries(entries.map(([key, each], index) => [key, index === at ? mutated(random, each) : each]))
}

const profile = {
  ...{ layout: 'us', terminatorKeys: ['Enter'], prefixKeys: [], prefixText: '', separatorKeys: [], silenceEnds: true },
  ...{ medianGapMs: 35, longestGapMs: 120, silenceMs: 200, setUpAt: 1 },
}
/** Calls in good order: what is asked is one of these with something wrong in it. */
const calls = (): Record<string, unknown[]> => {
  const of = (id: string) => ({ printJobId: id })
  const scan = { scanId: randomUUID(), code: 'T-1', source: 'wedge' }
  const form = { ...zplPrinter('127.0.0.1:9'), id: printerId }
  const template = { id: 'item', text: '{}', language: 'ko', dpi: 203 }
  return {
    'printing/queue': [{ states: ['sent'], before: 5 }],
    'printing/preview': [of(printJobId), of('none')],
    'printing/print': [{ ...of('none'), printerId: 'none' }],
    'printing/printDocument': [
      { kind: 'label', path: '/files/sheets/none.pdf', printerId },
      { kind: 'slip', path: '/files/slips/none.pdf?a=b' },
    ],
    'printing/attempts': [of(printJobId)],
    'printing/queues': [undefined, {}],
    'printing/withdraw': [{ attemptId: 'none' }],
    'printing/tryNow': [{ printerId }],
    'printing/start': [{ ...of('none'), printerId: 'dialog' }],
    'printing/finish': [{ ...of(printJobId), outcome: 'sent' }],
    'printing/reprint': [{ ...of(printJobId), reason: 'lost', supervisor: { badge: 'BDG-9', pin: '1' } }],
    'printing/resolve': [{ ...of(printJobId), found: true }],
    'printing/void': [of(printJobId)],
    'devices/view': [undefined],
    'devices/discover': [undefined],
    'devices/savePrinter': [form, { ...form, kind: 'pdf-folder', address: '/nowhere/at/all', media: null }],
    'devices/removePrinter': [{ printerId }],
    'devices/saveRoutes': [{ label: printerId, slip: 'dialog', sheet: 'dialog', invoice: 'dialog' }],
    'devices/status': [{ printerId: 'dialog' }],
    'devices/attempts': [{ printerId }],
    'scanners/view': [undefined],
    'scanners/save': [{ profile, serial: [{ use: 'scale', baudRate: 9_600, vendorId: 1, productId: null }] }],
    'scanners/testCodes': [undefined],
    'templates/list': [undefined],
    'templates/read': [{ id: 'item', version: 0 }],
    'templates/preview': [template, { ...template, text: '{"widthMm":50,"heightMm":30,"elements":[]}' }],
    'templates/save': [{ id: 'item', after: 7, text: null }],
    'templates/use': [{ id: 'shipping-100x150' }],
    'packing/bench': [undefined],
    'packing/scan': [scan],
    'picking/scan': [scan],
    'shipping/scan': [scan],
  }
}

test('whatever printing, devices, scanners, templates and the floor are asked, they answer or say why not, and then wrote nothing', async () => {
  const random = seededRandom(seedOfRun('junk calls'))
  const answers: Record<string, number> = {}
  const wrong: string[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const [path, bodies] = random.pick(Object.entries(calls()))
    const json = mutated(random, random.pick(bodies))
    const before = standing()
    const { status, text } = await post(path, JSON.stringify({ json }))
    const label = `${path} ${JSON.stringify(json)?.slice(0, 400)} → ${status} ${text.slice(0, 300)}`
    answers[status] = (answers[status] ?? 0) + 1
    if (status >= 500 || bugs.splice(0).length > 0) wrong.push(`a bug: ${label}`)
    if (/\.ts:\d+|node_modules/.test(text)) wrong.push(`a stack: ${label}`)
    if (status === 200) continue
    if (!/^[A-Z_]+$/.test(JSON.parse(text).json.code)) wrong.push(`no code: ${label}`)
    if (standing() !== before) wrong.push(`written: ${label}`)
  }
  expect(wrong).toEqual([])
  expect(Object.keys(answers)).toEqual(expect.arrayContaining(['200', '400', '404']))
}, 300_000)

test('calls that are no calls are turned away', async () => {
  const before = standing()
  const bodies = ['', '{', 'null', '[]', '"x"', '{"json":1,"meta":[[99,"x"]]}', '{"json":{},"meta":"x"}', '\u0000']
  for (const body of bodies)
    for (const path of ['printing/print', 'printing/__proto__', 'constructor/prototype', '__proto__', '%00', '..%2f..'])
      expect((await post(path, body)).status, `${path} ${body}`).toBeLessThan(500)
  const meta = [
    { json: { printJobId }, meta: [[1, '__proto__', 'polluted']] },
    { json: { printJobId: '2026-01-01' }, meta: [[1, 'printJobId']] },
    { json: { printJobId: '1' }, meta: [[0, 'printJobId']] },
    { json: { printJobId: ['a'] }, meta: [[6, 'printJobId']] },
    { json: { printJobId: 'x' }, meta: [[1, 'printJobId', 'a', 'b', 'c']] },
    { json: null, meta: [[1, 'a']] },
    { json: {}, meta: [[1, 'constructor', 'prototype', 'x']] },
    { json: {}, maps: [['a']], meta: [] },
  ]
  for (const body of meta) {
    const { status } = await post('printing/void', JSON.stringify(body))
    expect([status, JSON.stringify(body)]).toEqual([
      expect.toSatisfy((code: number) => code >= 400 && code < 500),
      JSON.stringify(body),
    ])
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'multipart/form-data', 'application/xml', ''])
    expect((await post('printing/print', 'x', { headers: { 'content-type': type } })).status, type).toBeLessThan(500)
  for (const method of ['GET', 'PUT', 'DELETE', 'HEAD'])
    expect(
      (
        await post(`printing/void?data=${encodeURIComponent(JSON.stringify({ json: { printJobId } }))}`, null, {
          method,
        })
      ).status,
      method,
    ).toBeGreaterThanOrEqual(400)
  expect(bugs).toEqual([])
  expect(standing()).toBe(before)
  expect(printerId).not.toBe('')
})
