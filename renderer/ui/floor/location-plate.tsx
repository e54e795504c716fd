import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { locationParts } from '../location-parts.ts'
import styles from './plate.module.css'

/** What a part of a location code stands for; `code` where nobody said. */
export type LocationPartName = 'zone' | 'aisle' | 'bay' | 'level' | 'position' | 'code'

const words: Readonly<Record<LocationPartName, ReactNode>> = {
  zone: <Trans>Zone</Trans>,
  aisle: <Trans>Aisle</Trans>,
  bay: <Trans>Bay</Trans>,
  level: <Trans>Level</Trans>,
  position: <Trans>Slot</Trans>,
  code: null,
}

/** The usual parts of a code by how many it has. */
const usual: Readonly<Record<number, readonly LocationPartName[]>> = {
  4: ['zone', 'aisle', 'bay', 'position'],
  5: ['zone', 'aisle', 'bay', 'level', 'position'],
}

type LocationPlateProps = {
  /** The code as it is on the rack: 'A-03-2-05'. */
  code: string
  /** The stop before; what stays the same is outlined, what changes is filled. Null: all of it is new. */
  previous?: string | null
  /** What each part stands for; left out, or of another length than the code has parts, the usual names of four and five are taken. */
  parts?: readonly LocationPartName[]
  /** The small plate repeats a location that is settled: outlined, without names. */
  small?: boolean
}

/** A location set like the sign on the rack: equal boxes for zone, aisle, bay, level and slot, their names beneath. */
export function LocationPlate({ code, previous = null, parts: given, small = false }: LocationPlateProps) {
  const parts = locationParts(code, small ? code : previous)
  const long = parts.length > 4 || code.length > 10
  // Two digits in each of four boxes need a little more room than the usual code.
  const tight = !long && code.length > 9
  const names = given?.length === parts.length ? given : usual[parts.length]
  return (
    <div
      className={cx(styles.sign, small && styles.small, !small && long && styles.long, !small && tight && styles.tight)}
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
          {small || names === undefined ? null : <span>{words[names[index] ?? 'code']}</span>}
        </div>
      ))}
    </div>
  )
}
