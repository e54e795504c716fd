/** A point on the screen in pixels, y growing downwards. */
export type ScreenPoint = { readonly x: number; readonly y: number }

/** A straight piece of the way that no other corner divides; `shift` moves it aside, off the line on which it is walked. */
type Piece = { from: ScreenPoint; to: ScreenPoint; ahead: ScreenPoint; shift: ScreenPoint }
type Corner = ScreenPoint & { readonly turnsBack?: ScreenPoint }

const SAME = 0.5
const near = (one: number, other: number): boolean => Math.abs(one - other) < SAME
const isSame = (one: ScreenPoint, other: ScreenPoint): boolean => near(one.x, other.x) && near(one.y, other.y)
const lengthOf = (from: ScreenPoint, to: ScreenPoint): number => Math.hypot(to.x - from.x, to.y - from.y)
const plus = (one: ScreenPoint, other: ScreenPoint): ScreenPoint => ({ x: one.x + other.x, y: one.y + other.y })

/** True when `point` lies between the ends of a level or upright stretch. */
function isWithin(point: ScreenPoint, from: ScreenPoint, to: ScreenPoint): boolean {
  if (near(from.y, to.y) && near(point.y, from.y))
    return point.x > Math.min(from.x, to.x) + SAME && point.x < Math.max(from.x, to.x) - SAME
  if (near(from.x, to.x) && near(point.x, from.x))
    return point.y > Math.min(from.y, to.y) + SAME && point.y < Math.max(from.y, to.y) - SAME
  return false
}

/** Cuts the way at each of its own corners that lies on another stretch: a stretch that is walked twice becomes equal pieces. */
function piecesOf(way: readonly ScreenPoint[]): Piece[] {
  const points = way.filter((point, index) => index === 0 || !isSame(point, way[index - 1] ?? point))
  return points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to
    const cuts = points
      .filter((point) => isWithin(point, from, to))
      .sort((one, other) => lengthOf(from, one) - lengthOf(from, other))
      .filter((point, at, all) => at === 0 || !isSame(point, all[at - 1] ?? point))
    const stops = [from, ...cuts, to]
    const length = lengthOf(from, to)
    const ahead = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
    return stops.slice(1).map((end, at) => ({ from: stops[at] ?? from, to: end, ahead, shift: { x: 0, y: 0 } }))
  })
}

/** Moves pieces that are walked more than once beside each other, everyone keeping to the right. */
function spreadLanes(pieces: readonly Piece[], gap: number): void {
  const lanes = new Map<string, Piece[]>()
  for (const piece of pieces) {
    const ends = [piece.from, piece.to].map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`).sort()
    const key = ends.join('|')
    lanes.set(key, [...(lanes.get(key) ?? []), piece])
  }
  for (const beside of lanes.values()) {
    const [first] = beside
    if (first === undefined || beside.length < 2) continue
    const isAhead = ({ ahead }: Piece): boolean => ahead.x * first.ahead.x + ahead.y * first.ahead.y > 0
    const right = { x: -first.ahead.y, y: first.ahead.x }
    const ordered = [...beside.filter((piece) => !isAhead(piece)), ...beside.filter(isAhead)]
    for (const [lane, piece] of ordered.entries()) {
      const by = (lane - (ordered.length - 1) / 2) * gap
      piece.shift = { x: right.x * by, y: right.y * by }
    }
  }
}

/** The corners of the way once its lanes lie beside each other. */
function cornersOf(pieces: readonly Piece[]): Corner[] {
  const [first] = pieces
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return []
  const corners: Corner[] = [plus(first.from, first.shift)]
  for (const [index, next] of pieces.entries()) {
    const before = pieces[index - 1]
    if (before === undefined) continue
    const turn = before.ahead.x * next.ahead.x + before.ahead.y * next.ahead.y
    const end = plus(next.from, before.shift)
    const begin = plus(next.from, next.shift)
    if (turn < -0.5) corners.push({ ...end, turnsBack: before.ahead }, begin)
    else if (turn < 0.5) corners.push(plus(end, next.shift))
    else if (!isSame(end, begin)) corners.push(end, begin)
  }
  return [...corners, plus(last.to, last.shift)]
}

const text = (value: number): string => String(Math.round(value * 10) / 10)
const at = ({ x, y }: ScreenPoint): string => `${text(x)} ${text(y)}`

function towards(from: ScreenPoint, to: ScreenPoint, by: number): ScreenPoint {
  const share = by / (lengthOf(from, to) || 1)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

/**
 * A way of level and upright stretches as the `d` of an SVG path, its corners rounded by `radius`. Where it goes along the same
 * stretch more than once it lies beside itself, `gap` pixels apart, so that no part of it hides another; where it turns back it
 * does so in a half circle. Empty for less than two points.
 */
export function tourLine(way: readonly ScreenPoint[], gap: number, radius: number): string {
  const pieces = piecesOf(way)
  spreadLanes(pieces, gap)
  const corners = cornersOf(pieces)
  const [first] = corners
  if (first === undefined) return ''
  const drawn = [`M${at(first)}`]
  for (const [index, corner] of corners.entries()) {
    if (index === 0) continue
    const before = corners[index - 1] ?? first
    const next = corners[index + 1]
    const { turnsBack } = before
    if (turnsBack !== undefined) {
      const half = text(lengthOf(before, corner) / 2)
      const side = turnsBack.x * (corner.y - before.y) - turnsBack.y * (corner.x - before.x)
      drawn.push(`A${half} ${half} 0 0 ${side > 0 ? 1 : 0} ${at(corner)}`)
    } else if (next === undefined || corner.turnsBack !== undefined) drawn.push(`L${at(corner)}`)
    else {
      const round = Math.min(radius, lengthOf(before, corner) / 2, lengthOf(corner, next) / 2)
      drawn.push(`L${at(towards(corner, before, round))}Q${at(corner)} ${at(towards(corner, next, round))}`)
    }
  }
  return drawn.join('')
}
