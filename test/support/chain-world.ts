import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import { type ReleasedWave, releaseWave } from '../../commands/waves/release-wave.ts'
import { line, order, PICKABLE } from '../commands/command-store.ts'
import { type CentreWorld, openCentreWorld } from './centre-world.ts'

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
