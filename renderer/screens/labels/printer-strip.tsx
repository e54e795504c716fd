import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DevicesView, PrinterView } from '../../../contract/station/devices.ts'
import type { PrinterQueue } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { printReasonWords } from '../../print-reasons.ts'
import { printerName } from '../../printing/printer-words.ts'
import { type PrinterStanding, standingOf, usePrinterStatus } from '../../printing/printers.ts'
import { Mark, type MarkKind } from '../../ui/marks.tsx'
import { Button } from '../../ui/office/button.tsx'
import styles from './labels.module.css'

const MARKS: Readonly<Record<PrinterStanding['state'], MarkKind>> = {
  ready: 'ok',
  'not-ready': 'warning',
  unknown: 'waiting',
  asking: 'waiting',
}

/** The standing of a printer as it is known now. */
export function useStanding(printer: PrinterView, queue: PrinterQueue | undefined): PrinterStanding {
  const status = usePrinterStatus(printer)
  const silent = status.data === undefined && status.error !== null
  return standingOf(printer, silent ? { state: 'unknown', reasons: [], waiting: null } : status.data, queue)
}

/** What keeps a printer from printing, and its one remedy. */
export function Remedy({ reason }: { reason: string }) {
  const { i18n } = useLingui()
  const words = printReasonWords(reason)
  return words === null ? (
    reason
  ) : (
    <>
      <b>{i18n._(words.what)}</b> {i18n._(words.todo)}
    </>
  )
}

type LineProps = { readonly printer: PrinterView; readonly queue: PrinterQueue | undefined }

function Line({ printer, queue }: LineProps) {
  const { i18n } = useLingui()
  const queries = useQueryClient()
  const { state, reason, waiting } = useStanding(printer, queue)
  const again = useMutation({
    mutationFn: () => api.printing.tryNow({ printerId: printer.id }),
    onSuccess: (queues) => {
      queries.setQueryData(['print', 'queues'], queues)
      void queries.invalidateQueries({ queryKey: ['print'] })
      void queries.invalidateQueries({ queryKey: ['devices'] })
    },
  })
  const mark = MARKS[state]
  return (
    <li className={styles.printer} data-printer={printer.id} data-state={state}>
      <span className={styles.state} data-mark={mark}>
        <Mark kind={mark} size={16} px />
        {printerName(printer, i18n)}
      </span>
      {waiting === 0 ? null : (
        <span>
          <Plural value={waiting} one="# page waits" other="# pages wait" />
        </span>
      )}
      {reason === null ? (
        <span className={styles.muted}>
          {printer.kind === 'dialog' ? (
            <Trans>The print dialog opens for every label.</Trans>
          ) : state === 'ready' ? (
            <Trans>Ready</Trans>
          ) : null}
        </span>
      ) : (
        <span className={styles.remedy} data-problem={reason}>
          <Remedy reason={reason} />
        </span>
      )}
      {waiting > 0 && reason !== null ? (
        <Button isDisabled={again.isPending} onPress={() => again.mutate()}>
          <Trans>Try now</Trans>
        </Button>
      ) : null}
    </li>
  )
}

/** The printer that labels go to, and every other one in whose queue something stands; each with its one remedy when it is not ready. */
export function PrinterStrip({ view, queues }: { view: DevicesView; queues: readonly PrinterQueue[] }) {
  const { t } = useLingui()
  const queueOf = (id: string) => queues.find(({ printerId }) => printerId === id)
  const shown = view.printers.filter(({ id }) => id === view.routes.label || queueOf(id) !== undefined)
  return (
    <ul className={styles.printers} aria-label={t`Printers`}>
      {shown.map((printer) => (
        <Line key={printer.id} printer={printer} queue={queueOf(printer.id)} />
      ))}
    </ul>
  )
}
