import { createHash } from 'node:crypto'
import type { LabelElement, LabelModel } from '../../domain/label.ts'
import { renderPdf } from '../documents/pdf.ts'
import { renderZpl } from '../documents/zpl.ts'
import { type Printer, speaksZpl } from './printer-setup.ts'

/** A page in a printer's own language, and the SHA-256 of its bytes in hexadecimal. */
export type PrinterPage = { bytes: Uint8Array; sha256: string }

/** Renders a page for a printer: ZPL or PDF, moved by the printer's offset. `title` is the PDF's. */
export function pageForPrinter(model: LabelModel, printer: Printer, title: string): Promise<PrinterPage> {
  return pagesForPrinter([model], printer, title)
}

/** Several pages for a printer, as one: the formats one after the other, or one PDF. */
export async function pagesForPrinter(
  models: readonly LabelModel[],
  printer: Printer,
  title: string,
): Promise<PrinterPage> {
  if (speaksZpl(printer)) {
    const { dpi, darkness, speed, offset } = printer
    const zpl = models.map((model) => renderZpl(model, { dpi, darkness, speed, offset }))
    const bytes = Buffer.from(zpl.join(''), 'utf8')
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const { pdf, sha256 } = await renderPdf(
    models.map((model) => movedBy(model, printer.offset)),
    title,
  )
  return { bytes: pdf, sha256 }
}

/** The same page with everything on it moved right and down. */
export function movedBy(model: LabelModel, { xMm, yMm }: Printer['offset']): LabelModel {
  if (xMm === 0 && yMm === 0) return model
  const move = (element: LabelElement): LabelElement =>
    element.kind === 'line'
      ? { ...element, x1: element.x1 + xMm, x2: element.x2 + xMm, y1: element.y1 + yMm, y2: element.y2 + yMm }
      : { ...element, x: element.x + xMm, y: element.y + yMm }
  return { ...model, elements: model.elements.map(move) }
}
