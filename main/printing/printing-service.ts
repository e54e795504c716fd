import { labelCarton } from '../../commands/packing/close-carton.ts'
import { DIALOG_ID } from '../../contract/station/devices.ts'
import type { PrintJobView } from '../../contract/station/packing.ts'
import type { PrintAttemptView, PrintPage, ReprintReason } from '../../contract/station/printing.ts'
import type { PrintJobState } from '../../domain/states.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import type { PrinterBook } from '../devices/printer-book.ts'
import { PRINT_REASON } from '../devices/transport.ts'
import { renderSvg } from '../documents/svg.ts'
import { nextCopy } from '../packing/label-jobs.ts'
import { accepted, problem } from '../rpc/problems.ts'
import { jobView } from './job-view.ts'
import { openLabelPages } from './label-pages.ts'
import { attemptView, isOfPage, openPrintAttempts } from './print-attempts.ts'
import { type DeskParts, openPrintDesk, type PrintDesk, requirePrintable } from './print-desk.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'
import type { RetryPlan } from './print-queues.ts'

/** The print journal as screens use it. Every state is on disk before the bytes that it speaks of exist. */
export type PrintingService = {
  queue(states: readonly PrintJobState[], before: number | null): { jobs: PrintJobView[]; unknown: number }
  preview(id: string): Promise<PrintPage>
  /** Moves a job to `sending` and hands out its page, once; CONFLICT for a job that is already on its way. */
  start(id: string, printerId: string | undefined, operatorId: string | null): Promise<PrintPage>
  finish(id: string, outcome: 'sent' | 'failed'): PrintJobView
  reprint(id: string, reason: ReprintReason, by: { operatorId: string | null; supervised: boolean }): PrintJobView
  resolve(id: string, found: boolean, by: { operatorId: string | null; station: string }): Promise<PrintJobView>
  void(id: string): PrintJobView
  /** The drawing of a job's label as SVG, cheap enough for a row of a list. Throws like `preview`. */
  drawing(id: string): string
  /** The PDF of a job's label. */
  pdf(id: string): Promise<Buffer>
  attemptsOf(id: string): PrintAttemptView[]
  latest(printerId: string): PrintAttemptView[]
  readonly desk: PrintDesk
  /** After a crash: what was being sent may be on paper or not, so a person has to look. The number of such jobs. */
  recover(): number
}

/** What the printing service needs beside the journal. */
export type PrintingParts = {
  book: PrinterBook
  drawDocument: DeskParts['drawDocument']
  retry?: RetryPlan | undefined
}

