import { hasValidCheckDigit } from './check-digit.ts'
import { COUNTRY_LETTERS, COUNTRY_NUMBERS, CURRENCY_NUMBERS, MEDIA_TYPES, PACKAGE_TYPES } from './gs1-code-lists.ts'
import { isCouponCode, isPositiveOffer } from './gs1-coupon.ts'
import { checkGs1Date, checkGs1Time, isCalendarDay } from './gs1-date.ts'

/** What a linter says about a component's value, whose length and characters are right already. */
type LinterProblem = 'BAD_CHECK_DIGIT' | 'BAD_DATE' | 'BAD_VALUE'
type Linter = (value: string) => LinterProblem | null

const CHARACTERS_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const CHARACTERS_32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** One prime for each character that AIs 8013 and 8014 may have before their check characters. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83]
/** The shortest company prefix. */
const PREFIX_DIGITS = 4

const value = (isRight: (value: string) => boolean): Linter => {
  return (text) => (isRight(text) ? null : 'BAD_VALUE')
}
const check = (isRight: (value: string) => boolean): Linter => {
  return (text) => (isRight(text) ? null : 'BAD_CHECK_DIGIT')
}
const date = (isRight: (value: string) => boolean): Linter => {
  return (text) => (isRight(text) ? null : 'BAD_DATE')
}
const startsWithPrefix = (text: string): boolean => text.length >= PREFIX_DIGITS && /^\d{4}/.test(text)

/** Every test that the dictionary names for a component, by that name. */
export const GS1_LINTERS: Readonly<Record<string, Linter>> = {
  csum: check(hasValidCheckDigit),
  csumalpha: check((text) => text.length >= 2 && gs1CheckCharacters(text.slice(0, -2)) === text.slice(-2)),
  iban: (text) => (!isIbanShaped(text) ? 'BAD_VALUE' : ibanRemainder(text) === 1 ? null : 'BAD_CHECK_DIGIT'),
  gcppos1: value(startsWithPrefix),
  gcppos2: value((text) => startsWithPrefix(text.slice(1))),
  yymmd0: date((text) => checkGs1Date(text, { dayZero: true })),
  yymmdd: date((text) => checkGs1Date(text, { dayZero: false })),
  yyyymmdd: date((text) => isCalendarDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))),
  hhmi: date(checkGs1Time),
  hh: date((text) => Number(text) <= 23),
  mi: date((text) => Number(text) <= 59),
  ss: date((text) => Number(text) <= 59),
  iso3166: value((text) => COUNTRY_NUMBERS.has(text)),
  iso3166999: value((text) => text === '999' || COUNTRY_NUMBERS.has(text)),
  iso3166alpha2: value((text) => COUNTRY_LETTERS.has(text)),
  iso4217: value((text) => CURRENCY_NUMBERS.has(text)),
  iso5218: value((text) => '0129'.includes(text)),
  mediatype: value((text) => MEDIA_TYPES.has(text)),
  packagetype: value((text) => PACKAGE_TYPES.has(text)),
  importeridx: value((text) => /^[-0-9A-Z_a-z]$/.test(text)),
  latitude: value((text) => text <= '1800000000'),
  longitude: value((text) => text <= '3600000000'),
  pieceoftotal: value(isPieceOfTotal),
  posinseqslash: value(isPositionInSequence),
  pcenc: value((text) => !/%(?![0-9A-Fa-f]{2})/.test(text)),
  yesno: value((text) => text === '0' || text === '1'),
  winding: value((text) => '019'.includes(text)),
  hyphen: value((text) => /^-+$/.test(text)),
  zero: value((text) => /^0+$/.test(text)),
  nonzero: value((text) => /[1-9]/.test(text)),
  nozeroprefix: value((text) => text === '0' || !text.startsWith('0')),
  hasnondigit: value((text) => /\D/.test(text)),
  couponcode: value((text) => isCouponCode(text, (day) => checkGs1Date(day, { dayZero: false }))),
  couponposoffer: value(isPositiveOffer),
}

/** The pair of check characters behind an alphanumeric key (GMN, MUDI) of 1 to 23 characters of GS1 set 82; '' for others. */
export function gs1CheckCharacters(text: string): string {
  let sum = 0
  for (const [index, character] of [...text].entries()) {
    const weight = CHARACTERS_82.indexOf(character)
    const prime = PRIMES[text.length - 1 - index]
    if (weight < 0 || prime === undefined) return ''
    sum += weight * prime
  }
  sum %= 1021
  return CHARACTERS_32.charAt(sum >> 5) + CHARACTERS_32.charAt(sum & 31)
}

/** Ten characters are no account number in any country; the letters before the check digits are a country's. */
function isIbanShaped(text: string): boolean {
  return text.length > 10 && /^[0-9A-Z]+$/.test(text) && COUNTRY_LETTERS.has(text.slice(0, 2))
}

function ibanRemainder(text: string): number {
  let remainder = 0
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const number = Number.parseInt(character, 36)
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97
  }
  return remainder
}

function isPieceOfTotal(text: string): boolean {
  const piece = Number(text.slice(0, text.length / 2))
  const total = Number(text.slice(text.length / 2))
  return piece > 0 && total > 0 && piece <= total
}

function isPositionInSequence(text: string): boolean {
  const match = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)
  return match !== null && Number(match[1]) <= Number(match[2])
}
