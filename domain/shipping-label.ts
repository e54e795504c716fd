import { z } from 'zod'
import { writeAddress } from './address-lines.ts'
import { AddressInput } from './inputs.ts'
import {
  type Area,
  CAP_HEIGHT,
  type LabelElement,
  type LabelModel,
  type LabelNotice,
  LEGIBLE_MM,
  type TextMetrics,
} from './label.ts'
import { type CodeSymbol, dotOf, moduleFor, type PrintResolution, placeSymbol } from './label-code.ts'
import { fitBlock, fitLine, LINE_HEIGHT, type Paragraph, printable, withPrintableTexts } from './label-text.ts'
import { formatCartonCode, formatSscc, isCartonCode, isSscc } from './sscc.ts'

/** Language of printed words, independent of the screen's. */
export const PrintLanguage = z.enum(['ko', 'en'])
export type PrintLanguage = z.infer<typeof PrintLanguage>

/** Who sends: the site. `lines` is its address as it shall stand on paper. */
export const SenderInput = z.object({
  name: z.string().min(1).max(120),
  phone: z.string().max(40),
  /** A postcode of 16 characters stands before an address line of 200. */
  lines: z.array(z.string().max(220)).max(4),
})
export type SenderInput = z.infer<typeof SenderInput>

/** Everything that a shipping label says; `copy` is 1 on the first print and counts up with every reprint. */
export const ShippingLabelInput = z.object({
  language: PrintLanguage,
  sender: SenderInput,
  recipient: AddressInput,
  orderNumber: z.string().min(1).max(40),
  channel: z.string().max(64),
  cartonNumber: z.int().min(1).max(9_999),
  /** Known once packing of the order is finished. */
  cartonCount: z.int().min(1).max(9_999).optional(),
  /** The SSCC's 18 digits, or the carton's own code at a site that has no GS1 company prefix. */
  code: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('sscc'),
      sscc: z.string().refine(isSscc, 'an SSCC of 18 digits with the right check digit'),
      /** Groups the digits for reading; without it they stand in fours. */
      companyPrefixLength: z.int().min(4).max(12).optional(),
    }),
    z.object({ kind: z.literal('internal'), code: z.string().regex(/^[\x21-\x7e]{1,24}$/) }),
  ]),
  carrier: z.string().max(80).optional(),
  trackingNumber: z.string().max(40).optional(),
  weightGrams: z.int().min(0).max(1_000_000).optional(),
  copy: z.int().min(1).max(999),
  /** What the customer asks of the carrier ("leave at the door"). */
  note: z.string().max(200).optional(),
})
export type ShippingLabelInput = z.infer<typeof ShippingLabelInput>

/** Size of the shipping label and of the medium it needs. */
export const SHIPPING_LABEL_MM = { width: 100, height: 150 } as const

/** GS1 General Specifications, logistic labels: module at least 0.495 mm, bars at least 31.75 mm high. */
const LOGISTIC_MODULE = { wantedMm: 0.495, leastMm: 0.25 }
const BAR_HEIGHT_MM = 32

const WORDS = {
  ko: {
    to: '받는 분',
    from: '보내는 분',
    order: '주문',
    carton: '상자',
    tracking: '송장',
    note: '배송 메모',
    copy: '사본',
    internal: '사내 상자 번호 · SSCC 아님',
  },
  en: {
    to: 'To',
    from: 'From',
    order: 'Order',
    carton: 'Carton',
    tracking: 'Tracking',
    note: 'Delivery note',
    copy: 'COPY',
    internal: 'Internal carton number, not an SSCC',
  },
} as const

const LEFT = 5
const RIGHT = SHIPPING_LABEL_MM.width - LEFT
const INNER = RIGHT - LEFT
const RULE_MM = 0.5
const NO_BREAK_SPACE = '\u00a0'

/** What layout needs from outside: the encoded code, text measures and the printer's resolution. */
export interface ShippingLabelTools {
  symbol: CodeSymbol
  metrics: TextMetrics
  resolution: PrintResolution
}

/** The last four letters or digits of an order number (all of them up to six), to be read from two metres. */
export function orderShortNumber(orderNumber: string): string {
  const plain = printable(orderNumber).replace(/[^\p{L}\p{N}]+/gu, '')
  if (plain === '') return printable(orderNumber)
  return plain.length <= 6 ? plain : plain.slice(-4)
}

/** `n` before the number of cartons is known, `n / m` after; a smaller m than n is not believed. */
export function cartonOf(cartonNumber: number, cartonCount: number | undefined): string {
  return cartonCount === undefined || cartonCount < cartonNumber
    ? `${cartonNumber}`
    : `${cartonNumber} / ${cartonCount}`
}

