import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PrinterRoutes, PrinterView } from '../../../contract/station/devices.ts'
import type { PrinterQueue } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { printReasonWords } from '../../print-reasons.ts'
import { DOCUMENT_KINDS, PRINTER_KINDS, printerName } from '../../printing/printer-words.ts'
import { type PrinterStanding, standingOf, usePrinterStatus } from '../../printing/printers.ts'
import { cx } from '../../ui/cx.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { MediaWords } from './printers-media.tsx'
import styles from './printers-parts.module.css'
import { documentsOf, takesDocument } from './printers-rules.ts'
import type { TestPage, TestResult } from './printers-tests.ts'

/** What can be opened about a printer. */
export type PrinterAct = 'edit' | 'calibrate' | 'pages' | 'remove'

type RowProps = {
  readonly printer: PrinterView
  readonly routes: PrinterRoutes
  readonly queue: PrinterQueue | undefined
  readonly changes: boolean
  readonly result: TestResult | undefined
  readonly onTest: (what: TestPage) => void
  readonly onAct: (act: PrinterAct) => void
}

const MARKS: Readonly<Record<PrinterStanding['state'], MarkKind>> = {
  ready: 'ok',
  'not-ready': 'warning',
  unknown: 'waiting',
  asking: 'waiting',
}

function StateWord({ printer, state }: { printer: PrinterView; state: PrinterStanding['state'] }) {
  if (printer.kind === 'dialog') return <Trans>opens for every page</Trans>
  switch (state) {
    case 'ready':
      return <Trans>Ready</Trans>
    case 'not-ready':
      return <Trans>Not ready</Trans>
    case 'unknown':
      return <Trans>Does not say how it is</Trans>
    case 'asking':
      return <Trans>Being asked</Trans>
  }
}

/** The one thing to do; who stands in these settings is not sent to them. */
function Todo({ reason }: { reason: string }) {
  const { i18n } = useLingui()
  const words = printReasonWords(reason)
  if (reason === 'E-PRN-030') return <Trans>Set it up in the system again, or choose another one under Edit.</Trans>
  if (reason === 'E-PRN-033') return <Trans>Make the folder, or give another one under Edit.</Trans>
  return words === null ? null : i18n._(words.todo)
}

/** What is wrong with a printer, and the one thing to do about it. */
function Wrong({ reason, waiting, printerId }: { reason: string; waiting: number; printerId: string }) {
  const { i18n } = useLingui()
  const queries = useQueryClient()
  const words = printReasonWords(reason)
  const again = useMutation({
    mutationFn: () => api.printing.tryNow({ printerId }),
    onSuccess: (queues) => {
      queries.setQueryData(['print', 'queues'], queues)
      void queries.invalidateQueries({ queryKey: ['devices', 'status', printerId] })
    },
  })
  return (
    <div className={styles.wrong} data-problem={reason}>
      <p>
        {words === null ? reason : i18n._(words.what)}{' '}
        <span>
          <Todo reason={reason} />
        </span>
      </p>
      {waiting === 0 ? null : (
        <Button onPress={() => again.mutate()} isDisabled={again.isPending}>
          <Trans>Try now</Trans>
        </Button>
      )}
    </div>
  )
}

const SAID: Readonly<Record<TestResult['state'], MarkKind>> = {
  busy: 'waiting',
  waiting: 'warning',
  sending: 'waiting',
  sent: 'ok',
  failed: 'error',
  unknown: 'warning',
  withdrawn: 'off',
  error: 'error',
}

function TestWords({ result }: { result: Exclude<TestResult, { state: 'error' }> }) {
  const { i18n } = useLingui()
  const words = 'reason' in result && result.reason !== null ? printReasonWords(result.reason) : null
  const why = words === null ? '' : ` ${i18n._(words.what)}`
  switch (result.state) {
    case 'busy':
    case 'sending':
      return <Trans>The page is on its way.</Trans>
    case 'waiting':
      return <Trans>The page waits.{why} It comes by itself once the printer is ready.</Trans>
    case 'sent':
      return result.what === 'test' ? (
        <Trans>Sent. Is the page there, whole, and does its code scan?</Trans>
      ) : (
        <Trans>Sent. Measure the page, then enter what you read.</Trans>
      )
    case 'unknown':
      return <Trans>Nobody knows whether the page came out.{why} Look at the printer.</Trans>
    case 'failed':
      return <Trans>Nothing was printed.{why}</Trans>
    case 'withdrawn':
      return <Trans>It was taken back before it was printed.</Trans>
  }
}

