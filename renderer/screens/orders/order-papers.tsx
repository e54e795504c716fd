import { Trans } from '@lingui/react/macro'
import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import type { OrderPage } from '../../../contract/station/orders.ts'
import styles from './orders.module.css'

const TO_PICK = ['released', 'picking']
const CLOSED = ['closed', 'labelled', 'loaded']

/** The papers that there are of an order now, in the order in which they are needed. */
function papersOf({ row, cartons, can, events }: OrderPage): { kind: string; word: ReactNode }[] {
  const left = events.some(({ type }) => type === 'dispatched' || type === 'dispatched-in-part')
  return [
    ...(TO_PICK.includes(row.state) ? [{ kind: 'pick-lists', word: <Trans>Pick list</Trans> }] : []),
    ...(can.slip ? [{ kind: 'slips', word: <Trans>Packing slip</Trans> }] : []),
    ...(cartons.some(({ state }) => CLOSED.includes(state))
      ? [{ kind: 'content-labels', word: <Trans>Content labels</Trans> }]
      : []),
    ...(left ? [{ kind: 'invoices', word: <Trans>Commercial invoice</Trans> }] : []),
    ...(left ? [{ kind: 'return-labels', word: <Trans>Return label</Trans> }] : []),
  ]
}

/** The papers of an order as PDF, each only once there is something to say on it. */
export function OrderPapers({ page }: { page: OrderPage }) {
  const papers = papersOf(page)
  if (papers.length === 0) return null
  return (
    <section className={styles.section}>
      <h3>
        <Trans>Papers</Trans>
      </h3>
      <ul className={styles.papers}>
        {papers.map(({ kind, word }) => (
          <li key={kind}>
            <a href={`/files/${kind}/${encodeURIComponent(page.row.id)}.pdf`} target="_blank" rel="noopener">
              <Printer size={16} aria-hidden="true" />
              {word}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
