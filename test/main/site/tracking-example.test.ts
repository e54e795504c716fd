import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleOf } from '../../../main/site/tracking-example.ts'

describe('an invented tracking number', () => {
  it('fits its pattern and is another one at every turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 20 }), fc.integer({ min: 0, max: 9_998 }), (length, turn) => {
        const pattern = `^\\d{${length}}$`
        const code = exampleOf(pattern, turn)
        expect(code).toMatch(new RegExp(pattern))
        expect(code).not.toBe(exampleOf(pattern, turn + 1))
      }),
    )
  })

  it('follows a count of digits that may go on, and gives up on letters', () => {
    expect(exampleOf('^\\d{10}(\\d{2})?$', 0)).toBe('6000000001')
    expect(exampleOf('^[A-Z]{2}\\d{9}KR$', 0)).toBeNull()
    expect(exampleOf('^\\d{3}$', 0)).toBeNull()
  })
})
