import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { FEEDBACK, type FeedbackName } from '../../domain/feedback.ts'
import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'

/**
 * How much is written in one transaction: about 15 ms of work, which its commit makes 20, for a scan may wait behind it.
 * Where a centre decides, a piece also has to fit into one request.
 */
export type Pace = {
  /** The next piece of the records from `at` on: at least one of them. */
  piece<T>(core: StationCore, records: readonly T[], at: number): T[]
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
/** A request travels, too: of its time only a part is work, and none of it holds up a scan. */
const JOINED_TARGET_MS = 60
const LIMITS = { least: 24, most: 200 }
/** A request takes a million bytes; what a command adds to its records is small beside the rest. */
const REQUEST_BYTES = 800_000

/** A pace that starts small and follows the machine. */
export function createPace(): Pace {
  let size = 96
  return {
    piece: (core, records, at) => {
      const piece = records.slice(at, at + size)
      if (!core.joined()) return piece
      let bytes = 0
      const fitting = piece.findIndex((record) => {
        bytes += Buffer.byteLength(JSON.stringify(record)) + 1
        return bytes > REQUEST_BYTES
      })
      return fitting === -1 ? piece : piece.slice(0, Math.max(1, fitting))
    },
    run: async (core, definition, args, by, records) => {
      let spent = 0
      // Neither waiting for the lock nor the disk's time for a commit counts: a smaller piece would not shorten them.
      const decision = await core.executor.transact(async (work) => {
        const started = performance.now()
        const decided = await work.run(definition, args, by)
        spent = performance.now() - started
        return decided
      })
      const target = core.joined() ? JOINED_TARGET_MS : TARGET_MS
      if (records >= size || spent > target) {
        const wanted = (records * target) / Math.max(0.5, spent)
        size = Math.round(Math.min(LIMITS.most, size * 1.5, Math.max(LIMITS.least, size / 2, wanted)))
      }
      return decision
    },
  }
}

/** The value of a piece that was written; a refusal of the whole piece is thrown with the code that people read. */
export function written<R>(type: string, decision: Decision<R>): R {
  if (decision.ok) return decision.value
  const { name } = decision.refusal
  const code = name in FEEDBACK ? FEEDBACK[name as FeedbackName].code : 'E-IMP-009'
  throw Object.assign(new Error(`${type} refused: ${name}`), { code })
}
