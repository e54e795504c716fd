import { afterEach, expect, test } from 'vitest'
import type { OrderInput } from '../../../domain/inputs.ts'
import { command } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import type { FloorWorld, Person } from './floor-world.ts'
import { closeSound, collect, label, openShared, pack, pick } from './shared-tote-moves.ts'

let world: FloorWorld
afterEach(() => closeSound(world))
const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const [A1, A2] = [gtin13(1), gtin13(2)]
const missing = () =>
  rows<{ units: number | null }>(`SELECT sum(quantity) AS units FROM stock_move WHERE reason = 'missing-at-bench'`)[0]
    ?.units ?? 0

async function open(...orders: OrderInput[]): Promise<[picker: Person, packer: Person, lead: Person]> {
  world = await openShared(orders)
  return world.people as [Person, Person, Person]
}

test('a unit in hand is not written off when its order is sent with less', async () => {
  const [picker, packer] = await open(order(1, [['A1', 2]]), order(2, [['A1', 1]]))
  await collect(picker)
  await pack(packer, 'T-1', A1, 'BOX-S', command('closeCarton'))
  await label(packer)
  await pack(packer, command('park'), 'T-1')
  expect((await pack(packer, command('park'), A1)).bench.inHand).not.toBeNull()
  await pack(packer, command('partial'), command('confirm'))
  expect(missing()).toBe(0)
})

test('a unit in hand of an order without a carton is not written off either', async () => {
  const [picker, packer] = await open(order(1, [['A1', 1]]), order(2, [['A1', 1]]))
  await collect(picker)
  expect((await pack(packer, 'T-1', A1)).bench.inHand).not.toBeNull()
  await pack(packer, command('partial'), command('confirm'))
  expect(missing()).toBe(0)
})

test('a tote that was said to be empty while its unit was in somebody’s hand is to be looked into again', async () => {
  const [picker, packer, lead] = await open(order(1, [['A1', 1]]), order(2, [['A2', 1]]))
  let { bench } = await pick(picker, command('giveWork'), 'T-1')
  await pick(picker, bench.location?.code ?? '', bench.item?.code ?? '', 'T-1')
  ;({ bench } = await pick(picker))
  await pick(picker, bench.location?.code ?? '', bench.item?.code ?? '', 'T-2', command('done'))
  expect((await pack(lead, 'T-2', A2)).bench.inHand).not.toBeNull()
  await pack(packer, 'T-2', command('nothingThere'))
  // The lead lays it back.
  await pack(lead, command('park'))
  await pack(packer, command('acknowledge'), 'T-1', A1, 'BOX-S')
  await label(packer)
  const said = await pack(packer, command('nothingThere'))
  expect(said.feedback).toMatchObject({ name: 'otherTotesFirst', params: { totes: 'Tote 2' } })
  await pack(packer, command('confirm'))
  expect(missing()).toBe(0)
})
