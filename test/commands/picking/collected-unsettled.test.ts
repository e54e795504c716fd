import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { orderIsBlocked } from '../../../commands/exceptions/blocked-by.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { closeCarton, labelCarton } from '../../../commands/packing/close-carton.ts'
import { finishOrder } from '../../../commands/packing/finish-order.ts'
import { openCarton } from '../../../commands/packing/open-carton.ts'
import { openOrder } from '../../../commands/packing/open-order.ts'
import { packUnit } from '../../../commands/packing/pack-unit.ts'
import { assignTote } from '../../../commands/picking/assign-tote.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { addTote, collectUnits } from '../../../commands/picking/collect-units.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { cancelWave } from '../../../commands/waves/cancel-wave.ts'
import type { Row } from '../../../db/tables.ts'
import { unsettledOf } from '../../../main/orders/unsettled.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import { claimCollected, oneOfEach, releaseCollected } from '../../support/collected-work.ts'

let world: CentreWorld
let one: WorldStation
let two: WorldStation
let operator: string
let other: string
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  two = await world.station('two')
  operator = await world.operator('BDG-2')
  other = await world.operator('BDG-3')
})
afterEach(() => world.close())

async function released(...skus: string[]) {
  const orderIds = await world.orders(...skus)
  await releaseCollected(world, orderIds)
  return orderIds
}

/** Packs an order of one unit from a tote, all of it as a station without network does. */
async function packWhole(station: WorldStation, toteId: string, orderId: string, operatorId: string, code: string) {
  const by = { operator_id: operatorId }
  const [line] = await world.rows<Row<'order_line'>>('SELECT * FROM order_line WHERE order_id = ?', orderId)
  const [type] = await world.rows<Row<'carton_type'>>('SELECT * FROM carton_type')
  const session = `${station.fact(openOrder, { toteId, orderId, takeOver: false }, by)}.session`
  const made = station.fact(openCarton, { packSessionId: session, cartonTypeId: type?.id ?? '' }, by)
  const cartonId = `${made}.carton`
  const unit = { cartonId, orderLineId: line?.id ?? '', quantity: 1, lot: '', serial: '', scans: [] }
  station.fact(packUnit, unit, by)
  station.fact(closeCarton, { cartonId, weightGrams: null, code, codeKind: 'internal' as const, service: null }, by)
  station.fact(labelCarton, { cartonId, printJobId: 'job' }, by)
  station.fact(finishOrder, { packSessionId: session, partial: false }, by)
}
const stateOf = async (id: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state

describe('two benches without a centre between them that opened the same order of a shared tote', () => {
  it('leave one order to a person; the other orders of the tote are packed as they were', async () => {
    const [a = '', b = '', c = ''] = await released('A', 'A', 'A')
    const { taskId, lines, claim } = await claimCollected(world, one, operator)
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId, toteId }, claim)
    one.fact(collectUnits, { toteId, lines: oneOfEach(lines), scans: [] }, claim)
    one.fact(dropOff, { taskId }, claim)
    await one.push()
    await packWhole(one, toteId, a, operator, 'C-0000001')
    // Both began with the most urgent one; the second bench then packed B.
    two.fact(openOrder, { toteId, orderId: a, takeOver: false }, { operator_id: other })
    await packWhole(two, toteId, b, other, 'C-0000002')
    const half = one.body()
    await one.push({ ...half, commands: half.commands.slice(0, 2) })
    await two.push()
    await one.push()
    // The innocent bench goes on with C.
    await packWhole(one, toteId, c, operator, 'C-0000003')
    await one.push()
    const open = await openExceptions(world)
    expect(open.every(({ order_id }) => order_id === a)).toBe(true)
    const [root] = open.filter(({ caused_by }) => caused_by === null)
    await world.run(resolveException, { exceptionId: root?.id ?? '', resolution: 'return', quantity: null })
    expect(await openExceptions(world)).toEqual([])
    expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual(['packed', 'packed', 'packed'])
  })
})

describe('a collected task about which something as a whole is unsettled', () => {
  it('is not given to the next picker, who could do nothing with it', async () => {
    await released('A', 'A')
    const mine = await claimCollected(world, one, operator)
    const toteId = await world.tote('T-1')
    await world.run(revokeClaim, { taskId: mine.taskId })
    one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
    await one.push()
    expect(await openExceptions(world)).toHaveLength(1)
    const next = await claimCollected(world, two, other)
    expect(next.decision).toMatchObject({ ok: false, refusal: { name: 'noWork' } })
  })

  it('keeps the tote that its units lie in from other carts', async () => {
    await released('A', 'A')
    const mine = await claimCollected(world, one, operator)
    one.fact(addTote, { taskId: mine.taskId, toteId: await world.tote('T-1') }, mine.claim)
    await one.push()
    await world.run(revokeClaim, { taskId: mine.taskId })
    const full = await world.tote('T-2')
    one.fact(collectUnits, { toteId: full, lines: oneOfEach(mine.lines), scans: [] }, mine.claim)
    await one.push()
    const [kept] = await openExceptions(world)
    expect(kept).toMatchObject({ order_id: null, tote_id: full })
    const own = await world.orders('B')
    const { decision } = await two.ask(claimWork, { orderIds: own, limit: 1, plannedLimit: 0 }, { operatorId: other })
    const taskId = decision.ok ? (decision.value as { taskId: string }).taskId : ''
    expect(taskId).not.toBe(mine.taskId)
    const slot = await world.row<Row<'pick_slot'>>('SELECT * FROM pick_slot WHERE pick_task_id = ?', taskId)
    const claim = JSON.stringify({ task: taskId, epoch: 1 })
    two.fact(assignTote, { slotId: slot.id, toteId: full }, { claim })
    await two.push()
    expect(await openExceptions(world)).toMatchObject([{ id: kept?.id }, { reason: 'blocked', caused_by: kept?.id }])
    const question = { exceptionId: kept?.id ?? '', resolution: 'accept' as const, quantity: null }
    expect(await world.decide(resolveException, question)).toMatchObject({ ok: true, value: { applied: 1, left: 1 } })
    expect(await openExceptions(world)).toMatchObject([{ reason: 'toteInUse' }])
  })

  it('whose orders went back stops these until a person decides', async () => {
    const orderIds = [...(await world.orders('A', 'A')), ...(await world.orders('B'))]
    const wave = await releaseCollected(world, orderIds.slice(0, 2), orderIds.slice(2))
    const mine = await claimCollected(world, one, operator)
    expect(mine.lines).toHaveLength(2)
    await world.run(cancelWave, { waveId: wave.waveId ?? '' })
    await world.run(revokeClaim, { taskId: mine.taskId })
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
    one.fact(collectUnits, { toteId, lines: oneOfEach(mine.lines), scans: [] }, mine.claim)
    await one.push()
    for (const [at, orderId] of orderIds.entries()) {
      // What commands ask of the store and what screens ask of SQLite is the same.
      expect(await world.store.read((tx) => orderIsBlocked(tx, orderId))).toBe(at < 2)
      expect((await world.rows(unsettledOf(`'${orderId}'`))).length > 0).toBe(at < 2)
    }
    const next = await two.ask(claimWork, { orderIds: orderIds.slice(0, 2), limit: 5 }, { operatorId: other })
    expect(next.decision).toMatchObject({ ok: false, refusal: { name: 'noWork' } })
  })
})
