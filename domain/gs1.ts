import { toGtin14 } from './check-digit.ts'
import { gs1Definition } from './gs1-definitions.ts'
import { isWebAddress, parseGs1Link } from './gs1-link.ts'
import { findGs1Conflict } from './gs1-pairs.ts'
import {
  addGs1Element,
  type Gs1Element,
  type Gs1Fault,
  type Gs1Parse,
  gs1ElementFault,
  readGs1Value,
} from './gs1-value.ts'

/** The GS1 separator as scanners send it (FNC1 → ASCII 29). */
export const GS = '\u001d'

/** How a code is read; by default as one of several on a label, with GS for FNC1. */
export type Gs1Options = {
  /** What the site's scanners send for FNC1 where they cannot send GS (which is always understood), e.g. `|` or `{GS}`. */
  separator?: string
  /** True: elements that need others or exclude each other are an error as well, as for a label that holds one code. */
  pairs?: boolean
}

/** True when a text can stand for FNC1: one to four characters, at least one of which no value of a code may hold. */
export function isGs1Separator(text: string): boolean {
  return /^[ -~]{1,4}$/.test(text) && /[ $@[\\\]^`{|}~]/.test(text) && !text.startsWith(']')
}

/**
 * Reads a GS1 code: an element string as a scanner sends it (separators or predefined lengths, a leading AIM identifier or
 * separator ignored, `]E0`/`]E4` and `]I1` retail and case codes read as AI 01), the form with brackets, `(01)…(10)…`, or a
 * Digital Link. Lengths, characters, check digits, dates and all tests of the dictionary are verified.
 */
export function parseGs1(text: string, options: Gs1Options = {}): Gs1Parse {
  const { separator = '' } = options
  if (separator === '' || separator === GS) return paired(parseText(text), options)
  const pieces = text.split(separator)
  const parsed = paired(parseText(pieces.join(GS)), options)
  if (parsed.ok) return parsed
  // Back to the given text: every separator before the place was longer there.
  let [place, position] = [0, parsed.position]
  for (const piece of pieces) {
    place += piece.length + 1
    if (place > parsed.position) break
    position += separator.length - 1
  }
  return { ...parsed, position }
}

/** The raw element string of a label, separators only where they are needed; throws a RangeError naming the wrong element. */
export function buildElementString(elements: readonly Gs1Element[]): string {
  let text = ''
  elements.forEach((element, index) => {
    verifyElement(element)
    const last = index === elements.length - 1
    text += element.ai + element.value + (last || gs1Definition(element.ai)?.predefined === true ? '' : GS)
  })
  return text
}

/**
 * The same elements for people: `(01)08801234000017(10)ABC`, an opening bracket within a value as `\(`, as GS1's own tools
 * write it; throws as buildElementString does.
 */
export function buildBracketedString(elements: readonly Gs1Element[]): string {
  return elements
    .map((element) => {
      verifyElement(element)
      return `(${element.ai})${element.value.replaceAll('(', '\\(')}`
    })
    .join('')
}

function verifyElement(element: Gs1Element): void {
  const fault = gs1ElementFault(element)
  if (fault === null) return
  const { ai, value } = element
  if (fault.code === 'UNKNOWN_AI') throw new RangeError(`(${ai}) is no application identifier`)
  throw new RangeError(`(${ai}) ${JSON.stringify(value)}: ${fault.code}`)
}

function paired(parsed: Gs1Parse, { pairs = false }: Gs1Options): Gs1Parse {
  const conflict = pairs && parsed.ok ? findGs1Conflict(parsed.elements) : null
  return conflict === null ? parsed : { ok: false, code: conflict.code, position: 0 }
}

function parseText(text: string): Gs1Parse {
  const aim = /^\][A-Za-z][0-9A-Za-z]/.exec(text)?.[0] ?? ''
  const body = text.slice(aim.length)
  if (aim === ']E0' || aim === ']E4' || aim === ']I1') return parseTradeItem(body, aim.length)
  if (body.startsWith('(')) return parseBracketed(body, aim.length)
  if (!isWebAddress(body)) return parseElements(body, aim.length)
  const link = parseGs1Link(body)
  return link.ok ? link : { ...link, position: link.position + aim.length }
}

function parseTradeItem(body: string, offset: number): Gs1Parse {
  const gtin14 = toGtin14(body)
  if (gtin14 === null) return { ok: false, code: body === '' ? 'EMPTY' : 'BAD_CHECK_DIGIT', position: offset }
  return { ok: true, elements: [{ ai: '01', value: gtin14 }] }
}

function parseElements(body: string, offset: number): Gs1Parse {
  const elements: Gs1Element[] = []
  let at = body.startsWith(GS) ? 1 : 0
  const fail = (fault: Gs1Fault): Gs1Parse => ({ ok: false, code: fault.code, position: offset + fault.at })
  if (at === body.length) return fail({ code: 'EMPTY', at })
  while (at < body.length) {
    const ai = identifierAt(body, at)
    const definition = gs1Definition(ai)
    if (definition === undefined) return fail({ code: 'UNKNOWN_AI', at })
    const start = at + ai.length
    const separator = body.indexOf(GS, start)
    const end = separator < 0 ? body.length : separator
    const read = readGs1Value(definition, body, start, end)
    if ('code' in read) return fail(read)
    if (read.end < end && !definition.predefined) {
      const variable = definition.components.some((component) => component.optional || component.min !== component.max)
      return fail({ code: variable ? 'TOO_LONG' : 'MISSING_SEPARATOR', at: read.end })
    }
    const fault = addGs1Element(elements, { ai, value: body.slice(start, read.end) }, at)
    if (fault !== null) return fail(fault)
    at = read.end === separator ? read.end + 1 : read.end
  }
  return { ok: true, elements }
}

function parseBracketed(body: string, offset: number): Gs1Parse {
  const elements: Gs1Element[] = []
  const heads = [...body.matchAll(/(?<!\\)\((\d{2,4})\)/g)].filter(
    (match) => gs1Definition(match[1] ?? '') !== undefined,
  )
  const fail = (fault: Gs1Fault): Gs1Parse => ({ ok: false, code: fault.code, position: offset + fault.at })
  if (heads[0]?.index !== 0) return fail({ code: 'UNKNOWN_AI', at: 0 })
  for (const [index, head] of heads.entries()) {
    const ai = head[1] ?? ''
    const start = head.index + head[0].length
    const raw = body.slice(start, heads[index + 1]?.index ?? body.length)
    const value = raw.replaceAll('\\(', '(')
    const wrong = gs1ElementFault({ ai, value })
    if (wrong !== null) return fail({ code: wrong.code, at: start + writtenLength(value.slice(0, wrong.at), raw) })
    const fault = addGs1Element(elements, { ai, value }, head.index)
    if (fault !== null) return fail(fault)
  }
  return { ok: true, elements }
}

/** How long the beginning of a value is as it was written, where an opening bracket may have its escape. */
function writtenLength(value: string, raw: string): number {
  let at = 0
  for (const character of value) at += raw.startsWith('\\(', at) && character === '(' ? 2 : 1
  return at
}

/** No identifier is the beginning of another, so the first that fits is the one. */
function identifierAt(body: string, at: number): string {
  const candidates = [2, 3, 4].map((length) => body.slice(at, at + length))
  return candidates.find((candidate) => gs1Definition(candidate) !== undefined) ?? ''
}
