import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { OrderRow } from '../../../contract/station/orders.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { channelWord } from '../../office/order-words.ts'
import { useCarrierName } from '../../office/use-carrier-name.ts'
import { Mark } from '../../ui/marks.tsx'
import { StateMark } from '../../ui/office/state-mark.tsx'
import type { OrderSort } from './order-address.ts'
import type { OptionalColumn } from './order-store.ts'
import styles from './orders.module.css'

/** Orders that leave within this many milliseconds get a shape beside their countdown. */
export const SOON_MS = 90 * 60_000
const DAY_MS = 86_400_000

type CellProps = { readonly row: OrderRow; readonly now: number }

/** What people call a channel, in the language of the screen. */
export function ChannelName({ channel }: { channel: string }) {
  const { t } = useLingui()
  const word = channelWord(channel)
  return <>{word === null ? channel : t(word)}</>
}

/** State as shape and word; a short order says so instead of the state it is in. */
export function StateCell({ row }: { row: Pick<OrderRow, 'state' | 'short'> }) {
  const isShort = row.short > 0 && ['picking', 'picked', 'packing', 'packed'].includes(row.state)
  return <StateMark state={isShort ? 'short' : row.state} />
}

function SoonMark() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 2.4 14.4 14H1.6z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
    </svg>
  )
}

/** Cut-off with its countdown; late and soon have a shape as well as a colour. */
export function DueCell({ shipBy, open, now }: { shipBy: number | null; open: boolean; now: number }) {
  const format = useFormat()
  if (shipBy === null) return <span className={styles.quiet ?? ''}>–</span>
  const left = shipBy - now
  const late = left < 0
  if (!open || left >= DAY_MS / 2) return <span>{format.date(shipBy)}</span>
  const soon = !late && left < SOON_MS
  const near = Math.abs(left) < DAY_MS / 2
  const countdown = near ? format.countdown(Math.abs(left)) : format.duration(Math.abs(left))
  return (
    <span className={near ? styles.due : styles.overdue}>
      {near ? <b>{format.time(shipBy)}</b> : null}
      <span className={styles[late ? 'late' : soon ? 'soon' : 'left']}>
        {late ? <Mark kind="error" size={16} px /> : soon ? <SoonMark /> : null}
        {late ? <Trans>{countdown} late</Trans> : <Trans>{countdown} left</Trans>}
      </span>
    </span>
  )
}

const done = new Set(['shipped', 'delivered', 'cancelled'])

/** Whether an order can still miss its cut-off. */
export function isOpen({ state }: Pick<OrderRow, 'state'>): boolean {
  return !done.has(state)
}

/** What a pre-order is called, with its day. */
export function PreOrder({ from }: { from: string }) {
  const format = useFormat()
  const day = format.day(from)
  return <Trans>pre-order, {day}</Trans>
}

type Column = {
  readonly id: 'number' | 'state' | OptionalColumn
  readonly title: MessageDescriptor
  readonly width: string
  readonly right?: true
  /** The sort that a press on the heading chooses. */
  readonly sort?: OrderSort
  readonly cell: (props: CellProps) => ReactNode
}

function Ordered({ row }: CellProps) {
  const format = useFormat()
  return <>{format.dateTime(row.orderedAt)}</>
}

function Carrier({ row }: CellProps) {
  const carrierName = useCarrierName()
  return <>{row.carrier === null ? '–' : carrierName(row.carrier)}</>
}

/** Every column of the list in its order; widths are CSS grid tracks. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'number',
    title: msg`Order`,
    width: 'minmax(226px, 1.5fr)',
    sort: 'number',
    cell: ({ row }) => (
      <span className={styles.number ?? ''}>
        {formatCode(row.number)}
        {row.priority > 0 ? (
          <span className={styles.tag ?? ''}>
            <Trans>first</Trans>
          </span>
        ) : null}
        {row.availableFrom === null ? null : (
          <span className={styles.tag ?? ''}>
            <Trans>pre-order</Trans>
          </span>
        )}
        {row.hasDifference ? (
          <span className={styles.tagWarn ?? ''}>
            <Trans>differs</Trans>
          </span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'channel',
    title: msg`Channel`,
    width: 'minmax(84px, .8fr)',
    cell: ({ row }) => <ChannelName channel={row.channel} />,
  },
  { id: 'customer', title: msg`Customer`, width: 'minmax(76px, .8fr)', cell: ({ row }) => row.customer },
  {
    id: 'lines',
    title: msg`Lines/units`,
    width: '96px',
    right: true,
    cell: ({ row }) => `${row.lines} / ${row.units}`,
  },
  { id: 'state', title: msg`State`, width: 'minmax(138px, .9fr)', cell: ({ row }) => <StateCell row={row} /> },
  {
    id: 'due',
    title: msg`Cut-off`,
    width: 'minmax(140px, .9fr)',
    sort: 'ship-by',
    cell: ({ row, now }) => <DueCell shipBy={row.shipBy} open={isOpen(row)} now={now} />,
  },
  { id: 'carrier', title: msg`Carrier`, width: 'minmax(92px, .7fr)', cell: (props) => <Carrier {...props} /> },
  { id: 'ordered', title: msg`Ordered`, width: '176px', sort: 'newest', cell: (props) => <Ordered {...props} /> },
]
