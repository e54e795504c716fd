import type { PrintJobView } from '../../contract/station/packing.ts'
import type {
  DocumentAnswer,
  DocumentKind,
  PrintAnswer,
  PrintAttemptView,
  PrinterQueue,
} from '../../contract/station/printing.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import { pageForPrinter } from '../devices/page-for-printer.ts'
import type { PrinterBook } from '../devices/printer-book.ts'
import type { Printer } from '../devices/printer-setup.ts'
import { calibrationPage, testPage } from '../devices/test-page.ts'
import { PRINT_REASON, type PrintReason } from '../devices/transport.ts'
import { renderSvg } from '../documents/svg.ts'
import { problem } from '../rpc/problems.ts'
import type { LabelPages } from './label-pages.ts'
import { type DrawnDocument, type KeptPage, keptPage, preparePage } from './prepare-page.ts'
import { attemptView, isOfPage, type NewAttempt, type PrintAttempt, type PrintAttempts } from './print-attempts.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'
import { openPrintQueues, type RetryPlan } from './print-queues.ts'

/** How long an answer waits for the page to leave. */
const ANSWER_MS = 3_000
/** What waits for longer than this when the station starts is not printed by itself: twice as long as a queue tries. */
const WAITS_MS = 10 * 60_000

/** Where pages go from the screens to the printers: one attempt at a time for each page, one page at a time for each printer. */
export type PrintDesk = {
  print(printJobId: string, printerId: string | undefined, operatorId: string | null): Promise<PrintAnswer>
  document(
    wanted: { kind: DocumentKind; path: string; printerId?: string | undefined },
    by: { operatorId: string | null; draw: (printer: Printer) => Promise<DrawnDocument> },
  ): Promise<DocumentAnswer>
  test(printer: Printer, what: 'test' | 'calibration', operatorId: string | null): Promise<PrintAnswer>
  queues(): PrinterQueue[]
  withdraw(attemptId: string): PrintAttemptView
  tryNow(printerId: string): void
  /** True while a page is on its way to a printer, or waits for it. */
  busy(printerId: string): boolean
  /** Goes on with what waits since shortly before the start; what waits for longer is taken back. */
  resume(): void
  close(): Promise<void>
}

/** What the desk is built from. */
export type DeskParts = {
  core: StationCore
  printJobs: PrintJobs
  attempts: PrintAttempts
  pages: LabelPages
  book: PrinterBook
  view: (job: PrintJob) => PrintJobView
  /** Draws one of the station's own documents again, by its path. */
  drawDocument: (path: string, printer: Printer) => Promise<DrawnDocument>
  retry?: RetryPlan | undefined
}