/** What the last test came to. */
export function TestSaid({ result }: { result: TestResult | undefined }) {
  if (result === undefined) return null
  if (result.state === 'error') return <ProblemNote error={result.error} known={PrintProblem} />
  const mark = SAID[result.state]
  return (
    <p className={styles.said} data-mark={mark} data-test-result={result.state} role="status">
      <Mark kind={mark} size={18} px />
      <span>
        <TestWords result={result} />
      </span>
    </p>
  )
}

/** The words of a printing code for a note; null for a problem that is none. */
export function PrintProblem(problem: { readonly code: string }) {
  return printReasonWords(problem.code) === null ? null : <ReasonWords code={problem.code} />
}

function ReasonWords({ code }: { code: string }) {
  const { i18n } = useLingui()
  const words = printReasonWords(code)
  return words === null ? null : (
    <>
      {i18n._(words.what)} {i18n._(words.todo)}
    </>
  )
}

function Documents({ printer, routes }: Pick<RowProps, 'printer' | 'routes'>) {
  const { i18n } = useLingui()
  const kinds = documentsOf(routes, printer.id)
  const unfit = kinds.filter((kind) => !takesDocument(printer, kind))
  return (
    <>
      {kinds.length === 0 ? (
        <span>
          <Trans>No documents go here</Trans>
        </span>
      ) : (
        <b>{kinds.map((kind) => i18n._(DOCUMENT_KINDS[kind])).join(' · ')}</b>
      )}
      {unfit.length === 0 ? null : <ReasonWords code="E-PRN-044" />}
    </>
  )
}

function Links({ printer, changes, onAct }: Pick<RowProps, 'printer' | 'changes' | 'onAct'>) {
  return (
    <div className={styles.links}>
      {changes ? (
        <TextButton onPress={() => onAct('calibrate')}>
          <Trans>Calibrate…</Trans>
        </TextButton>
      ) : null}
      <TextButton onPress={() => onAct('pages')}>
        <Trans>Last pages…</Trans>
      </TextButton>
      {changes && !printer.builtIn ? (
        <TextButton onPress={() => onAct('remove')}>
          <Trans>Remove…</Trans>
        </TextButton>
      ) : null}
    </div>
  )
}

/** One printer of the station: what it is, how it stands, what goes to it, and what can be done. */
export function PrinterRow({ printer, routes, queue, changes, result, onTest, onAct }: RowProps) {
  const { i18n, t } = useLingui()
  const status = usePrinterStatus(printer)
  const failed = status.data === undefined && status.error !== null
  const { state, reason, waiting } = standingOf(
    printer,
    failed ? { state: 'unknown', reasons: [], waiting: null } : status.data,
    queue,
  )
  const mark = MARKS[state]
  const name = printerName(printer, i18n)
  return (
    <li className={styles.printer} data-printer={printer.id} data-state={state}>
      <span className={styles.mark} data-mark={mark}>
        <Mark kind={mark} size={20} px />
      </span>
      <div className={styles.name}>
        <b>{name}</b>
        <span data-standing>
          <StateWord printer={printer} state={state} />
        </span>
        {waiting === 0 ? null : (
          <span>
            <Plural value={waiting} one="# page in the queue" other="# pages in the queue" />
          </span>
        )}
      </div>
      <div className={styles.acts}>
        <Button
          onPress={() => onTest('test')}
          isDisabled={result?.state === 'busy'}
          aria-label={t`Print a test on ${name}`}
        >
          <Trans>Print a test</Trans>
        </Button>
        {changes ? (
          <Button onPress={() => onAct('edit')} aria-label={t`Edit ${name}`}>
            <Trans>Edit…</Trans>
          </Button>
        ) : null}
      </div>
      <div className={cx(styles.facts, styles.what)}>
        {printer.kind === 'dialog' ? null : (
          <span>
            {i18n._(PRINTER_KINDS[printer.kind])}
            {printer.address === '' ? '' : ` · ${printer.address}`}
          </span>
        )}
        <span>
          <MediaWords printer={printer} />
        </span>
        <Documents printer={printer} routes={routes} />
      </div>
      {reason === null ? null : <Wrong reason={reason} waiting={waiting} printerId={printer.id} />}
      <TestSaid result={result} />
      <Links printer={printer} changes={changes} onAct={onAct} />
    </li>
  )
}
