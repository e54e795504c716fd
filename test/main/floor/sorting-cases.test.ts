import { afterEach, describe, expect, test } from 'vitest'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { command } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { type FloorWorld, finishAll, orderStates, type Person } from './floor-world.ts'
import { closeSound, collect, label, oneEach, openShared, pack, pick, type SharedRest } from './shared-tote-moves.ts'

let world: FloorWorld
afterEach(() => closeSound(world))

const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const [A1, A2, A3, A4, A8] = [gtin13(1), gtin13(2), gtin13(3), gtin13(4), gtin13(8)]

/** A world whose orders are released as one task that is sorted at the bench; who picks, and two who pack. */
async function open(
  orders: OrderInput[],
  policies: Partial<Policies> = {},
  stock?: SharedRest['stock'],
): Promise<[picker: Person, packer: Person, lead: Person]> {
  world = await openShared(orders, { policies, ...(stock === undefined ? {} : { stock }) })
  return world.people as [Person, Person, Person]
}

describe('collecting', () => {
  test('takes what twelve orders want at one place with four scans, and each order is picked', async () => {
    const [picker] = await open(oneEach(12))
    const work = await pick(picker, command('giveWork'))
    expect(work.bench).toMatchObject({ step: 'totes', together: { orders: 12, totes: [] } })
    const tote = await pick(picker, 'T-1')
    expect(tote.feedback).toMatchObject({ name: 'toteShared', params: { orders: 12 } })
    expect(tote.bench).toMatchObject({ step: 'location', quantity: 12, progress: { lines: ['here'] } })
    const put = await pick(picker, tote.bench.location?.code ?? '', A1)
    expect(put.bench).toMatchObject({ step: 'put', counted: 12, target: { toteName: 'Tote 1' } })
    expect((await pick(picker, 'T-1')).feedback?.name).toBe('taskPicked')
    expect((await pick(picker, command('done'))).feedback).toMatchObject({ name: 'dropped', params: { totes: 1 } })
    expect(orderStates(world)).toEqual({ picked: 12 })
    expect(rows(`SELECT state, order_id FROM tote WHERE code = 'T-1'`)).toEqual([{ state: 'at_bench', order_id: null }])
  })

  test('goes on with another tote when one is full, in one deed with the units that did not fit', async () => {
    const [picker] = await open(oneEach(3), { countEachUnit: true })
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await pick(picker, bench.location?.code ?? '', A1, A1, 'T-1')
    const next = await pick(picker, A1, 'T-2')
    expect([next.feedback?.name, next.bench.together?.totes.map(({ name }) => name)]).toEqual([
      'taskPicked',
      ['Tote 1', 'Tote 2'],
    ])
    await pick(picker, command('done'))
    expect(rows(`SELECT code FROM tote WHERE state = 'at_bench' ORDER BY code`)).toEqual([
      { code: 'T-1' },
      { code: 'T-2' },
    ])
    expect(orderStates(world)).toEqual({ picked: 3 })
  })

  test('a tote of something else is refused, and what was counted stays counted', async () => {
    const [picker] = await open(oneEach(2))
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await world.test.station.core.executor.transact(async ({ tx }) => {
      const [tote] = await tx.find('tote', 'code', 'T-2')
      if (tote !== undefined) await tx.put('tote', { ...tote, state: 'filling', order_id: 'of another cart' })
    })
    const refused = await pick(picker, bench.location?.code ?? '', A1, 'T-2')
    expect([refused.feedback?.name, refused.bench.counted, refused.bench.step]).toEqual(['toteInUse', 2, 'put'])
    await world.test.station.core.executor.transact(async ({ tx }) => {
      const [tote] = await tx.find('tote', 'code', 'T-2')
      if (tote !== undefined) await tx.put('tote', { ...tote, state: 'empty', order_id: null })
    })
    expect((await pick(picker, command('acknowledge'), 'T-1')).feedback?.name).toBe('taskPicked')
  })

  test('undo takes back what was laid together, as one', async () => {
    const [picker] = await open(oneEach(5))
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await pick(picker, bench.location?.code ?? '', A1, 'T-1')
    const undone = await pick(picker, command('undo'))
    expect([undone.feedback?.name, undone.bench.quantity, undone.bench.progress?.unitsPicked]).toEqual([
      'pickUndone',
      5,
      0,
    ])
    expect(rows('SELECT DISTINCT tote_id FROM pick_slot')).toEqual([{ tote_id: null }])
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 5 })
  })

  test('what is missing is missing for the least urgent orders, and what lies elsewhere is offered', async () => {
    const urgent = order(9, [['A4', 1]], { priority: 5, orderedAt: 1 })
    const [picker] = await open([...oneEach(3, 'A4'), urgent], { countEachUnit: true })
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    const first = bench.quantity
    await pick(picker, bench.location?.code ?? '', A4, 'T-1')
    const short = await pick(picker, command('problem'), command('nothingThere'))
    expect(short.feedback).toMatchObject({ name: 'lineShort', params: { quantity: first - 1 } })
    const picked = rows<{ number: string }>(
      `SELECT o.number FROM pick_line l JOIN "order" o ON o.id = l.order_id WHERE l.picked > 0`,
    )
    expect(picked).toEqual([{ number: '#9' }])
    await finishAll(world)
  })

  test('skip moves the whole stop to the end', async () => {
    const [picker] = await open([...oneEach(3), order(4, [['A2', 1]]), order(5, [['A2', 1]])])
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    const skipped = await pick(picker, command('skip'))
    expect(skipped.bench.item?.id).not.toBe(bench.item?.id)
    expect(skipped.bench.progress?.lines).toEqual(['here', 'open'])
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 5 })
  })
})

