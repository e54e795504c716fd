import { describe, expect, test } from 'vitest'
import { moduleFor, modulesAcross, symbolWidthMm } from '../../../domain/label-code.ts'
import { encodeCode, tryEncodeCode } from '../../../main/documents/bars.ts'
import { codeSvg } from '../../../main/documents/svg.ts'
import { sampleSscc } from './samples.ts'

test('an SSCC as GS1-128 has 156 modules: start, FNC1, ten pairs, check and stop', () => {
  expect(modulesAcross(encodeCode('gs1-128', `(00)${sampleSscc}`))).toBe(11 * (1 + 1 + 10 + 1) + 13)
})

test('an SSCC as it was scanned makes the same bars as one with its AI in parentheses', () => {
  expect(encodeCode('gs1-128', `00${sampleSscc}`)).toEqual(encodeCode('gs1-128', `(00)${sampleSscc}`))
})

describe('a text that its symbology cannot carry is refused with E-DOC-001', () => {
  test.each([
    ['ean13', '8801234567890'],
    ['ean13', '880123456789'],
    ['ean8', '96385075'],
    ['gs1-128', '(00)388012340000789010'],
    ['gs1-128', 'no AI'],
    ['code128', '가-01'],
    ['code128', ''],
    ['itf14', '18801234567891'],
  ] as const)('%s %s', (symbology, text) => {
    expect(() => encodeCode(symbology, text)).toThrow(expect.objectContaining({ code: 'E-DOC-001' }))
    expect(tryEncodeCode(symbology, text)).toBeUndefined()
  })
})

test('the module width is whole dots, as wide as wanted where it fits, and none where the least does not', () => {
  const symbol = encodeCode('code128', 'A-01-01')
  const range = { wantedMm: 0.375, leastMm: 0.25 }
  expect(moduleFor(symbol, 100, 0.125, range)).toBeCloseTo(0.375)
  expect(moduleFor(symbol, symbolWidthMm(symbol, 0.25), 0.125, range)).toBeCloseTo(0.25)
  expect(moduleFor(symbol, symbolWidthMm(symbol, 0.25) - 0.01, 0.125, range)).toBeUndefined()
})

test('a code for the screen holds whole pixels per module, its quiet zone and no style attribute', () => {
  const svg = codeSvg(`00${sampleSscc}`, 'gs1-128')
  expect(svg).toContain(`viewBox="0 0 176 44" width="352" height="88"`)
  expect(svg).toContain('M10 0h2v44')
  expect(svg).not.toContain('style')
})
