import type { OrderInput } from '../../../domain/inputs.ts'

/** A part of an order that two versions of it say differently. */
export type ChangedPart =
  | 'recipient'
  | 'phone'
  | 'address'
  | 'payment'
  | 'total'
  | 'shippingMethod'
  | 'carrier'
  | 'note'
  | 'priority'
  | 'shipBy'
  | 'availableFrom'
  | 'cancelledAt'
  | 'customer'
  | 'line'

/** One difference: what stands here now and what the later file says; empty text where a version has nothing. */
export type OrderChange = {
  readonly part: ChangedPart
  /** The line's SKU or name when the difference is in a line. */
  readonly line: string
  readonly current: string | number
  readonly incoming: string | number
}

/** The address as one line, in the order in which it is written on the label. */
export function addressText({
  country,
  postcode,
  province,
  city,
  line1,
  line2,
  company,
}: OrderInput['shipTo']): string {
  return [company ?? '', line1, line2, city, province, postcode, country].filter((part) => part !== '').join(', ')
}

function lineChanges(current: OrderInput, incoming: OrderInput): OrderChange[] {
  const keys = [...new Set([...current.lines, ...incoming.lines].map((line) => line.externalId))]
  return keys.flatMap((key) => {
    const here = current.lines.find((line) => line.externalId === key)
    const there = incoming.lines.find((line) => line.externalId === key)
    const said = (line: OrderInput['lines'][number] | undefined): string =>
      line === undefined
        ? ''
        : `${line.quantity} × ${line.sku || line.name}${line.option === undefined ? '' : ` (${line.option})`}`
    const line = there ?? here
    return said(here) === said(there) || line === undefined
      ? []
      : [{ part: 'line' as const, line: line.name || line.sku, current: said(here), incoming: said(there) }]
  })
}

/** The day on which all of a pre-order may leave; empty for other orders. */
function latestDay({ availableFrom, lines }: OrderInput): string {
  return [availableFrom, ...lines.map((line) => line.availableFrom)].reduce<string>(
    (latest, day) => (day !== undefined && day > latest ? day : latest),
    '',
  )
}

/** Everything that the two versions of an order say differently, in the order in which people read an order. */
export function orderChanges(current: OrderInput, incoming: OrderInput): OrderChange[] {
  const parts: [ChangedPart, (order: OrderInput) => string | number][] = [
    ['cancelledAt', (order) => order.cancelledAt ?? ''],
    ['recipient', (order) => order.shipTo.name],
    ['phone', (order) => order.shipTo.phone],
    ['address', (order) => addressText(order.shipTo)],
    [
      'customer',
      (order) => [order.customerName, order.customerPhone, order.email ?? ''].filter((part) => part !== '').join(', '),
    ],
    ['payment', (order) => order.payment],
    ['total', (order) => order.totalMinor],
    ['shippingMethod', (order) => order.shippingMethod],
    ['carrier', (order) => order.carrier ?? ''],
    ['note', (order) => order.note],
    ['priority', (order) => order.priority],
    ['shipBy', (order) => order.shipBy ?? ''],
    ['availableFrom', latestDay],
  ]
  const plain = parts.flatMap(([part, read]) => {
    const change = { part, line: '', current: read(current), incoming: read(incoming) }
    return change.current === change.incoming ? [] : [change]
  })
  return [...plain, ...lineChanges(current, incoming)]
}
