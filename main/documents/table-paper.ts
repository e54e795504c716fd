import type { LabelElement, LabelModel, LabelNotice } from '../../domain/label.ts'
import {
  firstBaseline,
  fitBlock,
  LINE_HEIGHT,
  type Paragraph,
  setBlock,
  withPrintableTexts,
} from '../../domain/label-text.ts'
import { A4, a4Line, a4Rule, a4Stack, numberedPages, type Piece } from './a4-pages.ts'
import { textMetrics } from './fonts.ts'

/** A cell: text, bold or not, with a smaller line beneath; `box` is an empty square to tick or write in. */
export type PaperCell = { text: string; bold?: boolean; detail?: string } | { box: true }

/** A column; those without a width share what the others leave. */
export interface PaperColumn {
  title: string
  widthMm?: number
  align?: 'start' | 'end'
}

/** A paper of one table: what stands above it, its columns and rows, what it comes to, and lines to sign on. */
export interface TablePaper {
  title: string
  /** Name and value, at the upper right; empty values are left out. */
  facts: readonly (readonly [name: string, value: string])[]
  /** Up to two blocks side by side; the first line of each is large. */
  parties: readonly { caption: string; lines: readonly string[] }[]
  columns: readonly PaperColumn[]
  rows: readonly (readonly PaperCell[])[]
  totals: readonly (readonly [name: string, value: string])[]
  signatures: readonly string[]
  /** At the foot of every page, beside its number. */
  foot: string
  /** In place of rows when there are none. */
  empty: string
}

const { left: LEFT, right: RIGHT } = A4
const INNER = RIGHT - LEFT
const SIZE = 3.4
const GAP = 2.5
const PAD = 1.4

interface Place {
  x: number
  widthMm: number
}

/** The A4 pages of a paper: the table's header stands on every page, and every page says which it is of how many. */
export function tablePaperPages(given: TablePaper): { pages: LabelModel[]; notices: LabelNotice[] } {
  const { value: paper, missing } = withPrintableTexts(given, textMetrics)
  return numberedPages(breakPages(paper), paper.foot, missing)
}

function breakPages(paper: TablePaper): LabelElement[][] {
  const places = placesOf(paper.columns)
  const head = tableHead(paper.columns, places)
  const { pages, begin, put, fits } = a4Stack()
  begin()
  put(firstTop(paper))
  put(head)
  const rows =
    paper.rows.length === 0 ? [emptyRow(paper.empty)] : paper.rows.map((row) => tableRow(row, paper.columns, places))
  for (const piece of [...rows, totals(paper), signatures(paper)]) {
    if (piece.heightMm === 0) continue
    if (!fits(piece.heightMm)) {
      begin()
      put(laterTop(paper))
      put(head)
    }
    put(piece)
  }
  return pages
}

function placesOf(columns: readonly PaperColumn[]): Place[] {
  const fixed = columns.reduce((sum, column) => sum + (column.widthMm ?? 0), 0)
  const open = columns.filter((column) => column.widthMm === undefined).length
  const share = (INNER - fixed - GAP * (columns.length - 1)) / Math.max(1, open)
  let x = LEFT
  return columns.map((column) => {
    const place = { x, widthMm: column.widthMm ?? share }
    x += place.widthMm + GAP
    return place
  })
}

function firstTop(paper: TablePaper): Piece {
  const facts = paper.facts.filter(([, value]) => value !== '')
  const factLines = facts.flatMap(([name, value], index) => {
    const y = 3.6 + index * 5.2
    return [
      ...a4Line(name, { x: 112, y, widthMm: 28, maxMm: SIZE, weight: 'medium' }),
      ...a4Line(value, { x: RIGHT, y, widthMm: RIGHT - 142, maxMm: SIZE, weight: 'bold', align: 'end' }),
    ]
  })
  const title = a4Line(paper.title, { x: LEFT, y: 8, widthMm: 92, maxMm: 8.5, weight: 'bold' })
  const top = Math.max(12, facts.length * 5.2 + 2)
  const blocks = paper.parties.map(({ caption, lines }, index) => {
    const [name = '', ...rest] = lines.filter(Boolean)
    const texts: Paragraph[] = [
      { text: caption, weight: 'medium', scale: 0.88 },
      { text: name, weight: 'bold', scale: 1.2 },
      ...rest.map((text): Paragraph => ({ text, weight: 'medium', scale: 1 })),
    ]
    const area = { x: index === 0 ? LEFT : 112, y: top + 2, widthMm: index === 0 ? 92 : RIGHT - 112, heightMm: 60 }
    return fitBlock(texts, area, SIZE, textMetrics)
  })
  const height = Math.max(0, ...blocks.map((block) => block.heightMm))
  const rule = blocks.length > 0 ? [a4Rule(top, 0.5)] : []
  return {
    elements: [...title, ...factLines, ...rule, ...blocks.flatMap((block) => block.elements)],
    heightMm: top + (height > 0 ? height + 6 : 0),
  }
}