/** Lays out the 100 × 150 mm shipping label: every text complete and inside its field, smaller where it is long. */
export function shippingLabel(given: ShippingLabelInput, tools: ShippingLabelTools): LabelModel {
  const { value: input, missing } = withPrintableTexts(given, tools.metrics)
  const senderTop = input.note ? 83 : 82
  const elements: LabelElement[] = [
    ...header(input, tools.metrics),
    ...routing(input, tools.metrics),
    ...recipient(input, senderTop, tools.metrics),
    ...sender(input, senderTop, tools.metrics),
    ...code(input, tools),
    ...footer(input, tools.metrics),
    ...[14, 38, senderTop, 97].map((y) => rule(y)),
  ]
  const notices = noticesOf(elements, missing)
  const { width: widthMm, height: heightMm } = SHIPPING_LABEL_MM
  return { widthMm, heightMm, dotMm: dotOf(tools.resolution), elements, notices }
}

function rule(y: number): LabelElement {
  return { kind: 'line', x1: 3, y1: y, x2: SHIPPING_LABEL_MM.width - 3, y2: y, thicknessMm: RULE_MM }
}

function header(input: ShippingLabelInput, metrics: TextMetrics): LabelElement[] {
  const words = WORDS[input.language]
  const name = input.carrier || input.sender.name
  const right = [
    { text: input.channel, weight: 'medium', scale: 1 },
    { text: input.trackingNumber ? `${words.tracking} ${input.trackingNumber}` : '', weight: 'medium', scale: 1 },
  ] satisfies Paragraph[]
  const rows = right.filter((line) => line.text !== '').length
  const rightTop = 8.6 - (rows * 3.4 * LINE_HEIGHT) / 2
  const rightArea = { x: 58, y: Math.max(3.2, rightTop), widthMm: RIGHT - 58, heightMm: 10 }
  return [
    ...centredBlock(
      [{ text: name, weight: 'bold', scale: 1 }],
      { x: LEFT, y: 3, widthMm: 50, heightMm: 10.4 },
      5.4,
      metrics,
    ),
    ...fitBlock(right, rightArea, 3.4, metrics, 'end').elements,
  ]
}

function routing(input: ShippingLabelInput, metrics: TextMetrics): LabelElement[] {
  const words = WORDS[input.language]
  const split = 65
  const right = { x: split + 3.5, widthMm: RIGHT - split - 3.5 }
  const bigMm = 22
  const carton = cartonOf(input.cartonNumber, input.cartonCount)
  const short = orderShortNumber(input.orderNumber)
  const middle = 25.7 + (CAP_HEIGHT * bigMm) / 2
  return [
    ...fitLine(short, { x: LEFT, y: middle, widthMm: split - LEFT - 3, maxMm: bigMm, weight: 'bold' }, metrics),
    { kind: 'line', x1: split, y1: 14, x2: split, y2: 38, thicknessMm: RULE_MM },
    ...fitLine(words.carton, { x: right.x, y: 19.4, widthMm: right.widthMm, maxMm: 3.6, weight: 'medium' }, metrics),
    ...fitLine(carton, { ...right, y: middle, maxMm: 15, weight: 'bold' }, metrics),
  ]
}

function recipient(input: ShippingLabelInput, bottom: number, metrics: TextMetrics): LabelElement[] {
  const words = WORDS[input.language]
  const { name, company, phone } = input.recipient
  const address = writeAddress(input.recipient)
  const note = input.note ?? ''
  const addressBottom = note === '' ? bottom - 1.5 : bottom - 13
  const block: Paragraph[] = [
    ...nameAndPhone(name, phone, { widthMm: INNER, maxMm: 5.2, scale: 1.25 }, metrics),
    { text: company ?? '', weight: 'bold', scale: 1 },
    ...address.lines.map((text): Paragraph => ({ text, weight: 'medium', scale: 1 })),
  ]
  const area = { x: LEFT, y: 45.8, widthMm: INNER, heightMm: addressBottom - 45.8 }
  const noteArea = { x: LEFT, y: bottom - 7.6, widthMm: INNER, heightMm: 7 }
  return [
    ...fitLine(words.to, { x: LEFT, y: 43.4, widthMm: 40, maxMm: 3.6, weight: 'medium' }, metrics),
    ...fitLine(address.postcode, { x: RIGHT, y: 44.4, widthMm: 48, maxMm: 6, weight: 'bold', align: 'end' }, metrics),
    ...fitBlock(block, area, 5.2, metrics).elements,
    ...(note === ''
      ? []
      : [
          {
            kind: 'line',
            x1: LEFT,
            y1: bottom - 12.4,
            x2: RIGHT,
            y2: bottom - 12.4,
            thicknessMm: 0.25,
          } satisfies LabelElement,
          ...fitLine(words.note, { x: LEFT, y: bottom - 8.4, widthMm: 40, maxMm: 3, weight: 'medium' }, metrics),
          ...fitBlock([{ text: note, weight: 'bold', scale: 1 }], noteArea, 4, metrics).elements,
        ]),
  ]
}

