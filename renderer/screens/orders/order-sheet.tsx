import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Eye } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { OrderLineView, OrderPage } from '../../../contract/station/orders.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { holdWord, PAYMENT_WORDS } from '../../office/order-words.ts'
import { useCarrierName } from '../../office/use-carrier-name.ts'
import { useKeys } from '../../office/use-keys.ts'
import { useNow } from '../../office/use-now.ts'
import { go } from '../../router.ts'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { SideSheet } from '../../ui/office/side-sheet.tsx'
import { ChannelName, DueCell, isOpen, StateCell } from './order-columns.tsx'
import { OrderPapers } from './order-papers.tsx'
import { Cartons, Lines, missingOf, Note, Person, StockOfLines, Story } from './order-sheet-parts.tsx'
import styles from './orders.module.css'

/** What can be asked for from an open order. */
export type SheetAct = 'release' | 'hold' | 'unhold' | 'cancel' | 'difference'

type SheetProps = {
  readonly page: OrderPage
  readonly revealed: boolean
  readonly onReveal: () => void
  readonly onAct: (act: SheetAct) => void
  readonly onMatch: (line: OrderLineView) => void
  readonly onClose: () => void
  readonly onPrevious: () => void
  readonly onNext: () => void
  /** False while ticked orders own the keys. */
  readonly keys: boolean
}

/** Opens the packing slip, ready to print. */
export function openSlip(orderId: string): void {
  window.open(`/files/slips/${encodeURIComponent(orderId)}.pdf`, '_blank', 'noopener')
}

function todoOf({
  page,
  onAct,
  onMatch,
}: SheetProps): { tone?: 'warning' | 'error'; text: ReactNode; action?: ReactNode } | undefined {
  const { row, lines, difference } = page
  if (page.exceptions > 0)
    return {
      tone: 'error',
      text: <Trans>The order waits for a decision about an exception.</Trans>,
      action: (
        <Button onPress={() => go('/exceptions')}>
          <Trans>Open exceptions</Trans>
        </Button>
      ),
    }
  if (difference !== null)
    return {
      text: <Trans>A later file says something else about this order.</Trans>,
      action: (
        <Button onPress={() => onAct('difference')} hint="D">
          <Trans>Compare</Trans>
        </Button>
      ),
    }
  const open = lines.filter((line) => line.itemId === null)
  const [first] = open
  if (first !== undefined)
    return {
      text: (
        <Plural
          value={open.length}
          one="# line names no item that Baro knows."
          other="# lines name no item that Baro knows."
        />
      ),
      action: (
        <Button onPress={() => onMatch(first)} hint="M">
          <Trans>Match</Trans>
        </Button>
      ),
    }
  if (row.state === 'on_hold')
    return {
      text: <HoldReason reason={row.holdReason} />,
      action: (
        <Button onPress={() => onAct('unhold')} hint="H">
          <Trans>Take off hold</Trans>
        </Button>
      ),
    }
  if (row.state === 'backordered') return { text: <Waiting units={row.short} /> }
  if (row.state === 'ready' && row.availableFrom !== null) return { text: <PreOrderNote from={row.availableFrom} /> }
  const missing = lines.reduce((sum, line) => sum + missingOf(line, row.state), 0)
  if (missing > 0 && isOpen(row))
    return {
      text: (
        <Plural
          value={missing}
          one="# unit was not found. It can be sent without it."
          other="# units were not found. It can be sent without them."
        />
      ),
    }
  return undefined
}

function Waiting({ units }: { units: number }) {
  return units > 0 ? (
    <Plural
      value={units}
      one="# unit is missing. The order waits for stock."
      other="# units are missing. The order waits for stock."
    />
  ) : (
    <Trans>There is enough for it by now. It can be released.</Trans>
  )
}

function PreOrderNote({ from }: { from: string }) {
  const format = useFormat()
  const day = format.day(from)
  return <Trans>A pre-order: it can be released from {day} on.</Trans>
}

function HoldReason({ reason }: { reason: string | null }) {
  const { t } = useLingui()
  const own = holdWord(reason)
  return <b>{own === null ? (reason ?? <Trans>On hold</Trans>) : t(own)}</b>
}

