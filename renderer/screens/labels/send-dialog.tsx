import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { DevicesView, PrinterView } from '../../../contract/station/devices.ts'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import type { PrinterQueue } from '../../../contract/station/printing.ts'
import { formatCode } from '../../i18n/format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { printReasonWords } from '../../print-reasons.ts'
import { printerName } from '../../printing/printer-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { Select } from '../../ui/office/select.tsx'
import styles from './labels.module.css'
import { Remedy, useStanding } from './printer-strip.tsx'

type SendProps = {
  readonly job: PrintJobView
  readonly view: DevicesView
  readonly queues: readonly PrinterQueue[]
  /** The printer at which it waits or failed: not offered first. */
  readonly from: string | null
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: (printerId: string) => void
  readonly onClose: () => void
}

function Standing({ printer, queue }: { printer: PrinterView; queue: PrinterQueue | undefined }) {
  const { reason } = useStanding(printer, queue)
  return reason === null ? null : (
    <p className={styles.remedy} data-problem={reason}>
      <Remedy reason={reason} />
    </p>
  )
}

/** A refusal of a print in words; null for what is no matter of printing. */
export function PrintRefusal({ code }: { code: string }) {
  return printReasonWords(code) === null ? null : <Remedy reason={code} />
}

/** Sends a label that is on no paper yet to another printer than the one it would go to. */
export function SendDialog({ job, view, queues, from, busy, error, onSend, onClose }: SendProps) {
  const { i18n } = useLingui()
  const others = view.printers.filter(({ id }) => id !== from)
  const [printerId, setPrinterId] = useState(others[0]?.id ?? null)
  const printer = view.printers.find(({ id }) => id === printerId)
  const order = formatCode(job.orderNumber)
  return (
    <Dialog
      open
      onClose={onClose}
      title={<Trans>Print the label of {order} elsewhere</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button
            kind="primary"
            isDisabled={printer === undefined || busy}
            onPress={() => (printer === undefined ? undefined : onSend(printer.id))}
          >
            <Trans>Print there</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <Select
          label={<Trans>Printer</Trans>}
          options={others.map((one) => ({ id: one.id, name: printerName(one, i18n) }))}
          value={printerId}
          onChange={setPrinterId}
        />
        {printer === undefined ? null : (
          <Standing printer={printer} queue={queues.find((queue) => queue.printerId === printer.id)} />
        )}
        {from === null ? null : (
          <p className={styles.muted}>
            <Trans>What waits for the other printer is taken back first: it comes out once.</Trans>
          </p>
        )}
        <ProblemNote error={error} known={PrintRefusal} />
      </div>
    </Dialog>
  )
}
