import { describe, expect, it, test } from 'vitest'
import { buildBracketedString, buildElementString, GS, parseGs1 } from '../../domain/gs1.ts'
import { GS1_IDENTIFIERS, gs1Definition } from '../../domain/gs1-definitions.ts'
import { GS1_ELEMENTS } from '../../domain/gs1-elements.ts'
import { GS1_LINTERS, gs1CheckCharacters } from '../../domain/gs1-linters.ts'
import { gs1ElementFault } from '../../domain/gs1-value.ts'
import { dice, LINTERS_WITH_WRONG, rightElement, wrongElements } from './gs1-samples.ts'

const TIMES = 8

describe.each(GS1_ELEMENTS.map((row) => [row[0], row[4]]))('identifier %s %s', (identifiers) => {
  const [first = '', last = first] = identifiers.split('-')
  const range = GS1_IDENTIFIERS.slice(GS1_IDENTIFIERS.indexOf(first), GS1_IDENTIFIERS.indexOf(last) + 1)

  it('is read with right values, alone, before another element and in brackets', () => {
    for (const ai of range) {
      const from = dice(Number(`1${ai}`))
      for (let round = 0; round < TIMES; round += 1) {
        const element = rightElement(ai, from)
        const said = `(${ai})${element.value}`
        expect(parseGs1(ai + element.value), said).toEqual({ ok: true, elements: [element] })
        const other = { ai: ai === '90' ? '91' : '90', value: 'Z(9)' }
        const both = { ok: true, elements: [element, other] }
        expect(parseGs1(buildElementString(both.elements)), said).toEqual(both)
        expect(parseGs1(buildBracketedString(both.elements)), said).toEqual(both)
        expect(parseGs1(`${buildElementString(both.elements)}`.replaceAll(GS, '{GS}'), { separator: '{GS}' })).toEqual(
          both,
        )
      }
    }
  })

  it('is refused with wrong ones, and says why', () => {
    for (const ai of range) {
      const from = dice(Number(`2${ai}`))
      for (let round = 0; round < TIMES; round += 1) {
        for (const { code, value, why } of wrongElements(ai, from)) {
          expect(gs1ElementFault({ ai, value })?.code, `(${ai})${value}: ${why}`).toBe(code)
          const read = parseGs1(`90A${GS}${ai}${value}${GS}`)
          if (code !== 'TOO_LONG' || gs1Definition(ai)?.predefined === false)
            expect(read, `(${ai})${value}: ${why}`).toMatchObject({ ok: false })
        }
      }
    }
  })
})

test('every test that the table names is one that is done', () => {
  const named = new Set(
    GS1_IDENTIFIERS.flatMap((ai) => gs1Definition(ai)?.components ?? []).flatMap((one) => one.linters),
  )
  expect([...named].filter((name) => !(name in GS1_LINTERS))).toEqual([])
  expect(Object.keys(GS1_LINTERS).filter((name) => !named.has(name))).toEqual([])
  const untried = [...named].filter((name) => !LINTERS_WITH_WRONG.includes(name))
  expect(untried.sort()).toEqual(['gcppos2', 'hasnondigit'])
})

test('a company prefix behind an indicator digit, and a letter in a unique device group, are asked for', () => {
  expect(GS1_LINTERS.gcppos2?.('1A34')).toBe('BAD_VALUE')
  expect(GS1_LINTERS.gcppos2?.('11234')).toBeNull()
  expect(GS1_LINTERS.hasnondigit?.('12345')).toBe('BAD_VALUE')
  expect(GS1_LINTERS.hasnondigit?.('1234A')).toBeNull()
})

test('the check characters of the published global model number are right', () => {
  expect(gs1CheckCharacters('1987654Ad4X4bL5ttr2310c')).toBe('2K')
  expect(gs1CheckCharacters('x'.repeat(24))).toBe('')
})

test('the published account number is an IBAN, and not with two of its digits changed places', () => {
  expect(gs1ElementFault({ ai: '8007', value: 'FR7630006000011234567890189' })).toBeNull()
  expect(gs1ElementFault({ ai: '8007', value: 'FR7630006000011234567980189' })?.code).toBe('BAD_CHECK_DIGIT')
  expect(gs1ElementFault({ ai: '8007', value: 'BE71' })?.code).toBe('BAD_VALUE')
})
