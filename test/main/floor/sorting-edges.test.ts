import { afterEach, describe, expect, test } from 'vitest'
import type { OrderInput } from '../../../domain/inputs.ts'
import { command } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { enter, type FloorWorld, finishAll, orderStates, type Person } from './floor-world.ts'
import {
  closeSound,
  collect,
  label,
  oneEach,
  openShared,
  pack,
  pick,
  releaseTogether,
  type SharedRest,
} from './shared-tote-moves.ts'

let world: FloorWorld
afterEach(() => closeSound(world))

const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const [A1, A8] = [gtin13(1), gtin13(8)]

/** A world whose orders are released as tasks of `tasks` orders each; who picks, who packs, and a lead who packs, too. */
async function open(
  orders: OrderInput[],
  rest: SharedRest = {},
): Promise<[picker: Person, packer: Person, lead: Person]> {
  world = await openShared(orders, rest)
  return world.people as [Person, Person, Person]
}
const operatorOf = (badge: string) =>
  rows<{ name: string }>(`SELECT name FROM operator WHERE badge = '${badge}'`)[0]?.name ?? ''

describe('goods of several lots in one tote', () => {
  /** #2 gets one unit of each lot, #3 one of L2; what #1 holds at the shelf is collected by nobody. */
  async function twoLots(): Promise<[picker: Person, packer: Person, lead: Person]> {
    const people = await open([order(1, [['A8', 49]]), order(2, [['A8', 2]]), order(3, [['A8', 1]])], {
      stock: [{ sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 4 }],
      tasks: [],
    })
    await releaseTogether(world.test.station.core, world.orderIds.slice(1))
    expect(
      rows(`SELECT o.number, l.lot, l.quantity FROM pick_line l JOIN "order" o ON o.id = l.order_id ORDER BY 1, 2`),
    ).toEqual([
      { number: '#2', lot: 'L1', quantity: 1 },
      { number: '#2', lot: 'L2', quantity: 1 },
      { number: '#3', lot: 'L2', quantity: 1 },
    ])
    return people
  }
  const packedLots = () =>
    rows(`SELECT o.number, c.lot, c.quantity FROM carton_line c JOIN "order" o ON o.id = c.order_id ORDER BY 1, 2`)

  test('an order takes no more of a lot than was picked of it, so that each finds its own', async () => {
    const [picker, packer] = await twoLots()
    await collect(picker)
    expect((await pack(packer, 'T-1', A8, 'L2', 'BOX-S')).bench).toMatchObject({
      step: 'unit',
      order: { number: '#2' },
    })
    // Another unit of L2 comes out of the tote: it is for #3.
    const asked = await pack(packer, A8)
    expect(asked.feedback).toMatchObject({ name: 'scanLot', params: { lot: 'L1' } })
    expect((await pack(packer, 'L2')).feedback).toMatchObject({ name: 'wrongLot', params: { expected: 'L1' } })
    await pack(packer, command('acknowledge'), A8, 'L1')
    await label(packer)
    expect((await pack(packer, `010${A8}10L2`, 'BOX-S')).bench.order?.number).toBe('#3')
    await label(packer)
    expect(packedLots()).toEqual([
      { number: '#2', lot: 'L1', quantity: 1 },
      { number: '#2', lot: 'L2', quantity: 1 },
      { number: '#3', lot: 'L2', quantity: 1 },
    ])
    expect(rows(`SELECT state FROM tote WHERE code = 'T-1'`)).toEqual([{ state: 'emptied' }])
  })

  test('the lot is not asked for any more once all that lies in the tote is of one', async () => {
    const [picker, packer] = await twoLots()
    await collect(picker)
    expect((await pack(packer, 'T-1', A8, 'L1', 'BOX-S', A8)).bench.step).toBe('print')
    await label(packer)
    expect((await pack(packer, A8)).bench).toMatchObject({ step: 'carton', order: { number: '#3' } })
    await pack(packer, 'BOX-S')
    await label(packer)
    expect(packedLots()).toContainEqual({ number: '#3', lot: 'L2', quantity: 1 })
  })
})

