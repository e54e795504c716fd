import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoutePlanner, createTourLength, routePicks } from '../../domain/route.ts'
import { checkLayout } from '../../domain/route-check.ts'
import { openFloor, unreachableAisles } from '../../domain/route-floor.ts'
import { ROUTE_LIMITS, ROUTE_PROBLEM_CODES, type RouteStop, type WarehouseLayout } from '../../domain/route-layout.ts'
import { rectangularLayout } from '../support/route-floors.ts'

const layout = rectangularLayout({ aisles: 3, crossAisles: 2, pitchMm: 3_000, blockMm: 9_000, depotXMm: 1_500 })
const [first, second, third] = layout.aisles
const [front, back] = layout.crossAisles
const stop: RouteStop = { id: 'S', aisle: 'A1', yMm: 4_000, side: 'left' }
const span = (fromXMm: number, toXMm: number) => ({ fromXMm, toXMm })
const met = new Set<string>()

function codes(problems: readonly { code: string; path: string }[]): string[] {
  for (const { code } of problems) met.add(code)
  return problems.map(({ code, path }) => `${code} ${path}`)
}

describe('a layout', () => {
  it('is taken as it is when nothing is wrong with it', () => {
    expect(checkLayout(layout)).toEqual({ layout, problems: [] })
    expect(checkLayout(JSON.parse(JSON.stringify(layout)))).toEqual({ layout, problems: [] })
  })

  it.each<[string, unknown, string[]]>([
    ['nothing', null, ['E-RTE-001 ']],
    ['no aisles', { ...layout, aisles: [] }, ['E-RTE-003 aisles']],
    ['no cross aisles', { ...layout, crossAisles: [] }, ['E-RTE-004 crossAisles']],
    [
      'a cross aisle without spans',
      { ...layout, crossAisles: [{ ...front, spans: [] }] },
      ['E-RTE-004 crossAisles[0].spans'],
    ],
    ['a field that is missing', { ...layout, depot: { xMm: 0 } }, ['E-RTE-001 depot.crossAisle']],
    ['a field too many', { ...layout, name: 'Hall' }, ['E-RTE-001 ']],
    ['NaN', { ...layout, aisles: [{ ...first, xMm: Number.NaN }] }, ['E-RTE-002 aisles[0].xMm']],
    ['half a millimetre', { ...layout, aisles: [{ ...first, toYMm: 9_000.5 }] }, ['E-RTE-002 aisles[0].toYMm']],
    ['a place in the next town', { ...layout, depot: { crossAisle: 'C0', xMm: 1e8 } }, ['E-RTE-002 depot.xMm']],
    ['text for a number', { ...layout, aisles: [{ ...first, xMm: '5' }] }, ['E-RTE-001 aisles[0].xMm']],
    [
      'too many aisles',
      {
        ...layout,
        aisles: Array.from({ length: ROUTE_LIMITS.aisles + 1 }, (_, id) => ({ ...first, id: `${id}`, xMm: id })),
      },
      ['E-RTE-005 aisles'],
    ],
    ['an id twice', { ...layout, aisles: [first, second, { ...third, id: 'A0' }] }, ['E-RTE-006 aisles[2].id']],
    [
      'a cross aisle twice',
      { ...layout, crossAisles: [front, { ...back, id: 'C0' }] },
      ['E-RTE-006 crossAisles[1].id'],
    ],
    ['an aisle that ends first', { ...layout, aisles: [{ ...first, fromYMm: 9_001 }] }, ['E-RTE-007 aisles[0]']],
    [
      'a span that ends first',
      { ...layout, crossAisles: [front, { ...back, spans: [span(5, 4)] }] },
      ['E-RTE-007 crossAisles[1].spans[0]'],
    ],
    ['two aisles at one place', { ...layout, aisles: [first, { ...second, xMm: 0 }] }, ['E-RTE-008 aisles[1]']],
    [
      'two aisles of one point',
      { ...layout, aisles: ['A', 'B'].map((id) => ({ ...first, id, fromYMm: 0, toYMm: 0 })) },
      ['E-RTE-008 aisles[1]'],
    ],
    [
      'two spans that touch',
      { ...layout, crossAisles: [front, { ...back, spans: [span(0, 3_000), span(3_000, 6_000)] }] },
      ['E-RTE-009 crossAisles[1].spans[1]'],
    ],
    [
      'two cross aisles at one height',
      { ...layout, crossAisles: [front, back, { ...back, id: 'C2' }] },
      ['E-RTE-009 crossAisles[2].spans[0]'],
    ],
    ['an aisle between', { ...layout, aisles: [{ ...first, fromYMm: 1, toYMm: 8_999 }] }, ['E-RTE-010 aisles[0]']],
    ['an aisle beyond', { ...layout, aisles: [first, { ...second, xMm: 6_001 }] }, ['E-RTE-010 aisles[1]']],
    ['a depot nowhere', { ...layout, depot: { crossAisle: 'C9', xMm: 0 } }, ['E-RTE-011 depot.crossAisle']],
    ['a depot beside', { ...layout, depot: { crossAisle: 'C0', xMm: -1 } }, ['E-RTE-012 depot.xMm']],
    [
      'a depot in a gap',
      { ...layout, crossAisles: [{ ...front, spans: [span(0, 1_000), span(2_000, 6_000)] }, back] },
      ['E-RTE-012 depot.xMm'],
    ],
  ])('with %s is refused, and everything that plans on it says why', (_, value, expected) => {
    const wrong = value as WarehouseLayout
    const { layout: none, problems } = checkLayout(wrong)
    expect(none).toBeNull()
    expect(codes(problems)).toEqual(expected)
    for (const refused of [routePicks(wrong, [stop]), createRoutePlanner(wrong), createTourLength(wrong)])
      expect(refused).toEqual({ ok: false, problems })
  })

  it('may have aisles in one line that touch, spans with a gap between, and aisles that reach one cross aisle only', () => {
    const value: WarehouseLayout = {
      aisles: [
        { id: 'A', xMm: 0, fromYMm: 0, toYMm: 5_000, sides: 'left' },
        { id: 'B', xMm: 0, fromYMm: 5_000, toYMm: 9_000, sides: 'right' },
        { id: 'C', xMm: 3_000, fromYMm: 0, toYMm: 9_000, sides: 'both' },
      ],
      crossAisles: [
        { id: 'F', yMm: 0, spans: [span(0, 1_000), span(2_000, 3_000)] },
        { id: 'B', yMm: 9_000, spans: [span(0, 3_000)] },
      ],
      depot: { crossAisle: 'F', xMm: 2_500 },
    }
    expect(checkLayout(value).problems).toEqual([])
    // A begins on a piece of the front that nobody can get to: it touches B, but a shelf stands between them.
    const opened = openFloor(value)
    expect('floor' in opened && unreachableAisles(opened.floor)).toEqual(['A'])
    const stops: RouteStop[] = [
      { id: 'B', aisle: 'B', yMm: 5_000, side: 'right' },
      { id: 'A', aisle: 'A', yMm: 5_000, side: 'left' },
    ]
    expect(routePicks(value, stops.slice(0, 1))).toMatchObject({ distanceMm: 2 * (500 + 9_000 + 3_000 + 4_000) })
    expect(routePicks(value, stops)).toMatchObject({ ok: false, problems: [{ code: 'E-RTE-024', path: 'stops[1]' }] })
    met.add('E-RTE-024')
  })
})

