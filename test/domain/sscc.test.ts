import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasValidCheckDigit } from '../../domain/check-digit.ts'
import {
  buildCartonCode,
  buildSscc,
  formatCartonCode,
  formatSscc,
  isCartonCode,
  isCartonCodeShaped,
  isSscc,
  largestSsccSerial,
  SsccError,
} from '../../domain/sscc.ts'

const prefix = fc
  .integer({ min: 4, max: 12 })
  .chain((length) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join('')),
  )

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SsccError) return error.code
    throw error
  }
  return 'no error'
}

describe('an SSCC', () => {
  it('is built as in the published example 1 0614141 192837465 7', () => {
    expect(buildSscc({ extension: 1, companyPrefix: '0614141', serial: 192837465 })).toBe('106141411928374657')
  })

  it('always has 18 digits, a right check digit, its prefix and its serial', () => {
    fc.assert(
      fc.property(fc.nat(9), prefix, fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), (extension, companyPrefix, any) => {
        const serial = any % (largestSsccSerial(companyPrefix) + 1n)
        const sscc = buildSscc({ extension, companyPrefix, serial })
        expect(sscc).toMatch(/^\d{18}$/)
        expect(hasValidCheckDigit(sscc)).toBe(true)
        expect(isSscc(sscc)).toBe(true)
        expect(sscc.startsWith(`${extension}${companyPrefix}`)).toBe(true)
        expect(BigInt(sscc.slice(1 + companyPrefix.length, 17))).toBe(serial)
      }),
    )
  })

  it('is refused when its serial does not fit, and only then', () => {
    expect(buildSscc({ extension: 0, companyPrefix: '880123456789', serial: 9999 })).toHaveLength(18)
    expect(codeOf(() => buildSscc({ extension: 0, companyPrefix: '880123456789', serial: 10_000 }))).toBe(
      'SERIAL_TOO_LARGE',
    )
  })

  it.each([
    ['BAD_EXTENSION', { extension: 10, companyPrefix: '8801234', serial: 1 }],
    ['BAD_EXTENSION', { extension: 0.5, companyPrefix: '8801234', serial: 1 }],
    ['BAD_COMPANY_PREFIX', { extension: 0, companyPrefix: '880', serial: 1 }],
    ['BAD_COMPANY_PREFIX', { extension: 0, companyPrefix: '88012a4', serial: 1 }],
    ['BAD_SERIAL', { extension: 0, companyPrefix: '8801234', serial: -1 }],
    ['BAD_SERIAL', { extension: 0, companyPrefix: '8801234', serial: 1.5 }],
  ])('says %s for bad parts', (code, parts) => {
    expect(codeOf(() => buildSscc(parts))).toBe(code)
  })

  it('is written for people in its parts, or in fours when the prefix is not known', () => {
    const sscc = buildSscc({ extension: 0, companyPrefix: '8801234', serial: 1 })
    expect(formatSscc(sscc, 7)).toBe(`(00) 0 8801234 000000001 ${sscc.at(-1)}`)
    expect(formatSscc(sscc)).toBe(`(00) 0 8801 2340 0000 0001 ${sscc.at(-1)}`)
    expect(() => formatSscc('123')).toThrow(RangeError)
  })
})

describe('a carton code of a site without a company prefix', () => {
  it('is in its own namespace and is no SSCC', () => {
    const code = buildCartonCode({ series: 1, serial: 17 })
    expect(code).toMatch(/^BR-C0100000017[0-9A-Z]$/)
    expect(isCartonCode(code)).toBe(true)
    expect(isSscc(code)).toBe(false)
    expect(formatCartonCode(code)).toBe(`BR-C 01 0000 0017 ${code.at(-1)}`)
  })

  it('is not believed with a wrong character', () => {
    const code = buildCartonCode({ series: 1, serial: 17 })
    const wrong = code.replace('17', '18')
    expect(isCartonCodeShaped(wrong)).toBe(true)
    expect(isCartonCode(wrong)).toBe(false)
    expect(() => formatCartonCode(wrong)).toThrow(RangeError)
  })

  it('is refused when series or serial do not fit', () => {
    expect(codeOf(() => buildCartonCode({ series: 100, serial: 1 }))).toBe('BAD_SERIES')
    expect(codeOf(() => buildCartonCode({ series: 0, serial: 100_000_000 }))).toBe('SERIAL_TOO_LARGE')
    expect(codeOf(() => buildCartonCode({ series: 0, serial: -1n }))).toBe('BAD_SERIAL')
  })
})
