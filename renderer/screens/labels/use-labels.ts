import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import type { PrintAttemptView } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import type { LabelFilter } from '../../office/label-filter-words.ts'
import { sendLabel } from '../../printing/send-label.ts'
import type { JobAct } from './label-sheet.tsx'
import type { ReprintRequest } from './reprint-dialog.tsx'

type State = PrintJobView['state']

const STATES: Readonly<Record<LabelFilter, readonly State[] | null>> = {
  all: null,
  unknown: ['unknown'],
  open: ['requested', 'rendered', 'sending', 'sent', 'failed'],
  done: ['verified', 'voided'],
}

/** Jobs that need a person first, then the newest. */
function byUrgency(jobs: readonly PrintJobView[]): PrintJobView[] {
  return jobs.toSorted(
    (one, other) =>
      Number(other.state === 'unknown') - Number(one.state === 'unknown') || other.requestedAt - one.requestedAt,
  )
}

/** Which labels show: letters of the order or the number on it, and the id of the printer that they went to last. */
export type Wanted = { readonly text: string; readonly printerId: string | null }

/** The jobs that are wanted, the urgent ones first. A job that went nowhere yet belongs to the printer of its kind. */
export function matching(
  jobs: readonly PrintJobView[],
  wanted: Wanted,
  printerOf: (job: PrintJobView) => string | undefined,
): PrintJobView[] {
  const text = wanted.text.toLowerCase().replace(/\s/g, '')
  return byUrgency(jobs).filter(
    (job) =>
      (text === '' || `${job.orderNumber} ${job.code}`.toLowerCase().includes(text)) &&
      (wanted.printerId === null || printerOf(job) === wanted.printerId),
  )
}

/** The print journal, by what shows of it. */
export function useQueue(show: LabelFilter) {
  const states = STATES[show]
  return useQuery({
    queryKey: ['print', 'queue', show],
    queryFn: () => api.printing.queue(states === null ? {} : { states: [...states] }),
    refetchInterval: 3_000,
    placeholderData: keepPreviousData,
  })
}

/** One thing that a person asks to be done with a job. */
export type LabelRequest =
  | { readonly act: Exclude<JobAct, 'reprint' | 'elsewhere'>; readonly job: PrintJobView }
  | { readonly act: 'elsewhere'; readonly job: PrintJobView; readonly printerId: string }
  | { readonly act: 'reprint'; readonly job: PrintJobView; readonly request: ReprintRequest }

async function takeBack(job: PrintJobView): Promise<PrintJobView> {
  const last: PrintAttemptView | undefined = (await api.printing.attempts({ printJobId: job.id })).at(-1)
  if (last?.state === 'waiting') await api.printing.withdraw({ attemptId: last.id })
  return job
}

async function act(request: LabelRequest): Promise<PrintJobView> {
  const { job } = request
  const printJobId = job.id
  switch (request.act) {
    case 'found':
    case 'missing':
      return api.printing.resolve({ printJobId, found: request.act === 'found' })
    case 'void':
      return api.printing.void({ printJobId })
    case 'withdraw':
      return takeBack(job)
    case 'print':
      await sendLabel(printJobId)
      return job
    case 'elsewhere':
      await sendLabel(printJobId, request.printerId)
      return job
    case 'reprint': {
      const { reason, supervisor } = request.request
      return api.printing.reprint({ printJobId, reason, ...(supervisor === undefined ? {} : { supervisor }) })
    }
  }
}

/** Does what was asked; afterwards everything that tells about labels and printers is read anew. */
export function useActs(onDone: (job: PrintJobView, sent: LabelRequest) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onSettled: () => {
      for (const queryKey of [
        ['print', 'queue'],
        ['print', 'queues'],
        ['print', 'attempts'],
        ['devices', 'attempts'],
        ['strip'],
      ])
        void queries.invalidateQueries({ queryKey })
    },
  })
}
