import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { enter, type FloorWorld, FURTHER_STOCK, finishAll, openWorld, orderStates, type Person } from './floor-world.ts'

let world: FloorWorld
afterEach(async () => {
  expect(brokenUnitRules(world.test.station.core)).toEqual([])
  expect(world.watch.illegal()).toEqual([])
  expect(world.bugs).toEqual([])
  await world.test.close()
})

/** A1 and A2 share no place, so that they are two stops. */
const ONE_PLACE_EACH = FURTHER_STOCK.filter(({ sku }) => sku === 'A3')

async function open(orders: OrderInput[], policies: Partial<Policies> = {}, further = FURTHER_STOCK): Promise<Person> {
  world = await openWorld({ orders, policies, furtherStock: further, badges: ['BDG-1', 'BDG-2'] })
  return world.people[0] as Person
}

const pick = async (person: Person, ...codes: string[]) => {
  let reply = { bench: (await person.client.picking.bench()).bench, feedback: null as { name: string } | null }
  for (const code of codes) reply = await person.client.picking.scan(scanOf(code))
  return reply
}

/** Takes work and totes, and stands at the first shelf. */
async function toTheShelf(person: Person): Promise<PickBench> {
  let { bench } = await pick(person, command('giveWork'))
  for (let tote = 1; bench.step === 'totes'; tote += 1) bench = (await pick(person, `T-${tote}`)).bench
  return bench
}

async function toTheItem(person: Person): Promise<PickBench> {
  const bench = await toTheShelf(person)
  return (await pick(person, bench.location?.code ?? '')).bench
}

const A1 = gtin13(1)

test('a task that somebody else began says on the bench that its totes are to be checked', async () => {
  const person = await open([order(1, [['A1', 2]])])
  expect((await toTheShelf(person)).task?.verify).toBe(false)
  const database = new Database(join(world.test.directory, 'replica.db'))
  database.prepare('UPDATE pick_task SET verify = 1').run()
  database.close()
  expect((await pick(person)).bench.task?.verify).toBe(true)
  await finishAll(world)
})

