import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import styles from './orders.module.css'

type ReasonProps = {
  readonly kind: 'hold' | 'cancel'
  readonly count: number
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: (reason: string) => void
  readonly onClose: () => void
}

/** Asks why orders are held or cancelled; the reason stays in each order's story. */
export function ReasonDialog({ kind, count, busy, error, onSend, onClose }: ReasonProps) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const usual =
    kind === 'hold'
      ? [t`Address to be checked`, t`Customer to be asked`, t`Payment to be checked`]
      : [t`Customer cancelled`, t`Ordered twice`, t`Not in stock`]
  const ready = reason.trim() !== '' && !busy
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        kind === 'hold' ? (
          <Plural value={count} one="Put # order on hold" other="Put # orders on hold" />
        ) : (
          <Plural value={count} one="Cancel # order" other="Cancel # orders" />
        )
      }
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button
            kind={kind === 'cancel' ? 'danger' : 'primary'}
            isDisabled={!ready}
            onPress={() => onSend(reason.trim())}
            hint="Enter"
          >
            {kind === 'hold' ? (
              <Trans>Put on hold</Trans>
            ) : (
              <Plural value={count} one="Cancel the order" other="Cancel the orders" />
            )}
          </Button>
        </>
      }
    >
      <Form
        className={styles.stack ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onSend(reason.trim())
        }}
      >
        <TextField
          label={<Trans>Why</Trans>}
          value={reason}
          onChange={setReason}
          maxLength={200}
          autoFocus
          help={<Trans>Stays in the order’s story.</Trans>}
        />
        <div className={styles.numbers}>
          {usual.map((word) => (
            <Button key={word} onPress={() => setReason(word)}>
              {word}
            </Button>
          ))}
        </div>
        {kind === 'cancel' ? (
          <p>
            <Trans>Orders whose units were picked already are not cancelled; they are told to you.</Trans>
          </p>
        ) : null}
        <ProblemNote error={error} />
      </Form>
    </Dialog>
  )
}
