// The shipping label: drawn as PDF and as ZPL beside bare bwip-js and pdfkit that put the same marks on the same page; and from
// the press of Print to the first byte at a label printer on this machine.

import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import bwipjs from 'bwip-js/node'
import PDFDocument from 'pdfkit'
import { shapesOf, textsOf } from '../domain/label.ts'
import type { ShippingLabelInput } from '../domain/shipping-label.ts'
import { fontOf } from '../main/documents/fonts.ts'
import { renderPdf } from '../main/documents/pdf.ts'
import { drawShippingLabel } from '../main/documents/shipping-label.ts'
import { renderZpl } from '../main/documents/zpl.ts'
import { startFakePrinter } from '../test/support/fake-printer.ts'
import { openPrintFloor, zplPrinter } from '../test/support/print-floor.ts'
import { median, option, quantile, report } from './support/figures.ts'
import { ratioOfMedians } from './support/rounds.ts'
import { printTable, type TableRow } from './support/table.ts'

const isQuick = process.argv.includes('--quick')
const LABELS = option('labels', isQuick ? 50 : 400)
const PRINTS = option('prints', isQuick ? 30 : 200)
const WARM_UP = 30
const ROUNDS = 5
const POINTS = 72 / 25.4

const SURNAMES = ['김', '이', '박', '최', '정', '강', '조', '윤']
const STREETS = ['테헤란로', '세종대로', '월드컵북로', '해운대해변로', '동성로']

/** Another parcel each time, as on a real day: nothing of a label can be kept for the next one. */
function labelInput(number: number): ShippingLabelInput {
  const pick = <T>(all: readonly T[]): T => all[number % all.length] as T
  const serial = String(number).padStart(9, '0')
  const body = `08801234${serial}`
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return {
    language: 'ko',
    orderNumber: `#${10_000 + number}`,
    channel: 'plain',
    cartonNumber: 1 + (number % 3),
    cartonCount: 3,
    recipient: {
      name: `${pick(SURNAMES)}하늘${number}`,
      phone: `010-${String(1_000 + (number % 9_000))}-5678`,
      country: 'KR',
      postcode: String(10_000 + (number % 50_000)),
      province: '서울특별시',
      city: '강남구',
      line1: `${pick(STREETS)} ${number % 500}`,
      line2: `${number % 30}층 ${number % 1_000}호`,
    },
    sender: { name: '바로상점', phone: '02-0000-0000', lines: ['04524 서울특별시 중구', '세종대로 1'] },
    code: { kind: 'sscc', sscc: `${body}${(10 - (sum % 10)) % 10}`, companyPrefixLength: 7 },
    carrier: '한빛택배',
    trackingNumber: `6${String(number).padStart(11, '0')}`,
    weightGrams: 1_000 + number,
    copy: 1,
  } as ShippingLabelInput
}

/** The least that puts these marks on a page: bwip-js encodes, pdfkit draws; nothing is laid out, measured, checked or hashed. */
async function bare(input: ShippingLabelInput): Promise<number> {
  const code = input.code.kind === 'sscc' ? input.code.sscc : input.code.code
  bwipjs.raw({ bcid: 'gs1-128', text: `(00)${code}` })
  const model = models.get(input) as ReturnType<typeof drawShippingLabel>
  const document = new PDFDocument({ autoFirstPage: false, margin: 0, pdfVersion: '1.4' })
  let bytes = 0
  const finished = new Promise<void>((resolve) => document.on('end', resolve))
  document.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  document.addPage({ size: [model.widthMm * POINTS, model.heightMm * POINTS], margin: 0 })
  for (const { x, y, widthMm, heightMm } of shapesOf(model))
    document.rect(x * POINTS, y * POINTS, widthMm * POINTS, heightMm * POINTS)
  document.fill('#000000')
  for (const text of textsOf(model))
    document
      .font(fontOf(text.weight) as unknown as Uint8Array, text.weight)
      .fontSize(text.sizeMm * POINTS)
      .text(text.text, text.x * POINTS, text.y * POINTS, { lineBreak: false, baseline: 'alphabetic' })
  document.end()
  await finished
  return bytes
}

