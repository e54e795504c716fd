import { type Refusal, refuse } from '../../commands/command.ts'
import { blockedBy } from '../../commands/exceptions/blocked-by.ts'
import { claimOf, subjectOf } from '../../commands/subject.ts'
import type { Tx } from '../../db/port.ts'

/** What a fact has to carry, or why it may not happen: its order or tote waits for a person. */
export type Guarded = { refusal: { ok: false; refusal: Refusal } | null; claim: string | null }

/** Asks, before a fact of a joined station, whether its order is blocked and under which claim it is done. */
export async function guardFact(tx: Tx, args: unknown): Promise<Guarded> {
  const subject = await subjectOf(tx, args)
  const blocking = await blockedBy(tx, subject)
  if (blocking === null) return { refusal: null, claim: await claimOf(tx, subject) }
  const orderId = blocking.order_id ?? subject.orderIds[0]
  const order = orderId === undefined ? undefined : await tx.get('order', orderId)
  return { refusal: refuse('orderBlocked', { order: order?.number ?? '' }), claim: null }
}
