import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { useFormat } from '../../i18n/use-format.ts'
import styles from './setup.module.css'

/** What the store is filled with first. */
export type DataChoice = 'own' | 'demo'

// The sizes that the demo warehouse is generated with.
const DEMO = { aisles: 12, items: 500, orders: 400, people: 8 }

type DataProps = { readonly choice: DataChoice; readonly onChoose: (choice: DataChoice) => void }

/** Own lists, or a pretend warehouse. */
export function DataChoices({ choice, onChoose }: DataProps) {
  const { t } = useLingui()
  const format = useFormat()
  const figures: [keyof typeof DEMO, ReactNode][] = [
    ['aisles', <Trans key="aisles">aisles</Trans>],
    ['items', <Trans key="items">items</Trans>],
    ['orders', <Trans key="orders">orders</Trans>],
    ['people', <Trans key="people">people</Trans>],
  ]
  return (
    <RadioGroup
      className={styles.options ?? ''}
      aria-label={t`Data`}
      value={choice}
      onChange={(value) => onChoose(value === 'own' ? 'own' : 'demo')}
    >
      <Radio value="own" className={styles.option ?? ''} autoFocus={choice === 'own'}>
        <span className={styles.radio} />
        <span>
          <b className={styles.optionTitle}>
            <Trans>My own data</Trans>
          </b>
          <span className={styles.optionText}>
            <Trans>
              CSV or XLSX, best in this order. Columns can be matched on screen, and nothing is kept until you say so.
            </Trans>
          </span>
          <span className={styles.files}>
            <span>
              <Trans>Locations</Trans>
            </span>
            <span>
              <Trans>Items, with GTIN</Trans>
            </span>
            <span>
              <Trans>Stock on hand</Trans>
            </span>
            <span>
              <Trans>Orders</Trans>
            </span>
          </span>
        </span>
      </Radio>
      <Radio value="demo" className={styles.option ?? ''} autoFocus={choice === 'demo'}>
        <span className={styles.radio} />
        <span>
          <b className={styles.optionTitle}>
            <Trans>Demo warehouse</Trans>
          </b>
          <span className={styles.optionText}>
            <Trans>
              Everything works, nothing is real: items, places, stock, people and orders to try the whole way from order
              to shipment.
            </Trans>
          </span>
          <span className={styles.figures}>
            {figures.map(([name, word]) => (
              <span key={name}>
                <b>{format.number(DEMO[name])}</b>
                <small>{word}</small>
              </span>
            ))}
          </span>
        </span>
      </Radio>
    </RadioGroup>
  )
}
