import { type LabelElement, type LabelModel, type LabelNotice, movedElement } from '../../domain/label.ts'
import { fitLine, type LinePlace } from '../../domain/label-text.ts'
import { textMetrics } from './fonts.ts'

/** An A4 sheet, in millimetres: its edges, where its content begins and where it has to end. */
export const A4 = { widthMm: 210, heightMm: 297, left: 15, right: 195, first: 15, bottom: 278 } as const

/** A piece of the page whose elements are placed as if it began at height 0. */
export interface Piece {
  heightMm: number
  elements: LabelElement[]
}

/** Pages that are filled from above: `begin` opens the next one, `put` sets a piece below the last, `fits` says whether it may. */
export function a4Stack() {
  const pages: LabelElement[][] = []
  let y: number = A4.first
  return {
    pages,
    begin: (): void => {
      pages.push([])
      y = A4.first
    },
    put: ({ elements, heightMm }: Piece): void => {
      pages.at(-1)?.push(...elements.map((element) => movedElement(element, 0, y)))
      y += heightMm
    },
    fits: (heightMm: number): boolean => y + heightMm <= A4.bottom,
  }
}

/** The pages with what stands at the foot of each and its number, and a notice of the characters that the fonts lack. */
export function numberedPages(
  bodies: readonly LabelElement[][],
  foot: string,
  missing: readonly string[],
): { pages: LabelModel[]; notices: LabelNotice[] } {
  const place = { y: 286, maxMm: 3, weight: 'medium' } as const
  const pages = bodies.map((elements, index): LabelModel => {
    const footer = [
      ...a4Line(foot, { ...place, x: A4.left, widthMm: 120 }),
      ...a4Line(`${index + 1} / ${bodies.length}`, { ...place, x: A4.right, widthMm: 40, align: 'end' }),
    ]
    const { widthMm, heightMm } = A4
    return { widthMm, heightMm, dotMm: 0.125, elements: [...elements, ...footer], notices: [] }
  })
  return { pages, notices: missing.length > 0 ? [{ code: 'CHARACTERS_NOT_PRINTABLE', characters: missing }] : [] }
}

/** One line of text at its place, smaller where it is long. */
export function a4Line(text: string, place: LinePlace): LabelElement[] {
  return fitLine(text, place, textMetrics)
}

/** A rule over the whole width of the content. */
export function a4Rule(y: number, thicknessMm: number): LabelElement {
  return { kind: 'line', x1: A4.left, y1: y, x2: A4.right, y2: y, thicknessMm }
}
