import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import type { DevicesView } from '../../../contract/station/devices.ts'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { LABEL_FILTERS, type LabelFilter } from '../../office/label-filter-words.ts'
import { OfficeScreen } from '../../office/office-screen.tsx'
import { ProblemNote } from '../../office/problem-note.tsx'
import { useKeys } from '../../office/use-keys.ts'
import { printerName } from '../../printing/printer-words.ts'
import { printerFor, useDevices, useQueues } from '../../printing/printers.ts'
import { go, setFilters, usePlace } from '../../router.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { EmptyState } from '../../ui/office/empty-state.tsx'
import { Select } from '../../ui/office/select.tsx'
import { ListFoot, ListPage } from '../../ui/office/shell.tsx'
import type { Column } from '../../ui/office/table-row.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { VirtualTable } from '../../ui/office/virtual-table.tsx'
import { type JobAct, JobState, LabelSheet, useReason } from './label-sheet.tsx'
import { LabelThumb } from './label-thumb.tsx'
import styles from './labels.module.css'
import { PrinterStrip } from './printer-strip.tsx'
import { ReprintDialog } from './reprint-dialog.tsx'
import { SendDialog } from './send-dialog.tsx'
import { matching, useActs, useQueue } from './use-labels.ts'

const SHOWS: readonly LabelFilter[] = ['all', 'unknown', 'open', 'done']
const EVERY_PRINTER = 'all'

function useColumns(): readonly Column<PrintJobView>[] {
  const { i18n } = useLingui()
  const format = useFormat()
  const reasonWord = useReason()
  return useMemo(() => {
    const printer = (job: PrintJobView): string => (job.printer === null ? '–' : printerName(job.printer, i18n))
    const at = (job: PrintJobView): string => {
      const sentAt = job.sentAt ?? job.printer?.sentAt ?? null
      return sentAt === null ? '–' : format.dateTime(sentAt)
    }
    return [
      { id: 'label', header: <Trans>Label</Trans>, width: 56, cell: (job) => <LabelThumb key={job.id} job={job} /> },
      {
        id: 'order',
        header: <Trans>Order</Trans>,
        width: 176,
        strong: true,
        cell: (job) => formatCode(job.orderNumber),
      },
      { id: 'carton', header: <Trans>Carton</Trans>, width: 76, align: 'end', cell: (job) => job.cartonNumber },
      { id: 'state', header: <Trans>State</Trans>, width: 264, cell: (job) => <JobState state={job.state} /> },
      { id: 'printer', header: <Trans>Printer</Trans>, width: 168, cell: printer },
      { id: 'sent', header: <Trans>Last printed</Trans>, width: 160, cell: at },
      { id: 'copy', header: <Trans>Copy</Trans>, width: 64, align: 'end', cell: (job) => job.copy },
      { id: 'reason', header: <Trans>Why again</Trans>, width: 152, cell: (job) => reasonWord(job.reason) },
      { id: 'by', header: <Trans>By</Trans>, width: 'fill', cell: (job) => job.operatorName ?? '–' },
    ]
  }, [format, reasonWord, i18n])
}

type FilterProps = {
  readonly show: LabelFilter
  readonly printerId: string | null
  readonly view: DevicesView | undefined
}

