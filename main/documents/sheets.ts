import { z } from 'zod'
import { type Area, CAP_HEIGHT, type LabelElement, type LabelModel, type LabelNotice } from '../../domain/label.ts'
import {
  type CodeSymbol,
  moduleFor,
  modulesAcross,
  placeSymbol,
  SYMBOLOGIES,
  type Symbology,
} from '../../domain/label-code.ts'
import { fitBlock, fitLine, withPrintableTexts } from '../../domain/label-text.ts'
import type { PrintLanguage } from '../../domain/shipping-label.ts'
import { tryEncodeCode } from './bars.ts'
import { DocumentError } from './document-error.ts'
import { textMetrics } from './fonts.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'

/** One code of a sheet: large title, the symbol, its text, a small second line. */
export const CodeSheetEntry = z.object({
  code: z.string().min(1).max(80),
  symbology: z.enum(SYMBOLOGIES),
  title: z.string().max(200),
  subtitle: z.string().max(300),
})
export type CodeSheetEntry = z.infer<typeof CodeSheetEntry>

/** A printable sheet of codes in groups; `columns` is a wish, long codes get fewer. */
export const CodeSheetInput = z.object({
  title: z.string().min(1).max(120),
  groups: z.array(z.object({ title: z.string().max(120), entries: z.array(CodeSheetEntry).max(20_000) })).max(200),
  columns: z.int().min(1).max(4),
})
export type CodeSheetInput = z.infer<typeof CodeSheetInput>

/** A sheet ready for paper, and the entries whose text no code can carry (they are on the sheet, and it says so). */
export interface RenderedSheet extends RenderedPdf {
  pages: number
  notices: readonly LabelNotice[]
}

const NOT_ENCODABLE = { ko: '바코드로 만들 수 없는 코드입니다', en: 'This text cannot be a barcode' } as const
const EMPTY = { ko: '인쇄할 것이 없습니다', en: 'Nothing to print' } as const

/** Papers of code sheets: size, margin, where rows begin and end, and at most how many columns. A6 hangs at the bench. */
const PAPERS = {
  a4: { widthMm: 210, heightMm: 297, left: 12, head: 19, top: 28, bottom: 283, columns: 4, titleMm: 7 },
  a6: { widthMm: 105, heightMm: 148, left: 5, head: 10, top: 16, bottom: 144, columns: 2, titleMm: 5 },
} as const
type Paper = (typeof PAPERS)[keyof typeof PAPERS]
const GAP = 4
const CELL_HEIGHT = 38
const GROUP_HEIGHT = 11
const BAR_HEIGHT = 14
const MATRIX_SIZE = 12
const DOT_MM = 0.125
/** Three dots of a 203 dpi head where they fit, never thinner than a laser printer and a hand scanner can do. */
const SHEET_MODULE = { wantedMm: 0.375, leastMm: 0.25 }

interface Cell {
  entry: CodeSheetEntry
  symbol: CodeSymbol | undefined
}
type Row = { heading: string } | { cells: Cell[] }

/**
 * Renders a sheet of codes on A4 or A6; equal input gives equal bytes. Entries that cannot be encoded stay on the sheet with a sentence
 * instead of bars and come back as notices. Throws `DocumentError` E-DOC-002 for input of the wrong shape.
 */
export async function renderCodeSheet(
  input: CodeSheetInput,
  language: PrintLanguage,
  size: keyof typeof PAPERS = 'a4',
): Promise<RenderedSheet> {
  const checked = CodeSheetInput.safeParse(input)
  if (!checked.success) throw new DocumentError('E-DOC-002', checked.error.message, { cause: checked.error })
  const { pages, count, notices } = codeSheetPages(checked.data, language, size)
  return { ...(await renderPdf(pages, checked.data.title)), pages: count, notices }
}

