import { type CartonItem, type CartonType, DEFAULT_PACKING_RULES, type PackingRules } from './cartonize-plan.ts'

/** What an item's record says about packing it. */
export type ItemToPack = {
  id: string
  length_mm: number | null
  width_mm: number | null
  height_mm: number | null
  weight_grams: number | null
  fragile: number
  keep_upright: number
  mix_class: string | null
}

/** What the record of a carton type says: inner sizes, its own weight and the most it may weigh. */
export type CartonRecord = {
  id: string
  inner_length_mm: number
  inner_width_mm: number
  inner_height_mm: number
  tare_grams: number
  max_grams: number
}

/** Units of an item as goods to be packed. */
export function goodsOf(item: ItemToPack, quantity: number): CartonItem {
  return {
    id: item.id,
    quantity,
    lengthMm: item.length_mm,
    widthMm: item.width_mm,
    heightMm: item.height_mm,
    weightGrams: item.weight_grams,
    keepUpright: item.keep_upright === 1,
    fragile: item.fragile === 1,
    mixClass: item.mix_class,
  }
}

/** A carton type to pack into; nobody counts how many of it are there. */
export function cartonTypeOf(type: CartonRecord): CartonType {
  return {
    id: type.id,
    innerLengthMm: type.inner_length_mm,
    innerWidthMm: type.inner_width_mm,
    innerHeightMm: type.inner_height_mm,
    tareGrams: type.tare_grams,
    maxGrams: type.max_grams,
    available: null,
  }
}

/** The rules for these goods: the usual ones, and goods of two mix classes share no carton. */
export function packingRulesFor(goods: readonly CartonItem[]): PackingRules {
  const classes = [...new Set(goods.flatMap(({ mixClass }) => mixClass ?? []))].sort()
  const apart = classes.flatMap((one, at) => classes.slice(at + 1).map((other) => [one, other] as const))
  return { ...DEFAULT_PACKING_RULES, apart }
}
