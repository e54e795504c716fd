import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { isGs1Separator } from '../../../domain/gs1.ts'
import type { Policies } from '../../../domain/policies.ts'
import { StoreCodePattern } from '../../../domain/store-code.ts'
import { api } from '../../api.ts'
import { Switch } from '../../ui/office/choice-controls.tsx'
import { NumberField, TextField } from '../../ui/office/fields.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { SaveForm, Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

type RuleProps = { readonly policies: Policies; readonly set: (change: Partial<Policies>) => void }
type Flag = 'itemSettlesLocation' | 'countEachUnit' | 'weighCartons'

function Flags({ policies, set }: RuleProps) {
  const flags: readonly { readonly id: Flag; readonly word: ReactNode; readonly why: ReactNode }[] = [
    {
      id: 'countEachUnit',
      word: <Trans>Scan every single unit while picking</Trans>,
      why: <Trans>Otherwise one scan of the item confirms the whole quantity.</Trans>,
    },
    {
      id: 'itemSettlesLocation',
      word: <Trans>Scanning the item also confirms its place</Trans>,
      why: <Trans>One scan less at each stop. Switch it off when one item lies in many places side by side.</Trans>,
    },
    {
      id: 'weighCartons',
      word: <Trans>Weigh every carton before it is closed</Trans>,
      why: <Trans>Compares with the items’ own weights.</Trans>,
    },
  ]
  return (
    <div className={styles.rules}>
      {flags.map(({ id, word, why }) => (
        <div key={id} className={styles.rule}>
          <Switch isSelected={policies[id]} onChange={(on) => set({ [id]: on })}>
            {word}
          </Switch>
          <p className={styles.why}>{why}</p>
        </div>
      ))}
    </div>
  )
}

type Amount =
  | 'cartOrders'
  | 'weightToleranceGrams'
  | 'freeReprints'
  | 'idleLockMinutes'
  | 'pinAttempts'
  | 'pinLockMinutes'

function Amounts({ policies, set }: RuleProps) {
  const amounts: readonly {
    readonly id: Amount
    readonly word: ReactNode
    readonly help: ReactNode
    readonly min: number
    readonly max: number
  }[] = [
    {
      id: 'cartOrders',
      word: <Trans>Orders on one cart at most</Trans>,
      help: <Trans>1 to 24 totes</Trans>,
      min: 1,
      max: 24,
    },
    {
      id: 'weightToleranceGrams',
      word: <Trans>Weight may differ by (g)</Trans>,
      help: <Trans>beside 3 % of the computed weight</Trans>,
      min: 0,
      max: 100_000,
    },
    {
      id: 'freeReprints',
      word: <Trans>Reprints of a label without a supervisor</Trans>,
      help: <Trans>Above it a lead’s badge and PIN are asked for</Trans>,
      min: 0,
      max: 20,
    },
    {
      id: 'idleLockMinutes',
      word: <Trans>Lock the station after (minutes)</Trans>,
      help: <Trans>without a scan; 0 never locks</Trans>,
      min: 0,
      max: 240,
    },
    {
      id: 'pinAttempts',
      word: <Trans>Wrong PINs until the badge is locked</Trans>,
      help: <Trans>3 to 20</Trans>,
      min: 3,
      max: 20,
    },
    {
      id: 'pinLockMinutes',
      word: <Trans>A locked badge waits (minutes)</Trans>,
      help: <Trans>1 to 1,440</Trans>,
      min: 1,
      max: 1_440,
    },
  ]
  return (
    <div className={styles.amounts}>
      {amounts.map(({ id, word, help, min, max }) => (
        <NumberField
          key={id}
          label={word}
          help={help}
          minValue={min}
          maxValue={max}
          value={policies[id]}
          onChange={(value) => Number.isNaN(value) || set({ [id]: value })}
        />
      ))}
    </div>
  )
}

const isSeparator = (text: string): boolean => text === '' || isGs1Separator(text)
const isPattern = (text: string): boolean => StoreCodePattern.safeParse(text).success

/** How the site's scanners and its store write codes. */
function Codes({ policies, set }: RuleProps) {
  const { gs1Separator, storeCodes } = policies
  const wrong = storeCodes.find((pattern) => pattern !== '' && !isPattern(pattern))
  return (
    <div className={styles.amounts}>
      <TextField
        label={<Trans>What the scanners send for FNC1</Trans>}
        help={<Trans>Empty when they send GS, for example | otherwise</Trans>}
        problem={isSeparator(gs1Separator) ? null : <Trans>This may be part of a code. Take | or ~ instead.</Trans>}
        value={gs1Separator}
        onChange={(text) => set({ gs1Separator: text.trim() })}
      />
      <TextField
        label={<Trans>Store codes with a weight or price, one pattern a line</Trans>}
        help={<Trans>I item, W grams, M money, V verifier, C check digit: 2PIIIIIWWWWWC</Trans>}
        problem={wrong === undefined ? null : <Trans>{wrong} is no pattern of 12 or 13 digits.</Trans>}
        lines={3}
        value={storeCodes.join('\n')}
        onChange={(text) => set({ storeCodes: text === '' ? [] : text.toUpperCase().split('\n').slice(0, 10) })}
      />
    </div>
  )
}

/** What the site decides once: every rule of the floor that may bend. */
export function PoliciesSection({ policies }: { policies: Policies }) {
  const { t } = useLingui()
  const [form, setForm] = useState(policies)
  const save = useSave(
    (next: Policies) => api.site.savePolicies(next),
    () => toast(t`Saved`),
  )
  const set = (change: Partial<Policies>): void => setForm((before) => ({ ...before, ...change }))
  const kept = { ...form, storeCodes: form.storeCodes.filter((pattern) => pattern !== '') }
  const changed = JSON.stringify(kept) !== JSON.stringify(policies)
  const isRight = isSeparator(kept.gs1Separator) && kept.storeCodes.every(isPattern)
  return (
    <Section title={<Trans>Rules of the floor</Trans>} lead={<Trans>Hold from the next scan on.</Trans>}>
      <SaveForm onSave={() => save.mutate(kept)} changed={changed && isRight} busy={save.isPending} error={save.error}>
        <Flags policies={form} set={set} />
        <Amounts policies={form} set={set} />
        <Codes policies={form} set={set} />
      </SaveForm>
    </Section>
  )
}
