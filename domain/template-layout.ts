import {
  CAP_HEIGHT,
  type LabelElement,
  type LabelModel,
  type LabelNotice,
  type TextElement,
  type TextMetrics,
} from './label.ts'
import {
  type CodeSymbol,
  dotOf,
  moduleFor,
  type PrintResolution,
  placeSymbol,
  type Symbology,
  symbolHeightMm,
} from './label-code.ts'
import { fitBlock, fitLine, type Paragraph, withPrintableTexts } from './label-text.ts'
import type {
  LabelTemplate,
  TemplateBody,
  TemplateCode,
  TemplateElement,
  TemplateLine,
  TemplateText,
} from './template.ts'

const NO_BREAK_SPACE = '\u00a0'

/** The texts that a template's bindings stand for; a value may have several lines. */
export type TemplateValues = Readonly<Record<string, string>>

/** What layout needs from outside: codes, text measures, the printer's resolution and the language of print. */
export interface TemplateTools {
  /** The symbol of a text, undefined when the symbology cannot carry it. */
  encode(symbology: Symbology | 'item', text: string): CodeSymbol | undefined
  metrics: TextMetrics
  resolution: PrintResolution
  language: 'ko' | 'en'
}

/** Draws a template with values: every text complete and in its box, smaller where it is long; codes on whole dots. */
export function layOutTemplate({ body }: LabelTemplate, values: TemplateValues, tools: TemplateTools): LabelModel {
  const notices: LabelNotice[] = []
  const { value: drawn, missing } = printableElements(body, tools.metrics)
  const elements = drawn.flatMap((element, index) => {
    if (!isWanted(element, values)) return []
    // A code carries the text as it is, not as it can be printed.
    const given = body.elements[index] ?? element
    if (given.kind === 'code') return drawCode(given, values, tools, notices)
    if (element.kind === 'text') return drawText(element, values, tools, notices)
    if (element.kind === 'line') return [lineOf(element)]
    if (element.kind === 'box') {
      const { box, thicknessMm, filled } = element
      return [{ kind: 'box', ...box, thicknessMm, filled } satisfies LabelElement]
    }
    return []
  })
  if (missing.length > 0) notices.push({ code: 'CHARACTERS_NOT_PRINTABLE', characters: missing })
  const { widthMm, heightMm } = body
  return { widthMm, heightMm, dotMm: dotOf(tools.resolution), elements, notices }
}

type Printable = { value: TemplateBody['elements']; missing: string[] }
const printed = new WeakMap<TemplateBody, { metrics: TextMetrics; result: Printable }>()

/** The words of a template as they can be printed; a template is drawn again and again. */
function printableElements(body: TemplateBody, metrics: TextMetrics): Printable {
  const known = printed.get(body)
  if (known?.metrics === metrics) return known.result
  const result = withPrintableTexts(body.elements, metrics)
  printed.set(body, { metrics, result })
  return result
}

function isWanted(element: TemplateElement, values: TemplateValues): boolean {
  const { when } = element
  if (when === undefined) return true
  return when.startsWith('!') ? (values[when.slice(1)] ?? '') === '' : (values[when] ?? '') !== ''
}

function lineOf({ x1, y1, x2, y2, thicknessMm }: TemplateElement & { kind: 'line' }): LabelElement {
  return { kind: 'line', x1, y1, x2, y2, thicknessMm }
}

/** The paragraphs of a line: one for each line of its values, none when it has bindings and all of them are empty. */
function paragraphsOf(
  line: TemplateLine,
  values: TemplateValues,
  tools: TemplateTools,
  fit: { widthMm: number; maxMm: number },
): Paragraph[] {
  const text = typeof line.text === 'string' ? line.text : line.text[tools.language]
  const parts = text.split(' · ').flatMap((part) => filled(part, values) ?? [])
  const { weight, scale } = line
  const joined = parts.join(' · ')
  const paragraph = (words: string): Paragraph => ({ text: words, weight, scale })
  if (parts.length < 2 || joined.includes('\n')) return joined.split('\n').filter(Boolean).map(paragraph)
  const fits = tools.metrics.widthMm(joined, fit.maxMm * scale, weight) <= fit.widthMm
  return (fits ? [joined] : parts).map(paragraph)
}

