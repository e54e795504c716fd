import type { ReactNode } from 'react'
import { Mark, type MarkKind } from '../marks.tsx'
import styles from './shell.module.css'

type EmptyStateProps = {
  mark?: MarkKind
  title: ReactNode
  /** What to do first, or what was kept and what to do now. */
  advice?: ReactNode
  action?: ReactNode
}

/** Nothing to show yet, or nothing any more: says what to do first. */
export function EmptyState({ mark = 'waiting', title, advice, action }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Mark kind={mark} size={40} px />
      <h2>{title}</h2>
      {advice === undefined ? null : <p>{advice}</p>}
      {action === undefined ? null : <div className={styles.emptyActions}>{action}</div>}
    </div>
  )
}
