import { type Gs1Component, type Gs1Definition, gs1Definition } from './gs1-definitions.ts'
import { GS1_LINTERS } from './gs1-linters.ts'

/** One element of a GS1 code: application identifier and its raw value (check digit included, dates as YYMMDD). */
export type Gs1Element = { ai: string; value: string }

/** Why a GS1 code cannot be read. `LINK_…` are of Digital Links; `MISSING_AI` and `EXCLUDED_AI` of elements side by side. */
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
  | 'MISSING_AI'
  | 'EXCLUDED_AI'
  | 'LINK_WITHOUT_KEY'
  | 'LINK_ORDER'
  | 'LINK_ATTRIBUTE'
  | 'LINK_ESCAPE'

/** A problem and the character at which it begins, counted in what was read. */
export type Gs1Fault = { code: Gs1Problem; at: number }

/** The elements in the order of the code, or what is wrong and at which character of the given text. */
export type Gs1Parse = { ok: true; elements: Gs1Element[] } | { ok: false; code: Gs1Problem; position: number }

const CHARACTERS: Readonly<Record<Gs1Component['charset'], RegExp>> = {
  N: /[0-9]/,
  X: /[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/,
  Y: /[#\-/0-9A-Z]/,
  Z: /[A-Za-z0-9\-_=]/,
}

/** Reads a value of `definition` from `text` between `start` and `end`: where it ends, or what is wrong. */
export function readGs1Value(
  definition: Gs1Definition,
  text: string,
  start: number,
  end: number,
): { end: number } | Gs1Fault {
  let at = start
  for (const component of definition.components) {
    const available = end - at
    if (available === 0 && component.optional) break
    if (available < component.min) return { code: 'TOO_SHORT', at: end }
    const length = Math.min(available, component.max)
    const fault = faultOf(component, text, at, at + length)
    if (fault !== null) return fault
    at += length
  }
  return { end: at }
}

/** What is wrong with an element that stands alone, and where in its value; null when nothing is. */
export function gs1ElementFault({ ai, value }: Gs1Element): Gs1Fault | null {
  const definition = gs1Definition(ai)
  if (definition === undefined) return { code: 'UNKNOWN_AI', at: 0 }
  const read = readGs1Value(definition, value, 0, value.length)
  if ('code' in read) return read
  return read.end < value.length ? { code: 'TOO_LONG', at: read.end } : null
}

/** Adds an element unless the same one is there; another value under its identifier is a fault at `at`. */
export function addGs1Element(elements: Gs1Element[], element: Gs1Element, at: number): Gs1Fault | null {
  const earlier = elements.find(({ ai }) => ai === element.ai)
  if (earlier === undefined) elements.push(element)
  else if (earlier.value !== element.value) return { code: 'REPEATED_AI', at }
  return null
}

function faultOf(component: Gs1Component, text: string, start: number, end: number): Gs1Fault | null {
  for (let at = start; at < end; at++) {
    if (!CHARACTERS[component.charset].test(text.charAt(at))) return { code: 'BAD_CHARACTER', at }
  }
  const value = text.slice(start, end)
  // Padding of base64 stands at the end, and only as the reference of the dictionary takes it: to a multiple of three.
  if (component.charset === 'Z' && value.includes('=') && !(/^[^=]*={1,2}$/.test(value) && value.length % 3 === 0))
    return { code: 'BAD_VALUE', at: start + value.indexOf('=') }
  for (const name of component.linters) {
    const code = GS1_LINTERS[name]?.(value) ?? null
    if (code !== null) return { code, at: start }
  }
  return null
}
