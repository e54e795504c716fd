import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../commands/exceptions/resolve-exception.ts'
import { closeCarton, labelCarton } from '../../commands/packing/close-carton.ts'
import { finishOrder } from '../../commands/packing/finish-order.ts'
import { openCarton } from '../../commands/packing/open-carton.ts'
import { openOrder } from '../../commands/packing/open-order.ts'
import { packUnit } from '../../commands/packing/pack-unit.ts'
import { assignTote } from '../../commands/picking/assign-tote.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { addTote, collectUnits } from '../../commands/picking/collect-units.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import { cancelWave } from '../../commands/waves/cancel-wave.ts'
import { releaseWave } from '../../commands/waves/release-wave.ts'
import type { Row } from '../../db/tables.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../support/centre-world.ts'

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
  const batch = {
    ...{ orderIds, sortedAt: 'bench' as const, locationIds: [], zone: null, distanceMm: null, baselineMm: null },
  }
  await world.run(releaseWave, { waveId: null, strategy: 'single-line', plannedAt: 1, batches: [batch] })
  return orderIds
}
async function claimed(station: WorldStation, operatorId: string) {
  const { decision } = await station.ask(claimWork, { orderIds: [], limit: 1, plannedLimit: 5 }, { operatorId })
  const taskId = decision.ok ? (decision.value as { taskId: string }).taskId : ''
  const lines = await world.rows<Row<'pick_line'>>('SELECT * FROM pick_line WHERE pick_task_id = ?', taskId)
  const task = decision.ok ? await world.row<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', taskId) : null
  return { decision, taskId, lines, claim: { claim: JSON.stringify({ task: taskId, epoch: task?.epoch }) } }
}
const shares = (lines: readonly Row<'pick_line'>[]) => lines.map(({ id }) => ({ pickLineId: id, quantity: 1 }))

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
    const { taskId, lines, claim } = await claimed(one, operator)
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId, toteId }, claim)
    one.fact(collectUnits, { toteId, lines: shares(lines), scans: [] }, claim)
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
    console.log(
      open.map(({ type, reason, order_id, tote_id, station_id }) => [
        station_id,
        type,
        reason,
        order_id === a ? 'A' : order_id === b ? 'B' : 'C',
        tote_id === null ? '-' : 'T-1',
      ]),
    )
    const [root] = open.filter(({ caused_by }) => caused_by === null)
    const accepted = await world.decide(resolveException, {
      exceptionId: root?.id ?? '',
      resolution: 'accept',
      quantity: null,
    })
    console.log('accept', JSON.stringify(accepted))
    await world.run(resolveException, { exceptionId: root?.id ?? '', resolution: 'return', quantity: null })
    console.log([await stateOf(a), await stateOf(b), await stateOf(c)], (await openExceptions(world)).length)
    expect([await stateOf(b), await stateOf(c)]).toEqual(['packed', 'packed'])
  })
})

