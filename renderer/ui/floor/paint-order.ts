/** A cuboid in a carton: the corner nearest to the carton's back corner below, and its lengths, in whole millimetres. */
export type Cuboid = { x: number; y: number; z: number; length: number; width: number; height: number }

/** The six planes of a cuboid, those with 2 towards the viewer. */
export type Plane = 'x1' | 'x2' | 'y1' | 'y2' | 'z1' | 'z2'

/** A cuboid, or a part of it that was cut off at some of its planes, to be painted over those before it. */
export type Piece<Box extends Cuboid> = {
  box: Box
  /** The span along each axis. */
  spans: Readonly<Record<Axis, readonly [from: number, to: number]>>
  cuts: ReadonlySet<Plane>
}

type Axis = 'x' | 'y' | 'z'
const AXES: readonly Axis[] = ['x', 'y', 'z']
const PAIRS: readonly (readonly [Axis, Axis])[] = [
  ['x', 'y'],
  ['y', 'z'],
  ['x', 'z'],
]

/**
 * Cuboids that do not overlap in the order in which they are painted one over the other, seen along (1, 1, 1) from x, y and
 * z without end. Three cuboids can each lie before the next one in a circle: one of them is cut then, by the planes of the
 * others, until an order exists. A picture of equal cuboids keeps the order in which they are handed in.
 */
export function paintOrder<Box extends Cuboid>(boxes: readonly Box[]): Piece<Box>[] {
  let pieces = boxes.map((box): Piece<Box> => {
    const { x, y, z, length, width, height } = box
    return { box, spans: { x: [x, x + length], y: [y, y + width], z: [z, z + height] }, cuts: new Set() }
  })
  for (;;) {
    const { order, circle } = sortPieces(pieces)
    const parts = circle.length === 0 ? null : cutOne(circle)
    if (parts === null) return [...order, ...circle]
    pieces = pieces.flatMap((piece) => (piece === parts.whole ? parts.halves : [piece]))
  }
}

/** True when both cover some spot of the picture: along (1, 1, 1) that is told by the three differences of coordinates. */
function meetInPicture(a: Piece<Cuboid>, b: Piece<Cuboid>): boolean {
  return PAIRS.every(([one, other]) => {
    const [a1, a2] = [a.spans[one][0] - a.spans[other][1], a.spans[one][1] - a.spans[other][0]]
    const [b1, b2] = [b.spans[one][0] - b.spans[other][1], b.spans[one][1] - b.spans[other][0]]
    return a1 < b2 && b1 < a2
  })
}

/** True when a is painted before b: it lies behind a plane that b lies before, and both meet in the picture. */
function isBehind(a: Piece<Cuboid>, b: Piece<Cuboid>): boolean {
  return AXES.some((axis) => a.spans[axis][1] <= b.spans[axis][0]) && meetInPicture(a, b)
}

/** As many pieces as can be ordered, and those that wait for each other. */
function sortPieces<Box extends Cuboid>(pieces: readonly Piece<Box>[]): { order: Piece<Box>[]; circle: Piece<Box>[] } {
  const behind = new Map(pieces.map((piece) => [piece, new Set(pieces.filter((other) => isBehind(other, piece)))]))
  const order: Piece<Box>[] = []
  for (;;) {
    const [next] = [...behind].find(([, others]) => others.size === 0) ?? []
    if (next === undefined) return { order, circle: [...behind.keys()] }
    order.push(next)
    behind.delete(next)
    for (const others of behind.values()) others.delete(next)
  }
}

/** One of the pieces in two halves, at a plane of another one that it meets; null when no plane goes through any. */
function cutOne<Box extends Cuboid>(
  circle: readonly Piece<Box>[],
): { whole: Piece<Box>; halves: [Piece<Box>, Piece<Box>] } | null {
  for (const whole of circle)
    for (const other of circle)
      for (const axis of meetInPicture(whole, other) ? AXES : [])
        for (const at of other.spans[axis]) {
          const [from, to] = whole.spans[axis]
          if (at <= from || at >= to) continue
          const far: Plane = `${axis}2`
          const near: Plane = `${axis}1`
          const lower = { ...whole, spans: { ...whole.spans, [axis]: [from, at] }, cuts: new Set(whole.cuts).add(far) }
          const upper = { ...whole, spans: { ...whole.spans, [axis]: [at, to] }, cuts: new Set(whole.cuts).add(near) }
          return { whole, halves: [lower, upper] }
        }
  return null
}
