import { ScanBarcode } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { type Feedback, FeedbackBand } from './feedback-band.tsx'
import styles from './screen.module.css'

/** The last row of Now: what to scan, and what else is accepted. */
export function ScanSlot({ what, also }: { what: ReactNode; also?: ReactNode }) {
  return (
    <div className={styles.slot} data-slot>
      <ScanBarcode aria-hidden="true" />
      <div>
        <b className={styles.what}>{what}</b>
        {also === undefined ? null : <span className={styles.also}>{also}</span>}
      </div>
    </div>
  )
}

/** How long a good answer shows before the slot comes back; it never blocks. */
export const OK_SHOWN_MS = 600

/**
 * The foot of Now: the scan slot, or in its place the band of the latest feedback. Good answers give the slot back after
 * 600 ms, warnings stay until the next feedback, errors until their own action acknowledges them (the owner then passes null).
 */
export function ScanArea({ feedback, what, also }: { feedback: Feedback | null; what: ReactNode; also?: ReactNode }) {
  const [passed, setPassed] = useState<string | null>(null)
  const brief = feedback !== null && feedback.tone !== 'warning' && feedback.tone !== 'error'
  const id = feedback?.id ?? null
  useEffect(() => {
    if (!brief) return
    const timer = setTimeout(() => setPassed(id), OK_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [brief, id])
  if (feedback === null || (brief && passed === id)) return <ScanSlot what={what} also={also} />
  return <FeedbackBand key={feedback.id} feedback={feedback} />
}
