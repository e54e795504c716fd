import { alphanumericCheck, gs1CheckDigit, hasValidCheckDigit } from './check-digit.ts'

/** Why a carton number could not be made. */
export type SsccErrorCode = 'BAD_EXTENSION' | 'BAD_COMPANY_PREFIX' | 'BAD_SERIAL' | 'SERIAL_TOO_LARGE' | 'BAD_SERIES'

/** Thrown when a carton number cannot be made from what was given; `code` says which part is wrong. */
export class SsccError extends Error {
  readonly code: SsccErrorCode
  constructor(code: SsccErrorCode, message: string) {
    super(message)
    this.name = 'SsccError'
    this.code = code
  }
}

/**
 * How many carton numbers of each series a restored centre leaves out: stations may hold blocks that it gave them after the
 * copy and knows nothing of. More than all of them close in the days between two copies.
 */
export const NUMBERS_LEFT_OUT = 100_000

const SSCC_BODY_DIGITS = 16
const CARTON_SERIAL_DIGITS = 8
const CARTON_CODE = /^BR-(C\d{10})([0-9A-Z])$/

/** The largest serial that fits beside a company prefix of this many digits (`10^(16 − length) − 1`). */
export function largestSsccSerial(companyPrefix: string): bigint {
  if (!/^\d{4,12}$/.test(companyPrefix)) {
    throw new SsccError('BAD_COMPANY_PREFIX', 'A GS1 company prefix has 4 to 12 digits.')
  }
  return 10n ** BigInt(SSCC_BODY_DIGITS - companyPrefix.length) - 1n
}

/** The 18 digits of an SSCC with its check digit; throws SsccError when the serial does not fit beside the prefix. */
export function buildSscc(parts: { extension: number; companyPrefix: string; serial: bigint | number }): string {
  const { extension, companyPrefix } = parts
  if (!Number.isInteger(extension) || extension < 0 || extension > 9) {
    throw new SsccError('BAD_EXTENSION', 'The extension digit of an SSCC is 0 to 9.')
  }
  const largest = largestSsccSerial(companyPrefix)
  const serial = wholeSerial(parts.serial)
  if (serial > largest) {
    throw new SsccError(
      'SERIAL_TOO_LARGE',
      `Serial ${serial} does not fit: the largest beside this prefix is ${largest}.`,
    )
  }
  const body = String(serial).padStart(SSCC_BODY_DIGITS - companyPrefix.length, '0')
  const digits = `${extension}${companyPrefix}${body}`
  return digits + gs1CheckDigit(digits)
}

/** True for 18 digits whose check digit is right. */
export function isSscc(text: string): boolean {
  return text.length === 18 && hasValidCheckDigit(text)
}

/**
 * An SSCC for people: `(00) 0 8801234 000000001 7` when the length of the company prefix is given, otherwise its sixteen
 * middle digits in groups of four. Throws a RangeError for what is no SSCC.
 */
export function formatSscc(sscc: string, companyPrefixLength?: number): string {
  if (!isSscc(sscc)) throw new RangeError(`Not an SSCC: ${JSON.stringify(sscc)}`)
  const middle = sscc.slice(1, 17)
  const groups =
    companyPrefixLength !== undefined && companyPrefixLength >= 4 && companyPrefixLength <= 12
      ? [middle.slice(0, companyPrefixLength), middle.slice(companyPrefixLength)]
      : (middle.match(/.{4}/g) ?? [])
  return `(00) ${[sscc.charAt(0), ...groups, sscc.charAt(17)].join(' ')}`
}

/**
 * Baro's own carton number for a site without a GS1 company prefix: `BR-C`, two digits of series (one per station), eight of
 * serial, one check character (ISO 7064 MOD 37,36). It is no SSCC and never goes under AI 00. Throws SsccError.
 */
export function buildCartonCode(parts: { series: number; serial: bigint | number }): string {
  const { series } = parts
  if (!Number.isInteger(series) || series < 0 || series > 99) {
    throw new SsccError('BAD_SERIES', 'The series of a carton code is 0 to 99.')
  }
  const serial = String(wholeSerial(parts.serial))
  if (serial.length > CARTON_SERIAL_DIGITS) {
    throw new SsccError('SERIAL_TOO_LARGE', `Serial ${serial} does not fit in ${CARTON_SERIAL_DIGITS} digits.`)
  }
  const body = `C${String(series).padStart(2, '0')}${serial.padStart(CARTON_SERIAL_DIGITS, '0')}`
  return `BR-${body}${alphanumericCheck(`BR${body}`)}`
}

/** True when `text` has the shape of Baro's own carton number, whether or not its check character is right. */
export function isCartonCodeShaped(text: string): boolean {
  return CARTON_CODE.test(text)
}

/** True when `text` is a carton number made by `buildCartonCode`, check character included. */
export function isCartonCode(text: string): boolean {
  const match = CARTON_CODE.exec(text)
  return match !== null && alphanumericCheck(`BR${match[1]}`) === match[2]
}

/** Baro's own carton number for people: `BR-C 01 0000 0017 K`. Throws a RangeError for what is none. */
export function formatCartonCode(code: string): string {
  if (!isCartonCode(code)) throw new RangeError(`Not a carton code: ${JSON.stringify(code)}`)
  return `BR-C ${code.slice(4, 6)} ${code.slice(6, 10)} ${code.slice(10, 14)} ${code.slice(14)}`
}

function wholeSerial(serial: bigint | number): bigint {
  const valid = typeof serial === 'bigint' ? serial >= 0n : Number.isSafeInteger(serial) && serial >= 0
  if (!valid) throw new SsccError('BAD_SERIAL', 'A serial is a whole number from 0 on.')
  return BigInt(serial)
}
