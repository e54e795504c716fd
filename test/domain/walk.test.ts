import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNatural, compareWalk, type WalkPlace } from '../../domain/walk.ts'

const part = fc.oneof(
  fc.nat(20).map(String),
  fc.nat(20).map((n) => String(n).padStart(2, '0')),
  fc.constantFrom('', 'A', 'B2', 'b10', 'Z-1'),
)
const place: fc.Arbitrary<WalkPlace> = fc.record({
  zone: part,
  aisle: part,
  bay: part,
  level: part,
  position: part,
  code: fc.string({ maxLength: 8 }),
})
const text = fc.oneof(
  part,
  fc.string({ maxLength: 6 }),
  fc.string({ maxLength: 6, unit: fc.constantFrom('0', '1', '9', 'a', '-') }),
)
const sign = (n: number) => Math.sign(n) + 0

function isTotalOrder<T>(arbitrary: fc.Arbitrary<T>, compare: (a: T, b: T) => number): void {
  fc.assert(
    fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
      expect(compare(a, a)).toBe(0)
      expect(sign(compare(a, b))).toBe(sign(-compare(b, a)))
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
      if (compare(a, b) === 0) expect(sign(compare(a, c))).toBe(sign(compare(b, c)))
    }),
    { seed: 7, numRuns: 3_000 },
  )
}

describe('walking order', () => {
  test('is a total order of texts, so that sorting never depends on the input order', () => {
    isTotalOrder(text, compareNatural)
    fc.assert(
      fc.property(text, text, (a, b) => {
        if (compareNatural(a, b) === 0) expect(a).toBe(b)
      }),
      { seed: 7, numRuns: 3_000 },
    )
  })

  test('is a total order of places', () => {
    isTotalOrder(place, compareWalk)
  })

  test('counts digits as numbers: bay 9 comes before bay 10', () => {
    expect(['10', '9', '1'].sort(compareNatural)).toEqual(['1', '9', '10'])
    expect(['A10', 'A9', 'B1'].sort(compareNatural)).toEqual(['A9', 'A10', 'B1'])
  })

  test('goes up one aisle and down the next', () => {
    const at = (aisle: number, bay: number): WalkPlace => ({
      zone: 'A',
      aisle: String(aisle).padStart(2, '0'),
      bay: String(bay),
      level: '1',
      position: '01',
      code: `A-${aisle}-${bay}`,
    })
    const places = [1, 2, 3].flatMap((aisle) => [1, 2, 3].map((bay) => at(aisle, bay)))
    const walked = fc.sample(fc.shuffledSubarray(places, { minLength: 9 }), { seed: 7, numRuns: 20 })
    for (const shuffled of walked)
      expect([...shuffled].sort(compareWalk).map((one) => one.code)).toEqual([
        ...['A-1-1', 'A-1-2', 'A-1-3'],
        ...['A-2-3', 'A-2-2', 'A-2-1'],
        ...['A-3-1', 'A-3-2', 'A-3-3'],
      ])
  })

  test('finishes an aisle and a zone before it begins the next', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (places) => {
        const walked = [...places].sort(compareWalk).map((one) => JSON.stringify([one.zone, one.aisle]))
        const runs = walked.filter((one, index) => one !== walked[index - 1])
        expect(runs.length).toBe(new Set(runs).size)
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})
