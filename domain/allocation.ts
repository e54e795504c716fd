import { byAge, type FreeRow } from './allocation-fill.ts'
import type { ItemNeed, SearchPlan, SearchProblem } from './allocation-plan.ts'
import { type AllocationCosts, type AllocationPolicy, costsOf } from './allocation-policy.ts'
import { type SearchFound, searchFreely, searchWithin } from './allocation-search.ts'
import { addDays } from './calendar.ts'
import { compareText } from './compare-text.ts'

/** Units of an item that an order line still needs. */
export type LineToAllocate = { lineId: string; itemId: string; units: number }

/** A stock row with what is free of it; `expiresOn` and `receivedOn` are null when nobody knows. */
export type AllocatableStock = {
  stockId: string
  itemId: string
  locationId: string
  lot: string
  expiresOn: string | null
  receivedOn: string | null
  free: number
}

/** A place that stock can be taken from: a shelf, or a whole site; a smaller `priority` is preferred. */
export type StockLocation = { locationId: string; distanceMetres: number; priority: number }

/** What there is. A location that is not listed is not taken from; an item without `caseUnits` has no cases. */
export type StockToAllocate = {
  rows: readonly AllocatableStock[]
  locations: readonly StockLocation[]
  caseUnits: ReadonlyMap<string, number>
}

/** Units of a stock row for an order line. */
export type AllocatedPart = { lineId: string; stockId: string; locationId: string; lot: string; units: number }

/**
 * Where each line's units come from, what is missing of each line, and what the plan costs by the policy's weights. With
 * `isExact` no plan is better; otherwise none that is as complete and as true to the rotation costs less than `atLeast`.
 */
export type Allocated = {
  parts: AllocatedPart[]
  missing: { lineId: string; itemId: string; units: number }[]
  cost: number
  isExact: boolean
  atLeast: number
}

/**
 * Allocates order lines: as many units as there are, in the order of the rotation, at the least cost, and in that order of
 * importance; lines of one item are served in their order. All or nothing, when the policy says so, gives no parts but
 * names what is missing. `on` is the business date. Writes nothing, and answers the same whatever order rows come in.
 */
export function allocate(
  lines: readonly LineToAllocate[],
  stock: StockToAllocate,
  policy: AllocationPolicy,
  on: string,
): Allocated {
  const costs = costsOf(policy)
  const openCosts = new Map(
    stock.locations
      .toSorted((a, b) => compareText(a.locationId, b.locationId))
      .map((location) => [location.locationId, openCost(location, costs)]),
  )
  const items = itemsOf(lines, stock, policy, on)
  const found = search({ items, openCosts, costs }, policy.maxLocations)
  const { isExact, atLeast, plan } = found
  const { parts, missing } = shareOut(lines, plan)
  if (policy.allOrNothing && missing.length > 0) return { parts: [], missing, cost: 0, isExact, atLeast: 0 }
  return { parts, missing, cost: plan.cost, isExact, atLeast }
}

function openCost(location: StockLocation, costs: AllocationCosts): number {
  return (
    costs.perLocation + location.distanceMetres * costs.perMetre + Math.max(0, location.priority) * costs.perPriority
  )
}

/** What is needed of each item, at most what there is, and the rows it may come from. */
function itemsOf(
  lines: readonly LineToAllocate[],
  stock: StockToAllocate,
  policy: AllocationPolicy,
  on: string,
): ItemNeed[] {
  const goodUntil = addDays(on, policy.minShelfDays)
  const listed = new Set(stock.locations.map(({ locationId }) => locationId))
  const wanted = new Map<string, number>()
  for (const { itemId, units } of lines) if (units > 0) wanted.set(itemId, (wanted.get(itemId) ?? 0) + units)
  return [...wanted].map(([itemId, units]) => {
    const rows = stock.rows
      .filter(
        (row) =>
          row.itemId === itemId &&
          row.free > 0 &&
          listed.has(row.locationId) &&
          (row.expiresOn === null || row.expiresOn >= goodUntil),
      )
      .map(
        ({ stockId, locationId, lot, free, ...row }): FreeRow => ({
          stockId,
          locationId,
          lot,
          free,
          age: ageOf(row, policy),
        }),
      )
      .sort(byAge)
    const free = rows.reduce((sum, row) => sum + row.free, 0)
    return { itemId, need: Math.min(units, free), caseUnits: Math.max(1, stock.caseUnits.get(itemId) ?? 1), rows }
  })
}

/** What never expires comes last; what came nobody knows when, first. */
function ageOf(row: { expiresOn: string | null; receivedOn: string | null }, policy: AllocationPolicy): string {
  if (policy.rotation === 'none') return ''
  const [expires, received] = [row.expiresOn ?? '9999-12-31', row.receivedOn ?? '']
  if (policy.rotation === 'fefo-fifo') return `${expires} ${received}`
  return policy.rotation === 'fefo' ? expires : received
}

