import { MessageRefused } from './refusal.ts'

/** How many messages at once, and how many a second after that. */
export type Allowance = { burst: number; perSecond: number }

const MOST_BUCKETS = 10_000
const KEPT_BUCKETS = 9_000

/** Token buckets by name; see {@link openBuckets}. */
export type Buckets = {
  /** Takes one token. Refuses with `tooManyRequests` and the time to wait when there is none. */
  take(name: string): void
  /** Refuses like `take`, and takes nothing. */
  check(name: string): void
}

/** Opens token buckets. Those that have filled up again are forgotten, so that there are never more than 10,000. */
export function openBuckets({ burst, perSecond }: Allowance, now: () => number): Buckets {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const tokensOf = (bucket: { tokens: number; at: number }, at: number): number =>
    Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond)
  const forgetFull = (at: number): void => {
    for (const [name, bucket] of buckets) if (tokensOf(bucket, at) >= burst) buckets.delete(name)
    // Never more than so many, however many addresses ask: the oldest go, some at once so that this is seldom done.
    for (const name of buckets.keys()) {
      if (buckets.size <= KEPT_BUCKETS) break
      buckets.delete(name)
    }
  }
  const tokensLeft = (name: string, at: number): number => {
    const found = buckets.get(name)
    const tokens = found === undefined ? burst : tokensOf(found, at)
    if (tokens >= 1) return tokens
    const waitMs = Math.ceil(((1 - tokens) / perSecond) * 1000)
    throw new MessageRefused(429, 'tooManyRequests', {}, waitMs)
  }
  return {
    take: (name) => {
      const at = now()
      if (buckets.size >= MOST_BUCKETS) forgetFull(at)
      buckets.set(name, { tokens: tokensLeft(name, at) - 1, at })
    },
    check: (name) => void tokensLeft(name, now()),
  }
}
