import { describe, expect, it } from 'vitest'
import { parseGs1 } from '../../domain/gs1.ts'
import { findGs1Conflict } from '../../domain/gs1-pairs.ts'

const GTIN = '08801234000017'
/** Elements with values that nobody looks at here. */
const of = (...ais: string[]) => ais.map((ai) => ({ ai, value: '' }))

describe('elements beside each other', () => {
  it.each<[string, string[]]>([
    ['a trade item', ['01']],
    ['a trade item with its lot and date', ['01', '10', '17']],
    ['the content of a carton and its count', ['00', '02', '37']],
    ['a weight with a price and a currency', ['01', '3103', '3922']],
    ['a price for one of a count', ['30', '01', '3932']],
    ['an account beside who is paid, for what', ['415', '8020', '8007']],
    ['a signature over a serial number', ['01', '21', '8030']],
  ])('%s go together', (_, ais) => {
    expect(findGs1Conflict(of(...ais))).toBeNull()
  })

  it.each<[string, string[], object]>([
    ['a lot of nothing', ['10'], { code: 'MISSING_AI', ai: '10', with: '01,02,03,8006,8026' }],
    ['a content without its count', ['02', '00'], { code: 'MISSING_AI', ai: '02', with: '37' }],
    ['a count beside a trade item', ['01', '37', '00'], { code: 'EXCLUDED_AI', ai: '01', with: '37' }],
    ['the same weight in two scales', ['01', '3103', '3102'], { code: 'EXCLUDED_AI', ai: '3103', with: '310n' }],
    ['a second serial without the first', ['01', '250'], { code: 'MISSING_AI', ai: '250', with: '21' }],
    ['a potency of an unknown lot', ['01', '7004'], { code: 'MISSING_AI', ai: '7004', with: '01+10' }],
    ['a signature over half a key', ['01', '8030'], { code: 'MISSING_AI', ai: '8030' }],
  ])('%s do not', (_, ais, conflict) => {
    expect(findGs1Conflict(of(...ais))).toMatchObject(conflict)
  })

  it('are looked at only where it is asked for: a label may spread them over several codes', () => {
    expect(parseGs1('10ABC')).toMatchObject({ ok: true })
    expect(parseGs1('10ABC', { pairs: true })).toEqual({ ok: false, code: 'MISSING_AI', position: 0 })
    expect(parseGs1(`01${GTIN}10ABC`, { pairs: true })).toMatchObject({ ok: true })
  })
})
