import { Plural, Trans } from '@lingui/react/macro'
import { SyncNote } from '../../office/sync-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import styles from './exceptions.module.css'

/** What a lead can decide about what is kept aside. */
export type AsideDecision = 'readmit' | 'discard'

type AsideProps = {
  readonly decision: AsideDecision
  readonly count: number
  readonly busy: boolean
  readonly error: unknown
  readonly onSend: () => void
  readonly onClose: () => void
}

/** Says what a decision about what is kept aside means, before it is sent. */
export function AsideDialog({ decision, count, busy, error, onSend, onClose }: AsideProps) {
  const moves = decision === 'readmit'
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={
        moves ? (
          <Plural value={count} one="Move # step to the exceptions?" other="Move # steps to the exceptions?" />
        ) : (
          <Plural value={count} one="Drop # step?" other="Drop # steps?" />
        )
      }
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Back</Trans>
          </Button>
          <Button kind={moves ? 'primary' : 'danger'} isDisabled={busy} onPress={onSend} autoFocus={moves}>
            {moves ? <Trans>Move to the exceptions</Trans> : <Trans>Drop</Trans>}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          {moves ? (
            <Trans>
              You then decide about each whether it happened. Until then its order and its tote stand still, and no
              stock is moved.
            </Trans>
          ) : (
            <Trans>
              Choose this when it did not happen, or was put back. No stock is moved and no order changes; the centre
              keeps the record.
            </Trans>
          )}
        </p>
        <p className={styles.muted}>
          <Trans>This cannot be taken back.</Trans>
        </p>
        <SyncNote error={error} />
      </div>
    </Dialog>
  )
}
