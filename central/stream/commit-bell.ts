import type { CentreStore } from '../../db/centre-port.ts'

/** Why a wait ended. */
export type Wake = 'commit' | 'time' | 'left'

/** Wakes everybody who waits for the next commit; one subscription to the store serves them all. */
export type CommitBell = {
  /** How often it rang. Read before the log is read, so that a commit in between is not slept through. */
  readonly count: number
  /** How many wait now. */
  readonly waiting: number
  /** Resolves at once when it rang since `since`, else at the next ring, after `ms`, or when the signal aborts. */
  wait(since: number, ms: number, signal: AbortSignal): Promise<Wake>
  /** Rings by hand: somebody found a commit that nobody told of. */
  ring(): void
  stop(): void
}

/** Opens the bell over a store. */
export function openCommitBell(store: Pick<CentreStore, 'onCommit'>): CommitBell {
  let count = 0
  const waiters = new Set<(wake: Wake) => void>()
  const ring = (): void => {
    count += 1
    for (const wake of [...waiters]) wake('commit')
  }
  const stop = store.onCommit(ring)
  return {
    get count() {
      return count
    },
    get waiting() {
      return waiters.size
    },
    wait: (since, ms, signal) => {
      if (signal.aborted) return Promise.resolve('left')
      if (count !== since) return Promise.resolve('commit')
      return new Promise((resolve) => {
        const end = (wake: Wake): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', left)
          waiters.delete(end)
          resolve(wake)
        }
        const left = (): void => end('left')
        const timer = setTimeout(() => end('time'), ms)
        waiters.add(end)
        signal.addEventListener('abort', left, { once: true })
      })
    },
    ring,
    stop: () => {
      stop()
      for (const wake of [...waiters]) wake('left')
    },
  }
}
