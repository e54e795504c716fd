import type { PlanMap, PlanPlace, PlanPoint } from '../../../contract/station/planning.ts'
import { between, DEPOT, type FloorFrame, frameFloor } from './floor-frame.ts'
import { spread } from './spread.ts'
import type { ScreenPoint } from './tour-line.ts'

/** A rectangle on the screen in pixels. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The sign of an aisle at its end; `isUpright` is read from below, because the aisles are narrow. */
export type AisleSign = ScreenPoint & {
  readonly id: string
  readonly text: string
  readonly anchor: 'start' | 'middle' | 'end'
  readonly isUpright: boolean
}

/** A stop on the map: its number's place in the aisle, and the shelf that is meant. */
export type StopMark = { readonly number: number; readonly at: ScreenPoint; readonly shelf: Box }

/** A stop as the map needs it; null where nobody knows its place. */
export type MapStop = { readonly number: number; readonly place: PlanPlace | null }

/** A floor in a picture of `width` × `height` pixels. */
export type FloorDrawing = {
  readonly width: number
  readonly height: number
  readonly shelves: readonly Box[]
  readonly signs: readonly AisleSign[]
  readonly depot: Box
  /** Where a tour leaves the depot's sign. */
  readonly depotDoor: ScreenPoint
  /** Radius of a stop's number, and how far apart two lanes of a tour lie. */
  readonly radius: number
  readonly laneGap: number
  /** Pixels of one metre on the screen, across and up; they differ where the floor is drawn stretched. */
  readonly metre: { readonly across: number; readonly up: number }
  point(point: PlanPoint): ScreenPoint
  /** The shelf of each place, each shelf once; places of aisles that the layout does not have are left out. */
  boxes(places: readonly PlanPlace[]): Box[]
  /** The marks of the stops in their order; numbers of stops that lie close together are moved apart. */
  stops(stops: readonly MapStop[]): StopMark[]
}

type Aisle = PlanMap['layout']['aisles'][number]
type Side = PlanPlace['side']

const SIDES: readonly Side[] = ['left', 'right']
const SIGN_AWAY = 18
/** Room that one line of signs needs. */
const SIGN_LINE = 14

/** Shelves and marks of one floor in one frame. */
function partsOf(map: PlanMap, frame: FloorFrame, bayMm = Number.POSITIVE_INFINITY) {
  const { across, along, pitch } = frame
  const wide = between(pitch * 0.19, 3, 14)
  // Two bays beside each other stay two.
  const long = between(Math.min(pitch * 0.22, bayMm * frame.scale.along * 0.82), 3, 14)
  const byId = new Map(map.layout.aisles.map((aisle) => [aisle.id, aisle]))
  const rectangle = (a: number, b: number, width: number, length: number): Box => {
    const { x, y } = frame.put(a, b)
    const size = map.isTurned ? { width: length, height: width } : { width, height: length }
    return { x: x - size.width / 2, y: y - size.height / 2, ...size }
  }
  const shelfLine = (xMm: number, side: Side): number =>
    across(xMm) + ((side === 'left' ? -1 : 1) * frame.beside(xMm, side)) / 3
  const shelfOf = ({ aisle, side, yMm }: PlanPlace, grow: number): Box | null => {
    const found = byId.get(aisle)
    return found === undefined ? null : rectangle(shelfLine(found.xMm, side), along(yMm), wide + grow, long + grow)
  }
  return { byId, wide, rectangle, shelfLine, shelfOf }
}

/** Where the shelves of an aisle begin and end, in pixels along it: they leave its cross aisles free. */
function shelfRuns(aisle: Aisle, map: PlanMap, { along, scale }: FloorFrame): [number, number][] {
  const cuts = map.layout.crossAisles
    .filter(({ yMm, spans }) => {
      const crosses = spans.some(({ fromXMm, toXMm }) => fromXMm <= aisle.xMm && aisle.xMm <= toXMm)
      return crosses && yMm > aisle.fromYMm && yMm < aisle.toYMm
    })
    .map(({ yMm }) => yMm)
  const free = between((map.box.toYMm - map.box.fromYMm) * scale.along * 0.03, 8, 16)
  const ends = [aisle.fromYMm, ...cuts, aisle.toYMm].sort((one, other) => one - other)
  return ends.slice(1).flatMap((end, index): [number, number][] => {
    const from = along(ends[index] ?? end) + free
    const to = along(end) - free
    return to - from < 4 ? [] : [[from, to]]
  })
}

function shelvesOf(map: PlanMap, frame: FloorFrame): Box[] {
  const { wide, rectangle, shelfLine } = partsOf(map, frame)
  return map.layout.aisles.flatMap((aisle) => {
    const runs = shelfRuns(aisle, map, frame)
    const sides = SIDES.filter((side) => aisle.sides === 'both' || aisle.sides === side)
    return sides.flatMap((side) =>
      runs.map(([from, to]) => rectangle(shelfLine(aisle.xMm, side), (from + to) / 2, wide, to - from)),
    )
  })
}

