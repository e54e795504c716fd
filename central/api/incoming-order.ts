import { createHash } from 'node:crypto'
import { IncomingOrder } from '../../commands/orders/order-rows.ts'
import { OrderInput } from '../../domain/inputs.ts'
import { canonicalOrder } from '../../domain/order-file-canonical.ts'

/** An order of the API as the import command takes it: an equal order of a file has the same hash, so that it changes nothing. */
export function incomingOrder(order: unknown): IncomingOrder {
  const input = OrderInput.parse(order)
  const contentHash = createHash('sha256').update(canonicalOrder(input)).digest('base64url').slice(0, 24)
  return IncomingOrder.parse({ ...input, contentHash })
}