function search(problem: SearchProblem, maxLocations: number | null): SearchFound {
  const unlimited = searchInGroups(problem)
  if (maxLocations === null || unlimited.plan.locations.length <= maxLocations) return unlimited
  const used = new Set(problem.items.flatMap(({ rows }) => rows.map(({ locationId }) => locationId)))
  const candidates = [...problem.openCosts.keys()].filter((locationId) => used.has(locationId))
  const { plan, isExact } = searchWithin(problem, candidates, maxLocations)
  return { plan, isExact, atLeast: isExact ? plan.cost : 0 }
}

/**
 * Without a limit of locations every unit that is needed can be had and rotation is strict: rows younger than needed drop
 * out, locations without which an item falls short are settled, and items that share no other location are independent.
 */
function searchInGroups(problem: SearchProblem): SearchFound {
  const items = problem.items.map((item) => ({ ...item, rows: oldEnough(item) }))
  const settled = [...new Set(items.flatMap((item) => indispensable(item)))].sort(compareText)
  const total: SearchPlan = { locations: settled, fills: new Map(), short: 0, turned: 0, cost: 0 }
  for (const locationId of settled) total.cost += problem.openCosts.get(locationId) ?? 0
  let isExact = true
  let atLeast = total.cost
  for (const group of groupsOf(items, new Set(settled))) {
    const places = new Set(group.flatMap(({ rows }) => rows.map(({ locationId }) => locationId)))
    const candidates = [...problem.openCosts.keys()].filter((id) => places.has(id) && !settled.includes(id))
    const found = searchFreely({ ...problem, items: group }, settled, candidates)
    total.locations = [...total.locations, ...found.plan.locations]
    for (const [itemId, each] of found.plan.fills) total.fills.set(itemId, each)
    total.turned += found.plan.turned
    total.cost += found.plan.cost
    isExact &&= found.isExact
    atLeast += found.atLeast
  }
  return { plan: total, isExact, atLeast }
}

/** The rows up to the age at which there is enough. */
function oldEnough(item: ItemNeed): FreeRow[] {
  let missing = item.need
  let age: string | null = null
  const rows: FreeRow[] = []
  for (const row of item.rows) {
    if (missing <= 0 && row.age !== age) break
    rows.push(row)
    missing -= row.free
    age = row.age
  }
  return rows
}

/** The locations without which the rest does not hold enough of an item, or not of the right age. */
function indispensable(item: ItemNeed): string[] {
  const free = item.rows.reduce((sum, row) => sum + row.free, 0)
  const at = new Map<string, number>()
  const youngest = item.rows.at(-1)?.age
  for (const row of item.rows) {
    // All of the older rows is taken: their locations are needed however much there is elsewhere.
    const counted = row.age === youngest ? row.free : Number.POSITIVE_INFINITY
    at.set(row.locationId, (at.get(row.locationId) ?? 0) + counted)
  }
  return [...at].flatMap(([locationId, units]) => (free - units < item.need ? [locationId] : []))
}

/** Items that have to be decided together, because they may come from the same location. */
function groupsOf(items: readonly ItemNeed[], settled: ReadonlySet<string>): ItemNeed[][] {
  let groups: { items: ItemNeed[]; places: Set<string> }[] = []
  for (const item of items) {
    const places = new Set(item.rows.map(({ locationId }) => locationId).filter((id) => !settled.has(id)))
    const merged = { items: [item], places }
    const apart: typeof groups = []
    for (const group of groups) {
      if (places.size === 0 || ![...places].some((id) => group.places.has(id))) apart.push(group)
      else {
        merged.items = [...group.items, ...merged.items]
        merged.places = new Set([...group.places, ...merged.places])
      }
    }
    groups = [...apart, merged]
  }
  return groups.map((group) => group.items)
}

/** Gives what was taken of each item to its lines in their order. */
function shareOut(
  lines: readonly LineToAllocate[],
  plan: SearchPlan,
): { parts: AllocatedPart[]; missing: Allocated['missing'] } {
  const left = new Map([...plan.fills].map(([itemId, { takes }]) => [itemId, takes.map((take) => ({ ...take }))]))
  const parts: AllocatedPart[] = []
  const missing: Allocated['missing'] = []
  for (const { lineId, itemId, units } of lines) {
    let open = units
    for (const take of left.get(itemId) ?? []) {
      const given = Math.min(open, take.units)
      if (given <= 0) continue
      const { stockId, locationId, lot } = take.row
      parts.push({ lineId, stockId, locationId, lot, units: given })
      take.units -= given
      open -= given
    }
    if (open > 0) missing.push({ lineId, itemId, units: open })
  }
  return { parts, missing }
}
