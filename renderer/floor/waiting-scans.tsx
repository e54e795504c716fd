import { Plural } from '@lingui/react/macro'
import { useWaitingScans } from '../scan/scan-provider.tsx'
import styles from './floor.module.css'

/** How many scans wait behind the one that is being answered; nothing while none does. */
export function WaitingScans() {
  const count = useWaitingScans()
  if (count === 0) return null
  return (
    <div className={styles.waitingScans} role="status" data-waiting-scans={count}>
      <span>
        <Plural value={count} one="# scan is waiting" other="# scans are waiting" />
      </span>
    </div>
  )
}
