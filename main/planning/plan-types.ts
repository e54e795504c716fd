import type { z } from 'zod'
import type { PlanRequest, PlanRun } from '../../contract/station/planning.ts'
import type { Row } from '../../db/tables.ts'
import type { OrderToPlan, PlanLeftOver } from '../../domain/plan-orders.ts'
import type { Policies } from '../../domain/policies.ts'
import type { RoutePoint } from '../../domain/route-layout.ts'
import type { LocationPlace } from '../../domain/route-locations.ts'

/** What a plan is computed from; all of it can be sent to a worker. */
export type PlanTask = {
  /** The tables, opened only to read. */
  path: string
  request: z.output<typeof PlanRequest>
  /** What the site decided, and the name of its clock. */
  policies: Policies
  timeZone: string
  /** Totes on a cart where the request says nothing. */
  cartTotes: number
  businessDate: string
  /** The instant for which cut-offs count. */
  at: number
}

/** The text of a floor's row, and where it came from. */
export type FloorText = { body: string; source: 'kept' | 'derived' }

/** What the planning worker is asked for: a plan, or the floor alone. */
export type PlannerTask = { kind: 'plan'; task: PlanTask } | { kind: 'floor'; path: string }

/** A tour with its length; null where the floor is not known. */
export type PlannedTour = { distanceMm: number | null; path: RoutePoint[] }

/** One batch as it was planned. `locationIds` are the places of the tour in the order in which they are reached. */
export type PlannedBatch = {
  priority: number
  zone: string | null
  sortedAt: 'tote' | 'bench'
  orders: OrderToPlan[]
  locationIds: string[]
  tour: PlannedTour & { isExact: boolean }
  baseline: PlannedTour
  /** By zone the tour of each zone, in the order in which the cart is handed over; otherwise none. */
  parts: { zone: string; locationIds: string[]; distanceMm: number | null; baselineMm: number | null }[]
  units: number
  weightGrams: number
  volumeMm3: number
  /** For each order the cartons that it will probably need; null where a size is not known. */
  cartons: ({ name: string; count: number }[] | null)[]
}

/** A plan as it was computed: batches, the most urgent first, and what is known of places and items. */
export type ComputedPlan = {
  batches: PlannedBatch[]
  leftOut: PlanLeftOver[]
  /** Orders that had to be released first, at the time of the plan. */
  ready: string[]
  locations: Map<string, Row<'location'> & { place: LocationPlace | null }>
  items: Map<string, { sku: string; name: string }>
  /** The floor as text of its row, and where it came from; null when nothing is known. */
  floor: (FloorText & { isTurned: boolean }) | null
}

/** How far a plan is. */
export type PlanProgress = { phase: PlanRun['phase']; done: number; total: number }
