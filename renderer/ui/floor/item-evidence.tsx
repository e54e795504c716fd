import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { Mark } from '../marks.tsx'
import styles from './evidence.module.css'
import { Picture } from './picture.tsx'
import { Text } from './text.tsx'

type ItemEvidenceProps = {
  name: string
  picture: string | null
  /** Lot, expiry, size: one muted line under the name. */
  detail?: ReactNode
  /** The last four digits of the code; they grow when the quantity is not shown here. */
  lastFour: string
  /** The quantity to take, while Now shows something else (a HeroNumber of size xl). */
  quantity?: ReactNode
  /** An item that is easily mistaken for this one nearby; see LookAlike. */
  children?: ReactNode
}

/** What one holds in the hand: photo, name, lot and expiry, last four digits of the code. */
export function ItemEvidence({ name, picture, detail, lastFour, quantity, children }: ItemEvidenceProps) {
  const grown = quantity === undefined
  return (
    <div className={styles.item}>
      <div>
        <div className={styles.name}>{name}</div>
        {detail === undefined ? null : <div className={styles.muted}>{detail}</div>}
      </div>
      <div className={styles.body}>
        <Picture picture={picture} name={name} />
        <div className={styles.facts}>
          <Fact word={<Trans>Last four</Trans>} near={!grown}>
            <Text size={grown ? 'xl' : 'l'}>{lastFour}</Text>
          </Fact>
          {quantity}
        </div>
      </div>
      {children}
    </div>
  )
}

/** A muted word with its figure beneath. */
export function Fact({ word, near = false, children }: { word: ReactNode; near?: boolean; children: ReactNode }) {
  return (
    <div className={cx(styles.fact, near && styles.near)}>
      <span>{word}</span>
      {children}
    </div>
  )
}

/** The warning that something similar lies nearby; `children` names it and where. */
export function LookAlike({ children }: { children: ReactNode }) {
  return (
    <div className={styles.alike} data-look-alike>
      <Mark kind="warning" />
      <span>{children}</span>
    </div>
  )
}
