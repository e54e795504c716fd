/// <reference path="./fontkit.d.ts" />
import type { Glyph } from 'fontkit'
import { ASCENT, areaOf, DESCENT, type TextElement, type TextWeight } from '../../domain/label.ts'
import { type Bitmap, blankBitmap } from './bitmap.ts'
import { fontOf } from './fonts.ts'
import { type Outline, outlineOf } from './glyph-outline.ts'

/** Sub-lines of a row of dots; along a row the coverage is exact. */
const SUB_LINES = 4
/** At most as many as the fonts have glyphs. */
const outlines = new Map<string, Outline>()
const words = new Map<string, SetWord>()
const WORDS_LIMIT = 20_000

/**
 * A line of text as dots: the outlines of the print font, set word by word as the PDF sets them, a dot black when at least
 * half of it is covered. Undefined for a text without ink.
 */
export function textBitmap(element: TextElement, dotMm: number): Bitmap | undefined {
  const area = areaOf(element)
  const size = element.sizeMm / dotMm
  // Glyphs may stand out of their advance and of ascent and descent a little.
  const x = Math.floor(area.x / dotMm - size * 0.25)
  const y = Math.floor(element.y / dotMm - size * (ASCENT + 0.15))
  const width = Math.ceil(area.widthMm / dotMm + size * 0.5) + 1
  const height = Math.ceil(size * (ASCENT + DESCENT + 0.3)) + 1
  const lines = crossings(element, { left: area.x / dotMm - x, baseline: element.y / dotMm - y, size, height })
  const bitmap = blankBitmap({ x, y, width, height })
  return fillLines(lines, bitmap) ? bitmap : undefined
}

/** Where the outlines cross each sub-line: position and direction, in pairs. */
function crossings(
  element: TextElement,
  place: { left: number; baseline: number; size: number; height: number },
): number[][] {
  const scale = place.size / fontOf(element.weight).unitsPerEm
  const lines: number[][] = Array.from({ length: place.height * SUB_LINES }, () => [])
  let pen = place.left
  for (const word of element.text.match(/[^ ]* |[^ ]+$/g) ?? []) {
    const { pieces, advance } = setWord(word, element.weight)
    for (const { outline, x, y } of pieces) {
      cross(outline, { x: pen + x * scale, y: place.baseline - y * scale, scale }, lines)
    }
    pen += advance * scale
  }
  return lines
}

function cross(outline: Outline, at: { x: number; y: number; scale: number }, lines: number[][]): void {
  for (let index = 0; index < outline.length; index += 4) {
    const x1 = at.x + (outline[index] ?? 0) * at.scale
    const y1 = (at.y - (outline[index + 1] ?? 0) * at.scale) * SUB_LINES
    const x2 = at.x + (outline[index + 2] ?? 0) * at.scale
    const y2 = (at.y - (outline[index + 3] ?? 0) * at.scale) * SUB_LINES
    if (y1 === y2) continue
    const down = y1 < y2
    const first = Math.max(0, Math.ceil((down ? y1 : y2) - 0.5))
    const last = Math.min(lines.length - 1, Math.ceil((down ? y2 : y1) - 0.5) - 1)
    const slope = (x2 - x1) / (y2 - y1)
    for (let line = first; line <= last; line++) lines[line]?.push(x1 + (line + 0.5 - y1) * slope, down ? 1 : -1)
  }
}

/** Fills by the nonzero rule; true when a dot became black. */
function fillLines(lines: readonly number[][], bitmap: Bitmap): boolean {
  const covered = new Float32Array(bitmap.width)
  let ink = false
  for (let row = 0; row < bitmap.height; row++) {
    let [left, right] = [bitmap.width, 0]
    for (let sub = 0; sub < SUB_LINES; sub++) {
      const line = lines[row * SUB_LINES + sub] ?? []
      if (line.length === 0) continue
      sortCrossings(line)
      left = Math.max(0, Math.min(left, Math.floor(line[0] ?? 0)))
      right = Math.min(bitmap.width, Math.max(right, Math.ceil(line.at(-2) ?? 0)))
      addLine(line, covered)
    }
    const start = row * bitmap.width
    for (let column = left; column < right; column++) {
      if ((covered[column] ?? 0) < SUB_LINES / 2 - 1e-4) continue
      bitmap.dots[start + column] = 1
      ink = true
    }
    covered.fill(0, left, right)
  }
  return ink
}

/** Puts the pairs of a sub-line in order of their positions; they are few. */
function sortCrossings(line: number[]): void {
  for (let index = 2; index < line.length; index += 2) {
    const x = line[index] ?? 0
    const direction = line[index + 1] ?? 0
    let place = index
    for (; place > 0 && (line[place - 2] ?? 0) > x; place -= 2) {
      line[place] = line[place - 2] ?? 0
      line[place + 1] = line[place - 1] ?? 0
    }
    line[place] = x
    line[place + 1] = direction
  }
}

function addLine(line: readonly number[], covered: Float32Array): void {
  let winding = 0
  let from = 0
  for (let index = 0; index < line.length; index += 2) {
    if (winding === 0) from = line[index] ?? 0
    winding += line[index + 1] ?? 0
    if (winding === 0) addSpan(from, line[index] ?? 0, covered)
  }
}

function addSpan(from: number, to: number, covered: Float32Array): void {
  const start = Math.max(0, from)
  const end = Math.min(covered.length, to)
  for (let column = Math.floor(start); column < end; column++) {
    covered[column] = (covered[column] ?? 0) + Math.min(end, column + 1) - Math.max(start, column)
  }
}

/** A word as set: its outlines with their places and its advance, in font units. */
interface SetWord {
  pieces: readonly { outline: Outline; x: number; y: number }[]
  advance: number
}

function setWord(word: string, weight: TextWeight): SetWord {
  const key = `${weight} ${word}`
  const known = words.get(key)
  if (known) return known
  const run = fontOf(weight).layout(word)
  let pen = 0
  const pieces = run.glyphs.flatMap((glyph, index) => {
    const at = run.positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 }
    const piece = { outline: cachedOutline(glyph, weight), x: pen + at.xOffset, y: at.yOffset }
    pen += at.xAdvance
    return piece.outline.length === 0 ? [] : [piece]
  })
  const made = { pieces, advance: pen }
  if (words.size >= WORDS_LIMIT) words.clear()
  words.set(key, made)
  return made
}

function cachedOutline(glyph: Glyph, weight: TextWeight): Outline {
  const key = `${weight} ${glyph.id}`
  const known = outlines.get(key)
  if (known) return known
  const outline = outlineOf(glyph)
  outlines.set(key, outline)
  return outline
}
