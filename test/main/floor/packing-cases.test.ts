import { afterEach, describe, expect, test } from 'vitest'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode } from './floor-robot.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { type FloorWorld, finishAll, openWorld, orderStates, type Person, releaseAll } from './floor-world.ts'

let world: FloorWorld
afterEach(async () => {
  expect(brokenUnitRules(world.test.station.core)).toEqual([])
  expect(world.watch.illegal()).toEqual([])
  expect(world.bugs).toEqual([])
  await world.test.close()
})

/** A world in which everything is picked; the administrator (who may take over) and a packer. */
async function open(orders: OrderInput[], policies: Partial<Policies> = {}): Promise<[Person, Person]> {
  world = await openWorld({ orders, policies, badges: ['BDG-1', 'BDG-3'] })
  const [lead, packer] = world.people as [Person, Person]
  await lead.robot.finish('picking')
  return [packer, lead]
}

const pack = async (person: Person, ...codes: string[]) => {
  let reply: { bench: PackBench; feedback: Feedback | null } = await person.client.packing.bench()
  for (const code of codes) reply = await person.client.packing.scan(scanOf(code))
  return reply
}

async function print(person: Person): Promise<string> {
  const { bench } = await person.client.packing.bench()
  const page = await person.client.printing.start({ printJobId: bench.printJob?.id ?? '' })
  await person.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
  return labelCode(bench.carton?.code ?? '')
}

const [A1, A2, A8, A9] = [gtin13(1), gtin13(2), gtin13(8), gtin13(9)]
const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]

