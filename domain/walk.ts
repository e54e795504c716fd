/** A place as walking sees it. */
export type WalkPlace = { zone: string; aisle: string; bay: string; level: string; position: string; code: string }

/**
 * Compares two places in walking order: zone by zone, aisle by aisle, up one aisle and down the next (S-shape), then by
 * level and position. Numbers inside codes count as numbers, so bay 9 comes before bay 10.
 */
export function compareWalk(a: WalkPlace, b: WalkPlace): number {
  const zone = compareNatural(a.zone, b.zone)
  if (zone !== 0) return zone
  const aisle = compareNatural(a.aisle, b.aisle)
  if (aisle !== 0) return aisle
  const down = (numberIn(a.aisle) ?? 0) % 2 === 0
  const bay = compareNatural(a.bay, b.bay)
  if (bay !== 0) return down ? -bay : bay
  return compareNatural(a.position, b.position) || compareNatural(a.level, b.level) || compareNatural(a.code, b.code)
}

/** Compares texts with their runs of digits as numbers. */
export function compareNatural(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? []
  const right = b.match(/\d+|\D+/g) ?? []
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const x = left[index] ?? ''
    const y = right[index] ?? ''
    const numbers = /^\d/.test(x) && /^\d/.test(y)
    const difference = numbers ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
    if (difference !== 0) return difference
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0)
}

function numberIn(text: string): number | null {
  const digits = /\d+/.exec(text)
  return digits === null ? null : Number(digits[0])
}