function Filter({ show, printerId, view }: FilterProps) {
  const { i18n, t } = useLingui()
  const printers = (view?.printers ?? []).map((printer) => ({ id: printer.id, name: printerName(printer, i18n) }))
  return (
    <>
      <Segmented
        label={t`Which labels`}
        options={SHOWS.map((id) => ({ id, name: t(LABEL_FILTERS[id]) }))}
        value={show}
        onChange={(id) => setFilters({ show: id === 'all' ? null : id })}
      />
      {printers.length < 2 ? null : (
        <div className={styles.choosePrinter}>
          <Select
            label={t`Printer`}
            hideLabel
            options={[{ id: EVERY_PRINTER, name: t`All printers` }, ...printers]}
            value={printerId ?? EVERY_PRINTER}
            onChange={(id) => setFilters({ printer: id === EVERY_PRINTER ? null : id })}
          />
        </div>
      )}
    </>
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

type Asked = { readonly what: 'reprint' | 'elsewhere'; readonly job: PrintJobView }

/** What shows of the journal, where each label went last, and the printers. */
function useLabels() {
  const search = usePlace((place) => place.search)
  const text = search.get('q') ?? ''
  const show = SHOWS.find((one) => one === search.get('show')) ?? 'all'
  const view = useDevices().data
  const queues = useQueues().data ?? []
  const printerId = view?.printers.find(({ id }) => id === search.get('printer'))?.id ?? null
  const queue = useQueue(show)
  const printerOf = (job: PrintJobView): string | undefined => job.printer?.id ?? view?.routes.label
  const jobs = matching(queue.data?.jobs ?? [], { text, printerId }, printerOf)
  return { text, show, printerId, queue, jobs, view, queues, query: search.toString() }
}

/** Labels: the print journal. Jobs whose label nobody has seen stand on top until a person has looked. */
export default function Labels({ rest }: { rest: readonly string[] }) {
  const { t } = useLingui()
  const { text, show, printerId, queue, jobs, view, queues, query } = useLabels()
  const [asked, setAsked] = useState<Asked | null>(null)
  const request = useActs((job, sent) => {
    setAsked(null)
    if (sent.act !== 'reprint') return
    toast(t`Copy ${job.copy} waits to be printed`)
    openJob(job.id)
  })
  const open = jobs.find((job) => job.id === rest[0]) ?? null
  const openJob = (id: string | null): void => {
    request.reset()
    go(`/labels${id === null ? '' : `/${encodeURIComponent(id)}`}${query === '' ? '' : `?${query}`}`, { replace: true })
  }
  const onAct = (what: JobAct): void => {
    if (open === null || request.isPending) return
    request.reset()
    if (what === 'reprint' || what === 'elsewhere') setAsked({ what, job: open })
    else request.mutate({ act: what, job: open })
  }
  const lookFor = open !== null && (open.state === 'unknown' || open.state === 'sent')
  useKeys({ y: () => lookFor && onAct('found'), n: () => lookFor && onAct('missing') })
  const columns = useColumns()
  const shown =
    open === null ? columns : columns.filter(({ id }) => ['label', 'order', 'state', 'printer'].includes(id))
  const dialog = { busy: request.isPending, error: request.error, onClose: () => setAsked(null) }
  return (
    <OfficeScreen
      current="/labels"
      title={<Trans>Labels</Trans>}
      search={{ value: text, onChange: (q) => setFilters({ q }), placeholder: t`Order or number on the label` }}
      {...(open === null
        ? {}
        : {
            sheet: (
              <LabelSheet
                key={open.id}
                job={open}
                printer={printerFor(view, 'label')}
                busy={request.isPending}
                error={asked === null ? request.error : null}
                onAct={onAct}
                onClose={() => openJob(null)}
              />
            ),
          })}
    >
      <ListPage
        filters={<Filter show={show} printerId={printerId} view={view} />}
        foot={<Foot shown={jobs.length} unknown={queue.data?.unknown ?? 0} />}
      >
        <div className={styles.list}>
          <div>
            {view === undefined ? null : <PrinterStrip view={view} queues={queues} />}
            <ProblemNote error={queue.data === undefined ? queue.error : null} onRetry={() => void queue.refetch()} />
          </div>
          <VirtualTable
            label={t`Labels`}
            columns={shown}
            rows={jobs}
            rowKey={(job) => job.id}
            loading={queue.isPending}
            openKey={open?.id ?? null}
            onOpen={openJob}
            isDim={(job) => job.state === 'voided'}
            empty={<Nothing everything={text === '' && show === 'all' && printerId === null} />}
          />
        </div>
      </ListPage>
      {asked?.what === 'reprint' ? (
        <ReprintDialog
          job={asked.job}
          {...dialog}
          onSend={(how) => request.mutate({ act: 'reprint', job: asked.job, request: how })}
        />
      ) : null}
      {asked?.what === 'elsewhere' && view !== undefined ? (
        <SendDialog
          job={asked.job}
          view={view}
          queues={queues}
          from={asked.job.printer?.id ?? view.routes.label}
          {...dialog}
          onSend={(to) => request.mutate({ act: 'elsewhere', job: asked.job, printerId: to })}
        />
      ) : null}
    </OfficeScreen>
  )
}
