import { gs1CheckDigit } from '../../domain/check-digit.ts'
import { COUNTRY_LETTERS, COUNTRY_NUMBERS, CURRENCY_NUMBERS, PACKAGE_TYPES } from '../../domain/gs1-code-lists.ts'
import { type Gs1Component, gs1Definition } from '../../domain/gs1-definitions.ts'
import { gs1CheckCharacters } from '../../domain/gs1-linters.ts'
import type { Gs1Element, Gs1Problem } from '../../domain/gs1-value.ts'

/** Numbers that look random and are the same in every run: `below(n)` gives a whole one from 0 to n − 1. */
export type Dice = { below(limit: number): number; pick<T>(list: ArrayLike<T>): T }

/** Dice from a seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return { below, pick: (list) => list[below(list.length)] as never }
}

const DIGITS = '0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const CHARACTERS = {
  N: DIGITS,
  X: `!"%&'()*+,-./:;<=>?_${DIGITS}${UPPER}${UPPER.toLowerCase()}`,
  Y: `#-/${DIGITS}${UPPER}`,
  Z: `-_${DIGITS}${UPPER}${UPPER.toLowerCase()}`,
}
/** A character that the set does not hold. */
export const STRANGE = { N: 'A', X: '~', Y: 'a', Z: '+' }

const two = (value: number) => String(value).padStart(2, '0')
const text = (from: Dice, characters: string, length: number) =>
  Array.from({ length }, () => from.pick(characters)).join('')
const digits = (from: Dice, length: number) => text(from, DIGITS, length)
const day = (from: Dice, zero: boolean) => two(1 + from.below(12)) + two(zero ? from.below(29) : 1 + from.below(28))

/** Right values of components by their last linter that decides; the length is that of a component of variable length. */
const RIGHT: Record<string, (from: Dice, length: number) => string> = {
  csum: (from, length) => {
    const body = digits(from, length - 1)
    return body + gs1CheckDigit(body)
  },
  csumalpha: (from, length) => {
    // Long enough for a company prefix, and with a letter, which AI 8014 needs.
    const body = `${digits(from, 4)}A${text(from, CHARACTERS.X, Math.max(0, length - 7))}`
    return body + gs1CheckCharacters(body)
  },
  gcppos1: (from, length) => digits(from, 4) + text(from, CHARACTERS.Y.replace('#', ''), Math.max(0, length - 4)),
  yymmd0: (from) => digits(from, 2) + day(from, true),
  yymmdd: (from) => digits(from, 2) + day(from, false),
  yyyymmdd: (from) => `${from.pick(['19', '20'])}${digits(from, 2)}${day(from, false)}`,
  hhmi: (from) => two(from.below(24)) + two(from.below(60)),
  hh: (from) => two(from.below(24)),
  mi: (from) => two(from.below(60)),
  ss: (from) => two(from.below(60)),
  iso3166: (from) => from.pick([...COUNTRY_NUMBERS]),
  iso3166999: (from) => from.pick([...COUNTRY_NUMBERS, '999']),
  iso3166alpha2: (from) => from.pick([...COUNTRY_LETTERS]),
  iso4217: (from) => from.pick([...CURRENCY_NUMBERS]),
  iso5218: (from) => from.pick('0129'),
  mediatype: (from) => from.pick(['01', '10', '80', '99']),
  packagetype: (from) => from.pick([...PACKAGE_TYPES]),
  importeridx: (from) => from.pick(`-_${DIGITS}${UPPER}${UPPER.toLowerCase()}`),
  latitude: (from) => `1${digits(from, 1).replace(/[89]/, '7')}${digits(from, 8)}`,
  longitude: (from) => `3${digits(from, 1).replace(/[6-9]/, '5')}${digits(from, 8)}`,
  pieceoftotal: (from) => {
    const total = 1 + from.below(99)
    return two(1 + from.below(total)) + two(total)
  },
  posinseqslash: (from) => {
    const total = 1 + from.below(9)
    return `${1 + from.below(total)}/${total}`
  },
  pcenc: (from, length) => {
    const plain = text(from, CHARACTERS.X.replace('%', ''), length)
    return length < 3 ? plain : `${plain.slice(0, -3)}%${from.pick(['20', 'C3', 'ea'])}`
  },
  yesno: (from) => from.pick('01'),
  winding: (from) => from.pick('019'),
  hyphen: () => '-',
  zero: () => '0',
  nonzero: (from, length) => `${digits(from, length - 1)}${1 + from.below(9)}`,
  nozeroprefix: (from, length) => (length === 1 ? digits(from, 1) : `${1 + from.below(9)}${digits(from, length - 1)}`),
  iban: (from, length) => {
    const [country, body] = [from.pick([...COUNTRY_LETTERS]), text(from, DIGITS + UPPER, Math.max(7, length - 4))]
    const number = [...`${body}${country}00`].map((one) => Number.parseInt(one, 36)).join('')
    return `${country}${two(98 - Number(BigInt(number) % 97n))}${body}`
  },
  couponcode: coupon,
  couponposoffer: (from) => {
    const [funder, serial] = [from.below(7), from.below(10)]
    return `${from.pick('01')}${funder}${digits(from, funder + 6)}${digits(from, 6)}${serial}${digits(from, serial + 6)}`
  },
}

