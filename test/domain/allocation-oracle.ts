import type { AllocatableStock, AllocatedPart, LineToAllocate, StockToAllocate } from '../../domain/allocation.ts'
import { type AllocationPolicy, costsOf } from '../../domain/allocation-policy.ts'

/** How good a plan is: units missing, then departure from the rotation, then cost. */
type Worth = { short: number; turned: number; cost: number }

const less = (a: Worth, b: Worth) => (a.short - b.short || a.turned - b.turned || a.cost - b.cost) < 0

function usable(stock: StockToAllocate, policy: AllocationPolicy, on: string, itemId: string): AllocatableStock[] {
  const until = new Date(Date.parse(on) + policy.minShelfDays * 86_400_000).toISOString().slice(0, 10)
  return stock.rows.filter(
    (row) => row.itemId === itemId && row.free > 0 && (row.expiresOn === null || !(row.expiresOn < until)),
  )
}

/** Of each unit, how many other dates of its item come before its own. */
function steps(row: AllocatableStock, rows: readonly AllocatableStock[], policy: AllocationPolicy): number {
  if (policy.rotation === 'none') return 0
  const date = (each: AllocatableStock) =>
    policy.rotation === 'fefo' ? (each.expiresOn ?? '9999-99') : (each.receivedOn ?? '0000-00')
  return new Set(rows.map(date).filter((each) => each < date(row))).size
}

/** True when taking so many from a row opens a case there: more loose ones are asked for than lie there. */
const opensCase = (row: AllocatableStock, units: number, size: number) => size > 1 && units % size > row.free % size

/** The departure from the rotation of what was allocated. */
export function rotationOf(
  parts: readonly AllocatedPart[],
  lines: readonly LineToAllocate[],
  stock: StockToAllocate,
  policy: AllocationPolicy,
  on: string,
): number {
  return parts.reduce((sum, { stockId, lineId, units }) => {
    const itemId = lines.find((line) => line.lineId === lineId)?.itemId ?? ''
    const rows = usable(stock, policy, on, itemId)
    const row = rows.find((each) => each.stockId === stockId)
    return row === undefined ? Number.NaN : sum + units * steps(row, rows, policy)
  }, 0)
}

/** What parts cost, counted from nothing but the parts. */
export function costOfParts(parts: readonly AllocatedPart[], stock: StockToAllocate, policy: AllocationPolicy): number {
  const costs = costsOf(policy)
  const units = new Map<string, number>()
  for (const part of parts) units.set(part.stockId, (units.get(part.stockId) ?? 0) + part.units)
  let cost = 0
  for (const { locationId, distanceMetres, priority } of stock.locations)
    if (parts.some((part) => part.locationId === locationId))
      cost += costs.perLocation + costs.perMetre * distanceMetres + costs.perPriority * priority
  for (const [stockId, taken] of units) {
    const row = stock.rows.find((each) => each.stockId === stockId)
    if (row === undefined) return Number.NaN
    cost += costs.perStockRow + (opensCase(row, taken, stock.caseUnits.get(row.itemId) ?? 0) ? costs.perBrokenCase : 0)
  }
  return cost
}

/**
 * The best plan by trying every number of units from every row, for each item by itself; items are joined by the set of
 * locations that they use.
 */
export function bestByTryingAll(
  lines: readonly LineToAllocate[],
  stock: StockToAllocate,
  policy: AllocationPolicy,
  on: string,
): Worth {
  const costs = costsOf(policy)
  let joined = new Map<number, Worth>([[0, { short: 0, turned: 0, cost: 0 }]])
  for (const itemId of new Set(lines.map((line) => line.itemId))) {
    const wanted = lines.filter((line) => line.itemId === itemId).reduce((sum, { units }) => sum + units, 0)
    const ways = waysToTake(usable(stock, policy, on, itemId), wanted, stock, policy)
    const next = new Map<number, Worth>()
    for (const [mask, worth] of joined)
      for (const [more, way] of ways) {
        const both = {
          short: worth.short + way.short,
          turned: worth.turned + way.turned,
          cost: worth.cost + way.cost,
        }
        const known = next.get(mask | more)
        if (known === undefined || less(both, known)) next.set(mask | more, both)
      }
    joined = next
  }
  let best: Worth = { short: Number.POSITIVE_INFINITY, turned: 0, cost: 0 }
  for (const [mask, worth] of joined) {
    const used = stock.locations.filter((_, index) => (mask >> index) & 1)
    if (used.length > (policy.maxLocations ?? used.length)) continue
    const places = used.map(
      (each) => costs.perLocation + costs.perMetre * each.distanceMetres + costs.perPriority * each.priority,
    )
    const whole = { ...worth, cost: worth.cost + places.reduce((sum, each) => sum + each, 0) }
    if (less(whole, best)) best = whole
  }
  return best
}

/** For each set of locations the best way to take an item from exactly these. */
function waysToTake(
  rows: readonly AllocatableStock[],
  wanted: number,
  stock: StockToAllocate,
  policy: AllocationPolicy,
): Map<number, Worth> {
  const costs = costsOf(policy)
  const ways = new Map<number, Worth>()
  const take = (index: number, left: number, mask: number, turned: number, cost: number): void => {
    const row = rows[index]
    if (row === undefined) {
      const way = { short: left, turned, cost }
      const known = ways.get(mask)
      if (known === undefined || less(way, known)) ways.set(mask, way)
      return
    }
    const place = 1 << stock.locations.findIndex(({ locationId }) => locationId === row.locationId)
    const far = steps(row, rows, policy)
    for (let units = 0; units <= Math.min(row.free, left); units += 1) {
      const broken = opensCase(row, units, stock.caseUnits.get(row.itemId) ?? 0) ? costs.perBrokenCase : 0
      const more = units === 0 ? 0 : costs.perStockRow + broken
      take(index + 1, left - units, units === 0 ? mask : mask | place, turned + units * far, cost + more)
    }
  }
  take(0, wanted, 0, 0, 0)
  return ways
}
