import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { importCarriers } from '../../../commands/carriers/import-carriers.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { command, scanOf, signIn } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'
import { labelCode, nextWaybill } from './floor-robot.ts'
import { watchFloor } from './floor-watch.ts'
import { type FloorWorld, finishAll, openWorld, orderStates, type Person } from './floor-world.ts'

let world: FloorWorld
afterEach(async () => {
  expect(world.watch.illegal()).toEqual([])
  expect(world.bugs).toEqual([])
  await world.test.close()
})

async function open(orders: OrderInput[]): Promise<[Person, Person]> {
  world = await openWorld({ orders, badges: ['BDG-1', 'BDG-3'] })
  const [person, other] = world.people as [Person, Person]
  await person.robot.finish('picking')
  await person.robot.finish('packing')
  return [person, other]
}

const ship = async (person: Person, ...codes: string[]) => {
  let reply: { bench: ShipBench; feedback: Feedback | null } = await person.client.shipping.bench()
  for (const code of codes) reply = await person.client.shipping.scan(scanOf(code))
  return reply
}
const labels = () =>
  (world.test.station.core.store.reader.prepare('SELECT code FROM carton ORDER BY id').pluck().all() as string[]).map(
    labelCode,
  )

describe('the shipping bench', () => {
  test('starts over when the order left at another bench meanwhile', async () => {
    const [person, other] = await open([order(1, [['A1', 1]]), order(2, [['A2', 1]])])
    const [first, second] = labels() as [string, string]
    await ship(person, first)
    await ship(other, first, nextWaybill(), command('dispatch'))
    expect((await ship(person)).bench).toMatchObject({ step: 'carton', order: null })
    expect((await ship(person, first)).feedback?.name).toBe('cartonShipped')
    await ship(person, command('acknowledge'), second)
    await ship(person, nextWaybill())
    expect((await ship(person, command('dispatch'))).feedback?.name).toBe('dispatched')
  })

  test('asks for the carrier of a number that fits none, and takes no number twice', async () => {
    const [person] = await open([order(1, [['A1', 1]]), order(2, [['A2', 1]])])
    const [first, second] = labels() as [string, string]
    expect((await ship(person, first, 'ab-12 34')).feedback?.name).toBe('trackingChooseCarrier')
    expect((await ship(person, 'CJ')).bench.cartons[0]).toMatchObject({ trackingNumber: 'AB1234' })
    await ship(person, command('dispatch'), second, 'AB1234')
    expect((await ship(person, 'CJ')).feedback?.name).toBe('trackingUsed')
    await ship(person, command('acknowledge'), command('back'), nextWaybill(), command('dispatch'))
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('does not mix the cartons of two orders, and sends none that lacks its number', async () => {
    const [person] = await open([order(1, [['A1', 1]]), order(2, [['A2', 1]])])
    const [first, second] = labels() as [string, string]
    await ship(person, first)
    expect((await ship(person, command('dispatch'))).feedback?.name).toBe('cartonsMissing')
    await ship(person, nextWaybill())
    expect((await ship(person, second)).feedback?.name).toBe('cartonOfOtherOrder')
    await ship(person, command('acknowledge'), command('dispatch'), second, nextWaybill(), command('dispatch'))
    expect(orderStates(world)).toEqual({ shipped: 2 })
  })

  test('goes on although a carrier’s pattern is no pattern', async () => {
    const [person] = await open([order(1, [['A1', 1]])])
    await world.test.station.core.run(
      importCarriers,
      { carriers: [{ code: 'BAD', name: 'Broken', trackingPattern: '([' }] },
      { operatorId: null, station: 'TEST' },
    )
    await finishAll(world)
    expect(orderStates(world)).toEqual({ shipped: 1 })
    expect((await ship(person)).bench.carriers.map((carrier) => carrier.code)).toContain('BAD')
  })
})

describe('the desk', () => {
  test('answers a repeated scan with the same words, and nobody else under its id', async () => {
    const [person, other] = await open([order(1, [['A1', 1]])])
    const request = { scanId: randomUUID(), code: labels()[0] ?? '' }
    const reply = await person.client.shipping.scan(request)
    const seq = world.test.station.core.journal.lastSeq()
    expect(await person.client.shipping.scan(request)).toEqual(reply)
    expect(world.test.station.core.journal.lastSeq()).toBe(seq)
    await expect(other.client.shipping.scan(request)).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { code: 'E-SCN-010' },
    })
    await expect(person.client.packing.scan(request)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('keeps a blocking message through lock, sign-in and a restart until it is acknowledged', async () => {
    const [person] = await open([order(1, [['A1', 1]])])
    const wrong = await ship(person, 'A-01-1-01')
    await person.client.session.lock()
    await world.test.reopen()
    world = { ...world, watch: watchFloor(world.test.station.core) }
    await signIn(person.client, person.badge)
    expect((await ship(person)).bench.alert).toEqual(wrong.feedback)
    expect((await ship(person, labels()[0] ?? '')).feedback?.name).toBe('codeNotExpectedNow')
    expect((await ship(person, command('acknowledge'))).bench.alert).toBeNull()
  })
})
