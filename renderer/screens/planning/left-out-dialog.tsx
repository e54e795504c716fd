import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { OrderLink } from './order-link.tsx'
import { groupLeftOut, type LeftOutOrder } from './plan-words.ts'
import styles from './preview.module.css'

type LeftOutProps = {
  title: ReactNode
  leftOut: readonly LeftOutOrder[]
  /** How many there are; more than are named when there are very many. */
  count: number
  onClose: () => void
}

/** Orders that were left out, by why, each with the way to it. */
export function LeftOutDialog({ title, leftOut, count, onClose }: LeftOutProps) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={title}
      ends={
        <Button kind="primary" hint="Esc" onPress={onClose}>
          <Trans>Close</Trans>
        </Button>
      }
    >
      <div className={styles.reasons}>
        {groupLeftOut(leftOut).map(({ key, name, sentence, orders }) => (
          <section key={key} data-reason={name}>
            <h3>
              {t(sentence)} <span className={styles.muted}>{format.number(orders.length)}</span>
            </h3>
            <ul>
              {orders.map(({ orderId, number }) => (
                <li key={orderId}>
                  <OrderLink number={number} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {count > leftOut.length ? (
          <p className={styles.muted}>
            <Plural value={count - leftOut.length} one="# more is not named here." other="# more are not named here." />
          </p>
        ) : null}
        <p className={styles.muted}>
          <Trans>They wait as before and can be in the next plan.</Trans>
        </p>
      </div>
    </Dialog>
  )
}
