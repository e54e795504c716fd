/// <reference path="./fontkit.d.ts" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import type { TextMetrics, TextWeight } from '../../domain/label.ts'

const files: Record<TextWeight, string> = { medium: 'Pretendard-Medium.ttf', bold: 'Pretendard-Bold.ttf' }
const fonts = new Map<TextWeight, Font>()
const wordWidths = new Map<string, number>()
const WORD_WIDTHS_LIMIT = 50_000

/** The print font of a weight, parsed once per process; throws when the installation lacks its file. */
export function fontOf(weight: TextWeight): Font {
  const known = fonts.get(weight)
  if (known) return known
  const resolve = createRequire(import.meta.url).resolve
  const font = create(readFileSync(resolve(`pretendard/dist/public/static/alternative/${files[weight]}`)))
  fonts.set(weight, font)
  return font
}

/** Measures with the very fonts that the PDF embeds, word by word as pdfkit sets them. */
export const textMetrics: TextMetrics = {
  widthMm(text, sizeMm, weight) {
    const words = text.match(/[^ ]* |[^ ]+$/g) ?? []
    return words.reduce((sum, word) => sum + wordWidth(word, weight), 0) * sizeMm
  },
  missing(text) {
    const font = fontOf('medium')
    return [...new Set(text)].filter((character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
  },
}

function wordWidth(word: string, weight: TextWeight): number {
  const key = `${weight} ${word}`
  const known = wordWidths.get(key)
  if (known !== undefined) return known
  const font = fontOf(weight)
  const width = font.layout(word).advanceWidth / font.unitsPerEm
  if (wordWidths.size >= WORD_WIDTHS_LIMIT) wordWidths.clear()
  wordWidths.set(key, width)
  return width
}

/** Parses both fonts and sets a first text, about a fifth of a second that no print job should pay: call it at start. */
export function warmFonts(): void {
  for (const weight of ['medium', 'bold'] as const) textMetrics.widthMm('받는 분 To 0', 1, weight)
}