function laterTop(paper: TablePaper): Piece {
  const [, value = ''] = paper.facts[0] ?? []
  const elements = [
    ...a4Line(paper.title, { x: LEFT, y: 4, widthMm: 90, maxMm: 4.6, weight: 'bold' }),
    ...a4Line(value, { x: RIGHT, y: 4, widthMm: 80, maxMm: 4.6, weight: 'bold', align: 'end' }),
  ]
  return { elements, heightMm: 9 }
}

function tableHead(columns: readonly PaperColumn[], places: readonly Place[]): Piece {
  const titles = columns.flatMap((column, index) => {
    const place = places[index] ?? { x: LEFT, widthMm: 0 }
    return a4Line(column.title, { ...atEdge(place, column.align), y: 5, maxMm: 3.1, weight: 'bold' })
  })
  return { elements: [a4Rule(0, 0.5), ...titles, a4Rule(7.4, 0.25)], heightMm: 8 }
}

function tableRow(row: readonly PaperCell[], columns: readonly PaperColumn[], places: readonly Place[]): Piece {
  const cells = row.map((cell, index) =>
    drawCell(cell, columns[index]?.align, places[index] ?? { x: LEFT, widthMm: 0 }),
  )
  const heightMm = Math.max(LINE_HEIGHT * SIZE, ...cells.map((cell) => cell.heightMm)) + 2 * PAD
  return { elements: [...cells.flatMap((cell) => cell.elements), a4Rule(heightMm, 0.125)], heightMm }
}

function drawCell(cell: PaperCell, align: PaperColumn['align'], place: Place): Piece {
  if ('box' in cell) {
    const box: LabelElement = {
      kind: 'box',
      x: place.x,
      y: 1,
      widthMm: place.widthMm,
      heightMm: 5.2,
      thicknessMm: 0.25,
      filled: false,
    }
    return { elements: [box], heightMm: 6 - PAD }
  }
  const weight = cell.bold === true ? 'bold' : 'medium'
  if (align === 'end') {
    const y = PAD + firstBaseline(SIZE)
    return {
      elements: a4Line(cell.text, { ...atEdge(place, align), y, maxMm: SIZE, weight }),
      heightMm: LINE_HEIGHT * SIZE,
    }
  }
  const texts: Paragraph[] = [
    { text: cell.text, weight, scale: 1 },
    { text: cell.detail ?? '', weight: 'medium', scale: 0.88 },
  ]
  return setBlock(
    texts.filter(({ text }) => text !== ''),
    { ...place, y: PAD },
    SIZE,
    textMetrics,
  )
}

function emptyRow(text: string): Piece {
  return { elements: a4Line(text, { x: LEFT, y: 9, widthMm: INNER, maxMm: 4, weight: 'medium' }), heightMm: 14 }
}

function totals(paper: TablePaper): Piece {
  const elements = paper.totals.flatMap(([name, value], index) => {
    const y = 6.4 + index * 6
    const last = index === paper.totals.length - 1
    const maxMm = last ? 4.4 : SIZE
    return [
      ...a4Line(name, { x: 112, y, widthMm: 40, maxMm, weight: 'medium' }),
      ...a4Line(value, { x: RIGHT, y, widthMm: RIGHT - 154, maxMm, weight: 'bold', align: 'end' }),
    ]
  })
  return { elements, heightMm: paper.totals.length === 0 ? 0 : paper.totals.length * 6 + 4 }
}

function signatures(paper: TablePaper): Piece {
  const width = (INNER - 12) / 2
  const elements = paper.signatures.flatMap((name, index): LabelElement[] => {
    const x = LEFT + (index % 2) * (width + 12)
    const y = 22 + Math.floor(index / 2) * 22
    return [
      { kind: 'line', x1: x, y1: y, x2: x + width, y2: y, thicknessMm: 0.25 },
      ...a4Line(name, { x, y: y + 4.4, widthMm: width, maxMm: 3, weight: 'medium' }),
    ]
  })
  return { elements, heightMm: Math.ceil(paper.signatures.length / 2) * 22 + (elements.length > 0 ? 8 : 0) }
}

function atEdge(place: Place, align: PaperColumn['align']): Place & { align?: 'end' } {
  return align === 'end' ? { x: place.x + place.widthMm, widthMm: place.widthMm, align } : place
}
