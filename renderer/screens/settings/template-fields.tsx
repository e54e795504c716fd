import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SYMBOLOGIES } from '../../../domain/label-code.ts'
import type { TemplateElement, TemplateLine, TemplateText } from '../../../domain/template.ts'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import styles from './templates.module.css'

/** An element and what a change of it does. */
export type ElementEdit<E extends TemplateElement = TemplateElement> = {
  readonly element: E
  readonly bindings: readonly string[]
  readonly onChange: (element: TemplateElement) => void
}

type MeasureProps = { label: ReactNode; value: number; onChange: (value: number) => void }

/** A length in millimetres. It has no step: a field with one would round what it only shows. */
export function Measure({ label, value, onChange }: MeasureProps) {
  return (
    <NumberField
      label={label}
      value={value}
      minValue={0}
      formatOptions={{ maximumFractionDigits: 3 }}
      onChange={(next) => {
        if (!Number.isNaN(next)) onChange(next)
      }}
    />
  )
}

function BoxFields({ element, onChange }: ElementEdit<Exclude<TemplateElement, { kind: 'line' }>>) {
  const { box } = element
  const set = (change: Partial<typeof box>) => onChange({ ...element, box: { ...box, ...change } })
  return (
    <div className={styles.four}>
      <Measure label={<Trans>From the left</Trans>} value={box.x} onChange={(x) => set({ x })} />
      <Measure label={<Trans>From the top</Trans>} value={box.y} onChange={(y) => set({ y })} />
      <Measure label={<Trans>Width</Trans>} value={box.widthMm} onChange={(widthMm) => set({ widthMm })} />
      <Measure label={<Trans>Height</Trans>} value={box.heightMm} onChange={(heightMm) => set({ heightMm })} />
    </div>
  )
}

function WhenField({ element, bindings, onChange }: ElementEdit) {
  const { t } = useLingui()
  const options = [
    { id: 'always', name: t`always` },
    ...bindings.flatMap((name) => [
      { id: name, name: t`only with ${name}` },
      { id: `!${name}`, name: t`only without ${name}` },
    ]),
  ]
  return (
    <Select
      label={<Trans>Printed</Trans>}
      options={options}
      value={element.when ?? 'always'}
      onChange={(id) => {
        const { when: _, ...rest } = element
        onChange((id === null || id === 'always' ? rest : { ...rest, when: id }) as TemplateElement)
      }}
    />
  )
}

type LineProps = { line: TemplateLine; onChange: (line: TemplateLine) => void; onRemove: (() => void) | null }

function LineFields({ line, onChange, onRemove }: LineProps) {
  const same = typeof line.text === 'string'
  const { ko, en } = typeof line.text === 'string' ? { ko: line.text, en: line.text } : line.text
  return (
    <fieldset className={styles.line}>
      {same ? (
        <TextField
          label={<Trans>Words</Trans>}
          value={ko}
          maxLength={400}
          onChange={(text) => onChange({ ...line, text })}
        />
      ) : (
        <div className={styles.two}>
          <TextField
            label={<Trans>Words in Korean</Trans>}
            value={ko}
            maxLength={400}
            onChange={(text) => onChange({ ...line, text: { ko: text, en } })}
          />
          <TextField
            label={<Trans>Words in English</Trans>}
            value={en}
            maxLength={400}
            onChange={(text) => onChange({ ...line, text: { ko, en: text } })}
          />
        </div>
      )}
      <div className={styles.row}>
        <Checkbox isSelected={!same} onChange={(two) => onChange({ ...line, text: two ? { ko, en } : ko })}>
          <Trans>Differs by language</Trans>
        </Checkbox>
        <Checkbox
          isSelected={line.weight === 'bold'}
          onChange={(bold) => onChange({ ...line, weight: bold ? 'bold' : 'medium' })}
        >
          <Trans>Bold</Trans>
        </Checkbox>
        {onRemove === null ? null : (
          <TextButton onPress={onRemove}>
            <Trans>Remove this line</Trans>
          </TextButton>
        )}
      </div>
    </fieldset>
  )
}

function TextLook({ element, onChange }: ElementEdit<TemplateText>) {
  const { t } = useLingui()
  return (
    <>
      <div className={styles.four}>
        <Measure
          label={<Trans>Largest type, mm</Trans>}
          value={element.size.maxMm}
          onChange={(maxMm) => onChange({ ...element, size: { ...element.size, maxMm } })}
        />
        <Measure
          label={<Trans>Smallest type, mm</Trans>}
          value={element.size.minMm}
          onChange={(minMm) => onChange({ ...element, size: { ...element.size, minMm } })}
        />
        <Select
          label={<Trans>Alignment</Trans>}
          options={[
            { id: 'start', name: t({ message: 'left', context: 'side' }) },
            { id: 'middle', name: t`centred` },
            { id: 'end', name: t`right` },
          ]}
          value={element.align}
          onChange={(align) => onChange({ ...element, align: align as TemplateText['align'] })}
        />
        <Select
          label={<Trans>Height in the box</Trans>}
          options={[
            { id: 'top', name: t`top` },
            { id: 'middle', name: t`middle` },
            { id: 'bottom', name: t`bottom` },
          ]}
          value={element.vertical}
          onChange={(vertical) => onChange({ ...element, vertical: vertical as TemplateText['vertical'] })}
        />
      </div>
      <div className={styles.row}>
        <Checkbox
          isSelected={element.fit === 'block'}
          onChange={(block) => onChange({ ...element, fit: block ? 'block' : 'line' })}
        >
          <Trans>Breaks into lines</Trans>
        </Checkbox>
        <Checkbox isSelected={element.white} onChange={(white) => onChange({ ...element, white })}>
          <Trans>White on a filled box</Trans>
        </Checkbox>
      </div>
    </>
  )
}

