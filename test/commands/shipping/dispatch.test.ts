import { afterEach, beforeEach, expect, it } from 'vitest'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { dispatch } from '../../../commands/shipping/dispatch.ts'
import { claimFor, packIt } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from '../../support/centre-world.ts'

let world: CentreWorld
let station: WorldStation
beforeEach(async () => {
  world = await openCentreWorld()
  station = await world.station('one')
})
afterEach(() => world.close())

const shipments = async () =>
  (await world.rows<{ number: string }>('SELECT number FROM shipment ORDER BY number')).map(({ number }) => number)
const refusal = async (orderId: string) => {
  const decision = await world.decide(dispatch, { orderId })
  return decision.ok ? null : decision.refusal.name
}

it('an order leaves once, and only when it is packed', async () => {
  const [orderId = '', cancelled = ''] = await world.orders('A', 'B')
  const task = await claimFor(world, station, [orderId])
  await task.tote(1, 'T-1')
  await task.pick(1, 'T-1')
  task.drop()
  await station.push()
  expect(await refusal(orderId)).toBe('dispatchRefused')
  await packIt(world, station, orderId, 'T-1', 1)
  await station.push()
  await world.run(dispatch, { orderId })
  expect(await refusal(orderId)).toBe('dispatchRefused')
  await world.run(cancelOrder, { orderId: cancelled, reason: 'asked for' })
  expect(await refusal(cancelled)).toBe('dispatchRefused')
  expect(await shipments()).toEqual(['S-000001'])
  expect(await world.broken()).toEqual([])
})

it('a carton that left does not leave again, whatever the state of its order says', async () => {
  const [orderId = ''] = await world.orders('A')
  const task = await claimFor(world, station, [orderId])
  await task.tote(1, 'T-1')
  await task.pick(1, 'T-1')
  task.drop()
  await packIt(world, station, orderId, 'T-1', 1)
  await station.push()
  await world.run(dispatch, { orderId })
  await world.store.write(async (tx) => {
    const order = await tx.get('order', orderId)
    if (order !== undefined) await tx.put('order', { ...order, state: 'packed' })
  })
  expect(await refusal(orderId)).toBe('cartonsMissing')
  expect(await shipments()).toEqual(['S-000001'])
})
