import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import { ReprintReason } from '../../../contract/station/printing.ts'
import { FEEDBACK } from '../../../domain/feedback.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { problemOf } from '../../office/station-problem.ts'
import { useScan } from '../../scan/scan-provider.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { TextField } from '../../ui/office/fields.tsx'
import { Select } from '../../ui/office/select.tsx'
import { REASON_WORDS } from './label-words.ts'
import styles from './labels.module.css'

/** What a reprint is asked for with. */
export type ReprintRequest = {
  readonly reason: ReprintReason
  readonly supervisor?: { readonly badge: string; readonly pin: string }
}

/** Whether a refusal means that a supervisor has to allow it. */
export function needsSupervisor(error: unknown): boolean {
  if (error === null || error === undefined) return false
  const { code, params } = problemOf(error)
  return code === FEEDBACK.supervisorNeeded.code || params.name === 'supervisorNeeded'
}

type ReprintProps = {
  readonly job: PrintJobView
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: (request: ReprintRequest) => void
  readonly onClose: () => void
}

type SupervisorProps = {
  readonly badge: string
  readonly setBadge: (badge: string) => void
  readonly pin: string
  readonly setPin: (pin: string) => void
}

function Supervisor({ badge, setBadge, pin, setPin }: SupervisorProps) {
  return (
    <>
      <p>
        <b>
          <Trans>It was printed often already: a lead has to allow it.</Trans>
        </b>
      </p>
      <div className={styles.pair}>
        <TextField
          label={<Trans>Lead’s badge</Trans>}
          value={badge}
          onChange={setBadge}
          autoFocus
          autoComplete="off"
          help={<Trans>Scan or type it</Trans>}
        />
        <TextField
          label={<Trans>PIN</Trans>}
          type="password"
          inputMode="numeric"
          value={pin}
          onChange={setPin}
          autoComplete="off"
          maxLength={8}
        />
      </div>
    </>
  )
}

/** Asks why a label is printed again, and for a supervisor's badge and PIN once that is needed. */
export function ReprintDialog({ job, busy, error, onSend, onClose }: ReprintProps) {
  const { t } = useLingui()
  const [reason, setReason] = useState<ReprintReason | null>(null)
  const [badge, setBadge] = useState('')
  const [pin, setPin] = useState('')
  const [asked, setAsked] = useState(false)
  const supervised = asked || needsSupervisor(error)
  if (supervised && !asked) setAsked(true)
  useScan(({ text }) => setBadge(text), { level: 'dialog', active: supervised })
  const ready = reason !== null && !busy && (!supervised || (badge !== '' && pin.length >= 4))
  const send = (): void => {
    if (ready && reason !== null) onSend(supervised ? { reason, supervisor: { badge, pin } } : { reason })
  }
  const order = job.orderNumber
  return (
    <Dialog
      open
      onClose={onClose}
      title={<Trans>Print the label of {order} again</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" isDisabled={!ready} onPress={send}>
            <Trans>Print again</Trans>
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
        <Select
          label={<Trans>Why</Trans>}
          options={ReprintReason.options.map((id) => ({ id, name: t(REASON_WORDS[id]) }))}
          value={reason}
          onChange={(id) => setReason(ReprintReason.options.find((one) => one === id) ?? null)}
        />
        <p className={styles.muted}>
          <Trans>
            The same number on the same kind of label, with a small mark for the copy. Destroy the other one.
          </Trans>
        </p>
        {supervised ? <Supervisor {...{ badge, setBadge, pin, setPin }} /> : null}
        {supervised && needsSupervisor(error) && badge === '' ? null : (
          <ProblemNote
            error={error}
            known={(problem) =>
              needsSupervisor(error) && problem.kind !== 'OFFLINE' ? (
                <Trans>Badge and PIN do not belong to a lead.</Trans>
              ) : null
            }
          />
        )}
      </Form>
    </Dialog>
  )
}
