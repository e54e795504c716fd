import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AllocatableStock,
  type Allocated,
  allocate,
  type LineToAllocate,
  type StockToAllocate,
} from '../../domain/allocation.ts'
import { AllocationPolicy, checkAllocationPolicy } from '../../domain/allocation-policy.ts'
import { bestByTryingAll, costOfParts, rotationOf } from './allocation-oracle.ts'

const LONG = process.env.BARO_LONG === '1'
const ON = '2026-11-23'
const policy = (changes: Partial<AllocationPolicy> = {}): AllocationPolicy =>
  AllocationPolicy.parse({ allOrNothing: false, ...changes })

const row = (stockId: string, changes: Partial<AllocatableStock> = {}): AllocatableStock => ({
  stockId,
  itemId: 'A',
  locationId: 'L1',
  lot: '',
  expiresOn: null,
  receivedOn: null,
  free: 10,
  ...changes,
})
const line = (lineId: string, units: number, itemId = 'A'): LineToAllocate => ({ lineId, itemId, units })
const at = (locationId: string, distanceMetres = 10, priority = 0) => ({ locationId, distanceMetres, priority })
const stock = (
  rows: AllocatableStock[],
  locations = ['L1', 'L2', 'L3', 'L4'].map((id, index) => at(id, 10 * (index + 1))),
  cases: [string, number][] = [],
): StockToAllocate => ({ rows, locations, caseUnits: new Map(cases) })
const taken = ({ parts }: Allocated) => parts.map(({ stockId, units }) => [stockId, units])