describe('a collected task about which something as a whole is unsettled', () => {
  it('is not given to the next picker, who could do nothing with it', async () => {
    await released('A', 'A')
    const mine = await claimed(one, operator)
    const toteId = await world.tote('T-1')
    await world.run(revokeClaim, { taskId: mine.taskId })
    one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
    await one.push()
    expect(await openExceptions(world)).toHaveLength(1)
    const next = await claimed(two, other)
    console.log('given', next.decision)
    const t2 = await world.tote('T-2')
    if (next.decision.ok) {
      two.fact(addTote, { taskId: next.taskId, toteId: t2 }, next.claim)
      await two.push()
      console.log((await openExceptions(world)).map(({ reason }) => reason))
    }
    expect(next.decision).toMatchObject({ ok: false, refusal: { name: 'noWork' } })
  })

  it('keeps the tote that its units lie in from other carts', async () => {
    await released('A', 'A')
    const mine = await claimed(one, operator)
    one.fact(addTote, { taskId: mine.taskId, toteId: await world.tote('T-1') }, mine.claim)
    await one.push()
    await world.run(revokeClaim, { taskId: mine.taskId })
    const full = await world.tote('T-2')
    one.fact(collectUnits, { toteId: full, lines: shares(mine.lines), scans: [] }, mine.claim)
    await one.push()
    const [kept] = await openExceptions(world)
    const orderIds = await world.orders('B')
    // The orphaned task goes first: the lead of bench one gets it, station two makes a cart of its own.
    const { decision } = await two.ask(claimWork, { orderIds, limit: 1, plannedLimit: 0 }, { operatorId: other })
    console.log('two got', decision, kept?.tote_id)
    const [own] = await world.orders('B')
    const again = await two.ask(
      claimWork,
      { orderIds: [own ?? ''], limit: 1, plannedLimit: 0 },
      { operatorId: operator },
    )
    console.log('again', again.decision)
    const taskId = again.decision.ok ? (again.decision.value as { taskId: string }).taskId : ''
    const [slot] = await world.rows<Row<'pick_slot'>>('SELECT * FROM pick_slot WHERE pick_task_id = ?', taskId)
    two.fact(
      assignTote,
      { slotId: slot?.id ?? '', toteId: full },
      { claim: JSON.stringify({ task: taskId, epoch: 1 }) },
    )
    await two.push()
    console.log((await openExceptions(world)).map(({ type, reason }) => [type, reason]))
    const accepted = await world.decide(resolveException, {
      exceptionId: kept?.id ?? '',
      resolution: 'accept',
      quantity: null,
    })
    console.log('accept', JSON.stringify(accepted))
    expect(accepted).toMatchObject({ ok: true })
  })

  it('whose orders went back stops these until a person decides', async () => {
    const orderIds = [...(await world.orders('A', 'A')), ...(await world.orders('B'))]
    const batch = (ids: string[]) => ({
      ...{ orderIds: ids, sortedAt: 'bench' as const, locationIds: [], zone: null, distanceMm: null, baselineMm: null },
    })
    const batches = [batch(orderIds.slice(0, 2)), batch(orderIds.slice(2))]
    const wave = await world.run(releaseWave, { waveId: null, strategy: 'single-line', plannedAt: 1, batches })
    const mine = await claimed(one, operator)
    expect(mine.lines).toHaveLength(2)
    await world.run(cancelWave, { waveId: wave.waveId ?? '' })
    await world.run(revokeClaim, { taskId: mine.taskId })
    const toteId = await world.tote('T-1')
    one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
    one.fact(collectUnits, { toteId, lines: shares(mine.lines), scans: [] }, mine.claim)
    await one.push()
    console.log((await openExceptions(world)).map(({ type, reason, order_id }) => [type, reason, order_id]))
    const next = await two.ask(claimWork, { orderIds: orderIds.slice(0, 2), limit: 5 }, { operatorId: other })
    console.log('given again', next.decision)
    expect(next.decision).toMatchObject({ ok: false, refusal: { name: 'noWork' } })
  })

  it('CONTROL: with a tote for each order, both are stopped and so is the tote', async () => {
    const orderIds = [...(await world.orders('A', 'A')), ...(await world.orders('B'))]
    const batch = (ids: string[]) => ({
      ...{ orderIds: ids, sortedAt: 'tote' as const, locationIds: [], zone: null, distanceMm: null, baselineMm: null },
    })
    const batches = [batch(orderIds.slice(0, 2)), batch(orderIds.slice(2))]
    const wave = await world
      .run(releaseWave, { waveId: null, strategy: 'discrete' as never, plannedAt: 1, batches })
      .catch(() => world.run(releaseWave, { waveId: null, strategy: 'batch' as never, plannedAt: 1, batches }))
      .catch(() => world.run(releaseWave, { waveId: null, strategy: 'single-line', plannedAt: 1, batches }))
    const mine = await claimed(one, operator)
    await world.run(cancelWave, { waveId: wave.waveId ?? '' })
    await world.run(revokeClaim, { taskId: mine.taskId })
    const slots = await world.rows<Row<'pick_slot'>>('SELECT * FROM pick_slot WHERE pick_task_id = ?', mine.taskId)
    for (const [index, slot] of slots.entries())
      one.fact(assignTote, { slotId: slot.id, toteId: await world.tote(`T-${index + 1}`) }, mine.claim)
    await one.push()
    console.log(
      (await openExceptions(world)).map(({ type, reason, order_id, tote_id }) => [
        type,
        reason,
        order_id !== null,
        tote_id !== null,
      ]),
    )
    const next = await two.ask(claimWork, { orderIds: orderIds.slice(0, 2), limit: 5 }, { operatorId: other })
    expect(next.decision).toMatchObject({ ok: false, refusal: { name: 'noWork' } })
  })
})
