import { createHash } from 'node:crypto'
import { ORPCError } from '@orpc/server'
import { present } from '../../domain/assert.ts'
import type { LabelModel } from '../../domain/label.ts'
import { type PrinterPage, pageForPrinter, pagesForPrinter } from '../devices/page-for-printer.ts'
import { type PrinterBook, pageSizeOf } from '../devices/printer-book.ts'
import type { Printer } from '../devices/printer-setup.ts'
import { calibrationPage, testPage } from '../devices/test-page.ts'
import { PRINT_REASON, type PrintReason } from '../devices/transport.ts'
import type { LabelPages } from './label-pages.ts'
import type { PrintAttempt } from './print-attempts.ts'
import type { PrintJobs } from './print-jobs.ts'
import type { ReadyPage } from './print-queues.ts'

/** What was drawn when somebody pressed, and for which printer. */
export type KeptPage = { page: PrinterPage; printer: string }

/** A page to keep until its printer takes it: a printer that is set up otherwise by then gets another drawing. */
export function keptPage(page: PrinterPage, printer: Printer): KeptPage {
  return { page, printer: JSON.stringify(printer) }
}

/** A document of the station as PDF, and the size of its pages in mm. */
export type DrawnDocument = { page: PrinterPage; widthMm: number; heightMm: number }

const MM_PER_POINT = 25.4 / 72

/** A PDF with the size of its first page. Throws when it has none. */
export function drawnDocument(pdf: Buffer): DrawnDocument {
  const found = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))
  if (found === null) throw new Error('A PDF without a page')
  const [widthMm, heightMm] = [Number(found[1]) * MM_PER_POINT, Number(found[2]) * MM_PER_POINT]
  return {
    page: { bytes: pdf, sha256: createHash('sha256').update(pdf).digest('hex') },
    widthMm: Math.round(widthMm * 10) / 10,
    heightMm: Math.round(heightMm * 10) / 10,
  }
}

/** Labels as a printer takes them, one after the other; they are all of one size. */
export async function drawnLabels(
  models: readonly LabelModel[],
  printer: Printer,
  title: string,
): Promise<DrawnDocument> {
  const { widthMm, heightMm } = present(models[0], 'labels are at least one')
  return { page: await pagesForPrinter(models, printer, title), widthMm, heightMm }
}

/**
 * Makes the page of an attempt ready for its printer: what was drawn when it was asked for; after a restart, or when the printer
 * is set up otherwise now, it is drawn again.
 * A code when it cannot be: the printer is gone, its medium is another one now, the carton was taken apart.
 */
export function preparePage(parts: {
  printJobs: PrintJobs
  pages: LabelPages
  book: PrinterBook
  drawDocument: (path: string, printer: Printer) => Promise<DrawnDocument>
  drawn: Map<string, KeptPage>
  stale: (attempt: PrintAttempt) => PrintReason | null
}): (attempt: PrintAttempt) => Promise<ReadyPage | PrintReason> {
  const { book, drawn } = parts
  const drawDocument = async ({ source }: PrintAttempt, printer: Printer): Promise<PrinterPage> => {
    const document = await parts.drawDocument(source, printer)
    book.requireFit(printer, document)
    return document.page
  }
  const drawAgain = async (attempt: PrintAttempt, printer: Printer): Promise<PrinterPage | PrintReason> => {
    switch (attempt.document) {
      case 'test':
        return pageForPrinter(testPage(printer), printer, printer.name)
      case 'calibration':
        return pageForPrinter(calibrationPage(printer), printer, printer.name)
      case 'label': {
        if (attempt.print_job_id === null) return drawDocument(attempt, printer)
        const job = parts.printJobs.get(attempt.print_job_id ?? '')
        if (job === undefined) return PRINT_REASON.stale
        book.requireFit(printer, parts.pages.draw(job, printer))
        return parts.pages.forPrinter(job, printer)
      }
      default:
        return drawDocument(attempt, printer)
    }
  }
  return async (attempt) => {
    const printer = book.find(attempt.printer_id)
    if (printer === undefined) return PRINT_REASON.notSetUp
    const stale = parts.stale(attempt)
    if (stale !== null) return stale
    try {
      const way = book.way(printer)
      if (way.by === 'page') return PRINT_REASON.notHere
      const kept = drawn.get(attempt.id)
      drawn.delete(attempt.id)
      const page = kept?.printer === JSON.stringify(printer) ? kept.page : await drawAgain(attempt, printer)
      if (typeof page === 'string') return page
      const media = printer.media ?? pageSizeOf(printer)
      const job = attempt.print_job_id === null ? undefined : parts.printJobs.get(attempt.print_job_id)
      const title = job === undefined ? attempt.document : `${attempt.document}-${parts.pages.titleOf(job)}`
      const outgoing = {
        key: attempt.id,
        title,
        bytes: page.bytes,
        media,
        landscape: printer.orientation === 'landscape',
      }
      return { page: outgoing, sha256: page.sha256, send: way.transport.send }
    } catch (error) {
      const code = error instanceof ORPCError ? (error.data as { code?: string } | undefined)?.code : undefined
      if (code === undefined) throw error
      return (Object.values(PRINT_REASON) as string[]).includes(code) ? (code as PrintReason) : PRINT_REASON.notDrawn
    }
  }
}
