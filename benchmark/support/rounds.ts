import { median } from './figures.ts'

/**
 * How many times longer the measured takes than its peer: the median over rounds of the ratio of the two medians, so that
 * a neighbour who is loud for one round does not decide. Both lists were measured turn by turn in the same run.
 */
export function ratioOfMedians(measured: readonly number[], peer: readonly number[], rounds: number): number {
  const left = intoRounds(measured, rounds)
  const right = intoRounds(peer, rounds)
  return median(left.map((values, round) => median(values) / median(right[round] ?? [])))
}

/** Cuts values into stretches of equal length, in the order in which they were measured; a rest is dropped. */
function intoRounds(values: readonly number[], rounds: number): number[][] {
  const length = Math.floor(values.length / rounds)
  return Array.from({ length: rounds }, (_, round) => values.slice(round * length, (round + 1) * length))
}

/** Numbers from 0 to below 1 that a seed fixes (mulberry32), so that every run measures the same work. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
