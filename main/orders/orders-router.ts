import { procedures } from '../rpc/station-procedures.ts'
import type { OrderService } from './order-service.ts'

/** The orders' part of the station's contract over its service. */
export function ordersRouter(service: OrderService) {
  const { orders } = procedures
  return {
    list: orders.list.handler(({ input, context }) => service.list(context.sessionId, input)),
    counts: orders.counts.handler(({ context }) => service.counts(context.sessionId)),
    page: orders.page.handler(({ input, context }) => service.page(context.sessionId, input.orderId, input.reveal)),
    release: orders.release.handler(({ input, context }) => service.release(context.sessionId, input.orderIds)),
    releaseAll: orders.releaseAll.handler(({ context }) => service.releaseAll(context.sessionId)),
    hold: orders.hold.handler(({ input, context }) => service.hold(context.sessionId, input.orderIds, input.reason)),
    unhold: orders.unhold.handler(({ input, context }) => service.unhold(context.sessionId, input.orderIds)),
    cancel: orders.cancel.handler(({ input, context }) =>
      service.cancel(context.sessionId, input.orderIds, input.reason),
    ),
    match: orders.match.handler(({ input, context }) => service.match(context.sessionId, input)),
    items: orders.items.handler(({ input, context }) => service.items(context.sessionId, input.search)),
    difference: orders.difference.handler(({ input, context }) =>
      service.difference(context.sessionId, input.differenceId, input.take),
    ),
  }
}
