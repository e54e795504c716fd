import { z } from 'zod'
import { gs1CheckDigit, hasValidCheckDigit } from './check-digit.ts'

/**
 * How a store's own codes with an embedded weight or price are made, one letter per digit: a digit stands for itself,
 * `P` any digit of the prefix, `I` the item reference, `W` weight in grams (with a point: in kilograms, `WW.WWW`), `M` money
 * in its smallest unit (with a point: `MMM.MM`), `V` the verifier digit of weight or price, `C` the check digit. Twelve or
 * thirteen digits that begin with 2, or with 02: `2PIIIIIWWWWWC`.
 */
export const StoreCodePattern = z
  .string()
  .max(14)
  .refine((text) => readPattern(text) !== null, 'No pattern of store codes')

/** What a store code says: the item's reference, the code that stands for the item whatever it weighs, and its measure. */
export type StoreCode = {
  reference: string
  /** The same code with a measure of zero, its check digit made anew: how tills keep such an item. */
  zeroed: string
  /** Whole grams; null in a code with a price. */
  weightGrams: number | null
  /** A decimal number in the site's currency; null in a code with a weight. */
  price: string | null
}

type Field = 'P' | 'I' | 'W' | 'M' | 'V' | 'C'
type Pattern = { letters: string; decimals: number | null; measure: 'W' | 'M'; places: Record<Field, number[]> }

/** What each digit of a measure counts for, by the weighting that its place has (GS1 General Specifications, 7.9.2). */
const WEIGHTS = {
  '2-': [0, 2, 4, 6, 8, 9, 1, 3, 5, 7],
  '3': [0, 3, 6, 9, 2, 5, 8, 1, 4, 7],
  '5+': [0, 5, 1, 6, 2, 7, 3, 8, 4, 9],
  '5-': [0, 5, 9, 4, 8, 3, 7, 2, 6, 1],
}

/** The verifier digit of a weight or price of four or five digits; a RangeError for other text. */
export function measureVerifier(digits: string): string {
  if (!/^\d{4,5}$/.test(digits)) throw new RangeError(`Not four or five digits: ${JSON.stringify(digits)}`)
  const places = digits.length === 4 ? (['2-', '2-', '3', '5-'] as const) : (['5+', '2-', '5-', '5+', '2-'] as const)
  const sum = places.reduce((total, weight, at) => total + (WEIGHTS[weight][Number(digits.charAt(at))] ?? 0), 0)
  if (digits.length === 4) return String((sum * 3) % 10)
  return String(WEIGHTS['5-'].indexOf((10 - (sum % 10)) % 10))
}

/** Reads a code by the first pattern that it fits, check and verifier digits included; null when it fits none. */
export function readStoreCode(code: string, patterns: readonly string[]): StoreCode | null {
  for (const text of patterns) {
    const pattern = readPattern(text)
    const read = pattern === null ? null : readBy(pattern, code)
    if (read !== null) return read
  }
  return null
}

function readBy({ letters, decimals, measure, places }: Pattern, code: string): StoreCode | null {
  const fits = code.length === letters.length && /^\d+$/.test(code)
  if (!fits || ![...letters].every((letter, at) => !/\d/.test(letter) || letter === code.charAt(at))) return null
  const digitsOf = (field: Field) => places[field].map((at) => code.charAt(at)).join('')
  const digits = digitsOf(measure)
  if (places.C.length > 0 && !hasValidCheckDigit(code)) return null
  if (places.V.length > 0 && measureVerifier(digits) !== digitsOf('V')) return null
  const scale = decimals ?? (measure === 'W' ? 3 : 0)
  const whole = digits.slice(0, digits.length - scale).replace(/^0+(?=\d)/, '') || '0'
  return {
    reference: digitsOf('I'),
    zeroed: withoutMeasure(code, measure, places),
    weightGrams: measure === 'W' ? Math.round((Number(digits) / 10 ** scale) * 1000) : null,
    price: measure === 'W' ? null : scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`,
  }
}

function withoutMeasure(code: string, measure: 'W' | 'M', places: Pattern['places']): string {
  const blank = [...places[measure], ...places.V]
  const zeroed = [...code].map((digit, at) => (blank.includes(at) ? '0' : digit)).join('')
  return places.C.length === 0 ? zeroed : zeroed.slice(0, -1) + gs1CheckDigit(zeroed.slice(0, -1))
}

/** A pattern in its parts: each field in one piece, an item, one of weight and price; null when the text is none. */
function readPattern(text: string): Pattern | null {
  const shape = /^(?:2|02)[\dP]*(?:I+V?(?:W+(?:\.W+)?|M+(?:\.M+)?)|(?:W+(?:\.W+)?|M+(?:\.M+)?)V?I+)V?C?$/
  const letters = text.replace('.', '')
  // A pattern without any check would read a store code into every number of its length.
  if (!shape.test(text) || !/[CV]/.test(text) || (letters.length !== 12 && letters.length !== 13)) return null
  const measure = letters.includes('W') ? 'W' : 'M'
  const point = text.indexOf('.')
  const decimals = point < 0 ? null : text.lastIndexOf(measure) - point
  const places: Pattern['places'] = { P: [], I: [], W: [], M: [], V: [], C: [] }
  for (const [at, letter] of [...letters].entries()) if (letter in places) places[letter as Field].push(at)
  const verifiable = places[measure].length === 4 || places[measure].length === 5
  return places.V.length > (verifiable ? 1 : 0) ? null : { letters, decimals, measure, places }
}
