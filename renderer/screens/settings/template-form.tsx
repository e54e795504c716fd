import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { TemplateBody, TemplateElement } from '../../../domain/template.ts'
import { cx } from '../../ui/cx.ts'
import { Button } from '../../ui/office/button.tsx'
import { ElementFields, Measure } from './template-fields.tsx'
import { ELEMENT_WORDS } from './template-words.ts'
import styles from './templates.module.css'

type FormProps = {
  readonly body: TemplateBody
  readonly bindings: readonly string[]
  readonly chosen: number | null
  readonly onChoose: (index: number | null) => void
  readonly onChange: (body: TemplateBody) => void
}

/** What an element says, for its line of the list. */
function summaryOf(element: TemplateElement, language: string): string {
  if (element.kind === 'code') return element.value
  if (element.kind !== 'text') return ''
  return element.lines
    .map(({ text }) => (typeof text === 'string' ? text : language.startsWith('ko') ? text.ko : text.en))
    .join(' / ')
}

const FRESH: Record<TemplateElement['kind'], TemplateElement> = {
  text: {
    kind: 'text',
    box: { x: 2, y: 2, widthMm: 20, heightMm: 5 },
    lines: [{ text: '', weight: 'medium', scale: 1 }],
    size: { maxMm: 3, minMm: 1.8 },
    fit: 'block',
    align: 'start',
    vertical: 'top',
    white: false,
  },
  code: {
    kind: 'code',
    box: { x: 1, y: 2, widthMm: 48, heightMm: 10 },
    symbology: 'code128',
    value: '{code}',
    module: { wantedMm: 0.375, leastMm: 0.166 },
  },
  line: { kind: 'line', x1: 2, y1: 2, x2: 20, y2: 2, thicknessMm: 0.5 },
  box: { kind: 'box', box: { x: 2, y: 2, widthMm: 20, heightMm: 10 }, thicknessMm: 0.5, filled: false },
}

type RowProps = Omit<FormProps, 'body'> & {
  elements: readonly TemplateElement[]
  index: number
  onElements: (elements: TemplateElement[]) => void
}

function ElementRow({ elements, index, chosen, onChoose, onElements, bindings }: RowProps) {
  const { t, i18n } = useLingui()
  const element = elements[index]
  if (element === undefined) return null
  const open = chosen === index
  const swap = (other: number): void => {
    const two = elements[other]
    if (two === undefined) return
    onElements(elements.with(index, two).with(other, element))
    onChoose(other)
  }
  const tools = [
    {
      id: 'up',
      word: t`Draw earlier`,
      icon: <ArrowUp aria-hidden="true" />,
      act: () => swap(index - 1),
      off: index === 0,
    },
    {
      id: 'down',
      word: t`Draw later`,
      icon: <ArrowDown aria-hidden="true" />,
      act: () => swap(index + 1),
      off: index === elements.length - 1,
    },
    {
      id: 'remove',
      word: t`Remove`,
      icon: <Trash2 aria-hidden="true" />,
      act: () => {
        onElements(elements.filter((_, other) => other !== index))
        onChoose(null)
      },
      off: elements.length === 1,
    },
  ]
  return (
    <li className={cx(styles.element, open && styles.open)} data-element={index}>
      <button type="button" aria-expanded={open} onClick={() => onChoose(open ? null : index)}>
        <span className={styles.number}>{index}</span>
        <b>{t(ELEMENT_WORDS[element.kind])}</b>
        <span className={styles.summary}>{summaryOf(element, i18n.locale)}</span>
      </button>
      {open ? (
        <>
          <ElementFields
            element={element}
            bindings={bindings}
            onChange={(next) => onElements(elements.with(index, next))}
          />
          <div className={styles.row}>
            {tools.map(({ id, word, icon, act, off }) => (
              <Button key={id} kind="quiet" square aria-label={word} isDisabled={off} onPress={act}>
                {icon}
              </Button>
            ))}
          </div>
        </>
      ) : null}
    </li>
  )
}

/** A template as fields: its size, and its elements in drawing order, one of them open. */
export function TemplateForm({ body, onChange, ...props }: FormProps) {
  const { t } = useLingui()
  const onElements = (elements: TemplateElement[]): void => onChange({ ...body, elements })
  const add = (kind: TemplateElement['kind']): void => {
    onElements([...body.elements, structuredClone(FRESH[kind])])
    props.onChoose(body.elements.length)
  }
  return (
    <div className={styles.fields}>
      <div className={styles.two}>
        <Measure
          label={<Trans>Width of the label, mm</Trans>}
          value={body.widthMm}
          onChange={(widthMm) => onChange({ ...body, widthMm })}
        />
        <Measure
          label={<Trans>Height of the label, mm</Trans>}
          value={body.heightMm}
          onChange={(heightMm) => onChange({ ...body, heightMm })}
        />
      </div>
      <ol className={styles.elements} aria-label={t`What is on the label`}>
        {body.elements.map((element, index) => (
          <ElementRow
            // biome-ignore lint/suspicious/noArrayIndexKey: an element is its place, nothing else names it
            key={`${index} ${element.kind}`}
            {...props}
            {...{ elements: body.elements, index, onElements, onChange }}
          />
        ))}
      </ol>
      <div className={styles.row}>
        <span className={styles.muted}>
          <Trans>Add:</Trans>
        </span>
        {(['text', 'code', 'line', 'box'] as const).map((kind) => (
          <Button key={kind} isDisabled={body.elements.length >= 100} onPress={() => add(kind)}>
            {t(ELEMENT_WORDS[kind])}
          </Button>
        ))}
      </div>
    </div>
  )
}
