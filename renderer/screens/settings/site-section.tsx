import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SiteForm } from '../../../contract/station/site.ts'
import { api } from '../../api.ts'
import { PrefixParts } from '../../office/prefix-parts.tsx'
import { CURRENCIES, timeZones } from '../../office/site-choices.ts'
import { refreshSession } from '../../session-store.ts'
import { Checkbox, Segmented } from '../../ui/office/choice-controls.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { ComboBox, Select } from '../../ui/office/select.tsx'
import { toast } from '../../ui/office/toast.tsx'
import styles from './settings.module.css'
import { SaveForm, Section } from './settings-parts.tsx'
import { useSave } from './use-site.ts'

type FieldProps = {
  readonly form: SiteForm
  readonly set: (change: Partial<SiteForm>) => void
  readonly wrong: ReadonlySet<string>
}

function PrefixField({ form, set, wrong }: FieldProps) {
  const prefix = form.gs1Prefix ?? ''
  const preview = useQuery({
    queryKey: ['prefix', prefix],
    queryFn: () => api.site.prefixPreview({ gs1Prefix: prefix }),
    enabled: /^\d{7,10}$/.test(prefix),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  return (
    <>
      <TextField
        label={<Trans>GS1 company prefix</Trans>}
        inputMode="numeric"
        value={prefix}
        isDisabled={form.gs1Prefix === null}
        maxLength={10}
        onChange={(typed) => set({ gs1Prefix: typed.replace(/\D/g, '') })}
        {...(wrong.has('gs1Prefix') ? { problem: <Trans>7 to 10 digits, as GS1 wrote them to you</Trans> } : {})}
      />
      <Checkbox isSelected={form.gs1Prefix === null} onChange={(none) => set({ gs1Prefix: none ? null : '' })}>
        <Trans>No GS1 prefix: cartons get internal numbers, marked as such</Trans>
      </Checkbox>
      {form.gs1Prefix !== null && preview.data?.valid === true ? (
        <PrefixParts parts={preview.data.parts} svg={preview.data.svg} />
      ) : null}
    </>
  )
}

function SenderFields({ form, set, wrong }: FieldProps) {
  const needed = <Trans>This is needed.</Trans>
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={<Trans>Sender’s name</Trans>}
          value={form.senderName}
          maxLength={80}
          onChange={(senderName) => set({ senderName })}
          {...(wrong.has('senderName') ? { problem: needed } : {})}
        />
        <TextField
          label={<Trans>Phone</Trans>}
          value={form.senderPhone}
          maxLength={40}
          onChange={(senderPhone) => set({ senderPhone })}
        />
      </div>
      <TextField
        label={<Trans>Address</Trans>}
        value={form.senderLine1}
        maxLength={200}
        onChange={(senderLine1) => set({ senderLine1 })}
        {...(wrong.has('senderLine1') ? { problem: needed } : {})}
      />
      <div className={styles.pair}>
        <TextField
          label={<Trans>Address, more</Trans>}
          value={form.senderLine2}
          maxLength={200}
          onChange={(senderLine2) => set({ senderLine2 })}
        />
        <TextField
          label={<Trans>Postcode</Trans>}
          value={form.senderPostcode}
          maxLength={16}
          onChange={(senderPostcode) => set({ senderPostcode })}
        />
      </div>
    </>
  )
}

/** The site, the sender and the prefix: what Set-up asked for. */
export function SiteSection({ site }: { site: SiteForm }) {
  const { t } = useLingui()
  const [form, setForm] = useState(site)
  const save = useSave(
    (next: SiteForm) => api.site.save(next),
    () => {
      toast(t`Saved`)
      void refreshSession()
    },
  )
  const parsed = SiteForm.safeParse(form)
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])))
  const set = (change: Partial<SiteForm>): void => setForm((before) => ({ ...before, ...change }))
  const changed = JSON.stringify(form) !== JSON.stringify(site)
  const fields = { form, set, wrong }
  return (
    <Section
      title={<Trans>Site and sender</Trans>}
      lead={<Trans>Stands on labels and slips; times and money follow it.</Trans>}
    >
      <SaveForm
        onSave={() => parsed.success && save.mutate(parsed.data)}
        changed={changed && parsed.success}
        busy={save.isPending}
        error={save.error}
      >
        <div className={styles.pair}>
          <TextField
            label={<Trans>Name of the site</Trans>}
            value={form.name}
            maxLength={60}
            onChange={(name) => set({ name })}
            {...(wrong.has('name') ? { problem: <Trans>This is needed.</Trans> } : {})}
          />
          <Select
            label={<Trans>Currency</Trans>}
            options={[...new Set([form.currency, ...CURRENCIES])].map((id) => ({ id, name: id }))}
            value={form.currency}
            onChange={(currency) => set({ currency: currency ?? site.currency })}
          />
        </div>
        <div className={styles.pair}>
          <ComboBox
            label={<Trans>Time zone</Trans>}
            options={timeZones().map((id) => ({ id, name: id }))}
            value={form.timeZone}
            onChange={(timeZone) => set({ timeZone: timeZone ?? '' })}
          />
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
              onChange={(labelLanguage) => set({ labelLanguage })}
            />
          </div>
        </div>
        <SenderFields {...fields} />
        <PrefixField {...fields} />
      </SaveForm>
    </Section>
  )
}
