import type { PaymentState } from './inputs.ts'
import type { OrderState } from './states.ts'

/** What a release is decided by: the order, the policy, what each line still needs and what is free of each item. */
export type ReleaseFacts = {
  state: OrderState
  payment: PaymentState
  pickablePayments: readonly PaymentState[]
  allOrNothing: boolean
  lines: readonly { lineId: string; itemId: string; units: number }[]
  /** Free units by item; an item that is not in it has none. */
  free: ReadonlyMap<string, number>
}

/** What a release comes to: units to reserve for each line, or waiting for stock, or a refusal. */
export type ReleaseDecision =
  | { kind: 'released'; take: readonly { lineId: string; itemId: string; units: number }[]; missing: number }
  | { kind: 'backordered'; missing: number }
  | { kind: 'refused'; name: 'wrongState' | 'notReleasable' }

/**
 * Decides a release: `ready` and `backordered` orders with a pickable payment, whole or not at all when the policy says
 * so; lines share what is free of an item in their order. Nothing free at all waits for stock under either policy.
 */
export function decideRelease(facts: ReleaseFacts): ReleaseDecision {
  if (facts.state !== 'ready' && facts.state !== 'backordered') return { kind: 'refused', name: 'wrongState' }
  if (!facts.pickablePayments.includes(facts.payment)) return { kind: 'refused', name: 'notReleasable' }
  const free = new Map(facts.free)
  const take: { lineId: string; itemId: string; units: number }[] = []
  let missing = 0
  for (const { lineId, itemId, units } of facts.lines) {
    const available = free.get(itemId) ?? 0
    const taken = Math.min(units, available)
    free.set(itemId, available - taken)
    missing += units - taken
    if (taken > 0) take.push({ lineId, itemId, units: taken })
  }
  if (take.length === 0 || (missing > 0 && facts.allOrNothing)) return { kind: 'backordered', missing }
  return { kind: 'released', take, missing }
}
