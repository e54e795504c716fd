/** An edge of an item as its master record names it. */
export type Edge = 'length' | 'width' | 'height'

/** Goods to be packed: `quantity` equal units of one item. Null where the master record does not know. */
export type CartonItem = {
  id: string
  quantity: number
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
  weightGrams: number | null
  /** The height stays vertical; the unit may still be turned about it. */
  keepUpright: boolean
  fragile: boolean
  /** What `PackingRules.apart` speaks of; null where nothing is forbidden. */
  mixClass: string | null
  /** The edges that may stand vertical, where that is finer than `keepUpright`. */
  verticalEdges?: readonly Edge[]
}

/** A carton to pack into: inner dimensions, its own weight and the most it may weigh when full. */
export type CartonType = {
  id: string
  innerLengthMm: number
  innerWidthMm: number
  innerHeightMm: number
  tareGrams: number
  maxGrams: number
  /** How many of them are there; null: as many as are wanted. */
  available: number | null
}

/** What holds of every carton, beyond that nothing overlaps, stands out or is too heavy. */
export type PackingRules = {
  /** The share of each unit's base (0 to 1) that lies on the floor or on tops of other units. */
  supportShare: number
  /** What may rest on a fragile unit: nothing at all, or units that are not heavier than it. */
  onFragile: 'nothing' | 'nothingHeavier'
  /** Pairs of mix classes that never share a carton; a pair of equal classes allows one unit of it in a carton. */
  apart: readonly (readonly [string, string])[]
}

/** The rules where nobody decided otherwise. */
export const DEFAULT_PACKING_RULES: PackingRules = { supportShare: 0.75, onFragile: 'nothing', apart: [] }

/** Where a unit lies: its corner nearest to the carton's own, and its lengths along x, y and z (up) as it lies there. */
export type Placement = {
  itemId: string
  xMm: number
  yMm: number
  zMm: number
  lengthMm: number
  widthMm: number
  heightMm: number
}

/** A carton with what lies in it; the weight is with the carton's own, `fill` the share of its volume that is used. */
export type PlannedCarton = {
  typeId: string
  placements: Placement[]
  weightGrams: number
  /** False when a unit's weight is not known and was counted as nothing. */
  isWeightKnown: boolean
  fill: number
}

/**
 * Why units are in no carton: no dimensions; dimensions, weight or quantity that no goods have; two records of one id that
 * differ; larger or heavier than every carton takes; no cartons left; more units than are planned at once; no time.
 */
export type LeftOverReason =
  | 'noDimensions'
  | 'badDimensions'
  | 'badWeight'
  | 'badQuantity'
  | 'contradictoryRecords'
  | 'tooLarge'
  | 'tooHeavy'
  | 'noCartonLeft'
  | 'tooManyUnits'
  | 'notPlanned'

/** Units of an item that are in no carton; quantity 0 where the item's own quantity is none. */
export type LeftOver = { itemId: string; quantity: number; reason: LeftOverReason }

/** Cartons with what lies where. */
export type CartonPlan = {
  cartons: PlannedCarton[]
  leftOver: LeftOver[]
  /** No fewer cartons and, with as many, no smaller volume can hold what was planned. */
  isProven: boolean
}

/** The longest edge, in millimetres, that is reckoned with. */
export const MOST_MM = 20_000

/** The edges of an item that may stand vertical. */
export function verticalEdgesOf(item: CartonItem): readonly Edge[] {
  return item.verticalEdges ?? (item.keepUpright ? ['height'] : ['length', 'width', 'height'])
}
