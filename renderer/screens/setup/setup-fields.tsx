import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { PrefixParts } from '../../office/prefix-parts.tsx'
import { CURRENCIES, timeZones } from '../../office/site-choices.ts'
import { Checkbox, Segmented } from '../../ui/office/choice-controls.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { ComboBox, Select } from '../../ui/office/select.tsx'
import { gs1Office } from './gs1-office.ts'
import styles from './setup.module.css'
import type { SetupForm } from './setup-form.ts'

/** What a step's fields need: the form, the change, and which fields are marked wrong now. */
export type StepProps = {
  readonly form: SetupForm
  readonly change: (next: Partial<SetupForm>) => void
  readonly wrong: ReadonlySet<keyof SetupForm>
}

const problem = (isWrong: boolean, words: ReactNode): { problem?: ReactNode } => (isWrong ? { problem: words } : {})

/** Name, time zone, currency and the language of labels. */
export function SiteFields({ form, change, wrong }: StepProps) {
  const { t } = useLingui()
  return (
    <>
      <TextField
        large
        autoFocus
        label={<Trans>Name of the site</Trans>}
        value={form.name}
        onChange={(name) => change({ name })}
        maxLength={60}
        {...problem(wrong.has('name'), <Trans>A short name, e.g. Incheon 1</Trans>)}
      />
      <div className={styles.pair}>
        <ComboBox
          large
          label={<Trans>Time zone</Trans>}
          options={timeZones().map((id) => ({ id, name: id }))}
          value={form.timeZone}
          onChange={(timeZone) => change({ timeZone: timeZone ?? '' })}
          {...problem(wrong.has('timeZone'), <Trans>Choose one of the list</Trans>)}
        />
        <Select
          large
          label={<Trans>Currency</Trans>}
          options={CURRENCIES.map((id) => ({ id, name: id }))}
          value={form.currency}
          onChange={(currency) => change({ currency: currency ?? '' })}
          {...problem(wrong.has('currency'), <Trans>Choose one of the list</Trans>)}
        />
      </div>
      <div className={styles.field}>
        <b>
          <Trans>Language of labels and slips</Trans>
        </b>
        <Segmented
          label={t`Language of labels and slips`}
          options={[
            { id: 'ko', name: '한국어' },
            { id: 'en', name: 'English' },
          ]}
          value={form.labelLanguage}
          onChange={(labelLanguage) => change({ labelLanguage })}
        />
      </div>
    </>
  )
}

/** The sender's name and address as they stand on every label. */
export function SenderFields({ form, change, wrong }: StepProps) {
  return (
    <>
      <div className={styles.pair}>
        <TextField
          large
          autoFocus
          label={<Trans>Name</Trans>}
          value={form.senderName}
          onChange={(senderName) => change({ senderName })}
          maxLength={80}
          {...problem(wrong.has('senderName'), <Trans>The name that customers know</Trans>)}
        />
        <TextField
          large
          label={<Trans>Phone</Trans>}
          type="tel"
          value={form.senderPhone}
          onChange={(senderPhone) => change({ senderPhone })}
          maxLength={40}
        />
      </div>
      <TextField
        large
        label={<Trans>Address</Trans>}
        value={form.senderLine1}
        onChange={(senderLine1) => change({ senderLine1 })}
        maxLength={200}
        {...problem(wrong.has('senderLine1'), <Trans>City, street and number</Trans>)}
      />
      <div className={styles.pairWide}>
        <TextField
          large
          label={<Trans>Address, more</Trans>}
          value={form.senderLine2}
          onChange={(senderLine2) => change({ senderLine2 })}
          maxLength={200}
        />
        <TextField
          large
          label={<Trans>Postcode</Trans>}
          value={form.senderPostcode}
          onChange={(senderPostcode) => change({ senderPostcode })}
          maxLength={16}
        />
      </div>
    </>
  )
}

/** The GS1 company prefix with the first carton number that it gives, live. */
export function PrefixFields({ form, change, wrong }: StepProps) {
  const { gs1Prefix, noPrefix } = form
  const preview = useQuery({
    queryKey: ['prefix', gs1Prefix],
    queryFn: () => api.site.prefixPreview({ gs1Prefix }),
    enabled: gs1Prefix.length >= 4,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  const office = gs1Office(gs1Prefix)
  const digits = gs1Prefix.length
  const begins = gs1Prefix.slice(0, 3)
  const valid = preview.data?.valid === true && digits >= 7
  return (
    <>
      <div className={styles.prefixRow}>
        <TextField
          large
          autoFocus
          label={<Trans>GS1 company prefix</Trans>}
          inputMode="numeric"
          value={gs1Prefix}
          onChange={(typed) => change({ gs1Prefix: typed.replace(/\D/g, '').slice(0, 10) })}
          isDisabled={noPrefix}
          maxLength={10}
          {...problem(!noPrefix && wrong.has('gs1Prefix'), <Trans>7 to 10 digits, as GS1 wrote them to you</Trans>)}
        />
        {valid && !noPrefix ? (
          <p className={styles.hint} role="status">
            {office === null ? (
              <Trans>{digits} digits</Trans>
            ) : (
              <Trans>
                {digits} digits, begins with {begins}: {office}
              </Trans>
            )}
          </p>
        ) : null}
      </div>
      {valid && !noPrefix && preview.data !== undefined ? (
        <PrefixParts parts={preview.data.parts} svg={preview.data.svg} />
      ) : null}
      <Checkbox isSelected={noPrefix} onChange={(on) => change({ noPrefix: on })}>
        <b>
          <Trans>I have no GS1 prefix</Trans>
        </b>
        <br />
        <span className={styles.muted}>
          <Trans>Cartons get internal numbers, marked as such. Carriers’ own tracking numbers still work.</Trans>
        </span>
      </Checkbox>
    </>
  )
}

/** Name, badge and PIN of the first administrator; the badge may be scanned. */
export function AdministratorFields({ form, change, wrong }: StepProps) {
  const pin = (typed: string): string => typed.replace(/\D/g, '').slice(0, 8)
  return (
    <>
      <TextField
        large
        autoFocus
        label={<Trans>Name</Trans>}
        value={form.adminName}
        onChange={(adminName) => change({ adminName })}
        maxLength={80}
        autoComplete="off"
        {...problem(wrong.has('adminName'), <Trans>As it shall stand in the history</Trans>)}
      />
      <TextField
        large
        label={<Trans>Badge</Trans>}
        value={form.badge}
        onChange={(badge) => change({ badge })}
        maxLength={64}
        autoComplete="off"
        help={<Trans>Scan it now, or make up a code: badges can be printed afterwards.</Trans>}
        {...problem(wrong.has('badge'), <Trans>Scan a badge or type a code, e.g. B-0001</Trans>)}
      />
      <div className={styles.pair}>
        <TextField
          large
          label={<Trans>PIN</Trans>}
          type="password"
          inputMode="numeric"
          value={form.pin}
          onChange={(typed) => change({ pin: pin(typed) })}
          autoComplete="new-password"
          help={<Trans>4 to 8 digits</Trans>}
          {...problem(wrong.has('pin'), <Trans>4 to 8 digits</Trans>)}
        />
        <TextField
          large
          label={<Trans>PIN once more</Trans>}
          type="password"
          inputMode="numeric"
          value={form.pinAgain}
          onChange={(typed) => change({ pinAgain: pin(typed) })}
          autoComplete="new-password"
          {...problem(wrong.has('pinAgain'), <Trans>The two differ</Trans>)}
        />
      </div>
    </>
  )
}
