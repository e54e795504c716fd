import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { openOrder } from '../../../commands/packing/open-order.ts'
import { addTote, collectUnits, takeBackUnits } from '../../../commands/picking/collect-units.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { shortStop, skipStop } from '../../../commands/picking/leave-stop.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import { claimCollected, oneOfEach, releaseCollected } from '../../support/collected-work.ts'

let world: CentreWorld
let one: WorldStation
let operator: string
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  operator = await world.operator('BDG-2')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

/** A collected task of orders, claimed by a station, with its claim and its lines. */
async function collected(...skus: string[]) {
  const orderIds = await world.orders(...skus)
  await releaseCollected(world, orderIds)
  const { taskId, lines, claim } = await claimCollected(world, one, operator)
  const of = (sku: number) =>
    lines.filter(({ stock_id: id }) => id === [...new Set(lines.map((line) => line.stock_id))][sku])
  return { taskId, orderIds, lines, of, claim }
}
const states = async () =>
  (await world.rows<{ state: string }>('SELECT state FROM "order" ORDER BY id')).map(({ state }) => state)

describe('units of several orders', () => {
  it('are laid into a shared tote, brought to the bench and opened one by one, by the order that is named', async () => {
    const { taskId, orderIds, of, claim } = await collected('A', 'A', 'B')
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId, toteId }, claim)
    one.fact(collectUnits, { toteId, lines: oneOfEach(of(0)), scans: [] }, claim)
    one.fact(collectUnits, { toteId, lines: oneOfEach(of(1)), scans: [] }, claim)
    one.fact(dropOff, { taskId }, claim)
    await one.push()
    expect(await openExceptions(world)).toEqual([])
    expect(await states()).toEqual(['picked', 'picked', 'picked'])
    expect(await world.decide(openOrder, { toteId, takeOver: false })).toMatchObject({
      ok: false,
      refusal: { name: 'toteEmpty' },
    })
    const [first = ''] = orderIds
    expect(await world.decide(openOrder, { toteId, orderId: first, takeOver: false })).toMatchObject({ ok: true })
    const [stranger = ''] = await world.orders('A')
    expect(await world.decide(openOrder, { toteId, orderId: stranger, takeOver: false })).toMatchObject({
      ok: false,
      refusal: { name: 'noOrderWaits' },
    })
  })

  it('are refused whole when one line does not fit: named twice, of another place, or more than it asks for', async () => {
    const { taskId, of, lines } = await collected('A', 'A', 'B')
    const toteId = await world.tote('T-1')
    const first = of(0)
    const twice = [...oneOfEach(first), ...oneOfEach(first.slice(0, 1))]
    const tooMany = [{ pickLineId: first[0]?.id ?? '', quantity: 2 }]
    expect(await world.decide(collectUnits, { toteId, lines: oneOfEach(first), scans: [] })).toMatchObject({
      ok: false,
    })
    await world.run(addTote, { taskId, toteId })
    for (const wrong of [twice, oneOfEach(lines), tooMany])
      expect(await world.decide(collectUnits, { toteId, lines: wrong, scans: [] })).toMatchObject({ ok: false })
    expect(await world.rows('SELECT DISTINCT picked FROM pick_line')).toEqual([{ picked: 0 }])
    await world.run(collectUnits, { toteId, lines: oneOfEach(first), scans: [] })
    expect(await world.decide(takeBackUnits, { lines: [...oneOfEach(first), ...oneOfEach(of(1))] })).toMatchObject({
      ok: false,
    })
    await world.run(takeBackUnits, { lines: oneOfEach(first) })
    expect(await world.rows('SELECT DISTINCT picked FROM pick_line')).toEqual([{ picked: 0 }])
  })

  it('are skipped and missing together', async () => {
    const { taskId, of } = await collected('A', 'A', 'B')
    await world.run(addTote, { taskId, toteId: await world.tote('T-1') })
    const ids = of(0).map(({ id }) => ({ pickLineId: id }))
    await world.run(skipStop, { lines: ids })
    const [last] = await world.rows<{ stock_id: string }>('SELECT stock_id FROM pick_line ORDER BY sequence DESC')
    expect(last?.stock_id).toBe(of(0)[0]?.stock_id)
    await world.run(shortStop, { lines: ids, reason: 'nothing-there' })
    expect(await world.decide(shortStop, { lines: ids, reason: 'nothing-there' })).toMatchObject({ ok: false })
    await world.run(shortStop, { lines: of(1).map(({ id }) => ({ pickLineId: id })), reason: 'short' })
  })
})

describe('a fact about a shared tote that comes too late', () => {
  it('stops the whole task until a person decides, and is done when that person says so', async () => {
    const { taskId, of, claim } = await collected('A', 'A')
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId, toteId }, claim)
    await one.push()
    await world.run(revokeClaim, { taskId })
    one.fact(collectUnits, { toteId, lines: oneOfEach(of(0)), scans: [] }, claim)
    await one.push()
    const [kept] = await openExceptions(world)
    expect(kept).toMatchObject({ reason: 'claimStale', order_id: null, tote_id: toteId, pick_task_id: taskId })
    await world.run(resolveException, { exceptionId: kept?.id ?? '', resolution: 'accept', quantity: null })
    expect(await world.rows('SELECT DISTINCT picked FROM pick_line')).toEqual([{ picked: 1 }])
  })
})

it('goods with serial numbers are left out of a collected task, and named', async () => {
  const [orderId = ''] = await world.orders('A')
  await world.store.write(async (tx) => {
    const [item] = await tx.find('item', 'sku', 'A')
    if (item !== undefined) await tx.put('item', { ...item, tracking: 'serial' })
  })
  const batch = {
    orderIds: [orderId],
    sortedAt: 'bench' as const,
    locationIds: [],
    zone: null,
    distanceMm: null,
    baselineMm: null,
  }
  expect(
    await world.run(releaseWave, { waveId: null, strategy: 'bulk', plannedAt: 1, batches: [batch] }),
  ).toMatchObject({ waveId: null, leftOut: [{ orderId, name: 'trackedGoods' }] })
})
