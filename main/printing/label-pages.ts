import type { PrintPage } from '../../contract/station/printing.ts'
import type { Row } from '../../db/tables.ts'
import type { LabelModel } from '../../domain/label.ts'
import { ShippingLabelInput } from '../../domain/shipping-label.ts'
import type { StationCore } from '../core.ts'
import { movedBy, type PrinterPage, pageForPrinter } from '../devices/page-for-printer.ts'
import type { Printer } from '../devices/printer-setup.ts'
import { PRINT_REASON, type PrintReason } from '../devices/transport.ts'
import { DocumentError } from '../documents/document-error.ts'
import { renderPdf } from '../documents/pdf.ts'
import { drawShippingLabel } from '../documents/shipping-label.ts'
import { renderSvg } from '../documents/svg.ts'
import { openTemplates } from '../labels/templates.ts'
import { problem } from '../rpc/problems.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'

/** Pages of print jobs, and which of them may reach paper at all. */
export type LabelPages = {
  cartonOf(job: PrintJob): Row<'carton'> | undefined
  /** REFUSED for a carton whose content was not verified and closed, or was taken out again. */
  requireClosed(job: PrintJob): void
  /** What people call the parcel: its order's number, carton and copy. */
  titleOf(job: PrintJob): string
  /** CONFLICT for a copy that a newer one replaced. */
  requireNewest(job: PrintJob): void
  /** A code when a job may not be sent any more. */
  stale(job: PrintJob | undefined): PrintReason | null
  /** The drawing of a job for a printer, before its offset. Throws like `requireClosed`. */
  draw(job: PrintJob, printer: Printer): LabelModel
  /** A page of the program: the drawing for the dialog, with the PDF's hash. */
  page(job: PrintJob, printer: Printer): Promise<PrintPage>
  /** The PDF as it lies on a printer's paper. */
  pdf(job: PrintJob, printer: Printer): Promise<Buffer>
  /** The bytes for a printer. */
  forPrinter(job: PrintJob, printer: Printer): Promise<PrinterPage>
}

const REMEMBERED = 16
const READY = 4

/** Opens the pages of the print journal's jobs. Enforced where the rows are: no label without a verified carton. */
export function openLabelPages(core: StationCore, printJobs: PrintJobs): LabelPages {
  const cartonById = core.store.reader.prepare('SELECT * FROM carton WHERE id = ?')
  const cartonOf = (job: PrintJob) => cartonById.get(job.carton_id) as Row<'carton'> | undefined
  const templates = openTemplates(core)
  // A job's content never changes, so a drawing made for the screen serves for the paper, too.
  const drawn = new Map<string, LabelModel>()
  // The bytes, once they were made, e.g. while somebody looked at the picture: the press itself then only sends them.
  const ready = new Map<string, PrinterPage>()
  const isClosed = (job: PrintJob): boolean => ['closed', 'labelled', 'loaded'].includes(cartonOf(job)?.state ?? '')
  const isNewest = (job: PrintJob): boolean => printJobs.ofCarton(job.carton_id)?.id === job.id
  const requireClosed = (job: PrintJob): void => {
    if (!isClosed(job)) throw problem('REFUSED', 'E-PRN-011', { carton: cartonOf(job)?.number ?? 0 })
  }
  const draw = (job: PrintJob, printer: Printer): LabelModel => {
    requireClosed(job)
    const key = `${job.id} ${printer.dpi}`
    const known = drawn.get(key)
    if (known !== undefined) return known
    const input = ShippingLabelInput.parse(JSON.parse(job.input))
    const template = input.template && templates.find(input.template)
    const model = orRefused(() => drawShippingLabel(input, { dpi: printer.dpi, template }))
    for (const oldest of drawn.keys()) if (drawn.size >= REMEMBERED) drawn.delete(oldest)
    drawn.set(key, model)
    return model
  }
  const orderNumberOf = (job: PrintJob): string => ShippingLabelInput.parse(JSON.parse(job.input)).orderNumber
  return {
    cartonOf,
    titleOf: (job) => `${orderNumberOf(job)}-${cartonOf(job)?.number ?? 0}-${job.copy}`,
    requireClosed,
    requireNewest: (job) => {
      if (!isNewest(job)) throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
    },
    stale: (job) => {
      const may = job !== undefined && ['rendered', 'failed'].includes(job.state) && isNewest(job) && isClosed(job)
      return may ? null : PRINT_REASON.stale
    },
    draw,
    page: async (job, printer) => {
      const model = movedBy(draw(job, printer), printer.offset)
      const { sha256 } = await renderPdf([model], orderNumberOf(job))
      const { widthMm, heightMm } = model
      return {
        printJobId: job.id,
        widthMm,
        heightMm,
        svg: renderSvg(model),
        pdfPath: `/files/labels/${job.id}.pdf`,
        sha256,
      }
    },
    pdf: async (job, printer) =>
      (await renderPdf([movedBy(draw(job, printer), printer.offset)], orderNumberOf(job))).pdf,
    forPrinter: async (job, printer) => {
      requireClosed(job)
      const key = `${job.id} ${JSON.stringify(printer)}`
      const known = ready.get(key)
      if (known !== undefined) return known
      const page = await pageForPrinter(draw(job, printer), printer, orderNumberOf(job))
      for (const oldest of ready.keys()) if (ready.size >= READY) ready.delete(oldest)
      ready.set(key, page)
      return page
    },
  }
}

/** A label that cannot be drawn is refused before anything is sent, with the drawing's own code beside. */
function orRefused<T>(drawing: () => T): T {
  try {
    return drawing()
  } catch (error) {
    if (error instanceof DocumentError) throw problem('REFUSED', PRINT_REASON.notDrawn, { cause: error.code })
    throw error
  }
}