describe('allocating', () => {
  it.each([
    [
      'takes the lot that expires first',
      policy({ rotation: 'fefo' }),
      [
        ['soon', 3],
        ['late', 1],
      ],
    ],
    ['takes what came first', policy({ rotation: 'fifo' }), [['late', 4]]],
    [
      'takes the closest place',
      policy({ rotation: 'none', prefer: 'closest' }),
      [
        ['soon', 3],
        ['near', 1],
      ],
    ],
    ['takes from the fewest places', policy({ rotation: 'none', prefer: 'fewest-locations' }), [['late', 4]]],
  ])('%s', (_, by, expected) => {
    const rows = [
      row('late', { locationId: 'L4', expiresOn: '2027-09-01', receivedOn: '2026-01-01' }),
      row('soon', { locationId: 'L2', expiresOn: '2027-01-01', receivedOn: '2026-05-01', free: 3 }),
      row('near', { locationId: 'L1', free: 2, receivedOn: '2026-06-01' }),
    ]
    const found = allocate([line('1', 4)], stock(rows), by, ON)
    expect(taken(found)).toEqual(expected)
    expect(found).toMatchObject({ missing: [], isExact: true })
    expect(found.atLeast).toBe(found.cost)
  })

  it('takes no lot that is expired or not good for long enough, and counts today as still good', () => {
    const rows = [
      row('gone', { expiresOn: '2026-11-22' }),
      row('today', { expiresOn: ON, free: 1 }),
      row('week', { expiresOn: '2026-11-30', free: 1 }),
      row('never', { free: 1 }),
    ]
    expect(taken(allocate([line('1', 9)], stock(rows), policy(), ON))).toEqual([
      ['today', 1],
      ['week', 1],
      ['never', 1],
    ])
    const lasting = allocate([line('1', 9)], stock(rows), policy({ minShelfDays: 7 }), ON)
    expect(taken(lasting)).toEqual([
      ['week', 1],
      ['never', 1],
    ])
    expect(lasting.missing).toEqual([{ lineId: '1', itemId: 'A', units: 7 }])
  })

  it('gives all or nothing when asked to, and names what is missing either way', () => {
    const lines = [line('1', 4), line('2', 8), line('3', 1, 'B')]
    const missing = [
      { lineId: '2', itemId: 'A', units: 2 },
      { lineId: '3', itemId: 'B', units: 1 },
    ]
    const some = allocate(lines, stock([row('r')]), policy(), ON)
    expect(some.parts.map(({ lineId, units }) => [lineId, units])).toEqual([
      ['1', 4],
      ['2', 6],
    ])
    expect(some.missing).toEqual(missing)
    expect(allocate(lines, stock([row('r')]), policy({ allOrNothing: true }), ON)).toMatchObject({
      parts: [],
      missing,
      cost: 0,
    })
  })

  it('sends an order from one place that has all of it rather than from two closer ones', () => {
    const rows = ['A', 'B'].flatMap((itemId, index) => [
      row(`near-${itemId}`, { itemId, locationId: `L${index + 1}` }),
      row(`far-${itemId}`, { itemId, locationId: 'L4' }),
    ])
    const lines = [line('1', 2), line('2', 2, 'B')]
    expect(taken(allocate(lines, stock(rows), policy(), ON))).toEqual([
      ['far-A', 2],
      ['far-B', 2],
    ])
    const closest = allocate(lines, stock(rows), policy({ prefer: 'closest' }), ON)
    expect(taken(closest)).toEqual([
      ['near-A', 2],
      ['near-B', 2],
    ])
  })

  it('weighs priority against distance by the site’s own costs', () => {
    const locations = [at('L1', 100, 3), at('L2', 400, 0)]
    const rows = [row('own', { locationId: 'L2' }), row('partner', { locationId: 'L1' })]
    const weighed = (perPriority: number) =>
      policy({ prefer: 'cost', costs: { perLocation: 0, perMetre: 1, perPriority, perStockRow: 0, perBrokenCase: 0 } })
    expect(taken(allocate([line('1', 1)], stock(rows, locations), weighed(101), ON))).toEqual([['own', 1]])
    expect(taken(allocate([line('1', 1)], stock(rows, locations), weighed(99), ON))).toEqual([['partner', 1]])
  })

  it('stays within the most locations allowed, with as many units as those hold', () => {
    const rows = [
      row('a', { free: 3 }),
      row('b', { locationId: 'L2', free: 4 }),
      row('c', { locationId: 'L3', free: 5 }),
    ]
    const two = allocate([line('1', 12)], stock(rows), policy({ maxLocations: 2 }), ON)
    expect(taken(two).toSorted()).toEqual([
      ['b', 4],
      ['c', 5],
    ])
    expect(two.missing).toEqual([{ lineId: '1', itemId: 'A', units: 3 }])
    expect(taken(allocate([line('1', 12)], stock(rows), policy(), ON))).toHaveLength(3)
  })

  it('goes by the rotation before the cost also where places are limited', () => {
    const rows = [
      row('old', { expiresOn: '2026-12-01', free: 1 }),
      row('later', { locationId: 'L2', expiresOn: '2027-01-01', free: 1 }),
      row('mixed-old', { locationId: 'L4', expiresOn: '2026-12-01', free: 1 }),
      row('mixed-last', { locationId: 'L4', expiresOn: '2027-09-01', free: 3 }),
      row('last', { locationId: 'L3', expiresOn: '2027-09-01', free: 9 }),
    ]
    const found = allocate([line('1', 3)], stock(rows), policy({ maxLocations: 1 }), ON)
    expect(taken(found)).toEqual([
      ['mixed-old', 1],
      ['mixed-last', 2],
    ])
  })

  it('opens a further place when that saves more stock rows than it costs', () => {
    const costs = { perLocation: 5, perMetre: 0, perPriority: 0, perStockRow: 4, perBrokenCase: 0 }
    const rows = [
      ...['a', 'b', 'c'].map((id) => row(id, { lot: id, free: 2 })),
      row('full', { locationId: 'L2', free: 4 }),
      row('other', { itemId: 'B', free: 1 }),
    ]
    const lines = [line('1', 6), line('2', 1, 'B')]
    const found = allocate(lines, stock(rows), policy({ prefer: 'cost', costs, rotation: 'none' }), ON)
    // Three rows at one place cost 12 and its 5; two rows at two places 8 and 10.
    expect(found.cost).toBe(5 + 4 * 4)
    const dear = allocate(
      lines,
      stock(rows),
      policy({ prefer: 'cost', costs: { ...costs, perStockRow: 6 }, rotation: 'none' }),
      ON,
    )
    expect(taken(dear)).toContainEqual(['full', 4])
    expect(dear.cost).toBe(2 * 5 + 3 * 6)
  })

  it('exchanges two places for two others where that saves a stock row', () => {
    const free = [
      [3, 3],
      [2, 2],
      [1, 1],
      [0, 2],
      [4, 3],
      [1, 2],
      [1, 4],
      [4, 3],
      [5, 4],
      [3, 3],
      [1, 2],
    ]
    const rows = free.map(([place, units = 0], index) => row(`s${index}`, { locationId: `L${place}`, free: units }))
    const places = [4, 13, 15, 12, 5, 8].map((metres, index) => at(`L${index}`, metres))
    const costs = { perLocation: 1, perMetre: 1, perPriority: 0, perStockRow: 18, perBrokenCase: 7 }
    const by = policy({ prefer: 'cost', rotation: 'none', wholeCases: true, costs })
    const there = stock(rows, places, [['A', 3]])
    expect(allocate([line('1', 8)], there, by, ON)).toMatchObject({ cost: 59, isExact: true })
    expect(bestByTryingAll([line('1', 8)], there, by, ON)).toEqual({ short: 0, turned: 0, cost: 59 })
  })

  it('leaves cases whole where that is possible without more walking than it is worth', () => {
    const rows = [row('cases', { free: 24 }), row('loose', { locationId: 'L1', lot: 'x', free: 15 })]
    const costs = { perLocation: 10, perMetre: 0, perPriority: 0, perStockRow: 2, perBrokenCase: 5 }
    const cased = stock(rows, undefined, [['A', 12]])
    const by = (wholeCases: boolean) => policy({ prefer: 'cost', costs, wholeCases })
    // 15 are a case and three loose ones; 24 are two cases.
    expect(taken(allocate([line('1', 15)], cased, by(true), ON))).toEqual([['loose', 15]])
    expect(taken(allocate([line('1', 15)], cased, by(false), ON))).toEqual([['cases', 15]])
    expect(taken(allocate([line('1', 27)], cased, by(true), ON)).toSorted()).toEqual([
      ['cases', 24],
      ['loose', 3],
    ])
    const broken = allocate([line('1', 5)], cased, by(true), ON)
    expect(broken.cost).toBe(10 + 2 + 5)
  })

  it('takes nothing from a place that is not listed, nor for a line that needs nothing', () => {
    expect(allocate([line('1', 1)], stock([row('r', { locationId: 'gone' })]), policy(), ON).parts).toEqual([])
    expect(allocate([line('1', 0)], stock([row('r')]), policy(), ON)).toMatchObject({ parts: [], missing: [], cost: 0 })
  })
})

