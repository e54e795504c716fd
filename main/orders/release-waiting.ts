import { releaseWaiting, WAITING_ORDERS } from '../../commands/orders/release-waiting.ts'
import { businessDate } from '../../domain/business-date.ts'
import type { StationCore } from '../core.ts'
import { giveWay } from '../give-way.ts'
import type { Actor } from '../journal/executor.ts'
import { createReleaseQueue, type TurnBy } from './release-queue.ts'

/** Orders in one transaction where the station decides by itself, so that a scan that waits for it hardly notices. */
const AT_ONCE = 10

/** By what this station puts orders in turn now. */
export function turnBy(core: StationCore): TurnBy {
  const timeZone = core.site()?.time_zone ?? 'UTC'
  const at = core.platform.now()
  return { policies: core.policies(), timeZone, at, businessDate: businessDate(at, timeZone) }
}

/**
 * Releases the orders that wait for stock and for which there is enough now, the first in turn foremost, at a site that
 * wants that; how many. When nobody answers, they go on waiting.
 */
export async function releaseWaitingOrders(core: StationCore, by: Actor): Promise<number> {
  if (core.policies().release.backorders !== 'automatic') return 0
  const queue = createReleaseQueue(core.store.reader)
  const tried = new Set<string>()
  let released = 0
  for (;;) {
    const due = queue.waiting(turnBy(core)).filter((id) => !tried.has(id))
    if (due.length === 0) return released
    const orderIds = due.slice(0, core.joined() ? WAITING_ORDERS : AT_ONCE)
    const decision = await core.run(releaseWaiting, { orderIds }, by)
    if (!decision.ok) return released
    released += decision.value.released.length
    for (const id of orderIds) tried.add(id)
    await giveWay()
  }
}
