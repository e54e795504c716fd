import { z } from 'zod'
import { type CheckedRules, checkRules, type ReportRule, reportTwice } from './rule-problem.ts'
import { isTimeZone } from './zone-time.ts'

const DAY_MS = 86_400_000

/** A year and a bit: what does not happen within it never happens. */
export const HORIZON_DAYS = 400

/** A date, `YYYY-MM-DD`. */
export const Day = z.iso.date()

/** A day of the week by ISO 8601: 1 is Monday, 7 Sunday. */
export const Weekday = z.int().min(1).max(7)

/** When a site works: its clock, its week, the dates it is closed on although, and open on although not, in that week. */
export const Calendar = z.strictObject({
  timeZone: z.string().min(1).max(60),
  workingDays: z.array(Weekday).max(7).default([1, 2, 3, 4, 5]),
  holidays: z.array(Day).max(1_000).default([]),
  openDays: z.array(Day).max(1_000).default([]),
})
export type Calendar = z.infer<typeof Calendar>

/** The date `days` after another one, or before it when negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The ISO weekday of a date, 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7
}

/** True when the site works on that date. A holiday that is also an open day is worked. */
export function isWorkingDay(date: string, calendar: Calendar): boolean {
  if (calendar.openDays.includes(date)) return true
  return calendar.workingDays.includes(weekdayOf(date)) && !calendar.holidays.includes(date)
}

/**
 * The date `days` working days after `date`, before it when negative, and the first one on or after it for 0; null when
 * the site does not work so often within the horizon.
 */
export function addWorkingDays(date: string, days: number, calendar: Calendar): string | null {
  const step = days < 0 ? -1 : 1
  let left = Math.abs(days)
  for (let away = days === 0 ? 0 : step; Math.abs(away) <= HORIZON_DAYS; away += step) {
    const candidate = addDays(date, away)
    if (!isWorkingDay(candidate, calendar)) continue
    if (left <= 1) return candidate
    left -= 1
  }
  return null
}

/** Checks a calendar given as a value; problems name their place in it. */
export function checkCalendar(value: unknown): CheckedRules<Calendar> {
  return checkRules(Calendar, value, (calendar, report) => {
    if (!isTimeZone(calendar.timeZone)) report('timeZone', 'E-RUL-013', { timeZone: calendar.timeZone })
    if (calendar.workingDays.length === 0 && calendar.openDays.length === 0) report('workingDays', 'E-RUL-014')
    reportTwice(calendar.workingDays, (index) => `workingDays[${index}]`, String, report)
    reportDates(calendar.holidays, 'holidays', report)
    reportDates(calendar.openDays, 'openDays', report)
    for (const [index, date] of calendar.openDays.entries())
      if (calendar.holidays.includes(date)) report(`openDays[${index}]`, 'E-RUL-015', { date })
  })
}

/** Reports dates that stand twice in a list. */
export function reportDates(dates: readonly string[], path: string, report: ReportRule): void {
  reportTwice(
    dates,
    (index) => `${path}[${index}]`,
    (date) => date,
    report,
  )
}
