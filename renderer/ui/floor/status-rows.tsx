import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { Mark, type MarkKind } from '../marks.tsx'
import styles from './evidence.module.css'

/** One row: a mark or an icon, a strong line, a muted line under it. */
export type StatusRow = {
  id: string
  mark: MarkKind | { icon: ReactNode }
  title: ReactNode
  detail?: ReactNode
  /** A row that is still to come is set in plain weight. */
  plain?: boolean
}

/** What is settled, one row each, between hairlines. */
export function StatusRows({ rows, tight = false }: { rows: readonly StatusRow[]; tight?: boolean }) {
  return (
    <ul className={cx(styles.rows, tight && styles.tight)}>
      {rows.map((row) => (
        <li key={row.id} className={styles.row} data-row={row.id}>
          {typeof row.mark === 'string' ? <Mark kind={row.mark} size={32} /> : row.mark.icon}
          <div>
            {row.plain === true ? row.title : <b>{row.title}</b>}
            {row.detail === undefined ? null : <div className={styles.muted}>{row.detail}</div>}
          </div>
        </li>
      ))}
    </ul>
  )
}
