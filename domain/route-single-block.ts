import { present } from './assert.ts'
import type { Piece, RouteFloor } from './route-floor.ts'
import type { StopLoad } from './route-load.ts'

const NO_WAY = Number.POSITIVE_INFINITY

interface BlockColumn {
  xMm: number
  main: Piece | null
  below: Piece | null
  above: Piece | null
  isDepotLow: boolean
  isDepotHigh: boolean
}

/** What it costs to see all of a column, by what it does at the two cross aisles. Infinite: it cannot be done so. */
interface ColumnCosts {
  none: number
  fromLow: number
  fromHigh: number
  fromBoth: number
  once: number
  twice: number
}

/**
 * The shortest half tours by their ends: one way at each cross aisle; two ways at the low one, at the high one; two ways at
 * each, in one part or in two.
 */
interface HalfTours {
  single: number
  low: number
  high: number
  both: number
  parted: number
}

/** Whether a floor is a single block: two cross aisles, and every aisle meets both. */
export function isSingleBlock(floor: RouteFloor): boolean {
  return floor.isRectangular && floor.slots === 2
}

/**
 * The length in millimetres of the shortest tour on a single block, by the program of Ratliff & Rosenthal (Operations
 * Research 31, 1983): aisle by aisle from the left, the shortest half tour of each of five kinds. Takes some thirty
 * additions an aisle with stops, and no memory.
 */
export function createSingleBlockLength(floor: RouteFloor): (load: StopLoad) => number {
  if (!isSingleBlock(floor)) throw new Error('A floor that is no single block was taken for one')
  const columns = blockColumns(floor)
  const lanes = floor.columns[0]?.lanes ?? []
  const through = present(lanes[1], 'a block has two lanes').yMm - present(lanes[0], 'a block has two lanes').yMm
  const { depotColumn } = floor
  const costs: ColumnCosts = { none: 0, fromLow: 0, fromHigh: 0, fromBoth: 0, once: 0, twice: 0 }
  const tours: HalfTours = { single: 0, low: 0, high: 0, both: 0, parted: 0 }

  return (load) => {
    let lastMm: number | null = null
    for (let index = load.firstColumn; index <= load.lastColumn; index += 1) {
      const column = columns[index]
      if (column === undefined || (load.isLoaded[index] === 0 && index !== depotColumn)) continue
      measure(column, load, through, costs)
      if (lastMm === null) begin(tours, costs)
      else {
        walkAcross(tours, column.xMm - lastMm)
        seeColumn(tours, costs)
      }
      lastMm = column.xMm
    }
    return least(tours.low, tours.high, tours.both)
  }
}

function blockColumns(floor: RouteFloor): BlockColumn[] {
  return floor.columns.map(({ xMm, pieces }, index) => ({
    xMm,
    main: pieces.find(({ low, high }) => low !== null && high !== null) ?? null,
    below: pieces.find(({ low }) => low === null) ?? null,
    above: pieces.find(({ high }) => high === null) ?? null,
    isDepotLow: index === floor.depotColumn && floor.depotLane.slot === 0,
    isDepotHigh: index === floor.depotColumn && floor.depotLane.slot === 1,
  }))
}

function measure(column: BlockColumn, load: StopLoad, through: number, costs: ColumnCosts): void {
  const { main, below, above } = column
  costs.none = 0
  costs.fromLow = 0
  costs.fromHigh = 0
  costs.fromBoth = 0
  costs.once = main === null ? NO_WAY : through
  costs.twice = main === null ? NO_WAY : 2 * through
  if (main !== null && load.counts[main.index] !== 0) {
    costs.none = NO_WAY
    costs.fromLow = 2 * ((load.highest[main.index] ?? 0) - main.lowMm)
    costs.fromHigh = 2 * (main.highMm - (load.lowest[main.index] ?? 0))
    costs.fromBoth = 2 * (through - (load.gaps[main.index] ?? 0))
  }
  const hasBelow = below !== null && load.counts[below.index] !== 0
  const hasAbove = above !== null && load.counts[above.index] !== 0
  if (hasBelow || column.isDepotLow)
    touchLow(costs, hasBelow ? 2 * (below.highMm - (load.lowest[below.index] ?? 0)) : 0)
  if (hasAbove || column.isDepotHigh)
    touchHigh(costs, hasAbove ? 2 * ((load.highest[above.index] ?? 0) - above.lowMm) : 0)
}

/** The low crossing has to be touched, and so much walked from there and back. */
function touchLow(costs: ColumnCosts, extra: number): void {
  costs.fromLow = least(costs.none, costs.fromLow) + extra
  costs.fromBoth = least(costs.fromHigh, costs.fromBoth) + extra
  costs.none = NO_WAY
  costs.fromHigh = NO_WAY
  costs.once += extra
  costs.twice += extra
}

function touchHigh(costs: ColumnCosts, extra: number): void {
  costs.fromHigh = least(costs.none, costs.fromHigh) + extra
  costs.fromBoth = least(costs.fromLow, costs.fromBoth) + extra
  costs.none = NO_WAY
  costs.fromLow = NO_WAY
  costs.once += extra
  costs.twice += extra
}

function begin(tours: HalfTours, costs: ColumnCosts): void {
  tours.single = costs.once
  tours.low = costs.fromLow
  tours.high = costs.fromHigh
  tours.both = costs.twice
  tours.parted = costs.fromBoth
}

function walkAcross(tours: HalfTours, distanceMm: number): void {
  const there = 2 * distanceMm
  tours.single += there
  tours.low = least(tours.low, tours.both) + there
  tours.high = least(tours.high, tours.both) + there
  tours.both += 2 * there
  tours.parted += 2 * there
}

function seeColumn(tours: HalfTours, costs: ColumnCosts): void {
  const { single, low, high, both, parted } = tours
  const { none, fromLow, fromHigh, fromBoth, once, twice } = costs
  const turnBack = least(least(none, fromLow), fromHigh, fromBoth)
  const even = least(least(low, high), both, parted)
  tours.single = least(single + least(turnBack, twice), even + once)
  tours.low = low + least(none, fromLow)
  tours.high = high + least(none, fromHigh)
  tours.both = least(both + least(turnBack, twice), single + once, least(low, high, parted) + twice)
  tours.parted = least(parted + turnBack, low + least(fromHigh, fromBoth), high + least(fromLow, fromBoth))
}

/** The least of two or three lengths; none of them is ever NaN. */
function least(a: number, b: number, c: number = NO_WAY): number {
  const ab = a < b ? a : b
  return ab < c ? ab : c
}
