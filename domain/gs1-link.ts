import { gs1Definition } from './gs1-definitions.ts'
import { addGs1Element, type Gs1Element, type Gs1Fault, type Gs1Parse, gs1ElementFault } from './gs1-value.ts'

/** A part of the link before it is an element: its text as it stands there, and where. */
type Part = { ai: string; at: number; text: string; textAt: number }

const LINK = /^https?:\/\/[^/?#\s]+/i
/** Trade items whose leading zeros a link of the first versions may leave out. */
const SHORT_GTIN = /^\d{8}$|^\d{12,13}$/

/** True when the text is a web address, so that it can only be a Digital Link or none at all. */
export function isWebAddress(text: string): boolean {
  return LINK.test(text)
}

/**
 * Reads a GS1 Digital Link, `https://id.gs1.org/01/08801234000017/10/L1?17=261231`: the rightmost primary key of the path,
 * its qualifiers in their order, then the data attributes of the query; other words of the query say nothing. Escapes are
 * resolved, values tested as in an element string. A compressed link is not read.
 */
export function parseGs1Link(text: string): Gs1Parse {
  const stem = LINK.exec(text)?.[0] ?? ''
  const fragment = text.indexOf('#')
  const whole = fragment < 0 ? text : text.slice(0, fragment)
  const query = whole.indexOf('?')
  const path = pathParts(whole.slice(0, query < 0 ? whole.length : query), stem.length)
  const fail = (fault: Gs1Fault): Gs1Parse => ({ ok: false, code: fault.code, position: fault.at })
  const key = path[0]
  if (key === undefined) return fail({ code: 'LINK_WITHOUT_KEY', at: stem.length })
  const misplaced = firstMisplaced(key.ai, path.slice(1))
  if (misplaced !== null) return fail({ code: 'LINK_ORDER', at: misplaced.at })
  const elements: Gs1Element[] = []
  for (const part of [...path, ...queryParts(whole, query)]) {
    if (!path.includes(part) && gs1Definition(part.ai)?.linkAttribute !== true)
      return fail({ code: gs1Definition(part.ai) === undefined ? 'UNKNOWN_AI' : 'LINK_ATTRIBUTE', at: part.at })
    const fault = addPart(elements, part)
    if (fault !== null) return fail(fault)
  }
  return { ok: true, elements }
}

/**
 * The Digital Link of elements: key, qualifiers in their order, the rest in the query. Throws a RangeError when no element
 * is a primary key, or one may not stand in a link, or a value is wrong.
 */
export function buildGs1Link(elements: readonly Gs1Element[], stem = 'https://id.gs1.org'): string {
  for (const element of elements) {
    const fault = gs1ElementFault(element)
    if (fault !== null) throw new RangeError(`(${element.ai}) ${JSON.stringify(element.value)}: ${fault.code}`)
  }
  const key = elements.find(({ ai }) => gs1Definition(ai)?.linkKey != null)
  if (key === undefined) throw new RangeError('No element is the primary key of a link')
  const qualifiers = longestOrder(key.ai, elements).flatMap((ai) => elements.filter((element) => element.ai === ai))
  const path = [key, ...qualifiers]
  const rest = elements.filter((element) => !path.includes(element))
  const stray = rest.find(({ ai }) => gs1Definition(ai)?.linkAttribute !== true)
  if (stray !== undefined) throw new RangeError(`(${stray.ai}) may not stand in a link beside (${key.ai})`)
  const query = rest.map(({ ai, value }) => `${ai}=${encodeURIComponent(value)}`).join('&')
  return stem + path.map(({ ai, value }) => `/${ai}/${encodeURIComponent(value)}`).join('') + (query && `?${query}`)
}

/** The key and its qualifiers: from the end of the path back, identifier and value by turns, to the first key. */
function pathParts(address: string, start: number): Part[] {
  const parts: Part[] = []
  let end = address.endsWith('/') ? address.length - 1 : address.length
  for (;;) {
    const valueSlash = address.lastIndexOf('/', end - 1)
    const slash = valueSlash < 0 ? -1 : address.lastIndexOf('/', valueSlash - 1)
    if (slash < start) return []
    const ai = address.slice(slash + 1, valueSlash)
    const definition = gs1Definition(ai)
    if (definition === undefined) return []
    parts.unshift({ ai, at: slash + 1, text: address.slice(valueSlash + 1, end), textAt: valueSlash + 1 })
    if (definition.linkKey !== null) return parts
    end = slash
  }
}

/** The words of the query that are named by digits alone; every other name belongs to whoever made the link. */
function queryParts(address: string, query: number): Part[] {
  const parts: Part[] = []
  for (let at = query + 1; query >= 0 && at <= address.length; ) {
    const found = address.slice(at).search(/[&;]/)
    const end = found < 0 ? address.length : at + found
    const equals = address.slice(at, end).indexOf('=')
    const ai = address.slice(at, equals < 0 ? end : at + equals)
    const textAt = equals < 0 ? end : at + equals + 1
    if (/^\d+$/.test(ai)) parts.push({ ai, at, text: address.slice(textAt, end), textAt })
    at = end + 1
  }
  return parts
}

function firstMisplaced(key: string, qualifiers: readonly Part[]): Part | null {
  const orders = gs1Definition(key)?.linkKey ?? []
  const faults = orders.map((order) => {
    let last = -1
    return qualifiers.find(({ ai }) => {
      const place = order.indexOf(ai)
      const isWrong = place <= last
      last = place
      return isWrong
    })
  })
  return faults.includes(undefined) ? null : (faults[0] ?? null)
}

function longestOrder(key: string, elements: readonly Gs1Element[]): readonly string[] {
  const orders = gs1Definition(key)?.linkKey ?? []
  const present = (order: readonly string[]) => order.filter((ai) => elements.some((element) => element.ai === ai))
  return orders.map(present).sort((a, b) => b.length - a.length)[0] ?? []
}

function addPart(elements: Gs1Element[], part: Part): Gs1Fault | null {
  const broken = /%(?![0-9A-Fa-f]{2})/.exec(part.text)
  if (broken !== null) return { code: 'LINK_ESCAPE', at: part.textAt + broken.index }
  const plain = part.text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const value = part.ai === '01' && SHORT_GTIN.test(plain) ? plain.padStart(14, '0') : plain
  const fault = gs1ElementFault({ ai: part.ai, value })
  if (fault !== null) return { code: fault.code, at: Math.min(part.textAt + fault.at, part.textAt + part.text.length) }
  return addGs1Element(elements, { ai: part.ai, value }, part.at)
}
