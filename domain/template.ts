import { z } from 'zod'
import { SYMBOLOGIES } from './label-code.ts'

/** What a label can be about; each kind has its own list of bindings. */
export const TEMPLATE_KINDS = ['shipping', 'return', 'carton', 'item', 'location', 'tote', 'badge'] as const
/** One of `TEMPLATE_KINDS`. */
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

const PARTIES = ['name', 'phone', 'company', 'address', 'postcode'].flatMap((part) => [
  `sender.${part}`,
  `recipient.${part}`,
])
const PARCEL = [
  ...['order.number', 'order.short', 'channel', 'carrier', 'tracking', 'weight', 'note', 'carton', 'copy'],
  ...['code', 'code.readable', 'code.sscc', 'code.internal'],
]

/** The names that may stand in braces in a template of each kind. An empty value makes its line or element go away. */
export const BINDINGS: Record<TemplateKind, readonly string[]> = {
  shipping: [...PARTIES, ...PARCEL],
  return: [...PARTIES, ...PARCEL],
  carton: [...PARCEL, 'contents', 'units', 'lines'],
  item: ['name', 'sku', 'code', 'unit.count'],
  location: ['code', 'zone', 'aisle', 'bay', 'level', 'position'],
  tote: ['code', 'name'],
  badge: ['code', 'name', 'role'],
}

const length = z.number().min(0).max(500)
const Box = z.strictObject({
  x: length,
  y: length,
  widthMm: z.number().min(0.1).max(500),
  heightMm: z.number().min(0.1).max(500),
})
/** One text for both print languages, or one for each. */
const Words = z.union([z.string().max(400), z.strictObject({ ko: z.string().max(400), en: z.string().max(400) })])
/** Name of a binding that must not be empty, or must be with `!` before it; `always` unless given. */
const when = z.string().min(1).max(40).optional()

/** A line of a text element: words with `{bindings}`; ` · ` joins what fits on one line; `scale` is relative to the element's size. */
export const TemplateLine = z.strictObject({
  text: Words,
  weight: z.enum(['medium', 'bold']).default('medium'),
  scale: z.number().min(0.2).max(5).default(1),
})
export type TemplateLine = z.infer<typeof TemplateLine>

/** Text in a box: `line` sets one line and makes it smaller, `block` breaks lines and makes all of them smaller, never cuts. */
export const TemplateText = z.strictObject({
  kind: z.literal('text'),
  box: Box,
  lines: z.array(TemplateLine).min(1).max(12),
  /** The em: as large as `maxMm`; below `minMm` the label says that it became too small. */
  size: z.strictObject({ maxMm: z.number().min(0.5).max(100), minMm: z.number().min(0.2).max(100) }),
  fit: z.enum(['line', 'block']).default('block'),
  align: z.enum(['start', 'middle', 'end']).default('start'),
  vertical: z.enum(['top', 'middle', 'bottom']).default('top'),
  white: z.boolean().default(false),
  when,
})
export type TemplateText = z.infer<typeof TemplateText>

/** A code in a box, quiet zones included; `item` is EAN, UPC or ITF where the check digit holds, otherwise Code 128. */
export const TemplateCode = z.strictObject({
  kind: z.literal('code'),
  box: Box,
  symbology: z.enum([...SYMBOLOGIES, 'item']),
  value: z.string().min(1).max(200),
  module: z.strictObject({ wantedMm: z.number().min(0.08).max(5), leastMm: z.number().min(0.08).max(5) }),
  when,
})
export type TemplateCode = z.infer<typeof TemplateCode>

/** A straight rule. */
export const TemplateRule = z.strictObject({
  kind: z.literal('line'),
  x1: length,
  y1: length,
  x2: length,
  y2: length,
  thicknessMm: z.number().min(0.05).max(20),
  when,
})
/** A rectangle, filled or with a border inside. */
export const TemplateBox = z.strictObject({
  kind: z.literal('box'),
  box: Box,
  thicknessMm: z.number().min(0).max(20),
  filled: z.boolean().default(false),
  when,
})

/** Anything that a template can hold, in drawing order; white text needs a filled box before it. */
export const TemplateElement = z.discriminatedUnion('kind', [TemplateText, TemplateCode, TemplateRule, TemplateBox])
export type TemplateElement = z.infer<typeof TemplateElement>

/** The part of a template that people edit: size and drawing in millimetres from the upper left corner. */
export const TemplateBody = z.strictObject({
  widthMm: z.number().min(10).max(300),
  heightMm: z.number().min(10).max(400),
  elements: z.array(TemplateElement).min(1).max(100),
})
export type TemplateBody = z.infer<typeof TemplateBody>

/** Which drawing a label was made with: a template's id and version; version 0 is the one that comes with the program. */
export const TemplateRef = z.object({ id: z.string().min(1).max(40), version: z.int().min(0).max(1_000_000) })
export type TemplateRef = z.infer<typeof TemplateRef>

/** A template that can be drawn. */
export interface LabelTemplate extends TemplateRef {
  kind: TemplateKind
  body: TemplateBody
}