describe('stops', () => {
  const oneSided = { ...layout, aisles: layout.aisles.map((aisle) => ({ ...aisle, sides: 'right' as const })) }
  it.each<[string, unknown, string[]]>([
    ['none', [], ['E-RTE-020 stops']],
    ['no list', null, ['E-RTE-001 stops']],
    ['an id twice', [stop, { ...stop, yMm: 1 }], ['E-RTE-006 stops[1].id']],
    ['no such aisle', [{ ...stop, aisle: 'A7' }], ['E-RTE-021 stops[0]']],
    ['beyond the ends', [stop, { ...stop, id: 'T', yMm: 9_001 }], ['E-RTE-022 stops[1]']],
    ['NaN', [{ ...stop, yMm: Number.NaN }], ['E-RTE-002 stops[0].yMm']],
    ['endless', [{ ...stop, yMm: Number.POSITIVE_INFINITY }], ['E-RTE-002 stops[0].yMm']],
    ['half a millimetre', [{ ...stop, yMm: 0.5 }], ['E-RTE-002 stops[0].yMm']],
    ['no side', [{ id: 'S', aisle: 'A1', yMm: 0 }], ['E-RTE-001 stops[0].side']],
    ['nothing', [null], ['E-RTE-001 stops[0]']],
    [
      'too many',
      Array.from({ length: ROUTE_LIMITS.stops + 1 }, (_, id) => ({ ...stop, id: String(id) })),
      ['E-RTE-005 stops'],
    ],
  ])('%s: are refused with a code', (_, stops, expected) => {
    const result = routePicks(layout, stops as RouteStop[])
    expect(codes(result.ok ? [] : result.problems)).toEqual(expected)
  })

  it('at a side without shelves are refused', () => {
    const result = routePicks(oneSided, [stop])
    expect(codes(result.ok ? [] : result.problems)).toEqual(['E-RTE-023 stops[0]'])
    expect(routePicks(oneSided, [{ ...stop, side: 'right' }]).ok).toBe(true)
  })

  it('as many as are allowed, all in one aisle, are planned', () => {
    const all = Array.from({ length: ROUTE_LIMITS.stops }, (_, index) => ({ ...stop, id: String(index), yMm: index }))
    expect(routePicks(layout, all)).toMatchObject({ ok: true, distanceMm: 2 * (1_500 + ROUTE_LIMITS.stops - 1) })
  })
})

