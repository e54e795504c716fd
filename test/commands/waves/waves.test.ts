import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { returnClaim } from '../../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { cancelOrder } from '../../../commands/orders/cancel-order.ts'
import { holdOrder } from '../../../commands/orders/hold-order.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { prefetchWork } from '../../../commands/picking/prefetch-work.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { cancelWave } from '../../../commands/waves/cancel-wave.ts'
import { type ReleasedWave, releaseWave } from '../../../commands/waves/release-wave.ts'
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
const waveRow = (id: string | null) => world.row<Row<'wave'>>('SELECT * FROM wave WHERE id = ?', id ?? '')
const stateOf = async (orderId: string) =>
  (await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', orderId)).state
const taskOf = (decision: { ok: boolean; value?: unknown }) =>
  decision.ok ? (decision.value as { taskId: string }).taskId : ''

/** Releases batches as one wave, past the only place. */
async function release(batches: string[][], over: object = {}): Promise<ReleasedWave> {
  const [place] = await world.rows<{ id: string }>('SELECT id FROM location')
  return world.run(releaseWave, {
    ...{ waveId: null, strategy: 'cluster', plannedAt: 5, ...over },
    batches: batches.map((orderIds) => ({
      orderIds,
      ...{ locationIds: [place?.id ?? ''], zone: null, distanceMm: 1_000, baselineMm: 1_500 },
    })),
  })
}
async function claim(station: WorldStation, orderIds: string[] = [], over: object = {}): Promise<string> {
  const { decision } = await station.ask(claimWork, { orderIds, limit: 8, ...over }, { operatorId: null })
  return taskOf(decision)
}

describe('releasing a wave', () => {
  it('makes a task of each batch that waits for a picker, while its orders can still be cancelled', async () => {
    const [a = '', b = '', c = ''] = await world.orders('A', 'B', 'A')
    const wave = await release([[b, a], [c]])
    expect(wave).toMatchObject({ number: 'W-0001', leftOut: [], tasks: [{ number: 'B-0001' }, { number: 'B-0002' }] })
    expect(await waveRow(wave.waveId)).toMatchObject({
      ...{ state: 'released', strategy: 'cluster', created_at: 5, order_count: 3, line_count: 3, unit_count: 3 },
    })
    const slots = await world.rows('SELECT slot, order_id FROM pick_slot ORDER BY pick_task_id, slot')
    expect(slots).toHaveLength(3)
    const { taskId } = wave.tasks[0] ?? { taskId: '' }
    expect(await taskRow(taskId)).toMatchObject({ state: 'open', holder: null, operator_id: null, priority: 5 })
    expect(await world.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ? ORDER BY slot', taskId)).toEqual([
      { order_id: b },
      { order_id: a },
    ])
    expect(await Promise.all([a, b, c].map(stateOf))).toEqual(['released', 'released', 'released'])
  })

  it('leaves out and names what may not go: gone, held, in another wave, of another priority, or named twice', async () => {
    const [a = '', b = '', c = '', d = ''] = await world.orders('A', 'B', 'A', 'B')
    await release([[a]])
    await world.run(holdOrder, { orderId: b, reason: 'asked' })
    await world.run(cancelOrder, { orderId: c, reason: 'asked' })
    const [e = ''] = await world.orders('A')
    await world.store.write(async (tx) => {
      const order = await tx.get('order', e)
      if (order !== undefined) await tx.put('order', { ...order, priority: 9 })
    })
    const wave = await release([[d, a, b, c, 'nobody', e, d]])
    expect(wave.leftOut.map(({ orderId, name }) => [orderId, name])).toEqual([
      [a, 'alreadyPlanned'],
      [b, 'wrongState'],
      [c, 'wrongState'],
      ['nobody', 'notFound'],
      [e, 'otherPriority'],
    ])
    expect(wave.tasks).toMatchObject([{ orders: 1 }])
  })

  it('makes no wave of nothing, and adds no further task to one that is over', async () => {
    const [a = '', b = ''] = await world.orders('A', 'B')
    expect(await release([['nobody']])).toMatchObject({ waveId: null, tasks: [] })
    expect(await world.rows('SELECT id FROM wave')).toEqual([])
    const wave = await release([[a]])
    const more = await release([[b]], { waveId: wave.waveId })
    expect(more).toMatchObject({ waveId: wave.waveId, number: 'W-0001', tasks: [{ number: 'B-0002' }] })
    expect(await waveRow(wave.waveId)).toMatchObject({ order_count: 2, distance_mm: 2_000, baseline_mm: 3_000 })
    await world.run(cancelWave, { waveId: wave.waveId ?? '' })
    const batch = { orderIds: [a], locationIds: [], zone: null, distanceMm: null, baselineMm: null }
    const late = { waveId: wave.waveId, strategy: 'cluster' as const, plannedAt: 5, batches: [batch] }
    expect(await world.decide(releaseWave, late)).toMatchObject({ refusal: { name: 'wrongState' } })
    expect(await world.decide(releaseWave, { ...late, waveId: 'x' })).toMatchObject({ refusal: { name: 'notFound' } })
  })

  it('puts the lines in the sequence of the plan, and takes only what is reserved', async () => {
    const place = { zone: 'Z', level: '1', position: '1', kind: 'pick' as const }
    await world.run(importLocations, {
      locations: ['02', '03', '04'].map((aisle) => ({ ...place, code: `P${aisle}`, aisle, bay: '01' })),
    })
    await world.run(importStock, { stock: [{ sku: 'A', location: 'P', quantity: 1 }] })
    await world.run(importStock, { stock: [{ sku: 'B', location: 'P03', quantity: 50 }] })
    const [a = '', b = ''] = await world.orders('A', 'B')
    const places = await world.rows<{ id: string; code: string }>('SELECT id, code FROM location')
    const id = (code: string) => places.find((each) => each.code === code)?.id ?? ''
    const batch = { orderIds: [a, b], zone: null, distanceMm: 1_000, baselineMm: null }
    const planned = [id('P04'), id('P03'), id('P')]
    const wave = await world.run(releaseWave, {
      ...{ waveId: null, strategy: 'cluster', plannedAt: 5, batches: [{ ...batch, locationIds: planned }] },
    })
    const lines = await world.rows(
      `SELECT location.code, pick_line.quantity, slot FROM pick_line JOIN location ON location.id = location_id ORDER BY sequence`,
    )
    expect(lines).toEqual([
      { code: 'P03', quantity: 1, slot: 2 },
      { code: 'P', quantity: 1, slot: 1 },
    ])
    expect(await taskRow(wave.tasks[0]?.taskId ?? '')).toMatchObject({ distance_mm: 1_000 })
  })

  it('asked twice, as after a lost answer, gives the same answer and one wave', async () => {
    const [a = ''] = await world.orders('A')
    const batch = { orderIds: [a], locationIds: [], zone: null, distanceMm: null, baselineMm: null }
    const args = { waveId: null, strategy: 'cluster' as const, plannedAt: 5, batches: [batch] }
    const first = await one.ask(releaseWave, args, { id: 'r-1' })
    const again = await one.ask(releaseWave, args, { id: 'r-1' })
    expect(again.decision).toEqual(first.decision)
    expect(await world.rows('SELECT number FROM wave')).toEqual([{ number: 'W-0001' }])
  })
})

