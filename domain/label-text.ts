import { type Area, ASCENT, DESCENT, type TextElement, type TextMetrics, type TextWeight } from './label.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Distance of two baselines as a share of the em. */
export const LINE_HEIGHT = 1.28

/** Text as it may be printed: composed Hangul, no control or direction characters, single spaces, no lone surrogates. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/** Stands where the print fonts have no glyph, so that nothing vanishes without a trace. */
export const NO_GLYPH = '□'

/** The same value with every text in it made printable and characters without a glyph replaced, and those characters. */
export function withPrintableTexts<T>(value: T, metrics: TextMetrics): { value: T; missing: string[] } {
  const missing = new Set<string>()
  const visit = (part: unknown): unknown => {
    if (typeof part === 'string') return substitute(part, metrics, missing)
    if (Array.isArray(part)) return part.map(visit)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]))
  }
  return { value: visit(value) as T, missing: [...missing] }
}

function substitute(text: string, metrics: TextMetrics, missing: Set<string>): string {
  const clean = printable(text)
  if (metrics.missing(clean).length === 0) return clean
  let result = ''
  for (const { segment } of graphemes.segment(clean)) {
    const absent = metrics.missing(segment).length > 0
    if (absent) missing.add(segment)
    result += absent ? NO_GLYPH : segment
  }
  return result
}

/** One paragraph of a block; `scale` is its size relative to the block's. */
export interface Paragraph {
  text: string
  weight: TextWeight
  scale: number
}

/** A block that was fitted: its lines, the size it got and the height it takes. */
export interface FittedText {
  elements: TextElement[]
  sizeMm: number
  heightMm: number
}

/** Breaks at spaces, as Korean is set, and inside a word only when the word alone is too wide; nothing is dropped but spaces at breaks. */
export function wrapText(text: string, widthMm: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (measure(joined) <= widthMm) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = measure(word) <= widthMm ? [word] : breakWord(word, widthMm, measure)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  if (line !== '') lines.push(line)
  return lines
}

function breakWord(word: string, widthMm: number, measure: (text: string) => number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && measure(piece + segment) > widthMm) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  if (piece !== '') pieces.push(piece)
  return pieces
}

/** Sets paragraphs below each other in an area, at the largest size up to `maxMm` at which all of them fit; never cuts. */
export function fitBlock(
  paragraphs: readonly Paragraph[],
  area: Area,
  maxMm: number,
  metrics: TextMetrics,
  align: 'start' | 'end' = 'start',
): FittedText {
  const filled = paragraphs.filter((paragraph) => paragraph.text !== '')
  const set = (sizeMm: number) => setBlock(filled, area, sizeMm, metrics, align)
  const fits = (block: FittedText) =>
    block.sizeMm < 0.2 ||
    (block.heightMm <= area.heightMm && block.elements.every((element) => element.widthMm <= area.widthMm))
  // Large steps down to a size that fits, then small ones from the last that did not: a long text costs few settings.
  let coarse = set(maxMm)
  if (fits(coarse)) return coarse
  while (!fits(coarse)) coarse = set(coarse.sizeMm * 0.85)
  for (let sizeMm = (coarse.sizeMm / 0.85) * 0.96; sizeMm > coarse.sizeMm; sizeMm *= 0.96) {
    const fine = set(sizeMm)
    if (fits(fine)) return fine
  }
  return coarse
}

/** How far below the top of its line a text's baseline lies. */
export function firstBaseline(sizeMm: number): number {
  return ((LINE_HEIGHT - ASCENT - DESCENT) / 2 + ASCENT) * sizeMm
}

/** Sets paragraphs below each other at a given size, as high as they become. */
export function setBlock(
  paragraphs: readonly Paragraph[],
  area: Pick<Area, 'x' | 'y' | 'widthMm'>,
  sizeMm: number,
  metrics: TextMetrics,
  align: 'start' | 'end' = 'start',
): FittedText {
  const elements: TextElement[] = []
  let y = area.y
  for (const { text, weight, scale } of paragraphs) {
    const size = sizeMm * scale
    const measure = (part: string) => metrics.widthMm(part, size, weight)
    for (const line of wrapText(text, area.widthMm, measure)) {
      const baseline = y + firstBaseline(size)
      const x = align === 'start' ? area.x : area.x + area.widthMm
      const widthMm = measure(line)
      elements.push({ kind: 'text', text: line, x, y: baseline, sizeMm: size, weight, align, widthMm, white: false })
      y += LINE_HEIGHT * size
    }
  }
  return { elements, sizeMm, heightMm: y - area.y }
}

/** Where and how a single line stands: `x` by `align`, `y` the baseline. */
export interface LinePlace {
  x: number
  y: number
  widthMm: number
  maxMm: number
  weight: TextWeight
  align?: 'start' | 'middle' | 'end'
  white?: boolean
}

/** One line at the largest size up to `maxMm` that fits the width; an empty text gives no element. */
export function fitLine(text: string, place: LinePlace, metrics: TextMetrics): TextElement[] {
  if (text === '') return []
  const full = metrics.widthMm(text, place.maxMm, place.weight)
  const sizeMm = full <= place.widthMm ? place.maxMm : (place.maxMm * place.widthMm * 0.999) / full
  const widthMm = metrics.widthMm(text, sizeMm, place.weight)
  const { x, y, weight } = place
  return [
    { kind: 'text', text, x, y, sizeMm, weight, align: place.align ?? 'start', widthMm, white: place.white ?? false },
  ]
}
