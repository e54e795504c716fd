/** Random choices that are the same for the same seed. */
export type Random = {
  /** A whole number from 0 below `end`. */
  below(end: number): number
  /** True once in `times`. */
  once(times: number): boolean
  /** One of them; throws when there is none. */
  pick<T>(from: readonly T[]): T
}

/** Mulberry32: small, fast, and the same everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    once: (times) => below(times) === 0,
    pick: (from) => {
      if (from.length === 0) throw new Error('Nothing to pick from')
      return from[below(from.length)] as (typeof from)[number]
    },
  }
}
