import { isGtinShaped, toGtin14 } from './check-digit.ts'
import { type CommandName, parseCommandCode } from './command-code.ts'
import { GS, parseGs1 } from './gs1.ts'
import { gs1Date } from './gs1-date.ts'
import { isWebAddress } from './gs1-link.ts'
import type { Gs1Element, Gs1Problem } from './gs1-value.ts'
import { isCartonCode, isCartonCodeShaped, isSscc } from './sscc.ts'
import { readStoreCode, type StoreCode } from './store-code.ts'

/** The longest code that the floor accepts, in UTF-16 units after trimming. */
export const MAX_CODE_LENGTH = 128

/** What the elements of a GS1 code say about goods; dates are `YYYY-MM-DD`, weight is in whole grams, absent = not in the code. */
export type Gs1Facts = {
  /** AI 01. */
  gtin14?: string
  /** AI 02: what is inside a logistic unit; `count` of them. */
  contentGtin14?: string
  /** AI 10. */
  lot?: string
  /** AI 21. */
  serial?: string
  /** AI 17, otherwise the day of AI 7003. */
  expiresOn?: string
  /** AI 15. */
  bestBeforeOn?: string
  /** AI 11. */
  producedOn?: string
  /** AI 30, otherwise AI 37. */
  count?: number
  /** AI 310x or 320x. */
  netWeightGrams?: number
}

/** Why plain text is suspicious: it has the shape of a checked code but its check fails, or it is Baro's own carton number. */
export type TextNote = 'check-digit' | 'command-check' | 'gs1' | 'carton'

/** Why something heard can be no code at all. */
export type InvalidReason = 'EMPTY' | 'TOO_LONG' | 'CONTROL_CHARACTER' | 'UNREADABLE' | 'GS1_SYNTAX'

/**
 * What a code is, judged by its form alone. `text` is always the normalised code without AIM identifier: a site's own code
 * may look like a GTIN by chance, so whoever finds nothing under the special meaning looks `text` up as well.
 */
export type ClassifiedCode =
  | { kind: 'command'; text: string; name: CommandName }
  | { kind: 'sscc'; text: string; sscc: string; elements: Gs1Element[] }
  | ({ kind: 'gs1'; text: string; elements: Gs1Element[] } & Gs1Facts)
  | { kind: 'gtin'; text: string; gtin14: string }
  | ({ kind: 'store'; text: string } & StoreCode)
  | { kind: 'text'; text: string; note?: TextNote; problem?: Gs1Problem }
  | { kind: 'invalid'; text: string; reason: InvalidReason; problem?: Gs1Problem }

/** The settings of a classification. */
export type ClassifyOptions = {
  /** The year around which two-digit years are read (default 2026). */
  referenceYear?: number
  /** What the site's scanners send for FNC1 beside GS; empty for nothing else. */
  gs1Separator?: string
  /** The site's patterns of store codes with a weight or price. */
  storeCodes?: readonly string[]
}

/** The kinds of code that the demo warehouse names by a convention; a real site's codes are found by lookup. */
export type ConventionalKind = 'badge' | 'tote' | 'carton-type' | 'location'

