import { MessageRefused } from './refusal.ts'

/** How many messages at once, and how many a second after that. */
export type Allowance = { burst: number; perSecond: number }

const MOST_BUCKETS = 10_000

/**
 * Token buckets by name. `take` refuses with `tooManyRequests` and the time to wait when the bucket is empty; buckets that
 * have filled up again are forgotten.
 */
export function openBuckets({ burst, perSecond }: Allowance, now: () => number): { take(name: string): void } {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const tokensOf = (bucket: { tokens: number; at: number }, at: number): number =>
    Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond)
  const forgetFull = (at: number): void => {
    for (const [name, bucket] of buckets) if (tokensOf(bucket, at) >= burst) buckets.delete(name)
    // Never more than so many, however many addresses ask: the oldest go.
    for (const name of buckets.keys()) {
      if (buckets.size < MOST_BUCKETS) break
      buckets.delete(name)
    }
  }
  return {
    take: (name) => {
      const at = now()
      if (buckets.size >= MOST_BUCKETS) forgetFull(at)
      const found = buckets.get(name)
      const tokens = found === undefined ? burst : tokensOf(found, at)
      if (tokens < 1) {
        const waitMs = Math.ceil(((1 - tokens) / perSecond) * 1000)
        throw new MessageRefused(429, 'tooManyRequests', {}, waitMs)
      }
      buckets.set(name, { tokens: tokens - 1, at })
    },
  }
}
