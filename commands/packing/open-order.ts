import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'
import { collectedSlot, isShared } from '../picking/shared-totes.ts'

/**
 * Opens the order of a tote at the bench, or takes up its parked pack session; of a tote that several orders share the one
 * that is named. Refused when the tote holds nothing to pack (`noOrderWaits` when nothing for that order), or when somebody
 * else is packing it (`takeOver` lets a lead continue another operator's work).
 */
export const openOrder = defineCommand({
  type: 'packing.open-order',
  version: 1,
  class: 'FACT',
  args: z.object({ toteId: z.string(), orderId: z.string().optional(), takeOver: z.boolean() }),
  async run(tx, command) {
    const tote = present(await tx.get('tote', command.args.toteId), 'the scanned tote was found')
    const orderId = await orderIn(tx, tote, command.args.orderId)
    // Which of its orders it holds is known once it is dropped off.
    if (orderId === null && tote.state === 'filling' && isShared(tote))
      return refuse('toteNotReady', { tote: tote.name })
    if (orderId === null)
      return command.args.orderId === undefined
        ? refuse('toteEmpty', { tote: tote.name })
        : refuse('noOrderWaits', { tote: tote.name })
    const order = present(await tx.get('order', orderId), 'orders are never removed')
    if (order.state === 'cancelled' || order.state === 'cancelling')
      return refuse('orderCancelled', { order: order.number })
    if (tote.state !== 'at_bench') return refuse('toteNotReady', { tote: tote.name })
    const open = (await tx.find('pack_session', 'order', order.id)).find((session) => session.state === 'open')
    if (open !== undefined) {
      const mine = open.operator_id === null || open.operator_id === command.operatorId
      if (!mine && !command.args.takeOver) {
        const other = open.operator_id === null ? undefined : await tx.get('operator', open.operator_id)
        return refuse('someonePacks', { order: order.number, operator: other?.name ?? '' })
      }
      if (open.operator_id !== command.operatorId)
        await tx.put('pack_session', { ...open, operator_id: command.operatorId })
      return accept({ packSessionId: open.id, orderNumber: order.number })
    }
    const id = deriveId(command.id, 'session')
    await tx.put('pack_session', {
      id,
      order_id: order.id,
      tote_id: tote.id,
      state: 'open',
      operator_id: command.operatorId,
      opened_at: command.at,
      done_at: null,
    })
    await changeOrderState(tx, order, 'packing')
    await recordEvent(tx, command, order.id, 'packing-started', { tote: tote.name })
    return accept({ packSessionId: id, orderNumber: order.number })
  },
})

/** The order that is to be packed from a tote, or null when there is none. */
async function orderIn(tx: Tx, tote: Row<'tote'>, wanted: string | undefined): Promise<string | null> {
  if (!isShared(tote)) return wanted === undefined || wanted === tote.order_id ? tote.order_id : null
  const found = wanted === undefined ? undefined : await collectedSlot(tx, wanted)
  return found !== undefined && found.task.id === tote.pick_task_id ? found.slot.order_id : null
}

/** Leaves a pack session as it stands, for whoever scans the tote next. */
export const parkOrder = defineCommand({
  type: 'packing.park-order',
  version: 1,
  class: 'FACT',
  args: z.object({ packSessionId: z.string() }),
  async run(tx, command) {
    const session = present(await tx.get('pack_session', command.args.packSessionId), 'pack sessions are never removed')
    if (session.state === 'open') await tx.put('pack_session', { ...session, operator_id: null })
    return accept(null)
  },
})

/** The operator read the order's note; it is not asked again. */
export const seeNote = defineCommand({
  type: 'packing.see-note',
  version: 1,
  class: 'FACT',
  args: z.object({ orderId: z.string() }),
  async run(tx, command) {
    const order = present(await tx.get('order', command.args.orderId), 'orders are never removed')
    await tx.put('order', { ...order, note_seen: 1 })
    await recordEvent(tx, command, order.id, 'note-seen')
    return accept(null)
  },
})