function sender(input: ShippingLabelInput, top: number, metrics: TextMetrics): LabelElement[] {
  const words = WORDS[input.language]
  const { name, phone, lines } = input.sender
  const block: Paragraph[] = [
    ...nameAndPhone(name, phone, { widthMm: RIGHT - 22, maxMm: 3.4, scale: 1 }, metrics),
    ...lines.map((text): Paragraph => ({ text, weight: 'medium', scale: 1 })),
  ]
  const from = fitLine(words.from, { x: LEFT, y: top + 4.6, widthMm: 16, maxMm: 3.2, weight: 'medium' }, metrics)
  const area = { x: 22, y: top + 1.3, widthMm: RIGHT - 22, heightMm: 97 - top - 2.2 }
  return [...from, ...fitBlock(block, area, 3.4, metrics).elements]
}

function code(input: ShippingLabelInput, { symbol, metrics, resolution }: ShippingLabelTools): LabelElement[] {
  const words = WORDS[input.language]
  const dotMm = dotOf(resolution)
  const { width } = SHIPPING_LABEL_MM
  const moduleMm = moduleFor(symbol, width - 2, dotMm, LOGISTIC_MODULE) ?? LOGISTIC_MODULE.leastMm
  const line = { x: width / 2, widthMm: INNER, weight: 'bold', align: 'middle' } as const
  const internal = input.code.kind === 'internal'
  return [
    placeSymbol(symbol, { centreX: width / 2, y: 100.5, moduleMm, heightMm: internal ? 28 : BAR_HEIGHT_MM, dotMm }),
    ...fitLine(readableCode(input.code), { ...line, y: internal ? 133.4 : 137.6, maxMm: 4.8 }, metrics),
    ...(internal ? fitLine(words.internal, { ...line, y: 138.2, maxMm: 3.2, weight: 'medium' }, metrics) : []),
  ]
}

function readableCode(code: ShippingLabelInput['code']): string {
  if (code.kind === 'sscc') return formatSscc(code.sscc, code.companyPrefixLength)
  return isCartonCode(code.code) ? formatCartonCode(code.code) : code.code
}

function footer(input: ShippingLabelInput, metrics: TextMetrics): LabelElement[] {
  const words = WORDS[input.language]
  const y = 145.6
  const order = fitLine(
    `${words.order} ${input.orderNumber}`,
    { x: LEFT, y, widthMm: 50, maxMm: 3.6, weight: 'medium' },
    metrics,
  )
  const weight = input.weightGrams === undefined ? '' : `${(input.weightGrams / 1000).toFixed(2)} kg`
  if (input.copy === 1) {
    return [
      ...order,
      ...fitLine(weight, { x: RIGHT, y, widthMm: 34, maxMm: 3.6, weight: 'medium', align: 'end' }, metrics),
    ]
  }
  const mark: Area = { x: RIGHT - 18, y: 141.6, widthMm: 18, heightMm: 5.8 }
  const middle = { x: mark.x + mark.widthMm / 2, y: mark.y + mark.heightMm / 2 + (CAP_HEIGHT * 3.4) / 2 }
  return [
    ...order,
    ...fitLine(weight, { x: mark.x - 2, y, widthMm: 19, maxMm: 3.6, weight: 'medium', align: 'end' }, metrics),
    { kind: 'box', ...mark, thicknessMm: 0, filled: true },
    ...fitLine(
      `${words.copy} ${input.copy}`,
      { ...middle, widthMm: mark.widthMm - 2, maxMm: 3.4, weight: 'bold', align: 'middle', white: true },
      metrics,
    ),
  ]
}

function centredBlock(paragraphs: Paragraph[], area: Area, maxMm: number, metrics: TextMetrics): LabelElement[] {
  const { heightMm } = fitBlock(paragraphs, area, maxMm, metrics)
  return fitBlock(paragraphs, { ...area, y: area.y + (area.heightMm - heightMm) / 2, heightMm }, maxMm, metrics)
    .elements
}

/** Name and phone in one line where both fit, otherwise each on its own, the phone never broken. */
function nameAndPhone(
  name: string,
  phone: string,
  fit: { widthMm: number; maxMm: number; scale: number },
  metrics: TextMetrics,
): Paragraph[] {
  const unbroken = phone.replaceAll(' ', NO_BREAK_SPACE)
  const joined = [name, unbroken].filter(Boolean).join(' · ')
  const fits = metrics.widthMm(joined, fit.maxMm * fit.scale, 'bold') <= fit.widthMm
  return (fits ? [joined] : [name, unbroken]).map((text): Paragraph => ({ text, weight: 'bold', scale: fit.scale }))
}

function noticesOf(elements: readonly LabelElement[], missing: string[]): LabelNotice[] {
  const notices: LabelNotice[] = []
  for (const element of elements) {
    if (element.kind !== 'text' || element.sizeMm >= LEGIBLE_MM) continue
    notices.push({ code: 'TEXT_BELOW_LEGIBLE', text: element.text, sizeMm: element.sizeMm })
  }
  if (missing.length > 0) notices.push({ code: 'CHARACTERS_NOT_PRINTABLE', characters: missing })
  return notices
}
