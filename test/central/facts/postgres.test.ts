import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { bulkOrders } from '../../../commands/orders/bulk-orders.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { prefetchWork, takePrefetched } from '../../../commands/picking/prefetch-work.ts'
import { dispatch } from '../../../commands/shipping/dispatch.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import type { WriteCost } from '../../../db/postgres/write-transaction.ts'
import { claimFor, heldTask, packIt } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'

const tools = findPostgres()
const why = tools.bin === null ? ` (${tools.reason})` : ''

describe.skipIf(tools.bin === null)(`facts and requests at a centre on PostgreSQL${why}`, { timeout: 60_000 }, () => {
  let server: PostgresServer
  let world: CentreWorld
  let one: WorldStation
  let two: WorldStation
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server.stop())
  beforeEach(async () => {
    world = await openCentreWorld({ A: 10, B: 10 }, await openPostgresCentreStore({ url: await server.fresh() }))
    one = await world.station('one')
    two = await world.station('two')
  }, 60_000)
  afterEach(async () => {
    expect(await world.broken()).toEqual([])
    await world.close()
  })
  const state = async (id: string) =>
    (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state

  it('take an order from its claim to its departure, and a push that is sent again once', async () => {
    const [orderId = ''] = await world.orders('A')
    const operator = await world.operator('BDG-2')
    const task = await claimFor(world, one, [orderId], operator)
    expect((await two.ask(claimWork, { orderIds: [], limit: 1 }, { operatorId: operator })).decision).toMatchObject({
      refusal: { name: 'taskElsewhere', params: { station: 'one' } },
    })
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    task.drop()
    await packIt(world, one, orderId, 'T-1', 1)
    const body = one.body()
    const reply = await one.push(body)
    expect(new Set(reply.results.map(({ status }) => status))).toEqual(new Set(['applied']))
    expect((await one.push(body)).results).toEqual(reply.results)
    const { id, decision } = await one.ask(dispatch, { orderId })
    expect(decision).toMatchObject({ ok: true })
    expect((await one.ask(dispatch, { orderId }, { id })).decision).toEqual(decision)
    expect(await state(orderId)).toBe('shipped')
  })

  it('keep what was done under a claim that was taken away, until a person accepts it with all that followed', async () => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    await task.tote(1, 'T-1')
    await one.push()
    await two.ask(revokeClaim, { taskId: task.taskId })
    await task.pick(1, 'T-1')
    task.drop()
    expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale', 'blocked'])
    const [first] = await openExceptions(world)
    const args = { exceptionId: first?.id ?? '', resolution: 'accept' as const, quantity: null }
    expect((await two.ask(resolveException, args)).decision).toEqual({ ok: true, value: { applied: 2, left: 0 } })
    expect(await openExceptions(world)).toEqual([])
    expect(await state(orderId)).toBe('picked')
  })

  it('keep work ready for a station, and answer for many orders at once', async () => {
    const [first = '', second = ''] = await world.orders('A', 'B')
    const { decision } = await one.ask(prefetchWork, { orderIds: [first], limit: 1 })
    const { taskId } = (decision as { value: { taskId: string } }).value
    const { claim } = await heldTask(world, one, taskId)
    one.fact(takePrefetched, { taskId }, { claim, operator_id: await world.operator('BDG-2') })
    expect((await one.push()).results[0]).toMatchObject({ status: 'applied' })
    const commands = [second, 'none', second].map((orderId) => ({
      ...{ type: 'orders.cancel' as const, args: { orderId, reason: 'gone' } },
    }))
    const reply = await two.ask(bulkOrders, { commands })
    const { decisions } = (reply.decision as { value: { decisions: { ok: boolean }[] } }).value
    expect(decisions.map(({ ok }) => ok)).toEqual([true, false, false])
    expect(await state(second)).toBe('cancelled')
  })

  it('are read together, so that many orders, or work under a lost claim, wait for no more answers than one order', async () => {
    const costs: WriteCost[] = []
    const skus = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
    const url = await server.fresh()
    const wide = await openCentreWorld(
      Object.fromEntries(skus.map((sku) => [sku, 5])),
      await openPostgresCentreStore({ url, onCost: (cost) => costs.push(cost) }),
    )
    const station = await wide.station('one')
    const orders = await wide.orders(...skus)
    const work = async (orderIds: string[], firstTote: number): Promise<string> => {
      const task = await claimFor(wide, station, orderIds)
      for (const at of orderIds.keys()) {
        await task.tote(at + 1, `T-${firstTote + at}`)
        await task.pick(at + 1, `T-${firstTote + at}`)
      }
      task.drop()
      for (const [at, orderId] of orderIds.entries())
        await packIt(wide, station, orderId, `T-${firstTote + at}`, firstTote + at)
      return task.taskId
    }
    const pushed = async (): Promise<{ turns: number; codes: Set<string> }> => {
      costs.length = 0
      const { results } = await station.push()
      return {
        turns: costs.reduce((sum, { turns }) => sum + turns, 0),
        codes: new Set(results.map(({ code }) => code)),
      }
    }
    await work(orders.slice(0, 1), 1)
    const one = await pushed()
    await work(orders.slice(1, 5), 2)
    const four = await pushed()
    const lost = await work(orders.slice(5), 6)
    await wide.run(revokeClaim, { taskId: lost })
    const exceptions = await pushed()
    expect([...one.codes, ...four.codes]).toEqual(['', ''])
    expect(exceptions.codes).not.toContain('')
    // Two more may look for how far a copy of the centre covers the station's facts.
    expect(four.turns).toBeLessThanOrEqual(one.turns + 2)
    expect(exceptions.turns).toBeLessThanOrEqual(one.turns + 2)
    await wide.close()
  })
})
