import { z } from 'zod'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { LocationInput } from '../../domain/inputs.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcomes, sameRow } from '../import-outcome.ts'

/** Adds and changes locations by their code. */
export const importLocations = defineCommand({
  type: 'locations.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ locations: z.array(LocationInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.locations.entries()) {
      const code = normaliseCode(input.code)
      const [before] = await tx.find('location', 'code', code)
      const row = {
        id: before?.id ?? deriveId(command.id, `l${index}`),
        code,
        zone: input.zone,
        aisle: input.aisle,
        bay: input.bay,
        level: input.level,
        position: input.position,
        x_mm: input.xMm ?? null,
        y_mm: input.yMm ?? null,
        kind: input.kind,
      }
      const same = before !== undefined && sameRow(before, row)
      if (!same) await tx.put('location', row)
      result.outcomes.push(before === undefined ? 'new' : same ? 'same' : 'update')
    }
    return accept(result)
  },
})
