import Database from 'better-sqlite3'
import type { Row } from '../../db/tables.ts'
import { type OpenFloor, openFloorText } from '../../domain/floor-plan.ts'
import { groupOrders, type OrderToPlan, sortedAt } from '../../domain/plan-orders.ts'
import { openFloor } from '../../domain/route-floor.ts'
import { sShapeRoute } from '../../domain/route-heuristics.ts'
import { compareNatural, compareWalk } from '../../domain/walk.ts'
import { measureWalk } from './measure-walk.ts'
import { type BatchPlaces, type BatchStop, packCarts } from './pack-carts.ts'
import type { ComputedPlan, PlannedBatch, PlannedTour, PlanProgress, PlanTask } from './plan-types.ts'
import { type PlanFacts, readPlan } from './read-plan.ts'
import { reserveAhead } from './reserve-ahead.ts'
import { openCartonSuggestions } from './suggest-cartons.ts'

/** Batches between two reports. */
const REPORT_EVERY = 10

/**
 * Computes a plan from the tables alone: which orders, from which places, on which carts, along which tours. Long and
 * synchronous: for a worker.
 */
export function computePlan(task: PlanTask, onProgress: (progress: PlanProgress) => void): ComputedPlan {
  onProgress({ phase: 'reading', done: 0, total: task.request.limit })
  const facts = factsOf(task)
  onProgress({ phase: 'allocating', done: 0, total: facts.orders.length })
  const ahead = reserveAhead(facts, task)
  const floor = facts.floor === null ? null : openFloorText(facts.floor.body)
  const { groups, leftOut } = groupOrders(task.request.strategy, ahead.orders)
  const isByZone = task.request.strategy === 'zone'
  const walker = createPlaces(facts, floor, isByZone)
  const packed = packCarts(task, groups, walker, onProgress)
  const batches: PlannedBatch[] = []
  for (const [index, orders] of packed.batches.entries()) {
    if (index % REPORT_EVERY === 0) onProgress({ phase: 'routing', done: index, total: packed.batches.length })
    batches.push({ ...routed(orders, facts, floor, isByZone), sortedAt: sortedAt(task.request.strategy) })
  }
  const suggest = openCartonSuggestions(facts)
  for (const [index, batch] of batches.entries()) {
    if (index % REPORT_EVERY === 0) onProgress({ phase: 'cartons', done: index, total: batches.length })
    batch.cartons = batch.orders.map(suggest)
  }
  const used = new Set(batches.flatMap(({ locationIds }) => locationIds))
  const items = new Set(
    batches.flatMap(({ orders }) => orders.flatMap(({ takes }) => takes.map((take) => take.itemId))),
  )
  return {
    batches,
    leftOut: [...facts.leftOut, ...ahead.leftOut, ...leftOut, ...packed.leftOut],
    ready: ahead.ready,
    locations: new Map(
      [...used].flatMap((id) => {
        const location = facts.locations.get(id)
        return location === undefined ? [] : [[id, { ...location, place: floor?.placeOf(location) ?? null }] as const]
      }),
    ),
    items: new Map(
      [...items].flatMap((id) => {
        const item = facts.items.get(id)
        return item === undefined ? [] : [[id, { sku: item.sku, name: item.name }] as const]
      }),
    ),
    floor: facts.floor === null || floor === null ? null : { ...facts.floor, isTurned: floor.plan.isTurned },
  }
}

function factsOf(task: PlanTask): PlanFacts {
  const database = new Database(task.path, { readonly: true })
  try {
    database.pragma('busy_timeout = 5000')
    return readPlan(database, task)
  } finally {
    database.close()
  }
}

/**
 * Where nothing is known of a place it costs no walking; where no floor is known, each aisle and each bay costs a visit. By
 * zone each zone has a tour of its own.
 */
function createPlaces(facts: PlanFacts, floor: OpenFloor | null, isByZone: boolean): BatchPlaces {
  const nowhere: BatchStop = { zone: '', aisle: '', yMm: 0 }
  const known = new Map<string, BatchStop>()
  const byPlace = new Map<string, BatchStop>()
  const place = (location: Row<'location'> | undefined): BatchStop => {
    if (location === undefined) return nowhere
    const found = floor === null ? asVisit(location) : floor.placeOf(location)
    if (found === null || (floor !== null && floor.tourMm([found]) === Number.POSITIVE_INFINITY)) return nowhere
    const zone = isByZone ? location.zone : ''
    const key = `${found.yMm} ${found.aisle} ${zone}`
    const same = byPlace.get(key) ?? { zone, aisle: found.aisle, yMm: found.yMm }
    byPlace.set(key, same)
    return same
  }
  const oneTourMm = (stops: readonly BatchStop[]): number =>
    floor !== null ? floor.tourMm(stops) : new Set(stops.map(({ aisle }) => aisle)).size * 1_000 + stops.length
  return {
    stopOf: (locationId) => {
      const stop = known.get(locationId) ?? place(facts.locations.get(locationId))
      known.set(locationId, stop)
      return stop
    },
    tourMm: (stops) => {
      const real = stops.includes(nowhere) ? stops.filter((stop) => stop !== nowhere) : stops
      if (!isByZone) return oneTourMm(real)
      return [...Map.groupBy(real, ({ zone }) => zone).values()].reduce((sum, own) => sum + oneTourMm(own), 0)
    },
  }
}

