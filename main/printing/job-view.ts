import type { PrintJobView } from '../../contract/station/packing.ts'
import type { PrintJob } from './print-jobs.ts'

/** A print job with the names that people know it by, and the printer of its last attempt. */
export function jobView(
  job: PrintJob,
  orderNumber: string,
  cartonNumber: number,
  operatorName: string | null,
  printer: PrintJobView['printer'],
): PrintJobView {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    copy: job.copy,
    reason: job.reason,
    orderId: job.order_id,
    orderNumber,
    cartonId: job.carton_id,
    cartonNumber,
    code: job.code,
    requestedAt: job.requested_at,
    sentAt: job.sent_at,
    operatorName,
    printer,
  }
}
