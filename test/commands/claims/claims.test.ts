import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdAdopted } from '../../../commands/claims/hold-adopted.ts'
import { returnClaim } from '../../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { seeNote } from '../../../commands/packing/open-order.ts'
import { assignTote } from '../../../commands/picking/assign-tote.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { confirmPick } from '../../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { shortPick } from '../../../commands/picking/short-pick.ts'
import type { Row } from '../../../db/tables.ts'
import { claimFor, heldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'

let world: CentreWorld
let one: WorldStation
let two: WorldStation
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  two = await world.station('two')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

const taskRow = (id: string) => world.row<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', id)
const orderState = async (id: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state
const reserved = async () => (await world.row<{ n: number }>('SELECT sum(reserved) AS n FROM stock')).n
const story = async (orderId: string, type: string) =>
  (await world.rows('SELECT id FROM order_event WHERE order_id = ? AND type = ?', orderId, type)).length

describe('a claim that is asked again of a centre which was put back', () => {
  it('may be about other orders: picks for the first ones then meet nothing, instead of lines of the others', async () => {
    const [first = '', second = ''] = await world.orders('A', 'B')
    const before = world.image()
    const asked = { orderIds: [first, second], limit: 1 }
    const { id } = await one.ask(claimWork, asked)
    const task = await heldTask(world, one, `${id}.task`)
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    task.drop()

    const restored = await openCentreWorld(before)
    const again = restored.known('one')
    await claimFor(restored, restored.known('two'), [first])
    expect((await again.ask(claimWork, asked, { id })).decision.ok).toBe(true)
    expect(await restored.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ?', task.taskId)).toEqual([
      { order_id: second },
    ])
    for (const { id: factId, type, version, class: kind, args, claim } of one.journal)
      again.fact({ type, version, class: kind } as never, JSON.parse(args), { id: factId, claim })
    const { results } = await again.push()
    expect(results.map(({ status }) => status)).toEqual(['exception', 'exception', 'exception'])
    expect(await restored.rows('SELECT id FROM pick_line WHERE picked > 0')).toEqual([])
    expect(await restored.broken()).toEqual([])
    await restored.close()
  })
})

describe('a station whose clock is days off', () => {
  it.each([-3, 3])('does what it claimed all the same (%i days)', async (days) => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    const at = 1_767_000_000_000 + days * 86_400_000
    const { claim, taskId, slots, lines } = task
    const toteId = await world.tote('T-1')
    const pick = { pickLineId: lines[0] ?? '', quantity: 1, toteId, serials: [], scans: [] }
    one.fact(assignTote, { slotId: slots[0] ?? '', toteId }, { claim, at })
    one.fact(confirmPick, pick, { claim, at: at + 1 })
    one.fact(dropOff, { taskId }, { claim, at: at + 2 })
    const { results } = await one.push()
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])
    expect(await orderState(orderId)).toBe('picked')
  })
})

