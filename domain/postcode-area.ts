import { z } from 'zod'

/** A country (ISO 3166-1 alpha-2, `*` for every other one) and, unless all of it, how its postcodes begin. */
export const Area = z.strictObject({
  country: z.string().regex(/^([A-Z]{2}|\*)$/),
  prefixes: z
    .array(z.string().regex(/^[A-Z0-9]{1,10}$/))
    .max(5_000)
    .default([]),
})
export type Area = z.infer<typeof Area>

/** Where a shipment goes, as far as prices and rules care. */
export type Destination = { country: string; postcode: string }

/** A postcode as prefixes are compared with: upper case, without blanks and hyphens. */
export function plainPostcode(postcode: string): string {
  return postcode.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/**
 * How closely areas fit a place: the length of the longest fitting prefix, 0 for the whole country, -1 for `*`, null when
 * none fits.
 */
export function fitOf(areas: readonly Area[], to: Destination): number | null {
  const postcode = plainPostcode(to.postcode)
  let best: number | null = null
  for (const { country, prefixes } of areas) {
    if (country !== to.country && country !== '*') continue
    const lengths = prefixes.filter((prefix) => postcode.startsWith(prefix)).map((prefix) => prefix.length)
    if (prefixes.length > 0 && lengths.length === 0) continue
    best = Math.max(best ?? -1, country === '*' ? -1 : Math.max(0, ...lengths))
  }
  return best
}
