import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PrinterView } from '../../../contract/station/devices.ts'
import { api } from '../../api.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { printerName } from '../../printing/printer-words.ts'
import { Button } from '../../ui/office/button.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { NumberField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './printers-parts.module.css'
import { PrintProblem, TestSaid } from './printers-row.tsx'
import { FRAME_MM, formOf, offsetAfter } from './printers-rules.ts'
import type { TestPage, TestResult } from './printers-tests.ts'

/** The calibration page in its upper left corner: the frame inside the paper, both gaps with their letters. */
function Drawing() {
  const { t } = useLingui()
  const ticks = Array.from({ length: 9 }, (_, index) => 46 + index * 14)
  return (
    <svg className={styles.drawing} viewBox="0 0 184 168" role="img" aria-label={t`The gaps A and B of the page`}>
      <path d="M18 168V14h166" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M46 168V44h138" fill="none" stroke="currentColor" strokeWidth="3" />
      <path
        d={ticks
          .map((at, index) => `M${at} 52v${index % 5 === 0 ? 16 : 8}M54 ${at - 2}h${index % 5 === 0 ? 16 : 8}`)
          .join('')}
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <g fill="none" stroke="var(--accent)" strokeWidth="2.5">
        <path d="M19 132h26M24 127l-5 5 5 5M40 127l5 5-5 5" />
        <path d="M140 15v28M135 20l5-5 5 5M135 38l5 5 5-5" />
      </g>
      <g fill="var(--accent)" fontSize="22" fontWeight="700">
        <text x="24" y="120">
          A
        </text>
        <text x="152" y="36">
          B
        </text>
      </g>
    </svg>
  )
}

type GapProps = {
  readonly edge: 'left' | 'top'
  readonly value: number
  readonly cut: boolean
  readonly onValue: (value: number) => void
  readonly onCut: (cut: boolean) => void
}

/** One gap as somebody measures it, or, where the frame is cut off, what the ruler shows at the edge. */
function Gap({ edge, value, cut, onValue, onCut }: GapProps) {
  return (
    <div className={styles.form}>
      <NumberField
        label={
          cut ? (
            edge === 'left' ? (
              <Trans>A: ruler at the left edge, in mm</Trans>
            ) : (
              <Trans>B: ruler at the upper edge, in mm</Trans>
            )
          ) : edge === 'left' ? (
            <Trans>A: gap on the left, in mm</Trans>
          ) : (
            <Trans>B: gap above, in mm</Trans>
          )
        }
        value={value}
        minValue={0}
        maxValue={20}
        step={0.1}
        formatOptions={{ maximumFractionDigits: 1 }}
        onChange={onValue}
      />
      <Checkbox isSelected={cut} onChange={onCut}>
        <Trans>The frame is cut off here</Trans>
      </Checkbox>
    </div>
  )
}

type CalibrateProps = {
  readonly printer: PrinterView
  readonly result: TestResult | undefined
  readonly onTest: (what: TestPage) => void
  readonly onClose: () => void
}

/** Prints the calibration page, takes what is measured on it and moves the print by the difference. */
export function CalibrateDialog({ printer, result, onTest, onClose }: CalibrateProps) {
  const { i18n, t } = useLingui()
  const queries = useQueryClient()
  const formId = useId()
  const [gaps, setGaps] = useState({ left: FRAME_MM, top: FRAME_MM, leftCut: false, topCut: false })
  const { offset } = printer
  const next = {
    xMm: offsetAfter(offset.xMm, gaps.left, gaps.leftCut),
    yMm: offsetAfter(offset.yMm, gaps.top, gaps.topCut),
  }
  const measured = !Number.isNaN(next.xMm) && !Number.isNaN(next.yMm)
  const changed = measured && (next.xMm !== offset.xMm || next.yMm !== offset.yMm)
  const save = useMutation({
    mutationFn: () => api.devices.savePrinter({ ...formOf(printer), offset: next }),
    onSuccess: (view) => {
      queries.setQueryData(['devices'], view)
      setGaps({ left: FRAME_MM, top: FRAME_MM, leftCut: false, topCut: false })
      toast(t`Saved. Print the page once more to see it.`)
    },
  })
  const name = printerName(printer, i18n)
  const { xMm, yMm } = measured ? next : offset
  const own = result?.what === 'calibration' ? result : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      width={680}
      title={<Trans>Calibrate {name}</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button kind="primary" type="submit" form={formId} isDisabled={!changed || save.isPending}>
            <Trans>Move the print</Trans>
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        className={styles.form ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          if (changed && !save.isPending) save.mutate()
        }}
      >
        <div className={styles.row}>
          <Button onPress={() => onTest('calibration')} isDisabled={own?.state === 'busy'}>
            <Trans>Print the calibration page</Trans>
          </Button>
          <TestSaid result={own} />
        </div>
        <div className={styles.calibrate}>
          <Drawing />
          <div className={styles.form}>
            <p>
              <Trans>Measure from the edge of the paper to the frame. {FRAME_MM} mm is right.</Trans>
            </p>
            <div className={styles.pair}>
              <Gap
                edge="left"
                value={gaps.left}
                cut={gaps.leftCut}
                onValue={(left) => setGaps((before) => ({ ...before, left }))}
                onCut={(leftCut) => setGaps((before) => ({ ...before, leftCut }))}
              />
              <Gap
                edge="top"
                value={gaps.top}
                cut={gaps.topCut}
                onValue={(top) => setGaps((before) => ({ ...before, top }))}
                onCut={(topCut) => setGaps((before) => ({ ...before, topCut }))}
              />
            </div>
            <p data-offset={`${xMm} ${yMm}`}>
              <Trans>
                The print will be moved {xMm} mm to the right and {yMm} mm down; less than 0 is left and up.
              </Trans>
            </p>
          </div>
        </div>
        <ProblemNote error={save.error} known={PrintProblem} />
      </Form>
    </Dialog>
  )
}