const dates = fc.constantFrom(null, '2026-11-20', '2026-12-01', '2027-01-01')
const warehouse = (places: number, items: number, most: number) =>
  fc.record({
    rows: fc
      .array(
        fc.record({
          itemId: fc.nat(items - 1).map((index) => `I${index}`),
          locationId: fc.nat(places - 1).map((index) => `L${index}`),
          expiresOn: dates,
          receivedOn: dates,
          free: fc.nat(most),
        }),
        { maxLength: places * 4 },
      )
      .map((rows) =>
        rows.map((each, index): AllocatableStock => ({ ...each, stockId: `s${index}`, lot: `lot${index}` })),
      ),
    locations: fc
      .array(fc.record({ distanceMetres: fc.nat(30), priority: fc.nat(3) }), { minLength: places, maxLength: places })
      .map((list) => list.map((each, index) => ({ ...each, locationId: `L${index}` }))),
    caseUnits: fc.array(fc.nat(4), { minLength: items, maxLength: items }),
    lines: fc
      .array(fc.record({ itemId: fc.nat(items - 1).map((index) => `I${index}`), units: fc.nat(2 * most) }), {
        maxLength: 6,
      })
      .map((list) => list.map((each, index) => ({ ...each, lineId: `${index}` }))),
  })
const policies = fc
  .record({
    rotation: fc.constantFrom('fefo', 'fifo', 'none'),
    prefer: fc.constantFrom('closest', 'fewest-locations', 'cost', 'cost'),
    costs: fc.record({
      perLocation: fc.oneof(fc.nat(40), fc.nat(3)),
      perMetre: fc.nat(3),
      perPriority: fc.nat(20),
      perStockRow: fc.oneof(fc.nat(10), fc.nat(60)),
      perBrokenCase: fc.nat(15),
    }),
    wholeCases: fc.boolean(),
    maxLocations: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null, freq: 2 }),
    minShelfDays: fc.constantFrom(0, 10),
  })
  .map((each) => policy(each))

