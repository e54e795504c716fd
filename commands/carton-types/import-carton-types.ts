import { z } from 'zod'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { CartonTypeInput } from '../../domain/inputs.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcomes, sameRow } from '../import-outcome.ts'

/** Adds and changes carton types by their code; one in a file is in use from then on. */
export const importCartonTypes = defineCommand({
  type: 'carton-types.import',
  version: 1,
  class: 'INTENT',
  args: z.object({ cartonTypes: z.array(CartonTypeInput).min(1).max(200) }),
  async run(tx, command) {
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    for (const [index, input] of command.args.cartonTypes.entries()) {
      const code = normaliseCode(input.code)
      const [before] = await tx.find('carton_type', 'code', code)
      const row = {
        id: before?.id ?? deriveId(command.id, `c${index}`),
        code,
        name: input.name,
        inner_length_mm: input.innerLengthMm,
        inner_width_mm: input.innerWidthMm,
        inner_height_mm: input.innerHeightMm,
        tare_grams: input.tareGrams,
        max_grams: input.maxGrams,
        active: 1,
      }
      const same = before !== undefined && sameRow(before, row)
      if (!same) await tx.put('carton_type', row)
      result.outcomes.push(before === undefined ? 'new' : same ? 'same' : 'update')
    }
    return accept(result)
  },
})
