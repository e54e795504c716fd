import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import type { PrinterView } from '../../../contract/station/devices.ts'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import { type PrintAttemptView, ReprintReason } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { printReasonWords } from '../../print-reasons.ts'
import { printerName } from '../../printing/printer-words.ts'
import { InlineSvg } from '../../ui/inline-svg.tsx'
import { Mark } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import { SideSheet } from '../../ui/office/side-sheet.tsx'
import { AttemptStory, waitingOf } from './attempt-story.tsx'
import { JOB_STATES, REASON_WORDS } from './label-words.ts'
import styles from './labels.module.css'
import { Remedy } from './printer-strip.tsx'
import { PrintRefusal } from './send-dialog.tsx'

/** What can be done with a print job. */
export type JobAct = 'found' | 'missing' | 'reprint' | 'void' | 'print' | 'elsewhere' | 'withdraw'

/** A state as shape and word. */
export function JobState({ state }: { state: PrintJobView['state'] }) {
  const { t } = useLingui()
  const { word, mark } = JOB_STATES[state]
  return (
    <span className={styles.state} data-mark={mark}>
      <Mark kind={mark} size={16} px />
      {t(word)}
    </span>
  )
}

/** The reason in words; one that is not on the list is shown as it is. */
export function useReason(): (reason: string | null) => string {
  const { t } = useLingui()
  return (reason) => {
    const known = ReprintReason.options.find((one) => one === reason)
    return known === undefined ? (reason ?? '') : t(REASON_WORDS[known])
  }
}

type SheetProps = {
  readonly job: PrintJobView
  /** Where it prints without a choice; undefined while that is not known. */
  readonly printer: PrinterView | undefined
  readonly busy: boolean
  readonly error: unknown
  readonly onAct: (act: JobAct) => void
  readonly onClose: () => void
}

type ActionsProps = Pick<SheetProps, 'busy' | 'onAct' | 'printer'> & {
  readonly state: PrintJobView['state']
  readonly waits: boolean
  readonly previewed: boolean
}

function PrintActions({ busy, waits, previewed, printer, onAct }: ActionsProps) {
  return (
    <>
      {waits ? (
        <Button isDisabled={busy} onPress={() => onAct('withdraw')}>
          <Trans>Take back</Trans>
        </Button>
      ) : (
        <Button isDisabled={busy || !previewed} onPress={() => onAct('print')}>
          {printer === undefined || printer.kind === 'dialog' ? <Trans>Print…</Trans> : <Trans>Print</Trans>}
        </Button>
      )}
      <Button isDisabled={busy || !previewed} onPress={() => onAct('elsewhere')}>
        <Trans>Another printer…</Trans>
      </Button>
    </>
  )
}

function Actions(props: ActionsProps) {
  const { state, busy, onAct } = props
  const lookFor = state === 'unknown' || state === 'sent'
  const again = ['sent', 'verified', 'failed', 'unknown', 'voided'].includes(state)
  const printable = ['requested', 'rendered', 'failed'].includes(state)
  return (
    <>
      {lookFor ? (
        <>
          <Button kind="primary" isDisabled={busy} onPress={() => onAct('found')} hint="Y">
            <Trans>It is there</Trans>
          </Button>
          <Button isDisabled={busy} onPress={() => onAct('missing')} hint="N">
            <Trans>Not there</Trans>
          </Button>
        </>
      ) : null}
      {printable ? <PrintActions {...props} /> : null}
      {again ? (
        <Button isDisabled={busy} onPress={() => onAct('reprint')}>
          <Trans>Print again…</Trans>
        </Button>
      ) : null}
      <span className={styles.grow} />
      {['verified', 'voided', 'sending'].includes(state) ? null : (
        <Button kind="danger" isDisabled={busy} onPress={() => onAct('void')}>
          <Trans>Make void</Trans>
        </Button>
      )}
    </>
  )
}

/** What has to be done next about a label, if anything. */
function nextStep(state: PrintJobView['state'], last: PrintAttemptView | undefined) {
  if (state === 'unknown')
    return {
      tone: 'error' as const,
      text: <Trans>Nobody knows whether this label came out. Look at the printer: is it there?</Trans>,
    }
  const open = state === 'requested' || state === 'rendered' || state === 'failed'
  if (!open || last === undefined || last.reason === null || printReasonWords(last.reason) === null) return undefined
  if (last.state !== 'waiting' && last.state !== 'failed') return undefined
  return { tone: 'warning' as const, text: <Remedy reason={last.reason} /> }
}

/** One print job: the label as it was rendered, what became of it, and what may be done. */
export function LabelSheet({ job, printer, busy, error, onAct, onClose }: SheetProps) {
  const { i18n, t } = useLingui()
  const format = useFormat()
  const reasonWord = useReason()
  const preview = useQuery({
    queryKey: ['print', 'preview', job.id],
    queryFn: () => api.printing.preview({ printJobId: job.id }),
    staleTime: Infinity,
  })
  const story = useQuery({
    queryKey: ['print', 'attempts', job.id],
    queryFn: () => api.printing.attempts({ printJobId: job.id }),
    refetchInterval: 2_000,
  })
  const attempts = story.data ?? []
  const { state, orderNumber } = job
  const todo = nextStep(state, attempts.at(-1))
  return (
    <SideSheet
      title={<span className={styles.title}>{formatCode(orderNumber)}</span>}
      state={<JobState state={state} />}
      facts={[
        { id: 'carton', label: <Trans>Carton</Trans>, value: job.cartonNumber },
        {
          id: 'copy',
          label: <Trans>Copy</Trans>,
          value: job.reason === null ? job.copy : `${job.copy} · ${reasonWord(job.reason)}`,
        },
        { id: 'asked', label: <Trans>Asked for</Trans>, value: format.dateTime(job.requestedAt) },
        ...(job.sentAt === null
          ? []
          : [{ id: 'sent', label: <Trans>Sent to the printer</Trans>, value: format.dateTime(job.sentAt) }]),
        ...(job.printer === null
          ? []
          : [{ id: 'printer', label: <Trans>Printer</Trans>, value: printerName(job.printer, i18n) }]),
        ...(job.operatorName === null ? [] : [{ id: 'by', label: <Trans>By</Trans>, value: job.operatorName }]),
        { id: 'code', label: <Trans>Number on it</Trans>, value: formatCode(job.code) },
      ]}
      {...(todo === undefined ? {} : { todo })}
      actions={
        <Actions
          state={state}
          busy={busy}
          waits={waitingOf(attempts) !== undefined}
          previewed={preview.data !== undefined}
          printer={printer}
          onAct={onAct}
        />
      }
      onClose={onClose}
    >
      <AttemptStory attempts={attempts} />
      <div className={styles.preview}>
        <ProblemNote error={error ?? preview.error} known={PrintRefusal} />
        {preview.data === undefined ? null : (
          <>
            <div
              className={styles.paper}
              style={{ '--ratio': `${preview.data.widthMm} / ${preview.data.heightMm}` } as CSSProperties}
            >
              <InlineSvg svg={preview.data.svg} label={t`Label of ${orderNumber}`} />
            </div>
            <p className={styles.muted}>
              {preview.data.widthMm} × {preview.data.heightMm} mm ·{' '}
              <a href={preview.data.pdfPath} target="_blank" rel="noopener">
                <Trans>Open as PDF</Trans>
              </a>
            </p>
          </>
        )}
      </div>
    </SideSheet>
  )
}
