import { z } from 'zod'
import { type Calendar, Day, Weekday } from './calendar.ts'
import { type Collections, nextCollection, TimeOfDay } from './cut-off.ts'
import type { PaymentState } from './inputs.ts'
import { ADDRESS_PARTS, ReleasePolicy } from './release-policy.ts'

/** When a carrier collects: on these weekdays at that time on the site's clock; an empty carrier stands for every other. */
export const CollectionTime = z.object({
  carrier: z.string().trim().max(40),
  weekdays: z.array(Weekday).min(1).max(7),
  at: TimeOfDay,
})
export type CollectionTime = z.infer<typeof CollectionTime>

/** What a site decides about releasing orders, beside payment and all-or-nothing. */
export const ReleaseRules = z.object({
  /** Reasons for which an order is held that its release lifts; what the shop cancelled is never lifted. */
  toleratedHolds: ReleasePolicy.shape.toleratedHolds,
  /** Parts of the address without which an order is not released. */
  addressNeeds: z.array(z.enum(ADDRESS_PARTS)).max(7).default(['name', 'line1']),
  /** Working days before its promised ship date from which an order is released; null releases at once. */
  aheadDays: ReleasePolicy.shape.aheadDays,
  /** What decides among orders of one priority. */
  turn: z.enum(['ship-by', 'cut-off', 'oldest']).default('ship-by'),
  /** True: an order may take what is free although an older one waits for more of it. */
  overtaking: ReleasePolicy.shape.overtaking,
  /** True: units on hand that pre-orders wait with are kept for them. */
  keepForPreOrders: z.boolean().default(true),
  /** Whether orders that wait for stock are released when stock comes in, or by a person. */
  backorders: z.enum(['automatic', 'by-hand']).default('automatic'),
  workingDays: z.array(Weekday).min(1).max(7).default([1, 2, 3, 4, 5]),
  /** Dates on which the site is closed. */
  holidays: z.array(Day).max(1_000).default([]),
  collections: z.array(CollectionTime).max(200).default([]),
})
export type ReleaseRules = z.infer<typeof ReleaseRules>

/** How stock is chosen for an order. What expires goes first in any case, and pick faces go before reserve. */
export const StockRules = z.object({
  /** `fifo`: what came first; `closest`: the shortest way from the depot; `fewest-locations`: the fewest stops. */
  prefer: z.enum(['fewest-locations', 'closest', 'fifo']).default('fewest-locations'),
  /** Days that a lot must still be good for; an expired one is never taken. */
  minShelfDays: z.int().min(0).max(3_650).default(0),
})
export type StockRules = z.infer<typeof StockRules>

const { withoutPostcode: WITHOUT_POSTCODE } = ReleasePolicy.parse({})

const TURNS: Record<ReleaseRules['turn'], ReleasePolicy['turn']> = {
  'ship-by': ['priority', 'backorder', 'shipBy', 'orderedAt'],
  'cut-off': ['priority', 'backorder', 'cutOff', 'shipBy', 'orderedAt'],
  oldest: ['priority', 'backorder', 'orderedAt'],
}

/** What release rules come to for {@link ReleasePolicy}; a hold of the shop's own cancellation is never among the lifted. */
export function releasePolicyOf(policies: {
  release: ReleaseRules
  pickablePayments: readonly PaymentState[]
  allOrNothing: boolean
}): ReleasePolicy {
  const { release } = policies
  return {
    pickablePayments: [...policies.pickablePayments],
    toleratedHolds: release.toleratedHolds.filter((reason) => reason !== 'cancelled-at-shop'),
    addressNeeds: release.addressNeeds,
    withoutPostcode: WITHOUT_POSTCODE,
    allOrNothing: policies.allOrNothing,
    aheadDays: release.aheadDays,
    turn: TURNS[release.turn],
    overtaking: release.overtaking,
    keepWhile: release.keepForPreOrders ? ['preOrder'] : [],
    promiseWhile: ['preOrder', 'tooEarly', 'stock', 'planFull'],
    maxOrders: null,
  }
}

/** The calendar of a site by its rules, on its own clock. */
export function calendarOf({ workingDays, holidays }: ReleaseRules, timeZone: string): Calendar {
  return { timeZone, workingDays, holidays, openDays: [] }
}

/** The collections of each carrier; those of the empty code count for every carrier without its own. */
export function collectionsOf({ collections }: ReleaseRules): Map<string, Collections> {
  const found = new Map<string, Collections>()
  for (const { carrier, weekdays, at } of collections) {
    const known = found.get(carrier) ?? { cutOffs: [], exceptions: [] }
    for (const weekday of weekdays)
      if (!known.cutOffs.some((each) => each.weekday === weekday)) known.cutOffs.push({ weekday, at })
    found.set(carrier, known)
  }
  return found
}

/** When an order known at `at` is collected next: asked with its carrier's code, or null when that is open. */
export function nextCollections(
  rules: ReleaseRules,
  timeZone: string,
  at: number,
): (carrier: string | null) => { date: string; cutOffAt: number } | null {
  const calendar = calendarOf(rules, timeZone)
  const collections = collectionsOf(rules)
  const known = new Map<string, { date: string; cutOffAt: number } | null>()
  return (carrier) => {
    const code = carrier !== null && collections.has(carrier) ? carrier : ''
    const found = known.get(code)
    if (found !== undefined) return found
    const own = collections.get(code)
    const next = own === undefined ? null : nextCollection(own, at, calendar)
    known.set(code, next)
    return next
  }
}

/** Weekdays for which a carrier has two times: only the first would ever count. */
export function collectionTwice(collections: readonly CollectionTime[]): { carrier: string; weekday: number } | null {
  const seen = new Set<string>()
  for (const { carrier, weekdays } of collections)
    for (const weekday of weekdays) {
      const key = `${weekday} ${carrier}`
      if (seen.has(key)) return { carrier, weekday }
      seen.add(key)
    }
  return null
}
