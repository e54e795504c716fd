import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import { type ReleasedWave, releaseWave } from '../../commands/waves/release-wave.ts'
import { line, order, PICKABLE } from '../commands/command-store.ts'
import { type HeldTask, heldTask } from './centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from './centre-world.ts'

/** A centre with a place in each of three zones: item `A` lies in zone A, `B` in B and `C` in C, so many units each. */
export async function openChainWorld(units: number): Promise<CentreWorld> {
  const world = await openCentreWorld({ A: 0, B: 0, C: 0 })
  const zones = ['A', 'B', 'C']
  const place = { aisle: '01', bay: '01', level: '1', position: '1', kind: 'pick' as const }
  await world.run(importLocations, { locations: zones.map((zone) => ({ ...place, code: `P${zone}`, zone })) })
  await world.run(importStock, { stock: zones.map((zone) => ({ sku: zone, location: `P${zone}`, quantity: units })) })
  const totes = Array.from({ length: 24 }, (_, at) => ({ code: `T-${at + 1}`, name: `Tote ${at + 1}` }))
  await world.run(importTotes, { totes })
  return world
}

/** Orders of one unit of each letter (`AB`: one of `A` and one of `B`), released; their ids in order. `from` numbers them. */
export async function zoneOrders(world: CentreWorld, contents: readonly string[], from = 1): Promise<string[]> {
  const made = contents.map((skus, at) =>
    order(`Z${from + at}`, { lines: [...skus].map((sku, index) => line(String(index + 1), sku, 1)) }),
  )
  await world.run(importOrders, { orders: made, pickablePayments: [...PICKABLE] })
  const ids: string[] = []
  for (const { externalId } of made) {
    const { id } = await world.row<{ id: string }>('SELECT id FROM "order" WHERE external_id = ?', externalId)
    await world.run(releaseOrder, { orderId: id, pickablePayments: [...PICKABLE], allOrNothing: true })
    ids.push(id)
  }
  return ids
}

/** What `waves.release` is asked for batches that are handed over from zone to zone, with a tour in each zone. */
export async function chainArgs(world: CentreWorld, batches: readonly string[][]) {
  const places = await world.rows<{ id: string; zone: string }>('SELECT id, zone FROM location ORDER BY code DESC')
  const tour = { distanceMm: 1_000, baselineMm: 1_500 }
  return {
    ...{ waveId: null, strategy: 'zone' as const, plannedAt: 5 },
    batches: batches.map((orderIds) => ({
      ...{ orderIds, zone: null, locationIds: places.map(({ id }) => id), ...tour },
      parts: places.map(({ id, zone }) => ({ zone, locationIds: [id], ...tour })),
    })),
  }
}

/** Releases such batches as one wave. */
export async function releaseChains(world: CentreWorld, batches: readonly string[][]): Promise<ReleasedWave> {
  return world.run(releaseWave, await chainArgs(world, batches))
}

/** Claims the next task of a wave at a station, by nobody; its id, or nothing when there is none. */
export async function claimChain(station: WorldStation, over: object = {}): Promise<string> {
  const { decision } = await station.ask(claimWork, { orderIds: [], limit: 8, ...over }, { operatorId: null })
  return decision.ok ? (decision.value as { taskId: string }).taskId : ''
}

/** Lays everything of a task into totes, slot n into `T-n`, counted from `first`. */
export async function pickChain(world: CentreWorld, task: HeldTask, first = 1): Promise<void> {
  const slots = await world.rows<{ slot: number }>(
    'SELECT slot FROM pick_slot WHERE pick_task_id = ? ORDER BY slot',
    task.taskId,
  )
  const lines = await world.rows<{ slot: number }>(
    'SELECT slot FROM pick_line WHERE pick_task_id = ? ORDER BY sequence',
    task.taskId,
  )
  for (const [index, { slot }] of slots.entries()) await task.tote(index + 1, `T-${slot + first - 1}`)
  for (const [index, { slot }] of lines.entries()) await task.pick(index + 1, `T-${slot + first - 1}`)
}

/** Claims the next task, picks all of it and brings the cart on; throws unless all of that was applied. */
export async function workChain(world: CentreWorld, station: WorldStation, first = 1): Promise<HeldTask> {
  const task = await heldTask(world, station, await claimChain(station))
  await pickChain(world, task, first)
  task.drop()
  const { results } = await station.push()
  const other = results.find(({ status }) => status !== 'applied')
  if (results.length === 0 || other !== undefined) throw new Error(`Not applied: ${JSON.stringify(other)}`)
  return task
}
