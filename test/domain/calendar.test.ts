import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addWorkingDays, Calendar, checkCalendar, isWorkingDay, weekdayOf } from '../../domain/calendar.ts'

const seoul = Calendar.parse({
  timeZone: 'Asia/Seoul',
  holidays: ['2026-12-25', '2027-01-01'],
  openDays: ['2026-12-19'],
})

describe('a calendar', () => {
  it('knows the days of the week from Monday to Sunday', () => {
    expect(['2026-11-23', '2026-11-28', '2026-11-29'].map(weekdayOf)).toEqual([1, 6, 7])
    expect(weekdayOf('2024-02-29')).toBe(4)
  })

  it('counts days over months, leap days and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2027-03-01', -1)).toBe('2027-02-28')
  })

  it.each([
    ['a Monday', '2026-11-23', true],
    ['a Saturday', '2026-11-28', false],
    ['a Saturday that is worked', '2026-12-19', true],
    ['a holiday on a Friday', '2026-12-25', false],
  ])('says whether %s is worked', (_, date, expected) => {
    expect(isWorkingDay(date, seoul)).toBe(expected)
  })

  it.each([
    [0, '2026-12-25', '2026-12-28'],
    [0, '2026-12-24', '2026-12-24'],
    [1, '2026-12-18', '2026-12-19'],
    [2, '2026-12-18', '2026-12-21'],
    [5, '2026-12-24', '2027-01-04'],
    [-1, '2026-12-28', '2026-12-24'],
    [-3, '2026-12-21', '2026-12-17'],
  ])('finds %i working days from %s on %s', (days, from, expected) => {
    expect(addWorkingDays(from, days, seoul)).toBe(expected)
  })

  it('finds none where nobody ever works', () => {
    const closed = Calendar.parse({ timeZone: 'UTC', workingDays: [], openDays: ['2026-01-01'] })
    expect(addWorkingDays('2026-01-02', 1, closed)).toBeNull()
    expect(addWorkingDays('2025-12-31', 1, closed)).toBe('2026-01-01')
  })

  it('counts working days as if each date were looked at', () => {
    fc.assert(
      fc.property(fc.nat(700), fc.integer({ min: 1, max: 60 }), fc.boolean(), (start, days, back) => {
        const from = addDays('2026-01-01', start)
        let at = Date.parse(from)
        for (let left = days; left > 0; ) {
          at += back ? -86_400_000 : 86_400_000
          const day = new Date(at).toUTCString().slice(0, 3)
          const date = new Date(at).toISOString().slice(0, 10)
          const isWeekend = day === 'Sat' || day === 'Sun'
          if (date === '2026-12-19' || !(isWeekend || ['2026-12-25', '2027-01-01'].includes(date))) left -= 1
        }
        expect(addWorkingDays(from, back ? -days : days, seoul)).toBe(new Date(at).toISOString().slice(0, 10))
      }),
      { seed: 41, numRuns: 500 },
    )
  })

  it.each([
    ['a time zone nobody knows', { timeZone: 'Asia/Soul' }, ['timeZone E-RUL-013']],
    ['no time zone', {}, ['timeZone E-RUL-001']],
    ['no day that is worked', { timeZone: 'UTC', workingDays: [] }, ['workingDays E-RUL-014']],
    [
      'a weekday that is none',
      { timeZone: 'UTC', workingDays: [1, 0, 8] },
      ['workingDays[1] E-RUL-002', 'workingDays[2] E-RUL-003'],
    ],
    ['a weekday twice', { timeZone: 'UTC', workingDays: [1, 2, 1] }, ['workingDays[2] E-RUL-010']],
    ['a date that is none', { timeZone: 'UTC', holidays: ['2027-02-29'] }, ['holidays[0] E-RUL-006']],
    ['a holiday twice', { timeZone: 'UTC', holidays: ['2027-01-01', '2027-01-01'] }, ['holidays[1] E-RUL-010']],
    [
      'a date both open and closed',
      { timeZone: 'UTC', holidays: ['2027-01-01'], openDays: ['2027-01-01'] },
      ['openDays[0] E-RUL-015'],
    ],
    ['a field that does not exist', { timeZone: 'UTC', weekend: [] }, ['weekend E-RUL-004']],
  ])('is refused with %s', (_, value, expected) => {
    const checked = checkCalendar(value)
    expect(checked.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(expected)
    expect(checked.value).toBeNull()
  })

  it('is taken when all is well', () => {
    expect(checkCalendar(seoul)).toEqual({ value: seoul, problems: [] })
  })
})
