import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import { stationContract } from '../../../contract/station/index.ts'
import type { Role } from '../../../domain/inputs.ts'
import { OrderField } from '../../../domain/order-file-fields.ts'
import { OFFICE_ROLES } from '../../../domain/roles.ts'
import { hashPin } from '../../../main/sessions/pin.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, order, PIN } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
const ROLES: readonly Role[] = ['picker', 'packer', 'receiver', 'lead', 'service', 'manager', 'administrator']
const SITE = {
  name: 'Test site',
  timeZone: 'Asia/Seoul',
  currency: 'KRW',
  labelLanguage: 'ko' as const,
  senderName: '바로상점',
  senderPhone: '02-0000-0000',
  senderPostcode: '04524',
  senderLine1: '세종대로 1',
  senderLine2: '',
  gs1Prefix: '8801234',
}
const OPERATOR = {
  id: null,
  badge: 'BDG-77',
  name: 'New',
  role: 'picker' as const,
  pin: PIN,
  language: null,
  active: true,
}

const MAPPING = {
  name: 'Mine',
  preset: 'custom' as const,
  channel: 'mine',
  fields: Object.fromEntries(OrderField.options.map((field) => [field, null])) as Record<OrderField, null>,
  groupBy: 'number' as const,
  laterRows: 'blank' as const,
  dateOrder: 'ymd' as const,
  utcOffsetMinutes: 0,
  keepSource: false,
}

const TRIAL = {
  ...{ country: 'KR', postcode: '06236', grams: 900, lengthMm: 300, widthMm: 200, heightMm: 100 },
  ...{ kinds: [], unClass: null, unNumber: null, batteryWh: null, units: 1, valueMinor: 0, cashMinor: 0 },
  ...{ carrierCode: null, shipBy: null, at: null },
}

const PRINTER = {
  id: 'none',
  name: 'Zebra',
  kind: 'zpl-network' as const,
  address: '127.0.0.1:9',
  dpi: 203 as const,
  media: { widthMm: 100, heightMm: 150 },
  orientation: 'portrait' as const,
  darkness: null,
  speed: null,
  offset: { xMm: 0, yMm: 0 },
}

