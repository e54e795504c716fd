/**
 * The year from which two-digit years are read when the caller gives none: 1977 to 2076 by the sliding window of the
 * GS1 General Specifications, 7.12.
 */
export const DEFAULT_REFERENCE_YEAR = 2026

/** The full year of a two-digit one by the GS1 sliding window: 49 years back to 50 years ahead of `referenceYear`. */
export function gs1Year(twoDigits: number, referenceYear: number): number {
  const century = Math.floor(referenceYear / 100) * 100
  const ahead = twoDigits - (referenceYear - century)
  if (ahead >= 51) return century - 100 + twoDigits
  if (ahead <= -50) return century + 100 + twoDigits
  return century + twoDigits
}

/** A GS1 date (YYMMDD, day 00 = the last of the month) as `YYYY-MM-DD`; null when there is no such day. */
export function gs1Date(value: string, referenceYear: number = DEFAULT_REFERENCE_YEAR): string | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(value)
  if (match === null) return null
  const year = gs1Year(Number(match[1]), referenceYear)
  const month = Number(match[2])
  const last = daysInMonth(year, month)
  const day = match[3] === '00' ? last : Number(match[3])
  if (day < 1 || day > last) return null
  return `${year}-${match[2]}-${String(day).padStart(2, '0')}`
}

/** True when YYMMDD is a day of the calendar in some century; day 00 only with `dayZero`. */
export function checkGs1Date(value: string, options: { dayZero: boolean }): boolean {
  return gs1Date(value) !== null && (options.dayZero || !value.endsWith('00'))
}

/** True for HHMM from 0000 to 2359. */
export function checkGs1Time(value: string): boolean {
  return /^([01]\d|2[0-3])[0-5]\d$/.test(value)
}

/** True for a day of the Gregorian calendar. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
