import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/** Moves an open pick line to the end of its task; it must still be done. Refused when it is the only one left. */
export const skipLine = defineCommand({
  type: 'picking.skip-line',
  version: 1,
  class: 'FACT',
  args: z.object({ pickLineId: z.string() }),
  async run(tx, command) {
    const line = present(await tx.get('pick_line', command.args.pickLineId), 'pick lines are never removed')
    const lines = await tx.find('pick_line', 'pick_task', line.pick_task_id)
    const open = lines.filter((other) => other.state === 'open')
    if (line.state !== 'open' || open.length < 2) return refuse('commandNotNow')
    await tx.put('pick_line', { ...line, sequence: Math.max(...lines.map((other) => other.sequence)) + 1 })
    return accept(null)
  },
})
