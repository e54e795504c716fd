import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { parseGs1 } from '../../domain/gs1.ts'
import { GS1_IDENTIFIERS, gs1Definition } from '../../domain/gs1-definitions.ts'
import { buildGs1Link, parseGs1Link } from '../../domain/gs1-link.ts'
import type { Gs1Element } from '../../domain/gs1-value.ts'
import { dice, rightElement } from './gs1-samples.ts'

const GTIN = '08801234000017'
const bwip = createRequire(import.meta.url)('bwip-js') as { raw(options: object): unknown[] }

const at = (link: string, part: string) => link.indexOf(part)

describe('reading a Digital Link', () => {
  it.each<[string, string, Gs1Element[]]>([
    ['a trade item', `https://id.gs1.org/01/${GTIN}`, [{ ai: '01', value: GTIN }]],
    [
      'qualifiers, attributes and words of others',
      `https://shop.example/kr/01/${GTIN}/10/L%2F1/21/S1?17=261231&linkType=all&3103=001250#more`,
      [
        { ai: '01', value: GTIN },
        { ai: '10', value: 'L/1' },
        { ai: '21', value: 'S1' },
        { ai: '17', value: '261231' },
        { ai: '3103', value: '001250' },
      ],
    ],
    ['a GTIN without its leading zeros', 'HTTPS://ID.GS1.ORG/01/8801234000017', [{ ai: '01', value: GTIN }]],
    ['a path that looks like a key before it', `http://a.example/01/02/01/${GTIN}/`, [{ ai: '01', value: GTIN }]],
    [
      'the other order of qualifiers',
      `https://id.gs1.org/01/${GTIN}/235/TPX`,
      [
        { ai: '01', value: GTIN },
        { ai: '235', value: 'TPX' },
      ],
    ],
    [
      'the same twice',
      `https://id.gs1.org/01/${GTIN}?10=A&10=A`,
      [
        { ai: '01', value: GTIN },
        { ai: '10', value: 'A' },
      ],
    ],
  ])('understands %s', (_, link, elements) => {
    expect(parseGs1Link(link)).toEqual({ ok: true, elements })
    expect(parseGs1(`]Q1${link}`)).toEqual({ ok: true, elements })
  })

  it.each<[string, string, string]>([
    ['LINK_WITHOUT_KEY', 'https://baro.example/news/today', '/news'],
    ['LINK_WITHOUT_KEY', 'https://baro.example', ''],
    ['LINK_WITHOUT_KEY', `https://id.gs1.org/10/ABC`, '/10'],
    ['LINK_ORDER', `https://id.gs1.org/01/${GTIN}/21/S1/10/L1`, '10/L1'],
    ['LINK_ORDER', `https://id.gs1.org/01/${GTIN}/22/A/235/B`, '235/B'],
    ['LINK_ORDER', `https://id.gs1.org/00/106141411928374657/10/L1`, '10/L1'],
    ['LINK_ORDER', `https://id.gs1.org/01/${GTIN}/10/A/10/B`, '10/B'],
    ['LINK_ATTRIBUTE', `https://id.gs1.org/01/${GTIN}?21=S1`, '21=S1'],
    ['UNKNOWN_AI', `https://id.gs1.org/01/${GTIN}?05=1`, '05=1'],
    ['LINK_ESCAPE', `https://id.gs1.org/01/${GTIN}/10/A%2`, '%2'],
    ['BAD_CHARACTER', `https://id.gs1.org/01/${GTIN}/10/A%20B`, '%20B'],
    ['BAD_CHECK_DIGIT', 'https://id.gs1.org/01/08801234000016', '08801234000016'],
    ['BAD_DATE', `https://id.gs1.org/01/${GTIN}?17=261301`, '261301'],
    ['TOO_SHORT', `https://id.gs1.org/01/${GTIN}?17=`, ''],
    ['REPEATED_AI', `https://id.gs1.org/01/${GTIN}?10=A&10=B`, '10=B'],
  ])('says %s and where for %s', (code, link, part) => {
    const position = part === '' ? link.length : at(link, part)
    expect(parseGs1(link)).toEqual({ ok: false, code, position })
  })

  it('never throws, whatever stands behind the domain', () => {
    const from = dice(9)
    for (let round = 0; round < 5_000; round += 1) {
      const tail = Array.from({ length: from.below(30) }, () => from.pick('/?&=%0112&10/A#;')).join('')
      const link = `https://a.example${tail}`
      const read = parseGs1(link)
      if (!read.ok) expect(read.position).toBeLessThanOrEqual(link.length)
    }
  })
})

describe('building a Digital Link', () => {
  it('puts qualifiers in their order and the rest into the query', () => {
    const elements = [
      { ai: '17', value: '261231' },
      { ai: '21', value: 'S/1' },
      { ai: '01', value: GTIN },
      { ai: '10', value: 'L#1'.replace('#', '?') },
    ]
    expect(buildGs1Link(elements)).toBe(`https://id.gs1.org/01/${GTIN}/10/L%3F1/21/S%2F1?17=261231`)
  })

  it('is refused without a key, with a wrong value, and with what has no place in a link', () => {
    expect(() => buildGs1Link([{ ai: '10', value: 'A' }])).toThrow(/primary key/)
    expect(() => buildGs1Link([{ ai: '01', value: '08801234000016' }])).toThrow(/BAD_CHECK_DIGIT/)
    expect(() =>
      buildGs1Link([
        { ai: '00', value: '106141411928374657' },
        { ai: '21', value: 'A' },
      ]),
    ).toThrow(/\(21\)/)
  })

  it('is read back as the same elements, and an independent encoder takes it, for every key and its qualifiers', () => {
    const from = dice(11)
    const attributes = GS1_IDENTIFIERS.filter((ai) => gs1Definition(ai)?.linkAttribute === true)
    let links = 0
    for (const key of GS1_IDENTIFIERS) {
      for (const order of gs1Definition(key)?.linkKey ?? []) {
        for (let round = 0; round < 4; round += 1) {
          const path = [key, ...order.filter(() => from.below(2) === 0)]
          const other = from.pick(attributes)
          const isStray = gs1Definition(other)?.linkKey !== null || path.includes(other) || order.includes(other)
          const elements = [...path, ...(isStray ? [] : [other])].map((ai) => rightElement(ai, from))
          const link = buildGs1Link(elements)
          expect(parseGs1(link), link).toEqual({ ok: true, elements })
          if (link.length < 120) bwip.raw({ bcid: 'gs1dlqrcode', text: link, lintreqs: false })
          links += 1
        }
      }
    }
    expect(links).toBeGreaterThan(60)
  })
})
