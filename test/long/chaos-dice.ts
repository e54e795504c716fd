import { randomFrom } from '../main/faults/random.ts'

/** Chances that a seed determines. */
export type Dice = {
  /** True as often as `share` says, from 0 to 1. */
  chance(share: number): boolean
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  /** One of a list; throws when it is empty. */
  pick<T>(list: readonly T[]): T
  /** One of a list with its weight first. */
  weighted<T>(list: readonly (readonly [number, T])[]): T
  /** Dice of their own for what runs at the same time as others, so that the order of answers changes nothing. */
  apart(): Dice
}

/** Dice from a seed. */
export function diceFrom(seed: number): Dice {
  const random = randomFrom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  return {
    chance: (share) => random() < share,
    below,
    pick: (list) => {
      const one = list[below(list.length)]
      if (one === undefined) throw new RangeError('Nothing to pick from')
      return one
    },
    weighted: (list) => {
      let left = random() * list.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, one] of list) {
        left -= weight
        if (left < 0) return one
      }
      throw new RangeError('Nothing to pick from')
    },
    apart: () => diceFrom(below(2 ** 32)),
  }
}
