import type { PackBench } from '../../contract/station/packing.ts'
import type { Tx } from '../../db/port.ts'
import type { PackOutcome, PackProgress } from '../../domain/pack.ts'
import { openSharedTote, ordersHere, unitsOf } from '../../domain/sort-tote.ts'
import type { TurnResult } from '../floor/floor-desk.ts'
import { itemView } from '../floor/views.ts'
import { type LoadedTote, leftOverOf, loadSharedTote } from './load-shared-tote.ts'

/** Items that are named on the bench; of a tote with more the rest is counted. */
const MOST_ITEMS = 12

/** The shared tote on somebody's bench; null when there is none, or when its last order is packed: then it may be back with another task. */
export async function toteOnBench(
  tx: Tx,
  { shared = null }: PackProgress,
  operatorId: string | null,
): Promise<LoadedTote | null> {
  const loaded = await loadSharedTote(tx, shared?.toteId ?? null, operatorId)
  return loaded?.shared.taskId === shared?.taskId ? loaded : null
}

/** A scan of a tote that several orders share opens the tote itself; any other tote opens its order. */
export async function asShared(tx: Tx, outcome: PackOutcome, operatorId: string | null): Promise<PackOutcome> {
  if (outcome.request?.type !== 'open') return outcome
  const loaded = await loadSharedTote(tx, outcome.request.toteId, operatorId)
  return loaded === null ? outcome : openSharedTote(loaded.shared, outcome.progress.shared)
}

/** Once an order of a shared tote is finished: the tote is still on the bench, or empty. */
export async function afterOrder(
  tx: Tx,
  progress: PackProgress,
  result: TurnResult,
): Promise<{ progress: PackProgress; result: TurnResult }> {
  if (progress.shared == null || progress.packSessionId !== null) return { progress, result }
  const { toteId, taskId } = progress.shared
  const tote = await tx.get('tote', toteId)
  if (tote?.pick_task_id === taskId) return { progress, result }
  const leftOver = await leftOverOf(tx, taskId)
  const left = leftOver.reduce((sum, { units }) => sum + units, 0)
  const params = { ...result.params, tote: tote?.name ?? '' }
  const items = leftOver.map(({ itemName, units }) => `${units} × ${itemName}`).join(', ')
  return {
    progress: { ...progress, shared: null },
    result:
      left > 0
        ? { ...result, name: 'unitsLeftOver', params: { ...params, units: left, items } }
        : { ...result, name: 'sharedToteDone', params },
  }
}

/** The shared tote as the bench draws it. */
export function sharedView(
  { items, ordersIn, shared }: LoadedTote,
  { shared: bench = null }: PackProgress,
): PackBench['shared'] {
  const here = ordersHere(shared)
  const units = new Map<string, number>()
  for (const { itemId, left } of here.flatMap(({ lines }) => lines)) units.set(itemId, (units.get(itemId) ?? 0) + left)
  const sorted = [...units].sort(([, a], [, b]) => b - a)
  return {
    toteName: shared.toteName,
    orders: here.length,
    units: unitsOf(here),
    items: sorted.slice(0, MOST_ITEMS).flatMap(([itemId, count]) => {
      const item = items.get(itemId)
      return item === undefined ? [] : [{ item: itemView(item), units: count }]
    }),
    moreItems: Math.max(0, sorted.length - MOST_ITEMS),
    otherTotes: shared.otherTotes.map(({ id, name }) => ({
      ...{ name, orders: ordersIn.get(id) ?? 0 },
      isEmpty: bench?.empty?.includes(id) === true,
    })),
    blocked: here.filter(({ isBlocked }) => isBlocked).map(({ number }) => number),
    parked: here.filter(({ isBegun, packer }) => isBegun && packer !== 'other').map(({ number }) => number),
    elsewhere: packedElsewhere(shared),
    leftOver: shared.leftOver.map(({ itemName, units: left }) => ({ name: itemName, units: left })),
  }
}

/** Who packs how many orders of the task's totes, whichever of them they are counted to. */
function packedElsewhere({ orders }: LoadedTote['shared']): { operator: string; orders: number }[] {
  const others = Map.groupBy(
    orders.filter(({ packer }) => packer === 'other'),
    ({ packerName }) => packerName,
  )
  return [...others].map(([operator, own]) => ({ operator, orders: own.length }))
}
