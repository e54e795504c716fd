import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { returnClaim } from '../../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { importItems } from '../../../commands/items/import-items.ts'
import { finishOrder } from '../../../commands/packing/finish-order.ts'
import { openOrder, seeNote } from '../../../commands/packing/open-order.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { shortPick } from '../../../commands/picking/short-pick.ts'
import { undoPick } from '../../../commands/picking/undo-pick.ts'
import { dispatch } from '../../../commands/shipping/dispatch.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { Row } from '../../../db/tables.ts'
import type { ExceptionResolution } from '../../../domain/exceptions.ts'
import { claimFor, type HeldTask, heldTask, packIt } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import { item } from '../command-store.ts'

let world: CentreWorld
let one: WorldStation
let packer: WorldStation
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  // Its id comes before the picker's, so that nothing depends on the order of ids.
  packer = await world.station('bench')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

const resolve = (exceptionId: string, resolution: ExceptionResolution, quantity: number | null = null) =>
  world.decide(resolveException, { exceptionId, resolution, quantity })
const exception = (id: string) => world.row<Row<'fact_exception'>>('SELECT * FROM fact_exception WHERE id = ?', id)
const orderState = async (id: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state
const picked = async (id: string) =>
  (await world.row<{ n: number }>('SELECT sum(picked) AS n FROM order_line WHERE order_id = ?', id)).n
const story = async (orderId: string) =>
  (await world.rows<{ type: string }>('SELECT type FROM order_event WHERE order_id = ? ORDER BY at, id', orderId)).map(
    ({ type }) => type,
  )
const impossible = (reason: string, params = {}) => ({
  ok: false,
  refusal: { name: 'resolutionNotPossible', params: { ...params, reason } },
})

/** A started task whose claim was taken away, with the pick and the drop that its station still reports. */
async function lateFacts(): Promise<{ orderId: string; task: HeldTask; root: string; drop: string }> {
  const [orderId = ''] = await world.orders('A')
  const task = await claimFor(world, one, [orderId])
  await task.tote(1, 'T-1')
  await one.push()
  await world.run(revokeClaim, { taskId: task.taskId })
  const pick = await task.pick(1, 'T-1')
  const drop = task.drop()
  await one.push()
  return { orderId, task, root: `${pick}.exception`, drop: `${drop}.exception` }
}

describe('accepting', () => {
  it('runs the fact as its station did and then all that followed from it, in order, across stations', async () => {
    const { orderId, root, drop } = await lateFacts()
    packer.fact(openOrder, { toteId: await world.tote('T-1'), takeOver: false })
    expect((await packer.push()).results[0]).toMatchObject({ code: 'blocked' })
    expect(await resolve(root, 'accept')).toEqual({ ok: true, value: { applied: 3, left: 0 } })
    expect(await openExceptions(world)).toEqual([])
    expect(await orderState(orderId)).toBe('packing')
    expect(await exception(drop)).toMatchObject({ state: 'resolved', resolution: 'accept' })
    expect(await story(orderId)).toContain('exception-accepted')
    expect(await world.rows(`SELECT quantity FROM stock_move WHERE reason = 'picked'`)).toEqual([{ quantity: 1 }])
  })

  it('makes the rows under the ids that the station gave them, so that what comes later finds them', async () => {
    const { orderId, root } = await lateFacts()
    await packIt(world, packer, orderId, 'T-1', 1)
    expect((await packer.push()).results.every(({ status }) => status === 'exception')).toBe(true)
    expect(await resolve(root, 'accept')).toEqual({ ok: true, value: { applied: 9, left: 0 } })
    expect(await orderState(orderId)).toBe('packed')
    await world.run(dispatch, { orderId })
    expect(await orderState(orderId)).toBe('shipped')
  })

  it('is refused with the reason when the fact cannot be applied even so, and changes nothing', async () => {
    const { orderId, task, root } = await lateFacts()
    await world.store.write(async (tx) => {
      for (const row of await tx.find('fact_exception', 'state', 'open'))
        await tx.put('fact_exception', {
          ...{ ...row, pick_task_id: null },
          ...(row.id === root ? { order_id: null, tote_id: null } : {}),
        })
    })
    await packer.ask(claimWork, { orderIds: [], limit: 4 })
    const next = await heldTask(world, packer, task.taskId)
    await next.pick(1, 'T-1')
    expect((await packer.push()).results[0]).toMatchObject({ status: 'applied' })
    const before = await world.store.stateHash()
    expect(await resolve(root, 'accept')).toEqual(impossible('tooMany', { quantity: 0 }))
    expect(await world.store.stateHash()).toBe(before)
    expect(await picked(orderId)).toBe(1)
  })

  describe('once a centre was put back and the bench came before the shelf', () => {
    let orderId: string
    const comesBack = async (facts: number) => {
      const [id = ''] = await world.orders('A')
      orderId = id
      const task = await claimFor(world, one, [orderId])
      await task.tote(1, 'T-1')
      await one.push()
      const image = world.image()
      await task.pick(1, 'T-1')
      task.drop()
      await one.push()
      packer.fact(openOrder, { toteId: await world.tote('T-1'), takeOver: false })
      await packer.push()
      expect(await orderState(orderId)).toBe('packing')
      await world.close()
      world = await openCentreWorld(image)
      await world.known('bench').push(packer.body(0))
      const body = one.body(1)
      await world.known('one').push({ ...body, commands: body.commands.slice(0, facts) })
      const open = await openExceptions(world)
      expect(open.filter(({ reason }) => reason === 'blocked')).toHaveLength(facts)
      const [root] = open.filter(({ caused_by }) => caused_by === null)
      expect(root).toMatchObject({ type: 'packing.open-order', reason: 'toteNotReady' })
      return root?.id ?? ''
    }

    it('takes what it builds on together with it', async () => {
      const root = await comesBack(2)
      expect(await resolve(root, 'accept')).toEqual({ ok: true, value: { applied: 3, left: 0 } })
      expect(await orderState(orderId)).toBe('packing')
      expect(await openExceptions(world)).toEqual([])
    })

    it('changes nothing while what it builds on is not there yet', async () => {
      const root = await comesBack(1)
      const before = await world.store.stateHash()
      expect(await resolve(root, 'accept')).toEqual(impossible('toteNotReady', { tote: 'Tote 1' }))
      expect(await world.store.stateHash()).toBe(before)
    })
  })

  it('is refused for facts about a task that went back: its units belong to whoever picks them now', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, one, orderIds)
    await one.ask(returnClaim, { taskId: task.taskId })
    const pickLineId = task.lines[0] ?? ''
    const short = one.fact(shortPick, { pickLineId, reason: 'nothing-there' }, { claim: task.claim })
    const tote = await task.tote(2, 'T-1')
    await one.push()
    const before = await world.store.stateHash()
    expect(await resolve(`${short}.exception`, 'accept')).toEqual(impossible('codeNotExpectedNow'))
    expect(await resolve(`${tote}.exception`, 'accept')).toEqual(impossible('commandNotNow'))
    expect(await world.store.stateHash()).toBe(before)
  })

  it('is refused when the fact’s rule breaks down', async () => {
    const id = one.fact(seeNote, { orderId: 'nowhere' })
    await one.push()
    expect(await resolve(`${id}.exception`, 'accept')).toMatchObject(
      impossible('failed', { error: expect.any(String) }),
    )
  })

  it('leaves nothing of a rule that broke down halfway', async () => {
    const [orderId = ''] = await world.orders('A')
    const session = { id: 'by hand', order_id: orderId, tote_id: await world.tote('T-1'), state: 'open' }
    await world.store.write((tx) =>
      tx.put('pack_session', { ...session, operator_id: null, opened_at: 1, done_at: null }),
    )
    const id = packer.fact(finishOrder, { packSessionId: session.id, partial: true })
    expect((await packer.push()).results[0]).toMatchObject({ code: 'failed' })
    const before = await world.store.stateHash()
    expect(await resolve(`${id}.exception`, 'accept')).toMatchObject({ refusal: { params: { reason: 'failed' } } })
    expect(await world.store.stateHash()).toBe(before)
    await world.store.write((tx) => tx.remove('pack_session', session.id))
  })

  it('lets a follower that cannot be applied stand for itself, and what is behind it follow that one', async () => {
    const { orderId, task, root } = await lateFacts()
    const second = await task.pick(1, 'T-1')
    const note = one.fact(seeNote, { orderId })
    await one.push()
    // The pick and the drop are applied; a second pick of the same unit cannot be.
    expect(await resolve(root, 'accept')).toEqual({ ok: true, value: { applied: 2, left: 2 } })
    expect(await exception(`${second}.exception`)).toMatchObject({
      ...{ state: 'open', caused_by: null, reason: 'orderStopped' },
    })
    expect(await exception(`${note}.exception`)).toMatchObject({ state: 'open', caused_by: `${second}.exception` })
    expect(await picked(orderId)).toBe(1)
    expect(await resolve(`${second}.exception`, 'return')).toMatchObject({ ok: true })
    expect(await openExceptions(world)).toEqual([])
  })

  it('leaves what another exception still blocks to that one', async () => {
    const orderIds = await world.orders('A', 'B')
    const task = await claimFor(world, one, orderIds)
    await task.tote(1, 'T-1')
    await task.tote(2, 'T-2')
    await one.push()
    await world.run(revokeClaim, { taskId: task.taskId })
    const [first, second] = [await task.pick(1, 'T-1'), await task.pick(2, 'T-2')]
    const drop = task.drop()
    expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale', 'claimStale', 'blocked'])
    expect(await resolve(`${first}.exception`, 'accept')).toEqual({ ok: true, value: { applied: 1, left: 1 } })
    expect(await exception(`${drop}.exception`)).toMatchObject({ caused_by: `${second}.exception`, state: 'open' })
    expect(await resolve(`${second}.exception`, 'accept')).toEqual({ ok: true, value: { applied: 2, left: 0 } })
    expect(await Promise.all(orderIds.map(orderState))).toEqual(['picked', 'picked'])
  })
})