describe('at the shelf', () => {
  test('a wrong serial is refused when it is scanned, not first at the tote, and the right one goes on', async () => {
    const person = await open([order(1, [['A9', 1]])])
    const bench = await toTheItem(person)
    expect(bench.step).toBe('serial')
    const wrong = await pick(person, 'SN-77')
    expect(wrong.feedback?.name).toBe('wrongSerial')
    expect(wrong.bench.counted).toBe(0)
    expect((await pick(person, command('acknowledge'), bench.serial ?? '')).bench.step).toBe('put')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('another serial that lies free at the same place takes the place of the planned one', async () => {
    const person = await open([order(1, [['A9', 1]])])
    const bench = await toTheItem(person)
    const other = ['SN-1', 'SN-2', 'SN-3'].find((serial) => serial !== bench.serial) ?? ''
    expect((await pick(person, other)).feedback?.name).toBe('lastItemCounted')
    expect((await pick(person, bench.target?.toteCode ?? '')).feedback?.name).toBe('taskPicked')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
    const gone = world.test.station.core.store.reader
      .prepare("SELECT serial FROM stock WHERE serial <> '' AND on_hand = 0")
      .pluck()
      .all()
    expect(gone).toEqual([other])
  })

  test('a wrong lot does not confirm the place, and the right lot does when policy says so', async () => {
    const person = await open([order(1, [['A8', 1]])])
    await toTheShelf(person)
    const wrong = await pick(person, `(01)0${gtin13(8)}(10)L9`)
    expect(wrong.feedback?.name).toBe('wrongLot')
    expect((await pick(person, command('acknowledge'))).bench.step).toBe('location')
    expect((await pick(person, `(01)0${gtin13(8)}(10)L1`)).bench.step).toBe('put')
  })

  test('goods by lot are not counted by the item code alone: their lot is asked for, once for the line', async () => {
    const person = await open([order(1, [['A8', 2]])])
    await toTheItem(person)
    const asked = await pick(person, gtin13(8))
    expect([asked.feedback?.name, asked.bench.step, asked.bench.counted]).toEqual(['scanLot', 'lot', 0])
    expect(asked.bench.accepts[0]).toBe('lot')
    expect((await pick(person, asked.bench.target?.toteCode ?? '')).feedback?.name).toBe('countFirst')
    await pick(person, command('acknowledge'))
    expect((await pick(person, command('quantity2'))).feedback?.name).toBe('countFirst')
    await pick(person, command('acknowledge'))
    expect((await pick(person, 'L9')).feedback?.name).toBe('wrongLot')
    const typed = await pick(person, command('acknowledge'), 'L1')
    expect([typed.feedback?.name, typed.bench.step, typed.bench.counted]).toEqual(['itemCounted', 'item', 1])
    expect((await pick(person, gtin13(8))).feedback?.name).toBe('lastItemCounted')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('a lot scanned as a GS1 code of its own counts what was scanned before, and undo forgets the question', async () => {
    const person = await open([order(1, [['A8', 1]])])
    const bench = await toTheShelf(person)
    await pick(person, gtin13(8))
    const undone = await pick(person, command('undo'))
    expect([undone.feedback?.name, undone.bench.step]).toEqual(['pickUndone', 'location'])
    expect((await pick(person, bench.location?.code ?? '', gtin13(8))).bench.step).toBe('lot')
    expect((await pick(person, ']C110L2')).feedback?.name).toBe('wrongLot')
    expect((await pick(person, command('acknowledge'), ']C110L1')).bench.step).toBe('put')
  })

  test('goods past their day are refused, and the picker can say so and go on', async () => {
    const person = await open([order(1, [['A8', 1]])])
    await toTheItem(person)
    const old = await pick(person, `(01)0${gtin13(8)}(17)200101(10)L1`)
    expect(old.feedback?.name).toBe('lotExpired')
    await pick(person, command('acknowledge'), command('problem'))
    expect((await pick(person, command('expired'))).feedback?.name).toBe('lineShort')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('the right item does not stand for the place where policy asks for the place itself', async () => {
    const person = await open([order(1, [['A1', 2]])], { itemSettlesLocation: false })
    const bench = await toTheShelf(person)
    expect((await pick(person, A1)).feedback?.name).toBe('codeNotExpectedNow')
    const there = await pick(person, command('acknowledge'), bench.location?.code ?? '', A1)
    expect(there.bench.counted).toBe(1)
  })

  test('one scan counts the whole line where policy does not count each unit, and a case counts what it holds', async () => {
    const person = await open([order(1, [['A1', 8]])], { countEachUnit: false })
    await toTheItem(person)
    expect((await pick(person, 'CASE-A1')).bench.counted).toBe(6)
    expect((await pick(person, 'CASE-A1')).feedback?.name).toBe('tooMany')
    expect((await pick(person, command('acknowledge'), A1)).bench).toMatchObject({ step: 'put', counted: 8 })
  })

  test('a code that says it holds none counts as one', async () => {
    const person = await open([order(1, [['A1', 2]])])
    await toTheItem(person)
    expect((await pick(person, `(01)0${A1}(30)0`)).bench.counted).toBe(1)
    expect((await pick(person, `(01)0${A1}(30)2`)).feedback?.name).toBe('tooMany')
  })

  test('a typed number stays when a barcode counts more units than are left', async () => {
    const person = await open([order(1, [['A1', 4]])])
    const shelf = await toTheShelf(person)
    await pick(person, shelf.item?.code ?? '', command('quantity3'))
    const wrong = await pick(person, 'CASE-A1')
    expect(wrong.feedback?.name).toBe('tooMany')
    expect(wrong.bench).toMatchObject({ step: 'quantity', typed: '3', counted: 1 })
  })

  test('a typed number stays through a wrong scan, and a wrong number is refused', async () => {
    const person = await open([order(1, [['A1', 5]])])
    await toTheItem(person)
    await pick(person, A1, command('quantity4'))
    for (const [code, name] of [
      ['nonsense', 'unknownCode'],
      [gtin13(2), 'wrongItem'],
      ['A-02-2-02', 'wrongLocation'],
      ['T-1', 'codeNotExpectedNow'],
    ]) {
      const wrong = await pick(person, code ?? '')
      expect(wrong.feedback?.name).toBe(name)
      expect(wrong.bench).toMatchObject({ step: 'quantity', typed: '4', counted: 1 })
      await pick(person, command('acknowledge'))
    }
    expect((await pick(person, command('quantityEnter'))).bench.counted).toBe(4)
    for (const digit of [command('quantity9'), command('quantity0')]) {
      expect((await pick(person, digit, command('quantityEnter'))).feedback?.name, digit).toBe('tooMany')
      await pick(person, command('acknowledge'))
    }
  })

  test('digits mean nothing before goods were scanned', async () => {
    const person = await open([order(1, [['A1', 5]])])
    expect((await pick(person, command('quantity4'))).feedback?.name).toBe('commandNotNow')
    await toTheItem(person)
    expect((await pick(person, command('quantity4'))).feedback?.name).toBe('countFirst')
  })

  test('the last open line cannot be left for later, and is not offered for it', async () => {
    const lines: [string, number][] = [
      ['A1', 1],
      ['A2', 1],
    ]
    const person = await open([order(1, lines)], {}, ONE_PLACE_EACH)
    const first = await toTheShelf(person)
    const offered = (bench: PickBench) => bench.actions.find((action) => action.name === 'skip')?.enabled
    expect(offered(first)).toBe(true)
    const second = (await pick(person, command('skip'))).bench
    expect(second.location?.code).not.toBe(first.location?.code)
    await pick(person, second.item?.code ?? '')
    const last = (await pick(person, second.target?.toteCode ?? '')).bench
    expect(last.location?.code).toBe(first.location?.code)
    expect(offered(last)).toBe(false)
    expect((await pick(person, command('skip'))).feedback?.name).toBe('commandNotNow')
  })

  test('undo takes back the count, then the last put, and then says that there is nothing', async () => {
    const person = await open([order(1, [['A1', 2]])])
    const bench = await toTheItem(person)
    await pick(person, A1)
    expect((await pick(person, command('undo'))).bench.counted).toBe(0)
    await pick(person, A1, A1, bench.target?.toteCode ?? '')
    const undone = await pick(person, command('undo'))
    expect(undone.feedback?.name).toBe('pickUndone')
    expect(undone.bench).toMatchObject({ step: 'location', quantity: 2 })
    expect((await pick(person, command('undo'))).feedback?.name).toBe('nothingToUndo')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })
})

describe('when something is missing', () => {
  test('the rest is offered where it lies elsewhere', async () => {
    const person = await open([order(1, [['A1', 4]])])
    const bench = await toTheItem(person)
    await pick(person, command('problem'))
    const short = await pick(person, command('nothingThere'))
    expect(short.feedback?.name).toBe('lineShort')
    expect(short.bench.location?.code).not.toBe(bench.location?.code)
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })

  test('an order of which nothing is found waits for stock, and its tote is free again', async () => {
    const person = await open([order(1, [['A5', 1]])], {}, FURTHER_STOCK)
    await toTheShelf(person)
    await pick(person, command('problem'), command('nothingThere'))
    expect((await pick(person, command('done'))).feedback?.name).toBe('dropped')
    expect(orderStates(world)).toEqual({ backordered: 1 })
    const totes = world.test.station.core.store.reader.prepare('SELECT DISTINCT state FROM tote').pluck().all()
    expect(totes).toEqual(['empty'])
  })

  test('what was counted has to go into the tote before the rest is missing', async () => {
    const person = await open([order(1, [['A1', 3]])])
    await toTheItem(person)
    await pick(person, A1, command('problem'))
    const first = await pick(person, command('short'))
    expect(first.feedback?.name).toBe('countFirst')
    expect((await pick(person, command('acknowledge'))).bench).toMatchObject({ step: 'item', counted: 1 })
  })
})

describe('several people and several windows', () => {
  test('nobody is given more orders than there are free totes for', async () => {
    const orders = Array.from({ length: 12 }, (_, index) => order(index + 1, [['A1', 1]]))
    const person = await open(orders, { cartOrders: 12 })
    const other = world.people[1] as Person
    expect((await pick(person, command('giveWork'))).bench.cart.slots).toHaveLength(8)
    expect((await pick(other, command('giveWork'))).feedback?.name).toBe('noWork')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 12 })
  })

  test('a tote that another cart has is refused, and one order never gets two totes', async () => {
    const person = await open([order(1, [['A1', 1]]), order(2, [['A2', 1]])], { cartOrders: 1 })
    const other = world.people[1] as Person
    await pick(person, command('giveWork'), 'T-1')
    expect((await pick(other, command('giveWork'), 'T-1')).feedback?.name).toBe('toteInUse')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('a second window of the same picker forgets what the first one finished', async () => {
    const lines: [string, number][] = [
      ['A1', 2],
      ['A2', 1],
    ]
    const person = await open([order(1, lines)], {}, ONE_PLACE_EACH)
    await toTheItem(person)
    const twin = await enter(world.test, 'BDG-1')
    const code = (await pick(person)).bench.item?.code ?? ''
    const tote = (await pick(person)).bench.target?.toteCode ?? ''
    await pick(twin, code, code, tote)
    await pick(person, code)
    const { bench } = await pick(twin)
    expect(bench.step).toBe('location')
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
  })
})