/** The pages of a sheet, made one at a time as they are drawn. */
export function codeSheetPages(
  given: CodeSheetInput,
  language: PrintLanguage,
  size: keyof typeof PAPERS = 'a4',
): { pages: Iterable<LabelModel>; count: number; notices: LabelNotice[] } {
  const paper: Paper = PAPERS[size]
  const { widthMm, heightMm } = paper
  const cells = given.groups.map((group) => group.entries.map(cellOf))
  const { value: input, missing } = withPrintableTexts(given, textMetrics)
  const columns = columnsFor(cells.flat(), Math.min(input.columns, paper.columns), paper)
  const rows = input.groups.flatMap((group, index) => rowsOf(group, cells[index] ?? [], columns))
  const bodies = breakPages(rows, paper)
  const notices: LabelNotice[] = cells
    .flat()
    .filter((cell) => cell.symbol === undefined)
    .map((cell) => ({ code: 'CODE_NOT_ENCODABLE', value: cell.entry.code }))
  if (missing.length > 0) notices.push({ code: 'CHARACTERS_NOT_PRINTABLE', characters: missing })
  function* draw(): Generator<LabelModel> {
    for (const [index, body] of bodies.entries()) {
      const elements = [
        ...sheetHead(input.title, index + 1, bodies.length, paper),
        ...drawRows(body, columns, language, paper),
      ]
      yield { widthMm, heightMm, dotMm: DOT_MM, elements, notices: [] }
    }
  }
  return { pages: { [Symbol.iterator]: draw }, count: bodies.length, notices }
}

function cellOf(entry: CodeSheetEntry): Cell {
  const symbol = tryEncodeCode(entry.symbology, entry.code)
  return { entry, symbol }
}

/** As many columns as wished, fewer when a code would not fit one at the least module width. */
function columnsFor(cells: readonly Cell[], wished: number, paper: Paper): number {
  for (let columns = wished; columns > 1; columns--) {
    const width = cellWidth(columns, paper)
    const fits = ({ symbol }: Cell) =>
      symbol === undefined || moduleFor(symbol, width, DOT_MM, SHEET_MODULE) !== undefined
    if (cells.every(fits)) return columns
  }
  return 1
}

function innerOf(paper: Paper): number {
  return paper.widthMm - 2 * paper.left
}

function cellWidth(columns: number, paper: Paper): number {
  return (innerOf(paper) - (columns - 1) * GAP) / columns
}

function rowsOf(group: CodeSheetInput['groups'][number], cells: readonly Cell[], columns: number): Row[] {
  const rows: Row[] = group.title === '' ? [] : [{ heading: group.title }]
  for (let start = 0; start < cells.length; start += columns) {
    const part = cells.slice(start, start + columns)
    // The symbol belongs to the text as given, the words to the text as it can be printed.
    rows.push({ cells: part.map((cell, index) => ({ ...cell, entry: group.entries[start + index] ?? cell.entry })) })
  }
  return rows
}

function rowHeight(row: Row): number {
  return 'heading' in row ? GROUP_HEIGHT : CELL_HEIGHT + GAP
}

function breakPages(rows: readonly Row[], paper: Paper): Row[][] {
  const pages: Row[][] = [[]]
  let left = paper.bottom - paper.top
  rows.forEach((row, index) => {
    const next = rows[index + 1]
    // A heading never stands alone at the foot of a page.
    const needed = rowHeight(row) - GAP + ('heading' in row && next ? rowHeight(next) : 0)
    if (needed > left && pages.at(-1)?.length !== 0) {
      pages.push([])
      left = paper.bottom - paper.top
    }
    pages.at(-1)?.push(row)
    left -= rowHeight(row)
  })
  return pages
}

function sheetHead(title: string, page: number, pages: number, paper: Paper): LabelElement[] {
  const { left, head, titleMm } = paper
  const inner = innerOf(paper)
  const number = { x: left + inner, y: head, widthMm: 20, maxMm: 3.6, weight: 'medium', align: 'end' } as const
  return [
    ...fitLine(title, { x: left, y: head, widthMm: inner - 24, maxMm: titleMm, weight: 'bold' }, textMetrics),
    ...fitLine(`${page} / ${pages}`, number, textMetrics),
    { kind: 'line', x1: left, y1: head + 4, x2: left + inner, y2: head + 4, thicknessMm: 0.5 },
  ]
}