describe('returning', () => {
  it('posts nothing, closes what followed too, tells the story and frees the order', async () => {
    const { orderId, root, drop } = await lateFacts()
    const moves = await world.rows('SELECT id FROM stock_move')
    expect(await resolve(root, 'return')).toEqual({ ok: true, value: { applied: 0, left: 0 } })
    expect(await exception(root)).toMatchObject({ state: 'resolved', resolution: 'return' })
    expect(await exception(drop)).toMatchObject({ state: 'resolved', resolution: 'return' })
    expect(await world.rows('SELECT id FROM stock_move')).toEqual(moves)
    expect([await picked(orderId), await orderState(orderId)]).toEqual([0, 'picking'])
    expect(await story(orderId)).toContain('exception-returned')
    const { decision } = await packer.ask(claimWork, { orderIds: [], limit: 4 })
    if (!decision.ok) throw new Error('the task waits for somebody')
    const next = await heldTask(world, packer, (decision.value as { taskId: string }).taskId)
    await next.pick(1, 'T-1')
    next.drop()
    expect((await packer.push()).results.map(({ status }) => status)).toEqual(['applied', 'applied'])
  })

  it('lets a blocked order be dispatched again', async () => {
    const [orderId = ''] = await world.orders('A')
    const task = await claimFor(world, one, [orderId])
    await task.tote(1, 'T-1')
    await task.pick(1, 'T-1')
    task.drop()
    await packIt(world, one, orderId, 'T-1', 1)
    const odd = one.fact({ ...seeNote, version: 99 }, { orderId })
    await one.push()
    expect(await world.decide(dispatch, { orderId })).toMatchObject({ ok: false, refusal: { name: 'orderBlocked' } })
    expect(await orderState(orderId)).toBe('packed')
    expect(await resolve(`${odd}.exception`, 'accept')).toEqual(impossible('commandUnknown'))
    await resolve(`${odd}.exception`, 'return')
    await world.run(dispatch, { orderId })
    expect(await orderState(orderId)).toBe('shipped')
  })
})

