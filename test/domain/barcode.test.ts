import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyCode, conventionalKind, MAX_CODE_LENGTH, normaliseCode, readGs1Facts } from '../../domain/barcode.ts'
import { COMMAND_CODES } from '../../domain/command-code.ts'
import { GS } from '../../domain/gs1.ts'
import { buildCartonCode, buildSscc } from '../../domain/sscc.ts'

const GTIN = '08801234000017'
const SSCC = '106141411928374657'
const CARTON = buildCartonCode({ series: 1, serial: 17 })

describe('classifying a code by its form', () => {
  it.each<[string, string, object]>([
    ['a command', COMMAND_CODES.undo, { kind: 'command', name: 'undo' }],
    ['a command typed in lower case', COMMAND_CODES.undo.toLowerCase(), { kind: 'command', name: 'undo' }],
    ['a command with a wrong check character', 'BR-UN0', { kind: 'text', note: 'command-check' }],
    ['an EAN-13', GTIN.slice(1), { kind: 'gtin', gtin14: GTIN }],
    ['an EAN-13 behind an AIM identifier', `]E0${GTIN.slice(1)}`, { kind: 'gtin', gtin14: GTIN, text: GTIN.slice(1) }],
    ['a UPC-A', '036000291452', { kind: 'gtin', gtin14: '00036000291452' }],
    ['a case code', `]I1${GTIN}`, { kind: 'gtin', gtin14: GTIN }],
    ['thirteen digits that are no GTIN', '8801234000016', { kind: 'text', note: 'check-digit' }],
    ['an SSCC with its AI', `00${SSCC}`, { kind: 'sscc', sscc: SSCC }],
    ['an SSCC behind an AIM identifier', `]C100${SSCC}`, { kind: 'sscc', sscc: SSCC, text: `00${SSCC}` }],
    ['an SSCC without its AI', SSCC, { kind: 'sscc', sscc: SSCC }],
    ['an SSCC with brackets', `(00)${SSCC}`, { kind: 'sscc', sscc: SSCC }],
    ['eighteen digits that are no SSCC', '106141411928374650', { kind: 'text', note: 'check-digit' }],
    ['an element string without AIM', `01${GTIN}17261231`, { kind: 'gs1', gtin14: GTIN, expiresOn: '2026-12-31' }],
    [
      'an element string with a date first',
      `1726120001${GTIN}10A`,
      { kind: 'gs1', gtin14: GTIN, lot: 'A', expiresOn: '2026-12-31' },
    ],
    [
      'a lot ended by a separator',
      `01${GTIN}10L2409${GS}21S1`,
      { kind: 'gs1', gtin14: GTIN, lot: 'L2409', serial: 'S1' },
    ],
    ['a content and a count', `]C102${GTIN}3712`, { kind: 'gs1', contentGtin14: GTIN, count: 12 }],
    [
      'a broken element string with separators',
      `01${GTIN}10${GS}21A`,
      { kind: 'invalid', reason: 'GS1_SYNTAX', problem: 'TOO_SHORT' },
    ],
    ['a broken element string known by AIM', `]C10108801234000016`, { kind: 'text', note: 'gs1' }],
    ['a carton code of Baro', CARTON, { kind: 'text', note: 'carton' }],
    ['a damaged carton code', CARTON.replace('17', '18'), { kind: 'text', note: 'check-digit' }],
    ['full-width digits', '８８０１２３４０００01７', { kind: 'gtin', gtin14: GTIN }],
    ['spaces, a line end and invisible characters', ' \u200bTOTE-07\r\n', { kind: 'text', text: 'TOTE-07' }],
    ['a number that only looks like dates', '11261231', { kind: 'text', note: 'check-digit' }],
    ['a waybill number', '6412 3456 7890', { kind: 'text', text: '6412 3456 7890' }],
    ['nothing', '   ', { kind: 'invalid', reason: 'EMPTY' }],
    ['only an AIM identifier', ']C1', { kind: 'invalid', reason: 'EMPTY' }],
    ['control characters', 'AB\u0004C', { kind: 'invalid', reason: 'CONTROL_CHARACTER' }],
    ['a broken surrogate', 'AB\ud800C', { kind: 'invalid', reason: 'UNREADABLE' }],
    ['more than 128 characters', 'A'.repeat(129), { kind: 'invalid', reason: 'TOO_LONG' }],
    ['a megabyte', 'A'.repeat(1_000_000), { kind: 'invalid', reason: 'TOO_LONG' }],
    ['exactly 128 characters', 'A'.repeat(MAX_CODE_LENGTH), { kind: 'text' }],
    ['Hangul in decomposed form', '바구니'.normalize('NFD'), { kind: 'text', text: '바구니' }],
  ])('understands %s', (_, raw, expected) => {
    expect(classifyCode(raw)).toMatchObject(expected)
  })

  it('leaves plain site codes without a note', () => {
    expect(classifyCode('A-03-2-05')).toEqual({ kind: 'text', text: 'A-03-2-05' })
  })

  it('never throws and keeps the text for a lookup', () => {
    const likely = fc
      .tuple(fc.constantFrom('', ']C1', ']d2', ']E0', ']Q3'), fc.array(fc.constantFrom(...`0011172130(AZ-)${GS}`)))
      .map(([aim, characters]) => aim + characters.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), likely), (raw) => {
        const code = classifyCode(raw)
        expect(code.text.length).toBeLessThanOrEqual(MAX_CODE_LENGTH)
        if (code.kind !== 'invalid') expect(normaliseCode(raw).endsWith(code.text)).toBe(true)
      }),
    )
  })

  it('recognises every SSCC with and without its AI', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(999_999_999), (extension, serial) => {
        const sscc = buildSscc({ extension, companyPrefix: '8801234', serial })
        expect(classifyCode(sscc)).toMatchObject({ kind: 'sscc', sscc })
        expect(classifyCode(`]C100${sscc}`)).toMatchObject({ kind: 'sscc', sscc })
      }),
    )
  })

  it('takes no command for a product and no product for a command', () => {
    for (const code of Object.values(COMMAND_CODES)) expect(classifyCode(code).kind).toBe('command')
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{8,14}$/), (digits) => {
        expect(classifyCode(digits).kind).not.toBe('command')
      }),
    )
  })
})