describe('whatever is given', () => {
  const number = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double(), fc.constantFrom(Number.NaN, 0, 1e9))
  const id = fc.constantFrom('A', 'B', 'C', '', 'D'.repeat(99))
  const side = fc.constantFrom('left', 'right', 'both', 'front')
  const thing = fc.oneof({ weight: 1, arbitrary: fc.anything() }, { weight: 20, arbitrary: fc.constant('keep') })
  const spoilt = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
    fc.tuple(arbitrary, thing, fc.nat(4)).map(([value, other, at]) => {
      const key = Object.keys(value)[at]
      return other === 'keep' || key === undefined ? value : { ...value, [key]: other }
    })
  const anyLayout = spoilt(
    fc.record({
      aisles: fc.array(spoilt(fc.record({ id, xMm: number, fromYMm: number, toYMm: number, sides: side })), {
        maxLength: 4,
      }),
      crossAisles: fc.array(
        spoilt(fc.record({ id, yMm: number, spans: fc.array(fc.record({ fromXMm: number, toXMm: number })) })),
        { maxLength: 4 },
      ),
      depot: fc.record({ crossAisle: id, xMm: number }),
    }),
  )
  const anyStops = fc.array(spoilt(fc.record({ id, aisle: id, yMm: number, side })), { maxLength: 4 })

  it('there is a tour or a code, and nothing is thrown', () => {
    fc.assert(
      fc.property(anyLayout, anyStops, (wild, stops) => {
        for (const floor of [layout, wild as WarehouseLayout]) {
          const result = routePicks(floor, stops as RouteStop[])
          if (result.ok) expect(Number.isSafeInteger(result.distanceMm)).toBe(true)
          else {
            expect(result.problems.length).toBeGreaterThan(0)
            codes(result.problems)
          }
          const length = createTourLength(floor)
          if (length.ok && result.ok) expect(length.tourMm(stops as RouteStop[])).toBe(result.distanceMm)
        }
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })
})

it('every code was met', () => {
  expect([...met].sort()).toEqual([...ROUTE_PROBLEM_CODES])
})
