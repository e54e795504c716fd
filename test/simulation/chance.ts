import { createHash } from 'node:crypto'
import { type Random, seededRandom } from '../support/random.ts'

/** Chance of one part of the world; parts do not disturb each other. */
export type Chance = Random & {
  /** From 0 to 1. */
  unit(): number
  /** A whole number of milliseconds, on average `mean`, never more than ten times that. */
  wait(mean: number): number
  bytes(count: number): Uint8Array
}

/** Chance of a seed for the part of that name. */
export function chanceOf(seed: number, name: string): Chance {
  const mixed = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE(0)
  const random = seededRandom(mixed)
  const unit = (): number => random.below(1 << 30) / (1 << 30)
  return {
    ...random,
    unit,
    wait: (mean) => 1 + Math.round(Math.min(10, -Math.log(1 - unit())) * mean),
    bytes: (count) => Uint8Array.from({ length: count }, () => random.below(256)),
  }
}

/** A UUID made of random bytes. */
export function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex').padEnd(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
