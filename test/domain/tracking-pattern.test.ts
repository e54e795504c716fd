import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trackingPattern } from '../../domain/tracking-pattern.ts'

const fits = (pattern: string, text: string) => trackingPattern(pattern)?.(text)

/** Patterns of the understood parts, nested. */
const pattern = fc.letrec<{ whole: string; part: string }>((tie) => ({
  whole: fc
    .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((choices) => choices.map((parts) => parts.join('')).join('|')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('A', '1', '\\d', '\\D', '\\w', '.', '[A-C]', '[^A1]', '[\\dB-]', '\\.', '^', '$'),
    fc
      .tuple(
        fc.oneof(
          fc.constantFrom('A', '1', '\\d', '[AB]'),
          tie('whole').map((whole) => `(${whole})`),
        ),
        fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?'),
      )
      .map((both) => both.join('')),
    tie('whole').map((whole) => `(?:${whole})`),
  ),
})).whole

describe('a tracking pattern', () => {
  test('means what the same regular expression means', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('A', 'B', '1', '.', '-'), maxLength: 6 }),
        (text, number) => {
          expect(fits(text, number), text).toBe(new RegExp(`^(?:${text})$`).test(number))
        },
      ),
      { seed: 7, numRuns: 3_000 },
    )
  })

  test('takes no time to speak of, however it is nested', () => {
    const number = `${'1'.repeat(120)}X`
    const started = performance.now()
    for (const hard of ['(\\d+)+Y', '(\\d|\\d\\d)+Y', '((((\\d*)*)*)*)*Y', '(\\d{0,99}){99}Y', `${'\\d*'.repeat(60)}Y`])
      expect(fits(hard, number), hard).toBe(false)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('is none when it asks for more than tracking numbers need', () => {
    for (const none of [
      '([',
      '(',
      ')',
      '[',
      '[]',
      '[\\]',
      'a{2',
      '*',
      'a**',
      '(?=a)b',
      '(a)\\1',
      '\\p{L}',
      '[b-a]',
      'a{3,2}',
    ])
      expect(trackingPattern(none), none).toBeNull()
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, number) => {
        expect([true, false, undefined]).toContain(fits(text, number))
      }),
      { seed: 7, numRuns: 2_000 },
    )
  })
})