function coupon(from: Dice): string {
  const counted = (length: number, plus: number) => `${length}${digits(from, length + plus)}`
  const purchase = () => `${counted(1 + from.below(2), 0)}${from.pick('012349')}${digits(from, 3)}`
  const prefix = () => (from.below(2) === 0 ? '9' : counted(from.below(2), 6))
  const fields = [
    () => `1${from.pick('0123')}${purchase()}${prefix()}`,
    () => `2${purchase()}${prefix()}`,
    () => `32${digits(from, 1)}${day(from, false)}`,
    () => `41${digits(from, 1)}${day(from, false)}`,
    () => `5${counted(from.below(2), 6)}`,
    () => `6${counted(1 + from.below(2), 6)}`,
    () => `9${from.pick('01256')}${from.pick('012')}${from.pick('01')}${from.pick('01')}`,
  ].filter(() => from.below(5) === 0)
  return `${counted(from.below(7), 6)}${digits(from, 6)}${counted(1 + from.below(5), 0)}${purchase()}${fields.map((one) => one()).join('')}`
}

/** Wrong values for linters, each with the problem that it must give. */
const WRONG: Record<string, { code: Gs1Problem; make: (right: string) => string[] }> = {
  csum: { code: 'BAD_CHECK_DIGIT', make: (right) => [right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10)] },
  csumalpha: { code: 'BAD_CHECK_DIGIT', make: (right) => [`${right.slice(0, -1)}${right.endsWith('2') ? '3' : '2'}`] },
  iban: { code: 'BAD_CHECK_DIGIT', make: (right) => [right.slice(0, -1) + (right.endsWith('1') ? '2' : '1')] },
  gcppos1: { code: 'BAD_VALUE', make: (right) => [`A${right.slice(1)}`, `12/4${right.slice(4)}`] },
  yymmd0: { code: 'BAD_DATE', make: () => ['260001', '261301', '260230', '250229', '260431', '260132'] },
  yymmdd: { code: 'BAD_DATE', make: () => ['260001', '261301', '260230', '250229', '260431', '260100'] },
  yyyymmdd: { code: 'BAD_DATE', make: () => ['20260001', '20261301', '19000229', '20260431', '20260100'] },
  hhmi: { code: 'BAD_DATE', make: () => ['2400', '0060', '9999'] },
  hh: { code: 'BAD_DATE', make: () => ['24', '99'] },
  mi: { code: 'BAD_DATE', make: () => ['60', '99'] },
  ss: { code: 'BAD_DATE', make: () => ['60', '99'] },
  iso3166: { code: 'BAD_VALUE', make: () => ['000', '001', '999', '895'] },
  iso3166999: { code: 'BAD_VALUE', make: () => ['000', '001', '998'] },
  iso3166alpha2: { code: 'BAD_VALUE', make: () => ['XX', 'kr', 'K1'] },
  iso4217: { code: 'BAD_VALUE', make: () => ['000', '007', '998'] },
  iso5218: { code: 'BAD_VALUE', make: () => ['3', '8'] },
  mediatype: { code: 'BAD_VALUE', make: () => ['00', '11', '79'] },
  packagetype: { code: 'BAD_VALUE', make: () => ['0', 'ZZZZ', 'aa', '1C'] },
  importeridx: { code: 'BAD_VALUE', make: () => ['%', '.', '?'] },
  latitude: { code: 'BAD_VALUE', make: () => ['1800000001', '9999999999'] },
  longitude: { code: 'BAD_VALUE', make: () => ['3600000001', '9999999999'] },
  pieceoftotal: { code: 'BAD_VALUE', make: () => ['0001', '0100', '0201'] },
  posinseqslash: { code: 'BAD_VALUE', make: () => ['2/1', '0/1', '1/0', '1-2', '/12', '12/'] },
  pcenc: { code: 'BAD_VALUE', make: () => ['%', 'A%2', '%G0', 'A%%20'] },
  yesno: { code: 'BAD_VALUE', make: () => ['2', '9'] },
  winding: { code: 'BAD_VALUE', make: () => ['2', '8'] },
  hyphen: { code: 'BAD_VALUE', make: () => ['+', '1'] },
  zero: { code: 'BAD_VALUE', make: () => ['1', '9'] },
  nonzero: { code: 'BAD_VALUE', make: (right) => ['0'.repeat(right.length)] },
  nozeroprefix: { code: 'BAD_VALUE', make: () => ['00', '01'] },
  couponcode: {
    code: 'BAD_VALUE',
    make: () => ['A', '0', '7123456', '012345612345611110123X', '0123456123456011110123', '01234561234561111012'],
  },
  couponposoffer: { code: 'BAD_VALUE', make: () => ['2', '0012345', '07123456', '0012345612345601234567', 'A0'] },
}

