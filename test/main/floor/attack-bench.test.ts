import { afterEach, describe, expect, test } from 'vitest'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode } from './floor-robot.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { enter, type FloorWorld, openWorld, orderStates, type Person } from './floor-world.ts'

let world: FloorWorld
afterEach(async () => {
  const { core } = world.test.station
  const broken = [
    ...brokenUnitRules(core),
    ...(await runDoctor(world.test.directory)).checks.filter(({ ok }) => !ok),
    ...world.watch.illegal(),
    ...world.bugs,
  ]
  if (broken.length > 0) console.log('BROKEN', JSON.stringify(broken).slice(0, 2000))
  await world.test.close()
})

const nobody = { operatorId: null, station: 'TEST' }
const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const [A1, , A3, , A8] = [gtin13(1), gtin13(2), gtin13(3), gtin13(4), gtin13(8)]

async function release(orderIds: string[], number: string) {
  const released = await world.test.station.core.run(
    releaseWave,
    {
      ...{ waveId: null, number: `W-${number}`, strategy: 'single-line', plannedAt: 1 },
      batches: [
        {
          number: `B-${number}`,
          ...{ orderIds, sortedAt: 'bench', locationIds: [], zone: null, distanceMm: null, baselineMm: null },
        },
      ],
    },
    nobody,
  )
  expect(released).toMatchObject({ ok: true, value: { leftOut: [] } })
}
async function open(
  orders: OrderInput[],
  policies: Partial<Policies> = {},
  furtherStock: NonNullable<Parameters<typeof openWorld>[0]['furtherStock']> = [
    { sku: 'A9', location: 'A-01-1-01', serial: 'SN-4', quantity: 1 },
  ],
  many = 1,
): Promise<[picker: Person, packer: Person, lead: Person]> {
  world = await openWorld({
    orders,
    policies: { countEachUnit: false, ...policies },
    furtherStock,
    badges: ['BDG-2', 'BDG-3', 'BDG-1'],
  })
  const piece = Math.ceil(world.orderIds.length / Math.max(1, many))
  for (let at = 0; at < many; at += 1) await release(world.orderIds.slice(at * piece, (at + 1) * piece), String(at + 1))
  return world.people as [Person, Person, Person]
}
type Replied<Bench> = { bench: Bench; feedback: Feedback | null }
const pick = async (person: Person, ...codes: string[]): Promise<Replied<PickBench>> => {
  let reply: Replied<PickBench> = await person.client.picking.bench()
  for (const code of codes) reply = await person.client.picking.scan(scanOf(code))
  return reply
}
const pack = async (person: Person, ...codes: string[]): Promise<Replied<PackBench>> => {
  let reply: Replied<PackBench> = await person.client.packing.bench()
  for (const code of codes) reply = await person.client.packing.scan(scanOf(code))
  return reply
}
async function collect(picker: Person, tote = 'T-1'): Promise<void> {
  let { bench } = await pick(picker, command('giveWork'), tote)
  while (bench.step === 'location')
    bench = (
      await pick(
        picker,
        bench.location?.code ?? '',
        bench.item?.code ?? '',
        ...(bench.lot === null ? [] : [bench.lot]),
        tote,
      )
    ).bench
  expect((await pick(picker, command('done'))).feedback?.name).toBe('dropped')
}
async function label(person: Person): Promise<Replied<PackBench>> {
  const { bench } = await pack(person)
  const page = await person.client.printing.start({ printJobId: bench.printJob?.id ?? '' })
  await person.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
  return pack(person, labelCode(bench.carton?.code ?? ''))
}
const oneEach = (count: number, sku = 'A1', from = 1): OrderInput[] =>
  Array.from({ length: count }, (_, index) => order(index + from, [[sku, 1]]))

