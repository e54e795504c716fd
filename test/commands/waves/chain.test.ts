import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { returnClaim } from '../../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { holdOrder } from '../../../commands/orders/hold-order.ts'
import { assignTote } from '../../../commands/picking/assign-tote.ts'
import { confirmPick } from '../../../commands/picking/confirm-pick.ts'
import { prefetchWork } from '../../../commands/picking/prefetch-work.ts'
import { shortPick } from '../../../commands/picking/short-pick.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { cancelWave } from '../../../commands/waves/cancel-wave.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { Row } from '../../../db/tables.ts'
import { type HeldTask, heldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import {
  chainArgs,
  claimChain,
  openChainWorld,
  pickChain,
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

const tasks = () =>
  world.rows<Row<'pick_task'>>(`SELECT * FROM pick_task WHERE state <> 'returned' ORDER BY length(number), number`)
const taskRow = (id: string) => world.row<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', id)
const waveState = async () => (await world.row<{ state: string }>('SELECT state FROM wave')).state
const stateOf = async (orderId: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', orderId)).state
const toteRow = (code: string) => world.row<Row<'tote'>>('SELECT * FROM tote WHERE code = ?', code)
const story = (orderId: string) =>
  world.rows<{ type: string; detail: string }>(
    'SELECT type, detail FROM order_event WHERE order_id = ? ORDER BY at, id',
    orderId,
  )
const told = async (orderId: string) =>
  JSON.parse((await story(orderId)).find(({ type }) => type === 'handed-over')?.detail ?? 'null')
const linesIn = (taskId: string) =>
  world.rows<{ sku: string; slot: number }>(
    `SELECT order_line.sku, slot FROM pick_line JOIN order_line ON order_line.id = order_line_id
     WHERE pick_task_id = ? ORDER BY slot, sequence`,
    taskId,
  )
const claim = claimChain
const work = (station: WorldStation, first?: number) => workChain(world, station, first)
const pickAll = (task: HeldTask, first?: number) => pickChain(world, task, first)

describe('a batch that is handed over from zone to zone', () => {
  it('is a task for each zone, in natural order of their names, with the same orders in the same slots', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['BA', 'AB'])
    const wave = await releaseChains(world, [[y, x]])
    expect(wave.tasks).toMatchObject([{ number: 'B-0001-1', orders: 2, parts: 2 }])
    const [a, b, ...rest] = await tasks()
    expect(rest).toEqual([])
    expect(a).toMatchObject({ number: 'B-0001-1', zone: 'A', state: 'open', after_task_id: null, distance_mm: 1_000 })
    expect(b).toMatchObject({ number: 'B-0001-2', zone: 'B', state: 'open', after_task_id: a?.id })
    for (const task of [a, b])
      expect(
        await world.rows('SELECT slot, order_id FROM pick_slot WHERE pick_task_id = ? ORDER BY slot', task?.id ?? ''),
      ).toEqual([
        { slot: 1, order_id: y },
        { slot: 2, order_id: x },
      ])
    expect([await linesIn(a?.id ?? ''), await linesIn(b?.id ?? '')]).toEqual([
      [1, 2].map((slot) => ({ sku: 'A', slot })),
      [1, 2].map((slot) => ({ sku: 'B', slot })),
    ])
    expect(await world.row('SELECT order_count, line_count, unit_count, distance_mm, baseline_mm FROM wave')).toEqual({
      ...{ order_count: 2, line_count: 4, unit_count: 4, distance_mm: 2_000, baseline_mm: 3_000 },
    })
  })

  it('is one task where one zone is all there is, and has none for a zone in which nothing is reserved', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['A', 'CA'])
    await releaseChains(world, [[x], [y]])
    expect((await tasks()).map(({ number, zone }) => [number, zone])).toEqual([
      ['B-0001', 'A'],
      ['B-0002-1', 'A'],
      ['B-0002-2', 'C'],
    ])
  })

  it('asked twice, as after a lost answer, is made once', async () => {
    const args = await chainArgs(world, [await zoneOrders(world, ['AB'])])
    const first = await one.ask(releaseWave, args, { id: 'r-1' })
    expect((await one.ask(releaseWave, args, { id: 'r-1' })).decision).toEqual(first.decision)
    expect(await tasks()).toHaveLength(2)
  })

  it('goes on with the same totes, and its orders are picked when the last zone is', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['AB', 'AB'])
    await releaseChains(world, [[x, y]])
    const first = await work(one)
    expect(await taskRow(first.taskId)).toMatchObject({ state: 'done' })
    expect(await Promise.all([x, y].map(stateOf))).toEqual(['picking', 'picking'])
    expect(await world.rows(`SELECT on_hand, reserved FROM stock ORDER BY id`)).toEqual([
      { on_hand: 8, reserved: 0 },
      { on_hand: 10, reserved: 2 },
      { on_hand: 10, reserved: 0 },
    ])
    const [, next] = await tasks()
    expect(await toteRow('T-1')).toMatchObject({ state: 'filling', order_id: x, pick_task_id: next?.id })
    expect(await told(x)).toEqual({ zone: 'B', task: 'B-0001-2', tote: 'Tote 1' })
    expect(await waveState()).toBe('released')
    const second = await work(two)
    expect(second.taskId).toBe(next?.id)
    expect(await Promise.all([x, y].map(stateOf))).toEqual(['picked', 'picked'])
    expect(await toteRow('T-2')).toMatchObject({ state: 'at_bench', order_id: y, pick_task_id: second.taskId })
    expect(await waveState()).toBe('done')
    expect((await story(y)).map(({ type }) => type).sort()).toEqual([
      ...['dropped-off', 'handed-over', 'pick-claimed', 'pick-claimed', 'picked', 'picked', 'planned'],
      ...['received', 'released'],
    ])
  })

  it('waits in a zone until the zone before it has handed its cart over', async () => {
    await releaseChains(world, [await zoneOrders(world, ['AB'])])
    const [a, b] = await tasks()
    expect(await claim(two, { zone: 'B' })).toBe('')
    const first = await heldTask(world, one, await claim(one))
    expect(first.taskId).toBe(a?.id)
    expect(await claim(two)).toBe('')
    await pickAll(first)
    await one.push()
    expect(await claim(two)).toBe('')
    first.drop()
    await one.push()
    expect(await claim(two, { zone: 'B' })).toBe(b?.id)
  })

  it('asks no free tote for an order that brings its own', async () => {
    await releaseChains(world, [await zoneOrders(world, ['AB', 'AB'])])
    expect(await claim(one, { limit: 0 })).toBe('')
    await work(one)
    expect(await claim(two, { limit: 0 })).not.toBe('')
  })
})

