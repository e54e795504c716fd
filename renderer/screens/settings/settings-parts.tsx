import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import styles from './settings.module.css'

type SectionProps = { readonly title: ReactNode; readonly lead?: ReactNode; readonly children: ReactNode }

/** One theme of the settings with its heading. */
export function Section({ title, lead, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      {children}
    </section>
  )
}

type SaveFormProps = {
  readonly onSave: () => void
  readonly changed: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly children: ReactNode
}

/** Fields that are saved together; Enter saves, and the button says whether there is anything to save. */
export function SaveForm({ onSave, changed, busy, error, children }: SaveFormProps) {
  return (
    <Form
      className={styles.form ?? ''}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed && !busy) onSave()
      }}
    >
      {children}
      <ProblemNote error={error} />
      <div className={styles.saveRow}>
        <Button kind="primary" type="submit" isDisabled={!changed || busy}>
          <Trans>Save</Trans>
        </Button>
        {changed ? (
          <span className={styles.muted}>
            <Trans>Not saved yet</Trans>
          </span>
        ) : null}
      </div>
    </Form>
  )
}
