import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { mayFollow, TOTE_TRANSITIONS, type ToteState } from '../../domain/states.ts'
import { isUnderWay } from '../claims/under-way.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { toteOf } from '../waves/chain.ts'
import { isCollected } from './shared-totes.ts'

/**
 * Puts a tote on a slot of the cart for that slot's order, or shows the one that was handed over for it. Refused with
 * `toteNotHanded` when another one was handed over, `toteInUse` when the tote is not free, and with `commandNotNow` when the
 * task is over, went back, or lets its orders share totes.
 */
export const assignTote = defineCommand({
  type: 'picking.assign-tote',
  version: 1,
  class: 'FACT',
  args: z.object({ slotId: z.string(), toteId: z.string() }),
  async run(tx, command) {
    const slot = present(await tx.get('pick_slot', command.args.slotId), 'slots are never removed')
    const tote = present(await tx.get('tote', command.args.toteId), 'the scanned tote was found')
    const task = present(await tx.get('pick_task', slot.pick_task_id), 'tasks are never removed')
    if (slot.tote_id !== null) return refuse('codeNotExpectedNow')
    if (!isUnderWay(task) || isCollected(task)) return refuse('commandNotNow')
    const handed = await toteOf(tx, slot)
    if (handed !== undefined && handed.id !== tote.id)
      return refuse('toteNotHanded', { scanned: tote.name, expected: handed.name, slot: slot.slot })
    const isFree = tote.state !== 'filling' && mayFollow(TOTE_TRANSITIONS, tote.state as ToteState, 'filling')
    if (handed === undefined && !isFree) return refuse('toteInUse', { tote: tote.name })
    await tx.put('pick_slot', { ...slot, tote_id: tote.id })
    await tx.put('tote', { ...tote, state: 'filling', order_id: slot.order_id, pick_task_id: slot.pick_task_id })
    if (task.state === 'claimed') await tx.put('pick_task', { ...task, state: 'started', started_at: command.at })
    return accept({ toteName: tote.name })
  },
})
