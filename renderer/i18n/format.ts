import type { Locale } from './index.ts'

const tag = (locale: Locale): string => (locale === 'ko' ? 'ko-KR' : 'en-GB')

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()
function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale}${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const made = new Intl.NumberFormat(tag(locale), options)
  cache.set(key, made)
  return made
}
function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale}${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const made = new Intl.DateTimeFormat(tag(locale), options)
  cache.set(key, made)
  return made
}

/** A count or measure with the locale's grouping: 2,688. */
export function formatNumber(locale: Locale, value: number, digits = 0): string {
  return numberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value)
}

/** Money from minor units and an ISO 4217 code; the currency itself says how many decimals it has (KRW none, USD two). */
export function formatMoney(locale: Locale, minorUnits: number, currency: string): string {
  const format = numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0
  return format.format(minorUnits / 10 ** digits)
}

/** A weight given in grams: '850 g' below a kilogram, '1.624 kg' from there on. */
export function formatWeight(locale: Locale, grams: number): string {
  const { value, unit } = weightParts(locale, grams)
  return `${value} ${unit}`
}

/** The same weight as value and unit apart, for a screen that sets them in different sizes. */
export function weightParts(locale: Locale, grams: number): { value: string; unit: 'g' | 'kg' } {
  return Math.abs(grams) < 1000
    ? { value: formatNumber(locale, grams), unit: 'g' }
    : { value: formatNumber(locale, grams / 1000, 3), unit: 'kg' }
}

/** Three sizes in millimetres as a picker reads them on a box: '360 × 260 × 180 mm'. */
export function formatSize(lengthMm: number, widthMm: number, heightMm: number): string {
  return `${lengthMm} × ${widthMm} × ${heightMm} mm`
}

/** The name of a carton type without the inner size that it may repeat: 'L · 480×380×320' is 'L'. */
export function cartonName(name: string): string {
  return name.replace(/\s*·?\s*\d+\s*×\s*\d+\s*×\s*\d+.*$/, '') || name
}

/** A moment (UTC milliseconds) as a 24-hour clock in the site's time zone: '16:00'. */
export function formatTime(locale: Locale, at: number, timeZone: string): string {
  return dateFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)
}

/** A moment (UTC milliseconds) as a day in the site's time zone: '30 Sep 2026', '2026. 9. 30.'. */
export function formatDate(locale: Locale, at: number, timeZone: string): string {
  const month = locale === 'ko' ? 'numeric' : 'short'
  return dateFormat(locale, { year: 'numeric', month, day: 'numeric', timeZone }).format(at).replace('Sept', 'Sep')
}

/** Day and time together, in the site's time zone. */
export function formatDateTime(locale: Locale, at: number, timeZone: string): string {
  return `${formatDate(locale, at, timeZone)} ${formatTime(locale, at, timeZone)}`
}

/** A calendar day written 'YYYY-MM-DD' (an expiry date has no time zone); what is not such a day comes back unchanged. */
export function formatDay(locale: Locale, day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? day : formatDate(locale, at, 'UTC')
}

/** A calendar day of this season written 'YYYY-MM-DD': 'Tue 24 Nov', '11. 24. (화)'; what is not such a day comes back unchanged. */
export function formatNearDay(locale: Locale, day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(at)) return day
  const month = locale === 'ko' ? 'numeric' : 'short'
  return dateFormat(locale, { month, day: 'numeric', weekday: 'short', timeZone: 'UTC' }).format(at).replace(',', '')
}

/** How long something took or is off, in the largest one or two units: '37 min', '2 h 5 min', '40 s'; 37분, 2시간 5분, 40초. */
export function formatDuration(locale: Locale, milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const words = locale === 'ko' ? ['일', '시간', '분', '초'] : [' d', ' h', ' min', ' s']
  if (seconds < 60) return `${seconds}${words[3]}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes}${words[2]}`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours}${words[1]}` : `${hours}${words[1]} ${minutes % 60}${words[2]}`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days}${words[0]}` : `${days}${words[0]} ${hours % 24}${words[1]}`
}

/** A countdown as hours and minutes: '1:48'; after the moment with a minus sign: '−0:12'. */
export function formatCountdown(milliseconds: number): string {
  const minutes = Math.trunc(Math.abs(milliseconds) / 60_000)
  const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  return milliseconds < 0 ? `−${text}` : text
}

/** A long code in groups of four from the left, as it is read aloud: '601234567890' is '6012 3456 7890'. Codes with separators stay. */
export function formatCode(code: string): string {
  return /^\d{6,}$/.test(code) ? code.replace(/(\d{4})(?=\d)/g, '$1 ') : code
}

/** The last four characters of a code, which people compare; shorter codes whole. */
export function lastFour(code: string): string {
  return code.slice(-4)
}