function stopMarks(
  map: PlanMap,
  frame: FloorFrame,
  { byId, shelfOf }: ReturnType<typeof partsOf>,
  radius: number,
  given: readonly MapStop[],
): StopMark[] {
  const { across, along, put } = frame
  const placed = given.flatMap(({ number, place }) => {
    const aisle = place === null ? undefined : byId.get(place.aisle)
    return place === null || aisle === undefined ? [] : [{ number, place, xMm: aisle.xMm }]
  })
  const marks = [...Map.groupBy(placed, ({ xMm }) => xMm)].flatMap(([xMm, here]) => {
    const aisles = map.layout.aisles.filter((aisle) => aisle.xMm === xMm)
    const from = along(Math.min(...aisles.map(({ fromYMm }) => fromYMm)))
    const to = along(Math.max(...aisles.map(({ toYMm }) => toYMm)))
    const gap = Math.min(radius * 2 + 2, (to - from) / Math.max(1, here.length - 1))
    const wanted = here.map(({ place }) => along(place.yMm))
    const at = spread(wanted, gap, from, to)
    return here.flatMap(({ number, place }, index) => {
      const shelf = shelfOf(place, 2)
      return shelf === null ? [] : [{ number, at: put(across(xMm), at[index] ?? 0), shelf }]
    })
  })
  return marks.sort((one, other) => one.number - other.number)
}

/** The depot's sign outside its cross aisle, or on it where that is not an outer one, and the door that looks inside. */
function depotOf(map: PlanMap, frame: FloorFrame): { depot: Box; depotDoor: ScreenPoint } {
  const { width, height, away } = DEPOT
  const at = frame.put(frame.across(map.depot.xMm), frame.along(map.depot.yMm))
  // The low end is below, or left of a turned floor.
  const out = frame.depotEnd === null ? 0 : frame.depotEnd === 'low' ? 1 : -1
  const [x, y] = map.isTurned ? [-out * (away + width / 2), 0] : [0, out * (away + height / 2)]
  return {
    depot: {
      x: between(at.x + x - width / 2, 1, frame.width - width - 1),
      y: between(at.y + y - height / 2, 1, frame.height - height - 1),
      width,
      height,
    },
    depotDoor: map.isTurned ? { x: at.x - out * away, y: at.y } : { x: at.x, y: at.y + out * away },
  }
}

/** One sign an aisle, or of every second, third … aisle where all of them have no room. */
function signsOf(map: PlanMap, frame: FloorFrame): AisleSign[] {
  const { isTurned } = map
  const { isUpright, signEnd } = frame
  const every = isTurned || isUpright ? Math.max(1, Math.ceil(SIGN_LINE / frame.pitch)) : 1
  const xs = [...new Set(map.layout.aisles.map(({ xMm }) => xMm))].sort((one, other) => one - other)
  const shown = new Set(xs.filter((_, index) => index % every === 0))
  const isHigh = signEnd === 'high'
  return map.layout.aisles
    .filter(({ xMm }) => shown.has(xMm))
    .map(({ id, xMm, fromYMm, toYMm }) => ({
      id,
      text: map.aisleNames[id] ?? id,
      ...frame.put(frame.across(xMm), frame.along(isHigh ? toYMm : fromYMm) + (isHigh ? SIGN_AWAY : -SIGN_AWAY)),
      anchor: isTurned || isUpright ? (isHigh ? ('start' as const) : ('end' as const)) : ('middle' as const),
      isUpright,
    }))
}

/**
 * Lays out a floor in a picture of so many pixels: shelves, signs, depot, and where places and tours come to lie. Two places
 * of an aisle are at least `bayMm` apart, unless they are one above the other.
 */
export function drawFloor(
  map: PlanMap,
  size: { readonly width: number; readonly height: number },
  bayMm?: number,
): FloorDrawing {
  const frame = frameFloor(map, size)
  const parts = partsOf(map, frame, bayMm)
  const { shelfOf } = parts
  const { across, along } = frame.scale
  const radius = between(frame.pitch * 0.28, 8.5, 12)
  return {
    ...size,
    shelves: shelvesOf(map, frame),
    signs: signsOf(map, frame),
    ...depotOf(map, frame),
    radius,
    laneGap: between(frame.pitch * 0.14, 4, 10),
    metre: map.isTurned ? { across: along * 1_000, up: across * 1_000 } : { across: across * 1_000, up: along * 1_000 },
    point: ({ xMm, yMm }) => frame.put(frame.across(xMm), frame.along(yMm)),
    boxes: (places) => {
      const once = new Map<string, Box>()
      for (const place of places) {
        const shelf = shelfOf(place, 0)
        if (shelf !== null) once.set(`${Math.round(shelf.x)} ${Math.round(shelf.y)}`, shelf)
      }
      return [...once.values()]
    },
    stops: (stops) => stopMarks(map, frame, parts, radius, stops),
  }
}

/** How far two neighbouring places of an aisle are apart in millimetres: the usual short distance among all of them. */
export function bayOf(places: readonly PlanPlace[]): number | undefined {
  const gaps = [...Map.groupBy(places, ({ aisle }) => aisle).values()].flatMap((here) => {
    const ys = [...new Set(here.map(({ yMm }) => yMm))].sort((one, other) => one - other)
    return ys.slice(1).map((y, index) => y - (ys[index] ?? y))
  })
  return gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 10)]
}
