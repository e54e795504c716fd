import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit } from '../../domain/check-digit.ts'
import { buildBracketedString, buildElementString, GS, isGs1Separator, parseGs1 } from '../../domain/gs1.ts'
import { checkGs1Date, checkGs1Time, gs1Date, gs1Year } from '../../domain/gs1-date.ts'
import { isGs1Identifier } from '../../domain/gs1-definitions.ts'
import { GS1_ELEMENTS } from '../../domain/gs1-elements.ts'
import type { Gs1Element } from '../../domain/gs1-value.ts'

const GTIN = '08801234000017'
const SSCC = '106141411928374657'

describe('reading an element string', () => {
  it.each<[string, string, Gs1Element[]]>([
    ['an SSCC', `00${SSCC}`, [{ ai: '00', value: SSCC }]],
    [
      'predefined lengths without separators',
      `01${GTIN}17261231`,
      [
        { ai: '01', value: GTIN },
        { ai: '17', value: '261231' },
      ],
    ],
    [
      'a variable element ended by a separator',
      `01${GTIN}10ABC${GS}17261231`,
      [
        { ai: '01', value: GTIN },
        { ai: '10', value: 'ABC' },
        { ai: '17', value: '261231' },
      ],
    ],
    [
      'a separator where none is needed',
      `${GS}01${GTIN}${GS}21S-1${GS}`,
      [
        { ai: '01', value: GTIN },
        { ai: '21', value: 'S-1' },
      ],
    ],
    ['a four-digit identifier', '70032612312359', [{ ai: '7003', value: '2612312359' }]],
    ['a weight', '3103001250', [{ ai: '3103', value: '001250' }]],
    [
      'contents and count',
      `02${GTIN}3712`,
      [
        { ai: '02', value: GTIN },
        { ai: '37', value: '12' },
      ],
    ],
    ['a place and its extension', `41462910415002132547`.slice(0, 16), [{ ai: '414', value: '6291041500213' }]],
    ['an optional component that is absent', '2536291041500213', [{ ai: '253', value: '6291041500213' }]],
    ['an optional component that is there', '2536291041500213DOC', [{ ai: '253', value: '6291041500213DOC' }]],
    ['the same element twice', `10A${GS}10A`, [{ ai: '10', value: 'A' }]],
  ])('understands %s', (_, text, elements) => {
    expect(parseGs1(text)).toEqual({ ok: true, elements })
  })

  it.each([']C1', ']d2', ']Q3', ']e0'])('ignores the AIM identifier %s', (aim) => {
    expect(parseGs1(`${aim}01${GTIN}`)).toEqual({ ok: true, elements: [{ ai: '01', value: GTIN }] })
  })

  it('reads retail and case codes behind their AIM identifiers as a GTIN', () => {
    expect(parseGs1(`]E0${GTIN.slice(1)}`)).toEqual({ ok: true, elements: [{ ai: '01', value: GTIN }] })
    expect(parseGs1(']E496385074')).toEqual({ ok: true, elements: [{ ai: '01', value: '00000096385074' }] })
    expect(parseGs1(']E08801234000016')).toEqual({ ok: false, code: 'BAD_CHECK_DIGIT', position: 3 })
  })

  it.each([
    ['EMPTY', '', 0],
    ['EMPTY', ']C1', 3],
    ['UNKNOWN_AI', `01${GTIN}05123`, 16],
    ['UNKNOWN_AI', 'hello', 0],
    ['TOO_SHORT', '010880123', 9],
    ['TOO_SHORT', `01${GTIN}10${GS}17261231`, 18],
    ['TOO_LONG', '10123456789012345678901', 22],
    ['MISSING_SEPARATOR', '422410X', 6],
    ['BAD_CHARACTER', '1726123A', 7],
    ['BAD_CHARACTER', '10AB CD', 4],
    ['BAD_CHECK_DIGIT', '0108801234000016', 2],
    ['BAD_CHECK_DIGIT', ']C100106141411928374650', 5],
    ['BAD_DATE', '17261301', 2],
    ['BAD_DATE', '17260230', 2],
    ['BAD_DATE', '70032612002359', 4],
    ['BAD_DATE', '70032612312460', 10],
    ['BAD_VALUE', '43212', 4],
    ['REPEATED_AI', `10A${GS}10B`, 4],
  ])('says %s and where for %j', (code, text, position) => {
    expect(parseGs1(text)).toEqual({ ok: false, code, position })
  })

  it('reads what people write with brackets, also when a value contains brackets', () => {
    expect(parseGs1(`(01)${GTIN}(10)A(B)C`)).toEqual({
      ok: true,
      elements: [
        { ai: '01', value: GTIN },
        { ai: '10', value: 'A(B)C' },
      ],
    })
    expect(parseGs1(`(01)${GTIN}0`)).toEqual({ ok: false, code: 'TOO_LONG', position: 18 })
    expect(parseGs1('(05)1')).toEqual({ ok: false, code: 'UNKNOWN_AI', position: 0 })
  })

  it('takes what the site set in place of the separator, and says positions in the text that was given', () => {
    const elements = [
      { ai: '10', value: 'ABC' },
      { ai: '01', value: GTIN },
    ]
    expect(parseGs1(`10ABC{GS}01${GTIN}`, { separator: '{GS}' })).toEqual({ ok: true, elements })
    expect(parseGs1(`10ABC|01${GTIN}`, { separator: '|' })).toEqual({ ok: true, elements })
    expect(parseGs1(`10ABC${GS}01${GTIN}`, { separator: '|' })).toEqual({ ok: true, elements })
    expect(parseGs1(`10ABC|01${GTIN}`)).toMatchObject({ ok: false, code: 'BAD_CHARACTER' })
    const broken = '10ABC{GS}21A{GS}05X'
    expect(parseGs1(broken, { separator: '{GS}' })).toEqual({ ok: false, code: 'UNKNOWN_AI', position: 16 })
    expect(broken.slice(16)).toBe('05X')
  })

  it.each(['|', '{GS}', '~', '^', '<>@'])('may be told that %s stands for FNC1', (text) => {
    expect(isGs1Separator(text)).toBe(true)
  })

  it.each(['', '-', 'GS', ']C1', '12345', '{GS1}', '#', '\n'])('may not be told that %j does', (text) => {
    expect(isGs1Separator(text)).toBe(false)
  })

  it('gives an outcome for any text whatever, never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom(...`0011172130(A)${GS}`)).map((characters) => characters.join('')),
        ),
        (text) => {
          const read = parseGs1(text)
          if (!read.ok) {
            expect(read.position).toBeGreaterThanOrEqual(0)
            expect(read.position).toBeLessThanOrEqual(text.length)
          } else expect(read.elements.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''))
const checked = (length: number) => digits(length - 1).map((body) => body + gs1CheckDigit(body))
const date = fc
  .record({ year: fc.nat(99), month: fc.integer({ min: 1, max: 12 }), day: fc.nat(28) })
  .map(({ year, month, day }) => [year, month, day].map((part) => String(part).padStart(2, '0')).join(''))
const words = (max: number) =>
  fc
    .array(fc.constantFrom(...'!"%&\'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz'), { minLength: 1, maxLength: max })
    .map((list) => list.join(''))
const element: fc.Arbitrary<Gs1Element> = fc.oneof(
  checked(18).map((value) => ({ ai: '00', value })),
  fc.tuple(fc.constantFrom('01', '02'), checked(14)).map(([ai, value]) => ({ ai, value })),
  fc.tuple(fc.constantFrom('11', '13', '15', '17'), date).map(([ai, value]) => ({ ai, value })),
  fc.tuple(fc.constantFrom('10', '21'), words(20)).map(([ai, value]) => ({ ai, value })),
  fc.tuple(fc.constantFrom('400', '403'), words(30)).map(([ai, value]) => ({ ai, value })),
  fc.tuple(fc.constantFrom('30', '37'), fc.nat(99_999_999)).map(([ai, value]) => ({ ai, value: String(value) })),
  fc.tuple(fc.constantFrom('3100', '3103', '3205'), digits(6)).map(([ai, value]) => ({ ai, value })),
  fc.tuple(fc.constantFrom('410', '414', '417'), checked(13)).map(([ai, value]) => ({ ai, value })),
)
const elements = fc.uniqueArray(element, { minLength: 1, maxLength: 6, selector: ({ ai }) => ai })

describe('building an element string', () => {
  it('reads back as the same elements in the same order', () => {
    fc.assert(
      fc.property(elements, (list) => {
        expect(parseGs1(buildElementString(list))).toEqual({ ok: true, elements: list })
      }),
    )
  })

  it('puts a separator only where the length is not predefined', () => {
    const text = buildElementString([
      { ai: '01', value: GTIN },
      { ai: '10', value: 'ABC' },
      { ai: '17', value: '261231' },
      { ai: '21', value: '7' },
    ])
    expect(text).toBe(`01${GTIN}10ABC${GS}17261231217`)
  })

  it('refuses what no scanner could read back, naming the element', () => {
    expect(() => buildElementString([{ ai: '01', value: '08801234000016' }])).toThrow(/\(01\).*BAD_CHECK_DIGIT/)
    expect(() => buildElementString([{ ai: '10', value: 'x'.repeat(21) }])).toThrow(/\(10\).*TOO_LONG/)
    expect(() => buildBracketedString([{ ai: '05', value: '1' }])).toThrow(/\(05\)/)
  })

  it('is encoded by an independent barcode writer, which finds nothing wrong with it', () => {
    const bwip = createRequire(import.meta.url)('bwip-js') as { raw(options: object): unknown[] }
    const list: Gs1Element[] = [
      { ai: '01', value: GTIN },
      { ai: '17', value: '261200' },
      { ai: '10', value: 'L2409' },
    ]
    for (const text of [buildBracketedString(list), buildBracketedString([{ ai: '00', value: SSCC }])]) {
      expect(bwip.raw({ bcid: 'gs1-128', text })).toHaveLength(1)
    }
    expect(() => bwip.raw({ bcid: 'gs1-128', text: '(01)08801234000016' })).toThrow()
  })
})

describe('dates with two-digit years', () => {
  it.each([
    [76, 2026, 2076],
    [77, 2026, 1977],
    [26, 2026, 2026],
    [0, 2026, 2000],
    [10, 2065, 2110],
    [15, 2065, 2115],
    [16, 2065, 2016],
  ])('%i around %i is %i', (twoDigits, reference, year) => {
    expect(gs1Year(twoDigits, reference)).toBe(year)
  })

  it('are never more than 49 years back or 50 ahead', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 1990, max: 2199 }), (twoDigits, reference) => {
        const year = gs1Year(twoDigits, reference)
        expect(year % 100).toBe(twoDigits)
        expect(year - reference).toBeGreaterThanOrEqual(-49)
        expect(year - reference).toBeLessThanOrEqual(50)
      }),
    )
  })

  it('mean the end of the month when the day is 00', () => {
    expect(gs1Date('260200')).toBe('2026-02-28')
    expect(gs1Date('280200')).toBe('2028-02-29')
    expect(gs1Date('260400')).toBe('2026-04-30')
    expect(gs1Date('261231')).toBe('2026-12-31')
    expect(gs1Date('260229')).toBeNull()
    expect(gs1Date('261300')).toBeNull()
    expect(gs1Date('2612')).toBeNull()
    expect(checkGs1Date('260200', { dayZero: false })).toBe(false)
    expect(checkGs1Time('2359')).toBe(true)
    expect(checkGs1Time('2400')).toBe(false)
  })
})

describe('the table of elements', () => {
  it('lets every identifier be recognised without one being the beginning of another', () => {
    const all = GS1_ELEMENTS.flatMap(([identifiers]) => identifiers.split('-'))
    for (const ai of all) {
      expect(isGs1Identifier(ai)).toBe(true)
      for (const other of all) if (other !== ai) expect(other.startsWith(ai), `${ai} begins ${other}`).toBe(false)
    }
  })
})
