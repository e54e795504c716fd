import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { returnClaim } from '../../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { prefetchWork, takePrefetched } from '../../../commands/picking/prefetch-work.ts'
import type { Row } from '../../../db/tables.ts'
import { heldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'

let world: CentreWorld
let one: WorldStation
let two: WorldStation
let operator: string
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  two = await world.station('two')
  operator = await world.operator('BDG-2')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

const taskRow = (id: string) => world.row<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', id)
async function fetched(orderIds: string[]) {
  const { decision } = await one.ask(prefetchWork, { orderIds, limit: 4 })
  if (!decision.ok) throw new Error(decision.refusal.name)
  return heldTask(world, one, (decision.value as { taskId: string }).taskId)
}
const take = (station: WorldStation, { taskId, claim }: { taskId: string; claim: string }, who = operator) =>
  station.fact(takePrefetched, { taskId }, { claim, operator_id: who })

describe('a task that a station fetches ahead', () => {
  it('is held by it and by nobody else, under the number of the site, and is picked like any other', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await fetched(orderIds)
    expect(await taskRow(task.taskId)).toMatchObject({
      ...{ number: 'B-0001', state: 'claimed', holder: one.id, operator_id: null, epoch: 1 },
    })
    take(one, task)
    await task.tote(1, 'T-1')
    await task.tote(2, 'T-2')
    await task.pick(1, 'T-1')
    await task.pick(2, 'T-2')
    task.drop()
    expect((await one.push()).results.map(({ status }) => status)).toEqual(Array(6).fill('applied'))
    expect(await taskRow(task.taskId)).toMatchObject({ state: 'done', operator_id: operator, epoch: 1 })
  })

  it('is refused when nothing waits, and to what is no station', async () => {
    const [orderId = ''] = await world.orders('A')
    await fetched([orderId])
    const { decision } = await two.ask(prefetchWork, { orderIds: [orderId], limit: 4 })
    expect(decision).toMatchObject({ refusal: { name: 'noWork' } })
    expect(await world.decide(prefetchWork, { orderIds: [], limit: 4 })).toMatchObject({
      refusal: { name: 'notFound' },
    })
  })

  it('cannot be taken any more once it went back or was taken away: the centre asks a person', async () => {
    for (const undo of ['return', 'revoke']) {
      const [orderId = ''] = await world.orders('A')
      const task = await fetched([orderId])
      const { taskId } = task
      await (undo === 'return' ? one.ask(returnClaim, { taskId }) : one.ask(revokeClaim, { taskId }))
      take(one, task)
      await task.tote(1, undo === 'return' ? 'T-1' : 'T-2')
      expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale', 'blocked'])
      const found = (await openExceptions(world)).filter(({ pick_task_id }) => pick_task_id === task.taskId)
      expect(found.map(({ type }) => type)).toEqual(['picking.take-prefetched', 'picking.assign-tote'])
    }
  })

  it('cannot be taken by another station, nor by a second operator', async () => {
    const task = await fetched(await world.orders('A'))
    take(two, task)
    expect((await two.push()).results[0]).toMatchObject({ status: 'exception', code: 'claimStale' })
    const other = await fetched(await world.orders('B'))
    take(one, other)
    take(one, other, await world.operator('BDG-3'))
    expect((await one.push()).results.map(({ code }) => code)).toEqual(['', 'commandNotNow'])
    expect(await taskRow(other.taskId)).toMatchObject({ operator_id: operator })
  })
})
