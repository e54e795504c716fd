import { z } from 'zod'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcomes, sameRow } from '../import-outcome.ts'

/** A carrier as it arrives from outside; `trackingPattern` is a regular expression that its numbers match as a whole. */
export const CarrierInput = z.object({
  code: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(60),
  trackingPattern: z.string().max(200).optional(),
})
export type CarrierInput = z.infer<typeof CarrierInput>

/** Adds and changes carriers by their code. */
export const importCarriers = defineCommand({
  type: 'carriers.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ carriers: z.array(CarrierInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.carriers.entries()) {
      const code = normaliseCode(input.code)
      const [before] = await tx.find('carrier', 'code', code)
      const row = {
        id: before?.id ?? deriveId(command.id, `c${index}`),
        code,
        name: input.name,
        tracking_pattern: input.trackingPattern ?? null,
        active: 1,
      }
      const same = before !== undefined && sameRow(before, row)
      if (!same) await tx.put('carrier', row)
      result.outcomes.push(before === undefined ? 'new' : same ? 'same' : 'update')
    }
    return accept(result)
  },
})