describe('taking a cart over', () => {
  it('lets nobody pick into a tote that was not shown, nor put another one in its place', async () => {
    await releaseChains(world, [await zoneOrders(world, ['AB', 'AB'])])
    await work(one)
    const task = await heldTask(world, two, await claim(two))
    const ids = await Promise.all(['T-1', 'T-2', 'T-3'].map((code) => world.tote(code)))
    const show = (slot: number, tote: number) =>
      world.decide(assignTote, { slotId: task.slots[slot] ?? '', toteId: ids[tote] ?? '' })
    const pick = (line: number, tote: number) =>
      world.decide(confirmPick, {
        ...{ pickLineId: task.lines[line] ?? '', quantity: 1, toteId: ids[tote] ?? '', serials: [], scans: [] },
      })
    expect(await pick(0, 0)).toMatchObject({ refusal: { name: 'wrongTote' } })
    expect(await world.decide(shortPick, { pickLineId: task.lines[0] ?? '', reason: 'short' })).toMatchObject({
      refusal: { name: 'codeNotExpectedNow' },
    })
    expect(await show(0, 2)).toMatchObject({ refusal: { name: 'toteNotHanded', params: { expected: 'Tote 1' } } })
    expect(await show(0, 1)).toMatchObject({ refusal: { name: 'toteNotHanded', params: { scanned: 'Tote 2' } } })
    expect(await show(1, 1)).toMatchObject({ ok: true })
    expect(await taskRow(task.taskId)).toMatchObject({ state: 'started' })
    expect(await pick(0, 0)).toMatchObject({ refusal: { name: 'wrongTote' } })
    expect(await show(0, 0)).toMatchObject({ ok: true })
    expect(await pick(0, 0)).toMatchObject({ ok: true })
  })

  it('brings the tote of an order of which nothing was found, too, and the next picker fills it', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['AB', 'AB'])
    await releaseChains(world, [[x, y]])
    const first = await heldTask(world, one, await claim(one))
    for (const slot of [1, 2]) await first.tote(slot, `T-${slot}`)
    one.fact(shortPick, { pickLineId: first.lines[0] ?? '', reason: 'damaged' }, { claim: first.claim })
    await first.pick(2, 'T-2')
    first.drop()
    await one.push()
    expect(await taskRow(first.taskId)).toMatchObject({ state: 'short' })
    expect(await toteRow('T-1')).toMatchObject({ state: 'filling', order_id: x })
    expect(await told(x)).toMatchObject({ tote: 'Tote 1' })
    const second = await heldTask(world, two, await claim(two, { limit: 0 }))
    for (const [slot, code] of ['T-1', 'T-2'].entries()) await second.tote(slot + 1, code)
    for (const [line, code] of ['T-1', 'T-2'].entries()) await second.pick(line + 1, code)
    second.drop()
    await two.push()
    expect(await openExceptions(world)).toEqual([])
    expect(await Promise.all([x, y].map(stateOf))).toEqual(['picked', 'picked'])
  })

  it('ends an order as picked by what the whole chain found, though its last zone found nothing', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['AB', 'BC'])
    await releaseChains(world, [[x, y]])
    await work(one)
    const second = await heldTask(world, one, await claim(one))
    for (const slot of [1, 2]) await second.tote(slot, `T-${slot}`)
    for (const pickLineId of second.lines)
      one.fact(shortPick, { pickLineId, reason: 'damaged' }, { claim: second.claim })
    second.drop()
    await one.push()
    const third = await heldTask(world, two, await claim(two))
    await third.tote(1, 'T-1')
    await third.tote(2, 'T-2')
    two.fact(shortPick, { pickLineId: third.lines[0] ?? '', reason: 'damaged' }, { claim: third.claim })
    third.drop()
    await two.push()
    expect(await openExceptions(world)).toEqual([])
    expect([await stateOf(x), await stateOf(y)]).toEqual(['picked', 'backordered'])
    expect(await toteRow('T-2')).toMatchObject({ state: 'empty', order_id: null })
    expect(await waveState()).toBe('done')
  })

  it('leaves an order behind of which nothing was found and nothing more is to be found', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['A', 'AB'])
    await releaseChains(world, [[x, y]])
    const first = await heldTask(world, one, await claim(one))
    for (const slot of [1, 2]) await first.tote(slot, `T-${slot}`)
    one.fact(shortPick, { pickLineId: first.lines[0] ?? '', reason: 'damaged' }, { claim: first.claim })
    await first.pick(2, 'T-2')
    first.drop()
    await one.push()
    expect([await stateOf(x), await stateOf(y)]).toEqual(['backordered', 'picking'])
    const [, next] = await tasks()
    expect(await world.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ?', next?.id ?? '')).toEqual([
      { order_id: y },
    ])
  })

  it('takes what lies elsewhere from the zone that the cart still comes to', async () => {
    const place = { zone: 'B', aisle: '02', bay: '01', level: '1', position: '1', kind: 'pick' as const }
    const orderIds = await zoneOrders(world, ['AB'])
    await releaseChains(world, [orderIds])
    await world.run(importLocations, { locations: [{ ...place, code: 'PB2' }] })
    await world.run(importStock, { stock: [{ sku: 'A', location: 'PB2', quantity: 5 }] })
    const first = await heldTask(world, one, await claim(one))
    await first.tote(1, 'T-1')
    one.fact(shortPick, { pickLineId: first.lines[0] ?? '', reason: 'nothing-there' }, { claim: first.claim })
    first.drop()
    await one.push()
    const [, next] = await tasks()
    expect((await linesIn(next?.id ?? '')).map(({ sku }) => sku)).toEqual(['B', 'A'])
    await work(two)
    expect(await stateOf(orderIds[0] ?? '')).toBe('picked')
  })
})

