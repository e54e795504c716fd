import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWeight, weightTolerance } from '../../domain/pack.ts'

describe('a weight', () => {
  test.each([
    ['1624', 1624],
    ['1.624', 1624],
    ['1,6', 1600],
    ['2 kg', 2000],
    ['0.3', 300],
    ['350g', 350],
    ['12.5 g', 13],
    ['350.0 G', 350],
    ['1234.56 g', 1235],
    ['0.2 g', null],
    ['0', null],
    ['-5', null],
    ['heavy', null],
    ['8801230000011', null],
    ['1001 kg', null],
  ])('typed as %s is read as %s grams', (text, grams) => {
    expect(readWeight(text)).toBe(grams)
  })

  test('in whole grams is read as it is, and the same in kilograms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (grams) => {
        expect(readWeight(String(grams))).toBe(grams)
        expect(readWeight(`${Math.floor(grams / 1000)}.${String(grams % 1000).padStart(3, '0')} kg`)).toBe(grams)
      }),
      { seed: 7 },
    )
  })

  test('may be off by the policy’s grams and 3 %, and the allowance grows with the weight', () => {
    const policy = { weighCartons: true, weightToleranceGrams: 40 }
    expect(weightTolerance(0, policy)).toBe(40)
    expect(weightTolerance(1_000, policy)).toBe(70)
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        expect(weightTolerance(Math.min(a, b), policy)).toBeLessThanOrEqual(weightTolerance(Math.max(a, b), policy))
      }),
      { seed: 7 },
    )
  })
})
