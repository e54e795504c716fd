import type { StationCore } from '../core.ts'
import type { Actor } from '../journal/executor.ts'
import { runInPieces } from './in-pieces.ts'

/** Looks again for the items of waiting orders (all of them, or these), in pieces; how many found one. */
export async function rematchWaiting(core: StationCore, by: Actor, orderIds?: readonly string[]): Promise<number> {
  const ids =
    orderIds ??
    (core.store.reader
      .prepare(`SELECT id FROM "order" WHERE state = 'needs_match' ORDER BY ordered_at, id`)
      .pluck()
      .all() as string[])
  const { done } = await runInPieces(core, () => '', ids, by, {
    command: (orderId) => ({
      type: 'orders.rematch',
      args: { orderId, pickablePayments: core.policies().pickablePayments },
    }),
  })
  return done
}
