import { afterEach, describe, expect, test } from 'vitest'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { command } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { enter, type FloorWorld, type Person } from './floor-world.ts'
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

const nobody = { operatorId: null, station: 'TEST' }
let world: FloorWorld
afterEach(() => closeSound(world))
const rows = <R>(sql: string) => world.test.station.core.store.reader.prepare(sql).all() as R[]
const [A1, A8] = [gtin13(1), gtin13(8)]

async function open(
  orders: OrderInput[],
  rest: SharedRest = {},
): Promise<[picker: Person, packer: Person, lead: Person]> {
  world = await openShared(orders, rest)
  return world.people as [Person, Person, Person]
}

describe('a unit that was in hand at a bench that was left', () => {
  test('does not fall into a later carton by itself: it was packed at the other bench', async () => {
    const [picker, packer] = await open([order(1, [['A1', 2]]), order(2, [['A1', 1]])])
    await collect(picker)
    expect((await pack(packer, 'T-1', A1)).bench).toMatchObject({ step: 'carton', inHand: { quantity: 1 } })
    const there = await enter(world.test, 'BDG-3')
    expect((await pack(there, 'T-1')).bench).toMatchObject({ step: 'carton', order: { number: '#1' }, inHand: null })
    await pack(there, 'BOX-S', A1, command('closeCarton'))
    expect((await label(there)).bench.step).toBe('carton')
    // Back at the first bench: the unit that was in hand there is in the first carton, and nobody has scanned another one.
    const back = await pack(packer)
    expect(back.bench.inHand).toBeNull()
    await pack(packer, 'BOX-S')
    expect(rows(`SELECT sum(packed) AS packed FROM order_line`)).toEqual([{ packed: 1 }])
  })
})

describe('a lot that was picked for an order before and written off at the bench', () => {
  /** #2 had one of L1 that was not found at the bench; now one of L2 is collected for it, and one of L1 for #3. */
  async function again(): Promise<Person> {
    const [picker, packer] = await open([order(1, [['A8', 49]]), order(2, [['A8', 1]]), order(3, [['A8', 1]])], {
      tasks: [],
      stock: [{ sku: 'A9', location: 'A-01-1-01', serial: 'SN-4', quantity: 1 }],
    })
    const { core } = world.test.station
    const [first = '', second = '', third = ''] = world.orderIds
    await releaseTogether(core, [second])
    await collect(picker)
    await pack(packer, 'T-1', command('nothingThere'), command('confirm'))
    expect(rows(`SELECT state FROM "order" WHERE number = '#2'`)).toEqual([{ state: 'backordered' }])
    await core.run(
      importStock,
      { stock: [{ sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 1 }] },
      nobody,
    )
    const { pickablePayments, allOrNothing } = core.policies()
    expect(await core.run(releaseOrder, { orderId: second, pickablePayments, allOrNothing }, nobody)).toMatchObject({
      ok: true,
    })
    expect(await core.run(cancelOrder, { orderId: first, reason: 'x' }, nobody)).toMatchObject({ ok: true })
    await core.run(releaseOrder, { orderId: third, pickablePayments, allOrNothing }, nobody)
    await releaseTogether(core, [second, third], '2')
    expect(
      rows(`SELECT o.number, l.lot FROM pick_line l JOIN "order" o ON o.id = l.order_id
        WHERE l.state = 'open' ORDER BY 1`),
    ).toEqual([
      { number: '#2', lot: 'L2' },
      { number: '#3', lot: 'L1' },
    ])
    await collect(picker)
    return packer
  }

  test('is not wanted for it any more, so that each order gets what was picked for it', async () => {
    const packer = await again()
    const { bench } = await pack(packer, 'T-1', `010${A8}10L1`)
    expect(bench.order?.number).toBe('#3')
  })

  test('does not leave the other order without its unit', async () => {
    const packer = await again()
    await pack(packer, 'T-1', `010${A8}10L1`, 'BOX-S')
    await label(packer)
    const second = await pack(packer, `010${A8}10L2`)
    expect(second.feedback?.name).toBe('orderFound')
  })
})

describe('a case', () => {
  test('whose single units are waited for is not said to be for nobody', async () => {
    const [picker, packer] = await open(oneEach(6), { policies: { countEachUnit: true } })
    const { bench } = await pick(picker, command('giveWork'), 'T-1')
    await pick(picker, bench.location?.code ?? '', 'CASE-A1', 'T-1', command('done'))
    const { feedback } = await pack(packer, 'T-1', 'CASE-A1')
    expect(feedback?.name).not.toBe('noOrderWaits')
  })
})

describe('a lot that is mistyped', () => {
  test('is a wrong lot, not goods that nobody waits for', async () => {
    const [picker, packer] = await open([order(1, [['A8', 49]]), order(2, [['A8', 1]]), order(3, [['A8', 1]])], {
      tasks: [],
      stock: [{ sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 4 }],
    })
    await releaseTogether(world.test.station.core, world.orderIds.slice(1))
    await collect(picker)
    const { feedback } = await pack(packer, 'T-1', A8, 'L3')
    expect(feedback?.name).toBe('wrongLot')
  })
})
