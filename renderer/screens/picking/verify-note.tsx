import { Trans } from '@lingui/react/macro'
import { Text } from '../../ui/floor/text.tsx'
import { Mark } from '../../ui/marks.tsx'
import styles from './picking.module.css'

/** Stands over every step of a cart that was taken away from somebody: what lies in its totes is not known here. */
export function VerifyNote() {
  return (
    <section className={styles.verify} data-verify>
      <Mark kind="warning" size={44} />
      <div>
        <Text size="m" weight="strong">
          <Trans>Check the totes first</Trans>
        </Text>
        <Text>
          <Trans>Somebody else began this work. Count what already lies in its totes.</Trans>
        </Text>
      </div>
    </section>
  )
}