test('a tote that came back with another task is scanned again, and is not done while orders wait in it', async () => {
  const [picker, packer, lead] = await open(oneEach(4), { tasks: [2, 2] })
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
  expect((await pack(packer)).bench).toMatchObject({ step: 'tote', shared: null })
  await pack(packer, 'T-1', A1, 'BOX-S')
  const done = await label(packer)
  expect([done.feedback?.name, done.bench.step, done.bench.shared?.orders]).toEqual(['orderPacked', 'sort', 1])
})

test('a shared tote that is still being filled is not ready, and not empty', async () => {
  const [picker, packer] = await open(oneEach(2))
  const { bench } = await pick(picker, command('giveWork'), 'T-1')
  await pick(picker, bench.location?.code ?? '', A1, 'T-1')
  expect((await pack(packer, 'T-1')).feedback?.name).toBe('toteNotReady')
})

describe('when nothing lies in a tote any more', () => {
  /** T-1 holds two units of A1 and T-2 two: one unit of #1 lies in each. Both of T-1 are packed for #1. */
  async function inTwoTotes(): Promise<[packer: Person, lead: Person]> {
    const [picker, packer, lead] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]]), order(3, [['A1', 1]])], {
      policies: { countEachUnit: true },
    })
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await pick(picker, bench.location?.code ?? '', A1, 'T-1', A1, A1, 'T-2', A1, 'T-1')
    expect((await pick(picker, command('done'))).feedback?.name).toBe('dropped')
    expect((await pack(packer, 'T-1', A1, 'BOX-S', A1)).bench.order?.number).toBe('#1')
    await label(packer)
    return [packer, lead]
  }

  test('an order is not written off while another tote of its task was not looked into', async () => {
    const [packer] = await inTwoTotes()
    const asked = await pack(packer, command('nothingThere'))
    expect(asked.feedback).toMatchObject({ name: 'otherTotesFirst', params: { totes: 'Tote 2' } })
    expect(asked.bench.step).toBe('sort')
    await pack(packer, 'T-2')
    for (const _ of [2, 3]) {
      await pack(packer, A1, 'BOX-S')
      await label(packer)
    }
    expect(orderStates(world)).toEqual({ packed: 3 })
    expect(rows(`SELECT state FROM tote WHERE code IN ('T-1', 'T-2')`)).toEqual([
      { state: 'emptied' },
      { state: 'emptied' },
    ])
  })

  test('an open order that is to be sent with less names the totes that were not looked into', async () => {
    const [picker, packer] = await open([order(1, [['A1', 2]])], { policies: { countEachUnit: true } })
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await pick(picker, bench.location?.code ?? '', A1, 'T-1', A1, 'T-2', command('done'))
    await pack(packer, 'T-1', A1, 'BOX-S', command('partial'))
    await label(packer)
    const asked = (await pack(packer)).bench
    expect([asked.step, asked.unitsLeft]).toEqual(['partial', 1])
    expect(asked.shared?.otherTotes).toMatchObject([{ name: 'Tote 2', isEmpty: false }])
  })

  test('it is asked about once all of them were said to be empty, in whichever of them it was counted', async () => {
    const [packer] = await inTwoTotes()
    await pack(packer, command('nothingThere'), 'T-2', A1, 'BOX-S')
    await label(packer)
    const asked = await pack(packer, command('nothingThere'))
    expect([asked.feedback?.name, asked.bench.step]).toEqual(['confirmPartial', 'partial'])
    expect((await pack(packer, command('confirm'))).feedback?.name).toBe('sharedToteDone')
    expect(orderStates(world)).toEqual({ packed: 2, backordered: 1 })
    expect(rows(`SELECT quantity FROM stock_move WHERE reason = 'missing-at-bench'`)).toEqual([{ quantity: 1 }])
  })

  test('an order with a carton open goes on there, and is sent with less than was ordered from there', async () => {
    const [picker, packer] = await open([order(1, [['A1', 2]])])
    await collect(picker)
    await pack(packer, 'T-1', A1, 'BOX-S')
    // The order is left as it stands, as when the packer is signed out.
    await world.test.station.core.executor.transact(async ({ tx }) => {
      const [session] = await tx.find('pack_session', 'order', world.orderIds[0] ?? '')
      if (session !== undefined) await tx.put('pack_session', { ...session, operator_id: null })
    })
    const again = await pack(packer, command('nothingThere'))
    expect([again.feedback?.name, again.bench.step, again.bench.carton?.units]).toEqual(['orderTakenUp', 'unit', 1])
    await pack(packer, command('partial'))
    await label(packer)
    expect((await pack(packer, command('confirm'))).feedback?.name).toBe('sharedToteDone')
    expect(orderStates(world)).toEqual({ packed: 1 })
  })

  test('a tote that a unit comes out of is not empty, whatever was said of it', async () => {
    const [packer] = await inTwoTotes()
    await pack(packer, command('nothingThere'), 'T-2', command('nothingThere'), command('back'), command('park'))
    await pack(packer, A1, 'BOX-S')
    await label(packer)
    await pack(packer, 'T-1')
    expect((await pack(packer, command('nothingThere'))).feedback).toMatchObject({
      name: 'otherTotesFirst',
      params: { totes: 'Tote 2' },
    })
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 3 })
  })
})