describe('any allocation', () => {
  it('is as good as the best of all plans there are, for up to four locations and six lines', {
    timeout: 1_200_000,
  }, () => {
    fc.assert(
      fc.property(
        fc.oneof(warehouse(4, 6, 4), warehouse(4, 2, 5), warehouse(4, 1, 2)),
        policies,
        ({ caseUnits, lines, ...rest }, by) => {
          const cases = new Map(caseUnits.map((units, index) => [`I${index}`, units]))
          const there = { ...rest, caseUnits: cases }
          const found = allocate(lines, there, by, ON)
          const best = bestByTryingAll(lines, there, by, ON)
          expect({
            short: found.missing.reduce((sum, { units }) => sum + units, 0),
            turned: rotationOf(found.parts, lines, there, by, ON),
            cost: costOfParts(found.parts, there, by),
          }).toEqual(best)
          expect(found).toMatchObject({ isExact: true, cost: best.cost, atLeast: best.cost })
        },
      ),
      { seed: 21, numRuns: LONG ? 20_000 : 600 },
    )
  })

  it('gives no more than is free and no more than was ordered, and serves the lines of an item in turn', () => {
    fc.assert(
      fc.property(warehouse(12, 5, 20), policies, fc.boolean(), ({ caseUnits, lines, ...rest }, by, allOrNothing) => {
        const there = { ...rest, caseUnits: new Map(caseUnits.map((units, index) => [`I${index}`, units])) }
        const found = allocate(lines, there, { ...by, allOrNothing }, ON)
        for (const { stockId, free, itemId, expiresOn } of there.rows) {
          const mine = found.parts.filter((part) => part.stockId === stockId)
          expect(mine.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(free)
          for (const { lineId } of mine) expect(lines.find((each) => each.lineId === lineId)?.itemId).toBe(itemId)
          if (mine.length > 0) expect(expiresOn ?? '9999' >= ON).toBeTruthy()
        }
        const short = new Set<string>()
        for (const { lineId, itemId, units } of lines) {
          const given = found.parts.filter((part) => part.lineId === lineId).reduce((sum, part) => sum + part.units, 0)
          const missing = found.missing.find((each) => each.lineId === lineId)?.units ?? 0
          if (found.parts.length > 0) expect(given + missing).toBe(units)
          expect(given).toBeLessThanOrEqual(units)
          if (given > 0) expect(short.has(itemId)).toBe(false)
          if (missing > 0) short.add(itemId)
        }
        for (const { units } of found.parts) expect(units).toBeGreaterThan(0)
        if (by.maxLocations !== null)
          expect(new Set(found.parts.map(({ locationId }) => locationId)).size).toBeLessThanOrEqual(by.maxLocations)
        if (allOrNothing && found.missing.length > 0) expect(found.parts).toEqual([])
        expect(found.atLeast).toBeLessThanOrEqual(found.cost)
      }),
      { seed: 22, numRuns: LONG ? 10_000 : 500 },
    )
  })

  it('never takes a younger unit while an older one of the item is left, as long as places are not limited', () => {
    fc.assert(
      fc.property(warehouse(8, 3, 9), policies, ({ caseUnits, lines, ...rest }, by) => {
        const there = { ...rest, caseUnits: new Map(caseUnits.map((units, index) => [`I${index}`, units])) }
        const found = allocate(lines, there, { ...by, maxLocations: null, rotation: 'fefo' }, ON)
        const left = (stockId: string, free: number) =>
          free - found.parts.filter((part) => part.stockId === stockId).reduce((sum, { units }) => sum + units, 0)
        const good = there.rows.filter(
          ({ expiresOn }) => expiresOn === null || expiresOn >= (by.minShelfDays === 0 ? ON : '2026-12-03'),
        )
        for (const older of good.filter(({ stockId, free }) => left(stockId, free) > 0))
          for (const younger of good.filter(({ itemId }) => itemId === older.itemId))
            if ((younger.expiresOn ?? '9999') > (older.expiresOn ?? '9999'))
              expect(left(younger.stockId, younger.free)).toBe(younger.free)
      }),
      { seed: 23, numRuns: LONG ? 10_000 : 500 },
    )
  })

  it('is the same whatever order the rows and places come in', () => {
    fc.assert(
      fc.property(warehouse(6, 3, 9), policies, ({ caseUnits, lines, rows, locations }, by) => {
        const cases = new Map(caseUnits.map((units, index) => [`I${index}`, units]))
        const found = allocate(lines, { rows, locations, caseUnits: cases }, by, ON)
        const turned = { rows: rows.toReversed(), locations: locations.toReversed(), caseUnits: cases }
        expect(allocate(lines, turned, by, ON)).toEqual(found)
      }),
      { seed: 24, numRuns: 300 },
    )
  })
})

describe('a large allocation', () => {
  const large = (seed: number, places: number, items: number, each: number) => {
    const pick = fc.sample(
      fc.tuple(fc.nat(places - 1), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 20 }), fc.nat(100)),
      { seed, numRuns: Math.max(places, items * each) },
    )
    const rows = pick
      .slice(0, items * each)
      .map(([place, free], index) => row(`s${index}`, { itemId: `I${index % items}`, locationId: `L${place}`, free }))
    const locations = pick.slice(0, places).map(([, , , metres], index) => at(`L${index}`, metres, metres % 4))
    const lines = pick.slice(0, items).map(([, , units], index) => line(`${index}`, units, `I${index}`))
    return { lines, there: stock(rows, locations) }
  }

  it.each([
    [50, 30, 4],
    [200, 30, 3],
  ])('over %i locations and %i lines is still the best there is', (places, items, each) => {
    for (const prefer of ['cost', 'closest', 'fewest-locations'] as const) {
      const { lines, there } = large(31, places, items, each)
      const found = allocate(lines, there, policy({ rotation: 'none', prefer }), ON)
      expect(found.isExact).toBe(true)
      expect(costOfParts(found.parts, there, policy({ prefer }))).toBe(found.cost)
    }
  })

  it('that nobody can decide ends soon all the same, complete and with what it costs at least', () => {
    const { lines, there } = large(32, 100, 60, 6)
    const found = allocate(lines, there, policy({ rotation: 'none', prefer: 'cost' }), ON)
    expect(
      found.missing.every(({ itemId, units }) => {
        const free = there.rows.filter((each) => each.itemId === itemId).reduce((sum, each) => sum + each.free, 0)
        return units === (lines.find((each) => each.itemId === itemId)?.units ?? 0) - free
      }),
    ).toBe(true)
    expect(costOfParts(found.parts, there, policy({ prefer: 'cost' }))).toBe(found.cost)
    expect(found).toMatchObject({ isExact: false })
    expect(found.cost / found.atLeast).toBeLessThan(1.8)
  })

  it('with a limit of places takes as many units as the best ones hold, as far as that can be tried', () => {
    const { lines, there } = large(33, 30, 12, 5)
    const all = allocate(lines, there, policy({ rotation: 'none' }), ON)
    let before = Number.POSITIVE_INFINITY
    for (const maxLocations of [1, 2, 3, 6, 30]) {
      const found = allocate(lines, there, policy({ rotation: 'none', maxLocations }), ON)
      const short = found.missing.reduce((sum, { units }) => sum + units, 0)
      expect(new Set(found.parts.map(({ locationId }) => locationId)).size).toBeLessThanOrEqual(maxLocations)
      expect(found.isExact).toBe(maxLocations !== 6)
      expect(short).toBeLessThan(before)
      before = short
    }
    expect(before).toBe(all.missing.reduce((sum, { units }) => sum + units, 0))
  })
})

