import { type ItemNeed, isBetter, type LookAt, type SearchPlan, type SearchProblem } from './allocation-plan.ts'

/** So many half-decided choices, times their items, are looked into; a few dozen choices do for common orders. */
const MAX_LOOKS = 100_000

/** Places as numbers: what each costs, and of each item what it needs there and how much each place holds of it. */
type Covering = {
  costs: number[]
  items: { need: number; places: { place: number; free: number }[] }[]
  rowCost: number
}

type Decided = 'open' | 'taken' | 'left'

/**
 * Searches all choices of locations under which every item has what it needs, from a plan that has: branch and bound. A
 * choice is given up when even the least that its remaining items have to pay makes it no better than the best plan. When
 * the number of looks runs out, `atLeast` is the least that the choices not looked into can cost.
 */
export function branchLocations(
  problem: SearchProblem,
  open: readonly string[],
  candidates: readonly string[],
  start: SearchPlan,
  look: LookAt,
): { plan: SearchPlan; isExact: boolean; atLeast: number } {
  const covering = coveringOf(problem, open, candidates)
  const decided: Decided[] = candidates.map(() => 'open')
  let best = start
  let left = MAX_LOOKS
  let abandoned = Number.POSITIVE_INFINITY
  const decide = (place: number, taken: Decided, cost: number, isLooked: boolean): void => {
    decided[place] = taken
    explore(cost, isLooked)
    decided[place] = 'open'
  }
  const explore = (cost: number, isLooked: boolean): void => {
    const rest = leastRest(covering, decided)
    if (rest === null) return
    // Costs are whole numbers; what lies above one by no more than the error of the parts is that number itself.
    const least = cost + covering.rowCost + Math.ceil(rest.least - 1e-6 * Math.max(1, rest.least))
    if (least >= best.cost) return
    left -= problem.items.length
    if (left < 0) {
      abandoned = Math.min(abandoned, least)
      return
    }
    if (rest.place === null && !isLooked) {
      const plan = look(candidates.filter((_, place) => decided[place] === 'taken'))
      if (isBetter(plan, best)) best = plan
    }
    // When nothing lacks any more, a further location can still save stock rows and cases.
    const place = rest.place ?? cheapestOpen(covering, decided)
    if (place === null) return
    const price = covering.costs[place] ?? 0
    if (rest.place === null && cost + price + covering.rowCost >= best.cost) return
    decide(place, 'taken', cost + price, false)
    decide(place, 'left', cost, rest.place === null)
  }
  explore(0, false)
  return { plan: best, isExact: left >= 0, atLeast: Math.min(best.cost, abandoned) }
}

function coveringOf(problem: SearchProblem, open: readonly string[], candidates: readonly string[]): Covering {
  const number = new Map(candidates.map((locationId, place) => [locationId, place]))
  const items = problem.items.map((item) => {
    const free = new Map<number, number>()
    let need = item.need
    for (const row of item.rows) {
      const place = number.get(row.locationId)
      if (place !== undefined) free.set(place, (free.get(place) ?? 0) + row.free)
      else if (open.includes(row.locationId)) need -= row.free
    }
    return { need, places: [...free].map(([place, units]) => ({ place, free: units })) }
  })
  const rowCost = problem.items.reduce((sum, item) => sum + fewestRows(item), 0) * problem.costs.perStockRow
  return { costs: candidates.map((locationId) => problem.openCosts.get(locationId) ?? 0), items, rowCost }
}

/** The rows that an item needs at least, wherever they lie. */
function fewestRows(item: ItemNeed): number {
  let missing = item.need
  let rows = 0
  for (const { free } of item.rows.toSorted((a, b) => b.free - a.free)) {
    if (missing <= 0) break
    missing -= free
    rows += 1
  }
  return rows
}

type Option = { place: number; free: number }

/**
 * What the items that still lack something have to pay at least, and the place to decide next: of the item with the fewest
 * ways left the one that gives most for its cost; null when nothing lacks. Null when an item cannot be had any more.
 *
 * Each item in turn pays, from what is left of the places' costs, the cheapest fraction of places that holds enough (or, if
 * that is more, as many places as it needs at least); what it pays at a place is taken off that place's cost. The sum is
 * the value of a feasible dual solution, so no choice costs less.
 */
function leastRest(covering: Covering, decided: readonly Decided[]): { least: number; place: number | null } | null {
  const lacking: { need: number; options: Option[] }[] = []
  for (const item of covering.items) {
    let need = item.need
    let free = 0
    const options: Option[] = []
    for (const option of item.places) {
      if (decided[option.place] === 'taken') need -= option.free
      else if (decided[option.place] === 'open') {
        options.push(option)
        free += option.free
      }
    }
    if (need <= 0) continue
    if (free < need) return null
    lacking.push({ need, options })
  }
  lacking.sort((a, b) => a.options.length - b.options.length)
  const left = [...covering.costs]
  const least = lacking.reduce((sum, item) => sum + pay(item, left), 0)
  const worth = ({ place, free }: Option, need: number): number =>
    Math.min(free, need) / ((covering.costs[place] ?? 0) + 1)
  const [first] = lacking
  const place = first?.options.toSorted((a, b) => worth(b, first.need) - worth(a, first.need))[0]?.place ?? null
  return { least, place }
}

/** What one item pays at least; it is taken off what is `left` of the places' costs. */
function pay({ need, options }: { need: number; options: readonly Option[] }, left: number[]): number {
  let most = options.toSorted((a, b) => b.free - a.free)
  let missing = need
  let places = 0
  for (; missing > 0; places += 1) missing -= most[places]?.free ?? need
  most = options.map(({ place, free }) => ({ place, free: Math.min(free, need) }))
  const byUnits = cheapestPart(most, need, left)
  const byPlaces = cheapestPart(
    options.map(({ place }) => ({ place, free: 1 })),
    places,
    left,
  )
  const { least, rate, of } = byUnits.least >= byPlaces.least ? byUnits : byPlaces
  for (const { place, free } of of) left[place] = (left[place] ?? 0) - Math.min(left[place] ?? 0, rate * free)
  return least
}

/** The cheapest fraction of options that holds `need`, and the price of a unit at which it is reached. */
function cheapestPart(
  options: readonly Option[],
  need: number,
  left: readonly number[],
): { least: number; rate: number; of: readonly Option[] } {
  const price = ({ place, free }: Option): number => (left[place] ?? 0) / free
  let missing = need
  let least = 0
  let rate = 0
  for (const option of options.toSorted((a, b) => price(a) - price(b))) {
    if (missing <= 0) break
    rate = price(option)
    least += rate * Math.min(missing, option.free)
    missing -= option.free
  }
  return { least, rate, of: options }
}

function cheapestOpen(covering: Covering, decided: readonly Decided[]): number | null {
  let best: number | null = null
  for (const [place, cost] of covering.costs.entries())
    if (decided[place] === 'open' && (best === null || cost < (covering.costs[best] ?? 0))) best = place
  return best
}