describe('a carton that stands at another bench', () => {
  test('gets no unit that is scanned beside the tote', async () => {
    const [picker, packer, lead] = await open([order(1, [['A1', 2]])])
    await collect(picker)
    await pack(lead, 'T-1')
    await pack(packer, 'T-1', A1, 'BOX-S')
    expect((await pack(packer)).bench).toMatchObject({ step: 'unit', carton: { units: 1 }, unitsLeft: 1 })
    const other = await pack(lead, A1)
    expect(other.feedback).toMatchObject({ name: 'cartonStillOpen', params: { order: '#1' } })
    expect(other.bench).toMatchObject({ step: 'unit', carton: { units: 1 }, inHand: null })
    // With the carton in front of them the unit is scanned into it.
    expect((await pack(lead, A1)).bench).toMatchObject({ step: 'print', carton: { units: 2 } })
  })

  test('gets none while it is empty either', async () => {
    const [picker, packer, lead] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]])])
    await collect(picker)
    await pack(packer, 'T-1')
    await pack(lead, 'T-1', A1, 'BOX-S', command('undo'), command('partial'), command('park'))
    const other = await pack(packer, A1)
    expect(other.feedback?.name).toBe('cartonStillOpen')
    expect(other.bench).toMatchObject({ order: { number: '#1' }, carton: { units: 0 } })
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })
})

