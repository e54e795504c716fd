import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { PrinterView } from '../../../contract/station/devices.ts'
import type { PrintAttemptView } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { printReasonWords } from '../../print-reasons.ts'
import { ATTEMPT_STATES, printerName } from '../../printing/printer-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import styles from './printers-parts.module.css'

const PAGES: Readonly<Record<PrintAttemptView['document'], MessageDescriptor>> = {
  label: msg`Label`,
  slip: msg`Packing slip`,
  sheet: msg`Sheet of codes`,
  invoice: msg`Invoice`,
  test: msg`Test page`,
  calibration: msg`Calibration page`,
}

/** What left for a printer most recently, newest first, with what became of it. */
export function PagesDialog({ printer, onClose }: { printer: PrinterView; onClose: () => void }) {
  const { i18n, t } = useLingui()
  const format = useFormat()
  const { data, error } = useQuery({
    queryKey: ['devices', 'attempts', printer.id],
    queryFn: () => api.devices.attempts({ printerId: printer.id }),
    refetchInterval: 3_000,
  })
  const name = printerName(printer, i18n)
  return (
    <Dialog
      open
      onClose={onClose}
      width={720}
      title={<Trans>Last pages of {name}</Trans>}
      ends={
        <Button kind="primary" onPress={onClose} autoFocus>
          <Trans>Close</Trans>
        </Button>
      }
    >
      <ProblemNote error={data === undefined ? error : null} />
      {data?.length === 0 ? (
        <p>
          <Trans>Nothing was sent to it yet.</Trans>
        </p>
      ) : null}
      {data === undefined || data.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={t`Pages`}>
          <table className={styles.pages}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Asked for</Trans>
                </th>
                <th scope="col">
                  <Trans>Page</Trans>
                </th>
                <th scope="col">
                  <Trans>What became of it</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((attempt) => {
                const words = attempt.reason === null ? null : printReasonWords(attempt.reason)
                return (
                  <tr key={attempt.id} data-attempt={attempt.state}>
                    <td>{format.dateTime(attempt.requestedAt)}</td>
                    <td>{i18n._(PAGES[attempt.document])}</td>
                    <td>
                      <b>{i18n._(ATTEMPT_STATES[attempt.state])}</b>
                      {words === null ? '' : ` · ${i18n._(words.what)}`}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </Dialog>
  )
}
