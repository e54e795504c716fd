import { writeAddress } from '../../domain/address-lines.ts'
import type { AddressInput } from '../../domain/inputs.ts'
import type { LabelNotice } from '../../domain/label.ts'
import type { PrintLanguage, SenderInput } from '../../domain/shipping-label.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'
import { type TablePaper, tablePaperPages } from './table-paper.ts'

/** A paper ready to print. */
export interface RenderedPaper extends RenderedPdf {
  pages: number
  notices: readonly LabelNotice[]
}

/** What an invoice says; money in minor units of the currency, prices for one unit. */
export interface InvoiceInput {
  language: PrintLanguage
  sender: SenderInput
  recipient: AddressInput
  /** From the gapless series of the authority. */
  number: string
  date: string
  orderNumber: string
  currency: string
  lines: readonly { sku: string; name: string; option: string | null; quantity: number; priceMinor: number }[]
}

/** A list to pick from by hand. */
export interface PickListInput {
  language: PrintLanguage
  site: string
  number: string
  date: string
  lines: readonly { location: string; name: string; sku: string; lot: string; slot: number | null; quantity: number }[]
}

/** What a carrier takes along on one day. */
export interface ManifestInput {
  language: PrintLanguage
  sender: SenderInput
  carrier: string
  date: string
  cartons: readonly {
    tracking: string
    orderNumber: string
    carton: number
    postcode: string
    weightGrams: number | null
    /** The carrier's service that it goes with, where the site has services. */
    service?: string | null
  }[]
}

/** Places to count; what is expected is not on it, so that people count instead of nodding. */
export interface CountSheetInput {
  language: PrintLanguage
  site: string
  zone: string
  date: string
  lines: readonly { location: string; name: string; sku: string; lot: string }[]
}

const WORDS = {
  ko: {
    invoice: '거래명세서',
    pickList: '피킹 목록',
    manifest: '인계 목록',
    countSheet: '재고 실사표',
    number: '번호',
    date: '날짜',
    order: '주문번호',
    seller: '공급자',
    buyer: '받는 분',
    sku: '상품코드',
    item: '상품',
    quantity: '수량',
    price: '단가',
    amount: '금액',
    total: '합계',
    currency: '통화',
    location: '위치',
    lot: '로트',
    slot: '칸',
    done: '완료',
    picker: '작업자',
    lines: '줄',
    units: '개수',
    carrier: '택배사',
    service: '배송 서비스',
    tracking: '송장번호',
    carton: '상자',
    postcode: '우편번호',
    weight: '무게',
    cartons: '상자 수',
    handedOver: '인계자 서명',
    takenOver: '인수자 서명',
    zone: '구역',
    allZones: '전체',
    counted: '센 수량',
    countedBy: '실사자',
    checkedBy: '확인자',
    nothing: '해당하는 것이 없습니다',
  },
  en: {
    invoice: 'Commercial invoice',
    pickList: 'Pick list',
    manifest: 'Manifest',
    countSheet: 'Count sheet',
    number: 'Number',
    date: 'Date',
    order: 'Order',
    seller: 'Seller',
    buyer: 'Ship to',
    sku: 'SKU',
    item: 'Item',
    quantity: 'Quantity',
    price: 'Unit price',
    amount: 'Amount',
    total: 'Total',
    currency: 'Currency',
    location: 'Location',
    lot: 'Lot',
    slot: 'Slot',
    done: 'Done',
    picker: 'Picked by',
    lines: 'Lines',
    units: 'Units',
    carrier: 'Carrier',
    service: 'Service',
    tracking: 'Tracking number',
    carton: 'Carton',
    postcode: 'Postcode',
    weight: 'Weight',
    cartons: 'Cartons',
    handedOver: 'Handed over by',
    takenOver: 'Taken over by',
    zone: 'Zone',
    allZones: 'all',
    counted: 'Counted',
    countedBy: 'Counted by',
    checkedBy: 'Checked by',
    nothing: 'Nothing here',
  },
} as const

const NO_PARTIES = { parties: [], totals: [], signatures: [] } as const

/** Renders papers one after another in one file; every paper counts its own pages. Equal input gives equal bytes. */
export async function renderPapers(papers: readonly TablePaper[], title: string): Promise<RenderedPaper> {
  const drawn = papers.map(tablePaperPages)
  const pages = drawn.flatMap((paper) => paper.pages)
  return { ...(await renderPdf(pages, title)), pages: pages.length, notices: drawn.flatMap((paper) => paper.notices) }
}

/** Money as it stands on paper: the currency's own digits, grouped, without a sign. */
export function paperMoney(minor: number, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return format.format(minor / 10 ** digits)
}