describe('counting instead', () => {
  const stock = () =>
    world.row<Row<'stock'>>(`SELECT stock.* FROM stock JOIN item ON item.id = item_id WHERE sku = 'A'`)

  it('sets the shelf to what was counted, with what lies in totes besides, and closes the fact', async () => {
    const [elsewhere = ''] = await world.orders('A')
    const other = await claimFor(world, packer, [elsewhere])
    await other.tote(1, 'T-2')
    await other.pick(1, 'T-2')
    await packer.push()
    const { orderId, root, drop } = await lateFacts()
    expect(await resolve(root, 'recount', 7)).toMatchObject({ ok: true })
    expect(await stock()).toMatchObject({ on_hand: 8, reserved: 2 })
    expect(
      await world.rows(`SELECT quantity, from_stock_id FROM stock_move WHERE reason = 'count' AND quantity < 10`),
    ).toEqual([{ quantity: 2, from_stock_id: (await stock()).id }])
    expect(await exception(drop)).toMatchObject({ state: 'resolved', resolution: 'recount' })
    expect(await story(orderId)).toContain('exception-recounted')
  })

  it('is refused when less would be left than is promised, without a number, and where no shelf is concerned', async () => {
    await world.orders('A', 'A')
    const { root } = await lateFacts()
    expect(await resolve(root, 'recount', 2)).toEqual({
      ok: false,
      refusal: { name: 'underReserved', params: { reserved: 3 } },
    })
    expect(await resolve(root, 'recount')).toEqual(impossible('noQuantity'))
    expect(await exception(root)).toMatchObject({ state: 'open' })
    const id = one.fact({ ...seeNote, version: 99 }, { orderId: 'x' })
    await one.push()
    expect(await resolve(`${id}.exception`, 'recount', 1)).toEqual(impossible('commandUnknown'))
    expect(await resolve(root, 'recount', 10)).toMatchObject({ ok: true })
    expect(await stock()).toMatchObject({ on_hand: 10 })
  })
})

