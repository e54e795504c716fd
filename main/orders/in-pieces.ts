import type { Decision } from '../../commands/command.ts'
import type { BulkOutcome } from '../../contract/station/orders.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { Actor, Work } from '../journal/executor.ts'

/** What is done to one order of many. */
export type OneOrder = (work: Work, orderId: string, by: Actor) => Promise<Decision<unknown>>

/** A transaction ends after this long, so that a scan that waits for it hardly notices. */
const PIECE_MS = 8
/** Refusals that say nothing of the order. */
const NO_ANSWER: readonly string[] = ['needsCentre', 'centreSilent', 'stationStopped']

/**
 * Does something to each order in short transactions; an order that is refused does not stop the others. When nobody
 * answers, the rest is not asked for one by one: it is refused for the same reason.
 */
export async function runInPieces(
  core: StationCore,
  number: (orderId: string) => string,
  orderIds: readonly string[],
  by: Actor,
  one: OneOrder,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: 0, refused: [] }
  let next = 0
  while (next < orderIds.length) {
    const piece = await core.executor.transact(async (work) => {
      const until = performance.now() + PIECE_MS
      const decided: { orderId: string; decision: Decision<unknown> }[] = []
      for (const orderId of orderIds.slice(next)) {
        decided.push({ orderId, decision: await one(work, orderId, by) })
        if (core.joined() || performance.now() > until) break
      }
      return decided
    })
    for (const { orderId, decision } of piece) {
      if (decision.ok) outcome.done += 1
      else outcome.refused.push({ orderId, number: number(orderId), ...decision.refusal })
    }
    next += piece.length
    const last = piece.at(-1)?.decision
    if (last !== undefined && !last.ok && NO_ANSWER.includes(last.refusal.name)) {
      for (const orderId of orderIds.slice(next))
        outcome.refused.push({ orderId, number: number(orderId), ...last.refusal })
      break
    }
    await giveWay()
  }
  return outcome
}