function TextFields(props: ElementEdit<TemplateText>) {
  const { element, onChange } = props
  const setLine = (index: number, line: TemplateLine) =>
    onChange({ ...element, lines: element.lines.with(index, line) })
  return (
    <>
      {element.lines.map((line, index) => (
        <LineFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place, nothing else names it
          key={index}
          line={line}
          onChange={(next) => setLine(index, next)}
          onRemove={
            element.lines.length === 1
              ? null
              : () => onChange({ ...element, lines: element.lines.filter((_, other) => other !== index) })
          }
        />
      ))}
      {element.lines.length >= 12 ? null : (
        <div className={styles.row}>
          <Button
            onPress={() =>
              onChange({ ...element, lines: [...element.lines, { text: '', weight: 'medium', scale: 1 }] })
            }
          >
            <Trans>Add a line</Trans>
          </Button>
        </div>
      )}
      <TextLook {...props} />
    </>
  )
}

const SYMBOLS = [...SYMBOLOGIES, 'item'] as const
const SYMBOL_NAMES: Record<(typeof SYMBOLS)[number], string> = {
  code128: 'Code 128',
  'gs1-128': 'GS1-128 (SSCC)',
  ean13: 'EAN-13',
  ean8: 'EAN-8',
  upca: 'UPC-A',
  itf14: 'ITF-14',
  datamatrix: 'Data Matrix',
  qr: 'QR',
  item: 'EAN · UPC · Code 128',
}

function CodeFields({ element, onChange }: ElementEdit<TemplateElement & { kind: 'code' }>) {
  const { module } = element
  return (
    <>
      <div className={styles.two}>
        <TextField
          label={<Trans>What the code carries</Trans>}
          value={element.value}
          maxLength={200}
          onChange={(value) => onChange({ ...element, value })}
        />
        <Select
          label={<Trans>Kind of code</Trans>}
          options={SYMBOLS.map((id) => ({ id, name: SYMBOL_NAMES[id] }))}
          value={element.symbology}
          onChange={(id) => onChange({ ...element, symbology: SYMBOLS.find((one) => one === id) ?? 'code128' })}
        />
      </div>
      <div className={styles.four}>
        <Measure
          label={<Trans>Narrow bar, mm</Trans>}
          value={module.wantedMm}
          onChange={(wantedMm) => onChange({ ...element, module: { ...module, wantedMm } })}
        />
        <Measure
          label={<Trans>At least, mm</Trans>}
          value={module.leastMm}
          onChange={(leastMm) => onChange({ ...element, module: { ...module, leastMm } })}
        />
      </div>
    </>
  )
}

function RuleFields({ element, onChange }: ElementEdit<TemplateElement & { kind: 'line' }>) {
  return (
    <div className={styles.four}>
      <Measure label={<Trans>Begins, left</Trans>} value={element.x1} onChange={(x1) => onChange({ ...element, x1 })} />
      <Measure label={<Trans>Begins, top</Trans>} value={element.y1} onChange={(y1) => onChange({ ...element, y1 })} />
      <Measure label={<Trans>Ends, left</Trans>} value={element.x2} onChange={(x2) => onChange({ ...element, x2 })} />
      <Measure label={<Trans>Ends, top</Trans>} value={element.y2} onChange={(y2) => onChange({ ...element, y2 })} />
    </div>
  )
}

function Thickness({ element, onChange }: ElementEdit<TemplateElement & { kind: 'line' | 'box' }>) {
  return (
    <Measure
      label={<Trans>Thickness, mm</Trans>}
      value={element.thicknessMm}
      onChange={(thicknessMm) => onChange({ ...element, thicknessMm })}
    />
  )
}

/** The fields of one element, by its kind. */
export function ElementFields({ element, bindings, onChange }: ElementEdit) {
  const edit = { bindings, onChange }
  return (
    <div className={styles.fields}>
      {element.kind === 'text' ? <TextFields {...edit} element={element} /> : null}
      {element.kind === 'code' ? <CodeFields {...edit} element={element} /> : null}
      {element.kind === 'line' ? <RuleFields {...edit} element={element} /> : <BoxFields {...edit} element={element} />}
      <div className={styles.two}>
        {element.kind === 'line' || element.kind === 'box' ? <Thickness {...edit} element={element} /> : null}
        <WhenField {...edit} element={element} />
      </div>
      {element.kind === 'box' ? (
        <Checkbox isSelected={element.filled} onChange={(filled) => onChange({ ...element, filled })}>
          <Trans>Filled</Trans>
        </Checkbox>
      ) : null}
    </div>
  )
}
