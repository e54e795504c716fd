import { Trans, useLingui } from '@lingui/react/macro'
import type { CSSProperties, ReactNode } from 'react'
import { cx } from '../cx.ts'
import { locationParts } from '../location-parts.ts'
import { Button } from './button.tsx'
import styles from './record.module.css'

/** A location set like the sign on the rack; with `previous` the part that differs from the stop before is inverted. */
export function LocationCode({ code, previous }: { code: string; previous?: string }) {
  const before = previous?.split('-') ?? []
  return (
    <span className={styles.location} role="img" aria-label={code} data-location={code}>
      {locationParts(code, null).map((part, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: a part of a code is its place
          key={index}
          className={cx(previous !== undefined && before[index] !== part.text && styles.differs)}
        >
          {part.text}
        </i>
      ))}
    </span>
  )
}

/** Above this many units a quantity is its figure alone. */
const MOST_TICKS = 12

/** A quantity as figure and ticks: `count` filled of `of`. */
export function QuantityTicks({ count, of }: { count: number; of: number }) {
  const width = 7 * of - 2
  return (
    <span className={cx(styles.quantity, count === 0 && styles.none)}>
      <b>{count}</b>
      {of < 1 || of > MOST_TICKS ? null : (
        <svg width={width} height="14" viewBox={`0 0 ${width} 14`} aria-hidden="true">
          {Array.from({ length: of }, (_, index) =>
            index < count ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
              <rect key={index} x={index * 7} width="5" height="14" fill="currentColor" />
            ) : (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
                key={index}
                x={index * 7 + 0.5}
                y="0.5"
                width="4"
                height="13"
                fill="none"
                stroke="var(--edge)"
              />
            ),
          )}
        </svg>
      )}
    </span>
  )
}

/** One thing that happened: when, a shape, what, who and where. */
export type TimelineEvent = {
  id: string
  time: ReactNode
  /** A StateShape or a Mark; a dot when absent. */
  shape?: ReactNode
  tone?: 'muted' | 'accent' | 'warn' | 'error'
  text: ReactNode
  by?: ReactNode
}

/** The story of a record, newest first as given. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className={styles.timeline}>
      {events.map((event) => (
        <li key={event.id} className={styles.event}>
          <span>{event.time}</span>
          <span className={cx(styles.dot, event.tone !== undefined && styles[event.tone])}>
            {event.shape ?? (
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="4" fill="currentColor" />
              </svg>
            )}
          </span>
          <p>{event.text}</p>
          <span>{event.by}</span>
        </li>
      ))}
    </ol>
  )
}

type ProgressBarProps = {
  title: ReactNode
  done: number
  /** Null while nobody knows how much it will be. */
  total: number | null
  /** '8,200 of 100,000 orders'. */
  count: ReactNode
  onCancel?: () => void
}

/** Long work: a bar, a count and a cancel. */
export function ProgressBar({ title, done, total, count, onCancel }: ProgressBarProps) {
  const { t } = useLingui()
  const share = total === null || total === 0 ? null : Math.min(1, done / total)
  return (
    <div className={styles.progress}>
      <div className={styles.progressHead}>
        <b>{title}</b>
        <span className={styles.muted} aria-live="polite">
          {count}
        </span>
        {onCancel === undefined ? null : (
          <Button onPress={onCancel}>
            <Trans context="long work">Cancel</Trans>
          </Button>
        )}
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={typeof title === 'string' ? title : t`Progress`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      >
        <div
          className={cx(styles.bar, share === null && styles.unknownShare)}
          style={share === null ? {} : ({ '--share': `${share * 100}%` } as CSSProperties)}
        />
      </div>
    </div>
  )
}

/** A place in a file that has to be mended. */
export type Problem = { row: number; column: string; found: string; expected: ReactNode; record?: string }

/** What is wrong in a file: row, column, value found, value expected, and the record it belongs to. */
export function ProblemTable({ problems, recordWord }: { problems: readonly Problem[]; recordWord?: ReactNode }) {
  return (
    <table className={styles.problems}>
      <thead>
        <tr>
          <th scope="col" className={styles.number}>
            <Trans>Row</Trans>
          </th>
          <th scope="col">
            <Trans>Column</Trans>
          </th>
          <th scope="col">
            <Trans>Found in the file</Trans>
          </th>
          <th scope="col">
            <Trans>Expected</Trans>
          </th>
          {recordWord === undefined ? null : (
            <th scope="col" className={styles.number}>
              {recordWord}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one place of a file may have several problems
          <tr key={index}>
            <td className={styles.number}>{problem.row}</td>
            <td>{problem.column}</td>
            <td className={styles.found}>{problem.found === '' ? <Trans>(empty)</Trans> : problem.found}</td>
            <td>{problem.expected}</td>
            {recordWord === undefined ? null : <td className={styles.number}>{problem.record}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The lines of an order with what became of each quantity. */
export type QuantityLine = {
  id: string
  name: string
  code: string
  note?: ReactNode
  place?: string
  quantities: readonly { id: string; count: number; of: number }[]
}

/** Quantities of order lines as ticks, one column per stage. */
export function QuantityLines({
  stages,
  lines,
}: {
  stages: readonly { id: string; word: ReactNode }[]
  lines: readonly QuantityLine[]
}) {
  return (
    <div className={styles.lines}>
      <div className={cx(styles.quantities, styles.heads)}>
        {stages.map((stage) => (
          <span key={stage.id}>{stage.word}</span>
        ))}
      </div>
      {lines.map((line) => (
        <div key={line.id} className={styles.line}>
          <div className={styles.lineName}>
            <span className={styles.cut}>
              <b>{line.name}</b> <span className={cx(styles.muted, styles.small)}>{line.code}</span>
            </span>
            {line.note}
            {line.place === undefined ? null : <LocationCode code={line.place} />}
          </div>
          <div className={styles.quantities}>
            {line.quantities.map((quantity) => (
              <QuantityTicks key={quantity.id} count={quantity.count} of={quantity.of} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