function drawRows(rows: readonly Row[], columns: number, language: PrintLanguage, paper: Paper): LabelElement[] {
  const { left } = paper
  const inner = innerOf(paper)
  if (rows.length === 0) {
    return fitLine(
      EMPTY[language],
      { x: left, y: paper.top + 8, widthMm: inner, maxMm: 4.5, weight: 'medium' },
      textMetrics,
    )
  }
  const elements: LabelElement[] = []
  let y: number = paper.top
  for (const row of rows) {
    if ('heading' in row) {
      elements.push(
        ...fitLine(row.heading, { x: left, y: y + 7, widthMm: inner, maxMm: 4.8, weight: 'bold' }, textMetrics),
      )
    } else {
      row.cells.forEach((cell, column) => {
        const widthMm = cellWidth(columns, paper)
        const area = { x: left + column * (widthMm + GAP), y, widthMm, heightMm: CELL_HEIGHT }
        elements.push(...drawCell(cell, area, language))
      })
    }
    y += rowHeight(row)
  }
  return elements
}

function drawCell({ entry, symbol }: Cell, area: Area, language: PrintLanguage): LabelElement[] {
  const centreX = area.x + area.widthMm / 2
  const middle = { x: centreX, widthMm: area.widthMm - 6, align: 'middle' } as const
  const title = { x: area.x + 3, y: area.y + 1.6, widthMm: area.widthMm - 6, heightMm: 9 }
  const frame: LabelElement = { kind: 'box', ...area, thicknessMm: DOT_MM, filled: false }
  const sentence = { ...middle, y: area.y + 19 + (CAP_HEIGHT * 3.4) / 2, maxMm: 3.4, weight: 'medium' } as const
  const readable = { ...middle, y: area.y + 31, maxMm: 3.6, weight: 'medium' } as const
  const small = { ...middle, y: area.y + 35.8, maxMm: 3, weight: 'medium' } as const
  return [
    frame,
    ...fitBlock([{ text: entry.title, weight: 'bold', scale: 1 }], title, 5, textMetrics).elements.map(
      (element): LabelElement => ({ ...element, x: centreX, align: 'middle' }),
    ),
    ...(symbol ? [drawSymbol(symbol, centreX, area)] : fitLine(NOT_ENCODABLE[language], sentence, textMetrics)),
    ...fitLine(entry.code, readable, textMetrics),
    ...fitLine(entry.subtitle, small, textMetrics),
  ]
}

function drawSymbol(symbol: CodeSymbol, centreX: number, area: Area): LabelElement {
  const y = area.y + 12.5
  if (symbol.kind === 'matrix') {
    const moduleMm = Math.max(1, Math.floor(MATRIX_SIZE / modulesAcross(symbol) / DOT_MM)) * DOT_MM
    return placeSymbol(symbol, { centreX, y: y + 1, moduleMm, heightMm: BAR_HEIGHT, dotMm: DOT_MM })
  }
  // One column holds every code of up to 80 characters at two dots or, the very longest, at one and a half.
  const moduleMm = moduleFor(symbol, area.widthMm, DOT_MM, SHEET_MODULE) ?? DOT_MM * 1.5
  return placeSymbol(symbol, { centreX, y, moduleMm, heightMm: BAR_HEIGHT, dotMm: DOT_MM })
}

const TITLES = {
  ko: { badges: '직원 명찰', totes: '토트', locations: '위치', cartonTypes: '상자 종류', items: '상품' },
  en: { badges: 'Badges', totes: 'Totes', locations: 'Locations', cartonTypes: 'Carton types', items: 'Items' },
} as const

/** What a sheet of a site's own codes can be about; the commands have `commandSheet`. */
export type CodeSheetKind = keyof (typeof TITLES)['en']

/** A sheet of one kind with its title, in one group without a heading, ready for `renderCodeSheet`. */
export function sheetOf(kind: CodeSheetKind, entries: CodeSheetEntry[], language: PrintLanguage): CodeSheetInput {
  return { title: TITLES[language][kind], groups: [{ title: '', entries }], columns: kind === 'badges' ? 2 : 3 }
}

/** The symbology in which an item's own code is printed: EAN or UPC where its check digit holds, otherwise Code 128. */
export function symbologyOfItemCode(code: string): Symbology {
  const byLength: Partial<Record<number, Symbology>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'itf14' }
  const symbology = /^\d+$/.test(code) ? byLength[code.length] : undefined
  return symbology !== undefined && tryEncodeCode(symbology, code) !== undefined ? symbology : 'code128'
}
