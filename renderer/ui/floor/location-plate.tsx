import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { locationParts } from '../location-parts.ts'
import styles from './plate.module.css'

const words: readonly ReactNode[] = [
  <Trans key="zone">Zone</Trans>,
  <Trans key="aisle">Aisle</Trans>,
  <Trans key="bay">Bay</Trans>,
  <Trans key="slot">Slot</Trans>,
]

type LocationPlateProps = {
  /** The code as it is on the rack: 'A-03-2-05'. */
  code: string
  /** The stop before; what stays the same is outlined, what changes is filled. Null: all of it is new. */
  previous?: string | null
  /** The small plate repeats a location that is settled: outlined, without names. */
  small?: boolean
}

/** A location set like the sign on the rack: equal boxes for zone, aisle, bay and slot, their names beneath. */
export function LocationPlate({ code, previous = null, small = false }: LocationPlateProps) {
  const parts = locationParts(code, small ? code : previous)
  const long = parts.length > 4 || code.length > 10
  return (
    <div
      className={cx(styles.sign, small && styles.small, !small && long && styles.long)}
      role="img"
      aria-label={code}
      data-location={code}
    >
      {parts.map((part, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a part of a code is its place
          key={index}
          className={cx(styles.segment, part.isNew && styles.new)}
          data-part={part.isNew ? 'new' : 'kept'}
        >
          <span className={styles.box}>{part.text}</span>
          {small || parts.length !== words.length ? null : <span>{words[index]}</span>}
        </div>
      ))}
    </div>
  )
}