describe('returning a claim', () => {
  it('gives its orders back with what is reserved for them, under a new epoch', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, one, orderIds)
    expect((await one.ask(returnClaim, { taskId: task.taskId })).decision).toEqual({ ok: true, value: { orders: 2 } })
    expect(await Promise.all(orderIds.map(orderState))).toEqual(['released', 'released'])
    expect(await reserved()).toBe(2)
    expect(await taskRow(task.taskId)).toMatchObject({ state: 'returned', epoch: 2, holder: null, operator_id: null })
    expect(await story(orderIds[0] ?? '', 'pick-returned')).toBe(1)
    const again = await claimFor(world, two, orderIds)
    await again.tote(1, 'T-1')
    await again.pick(1, 'T-1')
    expect((await two.push()).results.map(({ status }) => status)).toEqual(['applied', 'applied'])
  })

  it('is for its holder only, and only before the first tote', async () => {
    const task = await claimFor(world, one, await world.orders('A'))
    expect((await two.ask(returnClaim, { taskId: task.taskId })).decision).toMatchObject({
      refusal: { name: 'notFound' },
    })
    await task.tote(1, 'T-1')
    await one.push()
    expect((await one.ask(returnClaim, { taskId: task.taskId })).decision).toMatchObject({
      refusal: { name: 'wrongState', params: { state: 'started' } },
    })
    expect((await one.ask(returnClaim, { taskId: 'none' })).decision).toMatchObject({ refusal: { name: 'notFound' } })
  })

  it('lets an order wait for stock when all that it had was short', async () => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    one.fact(shortPick, { pickLineId: task.lines[0] ?? '', reason: 'nothing-there' }, { claim: task.claim })
    expect((await one.push()).results[0]).toMatchObject({ status: 'applied' })
    await one.ask(returnClaim, { taskId: task.taskId })
    expect(await orderState(orderId)).toBe('backordered')
  })

  it('leaves nothing for facts that come later: they are exceptions of their order, and break nothing', async () => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    await one.ask(returnClaim, { taskId: task.taskId })
    const pickLineId = task.lines[0] ?? ''
    one.fact(shortPick, { pickLineId, reason: 'short' }, { claim: task.claim })
    await task.tote(1, 'T-1')
    expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale', 'blocked'])
    expect((await openExceptions(world))[0]).toMatchObject({ order_id: orderId, pick_task_id: task.taskId })
    const { decision } = await two.ask(claimWork, { orderIds: [orderId], limit: 4 })
    expect(decision, 'a blocked order is not given out').toMatchObject({ refusal: { name: 'noWork' } })
  })
})

describe('revoking a claim', () => {
  it('of an unstarted task gives its orders back, whoever holds it', async () => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    expect((await two.ask(revokeClaim, { taskId: task.taskId })).decision).toEqual({
      ok: true,
      value: { started: false },
    })
    expect(await orderState(orderId)).toBe('released')
    expect(await taskRow(task.taskId)).toMatchObject({ state: 'returned', epoch: 2 })
    expect(await story(orderId, 'pick-revoked')).toBe(1)
  })

  it('of a started one leaves it and its totes, and the next who asks for work gets it and has to look', async () => {
    const operator = await world.operator('BDG-2')
    const next = await world.operator('BDG-3')
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, one, orderIds, operator)
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    await one.push()
    expect((await two.ask(revokeClaim, { taskId: task.taskId })).decision).toEqual({
      ok: true,
      value: { started: true },
    })
    expect(await taskRow(task.taskId)).toMatchObject({
      ...{ state: 'started', epoch: 2, holder: null, operator_id: null, verify: 1 },
    })
    expect((await two.ask(revokeClaim, { taskId: task.taskId })).decision).toMatchObject({ ok: false })
    const newer = await world.orders('A')
    const reply = await two.ask(claimWork, { orderIds: newer, limit: 4 }, { operatorId: next })
    expect(reply.decision).toEqual({ ok: true, value: { taskId: task.taskId, verify: true } })
    expect(await taskRow(task.taskId)).toMatchObject({ epoch: 3, holder: two.id, operator_id: next, verify: 1 })
    const held = await heldTask(world, two, task.taskId)
    await held.tote(2, 'T-2')
    await two.push()
    expect(await taskRow(task.taskId)).toMatchObject({ verify: 1 })
    await held.pick(2, 'T-2')
    await two.push()
    expect(await taskRow(task.taskId)).toMatchObject({ verify: 0 })
    held.drop()
    expect((await two.push()).results[0]).toMatchObject({ status: 'applied' })
    expect(await Promise.all(orderIds.map(orderState))).toEqual(['picked', 'picked'])
  })

  it('of a task that is over is refused', async () => {
    const task = await claimFor(world, one, await world.orders('A'))
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    task.drop()
    await one.push()
    expect((await two.ask(revokeClaim, { taskId: task.taskId })).decision).toMatchObject({
      refusal: { name: 'wrongState', params: { state: 'done' } },
    })
  })
})

