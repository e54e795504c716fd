import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { LABEL_FILTERS, type LabelFilter } from '../../office/label-filter-words.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { printPage } from '../../print.ts'
import { go, setFilters, usePlace } from '../../router.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import { type JobAct, JobState, LabelSheet, useReason } from './label-sheet.tsx'
import styles from './labels.module.css'
import { ReprintDialog, type ReprintRequest } from './reprint-dialog.tsx'

type State = PrintJobView['state']
const SHOWS: readonly LabelFilter[] = ['all', 'unknown', 'open', 'done']
const STATES: Readonly<Record<LabelFilter, readonly State[] | null>> = {
  all: null,
  unknown: ['unknown'],
  open: ['requested', 'rendered', 'sending', 'sent', 'failed'],
  done: ['verified', 'voided'],
}

/** Jobs that need a person first, then the newest. */
export function byUrgency(jobs: readonly PrintJobView[]): PrintJobView[] {
  return jobs.toSorted(
    (one, other) =>
      Number(other.state === 'unknown') - Number(one.state === 'unknown') || other.requestedAt - one.requestedAt,
  )
}

/** Moves a job to the printer by the dialog of this host; what the host reports becomes its state. */
async function print(job: PrintJobView): Promise<PrintJobView> {
  const page = await api.printing.start({ printJobId: job.id })
  let outcome: 'sent' | 'failed' = 'failed'
  try {
    outcome = await printPage(page)
  } finally {
    await api.printing.finish({ printJobId: job.id, outcome })
  }
  return job
}

type Request =
  | { readonly act: Exclude<JobAct, 'reprint'>; readonly job: PrintJobView }
  | { readonly act: 'reprint'; readonly job: PrintJobView; readonly request: ReprintRequest }

async function act(request: Request): Promise<PrintJobView> {
  const printJobId = request.job.id
  switch (request.act) {
    case 'found':
    case 'missing':
      return api.printing.resolve({ printJobId, found: request.act === 'found' })
    case 'void':
      return api.printing.void({ printJobId })
    case 'print':
      return print(request.job)
    case 'reprint': {
      const { reason, supervisor } = request.request
      return api.printing.reprint({ printJobId, reason, ...(supervisor === undefined ? {} : { supervisor }) })
    }
  }
}

function useColumns(): readonly Column<PrintJobView>[] {
  const format = useFormat()
  const reasonWord = useReason()
  return useMemo(
    () => [
      {
        id: 'order',
        header: <Trans>Order</Trans>,
        width: 208,
        strong: true,
        cell: (job) => formatCode(job.orderNumber),
      },
      { id: 'carton', header: <Trans>Carton</Trans>, width: 84, align: 'end', cell: (job) => job.cartonNumber },
      { id: 'state', header: <Trans>State</Trans>, width: 240, cell: (job) => <JobState state={job.state} /> },
      { id: 'copy', header: <Trans>Copy</Trans>, width: 72, align: 'end', cell: (job) => job.copy },
      { id: 'reason', header: <Trans>Why again</Trans>, width: 168, cell: (job) => reasonWord(job.reason) },
      { id: 'asked', header: <Trans>Asked for</Trans>, width: 168, cell: (job) => format.dateTime(job.requestedAt) },
      { id: 'by', header: <Trans>By</Trans>, width: 'fill', cell: (job) => job.operatorName ?? '–' },
    ],
    [format, reasonWord],
  )
}

function useQueue(show: LabelFilter) {
  const states = STATES[show]
  return useQuery({
    queryKey: ['print', 'queue', show],
    queryFn: () => api.printing.queue(states === null ? {} : { states: [...states] }),
    refetchInterval: 3_000,
    placeholderData: keepPreviousData,
  })
}

function useActs(onDone: (job: PrintJobView, sent: Request) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: onDone,
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['print', 'queue'] })
      void queries.invalidateQueries({ queryKey: ['strip'] })
    },
  })
}

function Filter({ show }: { show: LabelFilter }) {
  const { t } = useLingui()
  return (
    <Segmented
      label={t`Which labels`}
      options={SHOWS.map((id) => ({ id, name: t(LABEL_FILTERS[id]) }))}
      value={show}
      onChange={(id) => setFilters({ show: id === 'all' ? null : id })}
    />
  )
}

