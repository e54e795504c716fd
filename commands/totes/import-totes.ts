import { z } from 'zod'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { ToteInput } from '../../domain/inputs.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcomes, sameRow } from '../import-outcome.ts'

/** Adds totes and changes their names by their code; a tote's work stays as it is. */
export const importTotes = defineCommand({
  type: 'totes.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ totes: z.array(ToteInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.totes.entries()) {
      const code = normaliseCode(input.code)
      const [before] = await tx.find('tote', 'code', code)
      const row = {
        ...(before ?? {
          id: deriveId(command.id, `t${index}`),
          code,
          state: 'empty',
          order_id: null,
          pick_task_id: null,
        }),
        name: input.name,
      }
      const same = before !== undefined && sameRow(before, row)
      if (!same) await tx.put('tote', row)
      result.outcomes.push(before === undefined ? 'new' : same ? 'same' : 'update')
    }
    return accept(result)
  },
})
