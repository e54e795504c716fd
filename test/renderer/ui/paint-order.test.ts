import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../domain/seeded-random.ts'
import { type Cuboid, type Piece, paintOrder } from '../../../renderer/ui/floor/paint-order.ts'

type Named = Cuboid & { id: string }
const box = (id: string, x: number, y: number, z: number, length: number, width: number, height: number): Named => ({
  ...{ id, x, y, z },
  ...{ length, width, height },
})

/** Where the line of sight through a spot of the floor leaves a cuboid, as height over the floor; null when it misses it. */
function leaves(spans: Piece<Named>['spans'], u: number, v: number): number | null {
  const from = Math.max(spans.x[0] - u, spans.y[0] - v, spans.z[0])
  const to = Math.min(spans.x[1] - u, spans.y[1] - v, spans.z[1])
  return from < to ? to : null
}

/** Looks along many lines of sight: what is painted last at each spot has to be what is nearest to the viewer there. */
function expectRight(boxes: readonly Named[], size: number): void {
  const pieces = paintOrder(boxes)
  for (let u = -size + 0.37; u < size; u += 0.9)
    for (let v = -size + 0.41; v < size; v += 0.9) {
      let nearest: { id: string; at: number } | null = null
      for (const { id, x, y, z, length, width, height } of boxes) {
        const at = leaves({ x: [x, x + length], y: [y, y + width], z: [z, z + height] }, u, v)
        if (at !== null && (nearest === null || at > nearest.at)) nearest = { id, at }
      }
      const painted = pieces.findLast(({ spans }) => leaves(spans, u, v) !== null)
      expect(painted?.box.id, `${u} ${v}`).toBe(nearest?.id)
    }
}

describe('the order of painting', () => {
  it('shows at every spot what is nearest to the viewer, for any cuboids that do not overlap', () => {
    const random = seededRandom(3)
    const below = (most: number): number => Math.floor(random() * most)
    for (let round = 0; round < 60; round += 1) {
      const boxes: Named[] = []
      for (let attempt = 0; attempt < 60; attempt += 1) {
        const [length, width, height] = [1 + below(8), 1 + below(8), 1 + below(8)]
        const next = box(
          `b${attempt}`,
          below(11 - length),
          below(11 - width),
          below(11 - height),
          length,
          width,
          height,
        )
        const overlaps = boxes.some(
          (other) =>
            next.x < other.x + other.length &&
            other.x < next.x + next.length &&
            next.y < other.y + other.width &&
            other.y < next.y + next.width &&
            next.z < other.z + other.height &&
            other.z < next.z + next.height,
        )
        if (!overlaps) boxes.push(next)
      }
      expect(boxes.length).toBeGreaterThan(3)
      expectRight(boxes, 10)
    }
  }, 60_000)

  it('cuts one of three bars that lie before each other in a circle, and nothing else', () => {
    const bars = [box('a', 0, 4, 8, 12, 2, 2), box('b', 8, 0, 4, 2, 12, 2), box('c', 4, 8, 0, 2, 2, 12)]
    const pieces = paintOrder(bars)
    expect(pieces.length).toBe(4)
    const cut = pieces.filter(({ cuts }) => cuts.size > 0)
    expect(new Set(cut.map(({ box: { id } }) => id)).size).toBe(1)
    expectRight(bars, 12)
  })

  it('cuts nothing of what lies side by side like the blades of a windmill', () => {
    const mill = [
      ...[box('a', 0, 0, 0, 6, 4, 3), box('b', 6, 0, 0, 4, 6, 3), box('c', 4, 6, 0, 6, 4, 3)],
      ...[box('d', 0, 4, 0, 4, 6, 3), box('e', 4, 4, 0, 2, 2, 3)],
    ]
    expect(paintOrder(mill)).toHaveLength(5)
    expectRight(mill, 10)
  })

  it('is quick for as many units as a bench follows', () => {
    const units = Array.from({ length: 300 }, (_, index) => {
      return box(
        `${index}`,
        (index % 10) * 30,
        (Math.floor(index / 10) % 6) * 30,
        Math.floor(index / 60) * 30,
        30,
        30,
        30,
      )
    })
    const begin = performance.now()
    expect(paintOrder(units)).toHaveLength(300)
    expect(performance.now() - begin).toBeLessThan(1_000)
  })
})
