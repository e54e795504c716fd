import { hasValidCheckDigit, toGtin14 } from './check-digit.ts'
import { checkGs1Date, checkGs1Time } from './gs1-date.ts'
import { GS1_ELEMENTS } from './gs1-elements.ts'

/** The GS1 separator as scanners send it (FNC1 → ASCII 29). */
export const GS = '\u001d'

/** One element of a GS1 element string: application identifier and its raw value (check digit included, dates as YYMMDD). */
export type Gs1Element = { ai: string; value: string }

/** Why an element string cannot be read. */
export type Gs1Problem =
  | 'EMPTY'
  | 'UNKNOWN_AI'
  | 'TOO_SHORT'
  | 'TOO_LONG'
  | 'MISSING_SEPARATOR'
  | 'BAD_CHARACTER'
  | 'BAD_CHECK_DIGIT'
  | 'BAD_DATE'
  | 'BAD_VALUE'
  | 'REPEATED_AI'

/** The elements in the order of the symbol, or what is wrong and at which character of the given text. */
export type Gs1Parse = { ok: true; elements: Gs1Element[] } | { ok: false; code: Gs1Problem; position: number }

type Component = { charset: string; min: number; max: number; optional: boolean; tests: readonly string[] }
type Definition = { predefined: boolean; components: readonly Component[] }
type Fault = { code: Gs1Problem; at: number }

