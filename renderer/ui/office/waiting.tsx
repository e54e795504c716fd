import { Trans } from '@lingui/react/macro'
import styles from './shell.module.css'

/** Says that something is coming, but only when it takes longer than 300 ms. */
export function Waiting() {
  return (
    <main className={styles.waiting} aria-busy="true">
      <Trans>One moment…</Trans>
    </main>
  )
}