const CONVENTIONS: readonly (readonly [ConventionalKind, RegExp])[] = [
  ['badge', /^BDG-[A-Z0-9-]+$/],
  ['tote', /^(TOTE|T)-[A-Z0-9-]+$/],
  ['carton-type', /^BOX-[A-Z0-9-]+$/],
  ['location', /^[A-Z]-\d{2}-\d{1,2}-\d{2}$/],
]
const AIM = /^\]([A-Za-z])([0-9A-Za-z])/
const GS1_SYMBOLOGIES: ReadonlySet<string> = new Set([']C1', ']d2', ']Q3', ']e0', ']e1', ']e2', ']J1'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROL = /[\u0000-\u001c\u001e\u001f\u007f-\u009f]/

/**
 * The form in which codes are compared: NFC, full-width ASCII made narrow, invisible format characters removed, white space
 * at both ends gone. Case is kept.
 */
export function normaliseCode(raw: string): string {
  return raw
    .normalize('NFC')
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')
}

/**
 * Says what a scanned or typed code is before anything is looked up; never throws, whatever the text. In this order:
 * command, carton of Baro, SSCC and other GS1 codes, store code, GTIN; badges, totes, places and tracking numbers have no
 * form of their own and are text.
 */
export function classifyCode(raw: string, options: ClassifyOptions = {}): ClassifiedCode {
  if (raw.length > 8 * MAX_CODE_LENGTH) return invalid(raw.slice(0, MAX_CODE_LENGTH), 'TOO_LONG')
  const whole = normaliseCode(raw)
  const aim = AIM.exec(whole)?.[0] ?? null
  const text = aim === null ? whole : whole.slice(aim.length).trim()
  if (text === '' || text === GS) return invalid(text, 'EMPTY')
  if (text.length > MAX_CODE_LENGTH) return invalid(text.slice(0, MAX_CODE_LENGTH), 'TOO_LONG')
  if (CONTROL.test(text)) return invalid(text, 'CONTROL_CHARACTER')
  if (text.includes('\ufffd') || !text.isWellFormed()) return invalid(text, 'UNREADABLE')
  const command = parseCommandCode(text)
  if (command?.ok === true) return { kind: 'command', text, name: command.name }
  if (command !== null) return { kind: 'text', text, note: 'command-check' }
  if (isCartonCodeShaped(text)) return { kind: 'text', text, note: isCartonCode(text) ? 'carton' : 'check-digit' }
  return classifyGs1(text, aim, options) ?? classifyPlain(text, options)
}

/** The kind that Baro's demo convention gives a code (`BDG-…`, `TOTE-…`/`T-…`, `BOX-…`, `A-03-2-05`), or null. */
export function conventionalKind(text: string): ConventionalKind | null {
  return CONVENTIONS.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

/** The facts about goods in parsed elements; a date out of the calendar is left out. */
export function readGs1Facts(elements: readonly Gs1Element[], options: ClassifyOptions = {}): Gs1Facts {
  const find = (ai: string): string | undefined => elements.find((element) => element.ai === ai)?.value
  const dateOf = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : (gs1Date(value.slice(0, 6), options.referenceYear) ?? undefined)
  const count = find('30') ?? find('37')
  const facts: { [Key in keyof Gs1Facts]: Gs1Facts[Key] | undefined } = {
    gtin14: find('01'),
    contentGtin14: find('02'),
    lot: find('10'),
    serial: find('21'),
    expiresOn: dateOf(find('17') ?? find('7003')),
    bestBeforeOn: dateOf(find('15')),
    producedOn: dateOf(find('11')),
    count: count === undefined ? undefined : Number(count),
    netWeightGrams: netWeightGrams(elements),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Gs1Facts
}

function classifyGs1(text: string, aim: string | null, options: ClassifyOptions): ClassifiedCode | null {
  const { gs1Separator = '' } = options
  const separated = text.includes(GS) || (gs1Separator !== '' && text.includes(gs1Separator))
  const declared = (aim !== null && GS1_SYMBOLOGIES.has(aim)) || separated
  const evident = declared || /^\(\d{2,4}\)/.test(text)
  const parsed = parseGs1(text, { separator: gs1Separator })
  if (!parsed.ok) {
    if (text.includes(GS)) return { kind: 'invalid', text, reason: 'GS1_SYNTAX', problem: parsed.code }
    return evident ? { kind: 'text', text, note: 'gs1', problem: parsed.code } : null
  }
  if (!evident && !isWebAddress(text) && !isConvincing(parsed.elements)) return null
  const sscc = parsed.elements.find(({ ai }) => ai === '00')
  if (sscc !== undefined) return { kind: 'sscc', text, sscc: sscc.value, elements: parsed.elements }
  return { kind: 'gs1', text, elements: parsed.elements, ...readGs1Facts(parsed.elements, options) }
}

/**
 * Whether elements found in a text that nothing declared to be GS1 are more than chance: the first is a key whose check digit
 * was right (00, 01, 02), or a date that a GTIN goes with.
 */
function isConvincing(elements: readonly Gs1Element[]): boolean {
  const first = elements[0]?.ai ?? ''
  if (first === '00' || first === '01' || first === '02') return true
  return /^1[1-7]$/.test(first) && elements.some(({ ai }) => ai === '01' || ai === '02')
}

function classifyPlain(text: string, { storeCodes = [] }: ClassifyOptions): ClassifiedCode {
  const store = readStoreCode(text, storeCodes)
  if (store !== null) return { kind: 'store', text, ...store }
  const gtin14 = toGtin14(text)
  if (gtin14 !== null) return { kind: 'gtin', text, gtin14 }
  if (isSscc(text)) return { kind: 'sscc', text, sscc: text, elements: [{ ai: '00', value: text }] }
  const checked = isGtinShaped(text) || /^\d{18}$/.test(text) || /^00\d{18}$/.test(text)
  return checked ? { kind: 'text', text, note: 'check-digit' } : { kind: 'text', text }
}

function netWeightGrams(elements: readonly Gs1Element[]): number | undefined {
  const element = elements.find(({ ai }) => /^3[12]0\d$/.test(ai))
  if (element === undefined) return undefined
  const amount = Number(element.value) / 10 ** Number(element.ai.charAt(3))
  return Math.round(amount * (element.ai.startsWith('310') ? 1000 : 453.59237))
}

function invalid(text: string, reason: InvalidReason): ClassifiedCode {
  return { kind: 'invalid', text, reason }
}
