import { describe, expect, it } from 'vitest'
import { createBounceFilter } from '../../../renderer/scan/bounce.ts'

describe('a bouncing trigger', () => {
  it.each([
    ['the same code after 249 ms', 'A', 249, true],
    ['the same code after 250 ms', 'A', 250, false],
    ['another code at once', 'B', 1, false],
  ])('%s', (_, text, later, bounced) => {
    const filter = createBounceFilter()
    expect(filter('A', 1000)).toBe(false)
    expect(filter(text, 1000 + later)).toBe(bounced)
  })

  it('stays one scan however long it bounces', () => {
    const filter = createBounceFilter()
    expect([0, 200, 400, 600, 860].map((at) => filter('A', at))).toEqual([false, true, true, true, false])
  })

  it('is no bounce when another code came between', () => {
    const filter = createBounceFilter()
    expect([filter('A', 0), filter('B', 50), filter('A', 100)]).toEqual([false, false, false])
  })
})