describe('classifying by what the site set', () => {
  const LINK = `https://id.gs1.org/01/${GTIN}/10/L1?17=261200`
  it.each<[string, string, object, object]>([
    ['a Digital Link', LINK, {}, { kind: 'gs1', gtin14: GTIN, lot: 'L1', expiresOn: '2026-12-31', text: LINK }],
    ['a Digital Link of a carton', `]Q1https://a.kr/00/${SSCC}`, {}, { kind: 'sscc', sscc: SSCC }],
    ['a web address that is none', 'https://baro.example/manual', {}, { kind: 'text' }],
    [
      'a separator of the site',
      `01${GTIN}10L2409|21S1`,
      { gs1Separator: '|' },
      { kind: 'gs1', lot: 'L2409', serial: 'S1' },
    ],
    ['the same without the setting', `01${GTIN}10L2409|21S1`, {}, { kind: 'text' }],
    ['a tote with that character', 'T|7', { gs1Separator: '|' }, { kind: 'text', note: 'gs1', problem: 'UNKNOWN_AI' }],
    ['a broken code of that kind', `01${GTIN}17261301`, {}, { kind: 'text' }],
    [
      'a store code',
      '2112345012506',
      { storeCodes: ['2PIIIIIWWWWWC'] },
      { kind: 'store', reference: '12345', weightGrams: 1250, zeroed: '2112345000008' },
    ],
    ['a store code that no pattern knows', '2112345012506', {}, { kind: 'gtin', gtin14: '02112345012506' }],
  ])('understands %s', (_, raw, options, expected) => {
    expect(classifyCode(raw, options)).toMatchObject(expected)
  })
})

describe('facts about goods', () => {
  it('turn kilograms and pounds into grams', () => {
    expect(readGs1Facts([{ ai: '3103', value: '001250' }])).toEqual({ netWeightGrams: 1250 })
    expect(readGs1Facts([{ ai: '3202', value: '000250' }])).toEqual({ netWeightGrams: 1134 })
  })

  it('take the day of AI 7003 when there is no AI 17, and keep best-before apart', () => {
    expect(readGs1Facts([{ ai: '7003', value: '2701312359' }])).toEqual({ expiresOn: '2027-01-31' })
    expect(
      readGs1Facts([
        { ai: '15', value: '270200' },
        { ai: '11', value: '260101' },
      ]),
    ).toEqual({
      bestBeforeOn: '2027-02-28',
      producedOn: '2026-01-01',
    })
  })

  it('read two-digit years around the given year', () => {
    expect(readGs1Facts([{ ai: '17', value: '850101' }], { referenceYear: 2026 })).toEqual({ expiresOn: '1985-01-01' })
    expect(readGs1Facts([{ ai: '17', value: '850101' }], { referenceYear: 2040 })).toEqual({ expiresOn: '2085-01-01' })
  })
})

describe('the convention of the demo', () => {
  it.each([
    ['BDG-0001', 'badge'],
    ['TOTE-07', 'tote'],
    ['T-07', 'tote'],
    ['BOX-M', 'carton-type'],
    ['A-03-2-05', 'location'],
    ['8801234000017', null],
  ])('%s is %s', (text, kind) => {
    expect(conventionalKind(text)).toBe(kind)
  })
})
