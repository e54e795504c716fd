import { branchLocations } from './allocation-branch.ts'
import { isBetter, type LookAt, planner, type SearchPlan, type SearchProblem } from './allocation-plan.ts'

/** A plan; exact when no better one exists. No plan with as few missing and as true a rotation costs less than `atLeast`. */
export type SearchFound = { plan: SearchPlan; isExact: boolean; atLeast: number }

/** So many choices of locations are all looked at; of more, some. */
const MAX_SUBSETS = 4_096
/** So many items of plans are looked at when not all are. */
const MAX_LOOKS = 60_000

/**
 * The best plan over all choices of at most `limit` out of `candidates`. Of equally good ones that with fewer locations,
 * then the first in the order of the candidates. When there are too many choices, a good one, and `isExact` is false.
 */
export function searchWithin(
  problem: SearchProblem,
  candidates: readonly string[],
  limit: number,
): { plan: SearchPlan; isExact: boolean } {
  const look = planner(problem, [])
  const isSmall = countSubsets(candidates.length, limit) <= MAX_SUBSETS
  const plan = isSmall
    ? bestOfAll(problem, look, candidates, limit)
    : improved(builtUp(problem, look, candidates, limit), candidates, limit, look, looksFor(problem, 1))
  return { plan, isExact: isSmall && !look.isCut() }
}

/**
 * The best plan over all choices out of `candidates`, beside `open` locations that cost nothing more; all of them together
 * hold what is needed. Exact unless that takes too long, and then with what it costs at least.
 */
export function searchFreely(
  problem: SearchProblem,
  open: readonly string[],
  candidates: readonly string[],
): SearchFound {
  const look = planner(problem, open)
  const limit = candidates.length
  const begun = improved(builtUp(problem, look, candidates, limit), candidates, limit, look, looksFor(problem, 0.1))
  const found = branchLocations(problem, open, candidates, begun, look)
  if (found.isExact) return { ...found, isExact: !look.isCut() }
  const plans = [found.plan, takenDown(look(candidates), problem, look)].map((plan) =>
    improved(plan, candidates, limit, look, looksFor(problem, 0.45)),
  )
  const plan = plans.reduce((best, each) => (isBetter(each, best) ? each : best))
  return { plan, isExact: plan.cost <= found.atLeast && !look.isCut(), atLeast: Math.min(found.atLeast, plan.cost) }
}

/** Counts looks down: true as long as one more may be had of this share of them. */
function looksFor(problem: SearchProblem, share: number): () => boolean {
  let left = (MAX_LOOKS * share) / Math.max(1, problem.items.length)
  return () => {
    left -= 1
    return left >= 0
  }
}

/** How many choices of at most `limit` out of `count` there are; stops counting above {@link MAX_SUBSETS}. */
function countSubsets(count: number, limit: number): number {
  let sum = 0
  let ofSize = 1
  for (let size = 0; size <= Math.min(count, limit) && sum <= MAX_SUBSETS; size += 1) {
    sum += ofSize
    ofSize = (ofSize * (count - size)) / (size + 1)
  }
  return sum
}

/** Every choice, in the order of the candidates; branches that cost more than a whole plan already does are left out. */
function bestOfAll(problem: SearchProblem, look: LookAt, candidates: readonly string[], limit: number): SearchPlan {
  const everything = look(candidates)
  let best = look([])
  const chosen: string[] = []
  const extend = (from: number, openCost: number): void => {
    if (chosen.length > 0) {
      const plan = look(chosen)
      if (isBetter(plan, best)) best = plan
    }
    if (chosen.length === limit) return
    for (const [offset, locationId] of candidates.slice(from).entries()) {
      const cost = openCost + (problem.openCosts.get(locationId) ?? 0)
      const isWhole = best.short === everything.short && best.turned === everything.turned
      if (isWhole && cost > best.cost) continue
      chosen.push(locationId)
      extend(from + offset + 1, cost)
      chosen.pop()
    }
  }
  extend(0, 0)
  return best
}

/** Adds, one after the other, the location that gives most for its cost. */
function builtUp(problem: SearchProblem, look: LookAt, candidates: readonly string[], limit: number): SearchPlan {
  let plan = look([])
  const worth = (next: SearchPlan, locationId: string): number =>
    (plan.short - next.short) / ((problem.openCosts.get(locationId) ?? 0) + 1)
  while (plan.locations.length < limit) {
    let best: { plan: SearchPlan; worth: number } | null = null
    for (const locationId of candidates) {
      if (plan.locations.includes(locationId)) continue
      const next = look([...plan.locations, locationId])
      const gain = { plan: next, worth: worth(next, locationId) }
      if (!isBetter(next, plan)) continue
      if (best === null || gain.worth > best.worth || (gain.worth === best.worth && isBetter(next, best.plan)))
        best = gain
    }
    if (best === null) break
    plan = best.plan
  }
  return plan
}

/** Leaves out, the dearest first, every location that is not needed. */
function takenDown(plan: SearchPlan, problem: SearchProblem, look: LookAt): SearchPlan {
  const openCost = (locationId: string): number => problem.openCosts.get(locationId) ?? 0
  let current = plan
  for (const locationId of plan.locations.toSorted((a, b) => openCost(b) - openCost(a))) {
    const next = look(current.locations.filter((each) => each !== locationId))
    if (isBetter(next, current)) current = next
  }
  return current
}

/** Leaves out, exchanges or adds one location as long as that helps and looks are left. */
function improved(
  start: SearchPlan,
  candidates: readonly string[],
  limit: number,
  look: LookAt,
  mayLook: () => boolean,
): SearchPlan {
  let plan = start
  for (let next: SearchPlan | null = plan; next !== null; ) {
    plan = next
    next = betterNeighbour(plan, candidates, limit, look, mayLook)
  }
  return plan
}

function betterNeighbour(
  plan: SearchPlan,
  candidates: readonly string[],
  limit: number,
  look: LookAt,
  mayLook: () => boolean,
): SearchPlan | null {
  const outside = candidates.filter((locationId) => !plan.locations.includes(locationId))
  const without = plan.locations.map((out) => plan.locations.filter((each) => each !== out))
  const tries: (readonly string[])[] = [
    ...without,
    ...without.flatMap((rest) => outside.map((locationId) => [...rest, locationId])),
    ...(plan.locations.length < limit ? outside.map((locationId) => [...plan.locations, locationId]) : []),
  ]
  for (const chosen of tries) {
    if (!mayLook()) return null
    const next = look(chosen)
    if (isBetter(next, plan)) return next
  }
  return null
}
