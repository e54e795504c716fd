import { z } from 'zod'
import { writeAddress } from '../../domain/address-lines.ts'
import { AddressInput } from '../../domain/inputs.ts'
import type { LabelElement, LabelModel, LabelNotice } from '../../domain/label.ts'
import {
  firstBaseline,
  fitBlock,
  LINE_HEIGHT,
  type Paragraph,
  setBlock,
  withPrintableTexts,
} from '../../domain/label-text.ts'
import { PrintLanguage, SenderInput } from '../../domain/shipping-label.ts'
import { A4, a4Line, a4Rule, a4Stack, numberedPages, type Piece } from './a4-pages.ts'
import { DocumentError } from './document-error.ts'
import { textMetrics } from './fonts.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'

/** Everything that a packing slip says; `date` is the day that stands on the paper. */
export const PackingSlipInput = z.object({
  language: PrintLanguage,
  sender: SenderInput,
  recipient: AddressInput,
  orderNumber: z.string().min(1).max(40),
  channel: z.string().max(64),
  date: z.iso.date(),
  cartonCount: z.int().min(1).max(9_999).optional(),
  lines: z
    .array(
      z.object({
        sku: z.string().max(64),
        name: z.string().max(300),
        option: z.string().max(300).optional(),
        quantity: z.int().min(1).max(1_000_000),
        cartonNumber: z.int().min(1).max(9_999).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  note: z.string().max(2_000).optional(),
})
export type PackingSlipInput = z.infer<typeof PackingSlipInput>

/** A slip ready for paper, and the characters that the print fonts lack. */
export interface RenderedSlip extends RenderedPdf {
  pages: number
  notices: readonly LabelNotice[]
}

const WORDS = {
  ko: {
    title: '포장 명세서',
    order: '주문번호',
    channel: '판매처',
    date: '날짜',
    cartons: '상자 수',
    to: '받는 분',
    from: '보내는 분',
    note: '메모',
    sku: '상품코드',
    name: '상품',
    quantity: '수량',
    carton: '상자',
    total: (lines: number, units: number) => `합계 ${lines}줄 · ${units}개`,
  },
  en: {
    title: 'Packing slip',
    order: 'Order',
    channel: 'Channel',
    date: 'Date',
    cartons: 'Cartons',
    to: 'To',
    from: 'From',
    note: 'Note',
    sku: 'SKU',
    name: 'Item',
    quantity: 'Quantity',
    carton: 'Carton',
    total: (lines: number, units: number) =>
      `Total: ${lines} ${lines === 1 ? 'line' : 'lines'} · ${units} ${units === 1 ? 'unit' : 'units'}`,
  },
} as const

const { left: LEFT, right: RIGHT } = A4
const SIZE = 3.5
const COLUMNS = {
  number: { x: LEFT, widthMm: 8 },
  sku: { x: LEFT + 10, widthMm: 38 },
  name: { x: LEFT + 51, widthMm: 92 },
  quantity: { x: LEFT + 145, widthMm: 18 },
  carton: { x: LEFT + 165, widthMm: 15 },
}

/**
 * Renders an A4 packing slip; the table's header stands on every page and every page says which it is of how many.
 * Throws `DocumentError` E-DOC-002 for input of the wrong shape. Equal input gives equal bytes.
 */
export async function renderPackingSlip(input: PackingSlipInput): Promise<RenderedSlip> {
  const checked = PackingSlipInput.safeParse(input)
  if (!checked.success) throw new DocumentError('E-DOC-002', checked.error.message, { cause: checked.error })
  const { pages, notices } = packingSlipPages(checked.data)
  return { ...(await renderPdf(pages, checked.data.orderNumber)), pages: pages.length, notices }
}

/** The pages of a slip before they are drawn. */
export function packingSlipPages(given: PackingSlipInput): { pages: LabelModel[]; notices: LabelNotice[] } {
  const { value: input, missing } = withPrintableTexts(given, textMetrics)
  return numberedPages(breakPages(input), input.sender.name, missing)
}

function breakPages(input: PackingSlipInput): LabelElement[][] {
  const tableHead = head(input)
  const { pages, begin, put, fits } = a4Stack()
  begin()
  put(firstTop(input))
  const rows = input.lines.map((line, index) => row(line, index + 1))
  // The first page takes the table only if its header and one row still fit under a long note.
  if (!fits(tableHead.heightMm + (rows[0]?.heightMm ?? 0))) {
    begin()
    put(laterTop(input))
  }
  put(tableHead)
  for (const piece of [...rows, total(input)]) {
    if (!fits(piece.heightMm)) {
      begin()
      put(laterTop(input))
      put(tableHead)
    }
    put(piece)
  }
  return pages
}

function firstTop(input: PackingSlipInput): Piece {
  const words = WORDS[input.language]
  const title = a4Line(words.title, { x: LEFT, y: 8, widthMm: 90, maxMm: 8.5, weight: 'bold' })
  const facts = [
    [words.order, input.orderNumber],
    [words.date, input.date],
    [words.channel, input.channel],
    [words.cartons, input.cartonCount === undefined ? '' : String(input.cartonCount)],
  ].filter(([, value]) => value !== '')
  const factLines = facts.flatMap(([name = '', value = ''], index) => {
    const y = 3.6 + index * 5.4
    return [
      ...a4Line(name, { x: 118, y, widthMm: 20, maxMm: SIZE, weight: 'medium' }),
      ...a4Line(value, { x: RIGHT, y, widthMm: RIGHT - 140, maxMm: SIZE, weight: 'bold', align: 'end' }),
    ]
  })
  const top = 28
  const to = party(words.to, LEFT, top, recipientLines(input.recipient))
  const { name, phone, lines } = input.sender
  const from = party(words.from, 118, top, [name, phone, ...lines])
  const partiesHeight = Math.max(to.heightMm, from.heightMm)
  const note = noteOf(input, top + partiesHeight + 3)
  return {
    elements: [...title, ...factLines, a4Rule(top - 3, 0.5), ...to.elements, ...from.elements, ...note.elements],
    heightMm: top + partiesHeight + 5 + note.heightMm,
  }
}

function recipientLines(recipient: PackingSlipInput['recipient']): string[] {
  const { postcode, lines } = writeAddress(recipient)
  return [recipient.name, recipient.company ?? '', recipient.phone, ...lines, postcode]
}

function party(caption: string, x: number, y: number, texts: string[]): Piece {
  const widthMm = x === LEFT ? 95 : RIGHT - x
  const [name = '', ...rest] = texts
  return fitBlock(
    [
      { text: caption, weight: 'medium', scale: 0.88 },
      { text: name, weight: 'bold', scale: 1.25 },
      ...rest.filter(Boolean).map((text): Paragraph => ({ text, weight: 'medium', scale: 1 })),
    ],
    { x, y, widthMm, heightMm: 70 },
    SIZE,
    textMetrics,
  )
}

function noteOf(input: PackingSlipInput, y: number): Piece {
  if (!input.note) return { elements: [], heightMm: 0 }
  const block = fitBlock(
    [
      { text: WORDS[input.language].note, weight: 'medium', scale: 0.88 },
      { text: input.note, weight: 'bold', scale: 1 },
    ],
    { x: LEFT + 3, y: y + 2, widthMm: RIGHT - LEFT - 6, heightMm: A4.bottom - A4.first - y - 8 },
    SIZE,
    textMetrics,
  )
  const heightMm = block.heightMm + 4
  const box: LabelElement = {
    kind: 'box',
    x: LEFT,
    y,
    widthMm: RIGHT - LEFT,
    heightMm,
    thicknessMm: 0.25,
    filled: false,
  }
  return { elements: [box, ...block.elements], heightMm: heightMm + 2 }
}

function laterTop(input: PackingSlipInput): Piece {
  const words = WORDS[input.language]
  const elements = [
    ...a4Line(words.title, { x: LEFT, y: 4, widthMm: 80, maxMm: 4.6, weight: 'bold' }),
    ...a4Line(input.orderNumber, { x: RIGHT, y: 4, widthMm: 90, maxMm: 4.6, weight: 'bold', align: 'end' }),
  ]
  return { elements, heightMm: 9 }
}

function head(input: PackingSlipInput): Piece {
  const words = WORDS[input.language]
  const place = { y: 5, maxMm: 3.2, weight: 'bold' } as const
  const { sku, name, quantity, carton } = COLUMNS
  const elements = [
    a4Rule(0, 0.5),
    ...a4Line('#', { ...COLUMNS.number, ...place }),
    ...a4Line(words.sku, { ...sku, ...place }),
    ...a4Line(words.name, { ...name, ...place }),
    ...a4Line(words.quantity, { ...place, ...atEnd(quantity) }),
    ...a4Line(words.carton, { ...place, ...atEnd(carton) }),
    a4Rule(7.5, 0.25),
  ]
  return { elements, heightMm: 8 }
}

function row(entry: PackingSlipInput['lines'][number], number: number): Piece {
  const top = 1.5
  const at = (column: { x: number; widthMm: number }, paragraphs: Paragraph[]): Piece =>
    setBlock(paragraphs, { ...column, y: top }, SIZE, textMetrics)
  const sku = at(COLUMNS.sku, [{ text: entry.sku, weight: 'medium', scale: 1 }])
  const name = at(COLUMNS.name, [
    { text: entry.name, weight: 'bold', scale: 1 },
    { text: entry.option ?? '', weight: 'medium', scale: 0.9 },
  ])
  const y = top + firstBaseline(SIZE)
  const carton = entry.cartonNumber === undefined ? '' : String(entry.cartonNumber)
  const heightMm = Math.max(sku.heightMm, name.heightMm, LINE_HEIGHT * SIZE) + 2 * top
  const elements = [
    ...a4Line(String(number), { ...COLUMNS.number, y, maxMm: SIZE, weight: 'medium' }),
    ...sku.elements,
    ...name.elements,
    ...a4Line(String(entry.quantity), { ...atEnd(COLUMNS.quantity), y, maxMm: SIZE * 1.2, weight: 'bold' }),
    ...a4Line(carton, { ...atEnd(COLUMNS.carton), y, maxMm: SIZE, weight: 'medium' }),
    a4Rule(heightMm, 0.125),
  ]
  return { elements, heightMm }
}

function total(input: PackingSlipInput): Piece {
  const units = input.lines.reduce((sum, entry) => sum + entry.quantity, 0)
  const text = WORDS[input.language].total(input.lines.length, units)
  const place = { x: RIGHT, y: 6.5, widthMm: 120, maxMm: 4.2, weight: 'bold', align: 'end' } as const
  return { elements: [a4Rule(0, 0.5), ...a4Line(text, place)], heightMm: 9 }
}

function atEnd(column: { x: number; widthMm: number }): { x: number; widthMm: number; align: 'end' } {
  return { x: column.x + column.widthMm, widthMm: column.widthMm, align: 'end' }
}
