import { Trans, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { LOCALES } from '../../i18n/index.ts'
import { cx } from '../../ui/cx.ts'
import { Segmented } from '../../ui/office/choice-controls.tsx'
import { setPreferences, usePreferences } from '../../ui/preferences.ts'
import styles from './setup.module.css'
import { SETUP_STEPS, type SetupForm, type SetupStep } from './setup-form.ts'

function Word({ step }: { step: SetupStep }): ReactNode {
  switch (step) {
    case 'site':
      return <Trans>Site</Trans>
    case 'sender':
      return <Trans>Sender</Trans>
    case 'prefix':
      return <Trans>GS1 prefix</Trans>
    case 'administrator':
      return <Trans>First administrator</Trans>
    case 'data':
      return <Trans>Data</Trans>
  }
}

function Ahead({ step }: { step: SetupStep }): ReactNode {
  switch (step) {
    case 'site':
      return <Trans>Name, time zone, currency</Trans>
    case 'sender':
      return <Trans>Who stands on the label</Trans>
    case 'prefix':
      return <Trans>Numbers for your cartons</Trans>
    case 'administrator':
      return <Trans>Badge and PIN</Trans>
    case 'data':
      return <Trans>Your own file, or a demo warehouse</Trans>
  }
}

function Said({ step, form }: { step: SetupStep; form: SetupForm }): ReactNode {
  switch (step) {
    case 'site':
      return [form.name, form.timeZone, form.currency].join(', ')
    case 'sender':
      return [form.senderName, form.senderLine1, form.senderPostcode].filter((part) => part !== '').join(', ')
    case 'prefix':
      return form.noPrefix ? <Trans>None: internal numbers</Trans> : form.gs1Prefix
    case 'administrator':
      return <Trans>{form.adminName}, badge and PIN set</Trans>
    case 'data':
      return null
  }
}

/** The five steps, what was said in those that are done, and the language. */
export function SetupSteps({ here, form }: { here: SetupStep; form: SetupForm }) {
  const { t } = useLingui()
  const locale = usePreferences((preferences) => preferences.locale)
  const at = SETUP_STEPS.indexOf(here)
  return (
    <aside className={styles.steps}>
      <div className={styles.top}>
        <span className={styles.mark}>
          <Trans>Baro</Trans>
        </span>
        <Segmented
          label={t`Language`}
          options={LOCALES.map(({ locale: id, name }) => ({ id, name: <span lang={id}>{name}</span> }))}
          value={locale}
          onChange={(chosen) => setPreferences({ locale: chosen })}
        />
      </div>
      <ol>
        {SETUP_STEPS.map((step, index) => (
          <li
            key={step}
            className={cx(index < at && styles.done, index === at && styles.here)}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className={styles.dot} aria-hidden="true">
              {index < at ? <Check size={18} /> : index + 1}
            </span>
            <b>
              <Word step={step} />
            </b>
            <span>{index < at ? <Said step={step} form={form} /> : <Ahead step={step} />}</span>
          </li>
        ))}
      </ol>
      <p className={styles.keep}>
        <Trans>Nothing is sent anywhere. Every step can be changed later in Settings.</Trans>
      </p>
    </aside>
  )
}
