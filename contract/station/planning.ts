import { z } from 'zod'
import { AisleSide, WarehouseLayout } from '../../domain/route-layout.ts'
import { WAVE_STRATEGIES } from '../../domain/wave.ts'
import { Params, Problem, procedure } from '../errors.ts'
import { LocationView } from './floor.ts'

/**
 * How orders are put together: `single` one order a tour; `cluster` orders sorted into totes while picking; `single-line`
 * only orders of one line, collected together and sorted at the bench, as by `bulk`; `zone` one tour in each zone, between which the cart is handed over, for orders of the same zones;
 * `bulk` only orders that are alike.
 */
export const PlanStrategy = z.enum(WAVE_STRATEGIES)
export type PlanStrategy = z.infer<typeof PlanStrategy>

/** What a cart takes; null does not limit it. An order takes one tote. */
export const PlanLimits = z.object({
  totes: z.int().min(1).max(24),
  lines: z.int().min(1).max(1_000).nullable().default(null),
  units: z.int().min(1).max(100_000).nullable().default(null),
  weightGrams: z.int().min(1).max(2_000_000).nullable().default(null),
  /** In cubic millimetres: 1 litre is 1,000,000. */
  volumeMm3: z.int().min(1).max(10_000_000_000).nullable().default(null),
})
export type PlanLimits = z.infer<typeof PlanLimits>

/** Which orders to plan, and how. Without `orderIds` the most urgent of all that the filters leave. */
export const PlanRequest = z.object({
  states: z
    .array(z.enum(['ready', 'released']))
    .min(1)
    .max(2)
    .default(['ready', 'released']),
  orderIds: z.array(z.string()).min(1).max(2_000).nullable().default(null),
  /** Only orders that must leave by then, in UTC milliseconds. */
  shipBefore: z.number().nullable().default(null),
  /** Only orders of these carriers (codes); empty: of all. */
  carriers: z.array(z.string()).max(50).default([]),
  leastPriority: z.int().nullable().default(null),
  limit: z.int().min(1).max(2_000).default(1_000),
  strategy: PlanStrategy.default('cluster'),
  /** Null: as many totes as the site's carts hold. */
  limits: PlanLimits.nullable().default(null),
  /** How long the search for better batches may take. */
  seconds: z.int().min(1).max(60).default(5),
})
export type PlanRequest = z.input<typeof PlanRequest>

/**
 * A plan on its way: `reading → allocating → batching → routing → cartons → planned`, then `releasing → released` when it
 * is released; `cancelled` or `failed` end it before. `done` of `total` counts the phase: orders, batches, or milliseconds of
 * the search while batching.
 */
export const PlanRun = z.object({
  planId: z.string(),
  phase: z.enum([
    'reading',
    'allocating',
    'batching',
    'routing',
    'cartons',
    'planned',
    'releasing',
    'released',
    'cancelled',
    'failed',
  ]),
  done: z.number(),
  total: z.number(),
  createdAt: z.number(),
  request: PlanRequest,
  /** What releasing came to, once `released`. `leftOut` names at most 200. */
  release: z
    .object({
      waveId: z.string(),
      number: z.string(),
      tasks: z.number(),
      orders: z.number(),
      leftOutCount: z.number(),
      leftOut: z.array(z.object({ orderId: z.string(), number: z.string(), name: z.string(), params: Params })),
    })
    .nullable(),
  failure: Problem.nullable(),
})
export type PlanRun = z.infer<typeof PlanRun>

/** Walking and working of one or all tours; `baseline` is the S-shape walk through the same places. Null: no floor plan. */
export const PlanEffort = z.object({
  distanceMm: z.number().nullable(),
  seconds: z.number(),
  baselineMm: z.number().nullable(),
  baselineSeconds: z.number(),
})
export type PlanEffort = z.infer<typeof PlanEffort>

/** A point of the floor in whole millimetres. */
export const PlanPoint = z.object({ xMm: z.number(), yMm: z.number() })
export type PlanPoint = z.infer<typeof PlanPoint>

/**
 * A place on the floor where something is taken: the shelf itself, and the aisle from which it is reached, on its left or its
 * right as the layout sees it.
 */
export const PlanPlace = PlanPoint.extend({ aisle: z.string(), side: AisleSide })
export type PlanPlace = z.infer<typeof PlanPlace>

