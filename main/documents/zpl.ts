import { areaOf, type BoxElement, type LabelModel, shapesOf, textsOf } from '../../domain/label.ts'
import { dotOf, type PrinterDpi } from '../../domain/label-code.ts'
import { type Bitmap, blankBitmap, clipAtOrigin, stampBitmap } from './bitmap.ts'
import { DocumentError } from './document-error.ts'
import { graphicField } from './graphic-field.ts'
import { textBitmap } from './text-bitmap.ts'

/** How a label printer is set: darkness 0–30 and speed in inches per second or null for the printer's own, and where its print begins. */
export interface ZplOptions {
  dpi: PrinterDpi
  darkness: number | null
  speed: number | null
  offset: { xMm: number; yMm: number }
}

interface Dots {
  x: number
  y: number
  width: number
  height: number
}

/**
 * One page in ZPL II, one copy, plain ASCII: bars, lines and boxes are `^GB` on whole dots, texts and two-dimensional codes `^GF`
 * graphics, so that the printer needs no font and encodes nothing. What an offset moves over the upper or left edge is cut.
 * Throws `DocumentError` E-DOC-004 for a page that was laid out for another resolution.
 */
export function renderZpl(model: LabelModel, options: ZplOptions): string {
  const { dpi, darkness, speed, offset } = options
  const dotMm = dotOf(dpi)
  if (Math.abs(model.dotMm - dotMm) > 1e-9)
    throw new DocumentError('E-DOC-004', `a page with dots of ${model.dotMm} mm cannot be printed at ${dpi} dpi`)
  const toDots = (mm: number): number => Math.round(mm / dotMm)
  const by = { x: toDots(offset.xMm), y: toDots(offset.yMm) }
  return [
    ...(darkness === null ? [] : [`~SD${String(within(darkness, 0, 30)).padStart(2, '0')}`]),
    '^XA',
    '^CI28',
    ...(speed === null ? [] : [`^PR${within(speed, 1, 14)}`]),
    `^PW${toDots(model.widthMm)}`,
    `^LL${toDots(model.heightMm)}`,
    '^LH0,0',
    ...fieldsOf(model, by),
    '^PQ1',
    '^XZ',
    '',
  ].join('\n')
}

function fieldsOf(model: LabelModel, by: { x: number; y: number }): string[] {
  const { dotMm } = model
  const texts = textsOf(model)
  const white = texts.filter((text) => text.white).flatMap((text) => textBitmap(text, dotMm) ?? [])
  const fields: string[] = []
  for (const element of model.elements) {
    if (element.kind === 'text') continue
    const areas = shapesOf({ ...model, elements: [element] }).map((area) => toArea(area, dotMm))
    const stencils = element.kind === 'box' ? whiteOn(element, white, dotMm) : []
    if (element.kind === 'matrix' || stencils.length > 0) fields.push(...graphic(painted(areas, stencils), by))
    else fields.push(...areas.flatMap((area) => rectangle(area, by)))
  }
  for (const text of texts) {
    const bitmap = text.white ? undefined : textBitmap(text, dotMm)
    if (bitmap) fields.push(...graphic(bitmap, by))
  }
  return fields
}

function toArea(area: { x: number; y: number; widthMm: number; heightMm: number }, dotMm: number): Dots {
  const dots = (mm: number): number => Math.round(mm / dotMm)
  return { x: dots(area.x), y: dots(area.y), width: dots(area.widthMm), height: dots(area.heightMm) }
}

/** White texts that stand on a filled box: they are cut out of it, because a printer only adds black. */
function whiteOn(box: BoxElement, white: readonly Bitmap[], dotMm: number): Bitmap[] {
  if (!box.filled) return []
  const { x, y, width, height } = toArea(areaOf(box), dotMm)
  return white.filter(
    (text) => text.x < x + width && text.x + text.width > x && text.y < y + height && text.y + text.height > y,
  )
}

function painted(areas: readonly Dots[], stencils: readonly Bitmap[]): Bitmap {
  const x = Math.min(...areas.map((area) => area.x))
  const y = Math.min(...areas.map((area) => area.y))
  const width = Math.max(...areas.map((area) => area.x + area.width)) - x
  const height = Math.max(...areas.map((area) => area.y + area.height)) - y
  const bitmap = blankBitmap({ x, y, width, height })
  for (const area of areas) {
    for (let row = area.y - y; row < area.y - y + area.height; row++) {
      bitmap.dots.fill(1, row * width + area.x - x, row * width + area.x - x + area.width)
    }
  }
  for (const stencil of stencils) stampBitmap(bitmap, stencil, 0)
  return bitmap
}

function rectangle(area: Dots, by: { x: number; y: number }): string[] {
  const left = Math.max(0, area.x + by.x)
  const top = Math.max(0, area.y + by.y)
  const width = area.x + by.x + area.width - left
  const height = area.y + by.y + area.height - top
  // A border as thick as the shorter side fills the rectangle.
  return width > 0 && height > 0 ? [`^FO${left},${top}^GB${width},${height},${Math.min(width, height)}^FS`] : []
}

function graphic(bitmap: Bitmap, by: { x: number; y: number }): string[] {
  const part = clipAtOrigin(trimmed({ ...bitmap, x: bitmap.x + by.x, y: bitmap.y + by.y }))
  return part !== undefined && part.dots.length > 0 ? [`^FO${part.x},${part.y}${graphicField(part)}^FS`] : []
}

/** Without the empty rows and columns around the ink. */
function trimmed(bitmap: Bitmap): Bitmap {
  let [left, right, top, bottom] = [bitmap.width, -1, bitmap.height, -1]
  for (let row = 0; row < bitmap.height; row++) {
    const start = row * bitmap.width
    const line = bitmap.dots.subarray(start, start + bitmap.width)
    const first = line.indexOf(1)
    if (first < 0) continue
    top = Math.min(top, row)
    bottom = row
    left = Math.min(left, first)
    right = Math.max(right, line.lastIndexOf(1))
  }
  const [width, height] = [Math.max(0, right - left + 1), Math.max(0, bottom - top + 1)]
  const part = blankBitmap({ x: bitmap.x + left, y: bitmap.y + top, width, height })
  for (let row = 0; row < height; row++) {
    const start = (top + row) * bitmap.width + left
    part.dots.set(bitmap.dots.subarray(start, start + width), row * width)
  }
  return part
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)))
}
