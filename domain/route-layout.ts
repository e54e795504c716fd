import { z } from 'zod'

/** The most of everything that a layout or a tour may have, so that no input can keep a station busy for long. */
export const ROUTE_LIMITS = { aisles: 500, crossAisles: 30, spans: 50, stops: 1_000, coordinateMm: 10_000_000 } as const

const id = z.string().min(1).max(80)
const mm = z.int().min(-ROUTE_LIMITS.coordinateMm).max(ROUTE_LIMITS.coordinateMm)

/** The sides of an aisle, seen with y growing ahead: left is where x is smaller. */
export const AisleSide = z.enum(['left', 'right'])
export type AisleSide = z.infer<typeof AisleSide>

/**
 * An aisle: a straight way at `xMm` from `fromYMm` to `toYMm`, with shelves on one side or on both. It is so narrow that
 * both sides are within reach: its width costs no walking. It meets every cross aisle that passes within its ends.
 */
export const RouteAisle = z.strictObject({
  id,
  xMm: mm,
  fromYMm: mm,
  toYMm: mm,
  sides: z.enum(['both', 'left', 'right']),
})
export type RouteAisle = z.infer<typeof RouteAisle>

/** A way across the aisles at `yMm`, in one span or, where something stands in the way, in several. */
export const CrossAisle = z.strictObject({
  id,
  yMm: mm,
  spans: z
    .array(z.strictObject({ fromXMm: mm, toXMm: mm }))
    .min(1)
    .max(ROUTE_LIMITS.spans),
})
export type CrossAisle = z.infer<typeof CrossAisle>

/**
 * A floor of parallel aisles and of cross aisles at right angles to them, and the depot on one of these, where each tour
 * begins and ends. Whole millimetres. `checkLayout` says what the shape alone cannot.
 */
export const WarehouseLayout = z.strictObject({
  aisles: z.array(RouteAisle).min(1).max(ROUTE_LIMITS.aisles),
  crossAisles: z.array(CrossAisle).min(1).max(ROUTE_LIMITS.crossAisles),
  depot: z.strictObject({ crossAisle: id, xMm: mm }),
})
export type WarehouseLayout = z.infer<typeof WarehouseLayout>

/** A place to stop at: in the aisle of this id, at this height of it, at the shelf of this side. */
export const RouteStop = z.strictObject({ id, aisle: id, yMm: mm, side: AisleSide })
export type RouteStop = z.infer<typeof RouteStop>

/** A point of the floor in whole millimetres. */
export type RoutePoint = { xMm: number; yMm: number }

/**
 * A closed tour: the ids of the stops in the order in which they are reached, its length, and the corners of the way from
 * the depot back to the depot. `isExact` when no shorter tour exists.
 */
export type Route = { order: string[]; distanceMm: number; path: RoutePoint[]; isExact: boolean }

/** What can be wrong with a layout or with stops; identical in every language. */
export const ROUTE_PROBLEM_CODES = [
  'E-RTE-001', // missing, of another type, or a field that does not exist
  'E-RTE-002', // not a whole number of millimetres within the limits
  'E-RTE-003', // no aisle
  'E-RTE-004', // no cross aisle
  'E-RTE-005', // too many; most
  'E-RTE-006', // an id twice; id
  'E-RTE-007', // ends before it begins
  'E-RTE-008', // lies on another aisle; id
  'E-RTE-009', // touches another span at the same height
  'E-RTE-010', // an aisle that meets no cross aisle; id
  'E-RTE-011', // the depot's cross aisle does not exist; id
  'E-RTE-012', // the depot lies beside its cross aisle
  'E-RTE-020', // no stop
  'E-RTE-021', // an aisle that does not exist; id
  'E-RTE-022', // beyond the ends of its aisle; id
  'E-RTE-023', // no shelf on this side; id
  'E-RTE-024', // cannot be reached from the depot; id
] as const
/** One of `ROUTE_PROBLEM_CODES`. */
export type RouteProblemCode = (typeof ROUTE_PROBLEM_CODES)[number]

/** One thing that is wrong and where: `aisles[3].toYMm`, `stops[0]`, empty for the whole. */
export interface RouteProblem {
  path: string
  code: RouteProblemCode
  params: Record<string, string | number>
}

/** A tour, or all that is wrong with what was asked. */
export type RouteResult = ({ ok: true } & Route) | { ok: false; problems: RouteProblem[] }