describe('the mixed tote at the bench', () => {
  test('a unit opens the most urgent order, lies in its carton with the carton’s scan, and the tote comes back', async () => {
    const soon = order(3, [['A1', 1]], { orderedAt: 1 })
    const [picker, packer] = await open([...oneEach(2), soon])
    await collect(picker)
    const opened = await pack(packer, 'T-1')
    expect(opened.feedback).toMatchObject({ name: 'sharedToteOpened', params: { orders: 3, units: 3 } })
    expect(opened.bench).toMatchObject({ step: 'sort', order: null, shared: { orders: 3, units: 3 } })
    const found = await pack(packer, A1)
    expect(found.feedback).toMatchObject({ name: 'orderFound', params: { order: '#3' } })
    expect(found.bench).toMatchObject({ step: 'carton', order: { number: '#3' }, inHand: { quantity: 1 } })
    expect((await pack(packer, 'BOX-S')).bench).toMatchObject({ step: 'print', unitsLeft: 0, inHand: null })
    const done = await label(packer)
    expect(done.feedback?.name).toBe('orderPacked')
    expect(done.bench).toMatchObject({ step: 'sort', shared: { orders: 2, units: 2 } })
    for (const _ of [1, 2]) {
      await pack(packer, A1, 'BOX-S')
      await label(packer)
    }
    const last = await pack(packer)
    expect(last.bench.step).toBe('finished')
    expect(rows(`SELECT state FROM tote WHERE code = 'T-1'`)).toEqual([{ state: 'emptied' }])
    expect(orderStates(world)).toEqual({ packed: 3 })
  })

  test('the scan that ends the last order says that the tote is done', async () => {
    const [picker, packer] = await open(oneEach(1))
    await collect(picker)
    await pack(packer, 'T-1', A1, 'BOX-S')
    expect((await label(packer)).feedback).toMatchObject({ name: 'sharedToteDone', params: { tote: 'Tote 1' } })
  })

  test('a unit that no order waits for is refused aloud, and nothing is written', async () => {
    const [picker, packer] = await open(oneEach(2))
    await collect(picker)
    await pack(packer, 'T-1')
    const writes = world.watch.writes()
    const wrong = await pack(packer, A2)
    expect(wrong.feedback).toMatchObject({ name: 'noOrderWaits', block: true, acknowledge: 'set-aside' })
    expect((await pack(packer, command('acknowledge'), 'WHAT')).feedback?.name).toBe('unknownCode')
    expect((await pack(packer, command('acknowledge'), 'CASE-A1')).feedback).toMatchObject({
      ...{ name: 'tooManyTogether', block: true, params: { quantity: 1 } },
    })
    expect(world.watch.writes()).toBe(writes)
    await pack(packer, command('acknowledge'))
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('two benches with one tote never open the same order', async () => {
    const [picker, packer, lead] = await open(oneEach(2))
    await collect(picker)
    const one = await pack(packer, 'T-1', A1)
    const two = await pack(lead, 'T-1', A1)
    expect([one.bench.order?.number, two.bench.order?.number]).toEqual(['#1', '#2'])
    await pack(packer, command('park'))
    expect((await pack(packer, A1)).bench.order?.number).toBe('#1')
    await pack(packer, command('park'), command('park'))
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('what somebody else packs is left to them, and a lead may take it over', async () => {
    const [picker, packer, lead] = await open(oneEach(1))
    await collect(picker)
    await pack(lead, 'T-1', A1)
    expect((await pack(packer, 'T-1', A1)).feedback?.name).toBe('someonePacks')
    await pack(lead, command('park'), command('park'))
    await pack(packer, command('acknowledge'), A1, 'BOX-S')
    expect((await pack(lead, 'T-1', A1)).bench.step).toBe('sort')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('an order that was begun and left comes first when its tote is scanned again', async () => {
    const [picker, packer] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]])])
    await collect(picker)
    await pack(packer, 'T-1', A1, 'BOX-S', command('closeCarton'), command('park'))
    const sort = await pack(packer)
    expect(sort.bench).toMatchObject({ step: 'sort', shared: { parked: ['#1'] } })
    const again = await pack(packer, 'T-1')
    expect(again.feedback).toMatchObject({ name: 'orderTakenUp', params: { order: '#1' } })
    expect(again.bench).toMatchObject({ step: 'print', order: { number: '#1' } })
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('when the tote is empty but orders still wait, each of them is asked about', async () => {
    const [picker, packer] = await open(oneEach(2))
    await collect(picker)
    await pack(packer, 'T-1', A1, 'BOX-S')
    await label(packer)
    const asked = await pack(packer, command('nothingThere'))
    expect([asked.feedback?.name, asked.bench.step, asked.bench.order?.number]).toEqual([
      'confirmPartial',
      'partial',
      '#2',
    ])
    const done = await pack(packer, command('confirm'))
    expect([done.feedback?.name, done.bench.step]).toEqual(['sharedToteDone', 'tote'])
    expect(orderStates(world)).toEqual({ packed: 1, backordered: 1 })
  })

  test('goods of two lots are asked for theirs, and go to an order that it was picked for', async () => {
    const [picker, packer] = await open([order(1, [['A8', 50]]), order(2, [['A8', 1]])], {}, [
      { sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 4 },
    ])
    await collect(picker)
    const asked = await pack(packer, 'T-1', A8)
    expect(asked.feedback).toMatchObject({ name: 'scanLot', params: { lot: 'L1, L2' } })
    expect((await pack(packer, 'L2')).bench.order?.number).toBe('#2')
    await pack(packer, command('park'), command('park'))
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })
})

test('orders with several units and places are packed from two totes, whichever the unit comes from', async () => {
  const [picker, packer] = await open([order(1, [['A3', 2]]), order(2, [['A3', 2]]), order(3, [['A1', 1]])])
  let { bench } = await pick(picker, command('giveWork'), 'T-1')
  for (let tote = 1; bench.step === 'location'; tote += 1)
    bench = (await pick(picker, bench.location?.code ?? '', bench.item?.code ?? '', `T-${tote}`)).bench
  await pick(picker, command('done'))
  const first = await pack(packer, 'T-1')
  expect(first.bench.shared?.otherTotes).toHaveLength(1)
  await pack(packer, A3, 'BOX-S', A3)
  await label(packer)
  await finishAll(world)
  expect(orderStates(world)).toEqual({ shipped: 3 })
})
