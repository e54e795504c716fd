import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import {
  formatCountdown,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatMoney,
  formatNearDay,
  formatNumber,
  formatTime,
  formatWeight,
  weightParts,
} from './format.ts'
import type { Locale } from './index.ts'
import { useSiteClock } from './site-clock.ts'

/** The formatters of format.ts bound to the language shown now and to the site's time zone. */
export function useFormat() {
  const { i18n } = useLingui()
  const timeZone = useSiteClock((clock) => clock.timeZone)
  const locale: Locale = i18n.locale === 'en' ? 'en' : 'ko'
  return useMemo(
    () => ({
      locale,
      timeZone,
      number: (value: number, digits?: number) => formatNumber(locale, value, digits),
      money: (minorUnits: number, currency: string) => formatMoney(locale, minorUnits, currency),
      weight: (grams: number) => formatWeight(locale, grams),
      weightParts: (grams: number) => weightParts(locale, grams),
      time: (at: number) => formatTime(locale, at, timeZone),
      date: (at: number) => formatDate(locale, at, timeZone),
      dateTime: (at: number) => formatDateTime(locale, at, timeZone),
      day: (day: string) => formatDay(locale, day),
      nearDay: (day: string) => formatNearDay(locale, day),
      duration: (milliseconds: number) => formatDuration(locale, milliseconds),
      countdown: formatCountdown,
    }),
    [locale, timeZone],
  )
}