/** Builds the printing service. */
export function openPrintingService(core: StationCore, printJobs: PrintJobs, parts: PrintingParts): PrintingService {
  const { journal, platform, store } = core
  const { book } = parts
  const attempts = openPrintAttempts(journal.database)
  const pages = openLabelPages(core, printJobs)
  const orderById = store.reader.prepare('SELECT number FROM "order" WHERE id = ?').pluck()
  const operatorById = store.reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()

  const find = (id: string): PrintJob => {
    const job = printJobs.get(id)
    if (job === undefined) throw problem('NOT_FOUND', 'E-PRN-009', { job: id })
    return job
  }
  const { cartonOf, requireClosed, requireNewest } = pages
  const view = (job: PrintJob): PrintJobView =>
    jobView(
      job,
      (orderById.get(job.order_id) as string | undefined) ?? '',
      cartonOf(job)?.number ?? 0,
      job.operator_id === null ? null : ((operatorById.get(job.operator_id) as string | undefined) ?? null),
      printJobs.printerOf(job.id),
    )
  const change = (run: () => PrintJob): PrintJob => {
    let job: PrintJob | undefined
    journal.commit(() => {
      job = run()
    })
    return job as PrintJob
  }

  /** What still waits for a printer is taken back: the job goes another way, or nowhere. */
  const takeBack = (id: string): void => {
    const open = attempts.openOf(id)
    if (open?.state === 'waiting')
      attempts.move(open.id, 'withdrawn', {
        reason: PRINT_REASON.takenBack,
        bytes_left: 'none',
        ended_at: platform.now(),
      })
  }
  const start: PrintingService['start'] = async (id, printerId, operatorId) => {
    requirePrintable(find(id), { pages, attempts })
    const printer = book.choose(printerId ?? DIALOG_ID, 'label')
    if (book.way(printer).by !== 'page') throw problem('REFUSED', PRINT_REASON.notHere, { printer: printer.name })
    book.requireFit(printer, pages.draw(find(id), printer))
    const page = await pages.page(find(id), printer)
    const now = find(id)
    requirePrintable(now, { pages, attempts })
    change(() => {
      takeBack(id)
      if (now.state === 'requested') printJobs.move(id, 'rendered', { sha256: page.sha256 })
      attempts.insert({
        id: uuidV7(platform.now(), platform.randomBytes(16)),
        print_job_id: id,
        document: 'label',
        source: '',
        printer_id: printer.id,
        printer_name: printer.name,
        operator_id: operatorId,
        requested_at: platform.now(),
        sent_at: platform.now(),
        state: 'sending',
      })
      return printJobs.move(id, 'sending', { attempt: now.attempt + 1 })
    })
    return page
  }
  /** The page says how its dialog ended. */
  const endOfPage = (id: string, outcome: 'sent' | 'failed'): void => {
    const open = attempts.openOf(id)
    if (open === undefined || !isOfPage(open)) return
    const end = { ended_at: platform.now() }
    if (outcome === 'sent') attempts.move(open.id, 'sent', { ...end, bytes_left: 'all' })
    else attempts.move(open.id, 'failed', { ...end, bytes_left: 'none', reason: PRINT_REASON.cancelled })
  }
  const desk = openPrintDesk({ core, printJobs, attempts, pages, view, ...parts })

  return {
    queue: (states, before) => ({
      jobs: printJobs.list(states, before, 200).map(view),
      unknown: printJobs.count(['unknown']),
    }),
    preview: (id) => {
      const job = find(id)
      const printer = book.forPreview('label')
      // Whoever looks at a label prints it next.
      if (printer.kind !== 'dialog') setImmediate(() => pages.forPrinter(job, printer).catch(() => undefined))
      return pages.page(job, printer)
    },
    start,
    finish: (id, outcome) => {
      const job = find(id)
      if (job.state === outcome) return view(job)
      const open = attempts.openOf(id)
      if (job.state !== 'sending' || (open !== undefined && !isOfPage(open)))
        throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      return view(
        change(() => {
          endOfPage(id, outcome)
          return printJobs.move(id, outcome, outcome === 'sent' ? { sent_at: platform.now() } : {})
        }),
      )
    },
    reprint: (id, reason, by) => {
      const job = find(id)
      if (['requested', 'rendered', 'sending'].includes(job.state))
        throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      requireNewest(job)
      requireClosed(job)
      if (printJobs.reprints(job.carton_id) >= core.policies().freeReprints && !by.supervised)
        throw problem('REFUSED', 'E-PRN-006', { name: 'supervisorNeeded', copies: job.copy })
      const next: PrintJob = {
        ...nextCopy(job, reason, platform.now(), by.operatorId),
        id: uuidV7(platform.now(), platform.randomBytes(16)),
      }
      return view(
        change(() => {
          takeBack(id)
          if (job.state === 'sent' || job.state === 'unknown')
            printJobs.move(id, reason === 'not-printed' ? 'failed' : 'voided', { closed_at: platform.now() })
          printJobs.insert(next)
          return next
        }),
      )
    },
    resolve: async (id, found, by) => {
      const job = find(id)
      if (job.state !== 'unknown' && job.state !== 'sent') throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      if (!found) return view(change(() => printJobs.move(id, 'failed', { closed_at: platform.now() })))
      await core.executor.transact(async (work) => {
        if (cartonOf(job)?.state === 'closed')
          accepted(await work.run(labelCarton, { cartonId: job.carton_id, printJobId: id }, by))
        work.also(() => printJobs.move(id, 'verified', { closed_at: work.now }))
      })
      return view(find(id))
    },
    void: (id) => {
      const job = find(id)
      if (job.state === 'sending' || job.state === 'voided')
        throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      // A carton at the bench needs its label; who wants it gone takes the carton apart.
      if (cartonOf(job)?.state === 'closed' && printJobs.ofCarton(job.carton_id)?.id === id)
        throw problem('REFUSED', 'E-PRN-012', { carton: cartonOf(job)?.number ?? 0 })
      return view(
        change(() => {
          takeBack(id)
          return printJobs.move(id, 'voided', { closed_at: platform.now() })
        }),
      )
    },
    drawing: (id) => renderSvg(pages.draw(find(id), book.forPreview('label'))),
    pdf: (id) => pages.pdf(find(id), book.forPreview('label')),
    attemptsOf: (id) => attempts.ofJob(find(id).id).map(attemptView),
    latest: (printerId) => attempts.latest(printerId, 50).map(attemptView),
    desk,
    recover: () => {
      const sending = printJobs.list(['sending'], null, 10_000)
      const broken = attempts.open().filter(({ state }) => state === 'sending')
      const end = { reason: PRINT_REASON.died, bytes_left: 'some' as const, ended_at: platform.now() }
      if (sending.length + broken.length > 0)
        journal.commit(() => {
          for (const attempt of broken) attempts.move(attempt.id, 'unknown', end)
          for (const job of sending) printJobs.move(job.id, 'unknown')
        })
      return sending.length
    },
  }
}
