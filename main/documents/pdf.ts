import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { type LabelModel, shapesOf, type TextElement, textsOf } from '../../domain/label.ts'
import { fontOf } from './fonts.ts'

const POINTS_PER_MM = 72 / 25.4

/** A finished PDF and the SHA-256 of its bytes in hexadecimal. */
export interface RenderedPdf {
  pdf: Buffer
  sha256: string
}

/**
 * Draws pages as vector PDF, fonts embedded and subset, each page exactly as large as its model.
 * Equal input gives equal bytes: the file's date is fixed and its id derives from title and date.
 */
export async function renderPdf(pages: Iterable<LabelModel>, title: string): Promise<RenderedPdf> {
  const document = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    pdfVersion: '1.4',
    info: { Title: title, Producer: 'Baro', Creator: 'Baro', CreationDate: new Date(0) },
  })
  const chunks: Buffer[] = []
  const finished = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  let drawn = 0
  for (const page of pages) {
    // A sheet of a thousand codes is drawn page by page, so that a scan never waits for it.
    if (drawn++ > 0) await setImmediate()
    drawPage(document, page)
  }
  document.end()
  await finished
  const pdf = Buffer.concat(chunks)
  return { pdf, sha256: createHash('sha256').update(pdf).digest('hex') }
}

function drawPage(document: PDFKit.PDFDocument, page: LabelModel): void {
  document.addPage({ size: [page.widthMm * POINTS_PER_MM, page.heightMm * POINTS_PER_MM], margin: 0 })
  for (const { x, y, widthMm, heightMm } of shapesOf(page)) {
    document.rect(x * POINTS_PER_MM, y * POINTS_PER_MM, widthMm * POINTS_PER_MM, heightMm * POINTS_PER_MM)
  }
  document.fill('#000000')
  for (const text of textsOf(page)) drawText(document, text)
}

function drawText(document: PDFKit.PDFDocument, element: TextElement): void {
  const shift = element.align === 'start' ? 0 : element.align === 'middle' ? element.widthMm / 2 : element.widthMm
  document
    // pdfkit takes a font that fontkit has parsed already; its types only know files and bytes.
    .font(fontOf(element.weight) as unknown as Uint8Array, element.weight)
    .fontSize(element.sizeMm * POINTS_PER_MM)
    .fillColor(element.white ? '#ffffff' : '#000000')
    .text(element.text, (element.x - shift) * POINTS_PER_MM, element.y * POINTS_PER_MM, {
      lineBreak: false,
      baseline: 'alphabetic',
    })
}