test('LOTS: an order never gets more units of a lot than were picked of it, so that each order finds its own', async () => {
  // 50 of L1 and 4 of L2: #1 holds 49 of L1 at the shelf; #2 gets 1 L1 and 1 L2; #3 gets 1 L2.
  const [picker, packer] = await open(
    [order(1, [['A8', 49]]), order(2, [['A8', 2]]), order(3, [['A8', 1]])],
    {},
    [{ sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 4 }],
    0,
  )
  await release(world.orderIds.slice(1), '1')
  expect(
    rows(`SELECT o.number, l.lot, l.quantity FROM pick_line l JOIN "order" o ON o.id = l.order_id ORDER BY 1, 2`),
  ).toEqual([
    { number: '#2', lot: 'L1', quantity: 1 },
    { number: '#2', lot: 'L2', quantity: 1 },
    { number: '#3', lot: 'L2', quantity: 1 },
  ])
  await collect(picker)
  // Two units of L2 come out of the tote one after the other: each belongs to another order.
  await pack(packer, 'T-1', A8, 'L2', 'BOX-S')
  const second = await pack(packer, A8, 'L2')
  console.log('second L2:', second.feedback?.name, second.bench.step, second.bench.order?.number)
  if (second.bench.step === 'print') await label(packer)
  console.log(rows(`SELECT o.number, c.lot, c.quantity FROM carton_line c JOIN "order" o ON o.id = c.order_id`))
  // A code that names its lot: 01 + GTIN-14, 10 + lot.
  const last = await pack(packer, `010${A8}10L1`)
  console.log(
    'the L1 that is left:',
    last.feedback?.name,
    last.bench.step,
    last.bench.shared?.orders,
    orderStates(world),
  )
  expect(
    rows(`SELECT c.lot, sum(c.quantity) AS n FROM carton_line c JOIN "order" o ON o.id = c.order_id
      WHERE o.number = '#2' GROUP BY c.lot ORDER BY c.lot`),
  ).not.toEqual([{ lot: 'L2', n: 2 }])
})

test('REUSED: a tote that came back with another task is not said to be done while orders wait in it', async () => {
  const [picker, packer, lead] = await open(oneEach(4), {}, undefined, 2)
  await collect(picker)
  await pack(packer, 'T-1')
  // The lead packs both orders at the other bench; nobody touches the packer's screen.
  await pack(lead, 'T-1')
  for (const _ of [1, 2]) {
    await pack(lead, A1, 'BOX-S')
    await label(lead)
  }
  expect(rows(`SELECT state FROM tote WHERE code = 'T-1'`)).toEqual([{ state: 'emptied' }])
  await collect(picker)
  const before = await pack(packer)
  console.log('reused', before.bench.step, before.bench.shared)
  await pack(packer, A1, 'BOX-S')
  const done = await label(packer)
  console.log(done.feedback?.name, done.bench.step, orderStates(world))
  expect(done.feedback?.name).toBe('orderPacked')
})

test('NOTHING THERE: an order whose unit lies in another tote of its task is not written off', async () => {
  const [picker, packer] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]]), order(3, [['A1', 1]])], {
    countEachUnit: true,
  })
  // T-1: one unit of #1. T-2: the other of #1, #2 and #3? The first tote takes what fits.
  const { bench } = await pick(picker, command('giveWork'), 'T-1')
  await pick(picker, bench.location?.code ?? '', A1, 'T-1')
  await pick(picker, A1, A1, 'T-2')
  await pick(picker, A1, 'T-1')
  console.log(
    rows(
      `SELECT o.number, t.name FROM pick_slot s JOIN "order" o ON o.id = s.order_id JOIN tote t ON t.id = s.tote_id`,
    ),
  )
  expect((await pick(picker, command('done'))).feedback?.name).toBe('dropped')
  // T-1 holds two units: of #1 and #3. Both are packed for #1, the most urgent.
  const one = await pack(packer, 'T-1', A1, 'BOX-S', A1)
  expect(one.bench.order?.number).toBe('#1')
  await label(packer)
  const asked = await pack(packer, command('nothingThere'))
  console.log('asked', asked.feedback?.name, asked.bench.order?.number, asked.bench.shared)
  const done = await pack(packer, command('confirm'))
  console.log(
    done.feedback?.name,
    orderStates(world),
    rows(`SELECT reason, quantity FROM stock_move WHERE reason = 'missing-at-bench'`),
  )
  expect(orderStates(world).backordered ?? 0).toBe(0)
})