describe('claiming work', () => {
  it('gives an operator who asks twice the task that is held already', async () => {
    const operator = await world.operator('BDG-2')
    const orderIds = await world.orders('A', 'B')
    const first = await claimFor(world, one, orderIds.slice(0, 1), operator)
    const second = await claimFor(world, one, orderIds.slice(1), operator)
    expect(second.taskId).toBe(first.taskId)
    expect(await taskRow(first.taskId)).toMatchObject({ epoch: 1, holder: one.id })
    expect(await orderState(orderIds[1] ?? '')).toBe('released')
  })

  it('is refused to an operator who holds a task at another station, with its name', async () => {
    const operator = await world.operator('BDG-2')
    const orderIds = await world.orders('A', 'B')
    await claimFor(world, one, orderIds.slice(0, 1), operator)
    const { decision } = await two.ask(claimWork, { orderIds, limit: 4 }, { operatorId: operator })
    expect(decision).toEqual({
      ok: false,
      refusal: { name: 'taskElsewhere', params: { station: 'one', task: 'B-0001' } },
    })
  })

  it('gives no order to two stations', async () => {
    const orderIds = await world.orders('A')
    const task = await claimFor(world, one, orderIds)
    expect((await two.ask(claimWork, { orderIds, limit: 4 })).decision).toMatchObject({ refusal: { name: 'noWork' } })
    expect(await world.rows('SELECT pick_task_id FROM pick_slot')).toEqual([{ pick_task_id: task.taskId }])
  })

  it('leaves orders aside that wait for a person', async () => {
    const [waiting = '', free = ''] = await world.orders('A', 'B')
    one.fact({ ...seeNote, version: 99 }, { orderId: waiting })
    await one.push()
    await claimFor(world, two, [waiting, free])
    expect(await world.rows('SELECT order_id FROM pick_slot')).toEqual([{ order_id: free }])
    expect(await orderState(waiting)).toBe('released')
  })

  it('takes up a task from before the station had a centre, as its holder under a new epoch', async () => {
    const operator = await world.operator('BDG-2')
    const task = await claimFor(world, one, await world.orders('A'), operator)
    await world.store.write(async (tx) => {
      const row = await tx.get('pick_task', task.taskId)
      if (row !== undefined) await tx.put('pick_task', { ...row, holder: null })
    })
    await one.ask(claimWork, { orderIds: [], limit: 4 }, { operatorId: operator })
    expect(await taskRow(task.taskId)).toMatchObject({ holder: one.id, epoch: 2, verify: 0 })
  })

  it('numbers tasks of the site one after another when it is given no number', async () => {
    for (const [station, sku] of [
      [one, 'A'],
      [two, 'B'],
      [one, 'A'],
    ] as const)
      await claimFor(world, station, await world.orders(sku))
    expect(await world.rows('SELECT number FROM pick_task ORDER BY number')).toEqual([
      { number: 'B-0001' },
      { number: 'B-0002' },
      { number: 'B-0003' },
    ])
    const [named = ''] = await world.orders('A')
    await one.ask(claimWork, { number: 'C-7', orderIds: [named, named], limit: 4 })
    expect(await world.rows(`SELECT id FROM pick_task WHERE number = 'C-7'`)).toHaveLength(1)
    expect(await world.rows('SELECT id FROM pick_slot WHERE order_id = ?', named)).toHaveLength(1)
  })
})

it('a store that worked alone brings its unfinished tasks as claims of its station, those that were taken away aside', async () => {
  const orderIds = await world.orders('A', 'B')
  const alone = async (orderId: string, over: Partial<Row<'pick_task'>>) => {
    const task = await claimFor(world, one, [orderId])
    await world.store.write(async (tx) => {
      const row = await tx.get('pick_task', task.taskId)
      if (row !== undefined) await tx.put('pick_task', { ...row, holder: null, ...over })
    })
    return task
  }
  const mine = await alone(orderIds[0] ?? '', { operator_id: await world.operator('BDG-2') })
  const left = await alone(orderIds[1] ?? '', { state: 'started', started_at: 1, verify: 1 })
  await world.store.write((tx) => holdAdopted(tx, two.id))
  expect(await taskRow(mine.taskId)).toMatchObject({ holder: two.id, epoch: 1 })
  expect(await taskRow(left.taskId)).toMatchObject({ holder: null })
})
