import type { z } from 'zod'
import type {
  PlanBatch,
  PlanBatchRow,
  PlanEffort,
  PlanMap,
  PlanPlace,
  PlanPreview,
  PlanRun,
  PlanStop,
} from '../../contract/station/planning.ts'
import { FloorPlan } from '../../domain/floor-plan.ts'
import { pickSeconds } from '../../domain/pick-time.ts'
import type { LocationPlace } from '../../domain/route-locations.ts'
import { locationView } from '../floor/views.ts'
import type { ComputedPlan, PlannedBatch } from './plan-types.ts'

const MOST_LEFT_OUT = 200

/** The whole plan without the stops of its batches. */
export function previewOf(run: z.output<typeof PlanRun>, plan: ComputedPlan, capacity: number): PlanPreview {
  const batches = plan.batches.map((batch, index) => rowOf(plan, batch, index + 1, capacity))
  const orders = plan.batches.flatMap((batch) => batch.orders)
  return {
    run,
    ...effortOfAll(batches),
    orders: orders.length,
    lines: batches.reduce((sum, { lines }) => sum + lines, 0),
    units: batches.reduce((sum, { units }) => sum + units, 0),
    shipBy: soonest(orders.map(({ shipBy }) => shipBy)),
    carriers: [...new Set(orders.flatMap(({ carrier }) => carrier ?? []))].sort(),
    batches,
    leftOutCount: plan.leftOut.length,
    leftOut: plan.leftOut.slice(0, MOST_LEFT_OUT),
    map: plan.floor === null ? null : mapOf(plan.floor),
  }
}

/** One batch with its totes, its stops and its way; undefined when there is none of this number. */
export function batchOf(plan: ComputedPlan, number: number, capacity: number): PlanBatch | undefined {
  const batch = plan.batches[number - 1]
  if (batch === undefined) return undefined
  return {
    row: rowOf(plan, batch, number, capacity),
    totes: batch.orders.map((order, index) => ({
      slot: index + 1,
      orderId: order.id,
      orderNumber: order.number,
      carrier: order.carrier,
      shipBy: order.shipBy,
      lines: order.takes.length,
      units: order.units,
      cartons: batch.cartons[index] ?? null,
    })),
    stops: stopsOf(plan, batch),
    path: batch.tour.path,
    baselinePath: batch.baseline.path,
    isExact: batch.tour.isExact,
  }
}

/** The floor as it is drawn, from the text of its row; null when that cannot be read. */
export function mapOf({ body, source }: { body: string; source: 'kept' | 'derived' }): PlanMap | null {
  const parsed = FloorPlan.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { layout, isTurned } = parsed.data
  const crossAisle = layout.crossAisles.find(({ id }) => id === layout.depot.crossAisle)
  const depot = { xMm: layout.depot.xMm, yMm: crossAisle?.yMm ?? 0 }
  const xs = [
    ...layout.aisles.map(({ xMm }) => xMm),
    ...layout.crossAisles.flatMap(({ spans }) => spans.flatMap(({ fromXMm, toXMm }) => [fromXMm, toXMm])),
  ]
  const ys = [
    ...layout.aisles.flatMap(({ fromYMm, toYMm }) => [fromYMm, toYMm]),
    ...layout.crossAisles.map(({ yMm }) => yMm),
  ]
  return {
    layout,
    isTurned,
    source,
    // Derived aisles are called `zone/aisle`; what a person named is its own name.
    aisleNames: Object.fromEntries(layout.aisles.map(({ id }) => [id, signOf(id)])),
    depot,
    box: { fromXMm: Math.min(...xs), toXMm: Math.max(...xs), fromYMm: Math.min(...ys), toYMm: Math.max(...ys) },
  }
}

function signOf(id: string): string {
  return id
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('-')
}

function rowOf(plan: ComputedPlan, batch: PlannedBatch, number: number, capacity: number): PlanBatchRow {
  const { orders, locationIds, units, tour, baseline } = batch
  const isShared = batch.sortedAt === 'bench'
  const totes = isShared ? 1 : orders.length
  const work = { stops: locationIds.length, units, totes }
  return {
    number,
    priority: batch.priority,
    zone: batch.zone,
    zones: batch.parts.map(({ zone }) => zone),
    shipBy: soonest(orders.map(({ shipBy }) => shipBy)),
    orders: orders.length,
    sortedAt: batch.sortedAt,
    totes,
    capacity: isShared ? 1 : capacity,
    lines: orders.reduce((sum, { takes }) => sum + takes.length, 0),
    units,
    weightGrams: batch.weightGrams,
    volumeMm3: batch.volumeMm3,
    stops: locationIds.length,
    distanceMm: tour.distanceMm,
    seconds: pickSeconds({ distanceMm: tour.distanceMm, ...work }),
    baselineMm: baseline.distanceMm,
    baselineSeconds: pickSeconds({ distanceMm: baseline.distanceMm, ...work }),
    places: locationIds.flatMap((id) => placeView(plan, id) ?? []),
  }
}

/** What lies together is taken together: the same goods of several orders are one entry then. */
function asTaken(takes: PlanStop['takes'], sortedAt: PlannedBatch['sortedAt']): PlanStop['takes'] {
  if (sortedAt === 'tote') return takes
  const byGoods = Map.groupBy(takes, ({ sku, lot }) => JSON.stringify([sku, lot]))
  return [...byGoods.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : { ...first, units: others.reduce((sum, { units }) => sum + units, first.units) },
  )
}

function stopsOf(plan: ComputedPlan, batch: PlannedBatch): PlanStop[] {
  const slots = batch.orders.map((order, index) => ({ order, slot: batch.sortedAt === 'bench' ? 0 : index + 1 }))
  return batch.locationIds.flatMap((id, index) => {
    const location = plan.locations.get(id)
    if (location === undefined) return []
    const previous = plan.locations.get(batch.locationIds[index - 1] ?? '')
    return {
      number: index + 1,
      location: locationView(location, previous),
      place: placeView(plan, id),
      takes: asTaken(
        slots.flatMap(({ order, slot }) =>
          order.takes
            .filter((take) => take.locationId === id)
            .map(({ itemId, lot, units }) => {
              const { sku = '', name = '' } = plan.items.get(itemId) ?? {}
              return { sku, name, lot, units, slot }
            }),
        ),
        batch.sortedAt,
      ),
    }
  })
}

/** A place in the axes of the layout. */
function placeView(plan: ComputedPlan, locationId: string): PlanPlace | null {
  const location = plan.locations.get(locationId)
  const place: LocationPlace | null = location?.place ?? null
  if (location === undefined || place === null || location.x_mm === null || location.y_mm === null) return null
  const acrossMm = plan.floor?.isTurned === true ? location.y_mm : location.x_mm
  return { xMm: acrossMm, yMm: place.yMm, side: place.side, aisle: place.aisle }
}

/** A length is known only when that of every tour is. */
function effortOfAll(batches: readonly PlanBatchRow[]): PlanEffort {
  const sum = (of: (row: PlanBatchRow) => number): number => batches.reduce((total, row) => total + of(row), 0)
  const isKnown = batches.every(({ distanceMm, baselineMm }) => distanceMm !== null && baselineMm !== null)
  return {
    distanceMm: isKnown ? sum(({ distanceMm }) => distanceMm ?? 0) : null,
    seconds: sum(({ seconds }) => seconds),
    baselineMm: isKnown ? sum(({ baselineMm }) => baselineMm ?? 0) : null,
    baselineSeconds: sum(({ baselineSeconds }) => baselineSeconds),
  }
}

function soonest(moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null)
  return known.length === 0 ? null : Math.min(...known)
}
