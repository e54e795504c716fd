import { describe, expect, it } from 'vitest'
import {
  readCollections,
  readDays,
  readReasons,
  writeCollections,
} from '../../../renderer/screens/settings/release-texts.ts'

describe('what a person writes about releases', () => {
  it('reads collections line by line, and writes them as they are read', () => {
    const text = 'CJ 1-5 17:00\nCJ 6,7 12:30\n* 1,3,5 24:00'
    const { values } = readCollections(`\n ${text}  \n\n`)
    expect(values).toEqual([
      { carrier: 'CJ', weekdays: [1, 2, 3, 4, 5], at: '17:00' },
      { carrier: 'CJ', weekdays: [6, 7], at: '12:30' },
      { carrier: '', weekdays: [1, 3, 5], at: '24:00' },
    ])
    expect(writeCollections(values ?? [])).toBe(text.replace('6,7', '6-7'))
  })

  it.each(['CJ 17:00', 'CJ 0-5 17:00', 'CJ 5-1 17:00', 'CJ 1,1 17:00', 'CJ 1 7:00', 'CJ 1 24:01', 'CJ mon 17:00'])(
    'names the line that is no collection: %s',
    (line) => {
      expect(readCollections(`HJ 1 10:00\n${line}`)).toEqual({ values: null, wrong: line })
    },
  )

  it('names the line that gives a carrier two times on one day', () => {
    expect(readCollections('CJ 1-3 10:00\nHJ 3 10:00\nCJ 3 11:00')).toEqual({ values: null, wrong: 'CJ 3 11:00' })
  })

  it('reads dates and reasons once each', () => {
    expect(readDays('2026-12-25\n\n2026-12-25\n2027-01-01')).toEqual({
      values: ['2026-12-25', '2027-01-01'],
      wrong: null,
    })
    expect(readDays('2026-02-29')).toEqual({ values: null, wrong: '2026-02-29' })
    expect(readReasons(' payment \npayment\n주소 확인')).toEqual({ values: ['payment', '주소 확인'], wrong: null })
    expect(readReasons('x'.repeat(201)).wrong).not.toBe(null)
  })
})
