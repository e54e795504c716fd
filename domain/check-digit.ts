const GTIN_LENGTHS: ReadonlySet<number> = new Set([8, 12, 13, 14])
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * The GS1 mod-10 check digit for a run of digits without it, weights 3, 1, 3, … from the right
 * (GS1 General Specifications 7.9.1); a non-digit throws a RangeError.
 */
export function gs1CheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError(`Not digits: ${JSON.stringify(digits)}`)
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1
    sum += Number(digits[index]) * weight
  }
  return String((10 - (sum % 10)) % 10)
}

/** True when `code` is at least two digits and its last one is the GS1 check digit of those before it. */
export function hasValidCheckDigit(code: string): boolean {
  return /^\d{2,}$/.test(code) && gs1CheckDigit(code.slice(0, -1)) === code.at(-1)
}

/** True for 8, 12, 13 or 14 digits, right or wrong check digit: what can only be read as a GTIN by its shape. */
export function isGtinShaped(code: string): boolean {
  return GTIN_LENGTHS.has(code.length) && /^\d+$/.test(code)
}

/** The 14-digit form of a GTIN-8, -12, -13 or -14, so that all forms of one GTIN compare equal; null when it is none. */
export function toGtin14(code: string): string | null {
  return isGtinShaped(code) && hasValidCheckDigit(code) ? code.padStart(14, '0') : null
}

/**
 * The check character of `text` over 0–9 and A–Z by ISO 7064 MOD 37,36: it finds every single wrong character and nearly
 * every swap of neighbours. Other characters throw a RangeError.
 */
export function alphanumericCheck(text: string): string {
  let product = 36
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new RangeError(`Not in 0-9A-Z: ${JSON.stringify(character)}`)
    const sum = (product + value) % 36 || 36
    product = (sum * 2) % 37
  }
  return ALPHABET.charAt((37 - product) % 36)
}
