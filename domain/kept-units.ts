import { compareTurn, type OrderTurn } from './release-plan.ts'
import type { ReleasePolicy } from './release-policy.ts'

/** Units of an item that are promised to an order that waits. */
export type PromisedUnits = { units: number; isPreOrder: boolean; turn: OrderTurn }

/** True at a site where a promise can keep units from an order that is released meanwhile. */
export function keepsAny(policy: ReleasePolicy): boolean {
  return policy.keepWhile.includes('preOrder') || !policy.overtaking
}

/**
 * How many units of an item others keep from an order: pre-orders when the site says so, and orders before it in turn that
 * wait for stock when it lets nobody overtake. The order's own promises are not to be among them.
 */
export function keptOf(promises: readonly PromisedUnits[], order: OrderTurn, policy: ReleasePolicy): number {
  return promises.reduce((sum, { units, isPreOrder, turn }) => {
    const isKept = isPreOrder
      ? policy.keepWhile.includes('preOrder')
      : !policy.overtaking && compareTurn(policy.turn, turn, order) < 0
    return sum + (isKept ? units : 0)
  }, 0)
}
