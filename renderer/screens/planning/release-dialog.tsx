import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PlanPreview } from '../../../contract/station/planning.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { groupLeftOut } from './plan-words.ts'
import styles from './preview.module.css'

type ReleaseDialogProps = {
  preview: PlanPreview
  /** Batches to release; empty: all. */
  ticked: ReadonlySet<number>
  busy: boolean
  onClose: () => void
  onSend: () => void
}

/** Asks before a release that leaves something behind: batches that are not ticked, and orders that are in no batch. */
export function ReleaseDialog({ preview, ticked, busy, onClose, onSend }: ReleaseDialogProps) {
  const { t } = useLingui()
  const format = useFormat()
  const { batches, leftOut, leftOutCount } = preview
  const chosen = ticked.size === 0 ? batches : batches.filter(({ number }) => ticked.has(number))
  const behind = batches.length - chosen.length
  return (
    <Dialog
      open
      alert
      onClose={onClose}
      title={<Plural value={chosen.length} one="Release # batch?" other="Release # batches?" />}
      ends={
        <>
          <Button onPress={onClose} hint="Esc">
            <Trans>Back</Trans>
          </Button>
          <Button kind="primary" autoFocus isDisabled={busy} onPress={onSend} hint="Enter">
            <Trans>Release</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.reasons}>
        {behind === 0 ? null : (
          <p>
            <Plural
              value={behind}
              one="# batch is not released. Its orders wait as before; a plan is released only once, so plan them again."
              other="# batches are not released. Their orders wait as before; a plan is released only once, so plan them again."
            />
          </p>
        )}
        {leftOutCount === 0 ? null : (
          <>
            <p>
              <Plural
                value={leftOutCount}
                one="# order is in no batch and waits as before:"
                other="# orders are in no batch and wait as before:"
              />
            </p>
            <ul className={styles.short}>
              {groupLeftOut(leftOut).map(({ key, sentence, orders }) => (
                <li key={key}>
                  <b>{format.number(orders.length)}</b> {t(sentence)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  )
}
