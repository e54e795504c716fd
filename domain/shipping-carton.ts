import { z } from 'zod'

/** A carton as carriers see it: outer sizes, weight, and what its contents are worth. */
export const ShippingCarton = z.strictObject({
  cartonId: z.string().min(1).max(64),
  lengthMm: z.int().min(1).max(20_000),
  widthMm: z.int().min(1).max(20_000),
  heightMm: z.int().min(1).max(20_000),
  grams: z.int().min(0).max(10_000_000),
  valueMinor: z.int().min(0).max(100_000_000_000).default(0),
})
export type ShippingCarton = z.infer<typeof ShippingCarton>

/** A carton's three sizes. */
export type Sizes = Pick<ShippingCarton, 'lengthMm' | 'widthMm' | 'heightMm'>

/** The longest side. */
export function longestMm(sizes: Sizes): number {
  return Math.max(sizes.lengthMm, sizes.widthMm, sizes.heightMm)
}

/** Length and girth: the longest side and once around the two others. */
export function girthMm(sizes: Sizes): number {
  return 2 * sidesMm(sizes) - longestMm(sizes)
}

/** The three sides together. */
export function sidesMm(sizes: Sizes): number {
  return sizes.lengthMm + sizes.widthMm + sizes.heightMm
}