const CHARSETS: Readonly<Record<string, RegExp>> = {
  N: /[0-9]/,
  X: /[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/,
  Y: /[#\-/0-9A-Z]/,
  Z: /[A-Za-z0-9\-_=]/,
}

/**
 * What the components' values must satisfy beyond length and characters, by the dictionary's name of the test. Names that are
 * missing here (company prefixes, ISO lists, percent encoding, coupons) are not tested.
 */
const VALUE_TESTS: Readonly<Record<string, (value: string) => Gs1Problem | null>> = {
  csum: (value) => (hasValidCheckDigit(value) ? null : 'BAD_CHECK_DIGIT'),
  yymmd0: (value) => (checkGs1Date(value, { dayZero: true }) ? null : 'BAD_DATE'),
  yymmdd: (value) => (checkGs1Date(value, { dayZero: false }) ? null : 'BAD_DATE'),
  hhmi: (value) => (checkGs1Time(value) ? null : 'BAD_DATE'),
  hh: (value) => (Number(value) <= 23 ? null : 'BAD_DATE'),
  mi: (value) => (Number(value) <= 59 ? null : 'BAD_DATE'),
  ss: (value) => (Number(value) <= 59 ? null : 'BAD_DATE'),
  yesno: (value) => (value === '0' || value === '1' ? null : 'BAD_VALUE'),
  zero: (value) => (/^0+$/.test(value) ? null : 'BAD_VALUE'),
  nonzero: (value) => (/[1-9]/.test(value) ? null : 'BAD_VALUE'),
  nozeroprefix: (value) => (value === '0' || !value.startsWith('0') ? null : 'BAD_VALUE'),
  hyphen: (value) => (/^-+$/.test(value) ? null : 'BAD_VALUE'),
  pieceoftotal: (value) => (isPieceOfTotal(value) ? null : 'BAD_VALUE'),
}

const DEFINITIONS: ReadonlyMap<string, Definition> = new Map(
  GS1_ELEMENTS.flatMap(([identifiers, predefined, components]) => {
    const definition = { predefined, components: components.split(' ').map(readComponent) }
    return expandIdentifiers(identifiers).map((ai) => [ai, definition] as const)
  }),
)

/** True when `ai` is an application identifier of the GS1 dictionary. */
export function isGs1Identifier(ai: string): boolean {
  return DEFINITIONS.has(ai)
}

/**
 * Reads a GS1 element string as a scanner sends it: separators (0x1D) or predefined lengths, a leading AIM identifier or
 * separator ignored, `]E0`/`]E4` and `]I1` retail and case codes read as AI 01; check digits, dates and characters verified.
 * The human-readable form with brackets, `(01)…(10)…`, is read as well.
 */
export function parseGs1(text: string): Gs1Parse {
  const aim = /^\][A-Za-z][0-9A-Za-z]/.exec(text)?.[0] ?? ''
  const body = text.slice(aim.length)
  if (aim === ']E0' || aim === ']E4' || aim === ']I1') return parseTradeItem(body, aim.length)
  if (body.startsWith('(')) return parseBracketed(body, aim.length)
  return parseElements(body, aim.length)
}

/** The raw element string of a label, separators only where they are needed; throws a RangeError naming the wrong element. */
export function buildElementString(elements: readonly Gs1Element[]): string {
  let text = ''
  elements.forEach(({ ai, value }, index) => {
    verifyElement(ai, value)
    const last = index === elements.length - 1
    text += ai + value + (last || DEFINITIONS.get(ai)?.predefined === true ? '' : GS)
  })
  return text
}

/** The same elements for people and for barcode writers: `(01)08801234000017(10)ABC`; throws as buildElementString does. */
export function buildBracketedString(elements: readonly Gs1Element[]): string {
  return elements
    .map(({ ai, value }) => {
      verifyElement(ai, value)
      return `(${ai})${value}`
    })
    .join('')
}

function verifyElement(ai: string, value: string): void {
  const definition = DEFINITIONS.get(ai)
  if (definition === undefined) throw new RangeError(`(${ai}) is no application identifier`)
  const read = readValue(definition, value, 0, value.length)
  if ('code' in read) throw new RangeError(`(${ai}) ${JSON.stringify(value)}: ${read.code}`)
  if (read.end !== value.length) throw new RangeError(`(${ai}) ${JSON.stringify(value)}: TOO_LONG`)
}

function parseTradeItem(body: string, offset: number): Gs1Parse {
  const gtin14 = toGtin14(body)
  if (gtin14 === null) return { ok: false, code: body === '' ? 'EMPTY' : 'BAD_CHECK_DIGIT', position: offset }
  return { ok: true, elements: [{ ai: '01', value: gtin14 }] }
}

function parseElements(body: string, offset: number): Gs1Parse {
  const elements: Gs1Element[] = []
  let at = body.startsWith(GS) ? 1 : 0
  const fail = (fault: Fault): Gs1Parse => ({ ok: false, code: fault.code, position: offset + fault.at })
  if (at === body.length) return fail({ code: 'EMPTY', at })
  while (at < body.length) {
    const ai = identifierAt(body, at)
    if (ai === null) return fail({ code: 'UNKNOWN_AI', at })
    const definition = definitionOf(ai)
    const start = at + ai.length
    const separator = body.indexOf(GS, start)
    const end = separator < 0 ? body.length : separator
    const read = readValue(definition, body, start, end)
    if ('code' in read) return fail(read)
    if (read.end < end && !definition.predefined) {
      const variable = definition.components.some((component) => component.optional || component.min !== component.max)
      return fail({ code: variable ? 'TOO_LONG' : 'MISSING_SEPARATOR', at: read.end })
    }
    const fault = addElement(elements, { ai, value: body.slice(start, read.end) }, at)
    if (fault !== null) return fail(fault)
    at = read.end === separator ? read.end + 1 : read.end
  }
  return { ok: true, elements }
}

function parseBracketed(body: string, offset: number): Gs1Parse {
  const elements: Gs1Element[] = []
  const heads = [...body.matchAll(/\((\d{2,4})\)/g)].filter((match) => DEFINITIONS.has(match[1] ?? ''))
  const fail = (fault: Fault): Gs1Parse => ({ ok: false, code: fault.code, position: offset + fault.at })
  if (heads[0]?.index !== 0) return fail({ code: 'UNKNOWN_AI', at: 0 })
  for (const [index, head] of heads.entries()) {
    const ai = head[1] ?? ''
    const start = head.index + head[0].length
    const end = heads[index + 1]?.index ?? body.length
    const read = readValue(definitionOf(ai), body, start, end)
    if ('code' in read) return fail(read)
    if (read.end < end) return fail({ code: 'TOO_LONG', at: read.end })
    const fault = addElement(elements, { ai, value: body.slice(start, end) }, head.index)
    if (fault !== null) return fail(fault)
  }
  return { ok: true, elements }
}

function addElement(elements: Gs1Element[], element: Gs1Element, at: number): Fault | null {
  const earlier = elements.find(({ ai }) => ai === element.ai)
  if (earlier === undefined) elements.push(element)
  else if (earlier.value !== element.value) return { code: 'REPEATED_AI', at }
  return null
}

function identifierAt(body: string, at: number): string | null {
  for (const length of [2, 3, 4]) {
    const candidate = body.slice(at, at + length)
    if (candidate.length === length && DEFINITIONS.has(candidate)) return candidate
  }
  return null
}

function readValue(definition: Definition, body: string, start: number, end: number): { end: number } | Fault {
  let at = start
  for (const component of definition.components) {
    const available = end - at
    if (available === 0 && component.optional) break
    if (available < component.min) return { code: 'TOO_SHORT', at: end }
    const length = Math.min(available, component.max)
    const wrong = firstWrongCharacter(component.charset, body, at, at + length)
    if (wrong !== null) return { code: 'BAD_CHARACTER', at: wrong }
    const value = body.slice(at, at + length)
    for (const name of component.tests) {
      const problem = VALUE_TESTS[name]?.(value) ?? null
      if (problem !== null) return { code: problem, at }
    }
    at += length
  }
  return { end: at }
}

function firstWrongCharacter(charset: string, body: string, start: number, end: number): number | null {
  const allowed = CHARSETS[charset]
  for (let at = start; at < end; at++) {
    if (allowed?.test(body.charAt(at)) !== true) return at
  }
  return null
}

function definitionOf(ai: string): Definition {
  const definition = DEFINITIONS.get(ai)
  if (definition === undefined) throw new Error(`No definition of application identifier ${ai}`)
  return definition
}

function readComponent(text: string): Component {
  const match = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?((?:,\w+)*)$/.exec(text)
  if (match === null) throw new Error(`GS1 table: component ${JSON.stringify(text)} is not understood`)
  const max = Number(match[4])
  return {
    charset: match[2] ?? '',
    min: match[3] === undefined ? max : 1,
    max,
    optional: match[1] === '[',
    tests: (match[5] ?? '').split(',').filter((name) => name !== ''),
  }
}

function expandIdentifiers(identifiers: string): string[] {
  const [first = '', last = first] = identifiers.split('-')
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'))
}

function isPieceOfTotal(value: string): boolean {
  const piece = Number(value.slice(0, 2))
  const total = Number(value.slice(2))
  return piece > 0 && total > 0 && piece <= total
}
