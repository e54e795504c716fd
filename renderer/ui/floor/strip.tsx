import { Trans, useLingui } from '@lingui/react/macro'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { cx } from '../cx.ts'
import { Mark, type MarkKind } from '../marks.tsx'
import styles from './strip.module.css'

/** What a lamp says. While all is well it is one plain word; what deviates gets a border, a sentence and a second line. */
export type LampState = {
  id: string
  /** The word beside a healthy lamp: Sync, Scanner, Printer. */
  word: ReactNode
  /** Present when something deviates. `alarm` fills the lamp with the error colour (a label in doubt). */
  deviation?: { mark: Exclude<MarkKind, 'ok'>; sentence: ReactNode; detail?: ReactNode; alarm?: boolean }
  /** Opens what there is to know about it; without it the lamp is no button. */
  onPress?: () => void
}

function LampFace({ lamp: { word, deviation } }: { lamp: LampState }) {
  if (deviation === undefined)
    return (
      <>
        <Mark kind="ok" />
        <span className={styles.word}>{word}</span>
      </>
    )
  return (
    <>
      <Mark kind={deviation.mark} size={36} />
      <span>
        <b>{deviation.sentence}</b>
        {deviation.detail === undefined ? null : <small>{deviation.detail}</small>}
      </span>
    </>
  )
}

/** One lamp of the strip: shape and word, never colour alone. */
export function Lamp({ lamp }: { lamp: LampState }) {
  const { deviation, onPress } = lamp
  const face = (
    <span
      className={cx(
        styles.lamp,
        deviation !== undefined && styles.deviating,
        deviation?.alarm === true && styles.alarm,
      )}
      data-lamp={lamp.id}
      data-state={deviation?.mark ?? 'ok'}
    >
      <LampFace lamp={lamp} />
    </span>
  )
  if (onPress === undefined) return face
  return (
    <Button className={styles.press ?? ''} onPress={onPress} data-opens={lamp.id}>
      {face}
    </Button>
  )
}

type StripProps = {
  /** Null: nobody is signed in. */
  operator: string | null
  station: string
  /** What is being worked on: 'Pick B-1127'. */
  task?: ReactNode
  lamps: readonly LampState[]
  /** Absent where there is nothing to lock. */
  onLock?: () => void
}

/** The strip at the top of every floor screen: operator · station · task, the lamps, the lock. */
export function Strip({ operator, station, task, lamps, onLock }: StripProps) {
  const { t } = useLingui()
  const crowded = lamps.filter(({ deviation }) => deviation !== undefined).length > 1
  return (
    <>
      <div className={styles.who}>
        <span>
          <b>{operator ?? <Trans>Nobody signed in</Trans>}</b>
        </span>
        <span>{station}</span>
        {task === undefined ? null : <span>{task}</span>}
      </div>
      <div
        className={cx(styles.lamps, onLock === undefined && styles.end, crowded && styles.crowded)}
        role="status"
        aria-label={t`State of the station`}
      >
        {lamps.map((lamp) => (
          <Lamp key={lamp.id} lamp={lamp} />
        ))}
      </div>
      {onLock === undefined ? null : (
        <Button className={styles.lock ?? ''} onPress={onLock} data-action="lock">
          <Lock aria-hidden="true" />
          <span>
            <Trans>Lock</Trans>
          </span>
        </Button>
      )}
    </>
  )
}
