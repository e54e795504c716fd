import { type Piece, pieceAt, type RouteFloor } from './route-floor.ts'

/**
 * Where the stops of one tour lie, piece by piece: how many, the lowest, the highest, and the largest gap between two of
 * them that follow each other (0 where there is none) with the height where it begins. All by the piece's index.
 */
export interface StopLoad {
  readonly counts: Int32Array
  readonly lowest: Int32Array
  readonly highest: Int32Array
  readonly gaps: Int32Array
  readonly gapFrom: Int32Array
  /** Which columns have a stop; the first and the last one that has a stop or the depot. */
  readonly isLoaded: Uint8Array
  firstColumn: number
  lastColumn: number
}

/** Takes the stops of one tour after the other on the same floor; not more than one at a time. */
export interface StopLoader {
  readonly load: StopLoad
  /** Takes all stops of a tour in place of those before; false when one of them lies nowhere. */
  take(stops: readonly { aisle: string; yMm: number }[]): boolean
  /** The distinct heights of the stops in a piece, from the bottom up. */
  heights(piece: Piece): number[]
}

/** A loader for a floor. It keeps its arrays, so that a length can be asked for millions of times. */
export function createStopLoader(floor: RouteFloor): StopLoader {
  const count = floor.pieces.length
  const whole = (): Int32Array => new Int32Array(count)
  const load: StopLoad = {
    ...{ counts: whole(), lowest: whole(), highest: whole(), gaps: whole(), gapFrom: whole() },
    ...{
      isLoaded: new Uint8Array(floor.columns.length),
      firstColumn: floor.depotColumn,
      lastColumn: floor.depotColumn,
    },
  }
  // The heights of a piece are a chain from the lowest to the highest, so that nothing has to be sorted afterwards.
  const head = whole().fill(-1)
  let height = new Int32Array(64)
  let next = new Int32Array(64)
  const used: Piece[] = []

  function clear(): void {
    for (const { index, column } of used) {
      head[index] = -1
      load.counts[index] = 0
      load.isLoaded[column] = 0
    }
    used.length = 0
    load.firstColumn = floor.depotColumn
    load.lastColumn = floor.depotColumn
  }

  function put(piece: Piece, yMm: number, at: number): void {
    const { index, column } = piece
    if (load.counts[index] === 0) {
      used.push(piece)
      load.isLoaded[column] = 1
      if (column < load.firstColumn) load.firstColumn = column
      if (column > load.lastColumn) load.lastColumn = column
    }
    load.counts[index] = (load.counts[index] ?? 0) + 1
    height[at] = yMm
    let before = -1
    let here = head[index] ?? -1
    while (here >= 0 && (height[here] ?? 0) < yMm) {
      before = here
      here = next[here] ?? -1
    }
    next[at] = here
    if (before < 0) head[index] = at
    else next[before] = at
  }

  function measure(piece: Piece): void {
    let here = head[piece.index] ?? -1
    let last = height[here] ?? 0
    let gap = 0
    let gapFrom = last
    load.lowest[piece.index] = last
    for (here = next[here] ?? -1; here >= 0; here = next[here] ?? -1) {
      const yMm = height[here] ?? 0
      if (yMm - last > gap) {
        gap = yMm - last
        gapFrom = last
      }
      last = yMm
    }
    load.highest[piece.index] = last
    load.gaps[piece.index] = gap
    load.gapFrom[piece.index] = gapFrom
  }

  return {
    load,
    take(stops) {
      clear()
      if (stops.length > height.length) {
        height = new Int32Array(stops.length * 2)
        next = new Int32Array(stops.length * 2)
      }
      for (let at = 0; at < stops.length; at += 1) {
        const stop = stops[at]
        const aisle = stop === undefined ? undefined : floor.aisles.get(stop.aisle)
        const piece = stop === undefined || aisle === undefined ? null : pieceAt(aisle, stop.yMm)
        if (stop === undefined || piece === null) return false
        put(piece, stop.yMm, at)
      }
      for (const piece of used) measure(piece)
      return true
    },
    heights(piece) {
      const found: number[] = []
      for (let here = head[piece.index] ?? -1; here >= 0; here = next[here] ?? -1) {
        const yMm = height[here] ?? 0
        if (found.at(-1) !== yMm) found.push(yMm)
      }
      return found
    },
  }
}
