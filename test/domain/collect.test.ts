import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LineShare, shareUnits } from '../../domain/collect.ts'
import { compareUrgency, type Urgency } from '../../domain/urgency.ts'

const lines = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 })
  .map((units): LineShare[] => units.map((quantity, index) => ({ pickLineId: `l${index}`, quantity })))
const sum = (shares: readonly LineShare[]): number => shares.reduce((total, { quantity }) => total + quantity, 0)

describe('units that were counted together', () => {
  test('are all shared out, to each line no more than it asks for, and never to one line twice', () => {
    fc.assert(
      fc.property(lines, fc.nat({ max: 300 }), (open, counted) => {
        const shares = shareUnits(open, counted)
        if (counted === 0 || counted > sum(open)) {
          expect(shares).toBeNull()
          return
        }
        expect(sum(shares ?? [])).toBe(counted)
        const asked = new Map(open.map(({ pickLineId, quantity }) => [pickLineId, quantity]))
        for (const { pickLineId, quantity } of shares ?? []) {
          expect(quantity).toBeGreaterThan(0)
          expect(quantity).toBeLessThanOrEqual(asked.get(pickLineId) ?? 0)
        }
        expect(new Set(shares?.map(({ pickLineId }) => pickLineId)).size).toBe(shares?.length)
      }),
    )
  })

  test('go to the most urgent first: who gets less than asked comes last, and nobody after that gets anything', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 300 }), (open, counted) => {
        const given = new Map(
          (shareUnits(open, counted) ?? []).map(({ pickLineId, quantity }) => [pickLineId, quantity]),
        )
        if (given.size === 0) return
        const firstLess = open.findIndex(({ pickLineId, quantity }) => (given.get(pickLineId) ?? 0) < quantity)
        if (firstLess === -1) return
        for (const { pickLineId } of open.slice(firstLess + 1)) expect(given.has(pickLineId)).toBe(false)
      }),
    )
  })

  test('do not depend on how they were counted: in one go or in two, each line has the same in the end', () => {
    fc.assert(
      fc.property(lines, fc.nat({ max: 100 }), fc.nat({ max: 100 }), (open, first, second) => {
        const at = (shares: readonly LineShare[] | null, id: string): number =>
          shares?.find(({ pickLineId }) => pickLineId === id)?.quantity ?? 0
        if (first === 0 || second === 0 || first + second > sum(open)) return
        const one = shareUnits(open, first)
        const left = open
          .map(({ pickLineId, quantity }) => ({ pickLineId, quantity: quantity - at(one, pickLineId) }))
          .filter(({ quantity }) => quantity > 0)
        const two = shareUnits(left, second)
        const whole = shareUnits(open, first + second)
        for (const { pickLineId } of open) expect(at(one, pickLineId) + at(two, pickLineId)).toBe(at(whole, pickLineId))
      }),
    )
  })
})

describe('urgency', () => {
  const order = fc.record<Urgency>({
    priority: fc.integer({ min: 0, max: 3 }),
    shipBy: fc.option(fc.integer({ min: 1, max: 3 })),
    orderedAt: fc.integer({ min: 1, max: 3 }),
    number: fc.constantFrom('#1', '#2', '#10'),
    id: fc.constantFrom('a', 'b', 'c'),
  })

  test('puts any orders into one turn, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 12 }), fc.integer(), (orders, seed) => {
        const sorted = orders.toSorted(compareUrgency)
        const turned = orders.toSorted((a, b) => ((a.orderedAt * 7 + seed) % 3) - ((b.orderedAt * 7 + seed) % 3))
        expect(turned.toSorted(compareUrgency)).toEqual(sorted)
        for (const [index, one] of sorted.entries())
          for (const later of sorted.slice(index)) expect(compareUrgency(one, later)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test('is priority before the day, a day before none, and age before the number', () => {
    const base = { priority: 0, shipBy: null, orderedAt: 2, number: '#2', id: 'b' }
    const later = [
      { ...base, number: '#3' },
      { ...base, orderedAt: 3, number: '#1' },
    ]
    const sooner = [
      { ...base, priority: 1, orderedAt: 9 },
      { ...base, shipBy: 9, orderedAt: 9 },
      { ...base, orderedAt: 1, number: '#9' },
    ]
    for (const one of sooner) expect(compareUrgency(one, base)).toBeLessThan(0)
    for (const one of later) expect(compareUrgency(base, one)).toBeLessThan(0)
  })
})
