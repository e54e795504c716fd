import { ASCENT, areaOf, DESCENT, type TextElement } from '../../domain/label.ts'
import { type Bitmap, blankBitmap } from './bitmap.ts'
import { fontOf } from './fonts.ts'
import { type Outline, outlineOf } from './glyph-outline.ts'

/** Sub-lines of a row of dots; along a row the coverage is exact. */
const SUB_LINES = 4
const outlines = new Map<string, Outline>()
const OUTLINES_LIMIT = 20_000

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
  const font = fontOf(element.weight)
  const scale = place.size / font.unitsPerEm
  const lines: number[][] = Array.from({ length: place.height * SUB_LINES }, () => [])
  let pen = place.left
  for (const word of element.text.match(/[^ ]* |[^ ]+$/g) ?? []) {
    const run = font.layout(word)
    run.glyphs.forEach((glyph, index) => {
      const at = run.positions[index]
      if (at === undefined) return
      const outline = cachedOutline(`${element.weight} ${glyph.id}`, () => outlineOf(glyph))
      cross(outline, { x: pen + at.xOffset * scale, y: place.baseline - at.yOffset * scale, scale }, lines)
      pen += at.xAdvance * scale
    })
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
    covered.fill(0)
    for (let sub = 0; sub < SUB_LINES; sub++) addLine(lines[row * SUB_LINES + sub] ?? [], covered)
    for (let column = 0; column < bitmap.width; column++) {
      if ((covered[column] ?? 0) < SUB_LINES / 2 - 1e-4) continue
      bitmap.dots[row * bitmap.width + column] = 1
      ink = true
    }
  }
  return ink
}

function addLine(line: readonly number[], covered: Float32Array): void {
  const marks: [number, number][] = []
  for (let index = 0; index < line.length; index += 2) marks.push([line[index] ?? 0, line[index + 1] ?? 0])
  marks.sort((a, b) => a[0] - b[0])
  let winding = 0
  let from = 0
  for (const [x, direction] of marks) {
    if (winding === 0) from = x
    winding += direction
    if (winding === 0) addSpan(from, x, covered)
  }
}

function addSpan(from: number, to: number, covered: Float32Array): void {
  const start = Math.max(0, from)
  const end = Math.min(covered.length, to)
  for (let column = Math.floor(start); column < end; column++) {
    covered[column] = (covered[column] ?? 0) + Math.min(end, column + 1) - Math.max(start, column)
  }
}

function cachedOutline(key: string, make: () => Outline): Outline {
  const known = outlines.get(key)
  if (known) return known
  const outline = make()
  if (outlines.size >= OUTLINES_LIMIT) outlines.clear()
  outlines.set(key, outline)
  return outline
}
