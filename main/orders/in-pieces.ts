import type { CommandDefinition, Decision } from '../../commands/command.ts'
import { BULK_ORDERS, bulkOrders, ORDER_COMMANDS, type OrderCommand } from '../../commands/orders/bulk-orders.ts'
import type { BulkOutcome } from '../../contract/station/orders.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { Actor, Work } from '../journal/executor.ts'

/** What is done to one order of many, and how its decision counts when that is not what the command itself says. */
export type OneOrder = {
  command(orderId: string): OrderCommand
  judge?(decision: Decision<unknown>): Decision<unknown>
}

/** A transaction ends after this long, so that a scan that waits for it hardly notices. */
const PIECE_MS = 8
/** Refusals that say nothing of the order. */
const NO_ANSWER: readonly string[] = ['needsCentre', 'centreSilent', 'stationStopped']

/**
 * Does something to each order in short transactions, or where a centre decides in requests of many; an order that is
 * refused does not stop the others. When nobody answers, the rest is not asked for: it is refused for the same reason.
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
    const piece = core.joined()
      ? await askForMany(core, orderIds.slice(next, next + BULK_ORDERS), by, one)
      : await core.executor.transact((work) => runSome(work, orderIds.slice(next), by, one))
    for (const [index, plain] of piece.entries()) {
      const orderId = orderIds[next + index] ?? ''
      const decision = one.judge?.(plain) ?? plain
      if (decision.ok) outcome.done += 1
      else outcome.refused.push({ orderId, number: number(orderId), ...decision.refusal })
    }
    next += piece.length
    const last = piece.at(-1)
    if (last !== undefined && !last.ok && NO_ANSWER.includes(last.refusal.name)) {
      for (const orderId of orderIds.slice(next))
        outcome.refused.push({ orderId, number: number(orderId), ...last.refusal })
      break
    }
    await giveWay()
  }
  return outcome
}

/** As many as a short transaction takes; the decision of each. */
async function runSome(
  work: Work,
  orderIds: readonly string[],
  by: Actor,
  one: OneOrder,
): Promise<Decision<unknown>[]> {
  const until = performance.now() + PIECE_MS
  const decided: Decision<unknown>[] = []
  for (const orderId of orderIds) {
    const { type, args } = one.command(orderId)
    decided.push(await work.run(ORDER_COMMANDS[type] as unknown as CommandDefinition, args, by))
    if (performance.now() > until) break
  }
  return decided
}

async function askForMany(
  core: StationCore,
  orderIds: readonly string[],
  by: Actor,
  one: OneOrder,
): Promise<Decision<unknown>[]> {
  const decision = await core.run(bulkOrders, { commands: orderIds.map((orderId) => one.command(orderId)) }, by)
  return decision.ok ? decision.value.decisions : orderIds.map(() => decision)
}