/** A commercial invoice of one shipment: seller, receiver, lines with amounts, and the total. */
export function invoicePaper(input: InvoiceInput): TablePaper {
  const words = WORDS[input.language]
  const { sender, recipient, currency } = input
  const address = writeAddress(recipient)
  const total = input.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0)
  const units = input.lines.reduce((sum, line) => sum + line.quantity, 0)
  return {
    title: words.invoice,
    facts: [
      [words.number, input.number],
      [words.date, input.date],
      [words.order, input.orderNumber],
      [words.currency, currency],
    ],
    parties: [
      {
        caption: words.buyer,
        lines: [recipient.name, recipient.company ?? '', ...address.lines, address.postcode, recipient.phone],
      },
      { caption: words.seller, lines: [sender.name, ...sender.lines, sender.phone] },
    ],
    columns: [
      { title: '#', widthMm: 8 },
      { title: words.sku, widthMm: 32 },
      { title: words.item },
      { title: words.quantity, widthMm: 14, align: 'end' },
      { title: words.price, widthMm: 24, align: 'end' },
      { title: words.amount, widthMm: 28, align: 'end' },
    ],
    rows: input.lines.map((line, index) => [
      { text: String(index + 1) },
      { text: line.sku },
      { text: line.name, bold: true, detail: line.option ?? '' },
      { text: String(line.quantity), bold: true },
      { text: paperMoney(line.priceMinor, currency) },
      { text: paperMoney(line.priceMinor * line.quantity, currency), bold: true },
    ]),
    totals: [
      [words.units, String(units)],
      [`${words.total} ${currency}`, paperMoney(total, currency)],
    ],
    signatures: [],
    foot: sender.name,
    empty: words.nothing,
  }
}

/** A pick list in the order of the walk, with a box to tick for every line. */
export function pickListPaper(input: PickListInput): TablePaper {
  const words = WORDS[input.language]
  return {
    ...NO_PARTIES,
    title: words.pickList,
    facts: [
      [words.number, input.number],
      [words.date, input.date],
      [words.lines, String(input.lines.length)],
      [words.units, String(input.lines.reduce((sum, line) => sum + line.quantity, 0))],
    ],
    columns: [
      { title: words.location, widthMm: 34 },
      { title: words.item },
      { title: words.lot, widthMm: 26 },
      { title: words.slot, widthMm: 10, align: 'end' },
      { title: words.quantity, widthMm: 14, align: 'end' },
      { title: words.done, widthMm: 10 },
    ],
    rows: input.lines.map((line) => [
      { text: line.location, bold: true },
      { text: line.name, detail: line.sku },
      { text: line.lot },
      { text: line.slot === null ? '' : String(line.slot) },
      { text: String(line.quantity), bold: true },
      { box: true },
    ]),
    signatures: [words.picker],
    foot: input.site,
    empty: words.nothing,
  }
}

/** A manifest: every carton that a carrier takes on a day, its weight, and two signatures. */
export function manifestPaper(input: ManifestInput): TablePaper {
  const words = WORDS[input.language]
  const grams = input.cartons.reduce((sum, carton) => sum + (carton.weightGrams ?? 0), 0)
  const hasServices = input.cartons.some(({ service }) => service != null)
  return {
    title: words.manifest,
    facts: [
      [words.carrier, input.carrier],
      [words.date, input.date],
      [words.cartons, String(input.cartons.length)],
    ],
    parties: [{ caption: words.seller, lines: [input.sender.name, ...input.sender.lines, input.sender.phone] }],
    columns: [
      { title: '#', widthMm: 10 },
      { title: words.tracking },
      { title: words.order, widthMm: hasServices ? 40 : 50 },
      ...(hasServices ? [{ title: words.service, widthMm: 30 }] : []),
      { title: words.carton, widthMm: 14, align: 'end' },
      { title: words.postcode, widthMm: 24 },
      { title: words.weight, widthMm: 22, align: 'end' },
    ],
    rows: input.cartons.map((carton, index) => [
      { text: String(index + 1) },
      { text: carton.tracking, bold: true },
      { text: carton.orderNumber },
      ...(hasServices ? [{ text: carton.service ?? '' }] : []),
      { text: String(carton.carton) },
      { text: carton.postcode },
      { text: carton.weightGrams === null ? '' : kilograms(carton.weightGrams) },
    ]),
    totals: [
      [words.cartons, String(input.cartons.length)],
      ...(grams > 0 ? [[words.weight, kilograms(grams)] as const] : []),
    ],
    signatures: [words.handedOver, words.takenOver],
    foot: input.sender.name,
    empty: words.nothing,
  }
}

/** A sheet to count places on, place by place. */
export function countSheetPaper(input: CountSheetInput): TablePaper {
  const words = WORDS[input.language]
  return {
    ...NO_PARTIES,
    title: words.countSheet,
    facts: [
      [words.zone, input.zone === '' ? words.allZones : input.zone],
      [words.date, input.date],
      [words.lines, String(input.lines.length)],
    ],
    columns: [
      { title: words.location, widthMm: 34 },
      { title: words.item },
      { title: words.sku, widthMm: 34 },
      { title: words.lot, widthMm: 26 },
      { title: words.counted, widthMm: 24 },
    ],
    rows: input.lines.map((line) => [
      { text: line.location, bold: true },
      { text: line.name },
      { text: line.sku },
      { text: line.lot },
      { box: true },
    ]),
    signatures: [words.countedBy, words.checkedBy],
    foot: input.site,
    empty: words.nothing,
  }
}

function kilograms(grams: number): string {
  return `${(grams / 1000).toFixed(2)} kg`
}