describe('TAKE UP', () => {
  test('a unit that is scanned beside the tote does not go into a carton that stands at another bench', async () => {
    const [picker, packer, lead] = await open([order(1, [['A1', 2]])])
    await collect(picker)
    await pack(lead, 'T-1')
    await pack(packer, 'T-1', A1, 'BOX-S')
    expect((await pack(packer)).bench).toMatchObject({ step: 'unit', carton: { units: 1 }, unitsLeft: 1 })
    const other = await pack(lead, A1)
    console.log('lead', other.feedback?.name, other.bench.step, other.bench.carton?.units)
    expect(other.bench.carton?.units).toBe(1)
  })
  test('nor into an empty one that was left at another bench', async () => {
    const [picker, packer, lead] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]])])
    await collect(picker)
    await pack(packer, 'T-1')
    const left = await pack(lead, 'T-1', A1, 'BOX-S', command('undo'), command('partial'), command('park'))
    console.log('left', left.bench.step, left.feedback?.name)
    const other = await pack(packer, A1)
    console.log('packer', other.feedback?.name, other.bench.step, other.bench.order?.number, other.bench.carton?.units)
    expect(other.bench.carton?.units ?? 0).toBe(0)
  })
})

test('SPEED: a scan with a hundred orders', async () => {
  const [picker, packer] = await open(
    Array.from({ length: 100 }, (_, index) => order(index + 1, [[['A1', 'A2', 'A3'][index % 3] ?? '', 1]])),
    {},
    [
      { sku: 'A1', location: 'A-02-2-02', quantity: 100 },
      { sku: 'A2', location: 'A-02-2-02', quantity: 100 },
      { sku: 'A3', location: 'A-03-3-03', quantity: 100 },
    ],
  )
  const times: [string, number][] = []
  const timed = async <R>(name: string, run: () => Promise<R>): Promise<R> => {
    const from = performance.now()
    const result = await run()
    times.push([name, Math.round(performance.now() - from)])
    return result
  }
  let { bench } = await timed('giveWork', () => pick(picker, command('giveWork')))
  bench = (await timed('tote', () => picker.client.picking.scan(scanOf('T-1')))).bench
  while (bench.step === 'location' || bench.step === 'item') {
    const code = bench.location?.code ?? ''
    if (bench.step === 'location')
      bench = (await timed('location', () => picker.client.picking.scan(scanOf(code)))).bench
    const item = bench.item?.code ?? ''
    const units = bench.quantity
    bench = (await timed('item', () => picker.client.picking.scan(scanOf(item)))).bench
    bench = (await timed(`put ${units}`, () => picker.client.picking.scan(scanOf('T-1')))).bench
  }
  await timed('drop', () => picker.client.picking.scan(scanOf(command('done'))))
  await timed('pack tote', () => packer.client.packing.scan(scanOf('T-1')))
  await timed('pack unit', () => packer.client.packing.scan(scanOf(A1)))
  await timed('pack carton', () => packer.client.packing.scan(scanOf('BOX-S')))
  const now = await pack(packer)
  console.log('bench', now.bench.step, now.bench.alert?.name, now.bench.order?.number, now.bench.printJob)
  if (now.bench.printJob !== null) await timed('label', () => label(packer))
  await timed('pack wrong', () => packer.client.packing.scan(scanOf('WHAT')))
  console.log(times.map(([name, ms]) => `${name} ${ms}ms`).join(', '))
  expect(Math.max(...times.map(([, ms]) => ms))).toBeLessThan(100)
}, 60_000)

