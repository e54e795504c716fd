import type { MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { ExceptionView, Resolution } from '../../../contract/station/sync.ts'
import { reasonSentence } from '../../office/reason-words.ts'
import { problemOf } from '../../office/station-problem.ts'
import { SyncNote } from '../../office/sync-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import styles from './exceptions.module.css'
import { resolutionWords } from './resolution-words.tsx'

type ResolveProps = {
  readonly exception: ExceptionView
  readonly resolution: Resolution
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: (quantity: number | null) => void
  readonly onClose: () => void
}

/** Why a decision is not possible, where the centre gave a reason for that. */
function whyNot(error: unknown): MessageDescriptor | null {
  if (error === null || error === undefined) return null
  const { params } = problemOf(error)
  if (params.name === 'underReserved') {
    const reserved = Number(params.reserved ?? 0)
    return msg`${plural(reserved, { one: '# unit of this shelf is', other: '# units of this shelf are' })} promised to orders, and less cannot be left. Count again, or take those orders back first.`
  }
  return params.name === 'resolutionNotPossible' && params.reason !== undefined
    ? reasonSentence(String(params.reason), params)
    : null
}

/** Asks once more before a decision that cannot be taken back, and for the number that a recount needs. */
export function ResolveDialog({ exception, resolution, busy, error, onSend, onClose }: ResolveProps) {
  const { t } = useLingui()
  const [counted, setCounted] = useState('')
  const { word, effect } = resolutionWords(resolution, exception)
  const recount = resolution === 'recount'
  const place = exception.item?.location ?? ''
  const item = exception.item?.name ?? ''
  const because = whyNot(error)
  const ready = !busy && (!recount || counted !== '')
  const send = (): void => {
    if (ready) onSend(recount ? Number(counted) : null)
  }
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={t(word)}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" isDisabled={!ready} onPress={send} autoFocus={!recount}>
            <Trans>Decide so</Trans>
          </Button>
        </>
      }
    >
      <Form
        className={styles.stack ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p>{t(effect)}</p>
        {recount ? (
          <TextField
            autoFocus
            large
            label={
              place === '' ? (
                <Trans>How many {item} lie there now</Trans>
              ) : (
                <Trans>
                  How many {item} lie at {place} now
                </Trans>
              )
            }
            value={counted}
            inputMode="numeric"
            autoComplete="off"
            onChange={(text) => setCounted(text.replace(/\D/g, '').slice(0, 6))}
            help={<Trans>After everything was put back</Trans>}
          />
        ) : null}
        <p className={styles.muted}>
          <Trans>This cannot be taken back.</Trans>
        </p>
        {because === null ? null : (
          <p>
            <Trans>The centre tried and could not.</Trans> {t(because)}
          </p>
        )}
        <SyncNote error={error} />
      </Form>
    </Dialog>
  )
}
