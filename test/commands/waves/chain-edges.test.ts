import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { shortPick } from '../../../commands/picking/short-pick.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { heldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import {
  chainArgs,
  claimChain,
  openChainWorld,
  releaseChains,
  workChain,
  zoneOrders,
} from '../../support/chain-world.ts'

let world: CentreWorld
let one: WorldStation
let two: WorldStation
beforeEach(async () => {
  world = await openChainWorld(10)
  one = await world.station('one')
  two = await world.station('two')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})
const stateOf = async (orderId: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', orderId)).state
const claim = claimChain
const work = (station: WorldStation, first?: number) => workChain(world, station, first)

describe('a chain at its edges', () => {
  it('a batch that reaches into more zones than 24 can be released', async () => {
    const [x = ''] = await zoneOrders(world, ['AB'])
    const args = await chainArgs(world, [[x]])
    const tour = { distanceMm: 1, baselineMm: 1 }
    const parts = Array.from({ length: 26 }, (_, at) => ({ zone: `Z${at}`, locationIds: [], ...tour }))
    const batches = args.batches.map((batch) => ({ ...batch, parts }))
    expect((await world.run(releaseWave, { ...args, batches })).tasks).toHaveLength(1)
  })

  it('a task is of the zone in which its lines lie, whatever the plan thought', async () => {
    const [x = ''] = await zoneOrders(world, ['B'])
    const args = await chainArgs(world, [[x]])
    const place = await world.row<{ id: string }>(`SELECT id FROM location WHERE zone = 'A'`)
    const batches = args.batches.map(({ parts: _, ...batch }) => ({ ...batch, zone: 'A', locationIds: [place.id] }))
    await world.run(releaseWave, { ...args, batches })
    expect(await claim(one, { zone: 'A' })).toBe('')
    expect(await claim(one, { zone: 'B' })).not.toBe('')
  })

  it('short in the second zone goes back to the first: not to a task that is over', async () => {
    const [x = ''] = await zoneOrders(world, ['AB'])
    await releaseChains(world, [[x]])
    await world.run(importStock, { stock: [{ sku: 'B', location: 'PA', quantity: 5 }] })
    await work(one)
    const b = await heldTask(world, two, await claim(two))
    await b.tote(1, 'T-1')
    two.fact(shortPick, { pickLineId: b.lines[0] ?? '', reason: 'nothing-there' }, { claim: b.claim })
    await two.push()
    const again = await heldTask(world, two, b.taskId)
    expect(again.lines).toHaveLength(2)
    await again.pick(2, 'T-1')
    again.drop()
    await two.push()
    expect(await openExceptions(world)).toEqual([])
    expect(await stateOf(x)).toBe('picked')
  })

  it('the facts of one who lost the first zone come after the chain went on', async () => {
    const [x = ''] = await zoneOrders(world, ['ABC'])
    await releaseChains(world, [[x]])
    const lost = await heldTask(world, one, await claim(one))
    await lost.tote(1, 'T-5')
    await lost.pick(1, 'T-5')
    lost.drop()
    await two.ask(revokeClaim, { taskId: lost.taskId })
    await work(two)
    const { results } = await one.push()
    expect(results.map(({ code }) => code)[0]).toBe('claimStale')
    expect(await claim(two)).toBe('')
    const [first] = await openExceptions(world)
    const accepted = await world.decide(resolveException, {
      exceptionId: first?.id ?? '',
      resolution: 'accept',
      quantity: null,
    })
    expect(accepted.ok).toBe(false)
    await world.run(resolveException, { exceptionId: first?.id ?? '', resolution: 'return', quantity: null })
    await work(two)
    await work(two)
    expect(await stateOf(x)).toBe('picked')
    expect(await world.rows('SELECT on_hand, reserved FROM stock')).toEqual(Array(3).fill({ on_hand: 9, reserved: 0 }))
  })

  it('facts of a lost second zone, accepted while somebody else holds it unstarted', async () => {
    const [x = ''] = await zoneOrders(world, ['AB'])
    await releaseChains(world, [[x]])
    await work(one)
    const b = await heldTask(world, one, await claim(one))
    await two.ask(revokeClaim, { taskId: b.taskId })
    await claim(two)
    await b.tote(1, 'T-1')
    await b.pick(1, 'T-1')
    b.drop()
    await one.push()
    const [first] = await openExceptions(world)
    const accepted = await world.decide(resolveException, {
      exceptionId: first?.id ?? '',
      resolution: 'accept',
      quantity: null,
    })
    expect(accepted).toMatchObject({ ok: true, value: { applied: 3, left: 0 } })
    expect(await stateOf(x)).toBe('picked')
  })
})
