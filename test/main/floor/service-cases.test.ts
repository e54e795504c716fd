import { afterEach, describe, expect, test } from 'vitest'
import { closeCarton } from '../../../commands/packing/close-carton.ts'
import { saveServices } from '../../../commands/services/save-services.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { Row } from '../../../db/tables.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { type SmallService, serviceBook } from '../../support/service-books.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode } from './floor-robot.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { enter, type FloorWorld, finishAll, openWorld, orderStates, type Person } from './floor-world.ts'

let world: FloorWorld
afterEach(async () => {
  expect(brokenUnitRules(world.test.station.core)).toEqual([])
  expect(world.watch.illegal()).toEqual([])
  expect(world.bugs).toEqual([])
  await world.test.close()
})

const nobody = { operatorId: null, station: 'TEST' }
const A1 = gtin13(1)
// Thursday, 19 November 2026, ten in the morning at the site.
const THURSDAY = Date.parse('2026-11-19T10:00:00+09:00')
const FRIDAY_EVENING = Date.parse('2026-11-20T18:00:00+09:00')

type Case = {
  services?: readonly SmallService[]
  rules?: readonly object[]
  holidays?: readonly string[]
  timeZone?: string
  at?: number
  shipBy?: string
  orders?: Partial<OrderInput>
  policies?: Partial<Policies>
  item?: Partial<Row<'item'>>
}

