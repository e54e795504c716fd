import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { PlanStrategy } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { cx } from '../../ui/cx.ts'
import { Mark } from '../../ui/marks.tsx'
import { Checkbox } from '../../ui/office/choice-controls.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import {
  type AskForm,
  type FieldProblem,
  type formProblems,
  type NumberField,
  RANGES,
  sharesNoCart,
} from './ask-form.ts'
import { STRATEGY_WORDS } from './plan-words.ts'
import styles from './planning.module.css'

/** What a plan may be asked for now, as the station says it. */
export type Choices = {
  readonly ready: number
  readonly released: number
  readonly carriers: readonly { code: string; name: string; orders: number }[]
  readonly shipBy: readonly { at: number; orders: number }[]
  readonly cartTotes: number
}

type FieldsProps = {
  readonly form: AskForm
  readonly problems: ReturnType<typeof formProblems>
  readonly choices: Choices
  readonly onChange: (change: Partial<AskForm>) => void
}

const STRATEGIES: readonly PlanStrategy[] = ['cluster', 'single', 'single-line', 'zone', 'bulk']

function ProblemWords({ problem, field }: { problem: FieldProblem; field: NumberField }) {
  const format = useFormat()
  const { least, most } = RANGES[field]
  const from = format.number(least, Number.isInteger(least) ? 0 : 1)
  const to = format.number(most)
  switch (problem) {
    case 'empty':
      return (
        <Trans>
          Enter a number from {from} to {to}
        </Trans>
      )
    case 'noNumber':
      return <Trans>This is no number</Trans>
    case 'notWhole':
      return <Trans>Whole numbers only</Trans>
    case 'outOfRange':
      return (
        <Trans>
          From {from} to {to}
        </Trans>
      )
    case 'noState':
      return null
  }
}

type NumberProps = FieldsProps & { field: NumberField; label: ReactNode; help?: ReactNode; disabled?: boolean }

function NumberInput({ field, label, help, disabled = false, form, problems, onChange }: NumberProps) {
  const { t } = useLingui()
  const problem = disabled ? undefined : problems[field]
  return (
    <TextField
      label={label}
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      isDisabled={disabled}
      value={form[field]}
      onChange={(typed) => onChange({ [field]: typed })}
      {...(help === undefined ? {} : { help })}
      {...(RANGES[field].isOptional ? { placeholder: t`no limit` } : {})}
      {...(problem === undefined ? {} : { problem: <ProblemWords problem={problem} field={field} /> })}
    />
  )
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles.section}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}

