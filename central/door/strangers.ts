import { isIPv6 } from 'node:net'
import { type Allowance, openBuckets } from './buckets.ts'

/** Limits whoever cannot prove who they are, by where they come from. */
export type Strangers = {
  /**
   * Proves who sent a message. `name` is whom it claims to be: one that was proved lately is let through to it, whatever
   * others did from the same address. Refuses with `tooManyRequests`, without asking `run`, once too much from that address
   * came to nothing; what `run` throws otherwise is thrown on.
   */
  prove<R>(address: string, name: string, run: () => Promise<R>): Promise<R>
  /** The same, but no name is remembered for it. */
  guard<R>(address: string, name: string, run: () => Promise<R>): Promise<R>
  /** Counts a message that needs no proof. Refuses with `tooManyRequests`. */
  spend(address: string): void
}

/** So many come to nothing at once, and so many a second after that: all stations of a site may sit behind one proxy. */
export const PER_STRANGER: Allowance = { burst: 600, perSecond: 20 }

const MOST_KNOWN = 5_000

/** Opens it; `isFailure` says of an error whether nobody was proved. What it remembers is bounded. */
export function openStrangers(
  allowance: Allowance,
  now: () => number,
  isFailure: (error: unknown) => boolean,
): Strangers {
  const failures = openBuckets(allowance, now)
  const known = new Set<string>()
  const remember = (name: string): void => {
    known.delete(name)
    known.add(name)
    for (const oldest of known) {
      if (known.size <= MOST_KNOWN) break
      known.delete(oldest)
    }
  }
  const guard: Strangers['guard'] = async (address, name, run) => {
    const from = network(address)
    if (!known.has(name)) failures.check(from)
    try {
      return await run()
    } catch (error) {
      if (isFailure(error)) failures.take(from)
      throw error
    }
  }
  return {
    guard,
    prove: async (address, name, run) => {
      const proved = await guard(address, name, run)
      remember(name)
      return proved
    },
    spend: (address) => failures.take(network(address)),
  }
}

/** Whoever has one IPv6 address has 2^64 of them: those count as one. IPv4 in its IPv6 form is IPv4. */
export function network(address: string): string {
  if (!isIPv6(address)) return address
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  const [front = '', back] = (address.split('%')[0] ?? '').split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [head, tail] = [groups(front), groups(back ?? '')]
  const zeros = back === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const all = [...head, ...Array<string>(zeros).fill('0'), ...tail]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