describe('undo', () => {
  test('takes back the last scan, a whole case as one, and not the oldest line', async () => {
    const [packer] = await open([
      order(1, [
        ['A1', 7],
        ['A2', 1],
      ]),
    ])
    await pack(packer, 'T-1', 'BOX-L', A1, A2)
    const last = await pack(packer, 'CASE-A1')
    expect(last.bench.step).toBe('print')
    await pack(packer, command('undoCarton'), 'BOX-L', A1, 'CASE-A1')
    const undone = await pack(packer, command('undo'))
    expect(undone.bench.lines.map((line) => line.packed)).toEqual([1, 0])
    const again = await pack(packer, A2, command('undo'))
    expect(again.bench.lines.map((line) => line.packed)).toEqual([1, 0])
    expect((await pack(packer, command('undo'), command('undo'))).feedback?.name).toBe('nothingToUndo')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('opens a closed carton again before its label is stuck on, never after', async () => {
    const [packer] = await open([order(1, [['A1', 2]])])
    await pack(packer, 'T-1', 'BOX-S', A1, command('closeCarton'))
    const undone = await pack(packer, command('undoCarton'))
    expect(undone.bench).toMatchObject({ step: 'carton', unitsLeft: 2 })
    await pack(packer, 'BOX-S', A1, command('closeCarton'))
    const label = await print(packer)
    expect((await pack(packer, command('undoCarton'))).feedback?.name).toBe('commandNotNow')
    expect((await pack(packer, label)).feedback?.name).toBe('labelVerified')
    expect((await pack(packer, command('undoCarton'))).feedback?.name).toBe('commandNotNow')
  })
})

describe('cartons', () => {
  test('several cartons carry one order, and the label of another carton is refused aloud', async () => {
    const [packer] = await open([order(1, [['A1', 2]])])
    await pack(packer, 'T-1', 'BOX-S', A1, command('closeCarton'))
    const first = await print(packer)
    await pack(packer, first, 'BOX-S', A1)
    await print(packer)
    const wrong = await pack(packer, first)
    expect(wrong.feedback).toMatchObject({ name: 'labelOfOtherCarton', block: true, acknowledge: 'set-aside' })
    await pack(packer, command('acknowledge'))
    await finishAll(world)
    expect(rows('SELECT number, state FROM carton ORDER BY number')).toEqual([
      { number: 1, state: 'loaded' },
      { number: 2, state: 'loaded' },
    ])
  })

  test('are weighed where policy says so, also when they are closed early', async () => {
    const [packer] = await open([order(1, [['A1', 2]])], { weighCartons: true, weightToleranceGrams: 0 })
    await pack(packer, 'T-1', 'BOX-S', A1)
    expect((await pack(packer, command('closeCarton'))).bench.step).toBe('weigh')
    expect((await pack(packer, command('back'))).bench.step).toBe('unit')
    await pack(packer, command('closeCarton'))
    expect((await pack(packer, 'heavy')).feedback?.name).toBe('weightNotNumber')
    expect((await pack(packer, command('acknowledge'), '20000')).feedback?.name).toBe('tooHeavy')
    expect((await pack(packer, command('acknowledge'), '350')).feedback?.name).toBe('weightOff')
    expect((await pack(packer, command('acknowledge'), '350')).feedback?.name).toBe('cartonClosed')
    const label = await print(packer)
    await pack(packer, label, 'BOX-S', A1)
    expect((await pack(packer, '300')).feedback?.name).toBe('cartonClosed')
    expect(rows<{ g: number }>('SELECT weight_grams AS g FROM carton ORDER BY number').map((row) => row.g)).toEqual([
      350, 300,
    ])
  })

  test('of which nothing was packed are not closed', async () => {
    const [packer] = await open([order(1, [['A1', 1]])])
    expect((await pack(packer, 'T-1', A1)).feedback?.name).toBe('cartonFirst')
    expect((await pack(packer, command('acknowledge'), 'BOX-S', command('closeCarton'))).feedback?.name).toBe(
      'cartonEmpty',
    )
  })
})

describe('less than was ordered', () => {
  test('goes after a confirmation, and the rest goes in a second shipment once it is released again', async () => {
    const [packer, lead] = await open([order(1, [['A1', 3]])])
    await pack(packer, 'T-1', 'BOX-S', A1)
    const asked = await pack(packer, command('partial'))
    expect(asked.bench.step).toBe('print')
    const label = await print(packer)
    expect((await pack(packer, label)).bench.step).toBe('partial')
    expect((await pack(packer, command('confirm'))).feedback?.name).toBe('orderPacked')
    await lead.robot.finish('shipping')
    expect(orderStates(world)).toEqual({ backordered: 1 })
    await releaseAll(world)
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
    expect(rows('SELECT unit_count FROM shipment ORDER BY dispatched_at, id')).toHaveLength(2)
  })

  test('may be nothing at all: the order waits for stock again and the tote is free', async () => {
    const [packer] = await open([order(1, [['A1', 2]])])
    await pack(packer, 'T-1', command('partial'))
    const after = await pack(packer, command('confirm'))
    expect(after.bench.step).toBe('tote')
    expect(orderStates(world)).toEqual({ backordered: 1 })
    expect(rows("SELECT state FROM tote WHERE code = 'T-1'")).toEqual([{ state: 'emptied' }])
    await releaseAll(world)
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('may be nothing although a carton was opened for it', async () => {
    const [packer] = await open([order(1, [['A1', 2]])])
    await pack(packer, 'T-1', 'BOX-S', command('partial'))
    expect((await pack(packer, command('confirm'))).bench.step).toBe('tote')
    expect(rows('SELECT state FROM carton')).toEqual([{ state: 'undone' }])
    expect(orderStates(world)).toEqual({ backordered: 1 })
  })

  test('is not sent when the carton is opened again or the packer goes back', async () => {
    const [packer] = await open([order(1, [['A1', 2]])])
    await pack(packer, 'T-1', 'BOX-S', A1, command('partial'), command('undoCarton'))
    expect((await pack(packer)).bench).toMatchObject({ step: 'carton', unitsLeft: 2 })
    await pack(packer, command('partial'))
    expect((await pack(packer, command('back'))).bench.step).toBe('carton')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })
})

describe('the same item on two lines', () => {
  test('is packed whichever line its serial was picked for', async () => {
    const [packer] = await open([
      order(1, [
        ['A9', 1],
        ['A9', 1],
      ]),
    ])
    const serials = rows<{ serials: string }>(
      'SELECT p.serials FROM pick_line p JOIN order_line l ON l.id = p.order_line_id ORDER BY l.line_no DESC',
    ).flatMap((row) => JSON.parse(row.serials) as string[])
    await pack(packer, 'T-1', 'BOX-S')
    for (const serial of serials) {
      await pack(packer, A9)
      expect((await pack(packer, serial)).feedback?.name, serial).toMatch(/nitPacked$/)
    }
  })

  test('fills the first line before the second', async () => {
    const [packer] = await open([
      order(1, [
        ['A1', 1],
        ['A1', 2],
      ]),
    ])
    await pack(packer, 'T-1', 'BOX-S', A1, A1)
    expect((await pack(packer)).bench.lines.map((line) => line.packed)).toEqual([1, 1])
    expect((await pack(packer, 'CASE-A1')).feedback?.name).toBe('overPacked')
  })

  test('for several orders on one cart goes into each one’s own tote', async () => {
    await open([order(1, [['A1', 1]]), order(2, [['A1', 2]]), order(3, [['A1', 3]])])
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 3 })
  })
})

describe('people at one tote', () => {
  test('a packer cannot open what somebody packs, and a lead takes it over with everything in it', async () => {
    const [packer, lead] = await open([order(1, [['A1', 2]])])
    await pack(lead, 'T-1', 'BOX-S', A1)
    expect((await pack(packer, 'T-1')).feedback?.name).toBe('someonePacks')
    await pack(packer, command('acknowledge'))
    await pack(lead, command('partial'), command('undoCarton'), command('park'))
    await pack(packer, 'T-1', 'BOX-S', A1)
    const taken = await pack(lead, 'T-1')
    expect(taken.bench).toMatchObject({ step: 'unit', unitsLeft: 1 })
    // The other one's bench is empty now: two hands never work on one order.
    expect((await pack(packer)).bench.step).toBe('tote')
    expect((await pack(packer, A1)).feedback?.name).toBe('codeNotExpectedNow')
    await pack(packer, command('acknowledge'))
    expect((await pack(lead, command('undo'))).feedback?.name).toBe('unitUndone')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('a label that does not come out can be left to somebody else', async () => {
    const [packer, lead] = await open([order(1, [['A1', 1]])], { freeReprints: 0 })
    await pack(packer, 'T-1', 'BOX-S', A1)
    await print(packer)
    expect((await pack(packer, command('notPrinted'))).feedback?.name).toBe('supervisorNeeded')
    await pack(packer, command('acknowledge'))
    expect((await pack(packer, command('park'))).bench.step).toBe('tote')
    expect((await pack(lead, 'T-1')).bench.step).toBe('label')
    expect((await pack(lead, command('notPrinted'))).feedback?.name).toBe('labelNotPrinted')
    await lead.robot.finish('packing')
    expect(orderStates(world)).toEqual({ packed: 1 })
  })
})

test('a note has to be read before the first carton, once', async () => {
  const [packer] = await open([order(1, [['A1', 1]], { note: '부재 시 문 앞' })])
  expect((await pack(packer, 'T-1')).bench).toMatchObject({ step: 'note', order: { note: '부재 시 문 앞' } })
  expect((await pack(packer, 'BOX-S')).feedback?.name).toBe('codeNotExpectedNow')
  await pack(packer, command('acknowledge'), command('confirm'), command('park'))
  expect((await pack(packer, 'T-1')).bench.step).toBe('carton')
})

test('goods that were picked from two lots are not packed by the item code alone: the lot is asked for', async () => {
  const [packer] = await open([order(1, [['A8', 4]])])
  const lots = rows<{ lot: string }>('SELECT DISTINCT lot FROM pick_line ORDER BY lot').map(({ lot }) => lot)
  expect(lots).toEqual(['L1', 'L2'])
  await pack(packer, 'T-1', 'BOX-S')
  const asked = await pack(packer, A8)
  expect([asked.feedback?.name, asked.bench.lines[0]?.packed]).toEqual(['scanLot', 0])
  expect((await pack(packer, 'L9')).feedback?.name).toBe('wrongLot')
  expect((await pack(packer, command('acknowledge'), 'L2')).feedback?.name).toBe('unitPacked')
  expect((await pack(packer, A8)).feedback?.name).toBe('scanLot')
  expect((await pack(packer, `(01)0${A8}(10)L1`)).feedback?.name).toBe('unitPacked')
  expect((await pack(packer, 'L1')).feedback?.name).toBe('unknownCode')
  expect(rows('SELECT lot, quantity FROM carton_line ORDER BY lot')).toEqual([
    { lot: 'L1', quantity: 1 },
    { lot: 'L2', quantity: 1 },
  ])
})

test('a lot that was not picked is refused, and the picked one is taken from the code', async () => {
  const [packer] = await open([order(1, [['A8', 2]])])
  await pack(packer, 'T-1', 'BOX-S')
  expect((await pack(packer, `(01)0${A8}(10)L2`)).feedback?.name).toBe('wrongLot')
  await pack(packer, command('acknowledge'), `(01)0${A8}(10)L1`)
  expect(rows('SELECT lot, quantity FROM carton_line')).toEqual([{ lot: 'L1', quantity: 1 }])
})
