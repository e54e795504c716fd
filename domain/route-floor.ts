import { checkLayout, routeProblem } from './route-check.ts'
import type { RouteProblem, RouteStop, WarehouseLayout } from './route-layout.ts'

/** One span of a cross aisle; `slot` is its row in a state, shared with spans that lie wholly left or right of it. */
export interface Lane {
  yMm: number
  fromXMm: number
  toXMm: number
  slot: number
  firstColumn: number
  lastColumn: number
}

/**
 * A stretch of an aisle between two neighbouring lanes, or from its last lane to its dead end: then `low` or `high` is
 * null.
 */
export interface Piece {
  index: number
  column: number
  lowMm: number
  highMm: number
  low: Lane | null
  high: Lane | null
}

/** All that lies at one x: pieces of aisles from the bottom up, and the lanes that pass. */
export interface Column {
  xMm: number
  pieces: Piece[]
  lanes: Lane[]
}

/** The pieces of one aisle from the bottom up; none when it cannot be reached from the depot. */
export interface FloorAisle {
  fromYMm: number
  toYMm: number
  sides: 'both' | 'left' | 'right'
  pieces: Piece[]
}

/** A layout made ready for planning tours. What cannot be reached from the depot is left out. */
export interface RouteFloor {
  columns: Column[]
  pieces: Piece[]
  aisles: ReadonlyMap<string, FloorAisle>
  slots: number
  depotColumn: number
  depotLane: Lane
  /** Every aisle meets every cross aisle, and none has a gap: then aisles without a stop can be left out of a tour. */
  isRectangular: boolean
}

/** Makes a layout ready, or says all that is wrong with it. */
export function openFloor(value: WarehouseLayout): { floor: RouteFloor } | { problems: RouteProblem[] } {
  const { layout, problems } = checkLayout(value)
  return layout === null ? { problems } : { floor: buildFloor(layout) }
}

/** The aisles of a floor that cannot be reached from its depot, by their ids. */
export function unreachableAisles(floor: RouteFloor): string[] {
  return [...floor.aisles].filter(([, { pieces }]) => pieces.length === 0).map(([id]) => id)
}

/** What is wrong with the place of a stop; null when nothing is. */
export function checkStopPlace(floor: RouteFloor, stop: RouteStop, path: string): RouteProblem | null {
  const aisle = floor.aisles.get(stop.aisle)
  const params = { id: stop.id }
  if (aisle === undefined) return routeProblem('E-RTE-021', path, params)
  if (!(stop.yMm >= aisle.fromYMm && stop.yMm <= aisle.toYMm)) return routeProblem('E-RTE-022', path, params)
  if (aisle.sides !== 'both' && aisle.sides !== stop.side) return routeProblem('E-RTE-023', path, params)
  return aisle.pieces.length === 0 ? routeProblem('E-RTE-024', path, params) : null
}

/** The piece of an aisle where a height lies, null when it lies in none. At a crossing either side would do. */
export function pieceAt(aisle: FloorAisle, yMm: number): Piece | null {
  for (const piece of aisle.pieces) if (yMm <= piece.highMm) return yMm >= piece.lowMm ? piece : null
  return null
}

