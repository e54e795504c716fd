import { Trans, useLingui } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import { Button } from 'react-aria-components'
import { DIALOG_ID } from '../../../contract/station/devices.ts'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { actionWord } from '../../floor/action-words.tsx'
import { printReasonWords } from '../../print-reasons.ts'
import { printerName } from '../../printing/printer-words.ts'
import { type PrinterStanding, useLabelPrinter } from '../../printing/printers.ts'
import { CodeChip } from '../../ui/floor/action-bar.tsx'
import type { LampState } from '../../ui/floor/strip.tsx'
import { Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import styles from './packing.module.css'
import { usePacking } from './packing-store.ts'

type LineProps = {
  /** Whether the label was tried and did not come: then the way out shows even if the printer says nothing. */
  readonly failed: boolean
  readonly disabled: boolean
  /** Prints on the printer with this id instead. */
  readonly onOther: (printerId: string) => void
}

function Words({ standing, name, told }: { standing: PrinterStanding; name: string; told: boolean }) {
  const { i18n } = useLingui()
  const words = standing.reason === null ? null : printReasonWords(standing.reason)
  return (
    <div>
      <Text weight="strong">
        {standing.state === 'ready' ? (
          <Trans>{name}, ready</Trans>
        ) : standing.state === 'not-ready' ? (
          <Trans>{name}, not ready</Trans>
        ) : (
          name
        )}
      </Text>
      {words === null || told ? null : <Text muted>{i18n._(words.what)}</Text>}
    </div>
  )
}

/** The lamp of a label printer that is not ready: seen while the carton is still being packed. Undefined while nothing is wrong. */
export function usePrinterLamp(): LampState | undefined {
  const label = useLabelPrinter()
  if (label?.standing.state !== 'not-ready') return undefined
  return {
    id: 'printer',
    word: <Trans>Printer</Trans>,
    deviation: {
      mark: 'warning',
      sentence: <Trans>Printer not ready</Trans>,
      detail: <Trans>Look at the printer</Trans>,
    },
  }
}

/** Which printer this label will come out of, why not where it is not ready, and then the print dialog as the way out. */
export function PrinterLine({ failed, disabled, onOther }: LineProps) {
  const { i18n } = useLingui()
  const label = useLabelPrinter()
  // The band below says it already, in larger type.
  const told = usePacking((state) => state.trouble !== null)
  if (label === null) return null
  const { printer, standing } = label
  const bad = standing.state === 'not-ready'
  return (
    <div className={styles.target} data-printer={printer.id} data-state={standing.state}>
      <span className={styles.printer} data-bad={bad || undefined}>
        {bad ? <Mark kind="warning" size={40} /> : <Printer aria-hidden="true" />}
        <Words standing={standing} name={printerName(printer, i18n)} told={told} />
      </span>
      {bad || failed ? (
        <Button
          className={styles.other ?? ''}
          isDisabled={disabled}
          onPress={() => onOther(DIALOG_ID)}
          data-action="print-by-dialog"
        >
          <span>{actionWord('printByDialog', i18n)}</span>
          {disabled ? null : <CodeChip code={COMMAND_CODES.printByDialog} />}
        </Button>
      ) : null}
    </div>
  )
}
