import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import styles from './evidence.module.css'

/** Above this many parts the ticks stand for shares of the whole. */
const MOST_TICKS = 60

/** Progress as ticks: done filled, current accented and taller, open outlined. `current` null when nothing is under way. */
export function Ticks({ done, total, current = null }: { done: number; total: number; current?: number | null }) {
  const shown = Math.min(total, MOST_TICKS)
  const scale = total > MOST_TICKS ? MOST_TICKS / total : 1
  const here = current === null ? -1 : Math.min(shown - 1, Math.floor(current * scale))
  return (
    <div className={cx(styles.ticks, shown > 24 && styles.many)} aria-hidden="true">
      {Array.from({ length: shown }, (_, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
          key={index}
          className={cx(styles.tick, index === here ? styles.here : index < Math.floor(done * scale) && styles.done)}
        />
      ))}
    </div>
  )
}

type ProgressProps = {
  /** 'Stop **3 of 7**'. */
  head: ReactNode
  /** '8 of 20 pieces'. */
  aside?: ReactNode
  done: number
  total: number
  /** Zero-based place of what is under way. */
  current?: number | null
}

/** Progress of a task: what is counted in words, and the same as ticks. */
export function Progress({ head, aside, done, total, current = null }: ProgressProps) {
  return (
    <div className={styles.progress} data-progress={`${done}/${total}`}>
      <div className={styles.heads}>
        <span>{head}</span>
        {aside === undefined ? null : <span className={styles.muted}>{aside}</span>}
      </div>
      <Ticks done={done} total={total} current={current} />
    </div>
  )
}

/** A few named steps in order, e.g. of a print job: done, here, open. */
export function StepTicks({ steps, here }: { steps: readonly { id: string; word: ReactNode }[]; here: number }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={cx(styles.step, index < here && styles.stepDone, index === here && styles.stepHere)}
          aria-current={index === here ? 'step' : undefined}
        >
          <i />
          {step.word}
        </li>
      ))}
    </ol>
  )
}