/** Which linters have wrong values here; `gcppos2` cannot fail where the check digit is right, `hasnondigit` has its own. */
export const LINTERS_WITH_WRONG: readonly string[] = Object.keys(WRONG)

function rightPart(component: Gs1Component, from: Dice): string {
  const length = component.min + from.below(component.max - component.min + 1)
  const make = component.linters.map((name) => RIGHT[name]).find((one) => one !== undefined)
  const made = make?.(from, length)
  return made === undefined ? text(from, CHARACTERS[component.charset], length) : made.slice(0, component.max)
}

/** A right value of an identifier, in the parts of its components; optional ones now and then. */
function rightParts(ai: string, from: Dice): string[] {
  const parts: string[] = []
  for (const component of gs1Definition(ai)?.components ?? []) {
    if (component.optional && from.below(2) === 0) break
    parts.push(rightPart(component, from))
  }
  return parts
}

/** A right element of an identifier. */
export function rightElement(ai: string, from: Dice): Gs1Element {
  return { ai, value: rightParts(ai, from).join('') }
}

/** Wrong elements of an identifier: too short, too long, a strange character, and what each linter refuses. */
export function wrongElements(ai: string, from: Dice): (Gs1Element & { code: Gs1Problem; why: string })[] {
  const components = gs1Definition(ai)?.components ?? []
  const wrong: (Gs1Element & { code: Gs1Problem; why: string })[] = [
    { ai, value: '', code: 'TOO_SHORT', why: 'nothing' },
  ]
  const all = components.map((component) => rightPart(component, from))
  const first = components[0]
  if (first !== undefined && first.min > 1)
    wrong.push({ ai, value: (all[0] ?? '').slice(0, -1), code: 'TOO_SHORT', why: 'a character too few' })
  const last = components.at(-1)
  if (last !== undefined && last.linters.length === 0) {
    const filled = [...all.slice(0, -1), text(from, CHARACTERS[last.charset], last.max)].join('')
    wrong.push({ ai, value: filled + CHARACTERS[last.charset].at(-1), code: 'TOO_LONG', why: 'a character too many' })
  }
  for (const [index, component] of components.entries()) {
    const before = all.slice(0, index)
    const after = component.min === component.max ? all.slice(index + 1) : []
    const part = all[index] ?? ''
    const at = from.below(part.length)
    const strange = part.slice(0, at) + STRANGE[component.charset] + part.slice(at + 1)
    wrong.push({ ai, value: [...before, strange, ...after].join(''), code: 'BAD_CHARACTER', why: `character ${at}` })
    for (const name of component.linters) {
      // Among digits, or behind a check that fails first, a company prefix cannot be what is wrong.
      const isHidden = name === 'gcppos1' && (component.charset === 'N' || component.linters[0] !== name)
      const linter = isHidden ? undefined : WRONG[name]
      for (const value of linter?.make(part) ?? [])
        if (linter !== undefined && value.length >= component.min && value.length <= component.max)
          wrong.push({ ai, value: [...before, value, ...after].join(''), code: linter.code, why: name })
    }
  }
  return wrong
}

/** An element with one character of its value changed, dropped, doubled or swapped with its neighbour: right or wrong. */
export function damaged({ ai, value }: Gs1Element, from: Dice): Gs1Element {
  const at = from.below(value.length)
  const [head, here, tail] = [value.slice(0, at), value.charAt(at), value.slice(at + 1)]
  const next = tail.charAt(0)
  const kinds = [
    head + from.pick(`${CHARACTERS.X}#~ `) + tail,
    head + from.pick(DIGITS) + tail,
    head + tail,
    head + here + here + tail,
    head + next + here + tail.slice(1),
  ]
  return { ai, value: from.pick(kinds) }
}