describe('an allocation policy as data', () => {
  const costs = { perLocation: 0, perMetre: 0, perPriority: 0, perStockRow: 0, perBrokenCase: 0 }
  it.each([
    ['weights that decide nothing', { prefer: 'cost', costs }, ['costs E-RUL-041']],
    [
      'whole cases that cost nothing to open',
      { prefer: 'cost', wholeCases: true, costs: { ...costs, perMetre: 1 } },
      ['costs.perBrokenCase E-RUL-041'],
    ],
    ['a negative weight', { costs: { ...costs, perMetre: -1 } }, ['costs.perMetre E-RUL-002']],
    ['no location at all', { maxLocations: 0 }, ['maxLocations E-RUL-002']],
    ['a rotation that does not exist', { rotation: 'lifo' }, ['rotation E-RUL-005']],
    ['a field that does not exist', { nearest: true }, ['nearest E-RUL-004']],
  ])('is refused with %s', (_, value, expected) => {
    expect(checkAllocationPolicy(value).problems.map(({ path, code }) => `${path} ${code}`)).toEqual(expected)
  })

  it('is taken when all is well, and complete when nothing is said', () => {
    expect(checkAllocationPolicy({}).value).toEqual(AllocationPolicy.parse({}))
    // Weights that are not used need not decide anything.
    expect(checkAllocationPolicy({ prefer: 'closest', costs }).problems).toEqual([])
  })
})
