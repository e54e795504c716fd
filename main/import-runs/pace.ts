/** How much is written in one transaction: so much that it takes about 10 ms, for a scan may wait behind it. */
export type Pace = {
  /** Records of the next piece. */
  size(): number
  /** Tells how long a piece of `records` took. */
  took(records: number, milliseconds: number): void
}

const TARGET_MS = 10
const LIMITS = { least: 4, most: 200 }

/** A pace that starts small and follows the machine. */
export function createPace(): Pace {
  let size = 24
  return {
    size: () => size,
    took: (records, milliseconds) => {
      if (records < size && milliseconds < TARGET_MS) return
      const wanted = (records * TARGET_MS) / Math.max(0.5, milliseconds)
      const bounded = Math.min(size * 1.5, Math.max(size / 2, wanted))
      size = Math.round(Math.min(LIMITS.most, Math.max(LIMITS.least, bounded)))
    },
  }
}
