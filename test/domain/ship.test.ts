import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchingCarriers, normaliseTracking, type ShipCarrier } from '../../domain/ship.ts'

const carrier = (code: string, trackingPattern: string | null): ShipCarrier => ({ code, name: code, trackingPattern })

describe('tracking numbers', () => {
  test('belong to the carriers whose pattern they fit as a whole', () => {
    const carriers = [
      carrier('CJ', '\\d{12}'),
      carrier('EMS', '[A-Z]{2}\\d{9}KR'),
      carrier('ANY', null),
      carrier('OR', 'A|B'),
    ]
    const fitting = (text: string) => matchingCarriers(text, carriers).map((one) => one.code)
    expect(fitting('123456789012')).toEqual(['CJ'])
    expect(fitting('1234567890123')).toEqual([])
    expect(fitting('EE123456789KR')).toEqual(['EMS'])
    expect(fitting('AB')).toEqual([])
    expect(fitting('B')).toEqual(['OR'])
  })

  test('never fail on a pattern that is none', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        expect(matchingCarriers(text, [carrier('X', pattern)]).length).toBeLessThanOrEqual(1)
      }),
      { seed: 7, numRuns: 500 },
    )
    expect(matchingCarriers('([', [carrier('X', '([')])).toEqual([])
  })

  test('are kept the same however often they are tidied', () => {
    expect(normaliseTracking(' ab-12 34 ')).toBe('AB1234')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normaliseTracking(normaliseTracking(text))).toBe(normaliseTracking(text))
      }),
      { seed: 7 },
    )
  })
})