/** One batch in the list: what a picker will get as one task, or as one in each zone. `number` counts from 1. */
export const PlanBatchRow = PlanEffort.extend({
  number: z.number(),
  priority: z.number(),
  /** Where all of its places lie in one zone; else null. */
  zone: z.string().nullable(),
  /** By zone: those through which its cart is handed over, in order, each with a tour of its own. Otherwise none. */
  zones: z.array(z.string()),
  /** When the first of its orders must leave. */
  shipBy: z.number().nullable(),
  orders: z.number(),
  /** Each order into its own tote while picking, or all of them into shared ones until the bench. */
  sortedAt: z.enum(['tote', 'bench']),
  /** How many the picker takes to begin with. */
  totes: z.number(),
  /** Totes that the cart holds. */
  capacity: z.number(),
  lines: z.number(),
  units: z.number(),
  weightGrams: z.number(),
  volumeMm3: z.number(),
  stops: z.number(),
  /** For the map, where it is one of the others. Without those whose place on the floor nobody knows. */
  places: z.array(PlanPlace),
})
export type PlanBatchRow = z.infer<typeof PlanBatchRow>

/** Why an order is in no batch; the names that are no refusals of a release are `severalLines`, `noTwin`, `tooLarge`. */
export const PlanLeftOut = z.object({
  orderId: z.string(),
  number: z.string(),
  name: z.string(),
  params: Params,
})
export type PlanLeftOut = z.infer<typeof PlanLeftOut>

/**
 * The floor as it is drawn, in millimetres, with aisles that run along y. With `isTurned` those of the site run along x: then
 * x and y are exchanged against the coordinates of the locations, in places and paths, too.
 */
export const PlanMap = z.object({
  layout: WarehouseLayout,
  isTurned: z.boolean(),
  /** `kept` when somebody saved it, `derived` when it was read off the places of the locations. */
  source: z.enum(['kept', 'derived']),
  /** What each aisle is called on its sign, by the id of the aisle. */
  aisleNames: z.record(z.string(), z.string()),
  depot: PlanPoint,
  /** Ends of all that is drawn. */
  box: z.object({ fromXMm: z.number(), toXMm: z.number(), fromYMm: z.number(), toYMm: z.number() }),
})
export type PlanMap = z.infer<typeof PlanMap>

/** A plan that is `planned` or later. Effort and counts are of all batches. `leftOut` names at most 200. */
export const PlanPreview = PlanEffort.extend({
  run: PlanRun,
  orders: z.number(),
  lines: z.number(),
  units: z.number(),
  /** When the first order must leave, and with which carriers they go. */
  shipBy: z.number().nullable(),
  carriers: z.array(z.string()),
  batches: z.array(PlanBatchRow),
  leftOutCount: z.number(),
  leftOut: z.array(PlanLeftOut),
  /** Null where neither a plan of the floor nor places of locations are known: then tasks go in walking order. */
  map: PlanMap.nullable(),
})
export type PlanPreview = z.infer<typeof PlanPreview>

/** A stop of a tour; `slot` is 0 for what several orders take together. `place` is null where nobody knows it: such stops come last, in walking order. */
export const PlanStop = z.object({
  number: z.number(),
  location: LocationView,
  place: PlanPlace.nullable(),
  takes: z.array(z.object({ sku: z.string(), name: z.string(), lot: z.string(), units: z.number(), slot: z.number() })),
})
export type PlanStop = z.infer<typeof PlanStop>

/**
 * One batch whole: its totes, its stops in the order of the tour, and the way from the depot back to the depot; by zone one
 * such tour after the other.
 */
export const PlanBatch = z.object({
  row: PlanBatchRow,
  totes: z.array(
    z.object({
      slot: z.number(),
      orderId: z.string(),
      orderNumber: z.string(),
      carrier: z.string().nullable(),
      shipBy: z.number().nullable(),
      lines: z.number(),
      units: z.number(),
      /** Cartons that it will probably need; null where a size is not known. */
      cartons: z.array(z.object({ name: z.string(), count: z.number() })).nullable(),
    }),
  ),
  stops: z.array(PlanStop),
  path: z.array(PlanPoint),
  baselinePath: z.array(PlanPoint),
  /** True when no shorter tour exists. */
  isExact: z.boolean(),
})
export type PlanBatch = z.infer<typeof PlanBatch>

