import type { ThingView } from '../../contract/station/floor.ts'
import type { PrintJobView } from '../../contract/station/packing.ts'
import type { Row } from '../../db/tables.ts'
import { itemThing } from '../floor/views.ts'
import { jobView } from '../printing/job-view.ts'
import type { PrintJob, PrintJobs } from '../printing/print-jobs.ts'
import type { LoadedOrder } from './load-order.ts'

/** A label's print job as the bench shows it. */
export async function viewOf(
  tx: { get: (table: 'operator', id: string) => Promise<Row<'operator'> | undefined> },
  job: PrintJob,
  loaded: LoadedOrder,
  printJobs: Pick<PrintJobs, 'printerOf'>,
): Promise<PrintJobView> {
  const operator = job.operator_id === null ? undefined : await tx.get('operator', job.operator_id)
  return jobView(
    job,
    loaded.order.number,
    loaded.carton?.number ?? 0,
    operator?.name ?? null,
    printJobs.printerOf(job.id),
  )
}

/** The next copy of a job's label, still without an id of its own. */
export function nextCopy(job: PrintJob, reason: string, now: number, operatorId: string | null): Omit<PrintJob, 'id'> {
  const copy = job.copy + 1
  return {
    ...job,
    state: 'requested',
    copy,
    reason,
    input: JSON.stringify({ ...(JSON.parse(job.input) as object), copy }),
    sha256: null,
    attempt: 0,
    operator_id: operatorId,
    requested_at: now,
    sent_at: null,
    closed_at: null,
  }
}

/** What the bench expects to be scanned next, where it is one thing. */
export function expectedThing(loaded: LoadedOrder | null): ThingView | null {
  if (loaded === null) return null
  if (loaded.carton?.state === 'closed' && loaded.carton.code !== null)
    return { kind: 'carton', title: loaded.order.number, code: loaded.carton.code, picture: null }
  const next = loaded.lines.find((line) => line.packed < line.picked)
  if (next === undefined || loaded.carton === null) return null
  return itemThing(next.item)
}
