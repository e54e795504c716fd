import { expect, it } from 'vitest'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { heldTask } from '../../support/centre-work.ts'
import { openChainWorld, releaseChains, zoneOrders } from '../../support/chain-world.ts'

it('the totes that ride on a waiting cart are not counted as free for somebody else', async () => {
  const world = await openChainWorld(10)
  const one = await world.station('one')
  const orderIds = await zoneOrders(world, ['A', 'B', 'B', 'B', 'B', 'B', 'B', 'AB'])
  await releaseChains(world, [orderIds])
  const { decision } = await one.ask(claimWork, { orderIds: [], limit: 8 })
  const { taskId } = (decision.ok ? decision.value : {}) as { taskId: string }
  const a = await heldTask(world, one, taskId)
  for (let slot = 1; slot <= 8; slot += 1) await a.tote(slot, `T-${slot}`)
  await a.pick(1, 'T-1')
  await a.pick(2, 'T-8')
  a.drop()
  await one.push()
  // The cart with its eight totes stands in zone B.
  const two = await world.station('two')
  const more = await zoneOrders(world, ['A', 'A', 'A', 'A', 'A', 'A'], 20)
  const free = await world.row<{ n: number }>(`SELECT count(*) AS n FROM tote WHERE state = 'empty'`)
  // The site has eight totes in this story: 16 more were imported by the helper.
  const limit = free.n - 16
  const other = await two.ask(claimWork, { orderIds: more, limit, zone: 'A' })
  // 'two' got a task for totes that stand on the other cart in zone B; now the cart itself finds none free any more.
  const three = await world.station('three')
  const goesOn = await three.ask(claimWork, {
    orderIds: [],
    limit: Math.max(0, limit - (other.decision.ok ? 6 : 0)),
    zone: 'B',
  })
  expect(goesOn.decision).toMatchObject({ ok: true })
  expect(
    await world.rows(`SELECT code FROM tote WHERE state = 'empty' AND code IN ('T-2','T-3','T-4','T-5','T-6','T-7')`),
  ).toEqual([])
  expect(await world.broken()).toEqual([])
  await world.close()
})
