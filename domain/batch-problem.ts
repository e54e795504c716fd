/** What a batch is made of: an order, or the part of one that lies in a zone. `stops` are places as the tour function knows them. */
export type BatchOrder<Stop> = {
  id: string
  /** Orders of different priorities never share a batch; a higher number is more urgent. */
  priority: number
  zone?: string | undefined
  stops: readonly Stop[]
  lines: number
  units: number
  weightGrams: number
  volumeMm3: number
}

/** What one cart takes; what is absent does not limit it. An order takes one tote. */
export type CartLimits = {
  totes?: number | undefined
  lines?: number | undefined
  units?: number | undefined
  weightGrams?: number | undefined
  volumeMm3?: number | undefined
}

/** The limits in the order in which they are asked, each with what an order takes of it. */
export const CART_LIMITS = ['totes', 'lines', 'units', 'weightGrams', 'volumeMm3'] as const

/** How much of a limit an order takes, in the limit's unit. */
export function takenBy(order: BatchOrder<unknown>, limit: (typeof CART_LIMITS)[number]): number {
  return limit === 'totes' ? 1 : order[limit]
}

/** Orders as numbers: what the search works on. An order is its place in the list that the problem was made of. */
export type BatchProblem<Stop> = {
  count: number
  /** How many limits there are; `sizes` has so many numbers for each order, `limits` one for each limit. */
  dimensions: number
  sizes: Float64Array
  limits: Float64Array
  /** The group of each order, and the orders of each group: only orders of one group may share a batch. */
  groupOf: Int32Array
  groups: readonly Int32Array[]
  /** Orders with the same set of stops are of one class; the stops of each class, as places in `stops`. */
  classOf: Int32Array
  classStops: readonly Int32Array[]
  stops: readonly Stop[]
}

/** Turns orders, each of which fits onto the cart, into numbers; groups go by priority, and by zone when `keepZones` says so. */
export function compileProblem<Stop>(
  orders: readonly BatchOrder<Stop>[],
  cart: CartLimits,
  keepZones: boolean,
): BatchProblem<Stop> {
  const used = CART_LIMITS.filter((limit) => cart[limit] !== undefined)
  const sizes = new Float64Array(orders.length * used.length)
  for (const [index, order] of orders.entries())
    for (const [dimension, limit] of used.entries()) sizes[index * used.length + dimension] = takenBy(order, limit)
  const byGroup = numbered(orders.map(({ priority, zone }) => JSON.stringify([priority, keepZones ? zone : null])))
  const groups: number[][] = byGroup.distinct.map(() => [])
  for (const [index, group] of byGroup.numbers.entries()) groups[group]?.push(index)
  const stopNumbers = new Map<Stop, number>()
  const stopSets = orders.map(({ stops }) => {
    for (const stop of stops) if (!stopNumbers.has(stop)) stopNumbers.set(stop, stopNumbers.size)
    return [...new Set(stops.map((stop) => stopNumbers.get(stop) ?? 0))].sort((a, b) => a - b)
  })
  const byStops = numbered(stopSets.map((set) => set.join(' ')))
  return {
    count: orders.length,
    dimensions: used.length,
    sizes,
    limits: Float64Array.from(used, (limit) => cart[limit] ?? 0),
    groupOf: byGroup.numbers,
    groups: groups.map((group) => Int32Array.from(group)),
    classOf: byStops.numbers,
    classStops: byStops.distinct.map((set) => Int32Array.from(set.split(' '), Number)),
    stops: [...stopNumbers.keys()],
  }
}

/** Whether two loads fit onto one cart; each is `dimensions` numbers, beginning at its place in a list. */
export function fitTogether(
  { dimensions, limits }: BatchProblem<unknown>,
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
): boolean {
  for (let dimension = 0; dimension < dimensions; dimension += 1)
    if ((a[atA + dimension] ?? 0) + (b[atB + dimension] ?? 0) > (limits[dimension] ?? 0)) return false
  return true
}

/** Adds what an order takes to the load that begins at a place in a list; `sign` −1 takes it away. */
export function addLoad(
  { dimensions, sizes }: BatchProblem<unknown>,
  loads: Float64Array,
  at: number,
  order: number,
  sign = 1,
): void {
  for (let dimension = 0; dimension < dimensions; dimension += 1)
    loads[at + dimension] = (loads[at + dimension] ?? 0) + sign * (sizes[order * dimensions + dimension] ?? 0)
}

/** Orders or batches compared with each other at most: pairs grow with the square. */
const COMPARED_TOGETHER = 300

/** Cuts a list into windows of about equal length, as it stands, each short enough to compare all pairs. */
export function inWindows<All extends { length: number; slice(from: number, to: number): All }>(all: All): All[] {
  const count = Math.ceil(all.length / COMPARED_TOGETHER)
  const place = (window: number): number => Math.floor((window * all.length) / count)
  return Array.from({ length: count }, (_, window) => all.slice(place(window), place(window + 1)))
}

/** Numbers equal texts alike, in the order in which they first come. */
function numbered(texts: readonly string[]): { numbers: Int32Array; distinct: string[] } {
  const known = new Map<string, number>()
  const numbers = Int32Array.from(texts, (text) => {
    const number = known.get(text) ?? known.size
    known.set(text, number)
    return number
  })
  return { numbers, distinct: [...known.keys()] }
}
