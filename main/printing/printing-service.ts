import { labelCarton } from '../../commands/packing/close-carton.ts'
import type { PrintJobView } from '../../contract/station/packing.ts'
import type { PrintPage, ReprintReason } from '../../contract/station/printing.ts'
import type { Row } from '../../db/tables.ts'
import { ShippingLabelInput } from '../../domain/shipping-label.ts'
import type { PrintJobState } from '../../domain/states.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import { renderShippingLabel } from '../documents/shipping-label.ts'
import { nextCopy } from '../packing/pack-screen.ts'
import { problem } from '../rpc/problems.ts'
import { jobView } from './job-view.ts'
import type { PrintJob, PrintJobs } from './print-jobs.ts'

/** The print journal as screens use it. Every state is on disk before the bytes that it speaks of exist. */
export type PrintingService = {
  queue(states: readonly PrintJobState[], before: number | null): { jobs: PrintJobView[]; unknown: number }
  preview(id: string): Promise<PrintPage>
  /** Moves a job to `sending` and hands out its page, once; CONFLICT for a job that is already on its way. */
  start(id: string): Promise<PrintPage>
  finish(id: string, outcome: 'sent' | 'failed'): PrintJobView
  reprint(id: string, reason: ReprintReason, by: { operatorId: string | null; supervised: boolean }): PrintJobView
  resolve(id: string, found: boolean, by: { operatorId: string | null; station: string }): Promise<PrintJobView>
  void(id: string): PrintJobView
  /** The PDF of a job's label. */
  pdf(id: string): Promise<Buffer>
  /** After a crash: what was being sent may be on paper or not, so a person has to look. The number of such jobs. */
  recover(): number
}

/** Builds the printing service. */
export function openPrintingService(core: StationCore, printJobs: PrintJobs): PrintingService {
  const { journal, platform, store } = core
  const orderById = store.reader.prepare('SELECT number FROM "order" WHERE id = ?').pluck()
  const cartonById = store.reader.prepare('SELECT * FROM carton WHERE id = ?')
  const operatorById = store.reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()

  const find = (id: string): PrintJob => {
    const job = printJobs.get(id)
    if (job === undefined) throw problem('NOT_FOUND', 'E-PRN-009', { job: id })
    return job
  }
  const cartonOf = (job: PrintJob) => cartonById.get(job.carton_id) as Row<'carton'> | undefined
  const view = (job: PrintJob): PrintJobView =>
    jobView(
      job,
      (orderById.get(job.order_id) as string | undefined) ?? '',
      cartonOf(job)?.number ?? 0,
      job.operator_id === null ? null : ((operatorById.get(job.operator_id) as string | undefined) ?? null),
    )
  /** Enforced where the rows are: no label for a carton whose content was not verified and closed, or was taken out again. */
  const requireClosed = (job: PrintJob): void => {
    const carton = cartonOf(job)
    if (carton === undefined || !['closed', 'labelled', 'loaded'].includes(carton.state))
      throw problem('REFUSED', 'E-PRN-011', { carton: carton?.number ?? 0 })
  }
  /** Of the copies of one label only the newest may reach paper: an older one has been given up. */
  const requireNewest = (job: PrintJob): void => {
    if (printJobs.ofCarton(job.carton_id)?.id !== job.id) throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
  }
  const render = (job: PrintJob) => {
    requireClosed(job)
    return renderShippingLabel(ShippingLabelInput.parse(JSON.parse(job.input)))
  }
  const page = (job: PrintJob, rendered: { svg: string; sha256: string }): PrintPage => ({
    printJobId: job.id,
    widthMm: 100,
    heightMm: 150,
    svg: rendered.svg,
    pdfPath: `/files/labels/${job.id}.pdf`,
    sha256: rendered.sha256,
  })
  const change = (run: () => PrintJob): PrintJob => {
    let job: PrintJob | undefined
    journal.commit(() => {
      job = run()
    })
    return job as PrintJob
  }

  const start: PrintingService['start'] = async (id) => {
    const before = find(id)
    if (!['requested', 'rendered', 'failed'].includes(before.state))
      throw problem('CONFLICT', 'E-PRN-010', { state: before.state })
    requireNewest(before)
    const rendered = await render(before)
    if (before.state === 'requested') {
      if (find(id).state !== 'requested') throw problem('CONFLICT', 'E-PRN-010', { state: find(id).state })
      change(() => printJobs.move(id, 'rendered', { sha256: rendered.sha256 }))
    }
    const now = find(id)
    requireNewest(now)
    if (now.state !== 'rendered' && now.state !== 'failed') throw problem('CONFLICT', 'E-PRN-010', { state: now.state })
    const sending = change(() => printJobs.move(id, 'sending', { attempt: now.attempt + 1 }))
    return page(sending, rendered)
  }

  return {
    queue: (states, before) => ({
      jobs: printJobs.list(states, before, 200).map(view),
      unknown: printJobs.count(['unknown']),
    }),
    preview: async (id) => page(find(id), await render(find(id))),
    start,
    finish: (id, outcome) => {
      const job = find(id)
      if (job.state === outcome) return view(job)
      if (job.state !== 'sending') throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      return view(change(() => printJobs.move(id, outcome, outcome === 'sent' ? { sent_at: platform.now() } : {})))
    },
    reprint: (id, reason, by) => {
      const job = find(id)
      if (['requested', 'rendered', 'sending', 'voided'].includes(job.state))
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
          await work.run(labelCarton, { cartonId: job.carton_id, printJobId: id }, by)
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
      return view(change(() => printJobs.move(id, 'voided', { closed_at: platform.now() })))
    },
    pdf: async (id) => (await render(find(id))).pdf,
    recover: () => {
      const sending = printJobs.list(['sending'], null, 10_000)
      if (sending.length > 0) journal.commit(() => sending.forEach((job) => void printJobs.move(job.id, 'unknown')))
      return sending.length
    },
  }
}