/** Opens the desk; nothing moves before `resume`. */
export function openPrintDesk(parts: DeskParts): PrintDesk {
  const { core, printJobs, attempts, pages, book } = parts
  const { platform, journal } = core
  const newId = () => uuidV7(platform.now(), platform.randomBytes(16))
  // What was drawn when somebody pressed: the writer need not draw it again.
  const drawn = new Map<string, KeptPage>()
  // What had waited too long at the start: nobody stands at the printer for it any more, and a copied journal prints nothing.
  const forgotten = new Set<string>()
  const stale = (attempt: PrintAttempt): PrintReason | null => {
    if (forgotten.has(attempt.id)) return PRINT_REASON.takenBack
    return attempt.print_job_id === null ? null : pages.stale(printJobs.get(attempt.print_job_id))
  }
  const queues = openPrintQueues({
    journal,
    attempts,
    printJobs,
    now: platform.now,
    newId,
    log: platform.log,
    prepare: preparePage({ ...parts, drawn, stale }),
    stale,
    ...(parts.retry === undefined ? {} : { retry: parts.retry }),
  })
  const find = (id: string): PrintJob => {
    const job = printJobs.get(id)
    if (job === undefined) throw problem('NOT_FOUND', 'E-PRN-009', { job: id })
    return job
  }
  const place = (attempt: NewAttempt, page: KeptPage, also: () => void = () => undefined): PrintAttempt => {
    let placed: PrintAttempt | undefined
    journal.commit(() => {
      also()
      placed = attempts.insert(attempt)
    })
    drawn.set(attempt.id, page)
    queues.wake(attempt.printer_id)
    return placed as PrintAttempt
  }
  const newAttempt = (printer: Printer, document: NewAttempt['document'], operatorId: string | null): NewAttempt => ({
    id: newId(),
    print_job_id: null,
    document,
    source: '',
    printer_id: printer.id,
    printer_name: printer.name,
    operator_id: operatorId,
    requested_at: platform.now(),
    state: 'waiting',
  })
  const outcome = async (attempt: PrintAttempt) => {
    const end = await queues.settled(attempt.id, ANSWER_MS)
    drawn.delete(attempt.id)
    const jobId = attempt.print_job_id
    const latest = jobId === null ? end : (attempts.openOf(jobId) ?? end)
    return {
      by: 'station' as const,
      attempt: attemptView(latest),
      job: jobId === null ? null : parts.view(find(jobId)),
    }
  }

  /** The attempt that a further press means: the one under way, unless it is to go to another printer and may still. */
  const underWay = (id: string, printerId: string | undefined): PrintAttempt | undefined => {
    const open = attempts.openOf(id)
    if (open === undefined) return undefined
    const same = printerId === undefined || printerId === open.printer_id
    if (open.state === 'waiting') {
      if (same && platform.now() - open.requested_at >= 1_000) queues.tryNow(open.printer_id)
      return same ? open : undefined
    }
    if (isOfPage(open) || find(id).state !== 'sending') return undefined
    if (!same) throw problem('CONFLICT', PRINT_REASON.underWay, { printer: open.printer_name })
    return open
  }

  /** The same document that waits for the same printer, or is on its way there: a second press means this one. */
  const alike = ({ document, source, printer_id }: NewAttempt): PrintAttempt | undefined =>
    attempts
      .open()
      .find(
        (open) =>
          open.print_job_id === null &&
          open.document === document &&
          open.source === source &&
          open.printer_id === printer_id,
      )

  return {
    print: async (id, printerId, operatorId) => {
      const before = underWay(id, printerId)
      if (before !== undefined) return outcome(before)
      requirePrintable(find(id), { pages, attempts })
      const printer = book.choose(printerId, 'label')
      const way = book.way(printer)
      book.requireFit(printer, pages.draw(find(id), printer))
      if (way.by === 'page')
        return {
          by: 'page',
          printerId: printer.id,
          systemName: way.systemName,
          page: await pages.page(find(id), printer),
        }
      const page = await pages.forPrinter(find(id), printer)
      // Another window may have been quicker while it was drawn.
      const meanwhile = underWay(id, printerId)
      if (meanwhile !== undefined) return outcome(meanwhile)
      const job = find(id)
      requirePrintable(job, { pages, attempts })
      const wanted = { ...newAttempt(printer, 'label', operatorId), print_job_id: id }
      const attempt = place(wanted, keptPage(page, printer), () => {
        const elsewhere = attempts.openOf(id)
        if (elsewhere !== undefined) queues.takeBack(elsewhere.id, PRINT_REASON.takenBack)
        if (job.state === 'requested') printJobs.move(id, 'rendered', { sha256: page.sha256 })
      })
      return outcome(attempt)
    },
    document: async ({ kind, path, printerId }, { operatorId, draw }) => {
      const printer = book.choose(printerId, kind)
      const way = book.way(printer)
      if (way.by === 'page') return { by: 'page', printerId: printer.id, systemName: way.systemName, path }
      const document = await draw(printer)
      book.requireFit(printer, document)
      const wanted = { ...newAttempt(printer, kind, operatorId), source: path }
      const { attempt: latest } = await outcome(alike(wanted) ?? place(wanted, keptPage(document.page, printer)))
      return { by: 'station', attempt: latest }
    },
    test: async (printer, what, operatorId) => {
      const way = book.way(printer)
      const model = what === 'test' ? testPage(printer) : calibrationPage(printer)
      const page = await pageForPrinter(model, printer, printer.name)
      if (way.by === 'station') return outcome(place(newAttempt(printer, what, operatorId), keptPage(page, printer)))
      const { widthMm, heightMm } = model
      const shown = { printJobId: '', pdfPath: '', widthMm, heightMm, svg: renderSvg(model), sha256: page.sha256 }
      return { by: 'page', printerId: printer.id, systemName: way.systemName, page: shown }
    },
    queues: () => queueViews(attempts, printJobs, book, queues.held),
    withdraw: (attemptId) => {
      let back: PrintAttempt | undefined
      journal.commit(() => {
        back = queues.takeBack(attemptId, PRINT_REASON.takenBack)
      })
      const now = back ?? attempts.get(attemptId)
      if (now === undefined) throw problem('NOT_FOUND', 'E-PRN-009', { job: attemptId })
      if (back === undefined) throw problem('CONFLICT', 'E-PRN-010', { state: now.state })
      return attemptView(now)
    },
    tryNow: queues.tryNow,
    busy: (printerId) => attempts.open().some((attempt) => attempt.printer_id === printerId),
    resume: () => {
      for (const { id, state, requested_at } of attempts.open())
        if (state === 'waiting' && Math.abs(platform.now() - requested_at) > WAITS_MS) forgotten.add(id)
      queues.wakeAll()
    },
    close: queues.close,
  }
}

/** CONFLICT for a job that is on its way or done, or not the newest; REFUSED E-PRN-034 when a page of it may be on paper. */
export function requirePrintable(job: PrintJob, rows: { pages: LabelPages; attempts: PrintAttempts }): void {
  if (!['requested', 'rendered', 'failed'].includes(job.state))
    throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
  rows.pages.requireNewest(job)
  rows.pages.requireClosed(job)
  if (rows.attempts.mayBeOnPaper(job.id)) throw problem('REFUSED', PRINT_REASON.mayBeOnPaper, { copy: job.copy })
}

function queueViews(
  attempts: PrintAttempts,
  printJobs: PrintJobs,
  book: PrinterBook,
  held: (printerId: string) => { reason: string; tryAgainAt: number } | null,
): PrinterQueue[] {
  const views = new Map<string, PrinterQueue>()
  for (const attempt of attempts.open()) {
    // A dialog whose page is gone never says how it ended; its job tells what a person has found out since.
    const job = attempt.print_job_id === null ? undefined : printJobs.get(attempt.print_job_id)
    if (attempt.state === 'sending' && job !== undefined && job.state !== 'sending') continue
    const view = views.get(attempt.printer_id) ?? {
      printerId: attempt.printer_id,
      printerName: attempt.printer_name,
      kind: book.find(attempt.printer_id)?.kind ?? null,
      attempts: [],
      held: held(attempt.printer_id),
    }
    view.attempts.push(attemptView(attempt))
    views.set(attempt.printer_id, view)
  }
  return [...views.values()]
}
