import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'

type Waiting = {
  run: (tx: CentreTx) => Promise<unknown>
  warm: readonly ((tx: Tx) => Promise<unknown>)[]
  done(result: unknown): void
  fail(error: unknown): void
}

/** So many commands (dry runs) are taken in one transaction, beyond its first write: others want to write, too. */
const COMMANDS_TOGETHER = 500

/**
 * A store's `write` for many stations at once: what comes while one transaction runs shares the next one, in the order in
 * which it came. Each write stands for itself: one that throws leaves no trace and harms no other, and where the
 * transaction fails as a whole each of them gets one of its own.
 */
export function writeTogether(store: Pick<CentreStore, 'write'>): Pick<CentreStore, 'write'> {
  let waiting: Waiting[] = []
  let isWriting = false
  const next = (): Waiting[] => {
    let commands = 0
    let count = 0
    for (const { warm } of waiting) {
      commands += warm.length
      if (count > 0 && commands > COMMANDS_TOGETHER) break
      count += 1
    }
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return batch
  }
  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) await writeBatch(store, next())
    isWriting = false
  }
  return {
    write: <R>(run: (tx: CentreTx) => Promise<R>, warm: Waiting['warm'] = []) =>
      new Promise<R>((resolve, reject) => {
        waiting.push({ run, warm, done: resolve as (result: unknown) => void, fail: reject })
        if (!isWriting) void writeAll()
      }),
  }
}

async function writeBatch(store: Pick<CentreStore, 'write'>, batch: readonly Waiting[]): Promise<void> {
  if (batch.length > 1) {
    try {
      const ends = await store.write(
        async (tx) => {
          const ends: (() => void)[] = []
          for (const each of batch) ends.push(await part(tx, each))
          return ends
        },
        batch.flatMap(({ warm }) => warm),
      )
      for (const end of ends) end()
      return
    } catch {
      // Whose fault it was shows when each of them is alone.
    }
  }
  for (const { run, warm, done, fail } of batch) await store.write(run, warm).then(done, fail)
}

/** Runs one write within the common transaction; how it ends for whoever waits, to be told after the commit. */
async function part(tx: CentreTx, { run, done, fail }: Waiting): Promise<() => void> {
  try {
    const result = await tx.attempt(() => run(tx))
    return () => done(result)
  } catch (error) {
    return () => fail(error)
  }
}
