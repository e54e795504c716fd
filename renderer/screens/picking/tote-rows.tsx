import { Plural, Trans } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { cx } from '../../ui/cx.ts'
import { Mark } from '../../ui/marks.tsx'
import styles from './picking.module.css'

/** The totes of the cart: place, tote, order. A large cart is set in two columns. */
export function ToteRows({ bench }: { bench: PickBench }) {
  const { slots } = bench.cart
  if (bench.together !== null) return <SharedRows {...bench.together} />
  return (
    <ul className={cx(styles.totes, slots.length > 9 && styles.two)}>
      {slots.map(({ slot, toteName, handedName, orderNumber, target }) => (
        <li key={slot} className={cx(styles.tote, target && styles.target)} data-row={slot}>
          <Mark kind={toteName === null ? (target ? 'info' : 'waiting') : 'ok'} />
          <b>{slot}</b>
          <span>
            {toteName !== null ? (
              <Trans>Tote {toteName}</Trans>
            ) : handedName !== null ? (
              <Trans>Tote {handedName} · scan</Trans>
            ) : (
              <Trans>empty tote</Trans>
            )}
          </span>
          <span className={styles.order}>{orderNumber}</span>
        </li>
      ))}
    </ul>
  )
}

/** The totes that all orders share. */
function SharedRows({ orders, totes }: NonNullable<PickBench['together']>) {
  return (
    <ul className={styles.totes}>
      {totes.map(({ name, target }) => (
        <li key={name} className={cx(styles.tote, target && styles.target)} data-row={name}>
          <Mark kind="ok" />
          <b />
          <span>
            <Trans>Tote {name}</Trans>
          </span>
          <span className={styles.order}>
            <Plural value={orders} one="# order together" other="# orders together" />
          </span>
        </li>
      ))}
    </ul>
  )
}
