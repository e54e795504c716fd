import { Trans, useLingui } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import { DIALOG_ID } from '../../../contract/station/devices.ts'
import type { PackBench, PrintJobView } from '../../../contract/station/packing.ts'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { ActionIcon, actionWord } from '../../floor/action-words.tsx'
import { PrimaryAction } from '../../floor/primary-action.tsx'
import { primaryOf } from '../../floor/primary-of.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Choices } from '../../ui/floor/choices.tsx'
import { LabelPreview } from '../../ui/floor/label-preview.tsx'
import { Stack, Text, Verb } from '../../ui/floor/text.tsx'
import { StepTicks } from '../../ui/floor/ticks.tsx'
import { Mark } from '../../ui/marks.tsx'
import type { PackDrawing } from './pack-drawing.ts'
import styles from './packing.module.css'
import { useLabel, usePacking } from './packing-store.ts'
import { PrinterLine } from './printer-line.tsx'
import { ServiceLine } from './service-step.tsx'

/** The label of this carton between its measures, or its place while it is being drawn. */
export function LabelEvidence() {
  const { t } = useLingui()
  const page = useLabel((label) => label.page)
  if (page === null)
    return (
      <div className={styles.waiting}>
        <Trans>Drawing the label</Trans>
      </div>
    )
  return (
    <LabelPreview
      svg={page.svg}
      widthMm={page.widthMm}
      heightMm={page.heightMm}
      label={t`The label as it is printed`}
    />
  )
}

function LabelCode({ bench }: { bench: PackBench }) {
  const code = bench.printJob?.code ?? bench.carton?.code ?? ''
  const lead = formatCode(code.slice(0, -4))
  return (
    <Stack gap={4} above={16}>
      <Text muted>
        <Trans>Last four of the label</Trans>
      </Text>
      <div className={styles.code} data-label-code={code}>
        <span className={styles.lead}>{lead}</span>
        <span className={styles.last}>{code.slice(-4)}</span>
      </div>
    </Stack>
  )
}

function PrintSteps({ here }: { here: number }) {
  return (
    <StepTicks
      here={here}
      steps={[
        { id: 'ready', word: <Trans>Prepared</Trans> },
        { id: 'sent', word: <Trans>Sent to the printer</Trans> },
        { id: 'verified', word: <Trans>Label checked</Trans> },
      ]}
    />
  )
}

/** The label is ready: one press prints it, once. While the band says why it does not come, only the way out stays above it. */
export function PrintNow({ drawing: { bench, print } }: { drawing: PackDrawing }) {
  const { i18n } = useLingui()
  const { printJob } = bench
  const printing = useLabel((label) => label.printing !== null)
  const told = usePacking((state) => state.trouble !== null)
  const offered = primaryOf(bench.actions, ['print'])
  const copy = printJob?.copy ?? 1
  return (
    <>
      <Verb>
        <Trans>Print the label</Trans>
      </Verb>
      <LabelCode bench={bench} />
      <ServiceLine bench={bench} />
      <Stack gap={10} above={12}>
        {told ? null : (
          <>
            {copy > 1 ? (
              <Text size="m" weight="strong">
                {printJob?.reason === 'service-changed' ? (
                  <Trans>With the new service: an earlier label counts no more</Trans>
                ) : (
                  <Trans>Copy {copy}: throw the earlier label away</Trans>
                )}
              </Text>
            ) : (
              <div className={styles.steps}>
                <PrintSteps here={1} />
              </div>
            )}
            <PrimaryAction
              id="print-primary"
              icon={<ActionIcon name="print" />}
              word={printing ? <Trans>Printing</Trans> : actionWord('print', i18n)}
              code={offered?.code ?? COMMAND_CODES.print}
              disabled={printing || printJob === null || bench.alert !== null || offered?.enabled === false}
              onAction={() => {
                if (printJob !== null) void print(printJob.id)
              }}
            />
          </>
        )}
        <PrinterLine
          failed={printJob?.state === 'failed'}
          disabled={printing || printJob === null || bench.alert !== null}
          onOther={(printerId) => {
            if (printJob !== null) void print(printJob.id, printerId)
          }}
        />
      </Stack>
    </>
  )
}

function SentWords({ time, printer }: { time: string; printer: PrintJobView['printer'] }) {
  if (time === '') return <Trans>Sent to the printer</Trans>
  if (printer === null || printer.id === DIALOG_ID) return <Trans>Sent to the printer at {time}</Trans>
  const { name } = printer
  return (
    <Trans>
      Sent to {name} at {time}
    </Trans>
  )
}

/** The label was sent; only its scan tells that it came out and sits on the right carton. */
export function LabelNow({ bench }: { bench: PackBench }) {
  const format = useFormat()
  const at = bench.printJob?.sentAt ?? null
  const time = at === null ? '' : format.time(at)
  return (
    <>
      <Verb>
        <Trans>Stick it on, then scan the label</Trans>
      </Verb>
      <LabelCode bench={bench} />
      <ServiceLine bench={bench} />
      <Stack gap={28} above={32}>
        <PrintSteps here={2} />
        {bench.alert !== null ? null : bench.printJob?.state === 'unknown' ? (
          <div className={styles.printer} data-unclear>
            <Mark kind="error" size={40} />
            <div>
              <Text weight="strong">
                <Trans>Nobody knows whether it came out</Trans>
              </Text>
              <Text>
                <Trans>Look at the printer. If it is not there, press "Not printed".</Trans>
              </Text>
            </div>
          </div>
        ) : (
          <div className={styles.printer}>
            <Printer aria-hidden="true" />
            <div>
              <Text weight="strong">
                <SentWords time={time} printer={bench.printJob?.printer ?? null} />
              </Text>
              <Text muted>
                <Trans>Only the scan tells whether it came out.</Trans>
              </Text>
            </div>
          </div>
        )}
      </Stack>
    </>
  )
}

/** What became of the label: not out, damaged, or out of another printer. */
export function LabelProblemNow({ drawing: { bench, send } }: { drawing: PackDrawing }) {
  const { i18n, t } = useLingui()
  return (
    <>
      <Verb>
        <Trans>What happened to the label?</Trans>
      </Verb>
      <Stack above={20}>
        <Choices
          columns={1}
          label={t`What happened to the label?`}
          choices={bench.choices.map(({ name, code, enabled }) => ({
            id: name,
            icon: <ActionIcon name={name} />,
            word: actionWord(name, i18n),
            code,
            disabled: !enabled,
            onChoose: () => send(code),
          }))}
        />
      </Stack>
    </>
  )
}
