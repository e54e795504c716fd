import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { OrderPage } from '../../../contract/station/orders.ts'
import { PaymentState } from '../../../domain/inputs.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { PAYMENT_WORDS } from '../../office/order-words.ts'
import { ProblemNote } from '../../office/problem-note.tsx'
import { Button } from '../../ui/office/button.tsx'
import { Dialog } from '../../ui/office/dialog.tsx'
import { type OrderChange, orderChanges } from './order-changes.ts'
import styles from './orders.module.css'

type Difference = NonNullable<OrderPage['difference']>

function PartWord({ change: { part, line } }: { change: OrderChange }): ReactNode {
  switch (part) {
    case 'recipient':
      return <Trans>Recipient</Trans>
    case 'phone':
      return <Trans>Phone</Trans>
    case 'address':
      return <Trans>Address</Trans>
    case 'payment':
      return <Trans>Payment</Trans>
    case 'total':
      return <Trans>Total</Trans>
    case 'shippingMethod':
      return <Trans>Shipping method</Trans>
    case 'carrier':
      return <Trans>Carrier</Trans>
    case 'note':
      return <Trans>Note</Trans>
    case 'priority':
      return <Trans>Priority</Trans>
    case 'shipBy':
      return <Trans>Cut-off</Trans>
    case 'availableFrom':
      return <Trans>Pre-order, from</Trans>
    case 'cancelledAt':
      return <Trans>Cancelled at</Trans>
    case 'customer':
      return <Trans>Customer</Trans>
    case 'line':
      return line
  }
}

function useSaid(difference: Difference): (change: OrderChange, side: 'current' | 'incoming') => ReactNode {
  const { t } = useLingui()
  const format = useFormat()
  return (change, side) => {
    const value = change[side]
    if (value === '') return <span className={styles.quiet}>–</span>
    if (change.part === 'total') return format.money(Number(value), difference[side].currency)
    if (change.part === 'shipBy' || change.part === 'cancelledAt') return format.dateTime(Number(value))
    const payment = change.part === 'payment' ? PaymentState.safeParse(value) : null
    return payment?.success === true ? t(PAYMENT_WORDS[payment.data]) : value
  }
}

type DifferenceProps = {
  readonly difference: Difference
  readonly number: string
  readonly busy: boolean
  readonly error: unknown
  readonly onDecide: (take: boolean) => void
  readonly onClose: () => void
}

/** What a later file says differently about an order, side by side; a person takes it or drops it. */
export function DifferenceDialog({ difference, number, busy, error, onDecide, onClose }: DifferenceProps) {
  const said = useSaid(difference)
  const format = useFormat()
  const found = format.dateTime(difference.foundAt)
  const changes = orderChanges(difference.current, difference.incoming)
  return (
    <Dialog
      open
      onClose={onClose}
      width={760}
      title={<Trans>A later file says something else about {number}</Trans>}
      ends={
        <>
          <Button onPress={onClose}>
            <Trans>Decide later</Trans>
          </Button>
          <Button isDisabled={busy} onPress={() => onDecide(false)}>
            <Trans>Keep what is here</Trans>
          </Button>
          <Button kind="primary" isDisabled={busy} onPress={() => onDecide(true)}>
            <Trans>Take the new one</Trans>
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <p>
          <Trans>Work on it had begun, so nothing was changed. Found {found}.</Trans>
        </p>
        {changes.length === 0 ? (
          <p>
            <Trans>Only parts that Baro does not show differ.</Trans>
          </p>
        ) : (
          <table className={styles.changes}>
            <thead>
              <tr>
                <td />
                <th scope="col">
                  <Trans>Here</Trans>
                </th>
                <th scope="col">
                  <Trans>In the file</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={`${change.part}${change.line}`}>
                  <th scope="row">
                    <PartWord change={change} />
                  </th>
                  <td>{said(change, 'current')}</td>
                  <td>{said(change, 'incoming')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <ProblemNote error={error} />
      </div>
    </Dialog>
  )
}
