import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { stationContract } from '../../../contract/station/index.ts'
import type { BulkOutcome, OrderStateView } from '../../../contract/station/orders.ts'
import type { SiteView } from '../../../contract/station/site.ts'
import { fileView, importRun, savedMappings } from './fake-imports.ts'
import { type FakePlanning, fakePlanning } from './fake-planning.ts'
import { type FakePrinters, fakePrinting } from './fake-printers.ts'
import { type FakeSync, fakeSync, stripSync } from './fake-sync.ts'
import { emptySite, orderPage, orderRow, printJobs, scanLog, siteView } from './fixtures.ts'

/** How large the pretended store is and whether somebody has set it up. */
export type FakeOptions = {
  orders: number
  empty: boolean
  signedIn: boolean
  sync?: FakeSync
  printers?: FakePrinters
  planning?: FakePlanning
  /** Who is signed in; an administrator unless told. */
  role?: 'packer'
}

type State = {
  site: SiteView
  signedIn: boolean
  runs: Map<string, { kind: 'orders' | 'items'; taking: boolean; began: number; ms: number; cancelled: boolean }>
  calls: { name: string; input: unknown }[]
}

const station = implement(stationContract)
const LABEL =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150"><path d="M8 12h40v24h-40zM8 48h60v6h-60zM10 100h4v30h-4zM18 100h8v30h-8zM32 100h4v30h-4zM44 100h10v30h-10zM60 100h4v30h-4zM74 100h14v30h-14z"/></svg>'

function sessionRouter(state: State, sync: ReturnType<typeof fakeSync>, role: 'administrator' | 'packer') {
  const reply = () => {
    const { site } = state.site
    const step = site === null ? ('setup' as const) : state.signedIn ? ('in' as const) : ('badge' as const)
    const session = {
      operator: step === 'in' ? { id: 'operator-1', name: '김민지', role } : null,
      station: state.site.station.name,
      site: site === null ? null : { name: site.name, timeZone: site.timeZone, currency: site.currency },
      language: 'ko' as const,
      screen: 'orders' as const,
    }
    return {
      bench: {
        step,
        session,
        badgeOf: null,
        lockedUntil: null,
        attemptsLeft: null,
        parked: [],
        policies: { idleLockMinutes: 0 },
      },
      feedback: null,
    }
  }
  const s = station.session
  return {
    current: s.current.handler(reply),
    scan: s.scan.handler(reply),
    pin: s.pin.handler(reply),
    lock: s.lock.handler(() => {
      state.signedIn = false
      return reply()
    }),
    language: s.language.handler(() => reply().bench.session),
    screen: s.screen.handler(() => reply().bench.session),
    strip: s.strip.handler(() => ({
      sync: stripSync(sync.shown(), sync.waiting()),
      printer: { unknown: 2, waiting: 1 },
      now: Date.now(),
    })),
  }
}