describe('work that was planned', () => {
  it('is given first: the highest priority, then the oldest wave, then by number, each to one station', async () => {
    const orderIds = await world.orders('A', 'B', 'A', 'B', 'A')
    const [a = '', b = '', c = '', d = '', free = ''] = orderIds
    const first = await release([[a], [b]])
    const second = await release([[c], [d]])
    await world.store.write(async (tx) => {
      const task = await tx.get('pick_task', second.tasks[1]?.taskId ?? '')
      if (task !== undefined) await tx.put('pick_task', { ...task, priority: 9 })
    })
    const given = [await claim(two), await claim(one), await claim(two), await claim(one, [free])]
    expect(given).toEqual(
      [second.tasks[1], first.tasks[0], first.tasks[1], second.tasks[0]].map((each) => each?.taskId),
    )
    expect(await taskRow(given[0] ?? '')).toMatchObject({ state: 'claimed', holder: two.id, epoch: 2 })
    const last = await claim(one, orderIds)
    expect(await world.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ?', last)).toEqual([
      { order_id: free },
    ])
  })

  it('waits while it is too large for the cart, lies in another zone, or something more urgent is free', async () => {
    const [a = '', b = '', c = ''] = await world.orders('A', 'B', 'A')
    const wave = await release([[a, b]])
    expect(await claim(one, [], { limit: 1 })).toBe('')
    expect(await claim(one, [], { zone: 'Y' })).toBe('')
    await world.store.write(async (tx) => {
      const order = await tx.get('order', c)
      if (order !== undefined) await tx.put('order', { ...order, priority: 9 })
    })
    const urgent = await claim(one, [c])
    expect(await taskRow(urgent)).toMatchObject({ wave_id: null, priority: 9 })
    expect(await claim(two, [c], { limit: 1, plannedLimit: 2 })).toBe(wave.tasks[0]?.taskId)
  })

  it('is not given to clusters, and becomes free again when the wave is cancelled', async () => {
    const [a = '', b = '', c = ''] = await world.orders('A', 'B', 'A')
    const wave = await release([[a], [b]])
    const held = await claim(one)
    const cluster = await world.run(claimWork, { orderIds: [a, b, c], limit: 8, plannedLimit: 0 })
    expect(await world.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ?', cluster.taskId)).toEqual([
      { order_id: c },
    ])
    expect(await world.run(cancelWave, { waveId: wave.waveId ?? '' })).toEqual({ tasks: 1, orders: 1 })
    expect(await waveRow(wave.waveId)).toMatchObject({ state: 'cancelled' })
    expect(await taskRow(held)).toMatchObject({ state: 'claimed' })
    const after = await claim(two, [a, b, c])
    expect(await world.rows('SELECT order_id FROM pick_slot WHERE pick_task_id = ?', after)).toEqual([{ order_id: b }])
    expect(await world.decide(cancelWave, { waveId: wave.waveId ?? '' })).toMatchObject({
      refusal: { name: 'wrongState' },
    })
    expect(await world.decide(cancelWave, { waveId: 'nothing' })).toMatchObject({ refusal: { name: 'notFound' } })
  })

  it('goes on without an order that is cancelled or held, and ends with its last one', async () => {
    const [a = '', b = ''] = await world.orders('A', 'B')
    const wave = await release([[a, b]])
    const taskId = wave.tasks[0]?.taskId ?? ''
    await world.run(cancelOrder, { orderId: a, reason: 'asked' })
    expect(await world.rows('SELECT slot, order_id FROM pick_slot')).toEqual([{ slot: 2, order_id: b }])
    expect(await world.rows('SELECT order_id FROM pick_line')).toEqual([{ order_id: b }])
    expect(await waveRow(wave.waveId)).toMatchObject({ state: 'released' })
    await world.run(holdOrder, { orderId: b, reason: 'asked' })
    expect(await taskRow(taskId)).toMatchObject({ state: 'returned' })
    expect(await waveRow(wave.waveId)).toMatchObject({ state: 'done' })
  })

  it('is picked like any other, and the wave is done with its last task', async () => {
    const wave = await release([await world.orders('A', 'B'), await world.orders('A')])
    for (const [index, station] of [one, two].entries()) {
      expect(await waveRow(wave.waveId)).toMatchObject({ state: 'released' })
      const taskId = await claim(station)
      const task = await heldTask(world, station, taskId)
      for (const slot of task.slots.keys()) await task.tote(slot + 1, `T-${index * 4 + slot + 1}`)
      for (const line of task.lines.keys()) await task.pick(line + 1, `T-${index * 4 + line + 1}`)
      task.drop()
      const { results } = await station.push()
      expect([...new Set(results.map(({ status }) => status))]).toEqual(['applied'])
    }
    expect(await waveRow(wave.waveId)).toMatchObject({ state: 'done' })
  })
})