test('FILLING: a shared tote that is still being filled is not said to be empty', async () => {
  const [picker, packer] = await open(oneEach(2))
  const { bench } = await pick(picker, command('giveWork'), 'T-1')
  await pick(picker, bench.location?.code ?? '', A1, 'T-1')
  expect((await pack(packer, 'T-1')).feedback?.name).toBe('toteNotReady')
})

test('BLOCKED: the bench says of each order of a task that a person has to settle as a whole that it waits', async () => {
  const [picker, packer] = await open(oneEach(2))
  await collect(picker)
  const { core } = world.test.station
  const [task] = rows<{ id: string }>('SELECT id FROM pick_task')
  await core.executor.transact(async ({ tx }) => {
    await tx.put('fact_exception', {
      ...{ id: 'late', station_id: 'other', seq: 1, command_id: 'c', type: 'picking.collect-units', version: 1 },
      ...{ args: '{}', claim: null, reason: 'claimStale', params: '{}', at: 1, business_date: '2026-01-05' },
      ...{ operator_id: null, order_id: null, tote_id: null, pick_task_id: task?.id ?? '', caused_by: null },
      ...{ state: 'open', resolution: null, resolved_by: null, resolved_at: null },
    })
  })
  const opened = await pack(packer, 'T-1')
  console.log(opened.feedback?.name, opened.bench.shared?.blocked)
  expect(opened.bench.shared?.blocked).toEqual(['#1', '#2'])
})

test('MANY LINES: orders that name the same goods on several lines are collected with one scan, too', async () => {
  const five: [string, number][] = Array.from({ length: 5 }, () => ['A1', 1])
  const [picker] = await open(
    Array.from({ length: 81 }, (_, index) => order(index + 1, five)),
    {},
    [{ sku: 'A1', location: 'A-01-1-01', quantity: 600 }],
  )
  console.log(rows('SELECT stock_id, count(*) AS n FROM pick_line GROUP BY stock_id'))
  let { bench } = await pick(picker, command('giveWork'), 'T-1')
  const outcomes: unknown[] = []
  for (let stop = 0; stop < 3 && bench.step === 'location'; stop += 1) {
    const put = await pick(picker, bench.location?.code ?? '', A1, 'T-1').catch((error: unknown) => String(error))
    outcomes.push(typeof put === 'string' ? put : [put.feedback?.name, put.bench.step])
    bench = (await pick(picker)).bench
  }
  console.log(outcomes)
  if (bench.step === 'put') {
    const undo = await pick(picker, command('undo')).catch(String)
    const short = await pick(picker, command('problem'), command('nothingThere')).catch(String)
    console.log('short', typeof short === 'string' ? short : short.feedback?.name)
    console.log('undo', typeof undo === 'string' ? undo : undo.feedback?.name)
  }
  expect(outcomes.at(-1)).toEqual(['taskPicked', 'drop'])
}, 60_000)

test('SPEED OF MANY LINES: a scan with a hundred orders of six lines each, and a place that is empty', async () => {
  const six: [string, number][] = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'].map((sku) => [sku, 1])
  const [picker, packer] = await open(
    Array.from({ length: 100 }, (_, index) => order(index + 1, six)),
    {},
    [
      ...['A1', 'A2', 'A3', 'A4', 'A5', 'A6'].map((sku) => ({ sku, location: 'A-01-1-01', quantity: 110 })),
      ...['A1', 'A2', 'A3', 'A4', 'A5', 'A6'].map((sku) => ({ sku, location: 'A-02-2-02', quantity: 110 })),
    ],
  )
  const times: [string, number][] = []
  const timed = async <R>(name: string, run: () => Promise<R>): Promise<R> => {
    const from = performance.now()
    const result = await run()
    times.push([name, Math.round(performance.now() - from)])
    return result
  }
  let { bench } = await timed('giveWork', () => pick(picker, command('giveWork')))
  bench = (await timed('tote', () => picker.client.picking.scan(scanOf('T-1')))).bench
  let isShort = false
  while (bench.step === 'location' || bench.step === 'item') {
    const code = bench.location?.code ?? ''
    if (bench.step === 'location')
      bench = (await timed('location', () => picker.client.picking.scan(scanOf(code)))).bench
    if (!isShort && bench.quantity > 40) {
      isShort = true
      bench = (await timed(`short ${bench.quantity}`, () => pick(picker, command('problem'), command('nothingThere'))))
        .bench
      continue
    }
    const item = bench.item?.code ?? ''
    const units = bench.quantity
    bench = (await timed('item', () => picker.client.picking.scan(scanOf(item)))).bench
    bench = (await timed(`put ${units}`, () => picker.client.picking.scan(scanOf('T-1')))).bench
  }
  await timed('drop', () => picker.client.picking.scan(scanOf(command('done'))))
  await timed('pack tote', () => packer.client.packing.scan(scanOf('T-1')))
  await timed('pack unit', () => packer.client.packing.scan(scanOf(A1)))
  await timed('pack carton', () => packer.client.packing.scan(scanOf('BOX-S')))
  console.log(times.map(([name, ms]) => `${name} ${ms}ms`).join(', '))
  expect(Math.max(...times.map(([, ms]) => ms))).toBeLessThan(100)
}, 60_000)

