import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { PaymentState } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { ADDRESS_PARTS, type AddressPart } from '../../../domain/release-policy.ts'
import type { ReleaseRules, StockRules } from '../../../domain/release-rules.ts'
import { api } from '../../api.ts'
import { PAYMENT_WORDS } from '../../office/order-words.ts'
import { Checkbox, Segmented, Switch } from '../../ui/office/choice-controls.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import { readCollections, readDays, readReasons, writeCollections } from './release-texts.ts'
import styles from './settings.module.css'
import { SaveForm, Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

const ADDRESS_WORDS: Readonly<Record<AddressPart, MessageDescriptor>> = {
  name: msg`Recipient`,
  phone: msg`Phone`,
  postcode: msg`Postcode`,
  province: msg`Province`,
  city: msg`City`,
  line1: msg`Address`,
  line2: msg`Address, more`,
}

const WEEKDAY_WORDS: readonly MessageDescriptor[] = [
  msg`Monday`,
  msg`Tuesday`,
  msg`Wednesday`,
  msg`Thursday`,
  msg`Friday`,
  msg`Saturday`,
  msg`Sunday`,
]

type Texts = { holds: string; holidays: string; collections: string }
type RuleProps = {
  readonly form: Policies
  readonly set: (change: Partial<Policies>) => void
  readonly setRelease: (change: Partial<ReleaseRules>) => void
}

type TicksProps<Id> = {
  readonly legend: ReactNode
  readonly options: readonly { readonly id: Id; readonly word: string }[]
  readonly chosen: readonly Id[]
  readonly set: (chosen: Id[]) => void
  /** Said when none is ticked and that cannot be. */
  readonly none?: ReactNode
}

function Ticks<Id extends string | number>({ legend, options, chosen, set, none }: TicksProps<Id>) {
  return (
    <fieldset className={styles.fold}>
      <legend>{legend}</legend>
      <div className={styles.choices}>
        {options.map(({ id, word }) => (
          <Checkbox
            key={id}
            isSelected={chosen.includes(id)}
            onChange={(on) =>
              set(options.map((one) => one.id).filter((one) => (one === id ? on : chosen.includes(one))))
            }
          >
            {word}
          </Checkbox>
        ))}
      </div>
      {chosen.length === 0 && none !== undefined ? <p className={styles.wrong}>{none}</p> : null}
    </fieldset>
  )
}

/** Which orders may be released at all. */
function MayGo({ form, set, setRelease }: RuleProps) {
  const { t } = useLingui()
  return (
    <>
      <Ticks
        legend={<Trans>Orders may be picked when their payment is</Trans>}
        options={PaymentState.options.map((id) => ({ id, word: t(PAYMENT_WORDS[id]) }))}
        chosen={form.pickablePayments}
        set={(pickablePayments) => set({ pickablePayments })}
        none={<Trans>At least one, or nothing could ever be picked.</Trans>}
      />
      <Ticks
        legend={<Trans>The address has to name</Trans>}
        options={ADDRESS_PARTS.map((id) => ({ id, word: t(ADDRESS_WORDS[id]) }))}
        chosen={form.release.addressNeeds}
        set={(addressNeeds) => setRelease({ addressNeeds })}
      />
    </>
  )
}

function Rule({
  isOn,
  set,
  word,
  why,
}: {
  isOn: boolean
  set: (on: boolean) => void
  word: ReactNode
  why: ReactNode
}) {
  return (
    <div className={styles.rule}>
      <Switch isSelected={isOn} onChange={set}>
        {word}
      </Switch>
      <p className={styles.why}>{why}</p>
    </div>
  )
}

function Rules({ form, set, setRelease }: RuleProps) {
  const { release } = form
  return (
    <div className={styles.rules}>
      <Rule
        isOn={form.allOrNothing}
        set={(allOrNothing) => set({ allOrNothing })}
        word={<Trans>Release an order only when all of it is in stock</Trans>}
        why={
          <Trans>
            Otherwise what is there goes out, and the rest waits. What an order itself says about it goes before this.
          </Trans>
        }
      />
      <Rule
        isOn={release.backorders === 'automatic'}
        set={(on) => setRelease({ backorders: on ? 'automatic' : 'by-hand' })}
        word={<Trans>Release waiting orders as soon as stock comes in</Trans>}
        why={<Trans>The most urgent first, then the oldest. Otherwise a person releases them from the list.</Trans>}
      />
      <Rule
        isOn={release.keepForPreOrders}
        set={(keepForPreOrders) => setRelease({ keepForPreOrders })}
        word={<Trans>Keep for pre-orders what they are waiting with</Trans>}
        why={
          <Trans>
            10 lie there, and 4 are sold for 1 December: until then other orders can take 6. Otherwise all 10.
          </Trans>
        }
      />
      <Rule
        isOn={release.overtaking}
        set={(overtaking) => setRelease({ overtaking })}
        word={<Trans>A later order may take what an older one is waiting for more of</Trans>}
        why={
          <Trans>
            An order waits for 5, and 3 lie there: an order for 2 may go. Otherwise the 3 stay for the older one.
          </Trans>
        }
      />
    </div>
  )
}

type ChoiceProps<Id extends string> = {
  readonly label: string
  readonly options: readonly { readonly id: Id; readonly name: string; readonly why: string }[]
  readonly value: Id
  readonly set: (id: Id) => void
}

function Choice<Id extends string>({ label, options, value, set }: ChoiceProps<Id>) {
  return (
    <div className={styles.field}>
      <b>{label}</b>
      <Segmented label={label} options={options} value={value} onChange={set} />
      <p className={styles.muted}>{options.find(({ id }) => id === value)?.why}</p>
    </div>
  )
}

function Turn({ form, set, setRelease }: RuleProps) {
  const { t } = useLingui()
  const setStock = (change: Partial<StockRules>): void => set({ stockChoice: { ...form.stockChoice, ...change } })
  return (
    <>
      <Choice
        label={t`Among orders of one priority goes first`}
        value={form.release.turn}
        set={(turn) => setRelease({ turn })}
        options={[
          {
            id: 'ship-by',
            name: t`Promised ship date`,
            why: t`What was promised for today goes before what was promised for tomorrow.`,
          },
          {
            id: 'cut-off',
            name: t`Next collection`,
            why: t`What is collected at 15:00 goes before what is collected at 17:00.`,
          },
          { id: 'oldest', name: t`Oldest order`, why: t`What was ordered first goes first.` },
        ]}
      />
      <Choice
        label={t`Units are taken from`}
        value={form.stockChoice.prefer}
        set={(prefer) => setStock({ prefer })}
        options={[
          {
            id: 'fewest-locations',
            name: t`The fewest places`,
            why: t`One shelf that has all of it rather than two that have a part each. What expires first goes first in any case, and pick faces go before reserve.`,
          },
          {
            id: 'closest',
            name: t`The closest places`,
            why: t`The shortest way from the start of the tours, where the plan of the floor is known. What expires first goes first in any case, and pick faces go before reserve.`,
          },
          {
            id: 'fifo',
            name: t`What came first`,
            why: t`Units that were received in March before those of April, also of one expiry date. What expires first goes first in any case.`,
          },
        ]}
      />
      <div className={styles.amounts}>
        <NumberField
          label={<Trans>A lot must be good for (days)</Trans>}
          help={<Trans>0 takes it up to its last day; an expired one is never taken</Trans>}
          minValue={0}
          maxValue={3_650}
          value={form.stockChoice.minShelfDays}
          onChange={(days) => Number.isNaN(days) || setStock({ minShelfDays: days })}
        />
        <NumberField
          label={<Trans>Release before the promised date (working days)</Trans>}
          help={<Trans>Promised for Thursday and 2: from Tuesday on. Empty releases at once</Trans>}
          minValue={0}
          maxValue={200}
          value={form.release.aheadDays ?? Number.NaN}
          onChange={(days) => setRelease({ aheadDays: Number.isNaN(days) ? null : days })}
        />
      </div>
    </>
  )
}

type DaysProps = RuleProps & { readonly texts: Texts; readonly setTexts: (change: Partial<Texts>) => void }

function Days({ form, setRelease, texts, setTexts }: DaysProps) {
  const { t } = useLingui()
  const [holidays, collections, holds] = [
    readDays(texts.holidays),
    readCollections(texts.collections),
    readReasons(texts.holds),
  ]
  return (
    <>
      <Ticks
        legend={<Trans>The site works on</Trans>}
        options={WEEKDAY_WORDS.map((word, index) => ({ id: index + 1, word: t(word) }))}
        chosen={form.release.workingDays}
        set={(workingDays) => setRelease({ workingDays })}
        none={<Trans>At least one day, or nothing could ever leave.</Trans>}
      />
      <div className={styles.amounts}>
        <TextField
          label={<Trans>Closed on, one date a line</Trans>}
          help={<Trans>For example 2026-12-25</Trans>}
          problem={holidays.wrong === null ? null : <Trans>{holidays.wrong} is no date like 2026-12-25.</Trans>}
          lines={4}
          value={texts.holidays}
          onChange={(text) => setTexts({ holidays: text })}
        />
        <TextField
          label={<Trans>Collections: carrier, weekdays, time, one a line</Trans>}
          help={<Trans>CJ 1-5 17:00 is Monday to Friday until 17:00; * stands for every other carrier</Trans>}
          problem={
            collections.wrong === null ? null : (
              <Trans>{collections.wrong} is not like CJ 1-5 17:00, or names a day twice.</Trans>
            )
          }
          lines={4}
          value={texts.collections}
          onChange={(text) => setTexts({ collections: text })}
        />
        <TextField
          label={<Trans>Holds that a release ends, one reason a line</Trans>}
          help={
            <Trans>
              “payment” is Baro’s own while an order is not paid; any other hold stays until a person ends it
            </Trans>
          }
          problem={holds.wrong === null ? null : <Trans>At most 200 characters a line</Trans>}
          lines={3}
          value={texts.holds}
          onChange={(text) => setTexts({ holds: text })}
        />
      </div>
    </>
  )
}

/** When orders are released, in which turn, and from where their units are taken. */
export function ReleaseSection({ policies }: { policies: Policies }) {
  const { t } = useLingui()
  const [form, setForm] = useState(policies)
  const [texts, setAllTexts] = useState<Texts>({
    holds: policies.release.toleratedHolds.join('\n'),
    holidays: policies.release.holidays.join('\n'),
    collections: writeCollections(policies.release.collections),
  })
  const save = useSave(
    (next: Policies) => api.site.savePolicies(next),
    () => toast(t`Saved`),
  )
  const set = (change: Partial<Policies>): void => setForm((before) => ({ ...before, ...change }))
  const setRelease = (change: Partial<ReleaseRules>): void =>
    setForm((before) => ({ ...before, release: { ...before.release, ...change } }))
  const setTexts = (change: Partial<Texts>): void => setAllTexts((before) => ({ ...before, ...change }))
  const holidays = readDays(texts.holidays)
  const collections = readCollections(texts.collections)
  const toleratedHolds = readReasons(texts.holds)
  const isRight =
    holidays.wrong === null &&
    collections.wrong === null &&
    toleratedHolds.wrong === null &&
    form.pickablePayments.length > 0 &&
    form.release.workingDays.length > 0
  const kept: Policies = isRight
    ? {
        ...form,
        release: {
          ...form.release,
          holidays: holidays.values,
          collections: collections.values,
          toleratedHolds: toleratedHolds.values,
        },
      }
    : form
  const changed = JSON.stringify(kept) !== JSON.stringify(policies)
  return (
    <Section
      title={<Trans>Release and stock</Trans>}
      lead={<Trans>Which orders go to the floor, in which turn, and from where they are taken.</Trans>}
    >
      <SaveForm onSave={() => save.mutate(kept)} changed={changed && isRight} busy={save.isPending} error={save.error}>
        <MayGo {...{ form, set, setRelease }} />
        <Rules {...{ form, set, setRelease }} />
        <Turn {...{ form, set, setRelease }} />
        <Days {...{ form, set, setRelease, texts, setTexts }} />
      </SaveForm>
    </Section>
  )
}
