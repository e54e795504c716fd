import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { compareTurn } from '../../domain/release-plan.ts'
import { accept, defineCommand } from '../command.ts'
import { readSiteRules, releaseSite } from '../site/site-rules.ts'
import { releaseByRules } from './release-order.ts'
import { turnOf } from './soft-promises.ts'

/** Most orders that one request looks at: so long the others wait at the centre. */
export const WAITING_ORDERS = 50

/**
 * Releases orders that wait for stock because stock has come in, one after the other in the order given; what cannot be
 * released yet goes on waiting, and one that is released already is left alone. Nothing happens at a site that releases
 * them by hand. Its value: the orders that were released, with the units that are missing all the same.
 */
export const releaseWaiting = defineCommand({
  type: 'orders.release-waiting',
  version: 1,
  class: 'INTENT',
  args: z.object({ orderIds: z.array(z.string()).min(1).max(WAITING_ORDERS) }),
  async run(tx, command) {
    const released: { orderId: string; missing: number }[] = []
    const rules = await readSiteRules(tx)
    if (rules.policies.release.backorders !== 'automatic') return accept({ released })
    for (const [index, orderId] of command.args.orderIds.entries()) {
      const order = await tx.get('order', orderId)
      if (order?.state !== 'backordered') continue
      const decision = await releaseByRules(tx, command, order, rules, {
        role: `w${index + 1}.`,
        more: { cause: 'stock-came' },
      })
      if (decision.ok) released.push({ orderId, missing: decision.value.missing })
    }
    return accept({ released })
  },
})

/** Orders that wait for any of these items, the first in turn foremost. */
export async function waitingFor(tx: Tx, itemIds: readonly string[]): Promise<string[]> {
  const orders = new Map<string, Row<'order'>>()
  for (const itemId of new Set(itemIds))
    for (const promise of await tx.find('soft_promise', 'item', itemId)) {
      if (orders.has(promise.order_id)) continue
      const order = await tx.get('order', promise.order_id)
      if (order?.state === 'backordered') orders.set(order.id, order)
    }
  const { policy } = releaseSite(await readSiteRules(tx))
  return [...orders.values()].sort((a, b) => compareTurn(policy.turn, turnOf(a), turnOf(b))).map(({ id }) => id)
}