function Nothing({ everything }: { everything: boolean }) {
  return everything ? (
    <EmptyState
      title={<Trans>No label was printed yet</Trans>}
      advice={<Trans>The first one comes when a carton is closed at the packing bench.</Trans>}
    />
  ) : (
    <EmptyState
      mark="off"
      title={<Trans>No label is like that</Trans>}
      advice={<Trans>Look at all of them, or take letters away.</Trans>}
    />
  )
}

/** The jobs of the journal that the search of the address names. */
function matching(jobs: readonly PrintJobView[], wanted: string): PrintJobView[] {
  const text = wanted.toLowerCase().replace(/\s/g, '')
  return byUrgency(jobs).filter((job) => text === '' || `${job.orderNumber} ${job.code}`.toLowerCase().includes(text))
}

function Foot({ shown, unknown }: { shown: number; unknown: number }) {
  return (
    <ListFoot
      summary={<Plural value={shown} one="# label" other="# labels" />}
      detail={
        unknown > 0 ? (
          <Plural value={unknown} one="# unclear: look at the printer" other="# unclear: look at the printer" />
        ) : (
          <Trans>None unclear</Trans>
        )
      }
    />
  )
}

/** Labels: the print journal. Jobs whose label nobody has seen stand on top until a person has looked. */
export default function Labels({ rest }: { rest: readonly string[] }) {
  const { t } = useLingui()
  const search = usePlace((place) => place.search)
  const wanted = search.get('q') ?? ''
  const show = SHOWS.find((one) => one === search.get('show')) ?? 'all'
  const [again, setAgain] = useState<PrintJobView | null>(null)
  const queue = useQueue(show)
  const request = useActs((job, sent) => {
    setAgain(null)
    if (sent.act !== 'reprint') return
    toast(t`Copy ${job.copy} waits to be printed`)
    openJob(job.id)
  })
  const jobs = matching(queue.data?.jobs ?? [], wanted)
  const open = jobs.find((job) => job.id === rest[0]) ?? null
  const query = search.toString()
  const openJob = (id: string | null): void => {
    request.reset()
    go(`/labels${id === null ? '' : `/${encodeURIComponent(id)}`}${query === '' ? '' : `?${query}`}`, { replace: true })
  }
  const onAct = (what: JobAct): void => {
    if (open === null || request.isPending) return
    request.reset()
    if (what === 'reprint') setAgain(open)
    else request.mutate({ act: what, job: open })
  }
  const lookFor = open !== null && (open.state === 'unknown' || open.state === 'sent')
  useKeys({ y: () => lookFor && onAct('found'), n: () => lookFor && onAct('missing') })
  const columns = useColumns()
  const shown = open === null ? columns : columns.filter(({ id }) => ['order', 'carton', 'state', 'copy'].includes(id))
  return (
    <OfficeScreen
      current="/labels"
      title={<Trans>Labels</Trans>}
      search={{ value: wanted, onChange: (q) => setFilters({ q }), placeholder: t`Order or number on the label` }}
      {...(open === null
        ? {}
        : {
            sheet: (
              <LabelSheet
                job={open}
                busy={request.isPending}
                error={again === null ? request.error : null}
                onAct={onAct}
                onClose={() => openJob(null)}
              />
            ),
          })}
    >
      <ListPage filters={<Filter show={show} />} foot={<Foot shown={jobs.length} unknown={queue.data?.unknown ?? 0} />}>
        <div className={styles.list}>
          <ProblemNote error={queue.data === undefined ? queue.error : null} onRetry={() => void queue.refetch()} />
          <VirtualTable
            label={t`Labels`}
            columns={shown}
            rows={jobs}
            rowKey={(job) => job.id}
            loading={queue.isPending}
            openKey={open?.id ?? null}
            onOpen={openJob}
            isDim={(job) => job.state === 'voided'}
            empty={<Nothing everything={wanted === '' && show === 'all'} />}
          />
        </div>
      </ListPage>
      {again === null ? null : (
        <ReprintDialog
          job={again}
          busy={request.isPending}
          error={request.error}
          onClose={() => setAgain(null)}
          onSend={(asked) => request.mutate({ act: 'reprint', job: again, request: asked })}
        />
      )}
    </OfficeScreen>
  )
}