function ordersRouter(state: State, size: number) {
  const said = (name: string, input: unknown): void => void state.calls.push({ name, input })
  const outcome = (ids: readonly string[], ok: (state: OrderStateView) => boolean): BulkOutcome => {
    const rows = ids.map((id) => orderRow(Number(id.replace('order-', ''))))
    const refused = rows.filter((row) => !ok(row.state))
    return {
      done: rows.length - refused.length,
      refused: refused.map((row, index) => ({
        orderId: row.id,
        number: row.number,
        name: index === 3 ? 'somethingNew' : row.state === 'backordered' ? 'underReserved' : 'wrongState',
        params: { state: row.state },
      })),
    }
  }
  const o = station.orders
  return {
    list: o.list.handler(({ input }) => {
      const rows = []
      let index = Number(input.cursor ?? 0)
      for (; index < size && rows.length < input.limit; index += 1) {
        const row = orderRow(index)
        if (input.states.length > 0 && !input.states.includes(row.state)) continue
        if (input.channel !== undefined && row.channel !== input.channel) continue
        if (input.search !== '' && !`${row.number} ${row.customer}`.includes(input.search)) {
          if (index > 20_000) break
          continue
        }
        rows.push(row)
      }
      return { rows, next: index < size && rows.length === input.limit ? String(index) : null }
    }),
    counts: o.counts.handler(() => ({
      total: size,
      states:
        size === 0
          ? {}
          : {
              received: 1,
              ready: 3,
              needs_match: 1,
              released: 3,
              on_hold: 1,
              picking: 3,
              picked: 1,
              packing: 3,
              packed: 1,
              shipped: size - 20,
              backordered: 1,
            },
      differences: size === 0 ? 0 : 2,
      channels: ['shopify', 'smartstore', 'coupang', 'plain'],
    })),
    page: o.page.handler(({ input }) => orderPage(input.orderId, input.reveal)),
    release: o.release.handler(({ input }) => {
      said('release', input)
      return outcome(input.orderIds, (one) => one === 'ready')
    }),
    releaseAll: o.releaseAll.handler(() => {
      said('releaseAll', {})
      return { done: 60, refused: outcome(['order-13', 'order-33'], () => false).refused }
    }),
    hold: o.hold.handler(({ input }) => {
      said('hold', input)
      return outcome(input.orderIds, (one) => one !== 'shipped')
    }),
    unhold: o.unhold.handler(({ input }) => outcome(input.orderIds, (one) => one === 'on_hold')),
    cancel: o.cancel.handler(({ input }) => outcome(input.orderIds, (one) => one !== 'shipped')),
    match: o.match.handler(({ input }) => {
      said('match', input)
      return { done: 1, refused: [] }
    }),
    items: o.items.handler(({ input }) =>
      [
        ['CC-050', '시카 크림 50 ml'],
        ['PC-001', '사은품 파우치'],
        ['TN-200', 'Rice toner 200 ml'],
      ]
        .map(([sku = '', name = ''], index) => ({
          id: `item-${index}`,
          sku,
          name,
          picture: null,
          available: index * 12,
        }))
        .filter((item) => `${item.sku} ${item.name}`.includes(input.search)),
    ),
    difference: o.difference.handler(() => ({ done: 1, refused: [] })),
  }
}

function importsRouter(state: State) {
  const run = (runId: string) => {
    const known = state.runs.get(runId)
    if (known === undefined) throw new Error('unknown run')
    const now = importRun(runId, known.kind, known.taking, Math.min(1, (Date.now() - known.began) / known.ms))
    return known.cancelled ? { ...now, phase: 'cancelled' as const } : now
  }
  const start = (kind: 'orders' | 'items', taking: boolean, ms: number) => {
    const runId = `run-${state.runs.size + 1}`
    state.runs.set(runId, { kind, taking, began: Date.now(), ms, cancelled: false })
    return run(runId)
  }
  const names = new Map<string, string>()
  const i = station.imports
  return {
    inspect: i.inspect.handler(({ input }) => {
      const name = decodeURIComponent(input.uploadId)
      names.set(input.uploadId, name)
      if (name.includes('locked') && input.password !== undefined)
        return { ...fileView(input.uploadId, 'orders.xlsx'), name }
      return {
        ...fileView(input.uploadId, name),
        ...(input.encoding === undefined ? {} : { encoding: input.encoding }),
        ...(input.mapping === undefined ? {} : { mapping: input.mapping }),
      }
    }),
    check: i.check.handler(({ input }) => start(input.kind === 'items' ? 'items' : 'orders', false, 300)),
    take: i.take.handler(({ input }) => {
      state.calls.push({ name: 'take', input })
      return start(input.kind === 'items' ? 'items' : 'orders', true, 1_500)
    }),
    run: i.run.handler(({ input }) => run(input.runId)),
    cancel: i.cancel.handler(({ input }) => {
      const known = state.runs.get(input.runId)
      if (known !== undefined) known.cancelled = true
      return run(input.runId)
    }),
    mappings: i.mappings.handler(() => savedMappings),
    saveMapping: i.saveMapping.handler(({ input }) => {
      savedMappings.push(input)
      return savedMappings
    }),
    exportShipped: i.exportShipped.handler(() => ({
      path: '/files/exports/shipped.csv',
      fileName: 'shipped.csv',
      orders: 37,
    })),
    demo: i.demo.handler(() => start('orders', true, 2_500)),
  }
}

