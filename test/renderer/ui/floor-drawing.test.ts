import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoutePlanner } from '../../../domain/route.ts'
import { drawFloor } from '../../../renderer/ui/office/floor-drawing.ts'
import { spread } from '../../../renderer/ui/office/spread.ts'
import { tourLine } from '../../../renderer/ui/office/tour-line.ts'
import { type FakeFloor, layoutOf, mapOf } from '../office/fake-planning.ts'

const SIZE = { width: 768, height: 500 }
const FLOORS: readonly Exclude<FakeFloor, 'none'>[] = ['plain', 'blocks', 'turned', 'wide']

/** The straight stretches of a path's `d`, corners and arcs taken as straight. */
function stretches(d: string): [number, number, number, number][] {
  const ends = [...d.matchAll(/([MLQA])([^MLQA]*)/g)].flatMap(([, kind = '', rest = '']) => {
    const numbers = rest.trim().split(/\s+/).map(Number)
    const [x = 0, y = 0] = numbers.slice(-2)
    return [{ kind, x, y }]
  })
  return ends.slice(1).flatMap(({ kind, x, y }, index): [number, number, number, number][] => {
    const from = ends[index] ?? { x, y }
    return kind === 'L' ? [[from.x, from.y, x, y]] : []
  })
}

describe('the line of a tour', () => {
  it('walks an aisle and back as two lanes with a half circle between them', () => {
    const way = [
      { x: 0, y: 100 },
      { x: 0, y: 0 },
      { x: 0, y: 100 },
    ]
    // Everyone keeps to the right: up on the right of the middle, down on its left as the screen shows it.
    expect(tourLine(way, 10, 8)).toBe('M5 100L5 0A5 5 0 0 0 -5 0L-5 100')
  })

  it('stays in the middle of what is walked only once, and rounds its corners', () => {
    const way = [
      { x: 0, y: 100 },
      { x: 0, y: 0 },
      { x: 100, y: 0 },
    ]
    expect(tourLine(way, 10, 8)).toBe('M0 100L0 8Q0 0 8 0L100 0')
  })

  it('splits into lanes just where it meets its own way again', () => {
    const way = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 80 },
    ]
    const d = tourLine(way, 10, 2)
    expect(d).toMatch(/^M0 0L/)
    expect(d).toContain('A5 5 0 0 0 100 -5')
    expect(d).toMatch(/L50 80$/)
  })

  it('is nothing without a way', () => {
    expect(tourLine([], 10, 8)).toBe('')
    expect(tourLine([{ x: 3, y: 4 }], 10, 8)).toBe('')
  })

  it('never lies upon itself, whatever the stops and the floor', () => {
    const stop = fc.record({ aisle: fc.nat(9), bay: fc.nat(27) })
    fc.assert(
      fc.property(
        fc.constantFrom('plain' as const, 'blocks' as const),
        fc.array(stop, { minLength: 1, maxLength: 25 }),
        (floor, stops) => {
          const layout = layoutOf(floor)
          const planner = createRoutePlanner(layout)
          if (!planner.ok) throw new Error('the floor is sound')
          const route = planner.route(
            stops.map(({ aisle, bay }, index) => ({
              id: String(index),
              aisle: layout.aisles[aisle]?.id ?? '',
              yMm: 1_000 + bay * 1_000,
              side: 'left' as const,
            })),
          )
          if (!route.ok) throw new Error(JSON.stringify(route.problems))
          const drawing = drawFloor(mapOf(floor), SIZE)
          const lines = stretches(tourLine(route.path.map(drawing.point), drawing.laneGap, 8))
          for (const [index, [ax, ay, bx, by]] of lines.entries())
            for (const [cx, cy, dx, dy] of lines.slice(index + 1)) {
              const level = Math.abs(ay - by) < 0.2 && Math.abs(cy - dy) < 0.2 && Math.abs(ay - cy) < 1
              const upright = Math.abs(ax - bx) < 0.2 && Math.abs(cx - dx) < 0.2 && Math.abs(ax - cx) < 1
              const shared = level
                ? Math.min(Math.max(ax, bx), Math.max(cx, dx)) - Math.max(Math.min(ax, bx), Math.min(cx, dx))
                : upright
                  ? Math.min(Math.max(ay, by), Math.max(cy, dy)) - Math.max(Math.min(ay, by), Math.min(cy, dy))
                  : 0
              expect(shared).toBeLessThan(2)
            }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('numbers that lie close together', () => {
  it('stay where they are when there is room', () => {
    expect(spread([10, 50, 90], 20, 0, 100)).toEqual([10, 50, 90])
  })

  it('move apart around their middle, in their order, and stay within the aisle', () => {
    expect(spread([50, 50, 50], 20, 0, 100)).toEqual([30, 50, 70])
    expect(spread([0, 0], 20, 0, 100)).toEqual([0, 20])
    expect(spread([100, 100], 20, 0, 100)).toEqual([80, 100])
  })

  it('are apart and within, for any of them that fit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 15 }), (wanted) => {
        const at = spread(wanted, 26, 0, 400)
        const sorted = at.toSorted((one, other) => one - other)
        for (const [index, one] of sorted.entries())
          if (index > 0) expect(one - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(25.999)
        expect(Math.min(...at)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...at)).toBeLessThanOrEqual(400.001)
      }),
    )
  })
})

describe('a floor in a picture', () => {
  it.each(FLOORS)('keeps every shelf, sign and stop of a %s floor within the picture', (floor) => {
    const map = mapOf(floor)
    const drawing = drawFloor(map, SIZE, 1_000)
    const places = map.layout.aisles.flatMap(({ id, xMm }, index) => [
      { aisle: id, xMm, yMm: 1_000 + (index % 28) * 1_000, side: 'left' as const },
      { aisle: id, xMm, yMm: 28_000, side: 'right' as const },
    ])
    const stops = drawing.stops(places.map((place, index) => ({ number: index + 1, place })))
    expect(stops.map(({ number }) => number)).toEqual(places.map((_, index) => index + 1))
    for (const { x, y, width, height } of [...drawing.shelves, ...drawing.boxes(places), drawing.depot]) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(SIZE.width)
      expect(y + height).toBeLessThanOrEqual(SIZE.height)
    }
    for (const { at } of stops) expect(at.x > 0 && at.x < SIZE.width && at.y > 0 && at.y < SIZE.height).toBe(true)
    for (const { x, y } of drawing.signs) expect(x > 0 && x < SIZE.width && y > 0 && y < SIZE.height).toBe(true)
  })

  it('draws aisles that run along x level, and the depot where it stands', () => {
    const plain = drawFloor(mapOf('plain'), SIZE)
    const turned = drawFloor(mapOf('turned'), SIZE)
    const [from, to] = [
      { xMm: 0, yMm: 0 },
      { xMm: 0, yMm: 30_000 },
    ]
    expect(plain.point(to).y).toBeLessThan(plain.point(from).y)
    expect(plain.point(to).x).toBe(plain.point(from).x)
    expect(turned.point(to).x).toBeGreaterThan(turned.point(from).x)
    expect(turned.point(to).y).toBe(turned.point(from).y)
    expect(plain.depot.y).toBeGreaterThan(plain.point(from).y)
    expect(turned.depot.x + turned.depot.width).toBeLessThan(turned.point(from).x)
  })

  it('leaves the cross aisle between two blocks free of shelves', () => {
    const drawing = drawFloor(mapOf('blocks'), SIZE)
    const { y } = drawing.point({ xMm: 0, yMm: 15_000 })
    expect(drawing.shelves.some((shelf) => shelf.y < y && shelf.y + shelf.height > y)).toBe(false)
    expect(drawing.shelves).toHaveLength(10 * 2 * 2)
  })

  it('names each of 50 aisles, from below, and keeps one scale for both directions or says that there are two', () => {
    const wide = drawFloor(mapOf('wide'), SIZE)
    expect(wide.signs).toHaveLength(50)
    expect(wide.signs.every(({ isUpright }) => isUpright)).toBe(true)
    expect(wide.metre.up / wide.metre.across).toBeCloseTo(3)
    expect(drawFloor(mapOf('plain'), { width: 768, height: 560 }).signs.some(({ isUpright }) => isUpright)).toBe(false)
  })

  it('draws each shelf once, however many batches take from it', () => {
    const place = { aisle: 'A/01', xMm: 0, yMm: 3_000, side: 'left' as const }
    expect(drawFloor(mapOf('plain'), SIZE).boxes([place, place, { ...place, side: 'right' }])).toHaveLength(2)
    expect(drawFloor(mapOf('plain'), SIZE).boxes([{ ...place, aisle: 'Z/99' }])).toEqual([])
  })
})