function filled(text: string, values: TemplateValues): string | undefined {
  let bound = 0
  let empty = 0
  const result = text.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    bound++
    if (value === '') empty++
    // A telephone number is never broken.
    return name.endsWith('.phone') ? value.replaceAll(' ', NO_BREAK_SPACE) : value
  })
  return bound > 0 && bound === empty ? undefined : result
}

function drawText(
  element: TemplateText,
  values: TemplateValues,
  tools: TemplateTools,
  notices: LabelNotice[],
): LabelElement[] {
  const { box, size, align, white } = element
  const fit = { widthMm: box.widthMm, maxMm: size.maxMm }
  const paragraphs = element.lines.flatMap((line) => paragraphsOf(line, values, tools, fit))
  const drawn = element.fit === 'line' ? oneLine(element, paragraphs, tools) : block(element, paragraphs, tools)
  for (const text of drawn) {
    if (text.sizeMm >= size.minMm) continue
    notices.push({ code: 'TEXT_BELOW_LEGIBLE', text: text.text, sizeMm: text.sizeMm })
  }
  return drawn.map((text) => ({ ...text, align, white }))
}

function oneLine(
  { box, size, align, vertical }: TemplateText,
  paragraphs: readonly Paragraph[],
  tools: TemplateTools,
): TextElement[] {
  const [first] = paragraphs
  if (first === undefined) return []
  const maxMm = size.maxMm * first.scale
  const capital = CAP_HEIGHT * maxMm
  const y = { top: box.y + capital, middle: box.y + (box.heightMm + capital) / 2, bottom: box.y + box.heightMm }[
    vertical
  ]
  const x = box.x + { start: 0, middle: box.widthMm / 2, end: box.widthMm }[align]
  const text = paragraphs.map((paragraph) => paragraph.text).join(' · ')
  return fitLine(text, { x, y, widthMm: box.widthMm, maxMm, weight: first.weight, align }, tools.metrics)
}

function block(
  { box, size, align, vertical }: TemplateText,
  paragraphs: Paragraph[],
  tools: TemplateTools,
): TextElement[] {
  const set = fitBlock(paragraphs, box, size.maxMm, tools.metrics, align === 'end' ? 'end' : 'start')
  const free = Math.max(0, box.heightMm - set.heightMm)
  const down = { top: 0, middle: free / 2, bottom: free }[vertical]
  const centre = box.x + box.widthMm / 2
  return set.elements.map((text) => ({ ...text, y: text.y + down, x: align === 'middle' ? centre : text.x }))
}

function drawCode(
  element: TemplateCode,
  values: TemplateValues,
  tools: TemplateTools,
  notices: LabelNotice[],
): LabelElement[] {
  const text = filled(element.value, values)
  if (text === undefined || text === '') return []
  const symbol = tools.encode(element.symbology, text)
  if (symbol === undefined) {
    notices.push({ code: 'CODE_NOT_ENCODABLE', value: text })
    return []
  }
  const { box, module } = element
  const dotMm = dotOf(tools.resolution)
  const roomMm = symbol.kind === 'matrix' ? Math.min(box.widthMm, box.heightMm) : box.widthMm
  const moduleMm = moduleFor(symbol, roomMm, dotMm, module)
  // A code that runs over its box would be cut and could not be read: its text alone says more.
  if (moduleMm === undefined) {
    notices.push({ code: 'CODE_DOES_NOT_FIT', value: text })
    return []
  }
  const heightMm = symbolHeightMm(symbol, moduleMm, box.heightMm)
  const y = box.y + (box.heightMm - heightMm) / 2
  return [placeSymbol(symbol, { centreX: box.x + box.widthMm / 2, y, moduleMm, heightMm, dotMm })]
}
