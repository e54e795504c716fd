import { type Expected, expected } from './order-file-problems.ts'
import { ownValue } from './own-value.ts'

/** Digits after the decimal point of a currency's minor unit (ISO 4217), 2 where not listed. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  KRW: 0,
  JPY: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  XAF: 0,
  XOF: 0,
  UGX: 0,
  PYG: 0,
  BHD: 3,
  KWD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
}

/** Digits after the decimal point of an ISO 4217 currency's minor unit. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2
}

/**
 * A cell's text as people mean it: trimmed, without the apostrophe (`'01234`) or the `="01234"` that spreadsheets use
 * to keep a leading zero.
 */
export function cleanCell(cell: string): string {
  const text = cell.trim()
  const first = text.charCodeAt(0)
  if (first === 0x27 && /^'[\d+=@-]/.test(text)) return text.slice(1).trim()
  if (first === 0x3d && text.startsWith('="') && text.endsWith('"')) return text.slice(2, -1).trim()
  return text
}

/** Whether a spreadsheet has turned a long number into `1.23E+15`, its last digits lost for good. */
export function isScientific(text: string): boolean {
  return /^\d(\.\d+)?e\+\d+$/i.test(text)
}

/** A whole number of at least `min` and at most `max`, thousands separators allowed; anything else is refused. */
export function parseWhole<Code extends string>(
  text: string,
  min: number,
  max: number,
  code: Code,
): number | Expected<Code> {
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text
  if (/^\d{1,9}(\.0+)?$/.test(plain)) {
    const value = Number(plain)
    if (value >= min && value <= max) return value
  }
  return expected(code, { min, max })
}

/** An amount of money in minor units: `12,000`, `₩12,000`, `12.50`, `1.234,50`; never negative, never rounded. */
export function parseAmount(text: string, currency: string): number | Expected<'amount-malformed'> {
  const digits = minorDigits(currency)
  const refused = expected('amount-malformed', { currency, decimals: digits })
  const bare = text.replace(/^(?:[₩￦$€£¥]|[A-Z]{3})\s*/, '').replace(/\s*(?:원|[₩￦$€£¥]|[A-Z]{3})$/, '')
  let whole = bare
  let part = ''
  const point = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  if (point >= 0) {
    const mark = bare[point]
    const tail = bare.slice(point + 1)
    const once = bare.indexOf(mark ?? '') === point
    const grouping = tail.length === 3 && (mark === ',' ? digits !== 3 : digits === 0)
    if (!once && !grouping) return refused
    if (!grouping) {
      whole = bare.slice(0, point)
      part = tail
      if (!/^\d+$/.test(part)) return refused
    }
  }
  if (!/^\d{1,13}$/.test(whole) && !/^\d{1,3}([,. ]\d{3})+$/.test(whole)) return refused
  if (part.length > digits && /[1-9]/.test(part.slice(digits))) return refused
  const minor = Number(whole.replace(/[,. ]/g, '') + part.slice(0, digits).padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : refused
}

const INSTANT =
  /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:[T\s]+(?:(오전|오후|am|pm)\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?$/i
const DAY_FIRST =
  /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?$/i

function offsetMs(offset: string | undefined, defaultMinutes: number): number {
  if (offset === undefined) return defaultMinutes * 60_000
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset)
  if (match === null) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
}

function hour24(hour: number, half: string | undefined): number {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return 99
  const afternoon = half === '오후' || half.toLowerCase() === 'pm'
  return (hour % 12) + (afternoon ? 12 : 0)
}

function instant(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (year < 1990 || year > 2200 || hour > 23 || minute > 59 || second > 59) return null
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(at)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? at : null
}

/** How times are read: the order of day and month, and the offset of times that carry none. */
export interface TimeForm {
  dateOrder: 'ymd' | 'mdy' | 'dmy'
  utcOffsetMinutes: number
}

/** UTC milliseconds of a date or time as files write it; a date alone is its midnight. */
export function parseInstant(text: string, form: TimeForm): number | Expected<'time-malformed'> {
  const refused = expected('time-malformed', { order: form.dateOrder })
  let source = text
  if (/^\d{8}(\d{6})?$/.test(text)) {
    source = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
    if (text.length === 14) source += ` ${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12, 14)}`
  } else if (text.includes('년')) {
    source = text
      .replace(/\s*[년월]\s*/g, '-')
      .replace(/\s*일\s*/, ' ')
      .trim()
  } else if (/^\d{4}\. /.test(text)) {
    source = text.replace(/^(\d{4})\. (\d{1,2})\. (\d{1,2})\.?/, '$1-$2-$3')
  }
  const year = INSTANT.exec(source)
  if (year !== null) {
    const hour = hour24(Number(year[5] ?? 0), year[4] ?? year[8])
    const at = instant(
      Number(year[1]),
      Number(year[2]),
      Number(year[3]),
      hour,
      Number(year[6] ?? 0),
      Number(year[7] ?? 0),
    )
    return at === null ? refused : at - offsetMs(year[9], form.utcOffsetMinutes)
  }
  const day = form.dateOrder === 'ymd' ? null : DAY_FIRST.exec(source)
  if (day === null) return refused
  const [first, second] = [Number(day[1]), Number(day[2])]
  const [month, dayOfMonth] = form.dateOrder === 'mdy' ? [first, second] : [second, first]
  const hour = hour24(Number(day[4] ?? 0), day[7])
  const at = instant(Number(day[3]), month, dayOfMonth, hour, Number(day[5] ?? 0), Number(day[6] ?? 0))
  return at === null ? refused : at - offsetMs(day[8], form.utcOffsetMinutes)
}

const COUNTRIES: Readonly<Record<string, string>> = {
  대한민국: 'KR',
  한국: 'KR',
  korea: 'KR',
  southkorea: 'KR',
  republicofkorea: 'KR',
  'korea,republicof': 'KR',
  kor: 'KR',
  미국: 'US',
  usa: 'US',
  unitedstates: 'US',
  unitedstatesofamerica: 'US',
  일본: 'JP',
  japan: 'JP',
  jpn: 'JP',
  중국: 'CN',
  china: 'CN',
  대만: 'TW',
  taiwan: 'TW',
  홍콩: 'HK',
  hongkong: 'HK',
  싱가포르: 'SG',
  singapore: 'SG',
  영국: 'GB',
  uk: 'GB',
  unitedkingdom: 'GB',
  greatbritain: 'GB',
  독일: 'DE',
  germany: 'DE',
  deutschland: 'DE',
  프랑스: 'FR',
  france: 'FR',
  캐나다: 'CA',
  canada: 'CA',
  호주: 'AU',
  australia: 'AU',
  newzealand: 'NZ',
  netherlands: 'NL',
  italy: 'IT',
  spain: 'ES',
  vietnam: 'VN',
  베트남: 'VN',
  thailand: 'TH',
  태국: 'TH',
  malaysia: 'MY',
  말레이시아: 'MY',
}

/** The ISO 3166 two-letter code of a country given as code or as one of the names that shops write. */
export function parseCountry(text: string): string | Expected<'country-unknown'> {
  if (/^[A-Z]{2}$/.test(text)) return text === 'UK' ? 'GB' : text
  const key = text.toLowerCase().replace(/[\s.]+/g, '')
  if (/^[a-z]{2}$/.test(key) && key !== 'uk') return key.toUpperCase()
  return ownValue(COUNTRIES, key) ?? expected('country-unknown')
}

/** Countries whose parcels cannot be sent without a postcode. */
const NEEDS_POSTCODE: ReadonlySet<string> = new Set([
  'KR',
  'US',
  'JP',
  'CN',
  'GB',
  'DE',
  'FR',
  'CA',
  'AU',
  'NL',
  'IT',
  'ES',
  'SG',
  'TW',
])

/**
 * A postcode for its country: `-` means that the shop says there is none; a leading zero that a spreadsheet dropped is
 * put back for Korea and the United States.
 */
export function parsePostcode(
  text: string,
  country: string,
): string | Expected<'postcode-missing' | 'postcode-malformed' | 'text-too-long'> {
  if (text === '-') return ''
  if (text === '') return NEEDS_POSTCODE.has(country) ? expected('postcode-missing', { country }) : ''
  if (country === 'KR') {
    if (/^\d{5}$/.test(text) || /^\d{3}-\d{3}$/.test(text)) return text
    return /^\d{4}$/.test(text) ? `0${text}` : expected('postcode-malformed', { country })
  }
  if (country === 'US' && /^\d{3,4}$/.test(text)) return text.padStart(5, '0')
  return text.length > 16 ? expected('text-too-long', { max: 16 }) : text
}

/** A telephone number as given; a Korean mobile number whose leading zero a spreadsheet dropped gets it back. */
export function parsePhone(text: string, country: string): string {
  if (text === '-') return ''
  return country === 'KR' && /^1[016789]\d{7,8}$/.test(text) ? `0${text}` : text
}

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', '예', 'o'])
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', '아니오', '아니요', 'x'])

/** The day of a date or a time on the clock of the file, `YYYY-MM-DD`; empty for an empty cell. */
export function parseDay(text: string, form: TimeForm): string | Expected<'time-malformed'> {
  if (text === '') return ''
  const at = parseInstant(text, form)
  return typeof at === 'number' ? new Date(at + form.utcOffsetMinutes * 60_000).toISOString().slice(0, 10) : at
}

/** A yes or no; an empty cell is `whenEmpty`. */
export function parseYesNo(text: string, whenEmpty: boolean): boolean | Expected<'yes-or-no-expected'> {
  if (text === '') return whenEmpty
  if (text === 'true' || text === 'TRUE') return true
  const key = text.toLowerCase()
  if (YES.has(key)) return true
  return NO.has(key) ? false : expected('yes-or-no-expected')
}