describe('before anybody began a chain', () => {
  it('an order that is cancelled or held leaves all of it, and a zone that has nothing left is left out', async () => {
    const [x = '', y = '', z = ''] = await zoneOrders(world, ['AB', 'BC', 'AC'])
    await releaseChains(world, [[x, y, z]])
    await world.run(cancelOrder, { orderId: x, reason: 'asked' })
    expect((await tasks()).map(({ zone }) => zone)).toEqual(['A', 'B', 'C'])
    await world.run(holdOrder, { orderId: y, reason: 'asked' })
    const [a, c, ...rest] = await tasks()
    expect([a?.zone, c?.zone, rest, c?.after_task_id]).toEqual(['A', 'C', [], a?.id])
    await world.run(cancelOrder, { orderId: z, reason: 'asked' })
    expect([await tasks(), await waveState()]).toEqual([[], 'done'])
  })

  it('begins with the second zone when nothing is left in the first', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['AB', 'B'])
    await releaseChains(world, [[x, y]])
    await world.run(holdOrder, { orderId: x, reason: 'asked' })
    await work(one, 3)
    expect([await stateOf(y), await waveState()]).toEqual(['picked', 'done'])
  })

  it('a wave that is cancelled gives all of it back, and the orders can be planned again', async () => {
    const orderIds = await zoneOrders(world, ['AB', 'AC'])
    const { waveId } = await releaseChains(world, [orderIds])
    expect(await world.run(cancelWave, { waveId: waveId ?? '' })).toEqual({ tasks: 3, orders: 2 })
    expect(await tasks()).toEqual([])
    expect((await releaseChains(world, [orderIds])).tasks).toMatchObject([{ orders: 2 }])
  })

  it.each(['return', 'revoke'])(
    'one that goes back by %s waits again as it was, with what comes after it',
    async (undo) => {
      const [x = ''] = await zoneOrders(world, ['AB'])
      await releaseChains(world, [[x]])
      const taskId = await claim(one)
      await (undo === 'return' ? one.ask(returnClaim, { taskId }) : two.ask(revokeClaim, { taskId }))
      expect((await tasks()).map(({ state }) => state)).toEqual(['open', 'open'])
      expect(await stateOf(x)).toBe('released')
    },
  )

  it('goes back as a whole when its wave was cancelled meanwhile', async () => {
    const [x = '', y = ''] = await zoneOrders(world, ['AB', 'AB'])
    const { waveId } = await releaseChains(world, [[x], [y]])
    const taskId = await claim(one)
    expect(await world.run(cancelWave, { waveId: waveId ?? '' })).toEqual({ tasks: 2, orders: 1 })
    expect((await tasks()).map(({ state }) => state)).toEqual(['claimed', 'open'])
    await one.ask(returnClaim, { taskId })
    expect([await tasks(), await stateOf(x)]).toEqual([[], 'released'])
  })
})