describe('an order whose packer went home', () => {
  test('is ended by a lead, with its carton closed but not labelled', async () => {
    const [picker, packer, lead] = await open(oneEach(2))
    await collect(picker)
    const closed = await pack(packer, 'T-1', A1, 'BOX-S')
    expect([closed.bench.order?.number, closed.bench.step]).toEqual(['#1', 'print'])
    await pack(lead, 'T-1', A1, 'BOX-S')
    await label(lead)
    const again = await pack(lead, 'T-1')
    expect(again.bench).toMatchObject({
      step: 'sort',
      shared: { units: 0, elsewhere: [{ operator: operatorOf('BDG-3'), orders: 1 }] },
    })
    const taken = await pack(lead, command('nothingThere'))
    expect([taken.feedback?.name, taken.bench.order?.number, taken.bench.step]).toEqual(['orderTakenUp', '#1', 'print'])
    expect((await label(lead)).feedback?.name).toBe('sharedToteDone')
    expect((await pack(packer)).bench.order).toBeNull()
    expect(orderStates(world)).toEqual({ packed: 2 })
  })

  test('is ended by a lead, with its unit taken out of the tote', async () => {
    const [picker, packer, lead] = await open(oneEach(1))
    await collect(picker)
    await pack(packer, 'T-1', A1)
    const taken = await pack(lead, 'T-1', command('nothingThere'))
    expect([taken.feedback?.name, taken.bench.order?.number, taken.bench.step]).toEqual([
      'orderTakenUp',
      '#1',
      'carton',
    ])
    await pack(lead, 'BOX-S', A1)
    expect((await label(lead)).feedback?.name).toBe('sharedToteDone')
    expect(orderStates(world)).toEqual({ packed: 1 })
  })

  test('is left to them by one who is no lead; nothing is written off meanwhile', async () => {
    const [picker, packer, lead] = await open(oneEach(2))
    await collect(picker)
    await pack(lead, 'T-1', A1, 'BOX-S')
    const theirs = { name: 'someonePacks', params: { order: '#1', operator: operatorOf('BDG-1') } }
    expect((await pack(packer, 'T-1', command('nothingThere'))).feedback).toMatchObject(theirs)
    await label(lead)
    const own = await pack(packer, command('acknowledge'), command('nothingThere'))
    expect([own.feedback?.name, own.bench.order?.number]).toEqual(['confirmPartial', '#2'])
    await pack(packer, command('confirm'))
    expect(orderStates(world)).toEqual({ packed: 1, backordered: 1 })
  })

  test('is taken up by themselves at another bench with the scan of the tote', async () => {
    const [picker, packer] = await open(oneEach(2))
    await collect(picker)
    await pack(packer, 'T-1', A1, 'BOX-S')
    const elsewhere = await enter(world.test, 'BDG-3')
    const again = await pack(elsewhere, 'T-1')
    expect([again.feedback?.name, again.bench.order?.number, again.bench.step]).toEqual(['orderTakenUp', '#1', 'print'])
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })
})

test('the bench says of each order of a task that a person has to settle as a whole that it waits', async () => {
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
  expect(opened.bench.shared?.blocked).toEqual(['#1', '#2'])
})

test('where more lines wait than one scan may be about, the rest is the next stop at the same place', async () => {
  const five: [string, number][] = Array.from({ length: 5 }, () => ['A1', 1])
  const [picker] = await open(
    Array.from({ length: 81 }, (_, index) => order(index + 1, five)),
    { stock: [{ sku: 'A1', location: 'A-01-1-01', quantity: 600 }] },
  )
  expect(rows('SELECT count(*) AS n FROM pick_line GROUP BY stock_id')).toContainEqual({ n: 405 })
  const { bench } = await pick(picker, command('giveWork'), 'T-1')
  expect(bench).toMatchObject({ step: 'location', quantity: 5, together: { ordersHere: 5 } })
  const skipped = await pick(picker, command('skip'))
  expect(skipped.bench).toMatchObject({ step: 'location', quantity: 400 })
  const back = await pick(picker, command('skip'), bench.location?.code ?? '', A1, 'T-1')
  expect(back.bench).toMatchObject({ step: 'item', quantity: 400, counted: 0 })
  const undone = await pick(picker, command('undo'))
  expect([undone.feedback?.name, undone.bench.quantity]).toEqual(['pickUndone', 5])
  await pick(picker, bench.location?.code ?? '', A1, 'T-1')
  const put = await pick(picker, A1, 'T-1')
  expect([put.feedback?.name, put.bench.step]).toEqual(['taskPicked', 'drop'])
}, 60_000)

test('the unit in hand survives a note and a carton that is weighed', async () => {
  const [picker, packer] = await open([order(1, [['A1', 1]], { note: 'careful' }), order(2, [['A1', 1]])], {
    policies: { weighCartons: true },
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