function CarrierChoice({ form, choices, onChange }: FieldsProps) {
  const format = useFormat()
  if (choices.carriers.length < 2) return null
  return (
    <fieldset className={styles.group}>
      <legend>
        <Trans>Carriers</Trans> <span className={styles.muted}>{<Trans>none ticked: all</Trans>}</span>
      </legend>
      <div className={styles.ticks}>
        {choices.carriers.map(({ code, name, orders }) => (
          <Checkbox
            key={code}
            isSelected={form.carriers.includes(code)}
            onChange={(on) =>
              onChange({ carriers: on ? [...form.carriers, code] : form.carriers.filter((other) => other !== code) })
            }
          >
            {name} <span className={styles.muted}>{format.number(orders)}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}

/** Which orders: where they stand, when and with whom they leave, how urgent and how many. */
export function AskOrders(props: FieldsProps) {
  const { form, problems, choices, onChange } = props
  const { t } = useLingui()
  const format = useFormat()
  const states = [
    { id: 'ready' as const, count: choices.ready, word: <Trans>Ready</Trans> },
    { id: 'released' as const, count: choices.released, word: <Trans>Released, nobody picks it yet</Trans> },
  ]
  const moments = choices.shipBy.some(({ at }) => at === form.shipBefore)
    ? choices.shipBy
    : [...choices.shipBy, ...(form.shipBefore === null ? [] : [{ at: form.shipBefore, orders: 0 }])]
  return (
    <Section title={<Trans>Which orders</Trans>}>
      <fieldset className={styles.group}>
        <legend className="visually-hidden">
          <Trans>State</Trans>
        </legend>
        <div className={styles.ticks}>
          {states.map(({ id, count, word }) => (
            <Checkbox
              key={id}
              isSelected={form.states.includes(id)}
              onChange={(on) =>
                onChange({ states: on ? [...form.states, id] : form.states.filter((other) => other !== id) })
              }
            >
              {word} <span className={styles.muted}>{format.number(count)}</span>
            </Checkbox>
          ))}
        </div>
        {problems.states === undefined ? null : (
          <p className={styles.problem} role="alert">
            <Mark kind="error" size={16} px />
            <Trans>Tick at least one</Trans>
          </p>
        )}
      </fieldset>
      <div className={styles.fields}>
        <Select
          label={<Trans>Must leave by</Trans>}
          options={[
            { id: '', name: t`whenever` },
            ...moments.map(({ at, orders }) => ({
              id: String(at),
              name: format.dateTime(at),
              aside: t`${orders} orders`,
            })),
          ]}
          value={form.shipBefore === null ? '' : String(form.shipBefore)}
          onChange={(id) => onChange({ shipBefore: id === null || id === '' ? null : Number(id) })}
        />
        <Select
          label={<Trans>Least priority</Trans>}
          options={[
            { id: '', name: t`any` },
            ...Array.from({ length: 9 }, (_, index) => ({ id: String(index + 1), name: t`${index + 1} and more` })),
          ]}
          value={form.leastPriority}
          onChange={(id) => onChange({ leastPriority: id ?? '' })}
        />
        <NumberInput
          {...props}
          field="limit"
          label={<Trans>At most this many orders</Trans>}
          help={<Trans>The most urgent first</Trans>}
        />
      </div>
      <CarrierChoice {...props} />
    </Section>
  )
}

/** How orders are put together. */
export function AskStrategy({ form, onChange }: FieldsProps) {
  const { t } = useLingui()
  return (
    <Section title={<Trans>How they are put together</Trans>}>
      <RadioGroup
        className={styles.strategies ?? ''}
        aria-label={t`How they are put together`}
        value={form.strategy}
        onChange={(id) => onChange({ strategy: STRATEGIES.find((one) => one === id) ?? 'cluster' })}
      >
        {STRATEGIES.map((id) => (
          <Radio key={id} value={id} className={styles.strategy ?? ''} data-strategy={id}>
            <span className={styles.dot} />
            <span>
              <b>{t(STRATEGY_WORDS[id].name)}</b>
              <span className={styles.says}>{t(STRATEGY_WORDS[id].says)}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </Section>
  )
}

/** What one cart takes. */
export function AskCart(props: FieldsProps) {
  const { strategy } = props.form
  const { cartTotes } = props.choices
  return (
    <Section title={<Trans>What a cart takes</Trans>}>
      <div className={cx(styles.fields, styles.narrow)}>
        <NumberInput
          {...props}
          field="totes"
          label={<Trans>Totes</Trans>}
          disabled={sharesNoCart(strategy)}
          help={
            strategy === 'single' ? (
              <Trans>One order, one tote</Trans>
            ) : sharesNoCart(strategy) ? (
              <Trans>Orders share totes; a full one is followed by the next</Trans>
            ) : (
              <Plural value={cartTotes} one="Your carts hold #" other="Your carts hold #" />
            )
          }
        />
        <NumberInput {...props} field="lines" label={<Trans>Lines</Trans>} />
        <NumberInput {...props} field="units" label={<Trans>Units</Trans>} />
        <NumberInput {...props} field="weightKg" label={<Trans>Weight in kg</Trans>} />
        <NumberInput {...props} field="volumeLitres" label={<Trans>Volume in litres</Trans>} />
      </div>
    </Section>
  )
}

/** How long the station may look for better batches. */
export function AskSearch(props: FieldsProps) {
  return (
    <Section title={<Trans>How long to search</Trans>}>
      <div className={styles.fields}>
        <NumberInput
          {...props}
          field="seconds"
          label={<Trans>Seconds</Trans>}
          help={<Trans>Longer finds shorter tours; the floor goes on meanwhile</Trans>}
        />
      </div>
    </Section>
  )
}
