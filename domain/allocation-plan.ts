import { type Fill, type FreeRow, fill } from './allocation-fill.ts'
import type { AllocationCosts } from './allocation-policy.ts'

/** An item to be taken: how many units, in cases of how many, from which rows (sorted by `byAge`). */
export type ItemNeed = { itemId: string; need: number; caseUnits: number; rows: readonly FreeRow[] }

/** Locations in a fixed order with what it costs to take anything from them, and the items to be taken there. */
export type SearchProblem = {
  items: readonly ItemNeed[]
  openCosts: ReadonlyMap<string, number>
  costs: AllocationCosts
}

/** The locations taken from, what is taken of each item, and how good that is: `short`, then `turned`, then `cost` counts. */
export type SearchPlan = {
  locations: string[]
  fills: Map<string, Fill>
  short: number
  turned: number
  cost: number
}

/** The plan for given locations. */
export type LookAt = (chosen: readonly string[]) => SearchPlan

/** True when a plan is better than another one. */
export function isBetter(a: SearchPlan, b: SearchPlan): boolean {
  const difference =
    a.short - b.short || a.turned - b.turned || a.cost - b.cost || a.locations.length - b.locations.length
  return difference < 0
}

/**
 * Plans for given locations beside `open` ones, which cost nothing more; what was found for an item at some of its own locations is
 * not worked out again. `isCut` says whether any of them left a way to keep cases whole unlooked at.
 */
export function planner(problem: SearchProblem, open: readonly string[]): LookAt & { isCut: () => boolean } {
  const items = problem.items.map((item) => {
    const ages = [...new Set(item.rows.map(({ age }) => age))].sort()
    return {
      ...item,
      locations: [...new Set(item.rows.map(({ locationId }) => locationId))],
      ranks: new Map(ages.map((age, rank) => [age, rank])),
      known: new Map<string, Fill>(),
    }
  })
  const always = new Set(open)
  let isCut = false
  const look: LookAt = (chosen) => {
    const here = new Set([...always, ...chosen])
    const plan: SearchPlan = { locations: [...chosen], fills: new Map(), short: 0, turned: 0, cost: 0 }
    for (const locationId of chosen) plan.cost += problem.openCosts.get(locationId) ?? 0
    for (const item of items) {
      const key = item.locations.map((locationId) => (here.has(locationId) ? '1' : '0')).join('')
      let found = item.known.get(key)
      if (found === undefined) {
        const rows = item.rows.filter(({ locationId }) => here.has(locationId))
        found = fill(rows, item.need, item.caseUnits, item.ranks, problem.costs)
        item.known.set(key, found)
      }
      plan.fills.set(item.itemId, found)
      plan.short += found.short
      plan.turned += found.turned
      plan.cost += found.cost
      isCut ||= found.isCut
    }
    return plan
  }
  return Object.assign(look, { isCut: () => isCut })
}
