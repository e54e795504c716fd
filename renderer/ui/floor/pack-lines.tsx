import { Check } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { cx } from '../cx.ts'
import { useScrollable } from '../use-scrollable.ts'
import styles from './pack.module.css'
import { Picture } from './picture.tsx'

/** Above this many units a line draws a bar instead of boxes. */
const MOST_BOXES = 8

/** Units of a line as small boxes, filled as they are counted; many units become one bar. */
export function UnitBoxes({ done, total }: { done: number; total: number }) {
  if (total > MOST_BOXES)
    return (
      <div
        className={styles.bar}
        aria-hidden="true"
        style={{ '--share': `${Math.min(100, (done / total) * 100)}%` } as CSSProperties}
      >
        <i />
      </div>
    )
  return (
    <div className={styles.units} aria-hidden="true">
      {Array.from({ length: total }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a unit box is its place
        <i key={index} className={cx(styles.unit, index < done && styles.on)} />
      ))}
    </div>
  )
}

/** An order line at the bench. */
export type PackLine = {
  id: string
  name: string
  picture: string | null
  lastFour: string
  /** Muted words after the last four: 'last scanned', 'glass', a lot. */
  detail?: ReactNode
  packed: number
  total: number
  /** The line of the unit scanned last. */
  active?: boolean
}

function Line({ line, first }: { line: PackLine; first: boolean }) {
  const done = line.packed >= line.total
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (line.active === true) row.current?.scrollIntoView({ block: 'nearest' })
  }, [line.active])
  return (
    <li
      ref={row}
      className={cx(
        styles.line,
        line.active === true && styles.here,
        done && line.active !== true && styles.done,
        first && styles.first,
      )}
      data-line={line.id}
      data-state={line.active === true ? 'active' : done ? 'done' : 'open'}
    >
      {done && line.active !== true ? (
        <span className={styles.mark}>
          <Check aria-hidden="true" />
        </span>
      ) : (
        <Picture picture={line.picture} name={line.name} />
      )}
      <div className={styles.name}>
        {done && line.active !== true ? (
          line.name
        ) : (
          <>
            <b>{line.name}</b>
            <div className={styles.muted}>
              <b className={styles.ink}>{line.lastFour}</b>
              {line.detail === undefined ? null : <> · {line.detail}</>}
            </div>
          </>
        )}
      </div>
      <UnitBoxes done={line.packed} total={line.total} />
      <div className={styles.count}>
        {line.packed} / {line.total}
      </div>
    </li>
  )
}

/** The lines of an order: the active one on white with an accent edge, open ones, then finished ones, small and muted. */
export function PackLines({ lines }: { lines: readonly PackLine[] }) {
  const list = useScrollable<HTMLUListElement>()
  const rank = (line: PackLine): number => (line.active === true ? 0 : line.packed >= line.total ? 2 : 1)
  const ordered = [...lines].sort((a, b) => rank(a) - rank(b))
  const firstDone = ordered.find((line) => rank(line) === 2)
  return (
    <ul ref={list} className={styles.lines} data-pack-lines>
      {ordered.map((line) => (
        <Line key={line.id} line={line} first={line === firstDone} />
      ))}
    </ul>
  )
}
