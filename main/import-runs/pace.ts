import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'

/** How much is written in one transaction: about 15 ms of work, which its commit makes 20, for a scan may wait behind it. */
export type Pace = {
  /** Records of the next piece. */
  size(): number
  /** Runs a command over so many records as one piece, and learns from how long its own work took. */
  run<A extends z.ZodType, R>(
    core: StationCore,
    definition: CommandDefinition<A, R>,
    args: z.output<A>,
    by: Actor,
    records: number,
  ): Promise<Decision<R>>
}

const TARGET_MS = 15
const LIMITS = { least: 24, most: 200 }

/** A pace that starts small and follows the machine. */
export function createPace(): Pace {
  let size = 96
  return {
    size: () => size,
    run: async (core, definition, args, by, records) => {
      let spent = 0
      // Neither waiting for the lock nor the disk's time for a commit counts: a smaller piece would not shorten them.
      const decision = await core.executor.transact(async (work) => {
        const started = performance.now()
        const decided = await work.run(definition, args, by)
        spent = performance.now() - started
        return decided
      })
      if (records >= size || spent > TARGET_MS) {
        const wanted = (records * TARGET_MS) / Math.max(0.5, spent)
        size = Math.round(Math.min(LIMITS.most, size * 1.5, Math.max(LIMITS.least, size / 2, wanted)))
      }
      return decision
    },
  }
}
