import { useState } from 'react'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import styles from './labels.module.css'

/** The label of a row as small as it fits, fetched when the row comes into view; an empty frame where it cannot be drawn any more. */
export function LabelThumb({ job }: { job: PrintJobView }) {
  const [missing, setMissing] = useState(false)
  return (
    <span className={styles.thumb}>
      {missing ? null : (
        <img
          src={`/files/labels/${encodeURIComponent(job.id)}.svg`}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setMissing(true)}
        />
      )}
    </span>
  )
}