const models = new Map<ShippingLabelInput, ReturnType<typeof drawShippingLabel>>()
const ZPL = { dpi: 203, darkness: null, speed: null, offset: { xMm: 0, yMm: 0 } } as const

async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function measureRendering(): Promise<{ pdf: number[]; zpl: number[]; floor: number[] }> {
  const times = { pdf: [] as number[], zpl: [] as number[], floor: [] as number[] }
  for (let number = 0; number < LABELS + WARM_UP; number += 1) {
    const input = labelInput(number)
    models.set(input, drawShippingLabel(input, { dpi: 203 }))
    const pdf = await timed(() => renderPdf([drawShippingLabel(input, { dpi: 203 })], input.orderNumber))
    const zpl = await timed(() => renderZpl(drawShippingLabel(input, { dpi: 203 }), ZPL))
    const floor = await timed(() => bare(input))
    models.delete(input)
    if (number < WARM_UP) continue
    times.pdf.push(pdf)
    times.zpl.push(zpl)
    times.floor.push(floor)
  }
  return times
}

/** Copies of one label, each pressed for as at the bench: its picture is on the screen, then somebody presses. */
async function measurePrints(): Promise<number[]> {
  const printer = await startFakePrinter()
  const floor = await openPrintFloor({ orders: 1 })
  try {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    let printJobId = await floor.closeCarton()
    const times: number[] = []
    for (let print = 0; print < PRINTS + 5; print += 1) {
      await floor.client.printing.preview({ printJobId })
      // Nobody presses within a twentieth of a second of seeing the picture.
      await delay(50)
      const pressed = performance.now()
      await floor.client.printing.print({ printJobId })
      const first = printer.firstBytes.at(-1)
      if (printer.firstBytes.length !== print + 1 || first === undefined) throw new Error('A label did not arrive')
      if (print >= 5) times.push(first - pressed)
      printJobId = (await floor.client.printing.reprint({ printJobId, reason: 'damaged' })).id
    }
    if (printer.labels.length !== PRINTS + 5) throw new Error(`${printer.labels.length} labels came out`)
    return times
  } finally {
    await floor.close()
    await printer.close()
  }
}

const row = (name: string, values: readonly number[]): TableRow => [
  name,
  ...[values.length, median(values), quantile(values, 0.95), quantile(values, 0.99), Math.max(...values)],
]
const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100

const rendering = await measureRendering()
const prints = await measurePrints()
console.log(`A shipping label (load ${load()})`)
printTable(
  ['milliseconds', 'n', 'p50', 'p95', 'p99', 'max'],
  [
    row('drawn as PDF', rendering.pdf),
    row('drawn as ZPL, 203 dpi', rendering.zpl),
    row('floor: bwip-js + pdfkit', rendering.floor),
    row('Print pressed → first byte', prints),
  ],
)
console.log('')
report(
  'label',
  {
    labels: LABELS,
    pdfP50Ms: median(rendering.pdf),
    pdfP99Ms: quantile(rendering.pdf, 0.99),
    zplP50Ms: median(rendering.zpl),
    zplP99Ms: quantile(rendering.zpl, 0.99),
    floorP50Ms: median(rendering.floor),
    floorP99Ms: quantile(rendering.floor, 0.99),
    pdfRatio: ratioOfMedians(rendering.pdf, rendering.floor, ROUNDS),
    zplRatio: ratioOfMedians(rendering.zpl, rendering.floor, ROUNDS),
    firstByteP50Ms: median(prints),
    firstByteP99Ms: quantile(prints, 0.99),
    load: load(),
  },
  [
    { figure: 'pdfRatio', atMost: 2 },
    { figure: 'zplRatio', atMost: 2 },
    { figure: 'firstByteP99Ms', atMost: 150 },
  ],
)