function Actions({ page, onAct, keys }: SheetProps) {
  const { can, row } = page
  const hint = (key: string): { hint?: string } => (keys ? { hint: key } : {})
  return (
    <>
      {can.release ? (
        <Button kind="primary" onPress={() => onAct('release')} {...hint('R')}>
          <Trans>Release</Trans>
        </Button>
      ) : null}
      {can.hold ? (
        <Button onPress={() => onAct('hold')} {...hint('H')}>
          <Trans>Hold</Trans>
        </Button>
      ) : null}
      {can.unhold ? (
        <Button onPress={() => onAct('unhold')} {...hint('H')}>
          <Trans>Take off hold</Trans>
        </Button>
      ) : null}
      {can.slip ? (
        <Button onPress={() => openSlip(row.id)} {...hint('P')}>
          <Trans>Slip</Trans>
        </Button>
      ) : null}
      <span className={styles.grow} />
      {can.cancel ? (
        <Button kind="danger" onPress={() => onAct('cancel')}>
          <Trans>Cancel order…</Trans>
        </Button>
      ) : null}
    </>
  )
}

function useFacts({ page, revealed, onReveal }: SheetProps) {
  const { t } = useLingui()
  const format = useFormat()
  const now = useNow()
  const { row } = page
  const carrierName = useCarrierName()
  const carrier = row.carrier === null ? '' : carrierName(row.carrier)
  const payment = t(PAYMENT_WORDS[page.payment])
  return [
    {
      id: 'customer',
      label: <Trans>Customer</Trans>,
      value: (
        <span className={styles.places}>
          {page.person?.shipTo.name ?? row.customer}
          {revealed ? null : (
            <TextButton onPress={onReveal}>
              <span className={styles.places}>
                <Eye size={16} aria-hidden="true" />
                <Trans>Show</Trans>
              </span>
            </TextButton>
          )}
        </span>
      ),
    },
    {
      id: 'channel',
      label: <Trans>Channel, payment</Trans>,
      value: (
        <>
          <ChannelName channel={row.channel} />, {payment}
        </>
      ),
    },
    {
      id: 'due',
      label: carrier === '' ? <Trans>Cut-off</Trans> : <Trans>{carrier} cut-off</Trans>,
      value: <DueCell shipBy={row.shipBy} open={isOpen(row)} now={now} />,
    },
    { id: 'total', label: <Trans>Total</Trans>, value: format.money(page.totalMinor, page.currency) },
    ...(page.shippingMethod === ''
      ? []
      : [{ id: 'method', label: <Trans>Shipping method</Trans>, value: page.shippingMethod }]),
    { id: 'ordered', label: <Trans>Ordered at</Trans>, value: format.dateTime(row.orderedAt) },
  ]
}

/** One order's whole story at the right edge: facts, the one next step, quantities, timeline, and what may be done now. */
export function OrderSheet(props: SheetProps) {
  const { page, onAct, onMatch, onClose, onPrevious, onNext, keys } = props
  const { row, can, lines, difference } = page
  const [showAll, setShowAll] = useState(false)
  const facts = useFacts(props)
  const todo = todoOf(props)
  useKeys(
    {
      r: () => can.release && onAct('release'),
      h: () => (can.unhold ? onAct('unhold') : can.hold && onAct('hold')),
      p: () => can.slip && openSlip(row.id),
      d: () => difference !== null && onAct('difference'),
      m: () => {
        const open = lines.find((line) => line.itemId === null)
        return open === undefined ? false : onMatch(open)
      },
    },
    keys,
  )
  const events = showAll ? page.events : page.events.slice(-40)
  return (
    <SideSheet
      title={
        <span className={styles[row.number.length > 12 ? 'longTitle' : row.number.length > 6 ? 'title' : 'shortTitle']}>
          {formatCode(row.number)}
        </span>
      }
      state={<StateCell row={row} />}
      facts={facts}
      {...(todo === undefined ? {} : { todo })}
      actions={<Actions {...props} />}
      {...{ onClose, onPrevious, onNext }}
    >
      {page.person === null ? null : <Person person={page.person} />}
      <Note note={page.note} />
      <Lines page={page} onMatch={onMatch} />
      <StockOfLines page={page} />
      <Cartons cartons={page.cartons} onLabels={() => go(`/labels?q=${encodeURIComponent(row.number)}`)} />
      <OrderPapers page={page} />
      <Story events={events} />
      {events.length < page.events.length ? (
        <div>
          <TextButton onPress={() => setShowAll(true)}>
            <Plural value={page.events.length - events.length} one="# earlier entry" other="# earlier entries" />
          </TextButton>
        </div>
      ) : null}
    </SideSheet>
  )
}