describe('counting the shelf of a serial instead', () => {
  const shelf = () => world.row<Row<'stock'>>(`SELECT * FROM stock WHERE serial = 'SN-1'`)
  const losses = () =>
    world.rows(`SELECT quantity, reason FROM stock_move WHERE serial = 'SN-1' AND to_stock_id IS NULL`)
  const count = (exceptionId: string, quantity: number) =>
    one.ask(resolveException, { exceptionId, resolution: 'recount', quantity })

  /** A task of the only unit with that serial, with its tote. */
  async function serialTask() {
    await world.run(importItems, { items: [item('S', { tracking: 'serial' })] })
    await world.run(importStock, { stock: [{ sku: 'S', location: 'P', serial: 'SN-1', quantity: 1 }] })
    const task = await claimFor(world, one, await world.orders('S'))
    await task.tote(1, 'T-1')
    await one.push()
    return { task, line: task.lines[0] ?? '' }
  }

  /** Its pick, which its station reports after the work was taken away. */
  async function latePick() {
    const { task, line } = await serialTask()
    await world.run(revokeClaim, { taskId: task.taskId })
    const root = `${await task.pick(1, 'T-1', 1, ['SN-1'])}.exception`
    await one.push()
    return { root, line }
  }

  it('is asked of the centre: one unit has that serial, so that two are refused and one settles it', async () => {
    const { root } = await latePick()
    expect((await count(root, 2)).decision).toEqual(impossible('oneOfASerial'))
    expect(await exception(root)).toMatchObject({ state: 'open' })
    expect((await count(root, 1)).decision).toMatchObject({ ok: true })
    expect(await exception(root)).toMatchObject({ state: 'resolved', resolution: 'recount' })
    expect(await shelf()).toMatchObject({ on_hand: 1, reserved: 1 })
    expect(await losses()).toEqual([])
  })

  it('finds none only once no order is promised that unit, and then posts its loss', async () => {
    const { root, line } = await latePick()
    const promised = { ok: false, refusal: { name: 'underReserved', params: { reserved: 1 } } }
    expect((await count(root, 0)).decision).toEqual(promised)
    await world.run(shortPick, { pickLineId: line, reason: 'wrong-lot' })
    expect((await count(root, 0)).decision).toMatchObject({ ok: true })
    expect(await shelf()).toMatchObject({ on_hand: 0, reserved: 0 })
    expect(await losses()).toEqual([{ quantity: 1, reason: 'count' }])
  })

  it('counts the unit in the tote as well: it cannot lie on the shelf, too', async () => {
    const { task, line } = await serialTask()
    await task.pick(1, 'T-1', 1, ['SN-1'])
    await one.push()
    await world.run(revokeClaim, { taskId: task.taskId })
    const undone = one.fact(undoPick, { pickLineId: line, quantity: 1, serials: ['SN-1'] }, { claim: task.claim })
    await one.push()
    expect((await count(`${undone}.exception`, 1)).decision).toEqual(impossible('oneOfASerial'))
    expect((await count(`${undone}.exception`, 0)).decision).toMatchObject({ ok: true })
    expect(await shelf()).toMatchObject({ on_hand: 1, reserved: 1 })
  })
})

it('an exception is settled once, by its root, and only one that is there', async () => {
  const { root, drop } = await lateFacts()
  expect(await resolve('none', 'return')).toMatchObject({ refusal: { name: 'notFound' } })
  expect(await resolve(drop, 'return')).toEqual(impossible('follows'))
  await resolve(root, 'return')
  for (const id of [root, drop])
    expect(await resolve(id, 'accept')).toMatchObject({ refusal: { name: 'alreadyResolved' } })
})

it('what builds on a fact that was taken back is an exception of its own', async () => {
  const [orderId = ''] = await world.orders('A')
  const opened = packer.fact(openOrder, { toteId: await world.tote('T-1'), takeOver: false })
  await packer.push()
  await resolve(`${opened}.exception`, 'return')
  const { id: cartonTypeId } = await world.row<{ id: string }>('SELECT id FROM carton_type')
  packer.fact({ type: 'packing.open-carton', version: 1, class: 'FACT' }, {
    packSessionId: `${opened}.session`,
    cartonTypeId,
  } as never)
  expect((await packer.push()).results[0]).toMatchObject({ status: 'exception', code: 'rowMissing' })
  expect(await orderState(orderId)).toBe('released')
})