/** Every procedure of the contract, called with input that is well-formed. */
const CALLS: Record<string, (client: StationClient) => Promise<unknown>> = {
  'session.current': (c) => c.session.current(),
  'session.scan': (c) => c.session.scan(scanOf('nobody')),
  'session.pin': (c) => c.session.pin({ pin: '9999' }),
  'session.lock': (c) => c.session.lock(),
  'session.echo': (c) => c.session.echo({ text: 'x' }),
  'session.language': (c) => c.session.language({ language: 'ko' }),
  'session.screen': (c) => c.session.screen({ screen: 'picking' }),
  'session.strip': (c) => c.session.strip(),
  'picking.bench': (c) => c.picking.bench(),
  'picking.scan': (c) => c.picking.scan(scanOf('T-1')),
  'packing.bench': (c) => c.packing.bench(),
  'packing.scan': (c) => c.packing.scan(scanOf('T-1')),
  'packing.cartonPlan': (c) => c.packing.cartonPlan(),
  'shipping.bench': (c) => c.shipping.bench(),
  'shipping.scan': (c) => c.shipping.scan(scanOf('T-1')),
  'printing.queue': (c) => c.printing.queue({}),
  'printing.preview': (c) => c.printing.preview({ printJobId: 'none' }),
  'printing.print': (c) => c.printing.print({ printJobId: 'none' }),
  'printing.printDocument': (c) => c.printing.printDocument({ kind: 'sheet', path: '/files/sheets/none.pdf' }),
  'printing.attempts': (c) => c.printing.attempts({ printJobId: 'none' }),
  'printing.queues': (c) => c.printing.queues(),
  'printing.withdraw': (c) => c.printing.withdraw({ attemptId: 'none' }),
  'printing.tryNow': (c) => c.printing.tryNow({ printerId: 'none' }),
  'devices.view': (c) => c.devices.view(),
  'devices.discover': (c) => c.devices.discover(),
  'devices.savePrinter': (c) => c.devices.savePrinter(PRINTER),
  'devices.removePrinter': (c) => c.devices.removePrinter({ printerId: 'none' }),
  'devices.saveRoutes': (c) => c.devices.saveRoutes({ label: 'none', slip: 'none', sheet: 'none', invoice: 'none' }),
  'devices.status': (c) => c.devices.status({ printerId: 'none' }),
  'devices.printTest': (c) => c.devices.printTest({ printerId: 'none', what: 'test' }),
  'devices.attempts': (c) => c.devices.attempts({ printerId: 'none' }),
  'printing.start': (c) => c.printing.start({ printJobId: 'none' }),
  'printing.finish': (c) => c.printing.finish({ printJobId: 'none', outcome: 'sent' }),
  'printing.reprint': (c) => c.printing.reprint({ printJobId: 'none', reason: 'lost' }),
  'printing.resolve': (c) => c.printing.resolve({ printJobId: 'none', found: true }),
  'printing.void': (c) => c.printing.void({ printJobId: 'none' }),
  'orders.list': (c) => c.orders.list({}),
  'orders.counts': (c) => c.orders.counts(),
  'orders.page': (c) => c.orders.page({ orderId: 'none' }),
  'orders.release': (c) => c.orders.release({ orderIds: ['none'] }),
  'orders.releaseAll': (c) => c.orders.releaseAll(),
  'orders.hold': (c) => c.orders.hold({ orderIds: ['none'], reason: 'x' }),
  'orders.unhold': (c) => c.orders.unhold({ orderIds: ['none'] }),
  'orders.cancel': (c) => c.orders.cancel({ orderIds: ['none'], reason: 'x' }),
  'orders.match': (c) => c.orders.match({ orderLineId: 'none', itemId: 'none', remember: false }),
  'orders.items': (c) => c.orders.items({ search: 'A1' }),
  'orders.difference': (c) => c.orders.difference({ differenceId: 'none', take: false }),
  'planning.choices': (c) => c.planning.choices(),
  'planning.plan': (c) => c.planning.plan({}),
  'planning.progress': (c) => c.planning.progress({ planId: 'none' }),
  'planning.cancel': (c) => c.planning.cancel({ planId: 'none' }),
  'planning.plans': (c) => c.planning.plans(),
  'planning.preview': (c) => c.planning.preview({ planId: 'none' }),
  'planning.batch': (c) => c.planning.batch({ planId: 'none', number: 1 }),
  'planning.release': (c) => c.planning.release({ planId: 'none' }),
  'planning.waves': (c) => c.planning.waves({}),
  'planning.wave': (c) => c.planning.wave({ waveId: 'none' }),
  'planning.cancelWave': (c) => c.planning.cancelWave({ waveId: 'none' }),
  'planning.floorPlan': (c) => c.planning.floorPlan(),
  'planning.saveFloorPlan': (c) => c.planning.saveFloorPlan({ layout: null }),
  'imports.inspect': (c) => c.imports.inspect({ uploadId: 'none' }),
  'imports.check': (c) => c.imports.check({ uploadId: 'none', kind: 'items' }),
  'imports.take': (c) => c.imports.take({ uploadId: 'none', kind: 'items', onlyIfAllGood: true }),
  'imports.run': (c) => c.imports.run({ runId: 'none' }),
  'imports.cancel': (c) => c.imports.cancel({ runId: 'none' }),
  'imports.mappings': (c) => c.imports.mappings(),
  'imports.saveMapping': (c) => c.imports.saveMapping(MAPPING),
  'imports.exportShipped': (c) => c.imports.exportShipped({ channel: 'plain', since: null }),
  'imports.demo': (c) => c.imports.demo(),
  'site.view': (c) => c.site.view(),
  'site.setUp': (c) => c.site.setUp({ site: SITE, administrator: OPERATOR }),
  'site.save': (c) => c.site.save(SITE),
  'site.savePolicies': async (c) => c.site.savePolicies((await c.site.view()).policies),
  'site.saveOperator': (c) => c.site.saveOperator({ ...OPERATOR, badge: `BDG-${randomUUID()}` }),
  'site.saveCarrier': (c) =>
    c.site.saveCarrier({ id: null, code: randomUUID(), name: 'N', trackingPattern: null, active: true }),
  'site.saveStation': (c) => c.site.saveStation({ name: 'P-02' }),
  'site.prefixPreview': (c) => c.site.prefixPreview({ gs1Prefix: '8801234' }),
  'site.scanLog': (c) => c.site.scanLog({}),
  'site.suggestions': (c) => c.site.suggestions({ screen: 'picking' }),
  'templates.list': (c) => c.templates.list(),
  'templates.read': (c) => c.templates.read({ id: 'item', version: 0 }),
  'templates.preview': (c) => c.templates.preview({ id: 'item', text: '{}', language: 'ko', dpi: 203 }),
  'templates.save': async (c) => c.templates.save({ id: 'item', after: await newest(c), text: null }),
  'templates.use': (c) => c.templates.use({ id: 'shipping-100x150' }),
  'services.view': (c) => c.services.view(),
  'services.read': (c) => c.services.read({ version: 1 }),
  'services.check': (c) => c.services.check({ text: '{}' }),
  'services.save': (c) => c.services.save({ after: 0, text: '{' }),
  'services.tryOut': (c) => c.services.tryOut({ text: null, trial: TRIAL }),
  'scanners.view': (c) => c.scanners.view(),
  'scanners.save': (c) => c.scanners.save({ profile: null }),
  'scanners.testCodes': (c) => c.scanners.testCodes(),
  'sync.view': (c) => c.sync.view(),
  'sync.commands': (c) => c.sync.commands({ only: 'all', before: null }),
  'sync.retry': (c) => c.sync.retry(),
  'sync.diagnostics': (c) => c.sync.diagnostics(),
  'sync.join': (c) => c.sync.join({ centre: 'http://127.0.0.1:9', code: 'none', bring: false }),
  'sync.joinCode': (c) => c.sync.joinCode({ name: 'P-02' }),
  'sync.acceptReset': (c) => c.sync.acceptReset(),
  'sync.stations': (c) => c.sync.stations(),
  'sync.revokeStation': (c) => c.sync.revokeStation({ stationId: 'none' }),
  'sync.revokeClaim': (c) => c.sync.revokeClaim({ taskId: 'none' }),
  'sync.exceptions': (c) => c.sync.exceptions(),
  'sync.aside': (c) => c.sync.aside(),
  'sync.decideAside': (c) => c.sync.decideAside({ ids: ['none'], decision: 'discard' }),
  'sync.resolve': (c) => c.sync.resolve({ exceptionId: 'none', resolution: 'return', quantity: null }),
}
/** The newest version of a template, or none for who may not know it. */
async function newest(client: StationClient): Promise<number> {
  const list = await client.templates.list().catch(() => [])
  return list.find((template) => template.id === 'item')?.version ?? 0
}
const OPEN_TO_ALL = [
  ...['session.current', 'session.scan', 'session.pin', 'session.lock', 'session.language', 'session.screen'],
  ...['session.strip', 'session.echo', 'site.setUp', 'site.prefixPreview'],
  ...['scanners.view', 'scanners.testCodes'],
]
/** Procedures that only some roles may call; all others are for everybody who is signed in. */
const ADMINISTRATION: readonly Role[] = ['manager', 'administrator']
const ONLY_FOR: Record<string, readonly Role[]> = {
  ...Object.fromEntries(
    Object.keys(stationContract.planning).map((verb) => [`planning.${verb}`, ['lead', 'manager', 'administrator']]),
  ),
  'site.save': ADMINISTRATION,
  'site.savePolicies': ADMINISTRATION,
  'site.saveOperator': ADMINISTRATION,
  'site.saveCarrier': ADMINISTRATION,
  'site.saveStation': ADMINISTRATION,
  'site.scanLog': ['lead', 'service', 'manager', 'administrator'],
  'devices.discover': ADMINISTRATION,
  'devices.savePrinter': ADMINISTRATION,
  'devices.removePrinter': ADMINISTRATION,
  'devices.saveRoutes': ADMINISTRATION,
  'services.view': OFFICE_ROLES,
  'services.read': OFFICE_ROLES,
  'services.check': OFFICE_ROLES,
  'services.save': ADMINISTRATION,
  'services.tryOut': OFFICE_ROLES,
  'templates.list': OFFICE_ROLES,
  'templates.read': OFFICE_ROLES,
  'templates.preview': OFFICE_ROLES,
  'templates.save': ADMINISTRATION,
  'templates.use': ADMINISTRATION,
  'sync.join': ADMINISTRATION,
  'sync.joinCode': ADMINISTRATION,
  'sync.acceptReset': ADMINISTRATION,
  'sync.revokeStation': ADMINISTRATION,
  'sync.revokeClaim': ['lead', 'manager', 'administrator'],
  'sync.aside': ['lead', 'manager', 'administrator'],
  'sync.decideAside': ['lead', 'manager', 'administrator'],
  'sync.resolve': ['lead', 'manager', 'administrator'],
  'printing.void': ['packer', 'lead', 'manager', 'administrator'],
}
/** The office's procedures: their own roles are told by their own tests. */
const OFFICE = /^(orders|imports)\./