describe('TAKE OVER', () => {
  test('a lead can end an order whose packer went home with its carton closed but not labelled', async () => {
    const [picker, packer, lead] = await open(oneEach(2))
    await collect(picker)
    const closed = await pack(packer, 'T-1', A1, 'BOX-S')
    expect([closed.bench.order?.number, closed.bench.step]).toEqual(['#1', 'print'])
    // The packer goes home. The lead packs the other one.
    await pack(lead, 'T-1', A1, 'BOX-S')
    await label(lead)
    const said: unknown[] = []
    for (const code of ['T-1', A1, command('acknowledge'), command('nothingThere'), command('acknowledge'), 'T-1']) {
      const { feedback, bench } = await pack(lead, code)
      said.push([code, feedback?.name, bench.step, bench.order?.number, bench.shared?.orders, bench.shared?.units])
    }
    const { code = '' } = rows<{ code: string }>(`SELECT code FROM carton WHERE state = 'closed'`)[0] ?? {}
    const paper = await pack(lead, labelCode(code))
    said.push(['label', paper.feedback?.name, paper.bench.step])
    console.log(said.map((one) => JSON.stringify(one)).join('\n'), orderStates(world))
    expect(said.some((one) => (one as unknown[])[3] === '#1')).toBe(true)
  })

  test('a lead can end an order whose packer went home with its unit', async () => {
    const [picker, packer, lead] = await open(oneEach(1))
    await collect(picker)
    await pack(packer, 'T-1', A1)
    const said: unknown[] = []
    for (const code of ['T-1', command('nothingThere'), command('acknowledge'), 'T-1']) {
      const { feedback, bench } = await pack(lead, code)
      said.push([code, feedback?.name, bench.step, bench.order?.number, bench.actions.map(({ name }) => name)])
    }
    console.log(said.map((one) => JSON.stringify(one)).join('\n'))
    expect(said.some((one) => (one as unknown[])[3] === '#1')).toBe(true)
  })
})

test('HELD note and weight: the unit in hand survives both', async () => {
  const [picker, packer] = await open([order(1, [['A1', 1]], { note: 'careful' }), order(2, [['A1', 1]])], {
    weighCartons: true,
  })
  await collect(picker)
  const noted = await pack(packer, 'T-1', A1)
  expect([noted.bench.step, noted.bench.inHand?.quantity]).toEqual(['note', 1])
  const weigh = await pack(packer, command('confirm'), 'BOX-S')
  expect([weigh.bench.step, weigh.bench.carton?.units, weigh.bench.inHand]).toEqual(['weigh', 1, null])
  await pack(packer, command('undo'))
  const again = await pack(packer, A1, String(weigh.bench.carton?.theoryGrams))
  expect(again.bench.step).toBe('print')
  await label(packer)
  expect(orderStates(world)).toEqual({ packed: 1, picked: 1 })
})
