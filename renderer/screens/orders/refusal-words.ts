import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { type BulkOutcome, OrderStateView } from '../../../contract/station/orders.ts'

type Refused = BulkOutcome['refused'][number]
/** The word of a state in the language shown. */
type StateWord = (state: OrderStateView) => string

/** Refusals of the same kind together, the largest group first, with the one sentence that is true for all of them. */
export type RefusalGroup = {
  readonly key: string
  readonly sentence: MessageDescriptor
  /** The refusal's own name, the same in every language. */
  readonly code: string
  readonly orders: readonly { readonly id: string; readonly number: string }[]
}

/** The sentence of each refusal; names come from commands/command.ts and domain/feedback.ts. */
function sentenceOf(name: string, params: Refused['params'], stateWord: StateWord): MessageDescriptor {
  const known = OrderStateView.safeParse(params.state)
  const state = known.success ? stateWord(known.data) : ''
  switch (name) {
    case 'notFound':
      return msg`Not in this store any more`
    case 'wrongState':
      return state === '' ? msg`Not possible in the state it is in` : msg`Not possible while it is “${state}”`
    case 'notReleasable':
      return notReleasable(params)
    case 'underReserved':
      return msg`Not enough stock; it waits for stock now`
    case 'inUse':
      return msg`Somebody works on it right now`
    case 'duplicateCode':
      return msg`Its code is already taken`
    case 'labelExists':
      return msg`A carton has its label already, with what the order said before`
    case 'someonePacks':
      return msg`Somebody packs it right now`
    case 'orderStopped':
    case 'orderCancelled':
      return msg`It was cancelled meanwhile`
    case 'needsCentre':
      return msg`This needs the centre, and the station is offline`
    case 'centreSilent':
      return msg`The centre has not answered yet`
    case 'orderBlocked':
      return msg`A lead has to decide about it first, under Exceptions`
    case 'taskElsewhere':
      return msg`Another station works on it`
    case 'stationStopped':
      return msg`This station was stopped; look under Sync`
    default:
      return msg`The station refused it (${name})`
  }
}

/** Why the site's rules keep an order from its release; without a reason it is the payment. */
function notReleasable({ reason, from }: Refused['params']): MessageDescriptor {
  switch (reason) {
    case 'preOrder':
      return msg`A pre-order: it waits for ${String(from ?? '')}`
    case 'tooEarly':
      return msg`Promised for later: it is released from ${String(from ?? '')} on`
    case 'addressIncomplete':
      return msg`Its address is not complete`
    case 'noMatch':
      return msg`A line has no item yet`
    case 'nothingToShip':
    case 'nothing-to-ship':
      return msg`Nothing in it to ship`
    case 'cancelled-at-shop':
      return msg`Cancelled at the shop`
    default:
      return msg`Its payment may not be picked yet`
  }
}

/** Groups the refusals of a bulk command by what is to be said about them. */
export function groupRefusals(refused: readonly Refused[], stateWord: StateWord): RefusalGroup[] {
  const groups = new Map<
    string,
    { sentence: MessageDescriptor; code: string; orders: { id: string; number: string }[] }
  >()
  for (const { orderId, number, name, params } of refused) {
    const key = `${name}|${params.state ?? ''}|${params.reason ?? ''}|${params.from ?? ''}`
    const group = groups.get(key) ?? { sentence: sentenceOf(name, params, stateWord), code: name, orders: [] }
    group.orders.push({ id: orderId, number })
    groups.set(key, group)
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...group }))
    .sort((one, other) => other.orders.length - one.orders.length)
}