let station: TestStation
beforeEach(async () => {
  station = await openTestStation()
})
afterEach(() => station.close())

async function outcome(
  call: ((client: StationClient) => Promise<unknown>) | undefined,
  client: StationClient,
): Promise<string> {
  if (call === undefined) return 'MISSING'
  try {
    await call(client)
    return 'OK'
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}

describe('the doors of the station', () => {
  test('are all known here', () => {
    const all = Object.entries(stationContract).flatMap(([noun, procedures]) =>
      Object.keys(procedures).map((verb) => `${noun}.${verb}`),
    )
    expect(Object.keys(CALLS).sort()).toEqual(all.sort())
  })

  test('open to nobody who is not signed in, but for signing in', async () => {
    await fillSmallWarehouse(station.station.core, [order(1, [['A1', 1]])])
    for (const [name, call] of Object.entries(CALLS)) {
      const said = await outcome(call, station.client())
      if (OPEN_TO_ALL.includes(name)) expect(said, name).toBe(name === 'site.setUp' ? 'CONFLICT' : 'OK')
      else expect(said, name).toBe('NOT_SIGNED_IN')
    }
    expect(await station.client().site.suggestions({ screen: 'sign-in' })).not.toEqual([])
  })

  test('stay closed to somebody whose PIN was not given', async () => {
    await fillSmallWarehouse(station.station.core, [])
    const client = station.client()
    await signIn(client, 'BDG-1')
    await client.session.scan(scanOf('BDG-2'))
    expect(await outcome(CALLS['picking.bench'], client)).toBe('NOT_SIGNED_IN')
  })

  test('give files only to those whose business they are', async () => {
    const [open, held] = (await fillSmallWarehouse(
      station.station.core,
      [order(1, [['A1', 1]]), order(2, [['A2', 1]])],
      false,
    )) as [string, string]
    const ask = async (badge: string | null, path: string, init: RequestInit = {}) => {
      const sessionId = randomUUID()
      if (badge !== null) await signIn(station.client(sessionId), badge)
      const answer = await station.station.handle(new Request(`http://station.test${path}`, init), { sessionId })
      return answer.status
    }
    const upload = { method: 'POST', body: 'sku,name' }
    const office = station.client('office')
    await signIn(office, 'BDG-1')
    await office.orders.hold({ orderIds: [held], reason: 'asked' })
    await office.orders.release({ orderIds: [open] })
    const picker = station.client('picker')
    await signIn(picker, 'BDG-2')
    await picker.picking.scan(scanOf(command('giveWork')))
    const shipped = (await office.imports.exportShipped({ channel: 'plain', since: null })).path
    for (const [path, init, statuses] of [
      ['/files/uploads?name=a.csv', upload, [401, 403, 201]],
      [shipped, {}, [401, 403, 200]],
      [`/files/slips/${open}.pdf`, {}, [401, 200, 200]],
      [`/files/slips/${held}.pdf`, {}, [401, 403, 200]],
      ['/files/sheets/totes.pdf', {}, [401, 200, 200]],
      ['/files/sheets/constructor.pdf', {}, [401, 404, 404]],
      ['/files/sheets/__proto__.pdf', {}, [401, 404, 404]],
    ] as const)
      expect(
        [await ask(null, path, init), await ask('BDG-2', path, init), await ask('BDG-1', path, init)],
        path,
      ).toEqual(statuses)
  })

  test('show an empty station only its set-up', async () => {
    const client = station.client()
    expect((await client.session.current()).bench.step).toBe('setup')
    expect((await client.site.view()).site).toBeNull()
    await client.site.setUp({ site: SITE, administrator: OPERATOR })
    expect((await client.session.current()).bench).toMatchObject({
      step: 'in',
      session: { operator: { role: 'administrator' } },
    })
    expect(await outcome(CALLS['site.setUp'], station.client())).toBe('CONFLICT')
    expect(await outcome(CALLS['site.view'], station.client())).toBe('NOT_SIGNED_IN')
  })

  test('ask for the role that each needs, and say FORBIDDEN to every other', async () => {
    const { core } = station.station
    await fillSmallWarehouse(core, [order(1, [['A1', 1]])])
    const pinHash = await hashPin(PIN)
    for (const role of ROLES) {
      const badge = `BDG-${role.toUpperCase()}`
      await core.run(
        saveOperator,
        { id: null, badge, name: role, role, pinHash, language: null, active: true, otherAdministrators: 1 },
        nobody,
      )
      const client = station.client()
      await signIn(client, badge)
      for (const [name, call] of Object.entries(CALLS)) {
        if (OFFICE.test(name) || name.startsWith('session.') || name === 'site.setUp') continue
        const said = await outcome(call, client)
        const may = ONLY_FOR[name]?.includes(role) ?? true
        expect(said === 'FORBIDDEN', `${role} ${name}: ${said}`).toBe(!may)
        expect(['NOT_SIGNED_IN', 'INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'MISSING'], `${role} ${name}`).not.toContain(
          said,
        )
      }
    }
  }, 60_000)
})
