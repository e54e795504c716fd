import type { Lane, Piece, RouteFloor } from './route-floor.ts'
import { type Choice, createLayers, type Layers, type StepTrace } from './route-layers.ts'
import type { StopLoad } from './route-load.ts'
import { isOvergrown, type StateMachine, type StateMove, stateMachine } from './route-states.ts'

/** How a piece is walked: not at all, in and out from the low end, the high end or both, or through once or twice. */
export type PieceWay = 'none' | 'from-low' | 'from-high' | 'from-both' | 'once' | 'twice'

/** One decision of a tour: how a piece is walked, or how many ways lead along a lane from one column to the next. */
export type TourPart =
  | { kind: 'piece'; piece: Piece; way: PieceWay }
  | { kind: 'lane'; lane: Lane; fromColumn: number; toColumn: number; ways: number }

/** The shortest tour: its length in millimetres and, when they were asked for, its parts from left to right. */
export type SweptTour = { distanceMm: number; parts: TourPart[] }

/** Plans tours on one floor, one after the other; null where too many half tours would have to be kept in mind. */
export type Sweep = (load: StopLoad, withParts: boolean) => SweptTour | null

/** Six cross aisles have 3,032 states in all; with many more a tour would take seconds. */
const MOST_STATES = 4_000

type PlannedPart = { kind: 'piece'; piece: Piece; way: PieceWay } | { kind: 'lane'; lane: Lane; ways: number } | null
type PlannedChoice = Choice<PlannedPart>
interface ColumnPlan {
  xMm: number
  pieces: { piece: Piece; choices: PlannedChoice[] }[]
  depot: PlannedChoice[] | null
  lanes: { endsHere: boolean; choices: PlannedChoice[] }[]
}
type Step = StepTrace & { choices: readonly PlannedChoice[]; column: number; nextColumn: number }

/**
 * The shortest tour on any floor: from left to right and, in each column, from the bottom up, it decides piece by piece and
 * lane by lane, keeping the shortest half tour of each state (sources: `StateMachine`). Same input, same tour: of two that
 * are as long as each other the one found first stays, and the order of finding is fixed by the floor.
 */
export function createSweep(floor: RouteFloor): Sweep {
  let { machine, plans, layers } = prepare(floor)
  // On a rectangular floor every way through an aisle without stops can be moved to one with stops, or to the depot.
  const nextColumn = (load: StopLoad, index: number): number =>
    floor.isRectangular ? nextLoaded(load, index, floor.depotColumn) : index + 1

  return (load, withParts) => {
    if (isOvergrown(machine)) ({ machine, plans, layers } = prepare(floor))
    const steps: Step[] = []
    let best = { state: 0, distanceMm: Number.POSITIVE_INFINITY, steps: 0 }
    layers.begin()
    let index = floor.isRectangular ? load.firstColumn : 0
    for (let plan = plans[index]; plan !== undefined; plan = plans[index]) {
      const next = nextColumn(load, index)
      const take = (choices: readonly PlannedChoice[]): void => {
        layers.step(choices)
        if (withParts) steps.push({ ...layers.trace(), choices, column: index, nextColumn: next })
      }
      if (!floor.isRectangular || load.isLoaded[index] !== 0)
        for (const { piece, choices } of plan.pieces) {
          pricePiece(piece, choices, load)
          take(choices)
        }
      if (plan.depot !== null) take(plan.depot)
      if (layers.count() > MOST_STATES) return null
      if (index >= load.lastColumn) best = shorter(best, layers, steps.length)
      const ahead = plans[next]
      if (ahead === undefined || (index >= load.lastColumn && layers.leastMm() >= best.distanceMm)) break
      for (const { endsHere, choices } of plan.lanes) {
        priceLane(choices, endsHere ? Number.POSITIVE_INFINITY : ahead.xMm - plan.xMm)
        take(choices)
      }
      index = next
    }
    const parts = withParts ? partsOf(steps.slice(0, best.steps), best.state) : []
    return { distanceMm: best.distanceMm, parts }
  }
}

function prepare(floor: RouteFloor): { machine: StateMachine; plans: ColumnPlan[]; layers: Layers } {
  const machine = stateMachine(floor.slots)
  const plans = floor.columns.map((_, index) => planColumn(floor, index, machine))
  return { machine, plans, layers: createLayers(machine) }
}