function siteRouter(state: State) {
  const s = station.site
  const save = (change: Partial<SiteView>): SiteView => {
    state.site = { ...state.site, ...change }
    return state.site
  }
  return {
    view: s.view.handler(() => state.site),
    setUp: s.setUp.handler(({ input }) => {
      state.signedIn = true
      return save({ site: input.site, operators: [{ ...input.administrator, id: 'operator-1' }] })
    }),
    save: s.save.handler(({ input }) => save({ site: input })),
    savePolicies: s.savePolicies.handler(({ input }) => save({ policies: input })),
    saveOperator: s.saveOperator.handler(({ input, errors }) => {
      if (input.id === null && state.site.operators.some((one) => one.badge === input.badge))
        throw errors.REFUSED({ data: { code: 'duplicateCode', params: { code: input.badge } } })
      const one = { ...input, id: input.id ?? `operator-${state.site.operators.length + 1}` }
      return save({ operators: [...state.site.operators.filter((other) => other.id !== one.id), one] })
    }),
    saveCarrier: s.saveCarrier.handler(({ input }) => {
      const one = { ...input, id: input.id ?? `carrier-${state.site.carriers.length + 1}` }
      return save({ carriers: [...state.site.carriers.filter((other) => other.id !== one.id), one] })
    }),
    saveStation: s.saveStation.handler(({ input: { name, prefetchTasks } }) => {
      state.calls.push({ name: 'saveStation', input: { name, prefetchTasks } })
      const tasks = prefetchTasks ?? state.site.station.prefetchTasks
      return save({ station: { ...state.site.station, name, prefetchTasks: tasks } })
    }),
    prefixPreview: s.prefixPreview.handler(({ input }) => {
      const valid = /^\d{7,10}$/.test(input.gs1Prefix)
      const serial = `${'0'.repeat(Math.max(0, 15 - input.gs1Prefix.length))}1`
      const bars = Array.from(
        { length: 60 },
        (_, index) => `<rect x="${index * 4}" width="${1 + (index % 3)}" height="40"/>`,
      ).join('')
      return {
        valid,
        parts: valid
          ? [
              { part: 'ai' as const, text: '(00)' },
              { part: 'extension' as const, text: '0' },
              { part: 'prefix' as const, text: input.gs1Prefix },
              { part: 'serial' as const, text: serial },
              { part: 'check' as const, text: '7' },
            ]
          : [],
        svg: valid
          ? `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 40" preserveAspectRatio="none">${bars}</svg>`
          : null,
      }
    }),
    scanLog: s.scanLog.handler(({ input }) =>
      scanLog
        .filter((row) => (!input.onlyRefused || !row.accepted) && (input.before === undefined || row.at < input.before))
        .slice(0, input.limit),
    ),
    suggestions: s.suggestions.handler(() => []),
  }
}

/** A station made of fixtures that answers `/rpc` and `/files` like the real one; null for every other address. */
export function createFakeStation(options: FakeOptions): {
  handle(request: Request): Promise<Response | null>
  calls: State['calls']
} {
  const { orders, empty, signedIn, sync: syncState = 'alone', printers = 'bare', role = 'administrator' } = options
  const planning = options.planning ?? { floor: 'plain' }
  const state: State = {
    site: empty ? emptySite : siteView,
    signedIn,
    runs: new Map(),
    calls: [],
  }
  const said = (name: string, input: unknown): void => void state.calls.push({ name, input })
  const sync = fakeSync(syncState, said)
  const router = {
    session: sessionRouter(state, sync, role),
    orders: ordersRouter(state, orders),
    imports: importsRouter(state),
    ...fakePrinting(printers, printJobs, said),
    site: siteRouter(state),
    sync: sync.router,
    planning: fakePlanning(planning, said),
  }
  const rpc = new RPCHandler(router)
  const handle = async (request: Request): Promise<Response | null> => {
    const address = new URL(request.url)
    if (address.pathname.startsWith('/rpc')) {
      const { matched, response } = await rpc.handle(request, { prefix: '/rpc', context: {} })
      return matched ? response : new Response(null, { status: 404 })
    }
    if (address.pathname === '/files/uploads')
      return Response.json({ uploadId: encodeURIComponent(address.searchParams.get('name') ?? '') })
    if (/^\/files\/labels\/[^/]+\.svg$/.test(address.pathname)) {
      state.calls.push({ name: 'drawing', input: address.pathname })
      return new Response(LABEL, { headers: { 'content-type': 'image/svg+xml' } })
    }
    if (address.pathname.startsWith('/files/'))
      return new Response('fixture', { headers: { 'content-type': 'text/plain' } })
    return null
  }
  return { handle, calls: state.calls }
}
