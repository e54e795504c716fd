import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { GS1_IDENTIFIERS, gs1Definition } from '../../domain/gs1-definitions.ts'
import { findGs1Conflict } from '../../domain/gs1-pairs.ts'
import { type Gs1Element, gs1ElementFault } from '../../domain/gs1-value.ts'
import { damaged, dice, rightElement, wrongElements } from './gs1-samples.ts'

const bwip = createRequire(import.meta.url)('bwip-js') as { raw(options: object): unknown[] }

/**
 * Where Baro and the encoder differ, each with its reason; every row is seen at work below. `encoder` is what the encoder
 * says; Baro says the opposite.
 */
const DIFFERENCES: {
  reason: string
  encoder: 'takes' | 'refuses'
  isOne(element: Gs1Element): boolean
  seen: Gs1Element
}[] = [
  {
    reason: 'a company prefix has four digits at least; the encoder looks at two',
    encoder: 'takes',
    isOne: ({ ai, value }) => linters(ai).includes('gcppos1') && /^\d\d/.test(value) && !/^\d{4}/.test(value),
    seen: { ai: '8004', value: '12AB' },
  },
  {
    reason: 'no account number has ten characters or fewer; the encoder wants five',
    encoder: 'takes',
    isOne: ({ ai, value }) => ai === '8007' && value.length <= 10,
    seen: { ai: '8007', value: 'KR27123456' },
  },
  {
    reason: 'the package types APE and AT are one word, APE/AT, in the list of the encoder',
    encoder: 'refuses',
    isOne: ({ ai, value }) => ai === '7041' && (value === 'APE' || value === 'AT'),
    seen: { ai: '7041', value: 'AT' },
  },
]

function linters(ai: string): string[] {
  return (gs1Definition(ai)?.components ?? []).flatMap((component) => component.linters)
}

/** What the encoder takes; an opening bracket within a value is escaped as it wants it. */
function isEncoded(elements: readonly Gs1Element[], options: object = {}): boolean {
  const text = elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '^040')}`).join('')
  try {
    return bwip.raw({ bcid: 'gs1-128', text, parse: true, ...options }).length === 1
  } catch (error) {
    // Only what it says of elements counts; anything else is a fault of this test.
    if (/GS1|: AI \d/.test(String(error))) return false
    throw error
  }
}

/** Whether both agree on an element, or differ as the table says; the words of a difference that nobody explained. */
function unexplained(element: Gs1Element): string | null {
  const ours = gs1ElementFault(element)
  const theirs = isEncoded([element])
  if ((ours === null) === theirs) return null
  const known = DIFFERENCES.some((one) => (one.encoder === 'takes') === theirs && one.isOne(element))
  return known ? null : `(${element.ai})${element.value}: Baro ${ours?.code ?? 'takes it'}, the encoder ${theirs}`
}

describe('an independent encoder', () => {
  test.each(DIFFERENCES)('differs: $reason', ({ encoder, seen, isOne }) => {
    expect(isOne(seen)).toBe(true)
    expect(isEncoded([seen])).toBe(encoder === 'takes')
    expect(gs1ElementFault(seen) === null).toBe(encoder === 'refuses')
  })

  test('takes and refuses what Baro takes and refuses, for every identifier', () => {
    const strange: string[] = []
    let [taken, refused] = [0, 0]
    for (const ai of GS1_IDENTIFIERS) {
      const from = dice(Number(`3${ai}`))
      const right = [1, 2, 3].map(() => rightElement(ai, from))
      const tried = [
        ...right,
        ...right.flatMap((one) => [damaged(one, from), damaged(one, from)]),
        ...wrongElements(ai, from),
      ]
      for (const element of tried.filter(({ value }) => value !== '')) {
        const problem = unexplained(element)
        if (problem !== null) strange.push(problem)
        if (gs1ElementFault(element) === null) taken += 1
        else refused += 1
      }
    }
    expect(strange).toEqual([])
    console.info(`encoder: ${taken} elements taken, ${refused} refused`)
    expect(taken + refused).toBeGreaterThan(5_000)
    expect(Math.min(taken, refused)).toBeGreaterThan(2_000)
  }, 60_000)

  test('takes and refuses the same coupons, whole ones and damaged ones', () => {
    const from = dice(8110)
    let [taken, refused] = [0, 0]
    for (let round = 0; round < 400; round += 1) {
      const whole = rightElement(round % 4 === 0 ? '8112' : '8110', from)
      for (const element of [whole, damaged(whole, from), damaged(whole, from)].filter(({ value }) => value !== '')) {
        expect(unexplained(element)).toBeNull()
        if (gs1ElementFault(element) === null) taken += 1
        else refused += 1
      }
    }
    expect(Math.min(taken, refused)).toBeGreaterThan(300)
  })

  test('finds the same elements that need or exclude others', () => {
    const from = dice(4)
    const common = [
      '00',
      '01',
      '02',
      '10',
      '17',
      '21',
      '30',
      '37',
      '255',
      '3103',
      '3922',
      '414',
      '8006',
      '8020',
      '422',
      '426',
    ]
    let conflicts = 0
    for (let round = 0; round < 1_500; round += 1) {
      const list = from.below(3) === 0 ? GS1_IDENTIFIERS : common
      const ais = [...new Set([1, 2, 3, 4].slice(0, 1 + from.below(4)).map(() => from.pick(list)))]
      const elements = ais
        .map((ai) => rightElement(ai, from))
        .filter((one) => unexplained(one) === null && isEncoded([one]))
      if (elements.length === 0) continue
      const conflict = findGs1Conflict(elements)
      if (conflict !== null) conflicts += 1
      const said = `${elements.map(({ ai }) => ai).join(' ')}: ${JSON.stringify(conflict)}`
      expect(isEncoded(elements, { lintreqs: true }), said).toBe(conflict === null)
    }
    expect(conflicts).toBeGreaterThan(500)
  }, 60_000)
})
