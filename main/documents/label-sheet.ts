import { type LabelElement, type LabelModel, type LabelNotice, movedElement } from '../../domain/label.ts'
import type { LabelTemplate, TemplateElement } from '../../domain/template.ts'
import type { TemplateValues } from '../../domain/template-layout.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'
import { drawTemplate } from './template-label.ts'

interface Grid {
  columns: number
  rows: number
  widthMm: number
  heightMm: number
  leftMm: number
  topMm: number
  gapMm: number
}

/** A4 sheets of self-adhesive labels as the trade sells them, by how many are on one: columns, rows, and where they lie. */
export const LABEL_SHEETS = {
  'a4-8': { columns: 2, rows: 4, widthMm: 99.1, heightMm: 67.7, leftMm: 4.65, topMm: 13.1, gapMm: 2.5 },
  'a4-14': { columns: 2, rows: 7, widthMm: 99.1, heightMm: 38.1, leftMm: 4.65, topMm: 15.15, gapMm: 2.5 },
  'a4-21': { columns: 3, rows: 7, widthMm: 63.5, heightMm: 38.1, leftMm: 7.25, topMm: 15.15, gapMm: 2.5 },
  'a4-24': { columns: 3, rows: 8, widthMm: 70, heightMm: 37, leftMm: 0, topMm: 0.5, gapMm: 0 },
} as const satisfies Record<string, Grid>
/** One of `LABEL_SHEETS`. */
export type LabelSheet = keyof typeof LABEL_SHEETS

const PAGE = { widthMm: 210, heightMm: 297, dotMm: 0.125 }
/** What no printer of sheets reaches, and the play of the feed. */
const EDGE_MM = 2.5

/** True for the name of a sheet of labels. */
export function isLabelSheet(name: string): name is LabelSheet {
  return Object.hasOwn(LABEL_SHEETS, name)
}

/** Labels of a template side by side on A4 sheets of labels, each as large as its place allows, its codes on whole dots. */
export async function renderLabelSheet(
  template: LabelTemplate,
  all: readonly TemplateValues[],
  options: { language: 'ko' | 'en'; title: string; sheet: LabelSheet },
): Promise<RenderedPdf & { pages: number; notices: readonly LabelNotice[] }> {
  const grid: Grid = LABEL_SHEETS[options.sheet]
  const fitted = fittedTemplate(template, grid)
  const perPage = grid.columns * grid.rows
  const count = Math.max(1, Math.ceil(all.length / perPage))
  const notices: LabelNotice[] = []
  function* pages(): Generator<LabelModel> {
    for (let page = 0; page < count; page++) {
      const elements = all.slice(page * perPage, (page + 1) * perPage).flatMap((values, index) => {
        const model = drawTemplate(fitted, values, options)
        notices.push(...model.notices)
        return placed(model, grid, index)
      })
      yield { ...PAGE, elements, notices: [] }
    }
  }
  return { ...(await renderPdf(pages(), options.title)), pages: count, notices }
}

function placed(model: LabelModel, grid: Grid, index: number): LabelElement[] {
  const column = index % grid.columns
  const row = Math.floor(index / grid.columns)
  const left = grid.leftMm + column * (grid.widthMm + grid.gapMm) + (grid.widthMm - model.widthMm) / 2
  const top = grid.topMm + row * grid.heightMm + (grid.heightMm - model.heightMm) / 2
  return model.elements.map((element) => movedElement(element, left, top))
}

/** The template as large as a place allows, narrower bars where it had to shrink; it is never distorted. */
function fittedTemplate(template: LabelTemplate, grid: Grid): LabelTemplate {
  const { widthMm, heightMm, elements } = template.body
  const by = Math.min((grid.widthMm - 2 * EDGE_MM) / widthMm, (grid.heightMm - 2 * EDGE_MM) / heightMm, 1.5)
  const body = {
    widthMm: widthMm * by,
    heightMm: heightMm * by,
    elements: elements.map((element) => scaled(element, by)),
  }
  return { ...template, body }
}

function scaled(element: TemplateElement, by: number): TemplateElement {
  if (element.kind === 'line') {
    const { x1, y1, x2, y2 } = element
    return { ...element, x1: x1 * by, y1: y1 * by, x2: x2 * by, y2: y2 * by }
  }
  const { x, y, widthMm, heightMm } = element.box
  const box = { x: x * by, y: y * by, widthMm: widthMm * by, heightMm: heightMm * by }
  return element.kind === 'text'
    ? { ...element, box, size: { ...element.size, maxMm: element.size.maxMm * by } }
    : { ...element, box }
}
