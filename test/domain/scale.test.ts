import { describe, expect, it } from 'vitest'
import { createSteadyWeight, readScaleLine, type ScaleReading, toGrams } from '../../domain/scale.ts'

describe('a line of a scale', () => {
  it.each([
    ['ST,GS,+  1.624 kg', 1624, true],
    ['US,NT,+  1.624kg', 1624, false],
    ['ST,GS,-  0.012 kg', -12, true],
    ['S S      1624 g', 1624, true],
    ['S D      1.624 kg', 1624, false],
    ['  1,624 kg', 1624, null],
    ['ST,GS,   3.58 lb', 1623.8607, true],
    ['ST,NT,+0010.0 oz', 283.4952, true],
  ])('%s', (line, grams, stable) => {
    expect(readScaleLine(line)).toEqual({ grams, stable, fault: null })
  })

  it('says when it is overloaded or has no weight to give', () => {
    expect(readScaleLine('OL,GS,+9999999')).toMatchObject({ fault: 'overload' })
    expect(readScaleLine('S +')).toMatchObject({ fault: 'overload' })
    expect(readScaleLine('S I')).toMatchObject({ fault: 'fault' })
    expect(readScaleLine('hello')).toBeNull()
    for (const line of ['1,234.5 g', 'ST,GS,1.234,567 kg', '1.2.3 kg']) expect(readScaleLine(line), line).toBeNull()
    expect(readScaleLine('1.624 stone')).toBeNull()
    expect(toGrams(1, 'stone')).toBeNull()
  })
})

describe('a steady weight', () => {
  const at = (grams: number, stable: boolean | null): ScaleReading => ({ grams, stable, fault: null })
  it('is what the scale calls stable', () => {
    const steady = createSteadyWeight()
    expect(steady(at(900, false), 0)).toBe('unstable')
    expect(steady(at(1624, true), 10)).toEqual({ grams: 1624 })
  })
  it('is what has stood still for 0.7 s where the scale says nothing', () => {
    const steady = createSteadyWeight()
    expect(steady(at(1624, null), 0)).toBe('unstable')
    expect(steady(at(1624.4, null), 500)).toBe('unstable')
    expect(steady(at(1624, null), 700)).toEqual({ grams: 1624 })
    expect(steady(at(1700, null), 800)).toBe('unstable')
    expect(steady({ grams: 0, stable: false, fault: 'overload' }, 900)).toBe('fault')
    expect(steady(at(1700, null), 1_000)).toBe('unstable')
  })
})