type Best = { state: number; distanceMm: number; steps: number }

function shorter(best: Best, layers: Layers, steps: number): Best {
  const closed = layers.shortestClosed()
  return closed.distanceMm < best.distanceMm ? { ...closed, steps } : best
}

function nextLoaded(load: StopLoad, index: number, depotColumn: number): number {
  for (let next = index + 1; next <= load.lastColumn; next += 1)
    if (load.isLoaded[next] !== 0 || next === depotColumn) return next
  return -1
}

function planColumn(floor: RouteFloor, index: number, machine: StateMachine): ColumnPlan {
  const { columns, depotColumn, depotLane } = floor
  const { xMm = 0, pieces = [], lanes = [] } = columns[index] ?? {}
  return {
    xMm,
    pieces: pieces.map((piece) => ({ piece, choices: pieceChoices(piece, machine) })),
    depot: index === depotColumn ? [{ move: machine.touch(depotLane.slot), costMm: 0, part: null }] : null,
    lanes: lanes.map((lane) => ({
      endsHere: lane.lastColumn === index,
      choices: [0, 1, 2].map((ways) => ({
        ...{ move: machine.keep(lane.slot, ways), costMm: 0 },
        part: ways === 0 ? null : { kind: 'lane', lane, ways },
      })),
    })),
  }
}

/** All that can be useful: each inner stop has an even number of ways, so that at most one gap of a piece is left out. */
function pieceChoices(piece: Piece, machine: StateMachine): PlannedChoice[] {
  const { low, high } = piece
  const choice = (way: PieceWay, move: StateMove | null): PlannedChoice => ({
    ...{ move, costMm: 0, part: way === 'none' ? null : { kind: 'piece', piece, way } },
  })
  const none = choice('none', null)
  if (low === null && high === null) return [none]
  if (low === null) return [none, choice('from-high', machine.touch(high?.slot ?? 0))]
  if (high === null) return [none, choice('from-low', machine.touch(low.slot))]
  return [
    none,
    choice('from-low', machine.touch(low.slot)),
    choice('from-high', machine.touch(high.slot)),
    choice('from-both', machine.touchBoth(low.slot, high.slot)),
    choice('once', machine.single(low.slot, high.slot)),
    choice('twice', machine.double(low.slot, high.slot)),
  ]
}

function pricePiece(piece: Piece, choices: readonly PlannedChoice[], load: StopLoad): void {
  for (let at = 0; at < choices.length; at += 1) {
    const choice = choices[at]
    if (choice === undefined) continue
    const part = choice.part
    choice.costMm = wayCost(piece, part !== null && part.kind === 'piece' ? part.way : 'none', load)
  }
}

function wayCost({ index, lowMm, highMm }: Piece, way: PieceWay, load: StopLoad): number {
  if (way === 'once') return highMm - lowMm
  if (way === 'twice') return 2 * (highMm - lowMm)
  if (load.counts[index] === 0) return way === 'none' ? 0 : Number.POSITIVE_INFINITY
  if (way === 'from-low') return 2 * ((load.highest[index] ?? 0) - lowMm)
  if (way === 'from-high') return 2 * (highMm - (load.lowest[index] ?? 0))
  const gap = load.gaps[index] ?? 0
  return way === 'none' || gap === 0 ? Number.POSITIVE_INFINITY : 2 * (highMm - lowMm - gap)
}

function priceLane(choices: readonly PlannedChoice[], distanceMm: number): void {
  for (let ways = 1; ways < choices.length; ways += 1) {
    const choice = choices[ways]
    if (choice !== undefined) choice.costMm = ways * distanceMm
  }
}

function partsOf(steps: readonly Step[], last: number): TourPart[] {
  const parts: TourPart[] = []
  let state = last
  for (const { states, before, taken, choices, column, nextColumn } of steps.toReversed()) {
    const at = states.indexOf(state)
    const part = choices[taken[at] ?? 0]?.part ?? null
    if (part !== null && part.kind === 'piece') parts.push(part)
    if (part !== null && part.kind === 'lane') parts.push({ ...part, fromColumn: column, toColumn: nextColumn })
    state = before[at] ?? 0
  }
  return parts.reverse()
}
