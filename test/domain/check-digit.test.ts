import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alphanumericCheck,
  gs1CheckDigit,
  hasValidCheckDigit,
  isGtinShaped,
  toGtin14,
} from '../../domain/check-digit.ts'

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''))

describe('the GS1 check digit', () => {
  it.each([
    ['629104150021', '3'],
    ['03600029145', '2'],
    ['9638507', '4'],
    ['0061414100001', '2'],
    ['10614141192837465', '7'],
  ])('of %s is %s, as in the published examples', (body, digit) => {
    expect(gs1CheckDigit(body)).toBe(digit)
    expect(hasValidCheckDigit(body + digit)).toBe(true)
  })

  it('refuses anything but digits', () => {
    expect(() => gs1CheckDigit('12a')).toThrow(RangeError)
    expect(() => gs1CheckDigit('')).toThrow(RangeError)
    expect(hasValidCheckDigit('٣٣')).toBe(false)
    expect(hasValidCheckDigit('0')).toBe(false)
  })

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(digits(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, index, shift) => {
        const code = body + gs1CheckDigit(body)
        const wrong = (Number(code[index]) + shift) % 10
        expect(hasValidCheckDigit(code.slice(0, index) + wrong + code.slice(index + 1))).toBe(false)
      }),
    )
  })
})

describe('forms of one GTIN', () => {
  it('compare equal in 14 digits', () => {
    expect(toGtin14('96385074')).toBe('00000096385074')
    expect(toGtin14('036000291452')).toBe('00036000291452')
    expect(toGtin14('0036000291452')).toBe('00036000291452')
    expect(toGtin14('00036000291452')).toBe('00036000291452')
  })

  it('are none with a wrong check digit, another length or other characters', () => {
    expect(toGtin14('036000291453')).toBeNull()
    expect(toGtin14('0360002914')).toBeNull()
    expect(toGtin14('03600029145X')).toBeNull()
    expect(isGtinShaped('036000291453')).toBe(true)
    expect(isGtinShaped('0360002914')).toBe(false)
  })
})

describe('the alphanumeric check character', () => {
  it('is the M of the published GRid example A1-2425G-ABC1234002-M', () => {
    expect(alphanumericCheck('A12425GABC1234002')).toBe('M')
  })

  it('finds every single wrong character', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const text = fc
      .array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: 16 })
      .map((characters) => characters.join(''))
    fc.assert(
      fc.property(text, fc.nat(), fc.constantFrom(...alphabet), (body, position, other) => {
        const index = position % body.length
        fc.pre(body[index] !== other)
        expect(alphanumericCheck(body.slice(0, index) + other + body.slice(index + 1))).not.toBe(
          alphanumericCheck(body),
        )
      }),
    )
  })

  it('refuses characters outside 0-9 and A-Z', () => {
    expect(() => alphanumericCheck('a')).toThrow(RangeError)
  })
})
