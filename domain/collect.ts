/** Units of one pick line among those that are taken together at one place. */
export type LineShare = { pickLineId: string; quantity: number }

/**
 * Shares units that were counted together among the lines that wait for them, the most urgent first: each line gets what it
 * asks for until nothing is left, so that what is missing is missing for the least urgent. `open` comes in the order of
 * urgency. Null when more were counted than all of them ask for, or nothing.
 */
export function shareUnits(open: readonly LineShare[], counted: number): LineShare[] | null {
  const shares: LineShare[] = []
  let left = counted
  for (const { pickLineId, quantity } of open) {
    const given = Math.min(left, quantity)
    if (given > 0) shares.push({ pickLineId, quantity: given })
    left -= given
  }
  return left === 0 && shares.length > 0 ? shares : null
}
