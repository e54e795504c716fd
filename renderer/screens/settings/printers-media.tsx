import { Trans, useLingui } from '@lingui/react/macro'
import type { PrinterForm } from '../../../contract/station/devices.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { NumberField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import styles from './printers-parts.module.css'
import { PAPERS, type Paper, paperOf, speaksZpl, takesAnySize } from './printers-rules.ts'

const PAPER_ORDER = ['100x150', '4x6', '62x29', 'a4', 'custom', 'any'] as const satisfies readonly Paper[]

function usePaperName(): (paper: Paper) => string {
  const { t } = useLingui()
  return (paper) => {
    switch (paper) {
      case '100x150':
        return '100 × 150 mm'
      case '4x6':
        return '4 × 6 in'
      case '62x29':
        return '62 × 29 mm'
      case 'a4':
        return 'A4'
      case 'custom':
        return t`Another size`
      case 'any':
        return t`Any size`
    }
  }
}

/** Paper, resolution and orientation of a printer in a few words. */
export function MediaWords({ printer }: { printer: Pick<PrinterForm, 'kind' | 'media' | 'dpi' | 'orientation'> }) {
  const { t } = useLingui()
  const nameOf = usePaperName()
  const paper = paperOf(printer.media)
  const size =
    paper === 'custom' && printer.media !== null
      ? `${printer.media.widthMm} × ${printer.media.heightMm} mm`
      : nameOf(paper)
  const parts = [
    size,
    ...(printer.kind === 'dialog' ? [] : [`${printer.dpi} dpi`]),
    ...(printer.orientation === 'landscape' ? [t`landscape`] : []),
  ]
  return <>{parts.join(' · ')}</>
}

type FieldsProps = { readonly form: PrinterForm; readonly set: (change: Partial<PrinterForm>) => void }

function CustomSize({ form, set }: FieldsProps) {
  const { widthMm, heightMm } = form.media ?? PAPERS['100x150']
  const decimals = { maximumFractionDigits: 1, useGrouping: false }
  return (
    <div className={styles.pair}>
      <NumberField
        label={<Trans>Width in mm</Trans>}
        value={widthMm}
        minValue={10}
        maxValue={1_000}
        step={0.1}
        formatOptions={decimals}
        onChange={(width) => set({ media: { widthMm: width, heightMm } })}
      />
      <NumberField
        label={<Trans>Length in mm</Trans>}
        value={heightMm}
        minValue={10}
        maxValue={2_000}
        step={0.1}
        formatOptions={decimals}
        onChange={(height) => set({ media: { widthMm, heightMm: height } })}
      />
    </div>
  )
}

/** The paper of a printer: its size, resolution and how pages lie on it. */
export function MediaFields({ form, set }: FieldsProps) {
  const { t } = useLingui()
  const nameOf = usePaperName()
  const paper = paperOf(form.media)
  const zpl = speaksZpl(form)
  // A size that has a name can still be "another one" while it is being typed.
  const custom = paper === 'custom'
  const papers = PAPER_ORDER.filter((one) => one !== 'any' || takesAnySize(form.kind))
  const choose = (id: string | null): void => {
    const chosen = papers.find((one) => one === id)
    if (chosen === undefined) return
    if (chosen === 'any') set({ media: null })
    else if (chosen === 'custom') set({ media: { widthMm: 100, heightMm: 100 } })
    else set({ media: PAPERS[chosen] })
  }
  return (
    <>
      <div className={styles.pair}>
        <Select
          label={<Trans>Paper that is in it</Trans>}
          options={papers.map((id) => ({ id, name: nameOf(id) }))}
          value={paper}
          onChange={choose}
          help={<Trans>A page of another size is not sent.</Trans>}
        />
        {form.kind === 'dialog' ? null : (
          <Select
            label={<Trans>Resolution</Trans>}
            options={[203, 300, 600].map((dpi) => ({ id: String(dpi), name: `${dpi} dpi` }))}
            value={String(form.dpi)}
            onChange={(id) => set({ dpi: id === '300' ? 300 : id === '600' ? 600 : 203 })}
            help={<Trans>Stands on its plate; bars are drawn in whole dots.</Trans>}
          />
        )}
      </div>
      {custom ? <CustomSize form={form} set={set} /> : null}
      {zpl ? null : (
        <div className={styles.field}>
          <b>
            <Trans>How the page lies on the paper</Trans>
          </b>
          <Segmented
            label={t`How the page lies on the paper`}
            options={[
              { id: 'portrait', name: <Trans>Upright</Trans> },
              { id: 'landscape', name: <Trans>Turned by a quarter</Trans> },
            ]}
            value={form.orientation}
            onChange={(orientation) => set({ orientation })}
          />
        </div>
      )}
    </>
  )
}
