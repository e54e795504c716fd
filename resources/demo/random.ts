/** A source of repeatable numbers: the same seed gives the same run on every machine. */
export interface Random {
  /** A whole number from 0 to `below - 1`. */
  below: (below: number) => number
  /** A whole number between both ends, both included. */
  between: (from: number, to: number) => number
  /** True once in `times` on average. */
  oneIn: (times: number) => boolean
  /** One member of a list that is not empty. */
  pick: <T>(list: readonly T[]) => T
}

/** The mulberry32 generator (T. Ettinger, public domain) over a 32-bit seed. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    oneIn: (times) => below(times) === 0,
    pick: (list) => {
      const member = list[below(list.length)]
      if (member === undefined) throw new RangeError('nothing to pick from')
      return member
    },
  }
}
