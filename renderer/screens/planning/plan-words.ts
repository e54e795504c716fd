import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Params } from '../../../contract/errors.ts'
import type { PlanRun, PlanStrategy } from '../../../contract/station/planning.ts'

/** What each way of putting orders together is called, and what it means, in one plain sentence. */
export const STRATEGY_WORDS: Readonly<Record<PlanStrategy, { name: MessageDescriptor; says: MessageDescriptor }>> = {
  cluster: {
    name: msg`Several orders on one cart`,
    says: msg`Each order has its own tote on the cart and is sorted while it is picked. The usual way.`,
  },
  single: {
    name: msg`One order at a time`,
    says: msg`One tour for each order. For large or urgent orders.`,
  },
  'single-line': {
    name: msg`Orders of one line only`,
    says: msg`Quick small orders are collected together and sorted at the packing bench; orders of several lines wait for another plan.`,
  },
  zone: {
    name: msg`By zone`,
    says: msg`One tour in each zone. A cart with orders of several zones is handed over from zone to zone.`,
  },
  bulk: {
    name: msg`Orders that are all alike`,
    says: msg`The same items in the same quantity, collected together and sorted at the packing bench. Orders without a twin wait.`,
  },
}

/** What the station is doing with a plan. */
export const PHASE_WORDS: Readonly<Record<PlanRun['phase'], MessageDescriptor>> = {
  reading: msg`Reading orders and stock`,
  allocating: msg`Choosing the shelves`,
  batching: msg`Looking for shorter tours`,
  routing: msg`Computing the tours`,
  cartons: msg`Suggesting cartons`,
  planned: msg`Not released`,
  releasing: msg`Releasing`,
  released: msg`Released`,
  cancelled: msg`Cancelled`,
  failed: msg`Failed`,
}

const missing = (params: Params): number => Number(params.missing ?? 0)

/** Why an order is in no batch, or did not go when the plan was released; the names are those of the contract. */
const LEFT_OUT: Readonly<Record<string, (params: Params) => MessageDescriptor>> = {
  severalLines: () => msg`Several lines, and this plan takes orders of one line only`,
  noTwin: () => msg`No other order is like it`,
  tooLarge: () => msg`Larger than the cart may carry`,
  underReserved: (params) => {
    const units = missing(params)
    return units > 0 ? msg`Not enough stock: ${units} missing` : msg`Not enough stock`
  },
  needsMatch: () => msg`An item of it has no match yet`,
  notReleasable: () => msg`Its payment may not be picked yet`,
  wrongState: () => msg`Changed or taken by somebody meanwhile`,
  alreadyPlanned: () => msg`Already in another wave`,
  trackedGoods: () => msg`Has serial numbers: plan it with a tote for each order`,
  noRoom: () => msg`No tote of the cart is left for it`,
  otherPriority: () => msg`Its urgency changed meanwhile; plan it again`,
  inUse: () => msg`Somebody works on it right now`,
  notFound: () => msg`Not in this store any more`,
  orderStopped: () => msg`Cancelled meanwhile`,
  orderCancelled: () => msg`Cancelled meanwhile`,
  needsCentre: () => msg`This needs the centre, and the station is offline`,
  centreSilent: () => msg`The centre has not answered yet`,
  orderBlocked: () => msg`A lead has to decide about it first, under Exceptions`,
  taskElsewhere: () => msg`Another station works on it`,
  stationStopped: () => msg`This station was stopped; look under Sync`,
  noWork: () => msg`Nothing of it is left to pick`,
}

/** Why an order was left out, in a few words; a reason that this screen does not know is named as it is. */
export function leftOutSentence(name: string, params: Params): MessageDescriptor {
  return LEFT_OUT[name]?.(params) ?? msg`The station left it out (${name})`
}

/** An order that was left out. */
export type LeftOutOrder = {
  readonly orderId: string
  readonly number: string
  readonly name: string
  readonly params: Params
}

/** Orders left out for the same reason. */
export type LeftOutGroup = {
  readonly key: string
  readonly name: string
  readonly sentence: MessageDescriptor
  readonly orders: readonly LeftOutOrder[]
}

/** Groups what was left out by what is to be said about it, the largest group first. */
export function groupLeftOut(leftOut: readonly LeftOutOrder[]): LeftOutGroup[] {
  const keyOf = ({ name, params }: LeftOutOrder): string =>
    name === 'underReserved' ? `${name} ${missing(params)}` : name
  return [...Map.groupBy(leftOut, keyOf)]
    .flatMap(([key, orders]) => {
      const [first] = orders
      return first === undefined
        ? []
        : [{ key, name: first.name, sentence: leftOutSentence(first.name, first.params), orders }]
    })
    .sort((one, other) => other.orders.length - one.orders.length || one.key.localeCompare(other.key))
}

/** Where the list of orders shows one order. */
export function orderAddress(number: string): string {
  return `/orders?q=${encodeURIComponent(number)}`
}