describe('planned work that somebody has', () => {
  it.each(['return', 'revoke'])(
    'is open again after %s, and facts under the old epoch wait for a person',
    async (undo) => {
      const [a = ''] = await world.orders('A')
      const wave = await release([[a]])
      const { decision } = await one.ask(prefetchWork, { orderIds: [], limit: 4 })
      const taskId = taskOf(decision)
      expect(taskId).toBe(wave.tasks[0]?.taskId)
      const task = await heldTask(world, one, taskId)
      const back = await (undo === 'return' ? one.ask(returnClaim, { taskId }) : two.ask(revokeClaim, { taskId }))
      expect(back.decision.ok).toBe(true)
      expect(await taskRow(taskId)).toMatchObject({ state: 'open', holder: null, epoch: 3, done_at: null })
      expect(await stateOf(a)).toBe('released')
      await task.tote(1, 'T-1')
      expect((await one.push()).results.map(({ code }) => code)).toEqual(['claimStale'])
      // What is in doubt is given to nobody else.
      expect(await claim(two)).toBe('')
      expect((await openExceptions(world)).map(({ pick_task_id }) => pick_task_id)).toEqual([taskId])
    },
  )

  it('is free when its wave was cancelled meanwhile', async () => {
    const [a = ''] = await world.orders('A')
    const [b = ''] = await world.orders('B')
    const wave = await release([[a], [b]])
    const taskId = await claim(one)
    await world.run(cancelWave, { waveId: wave.waveId ?? '' })
    await one.ask(returnClaim, { taskId })
    expect(await taskRow(taskId)).toMatchObject({ state: 'returned' })
    expect(await stateOf(a)).toBe('released')
    expect(await claim(two, [a], { operatorId: operator })).not.toBe('')
  })
})