describe('once somebody began a chain', () => {
  it('it goes on to its end although its wave is cancelled, and is never taken back by halves', async () => {
    const [x = ''] = await zoneOrders(world, ['ABC'])
    const { waveId } = await releaseChains(world, [[x]])
    await work(one)
    expect(await world.decide(cancelWave, { waveId: waveId ?? '' })).toMatchObject({ refusal: { name: 'wrongState' } })
    for (const definition of [cancelOrder, holdOrder])
      expect(await world.decide(definition, { orderId: x, reason: 'asked' })).toMatchObject({
        refusal: { name: 'wrongState' },
      })
    await work(two)
    await work(one)
    expect([await stateOf(x), await waveState()]).toEqual(['picked', 'done'])
  })

  it.each(['return', 'revoke'])(
    'a later task goes back by %s with its totes, and the next picker shows them',
    async (undo) => {
      const [x = ''] = await zoneOrders(world, ['AB'])
      await releaseChains(world, [[x]])
      await work(one)
      // Nobody keeps a cart that somebody of this zone may ask for at any moment.
      const { decision } = await one.ask(prefetchWork, { orderIds: [], limit: 4 })
      expect(decision).toMatchObject({ refusal: { name: 'noWork' } })
      const taskId = await claim(one)
      const stale = await heldTask(world, one, taskId)
      await (undo === 'return' ? one.ask(returnClaim, { taskId }) : two.ask(revokeClaim, { taskId }))
      expect(await taskRow(taskId)).toMatchObject({ state: 'open', holder: null, operator_id: null })
      expect([await stateOf(x), (await toteRow('T-1')).pick_task_id]).toEqual(['picking', taskId])
      await work(two)
      expect(await stateOf(x)).toBe('picked')
      await stale.tote(1, 'T-1')
      expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale'])
      const [exception] = await openExceptions(world)
      await world.run(resolveException, { exceptionId: exception?.id ?? '', resolution: 'return', quantity: null })
    },
  )

  it('what a station did under a claim that it lost waits for a person, and the next zone waits with it', async () => {
    const [x = ''] = await zoneOrders(world, ['AB'])
    await releaseChains(world, [[x]])
    const lost = await heldTask(world, one, await claim(one))
    await lost.tote(1, 'T-1')
    await one.push()
    await two.ask(revokeClaim, { taskId: lost.taskId })
    await lost.pick(1, 'T-1')
    lost.drop()
    await one.push()
    expect((await openExceptions(world)).map(({ reason }) => reason)).toEqual(['claimStale', 'blocked'])
    expect((await tasks()).map(({ state }) => state)).toEqual(['started', 'open'])
    const [first] = await openExceptions(world)
    await world.run(resolveException, { exceptionId: first?.id ?? '', resolution: 'accept', quantity: null })
    expect((await tasks()).map(({ state }) => state)).toEqual(['done', 'open'])
    await work(two)
    expect(await stateOf(x)).toBe('picked')
  })
})

describe('work of one zone', () => {
  it('is a task of a wave in it, else a cluster of free orders that lie in it whole; what was begun goes before', async () => {
    const [x = '', y = '', z = ''] = await zoneOrders(world, ['AB', 'B', 'C'])
    const { tasks: made } = await releaseChains(world, [[z]])
    expect(await claim(one, { zone: 'A', orderIds: [x, y] })).toBe('')
    const cluster = await claim(one, { zone: 'B', orderIds: [x, y] })
    expect(await taskRow(cluster)).toMatchObject({ zone: 'B', wave_id: null })
    expect(await linesIn(cluster)).toEqual([{ sku: 'B', slot: 1 }])
    expect(await claim(two, { zone: 'C' })).toBe(made[0]?.taskId)
    const held = await heldTask(world, one, cluster)
    await held.tote(1, 'T-1')
    await one.push()
    await two.ask(revokeClaim, { taskId: cluster })
    expect(await claim(two, { zone: 'A' })).toBe(cluster)
  })
})