function buildFloor(layout: WarehouseLayout): RouteFloor {
  const xs = [...new Set([...layout.aisles.map(({ xMm }) => xMm), layout.depot.xMm])].sort((a, b) => a - b)
  const columnAt = new Map(xs.map((xMm, index) => [xMm, index]))
  const lanes = layout.crossAisles.flatMap(({ id, yMm, spans }) =>
    spans.map((span) => ({ crossAisle: id, lane: laneOf(span, yMm, xs) })),
  )
  const depotLane = lanes.find(
    ({ crossAisle, lane }) =>
      crossAisle === layout.depot.crossAisle && lane.fromXMm <= layout.depot.xMm && layout.depot.xMm <= lane.toXMm,
  )?.lane
  if (depotLane === undefined) throw new Error('A layout was opened whose depot lies beside its cross aisle')
  const all = lanes.map(({ lane }) => lane).sort((a, b) => a.yMm - b.yMm || a.fromXMm - b.fromXMm)
  const meetings = layout.aisles.map((aisle) => ({
    aisle,
    met: all.filter(
      ({ yMm, fromXMm, toXMm }) =>
        aisle.fromYMm <= yMm && yMm <= aisle.toYMm && fromXMm <= aisle.xMm && aisle.xMm <= toXMm,
    ),
  }))
  const reached = reachedFrom(
    depotLane,
    meetings.map(({ met }) => met),
  )
  const live = all.filter((lane) => reached.has(lane) && lane.firstColumn <= lane.lastColumn)
  const columns = xs.map((xMm, index): Column => {
    const passing = live.filter(({ firstColumn, lastColumn }) => firstColumn <= index && index <= lastColumn)
    return { xMm, pieces: [], lanes: passing }
  })
  const aisles = new Map<string, FloorAisle>()
  for (const { aisle, met } of meetings) {
    const column = columnAt.get(aisle.xMm) ?? 0
    const pieces = met[0] !== undefined && reached.has(met[0]) ? piecesOf(aisle, met, column) : []
    columns[column]?.pieces.push(...pieces)
    aisles.set(aisle.id, { fromYMm: aisle.fromYMm, toYMm: aisle.toYMm, sides: aisle.sides, pieces })
  }
  for (const { pieces } of columns) pieces.sort((a, b) => a.lowMm - b.lowMm || a.highMm - b.highMm)
  const pieces = columns.flatMap((column) => column.pieces)
  for (const [index, piece] of pieces.entries()) piece.index = index
  const depotColumn = columnAt.get(layout.depot.xMm) ?? 0
  const isRectangular = isFull(columns, live, depotColumn)
  return { columns, pieces, aisles, slots: giveSlots(columns, live), depotColumn, depotLane, isRectangular }
}

function laneOf(span: { fromXMm: number; toXMm: number }, yMm: number, xs: readonly number[]): Lane {
  const firstColumn = xs.findIndex((xMm) => xMm >= span.fromXMm)
  const lastColumn = xs.findLastIndex((xMm) => xMm <= span.toXMm)
  return { ...span, yMm, slot: 0, firstColumn: firstColumn < 0 ? xs.length : firstColumn, lastColumn }
}

function reachedFrom(start: Lane, meetings: readonly (readonly Lane[])[]): Set<Lane> {
  const reached = new Set([start])
  let found = 0
  while (found !== reached.size) {
    found = reached.size
    for (const met of meetings) if (met.some((lane) => reached.has(lane))) for (const lane of met) reached.add(lane)
  }
  return reached
}

function piecesOf(aisle: { fromYMm: number; toYMm: number }, met: readonly Lane[], column: number): Piece[] {
  const pieces: Piece[] = []
  const add = (low: Lane | null, high: Lane | null): void => {
    const lowMm = low?.yMm ?? aisle.fromYMm
    const highMm = high?.yMm ?? aisle.toYMm
    if (lowMm < highMm || (low !== null && high === null && pieces.length === 0))
      pieces.push({ index: 0, column, lowMm, highMm, low, high })
  }
  add(null, met[0] ?? null)
  for (const [index, lane] of met.entries()) add(lane, met[index + 1] ?? null)
  return pieces
}

/** Spans that share no column share a slot; spans that begin together take theirs from the bottom up. */
function giveSlots(columns: readonly Column[], lanes: readonly Lane[]): number {
  const lastOf: number[] = []
  for (let column = 0; column < columns.length; column += 1)
    for (const lane of lanes.filter(({ firstColumn }) => firstColumn === column)) {
      const free = lastOf.findIndex((last) => last < column)
      lane.slot = free < 0 ? lastOf.length : free
      lastOf[lane.slot] = lane.lastColumn
    }
  return lastOf.length
}

function isFull(columns: readonly Column[], lanes: readonly Lane[], depotColumn: number): boolean {
  if (columns.some((column) => column.lanes.length !== lanes.length)) return false
  return columns.every(({ pieces }, index) => {
    const links = pieces.filter(({ low, high }) => low !== null && high !== null).length
    return links === lanes.length - 1 || (index === depotColumn && pieces.length === 0)
  })
}
