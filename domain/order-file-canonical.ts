import type { OrderInput } from './inputs.ts'

/**
 * One text for everything an order says, the same for equal orders whatever the order of their lines in the file or of
 * their keys in memory; its hash tells whether a file that is read again changes anything.
 */
export function canonicalOrder(order: OrderInput): string {
  const to = order.shipTo
  const lines = order.lines.map((line) => [
    line.externalId,
    line.sku,
    line.name,
    line.option ?? null,
    line.quantity,
    line.fulfilled,
    line.priceMinor,
    line.requiresShipping,
  ])
  lines.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : String(a[0]) > String(b[0]) ? 1 : 0))
  return JSON.stringify([
    order.channel,
    order.externalId,
    order.number,
    order.orderedAt,
    order.payment,
    order.paymentMethod,
    order.currency,
    order.totalMinor,
    order.shippingMethod,
    order.carrier ?? null,
    order.customerName,
    order.customerPhone,
    order.email ?? null,
    [to.name, to.company ?? null, to.phone, to.country, to.postcode, to.province, to.city, to.line1, to.line2],
    order.note,
    order.cancelledAt ?? null,
    order.shipBy ?? null,
    order.priority,
    lines,
    ...laterFields(order),
  ])
}

/** What orders could not always say: nothing when one says nothing of it, so that its text is the one it always had. */
function laterFields(order: OrderInput): unknown[] {
  const days = order.lines.map(({ externalId, availableFrom }) => [externalId, availableFrom ?? null])
  days.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : String(a[0]) > String(b[0]) ? 1 : 0))
  const says = days.some(([, day]) => day !== null)
  if (!says && order.availableFrom === undefined && order.allOrNothing === undefined) return []
  return [order.availableFrom ?? null, order.allOrNothing ?? null, says ? days : []]
}
