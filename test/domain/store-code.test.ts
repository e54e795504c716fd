import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit } from '../../domain/check-digit.ts'
import { measureVerifier, readStoreCode, StoreCodePattern } from '../../domain/store-code.ts'

const withCheck = (digits: string) => digits + gs1CheckDigit(digits)

describe('a store code', () => {
  it.each([
    ['2PIIIIIWWWWWC', withCheck('211234501250'), { reference: '12345', weightGrams: 1250, price: null }],
    ['2PIIIIIWW.WWWC', withCheck('291234501250'), { reference: '12345', weightGrams: 1250, price: null }],
    ['28IIIIIWWW.WWC', withCheck('281234501250'), { reference: '12345', weightGrams: 12_500, price: null }],
    ['22IIIIIMMMMMC', withCheck('221234512900'), { reference: '12345', weightGrams: null, price: '12900' }],
    ['22IIIIIMMM.MMC', withCheck('221234500995'), { reference: '12345', weightGrams: null, price: '9.95' }],
    ['02IIIIIMMMMMC', withCheck('021234500000'), { reference: '12345', weightGrams: null, price: '0' }],
    ['2IIIIIVMMMMC', withCheck('21234592875'), { reference: '12345', weightGrams: null, price: '2875' }],
    ['2PIIIIIMMMMMV', '2012345146856', { reference: '12345', weightGrams: null, price: '14685' }],
  ])('of pattern %s, %s, says what it holds', (pattern, code, said) => {
    expect(StoreCodePattern.safeParse(pattern).success).toBe(true)
    expect(readStoreCode(code, [pattern])).toMatchObject(said)
  })

  it('is none with a wrong check digit, a wrong verifier digit, or another prefix', () => {
    const right = withCheck('281234501250')
    const wrong = right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10)
    expect(readStoreCode(wrong, ['2PIIIIIWWWWWC'])).toBeNull()
    expect(readStoreCode(right, ['29IIIIIWWWWWC'])).toBeNull()
    expect(readStoreCode(withCheck('21234582875'), ['2IIIIIVMMMMC'])).toBeNull()
    expect(readStoreCode('8801234000017', ['2PIIIIIWWWWWC'])).toBeNull()
  })

  it('is read by the first of several patterns that it fits', () => {
    const patterns = ['21IIIIIMMMMMC', '2PIIIIIWWWWWC']
    expect(readStoreCode(withCheck('211234501250'), patterns)).toMatchObject({ price: '1250' })
    expect(readStoreCode(withCheck('221234501250'), patterns)).toMatchObject({ weightGrams: 1250 })
  })

  it('stands for its item whatever it weighs', () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(99_999), fc.nat(9), (item, weight, prefix) => {
        const digits = `2${prefix}${String(item).padStart(5, '0')}`
        const read = readStoreCode(withCheck(digits + String(weight).padStart(5, '0')), ['2PIIIIIWWWWWC'])
        expect(read).toEqual({
          reference: digits.slice(2),
          zeroed: withCheck(`${digits}00000`),
          weightGrams: weight,
          price: null,
        })
      }),
    )
  })
})

describe('the verifier digit of a price or weight', () => {
  it('is that of the published examples', () => {
    expect(measureVerifier('2875')).toBe('9')
    expect(measureVerifier('14685')).toBe('6')
    expect(() => measureVerifier('123')).toThrow(RangeError)
  })

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 5 }),
        fc.nat(99_999),
        fc.nat(4),
        fc.integer({ min: 1, max: 9 }),
        (length, any, at, by) => {
          const digits = String(any % 10 ** length).padStart(length, '0')
          const place = at % length
          const wrong = digits.slice(0, place) + ((Number(digits.charAt(place)) + by) % 10) + digits.slice(place + 1)
          expect(measureVerifier(wrong)).not.toBe(measureVerifier(digits))
        },
      ),
    )
  })
})

describe('a pattern', () => {
  it.each([
    '3PIIIIIWWWWWC',
    '2PIIIIIIIIIIC',
    '2PIIIIIWWWWW',
    '2PWWWWWIIIII',
    '2PIIIWWIIWWWC',
    '2PIIIIIWWMMMC',
    '2PIIIIVWWWWWVC',
    '2PIIIIIIWWWVC',
    '2PIIIIIW.W.WWWC',
    '.2PIIIIIWWWWWC',
    '2PCIIIIWWWWWI',
    '',
  ])('is not %j', (text) => {
    expect(StoreCodePattern.safeParse(text).success).toBe(false)
    expect(readStoreCode('2112345012504', [text])).toBeNull()
  })
})
