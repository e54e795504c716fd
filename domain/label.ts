/**
 * What every printed page of Baro is before it becomes PDF, SVG or printer language: texts and shapes in millimetres,
 * measured from the top left corner. A renderer only draws what `shapesOf` and the text elements say; it decides nothing.
 */

/** Font weights that exist in print. */
export type TextWeight = 'medium' | 'bold'

/** One line of text; `x` is the left end, middle or right end by `align`, `y` the baseline, `sizeMm` the em, `widthMm` the measured advance. */
export interface TextElement {
  kind: 'text'
  text: string
  x: number
  y: number
  sizeMm: number
  weight: TextWeight
  align: 'start' | 'middle' | 'end'
  widthMm: number
  white: boolean
}

/** A linear code: `modules` are alternating bar and space widths, first a bar; `x` is the first bar's left edge, the quiet zone lies outside. */
export interface BarsElement {
  kind: 'bars'
  x: number
  y: number
  moduleMm: number
  heightMm: number
  modules: readonly number[]
  quietMm: number
}

/** A two-dimensional code; `rows` hold one `true` per dark cell; the quiet zone lies outside. */
export interface MatrixElement {
  kind: 'matrix'
  x: number
  y: number
  moduleMm: number
  rows: readonly (readonly boolean[])[]
  quietMm: number
}

/** A straight rule, horizontal or vertical, drawn centred on its axis. */
export interface LineElement {
  kind: 'line'
  x1: number
  y1: number
  x2: number
  y2: number
  thicknessMm: number
}

/** A rectangle; its border lies inside, and a filled one has no border. */
export interface BoxElement {
  kind: 'box'
  x: number
  y: number
  widthMm: number
  heightMm: number
  thicknessMm: number
  filled: boolean
}

/** Anything that a page can hold. */
export type LabelElement = TextElement | BarsElement | MatrixElement | LineElement | BoxElement

/** Something a person should know about a page that was laid out in full all the same. */
export type LabelNotice =
  | { code: 'TEXT_BELOW_LEGIBLE'; text: string; sizeMm: number }
  | { code: 'CHARACTERS_NOT_PRINTABLE'; characters: readonly string[] }
  | { code: 'CODE_NOT_ENCODABLE'; value: string }
  | { code: 'CODE_DOES_NOT_FIT'; value: string }

/** One page; every edge of a shape lies on a whole multiple of `dotMm` once it went through `shapesOf`. */
export interface LabelModel {
  widthMm: number
  heightMm: number
  dotMm: number
  elements: readonly LabelElement[]
  notices: readonly LabelNotice[]
}

/** An axis-aligned area in millimetres. */
export interface Area {
  x: number
  y: number
  widthMm: number
  heightMm: number
}

/** Measures text in the fonts of print; `missing` lists the characters for which they have no glyph. */
export interface TextMetrics {
  widthMm(text: string, sizeMm: number, weight: TextWeight): number
  missing(text: string): string[]
}

/** Height above the baseline of Pretendard, as a share of the em (hhea.ascent 1950 / 2048). */
export const ASCENT = 1950 / 2048
/** Depth below the baseline of Pretendard, as a share of the em (hhea.descent 494 / 2048). */
export const DESCENT = 494 / 2048
/** Height of capitals and digits of Pretendard, as a share of the em (1448 / 2048). */
export const CAP_HEIGHT = 1448 / 2048

/** Text smaller than this is printed, but announced by a notice. */
export const LEGIBLE_MM = 1.8

/** The largest multiple of a dot that is nearest to the length, at least one dot for a length above zero. */
export function snapToDots(lengthMm: number, dotMm: number): number {
  const dots = Math.round(lengthMm / dotMm)
  return (lengthMm > 0 && dots === 0 ? 1 : dots) * dotMm
}

