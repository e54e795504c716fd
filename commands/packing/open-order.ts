import { z } from 'zod'
import { present } from '../../domain/assert.ts'
import { deriveId } from '../../domain/ids.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { changeOrderState } from '../orders/change-state.ts'
import { recordEvent } from '../orders/record-event.ts'

/**
 * Opens the order of a tote at the bench, or takes up its parked pack session. Refused when the tote holds nothing to
 * pack, or when somebody else is packing it (`takeOver` lets a lead continue another operator's work).
 */
export const openOrder = defineCommand({
  type: 'packing.open-order',
  version: 1,
  class: 'FACT',
  args: z.object({ toteId: z.string(), takeOver: z.boolean() }),
  async run(tx, command) {
    const tote = present(await tx.get('tote', command.args.toteId), 'the scanned tote was found')
    if (tote.order_id === null) return refuse('toteEmpty', { tote: tote.name })
    const order = present(await tx.get('order', tote.order_id), 'orders are never removed')
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
