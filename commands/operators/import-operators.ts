import { z } from 'zod'
import { normaliseCode } from '../../domain/barcode.ts'
import { deriveId } from '../../domain/ids.ts'
import { OperatorInput } from '../../domain/inputs.ts'
import { accept, defineCommand } from '../command.ts'
import { type RecordOutcomes, sameRow } from '../import-outcome.ts'

/** An operator with the hash of the PIN; `pinHash` null keeps the PIN of one who has it. The PIN itself is never journaled. */
export const HashedOperator = OperatorInput.omit({ pin: true }).extend({
  pinHash: z.string().min(1).max(500).nullable(),
})
export type HashedOperator = z.infer<typeof HashedOperator>

/**
 * Adds and changes operators by their badge; one who was put out of use stays so. A new one without a PIN is refused with `notFound`; a file that would take
 * the last active administrator's role away is refused for that row with `lastAdministrator`.
 */
export const importOperators = defineCommand({
  type: 'operators.import',
  version: 1,
  class: 'INTENT',
  args: z.object({
    operators: z.array(HashedOperator).min(1).max(200),
    /** Active administrators other than those in `operators`, as known when the command was made. */
    otherAdministrators: z.int().min(0),
  }),
  async run(tx, command) {
    const { operators, otherAdministrators } = command.args
    const result: RecordOutcomes = { outcomes: [], problems: [] }
    let administrators = otherAdministrators
    for (const { role, badge } of operators) {
      const [before] = role === 'administrator' ? await tx.find('operator', 'badge', normaliseCode(badge)) : []
      if (role === 'administrator' && before?.active !== 0) administrators += 1
    }
    for (const [index, input] of operators.entries()) {
      const badge = normaliseCode(input.badge)
      const [before] = await tx.find('operator', 'badge', badge)
      const pinHash = input.pinHash ?? before?.pin_hash
      const last = before?.role === 'administrator' && before.active === 1 && input.role !== 'administrator'
      if (pinHash === undefined || (last && administrators === 0)) {
        result.outcomes.push('refused')
        result.problems.push({
          index,
          field: pinHash === undefined ? 'pin' : 'role',
          value: pinHash === undefined ? '' : input.role,
          name: pinHash === undefined ? 'notFound' : 'lastAdministrator',
          params: { badge },
        })
        continue
      }
      const row = {
        id: before?.id ?? deriveId(command.id, `p${index}`),
        badge,
        name: input.name,
        role: input.role,
        pin_hash: pinHash,
        language: input.language ?? before?.language ?? null,
        active: before?.active ?? 1,
      }
      const same = before !== undefined && sameRow(before, row)
      if (!same) await tx.put('operator', row)
      result.outcomes.push(before === undefined ? 'new' : same ? 'same' : 'update')
    }
    return accept(result)
  },
})