/** Where a task of a wave stands. */
export const WaveTask = z.object({
  taskId: z.string(),
  number: z.string(),
  state: z.enum(['open', 'claimed', 'started', 'done', 'short', 'returned']),
  operator: z.string().nullable(),
  zone: z.string().nullable(),
  /** Which one of how many tasks, where the cart is handed over from zone to zone; from 1. */
  part: z.object({ number: z.number(), of: z.number() }).nullable(),
  /** The number of the task whose cart it waits for. */
  waitsFor: z.string().nullable(),
  /** True while a cancelled wave would take it back: nobody has it, nor began the chain that it belongs to. */
  mayGoBack: z.boolean(),
  priority: z.number(),
  orders: z.number(),
  lines: z.number(),
  units: z.number(),
  picked: z.number(),
  distanceMm: z.number().nullable(),
})
export type WaveTask = z.infer<typeof WaveTask>

/** A wave in the list, newest first. `tasks` counts them by state. */
export const WaveRow = z.object({
  waveId: z.string(),
  number: z.string(),
  state: z.enum(['released', 'done', 'cancelled']),
  strategy: PlanStrategy,
  releasedAt: z.number(),
  releasedBy: z.string().nullable(),
  orders: z.number(),
  lines: z.number(),
  units: z.number(),
  distanceMm: z.number().nullable(),
  baselineMm: z.number().nullable(),
  tasks: z.record(z.string(), z.number()),
})
export type WaveRow = z.infer<typeof WaveRow>

const plan = z.object({ planId: z.string() })
const wave = z.object({ waveId: z.string() })

/**
 * Planning in the office, for leads and above. `plan` starts a run beside the floor's work (BUSY `E-PLN-002` while another one
 * goes on at this station); ask for `progress`, then for the `preview` and one `batch` after the other. A plan is kept at the
 * station for some hours and until the station closes (then NOT_FOUND `E-PLN-001`), and changes nothing before `release`.
 */
export const planning = {
  /** What a plan may be asked for now. */
  choices: procedure.output(
    z.object({
      ready: z.number(),
      released: z.number(),
      carriers: z.array(z.object({ code: z.string(), name: z.string(), orders: z.number() })),
      /** When orders that wait must leave: the next moments, soonest first, at most 20, with how many orders. */
      shipBy: z.array(z.object({ at: z.number(), orders: z.number() })),
      cartTotes: z.number(),
    }),
  ),
  plan: procedure.input(PlanRequest).output(PlanRun),
  progress: procedure.input(plan).output(PlanRun),
  /** Ends a run that computes; what is being released stops after the piece at hand. */
  cancel: procedure.input(plan).output(PlanRun),
  /** Plans that the station keeps, newest first. */
  plans: procedure.output(z.array(PlanRun)),
  preview: procedure.input(plan).output(PlanPreview),
  /** CONFLICT `E-PLN-003` while there is no preview. */
  batch: procedure.input(plan.extend({ number: z.int().min(1) })).output(PlanBatch),
  /**
   * Releases the plan, or those of its batches, as one wave: orders that are not released yet are, and what cannot go is left
   * out and named. Goes on as phase `releasing`. CONFLICT `E-PLN-003` when it is not `planned`.
   */
  release: procedure
    .input(plan.extend({ batches: z.array(z.int().min(1)).min(1).nullable().default(null) }))
    .output(PlanRun),
  waves: procedure
    .input(z.object({ before: z.string().nullable().default(null), limit: z.int().min(1).max(100).default(50) }))
    .output(z.object({ rows: z.array(WaveRow), next: z.string().nullable() })),
  wave: procedure.input(wave).output(z.object({ row: WaveRow, tasks: z.array(WaveTask) })),
  /** Takes back the tasks of a wave that nobody has; the rest goes on. REFUSED `wrongState` when there is none. */
  cancelWave: procedure.input(wave).output(z.object({ row: WaveRow, tasks: z.array(WaveTask) })),
  /** The floor that plans are made on; null when nothing is known. */
  floorPlan: procedure.output(PlanMap.nullable()),
  /** Keeps a plan of the floor; null goes back to the one read off the locations. REFUSED with an `E-RTE-…` and its path. */
  saveFloorPlan: procedure
    .input(z.object({ layout: WarehouseLayout.nullable(), isTurned: z.boolean().default(false) }))
    .output(PlanMap.nullable()),
}