/** A packer with everything picked for one order of two units, and a book that was saved before. */
async function open(asked: Case = {}): Promise<Person> {
  const { at = THURSDAY, shipBy, services, rules, holidays, timeZone } = asked
  const ordered = order(1, [['A1', 2]], {
    ...(shipBy === undefined ? {} : { shipBy: Date.parse(`${shipBy}T18:00:00+09:00`) }),
    ...asked.orders,
  })
  world = await openWorld({ orders: [ordered], policies: asked.policies ?? {}, badges: ['BDG-1'], now: () => at })
  const { core } = world.test.station
  await core.store.write(async (tx) => {
    const [item] = await tx.find('item', 'sku', 'A1')
    if (item !== undefined) await tx.put('item', { ...item, ...asked.item })
  })
  const book = serviceBook({
    services: services ?? SERVICES,
    ...(rules === undefined ? {} : { rules }),
    ...(holidays === undefined ? {} : { holidays }),
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  expect(await core.run(saveServices, { after: 0, book }, nobody)).toMatchObject({ ok: true })
  const [lead] = world.people as [Person]
  await lead.robot.finish('picking')
  const packer = await enter(world.test, 'BDG-3')
  world.people.push(packer)
  return packer
}

const SERVICES: readonly SmallService[] = [
  { code: 'CJ-STD', priceMinor: 2_500, transitDays: 2 },
  { code: 'CJ-EXP', priceMinor: 4_000, transitDays: 1, cutOff: '20:00', level: 'express' },
]

const pack = async (person: Person, ...codes: string[]) => {
  let reply: { bench: PackBench; feedback: Feedback | null } = await person.client.packing.bench()
  for (const code of codes) reply = await person.client.packing.scan(scanOf(code))
  return reply
}
const packAll = (person: Person) => pack(person, 'T-1', 'BOX-S', A1, A1)
const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const kept = () =>
  rows<Record<string, unknown>>(
    `SELECT service_code AS code, price_minor AS price, ship_date AS ships, deliver_by AS there, carrier_code AS carrier
     FROM carton WHERE state <> 'undone' ORDER BY number`,
  )

describe('the service of a carton', () => {
  const cases: [string, Case, object][] = [
    [
      'is the cheapest when all keep the promise',
      {},
      { code: 'CJ-STD', price: 2_500, ships: '2026-11-19', there: '2026-11-23' },
    ],
    [
      'is the cheapest that still leaves in time, when the cheaper one is collected too early',
      { at: Date.parse('2026-11-19T17:00:00+09:00'), shipBy: '2026-11-19' },
      { code: 'CJ-EXP', price: 4_000, ships: '2026-11-19', there: '2026-11-20' },
    ],
    [
      'leaves on Monday when the cut-off of Friday has passed',
      { at: FRIDAY_EVENING, services: [{ code: 'CJ-STD' }] },
      { code: 'CJ-STD', ships: '2026-11-23', there: '2026-11-24' },
    ],
    [
      'does not leave on a holiday of the site',
      { at: FRIDAY_EVENING, services: [{ code: 'CJ-STD' }], holidays: ['2026-11-23', '2026-11-24'] },
      { code: 'CJ-STD', ships: '2026-11-25', there: '2026-11-26' },
    ],
    [
      'goes by the clock of the book: half past four in Seoul is the morning in Berlin',
      { at: Date.parse('2026-11-19T17:00:00+09:00'), services: [{ code: 'CJ-STD' }], timeZone: 'Europe/Berlin' },
      { code: 'CJ-STD', ships: '2026-11-19', there: '2026-11-20' },
    ],
    [
      'is of the level that was sold, although another one is cheaper',
      { orders: { shippingMethod: 'Express' } },
      { code: 'CJ-EXP', price: 4_000 },
    ],
    [
      'is of the carrier that the order asks for, by its code or its name',
      { services: [{ code: 'X-STD', carrierCode: 'X', priceMinor: 100 }, ...SERVICES], orders: { carrier: 'cj' } },
      { code: 'CJ-STD', carrier: 'CJ' },
    ],
    [
      'is another one where a rule forbids the cheapest for these goods',
      {
        item: { goods_kinds: 'lithium-battery', battery_wh: 74 },
        services: [{ code: 'AIR', mode: 'air', priceMinor: 1_000 }, ...SERVICES],
        rules: [
          { id: 'battery-air', when: { kinds: ['lithium-battery'], modes: ['air'] }, effect: { kind: 'forbid' } },
        ],
      },
      { code: 'CJ-STD', price: 2_500 },
    ],
  ]
  test.each(cases)('%s', async (_, asked, expected) => {
    const packer = await open(asked)
    const closed = await packAll(packer)
    expect(closed.bench.step).toBe('print')
    expect(kept()).toEqual([expect.objectContaining(expected)])
    expect(closed.bench.carton?.service).toMatchObject({ priceMinor: kept()[0]?.price, shipDate: kept()[0]?.ships })
  })

  test('stands on the label, and the order goes on to shipped without another key', async () => {
    const packer = await open()
    const { bench } = await packAll(packer)
    const { core } = world.test.station
    const label = core.journal.database.prepare('SELECT input FROM print_job').pluck().get() as string
    expect(JSON.parse(label).carrier).toBe('CJ CJ-STD')
    expect(bench.actions.map(({ name }) => name)).toContain('otherService')
    world.people.splice(0, 1)
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
    expect(kept()).toEqual([expect.objectContaining({ code: 'CJ-STD', carrier: 'CJ' })])
  })

  test('is that of the earlier cartons of the order as long as it keeps the promise', async () => {
    const packer = await open()
    await pack(packer, 'T-1', 'BOX-S', A1, command('closeCarton'), command('otherService'), 'cj-exp')
    const { bench } = await pack(packer)
    const page = await packer.client.printing.start({ printJobId: bench.printJob?.id ?? '' })
    await packer.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
    await pack(packer, labelCode(bench.carton?.code ?? ''), 'BOX-S', A1)
    expect(kept().map(({ code }) => code)).toEqual(['CJ-EXP', 'CJ-EXP'])
  })
})

describe('another service', () => {
  test('is chosen by its code before the label is scanned, and the label that was drawn names it', async () => {
    const packer = await open()
    await packAll(packer)
    const asked = await pack(packer, command('otherService'))
    expect(asked.bench).toMatchObject({
      step: 'service',
      services: { currency: 'KRW', offers: [{ code: 'CJ-STD' }, { code: 'CJ-EXP', carrierName: 'CJ' }], refused: [] },
    })
    const chosen = await pack(packer, 'CJ-EXP')
    expect(chosen).toMatchObject({ feedback: { name: 'serviceChosen' }, bench: { step: 'print' } })
    expect(kept()).toEqual([expect.objectContaining({ code: 'CJ-EXP', price: 4_000 })])
    const jobs = world.test.station.core.journal.database
      .prepare('SELECT state, copy, input FROM print_job ORDER BY copy')
      .all() as { state: string; copy: number; input: string }[]
    expect(jobs.map(({ state, copy, input }) => [state, copy, JSON.parse(input).carrier])).toEqual([
      ['voided', 1, 'CJ CJ-STD'],
      ['requested', 2, 'CJ CJ-EXP'],
    ])
  })

  test('leaves everything as it is when the packer goes back, and no other code is one', async () => {
    const packer = await open()
    await packAll(packer)
    const wrong = await pack(packer, command('otherService'), 'NONE')
    expect(wrong).toMatchObject({ feedback: { name: 'unknownCode' }, bench: { step: 'service' } })
    const back = await pack(packer, command('acknowledge'), command('back'))
    expect(back.bench.step).toBe('print')
    expect(kept()).toEqual([expect.objectContaining({ code: 'CJ-STD' })])
  })
})

describe('a carton that no service takes', () => {
  const FORBIDDEN: Case = {
    item: { goods_kinds: 'lithium-battery', battery_wh: 200 },
    rules: [{ id: '대용량 배터리', when: { batteryOverWh: 160 }, effect: { kind: 'forbid' } }],
  }

  test('gets no label, the packer reads why, and taking it out again is the way on', async () => {
    const packer = await open(FORBIDDEN)
    const stopped = await packAll(packer)
    expect(stopped).toMatchObject({
      feedback: { name: 'serviceNone', code: 'E-PAK-030' },
      bench: {
        step: 'service',
        carton: { code: null },
        services: {
          offers: [],
          refused: [
            { code: 'CJ-STD', reasons: [{ code: 'ruleStops', params: { rule: '대용량 배터리', item: 'item A1' } }] },
            { code: 'CJ-EXP' },
          ],
        },
      },
    })
    expect(rows('SELECT state FROM carton')).toEqual([{ state: 'open' }])
    expect(world.test.station.core.journal.database.prepare('SELECT count(*) FROM print_job').pluck().get()).toBe(0)
    expect((await pack(packer, command('back'))).bench.step).toBe('unit')
    expect((await pack(packer, command('closeCarton'))).bench.step).toBe('service')
    expect((await pack(packer, command('undoCarton'))).bench.step).toBe('carton')
  })

  test('is refused by the command itself, whatever a screen would send', async () => {
    const packer = await open(FORBIDDEN)
    await packAll(packer)
    const [carton] = rows<{ id: string }>('SELECT id FROM carton')
    const { core } = world.test.station
    const close = (service: object | null) =>
      core.run(
        closeCarton,
        {
          cartonId: carton?.id ?? '',
          weightGrams: null,
          code: '880123456789012345',
          codeKind: 'sscc',
          service,
        } as never,
        nobody,
      )
    const chosen = { version: 1, code: 'CJ-STD', priceMinor: 0, shipDate: '2026-11-19', deliverBy: '2026-11-20' }
    expect(await close(chosen)).toMatchObject({
      refusal: { name: 'serviceForbidden', params: { rule: '대용량 배터리', violation: 'forbidden', item: 'item A1' } },
    })
    expect(await close(null)).toMatchObject({ refusal: { name: 'serviceMissing' } })
    expect(await close({ ...chosen, version: 9 })).toMatchObject({ refusal: { name: 'serviceUnknown' } })
    expect(await close({ ...chosen, code: 'GONE' })).toMatchObject({ refusal: { name: 'serviceUnknown' } })
    expect(rows('SELECT state FROM carton')).toEqual([{ state: 'open' }])
  })

  test('of the carrier that was asked for goes with another one by the word of a lead, not of a packer', async () => {
    const packer = await open({
      services: [
        { code: 'CJ-STD', limits: { grams: 100 } },
        { code: 'X-STD', carrierCode: 'X' },
      ],
      orders: { carrier: 'CJ' },
    })
    const stopped = await packAll(packer)
    expect(stopped.bench.services).toMatchObject({
      offers: [],
      refused: [
        { code: 'CJ-STD', reasons: [{ code: 'tooHeavy', params: { found: 500, limit: 100 } }] },
        { code: 'X-STD', reasons: [{ code: 'otherCarrier', params: { wanted: 'CJ' } }] },
      ],
    })
    expect((await pack(packer, 'X-STD')).feedback?.name).toBe('unknownCode')
    const lead = await enter(world.test, 'BDG-1')
    const seen = await pack(lead, 'T-1', command('closeCarton'))
    expect(seen.bench.services).toMatchObject({ offers: [{ code: 'X-STD', isOtherCarrier: true }] })
    expect((await pack(lead, 'X-STD')).bench.step).toBe('print')
    expect(kept()).toEqual([expect.objectContaining({ code: 'X-STD', carrier: 'X' })])
  })

  test('because nobody knows its weight is weighed first', async () => {
    const packer = await open({ item: { weight_grams: null } })
    expect((await packAll(packer)).bench.step).toBe('weigh')
    expect(await pack(packer, command('skipWeight'))).toMatchObject({
      feedback: { name: 'serviceWeighFirst' },
      bench: { step: 'weigh' },
    })
    expect((await pack(packer, command('acknowledge'), '900')).bench.step).toBe('print')
  })

  test('without its mark gets one, and says so, before its label exists', async () => {
    const packer = await open({
      item: { goods_kinds: 'lithium-battery', battery_wh: 20 },
      rules: [
        { id: 'mark', when: { kinds: ['lithium-battery'] }, effect: { kind: 'require-mark', mark: 'UN3481' } },
        { id: 'paper', when: { modes: ['air'] }, effect: { kind: 'require-document', document: '송장' } },
      ],
    })
    expect(await packAll(packer)).toMatchObject({
      feedback: { name: 'serviceAttach' },
      bench: { step: 'service', services: { attach: { code: 'CJ-STD', marks: ['UN3481'], documents: [] } } },
    })
    expect((await pack(packer, command('confirm'))).bench.step).toBe('print')
  })
})

describe('a site without services', () => {
  test('closes cartons as their orders say', async () => {
    const packer = await open({ orders: { shippingMethod: '새벽배송' } })
    expect(await world.test.station.core.run(saveServices, { after: 1, book: null }, nobody)).toMatchObject({
      ok: true,
    })
    const { bench } = await packAll(packer)
    expect(bench).toMatchObject({ step: 'print', carton: { service: null }, services: null })
    expect(bench.actions.map(({ name }) => name)).not.toContain('otherService')
    const label = world.test.station.core.journal.database
      .prepare('SELECT input FROM print_job')
      .pluck()
      .get() as string
    expect(JSON.parse(label).carrier).toBe('새벽배송')
  })
})

describe('the waybill of a carton with a service', () => {
  const ship = async (person: Person, ...codes: string[]) => {
    let reply = await person.client.shipping.bench()
    for (const code of codes) reply = await person.client.shipping.scan(scanOf(code))
    return reply
  }
  const ready = async (rules: readonly object[] = []) => {
    const packer = await open({ services: [{ code: 'X-STD', carrierCode: 'X' }], rules })
    await packAll(packer)
    await packer.robot.finish('packing')
    const code = labelCode(rows<{ code: string }>('SELECT code FROM carton')[0]?.code ?? '')
    return { packer, code }
  }

  test('is one of its carrier without a question where its numbers may be anything', async () => {
    const { packer, code } = await ready()
    expect((await ship(packer, code, '77777')).feedback).toMatchObject({ name: 'trackingTaken', code: 'I-SHP-004' })
    expect(rows('SELECT carrier_code AS c FROM carton')).toEqual([{ c: 'X' }])
  })

  test('of another carrier is noticed, and taken when it is scanned again', async () => {
    const { packer, code } = await ready()
    expect((await ship(packer, code, '600000000001')).feedback).toMatchObject({ name: 'waybillOfOther', block: true })
    const again = await ship(packer, command('acknowledge'), '600000000001')
    expect(again.feedback?.name).toBe('trackingTaken')
    expect(rows('SELECT carrier_code AS c, service_code AS s FROM carton')).toEqual([{ c: 'CJ', s: null }])
  })

  test('of a carrier that a rule forbids is refused however often it is scanned', async () => {
    const { packer, code } = await ready([{ id: 'no-cj', when: { carriers: ['CJ'] }, effect: { kind: 'forbid' } }])
    await ship(packer, code, '600000000001', command('acknowledge'))
    expect((await ship(packer, '600000000001')).feedback).toMatchObject({ name: 'carrierForbidden', code: 'E-SHP-013' })
    expect(rows('SELECT tracking_number AS t FROM carton')).toEqual([{ t: null }])
  })
})