function asVisit({ zone, aisle, bay }: Row<'location'>): Pick<BatchStop, 'aisle' | 'yMm'> {
  return { aisle: `${zone}/${aisle}`, yMm: Number.parseInt(bay, 10) || 0 }
}

/**
 * The tour of a batch, or one after the other through its zones, and the S-shape walk to compare it with; slots are numbered
 * as their first places are reached.
 */
function routed(
  orders: readonly OrderToPlan[],
  facts: PlanFacts,
  floor: OpenFloor | null,
  isByZone: boolean,
): Omit<PlannedBatch, 'sortedAt'> {
  const ids = [...new Set(orders.flatMap(({ takes }) => takes.map(({ locationId }) => locationId)))]
  const locations = ids.flatMap((id) => facts.locations.get(id) ?? [])
  const walked = [...locations].sort((a, b) => compareWalk(a, b) || (a.id < b.id ? -1 : 1))
  const zones = [...Map.groupBy(walked, ({ zone }) => zone)].sort(([a], [b]) => compareNatural(a, b))
  const tours = isByZone
    ? zones.map(([zone, own]) => ({ zone, ...tourThrough(own, floor) }))
    : [{ zone: null, ...tourThrough(walked, floor) }]
  const locationIds = tours.flatMap((tour) => tour.locationIds)
  const turn = new Map(locationIds.map((id, index) => [id, index]))
  const first = ({ takes }: OrderToPlan): number =>
    Math.min(...takes.map(({ locationId }) => turn.get(locationId) ?? locationIds.length))
  const sum = (of: (order: OrderToPlan) => number): number => orders.reduce((total, order) => total + of(order), 0)
  return {
    priority: orders[0]?.priority ?? 0,
    zone: zones.length === 1 ? (zones[0]?.[0] ?? null) : null,
    orders: [...orders].sort((a, b) => first(a) - first(b)),
    locationIds,
    // Every tour ends where the next one begins, at the depot.
    tour: { ...joined(tours.map(({ tour }) => tour)), isExact: tours.every(({ isExact }) => isExact) },
    baseline: joined(tours.map(({ baseline }) => baseline)),
    parts: tours.flatMap(({ zone, locationIds: own, tour, baseline }) =>
      zone === null ? [] : { zone, locationIds: own, distanceMm: tour.distanceMm, baselineMm: baseline.distanceMm },
    ),
    units: sum(({ units }) => units),
    weightGrams: sum(({ weightGrams }) => weightGrams),
    volumeMm3: sum(({ volumeMm3 }) => volumeMm3),
    cartons: [],
  }
}

/** One tour through places that come in walking order. */
function tourThrough(walked: readonly Row<'location'>[], floor: OpenFloor | null) {
  const {
    order,
    distanceMm,
    path = [],
    isExact,
  } = floor?.tourOf(walked) ?? { order: walked.map(({ id }) => id), distanceMm: null, isExact: false }
  return {
    locationIds: [...order],
    tour: { distanceMm, path: [...path] },
    baseline: distanceMm === null ? { distanceMm: null, path: [] } : baselineOf(floor, walked),
    isExact,
  }
}

/** Tours one after the other. A length is known only when that of each is. */
function joined(tours: readonly PlannedTour[]): PlannedTour {
  const isKnown = tours.every(({ distanceMm }) => distanceMm !== null)
  return {
    distanceMm: isKnown ? tours.reduce((sum, { distanceMm }) => sum + (distanceMm ?? 0), 0) : null,
    path: isKnown ? tours.flatMap(({ path }) => path) : [],
  }
}

/** The S-shape walk; on a floor of several blocks, for which it says nothing, the walking order by codes. */
function baselineOf(floor: OpenFloor | null, walked: readonly Row<'location'>[]): PlannedTour {
  if (floor === null) return { distanceMm: null, path: [] }
  const ready = openFloor(floor.plan.layout)
  if (!('floor' in ready)) return { distanceMm: null, path: [] }
  const stops = walked.flatMap((location) => {
    const place = floor.placeOf(location)
    return place === null ? [] : [{ id: location.id, ...place }]
  })
  const { distanceMm, path } = sShapeRoute(ready.floor, stops) ?? measureWalk(ready.floor, stops)
  return { distanceMm, path }
}