/** The area that an element needs, text by ascent and descent, codes with their quiet zone. */
export function areaOf(element: LabelElement): Area {
  switch (element.kind) {
    case 'text': {
      const shift = element.align === 'start' ? 0 : element.align === 'middle' ? element.widthMm / 2 : element.widthMm
      const top = element.y - ASCENT * element.sizeMm
      return { x: element.x - shift, y: top, widthMm: element.widthMm, heightMm: (ASCENT + DESCENT) * element.sizeMm }
    }
    case 'bars': {
      const widthMm = element.modules.reduce((sum, width) => sum + width, 0) * element.moduleMm + 2 * element.quietMm
      return { x: element.x - element.quietMm, y: element.y, widthMm, heightMm: element.heightMm }
    }
    case 'matrix': {
      const around = 2 * element.quietMm
      return {
        x: element.x - element.quietMm,
        y: element.y - element.quietMm,
        widthMm: (element.rows[0]?.length ?? 0) * element.moduleMm + around,
        heightMm: element.rows.length * element.moduleMm + around,
      }
    }
    case 'line': {
      const half = element.thicknessMm / 2
      const x = Math.min(element.x1, element.x2) - (element.x1 === element.x2 ? half : 0)
      const y = Math.min(element.y1, element.y2) - (element.y1 === element.y2 ? half : 0)
      const widthMm = Math.max(Math.abs(element.x2 - element.x1), element.thicknessMm)
      return { x, y, widthMm, heightMm: Math.max(Math.abs(element.y2 - element.y1), element.thicknessMm) }
    }
    case 'box':
      return { x: element.x, y: element.y, widthMm: element.widthMm, heightMm: element.heightMm }
  }
}

/** Black rectangles of a page in drawing order, each edge on a whole dot; bars keep their exact number of dots. */
export function shapesOf(model: LabelModel): Area[] {
  return model.elements.flatMap((element) => shapesOfElement(element, model.dotMm))
}

function shapesOfElement(element: LabelElement, dotMm: number): Area[] {
  switch (element.kind) {
    case 'text':
      return []
    case 'bars':
      return barShapes(element, dotMm)
    case 'matrix':
      return matrixShapes(element, dotMm)
    case 'line':
      return [snapArea(areaOf(element), dotMm)]
    case 'box':
      return boxShapes(element, dotMm)
  }
}

function barShapes(bars: BarsElement, dotMm: number): Area[] {
  const left = snapToDots(bars.x, dotMm)
  const top = snapToDots(bars.y, dotMm)
  const heightMm = snapToDots(bars.heightMm, dotMm)
  const shapes: Area[] = []
  let passed = 0
  bars.modules.forEach((width, index) => {
    if (index % 2 === 0) {
      shapes.push({ x: left + passed * bars.moduleMm, y: top, widthMm: width * bars.moduleMm, heightMm })
    }
    passed += width
  })
  return shapes
}

function matrixShapes(matrix: MatrixElement, dotMm: number): Area[] {
  const left = snapToDots(matrix.x, dotMm)
  const top = snapToDots(matrix.y, dotMm)
  const shapes: Area[] = []
  matrix.rows.forEach((row, rowIndex) => {
    for (let column = 0; column < row.length; column++) {
      if (!row[column]) continue
      const start = column
      while (row[column + 1]) column++
      shapes.push({
        x: left + start * matrix.moduleMm,
        y: top + rowIndex * matrix.moduleMm,
        widthMm: (column - start + 1) * matrix.moduleMm,
        heightMm: matrix.moduleMm,
      })
    }
  })
  return shapes
}

function boxShapes(box: BoxElement, dotMm: number): Area[] {
  const outer = snapArea(areaOf(box), dotMm)
  if (box.filled) return [outer]
  const line = snapToDots(box.thicknessMm, dotMm)
  return [
    { ...outer, heightMm: line },
    { ...outer, y: outer.y + outer.heightMm - line, heightMm: line },
    { ...outer, widthMm: line },
    { ...outer, x: outer.x + outer.widthMm - line, widthMm: line },
  ]
}

function snapArea(area: Area, dotMm: number): Area {
  return {
    x: snapToDots(area.x, dotMm),
    y: snapToDots(area.y, dotMm),
    widthMm: snapToDots(area.widthMm, dotMm),
    heightMm: snapToDots(area.heightMm, dotMm),
  }
}

/** The same element further to the right and further down. */
export function movedElement<E extends LabelElement>(element: E, rightMm: number, downMm: number): E {
  if (element.kind !== 'line') return { ...element, x: element.x + rightMm, y: element.y + downMm }
  const { x1, y1, x2, y2 } = element
  return { ...element, x1: x1 + rightMm, y1: y1 + downMm, x2: x2 + rightMm, y2: y2 + downMm }
}

/** Texts of a page in drawing order. */
export function textsOf(model: LabelModel): TextElement[] {
  return model.elements.filter((element) => element.kind === 'text')
}
