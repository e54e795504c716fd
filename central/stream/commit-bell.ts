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

/** So few listeners hear of each commit. */
const FEW = 8
/** After waking more, it is silent for so many times the time that took, but not longer than this. */
const SILENCE = 3
const LONGEST_SILENCE_MS = 250

/**
 * Opens the bell over a store. To read the log and write to its connection costs each listener some 40 µs: with hundreds
 * of them, each ring is followed by a silence of three times what it took, so that stations are answered in three quarters
 * of the time. Commits that come meanwhile reach each listener together, at its end.
 */
export function openCommitBell(store: Pick<CentreStore, 'onCommit'>): CommitBell {
  let count = 0
  let silence: NodeJS.Timeout | undefined
  let isSilent = false
  let isStopped = false
  let isDue = false
  const waiters = new Set<(wake: Wake) => void>()
  const ring = (): void => {
    count += 1
    for (const wake of [...waiters]) wake('commit')
  }
  const committed = (): void => {
    isDue = isSilent
    if (isDue) return
    isSilent = waiters.size >= FEW
    const begin = performance.now()
    ring()
    // By then everybody who was woken has read the log and written to its connection.
    if (isSilent) setImmediate(() => beSilent(SILENCE * (performance.now() - begin)))
  }
  const beSilent = (ms: number): void => {
    if (isStopped) return
    silence = setTimeout(
      () => {
        isSilent = false
        if (isDue) committed()
      },
      Math.min(LONGEST_SILENCE_MS, ms),
    )
  }
  const stop = store.onCommit(committed)
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
      isStopped = true
      clearTimeout(silence)
      for (const wake of [...waiters]) wake('left')
    },
  }
}
