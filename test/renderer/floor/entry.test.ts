import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Typed, withoutLeak } from '../../../renderer/floor/entry.ts'

const typed = (text: string, at = 1_000): Typed => [...text].map((character) => ({ text: character, at }))
const textOf = (keys: Typed): string => keys.map(({ text }) => text).join('')

describe('an entry while a scanner speaks', () => {
  it('gives back the first keys of a scan that slipped in', () => {
    expect(textOf(withoutLeak(typed('1288'), '8801234004827', 1_050))).toBe('12')
    expect(textOf(withoutLeak(typed('A', 1_000), 'a-03-2-05', 1_050))).toBe('')
  })

  it('keeps what a person typed some time before', () => {
    expect(textOf(withoutLeak(typed('88', 1_000), '8801234004827', 9_000))).toBe('88')
  })

  it('takes at most two characters, and only such as the code begins with', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{0,8}$/), fc.stringMatching(/^[0-9A-Z-]{3,20}$/), (entry, code) => {
        const left = textOf(withoutLeak(typed(entry), code, 1_000))
        const taken = entry.slice(left.length)
        return entry.startsWith(left) && taken.length <= 2 && code.startsWith(taken)
      }),
    )
  })
})
