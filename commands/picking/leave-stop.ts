import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { MOST_LINES_OF_STOP } from './collect-units.ts'
import { mayBeShort, ShortReason, shortLine } from './short-pick.ts'

/** Pick lines at one place, the most urgent order's first. */
const Lines = z
  .array(z.object({ pickLineId: z.string() }))
  .min(1)
  .max(MOST_LINES_OF_STOP)

/**
 * The rest of several pick lines cannot be taken at their place: for each of them what `picking.short-pick` does, in the order
 * given, so that what lies elsewhere goes to the most urgent first. Refused with `codeNotExpectedNow` when one of them is not open.
 */
export const shortStop = defineCommand({
  type: 'picking.short-stop',
  version: 1,
  class: 'FACT',
  args: z.object({ lines: Lines, reason: ShortReason }),
  async run(tx, command) {
    const { lines, reason } = command.args
    const ids = [...new Set(lines.map(({ pickLineId }) => pickLineId))]
    for (const id of ids) {
      const line = present(await tx.get('pick_line', id), 'pick lines are never removed')
      if (!(await mayBeShort(tx, line))) return refuse('codeNotExpectedNow')
    }
    const sum = { missing: 0, elsewhere: 0 }
    for (const [index, id] of ids.entries()) {
      const line = present(await tx.get('pick_line', id), 'pick lines are never removed')
      const { missing, elsewhere } = await shortLine(tx, command, line, reason, `.${index}`)
      sum.missing += missing
      sum.elsewhere += elsewhere
    }
    return accept(sum)
  },
})

/**
 * Moves open pick lines at one place to the end of their task together; they must still be done. Refused with `commandNotNow`
 * when nothing else is left, when one of them is not open, or when they are of several tasks.
 */
export const skipStop = defineCommand({
  type: 'picking.skip-stop',
  version: 1,
  class: 'FACT',
  args: z.object({ lines: Lines }),
  async run(tx, command) {
    const ids = new Set(command.args.lines.map(({ pickLineId }) => pickLineId))
    const [first] = ids
    const one = present(await tx.get('pick_line', present(first, 'a line is named')), 'pick lines are never removed')
    const lines = await tx.find('pick_line', 'pick_task', one.pick_task_id)
    const skipped = lines.filter(({ id }) => ids.has(id)).sort((a, b) => a.sequence - b.sequence)
    const others = lines.some((line) => line.state === 'open' && !ids.has(line.id))
    if (skipped.length !== ids.size || skipped.some(({ state }) => state !== 'open') || !others)
      return refuse('commandNotNow')
    const last = Math.max(...lines.map(({ sequence }) => sequence))
    for (const [index, line] of skipped.entries()) await tx.put('pick_line', { ...line, sequence: last + 1 + index })
    return accept(null)
  },
})
