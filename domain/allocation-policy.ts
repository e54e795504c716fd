import { z } from 'zod'
import { type CheckedRules, checkRules } from './rule-problem.ts'

const weight = z.int().min(0).max(1_000_000)

/** What a plan costs, in units of the site's own: whole numbers, compared with each other only. */
export const AllocationCosts = z.strictObject({
  /** For each location that anything is taken from: the cost of a split. */
  perLocation: weight,
  /** For each metre of each location's distance. */
  perMetre: weight,
  /** For each step of each location's priority: 0 costs nothing. */
  perPriority: weight,
  /** For each stock row that anything is taken from. */
  perStockRow: weight,
  /** For each case that has to be opened, when whole cases are preferred. */
  perBrokenCase: weight,
})
export type AllocationCosts = z.infer<typeof AllocationCosts>

/** How stock is chosen for order lines. Rotation goes before cost, and as many units as there are before rotation. */
export const AllocationPolicy = z.strictObject({
  /**
   * `fefo`: first expired, `fifo`: first received, first out; `fefo-fifo`: first expired, and of what expires on one day or
   * never, first received; `none`: whatever costs least.
   */
  rotation: z.enum(['fefo', 'fifo', 'fefo-fifo', 'none']).default('fefo'),
  /** `cost` weighs by `costs`; the others are fixed weights: the shortest way, or the fewest places, above all else. */
  prefer: z.enum(['closest', 'fewest-locations', 'cost']).default('fewest-locations'),
  costs: AllocationCosts.prefault({
    perLocation: 1_000,
    perMetre: 1,
    perPriority: 100,
    perStockRow: 10,
    perBrokenCase: 5,
  }),
  /** True: a case is not opened where loose units or whole cases do. */
  wholeCases: z.boolean().default(false),
  /** True: all of the order's lines or nothing. */
  allOrNothing: z.boolean().default(true),
  /** At most so many locations; null for any number. */
  maxLocations: z.int().min(1).max(1_000).nullable().default(null),
  /** Days that a lot must still be good for; an expired one is never taken. */
  minShelfDays: z.int().min(0).max(3_650).default(0),
})
export type AllocationPolicy = z.infer<typeof AllocationPolicy>

// Nothing on earth is farther away than 20,000 km, so that a location more costs more than any way, and sums stay exact.
const CLOSEST: AllocationCosts = {
  perLocation: 1,
  perMetre: 1_000_000,
  perPriority: 1,
  perStockRow: 1,
  perBrokenCase: 1,
}
const FEWEST: AllocationCosts = {
  perLocation: 100_000_000_000,
  perMetre: 1,
  perPriority: 1,
  perStockRow: 1,
  perBrokenCase: 1,
}

/** The weights by which a policy compares plans. */
export function costsOf(policy: AllocationPolicy): AllocationCosts {
  const costs = { cost: policy.costs, closest: CLOSEST, 'fewest-locations': FEWEST }[policy.prefer]
  return policy.wholeCases ? costs : { ...costs, perBrokenCase: 0 }
}

/** Checks an allocation policy given as a value; problems name their place in it. */
export function checkAllocationPolicy(value: unknown): CheckedRules<AllocationPolicy> {
  return checkRules(AllocationPolicy, value, (policy, report) => {
    if (policy.prefer !== 'cost') return
    const { perBrokenCase, ...others } = policy.costs
    if (Object.values(others).every((each) => each === 0)) report('costs', 'E-RUL-041')
    if (policy.wholeCases && perBrokenCase === 0) report('costs.perBrokenCase', 'E-RUL-041')
  })
}
