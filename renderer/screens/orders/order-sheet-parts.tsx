import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import type { OrderEventView, OrderLineView, OrderPage } from '../../../contract/station/orders.ts'
import { cartonName, formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useCarrierName } from '../../office/use-carrier-name.ts'
import { Mark } from '../../ui/marks.tsx'
import { Button, TextButton } from '../../ui/office/button.tsx'
import { QuantityLines, Timeline } from '../../ui/office/record.tsx'
import { StateShape } from '../../ui/office/state-mark.tsx'
import { addressText } from './order-changes.ts'
import { PreOrder } from './order-columns.tsx'
import styles from './orders.module.css'
import { type StoryMark, storyOf } from './story-words.ts'

/** Units of a line that were reserved but will not come. */
export function missingOf(line: OrderLineView, state: OrderPage['row']['state']): number {
  return ['picked', 'packing', 'packed', 'shipped', 'delivered'].includes(state)
    ? Math.max(0, line.ordered - line.fulfilled - line.cancelled - line.picked)
    : 0
}

const WAITING: ReadonlySet<string> = new Set(['received', 'needs_match', 'ready', 'on_hold', 'backordered'])

/** What there is of the items of an order that still waits: one line for each item. */
export function StockOfLines({ page }: { page: OrderPage }) {
  if (!WAITING.has(page.row.state)) return null
  const items = new Map(page.lines.flatMap((line) => (line.itemId === null ? [] : [[line.itemId, line] as const])))
  return (
    <ul className={styles.quiet}>
      {[...items].map(([itemId, { sku, name, stock }]) => {
        if (stock === null) return null
        const { onHand, reserved, promised, available } = stock
        const item = name || sku
        return (
          <li key={itemId}>
            <Trans>
              {item}: {onHand} on hand, {reserved} reserved, {promised} promised, {available} available
            </Trans>
          </li>
        )
      })}
    </ul>
  )
}

/** The lines with what became of each quantity, and where the units lie. */
export function Lines({ page, onMatch }: { page: OrderPage; onMatch: (line: OrderLineView) => void }) {
  const { row, lines } = page
  const note = (line: OrderLineView): ReactNode => {
    if (line.itemId === null)
      return (
        <Button onPress={() => onMatch(line)}>
          <Trans>Match</Trans>
        </Button>
      )
    const missing = missingOf(line, row.state)
    const more = line.locations.length - 1
    return (
      <>
        {missing > 0 ? (
          <span className={styles.lineNote}>
            <StateShape state="short" />
            <Trans>{missing} short</Trans>
          </span>
        ) : null}
        {line.cancelled > 0 ? (
          <span className={styles.quiet}>
            <Trans>{line.cancelled} cancelled</Trans>
          </span>
        ) : null}
        {line.fulfilled > 0 ? (
          <span className={styles.quiet}>
            <Trans>{line.fulfilled} sent before</Trans>
          </span>
        ) : null}
        {line.availableFrom === null ? null : (
          <span className={styles.quiet}>
            <PreOrder from={line.availableFrom} />
          </span>
        )}
        {more > 0 ? (
          <span className={styles.quiet}>
            <Plural value={more} one="and # more place" other="and # more places" />
          </span>
        ) : null}
      </>
    )
  }
  return (
    <QuantityLines
      stages={[
        { id: 'ordered', word: <Trans context="stage">Ordered</Trans> },
        { id: 'allocated', word: <Trans context="stage">Allocated</Trans> },
        { id: 'picked', word: <Trans context="stage">Picked</Trans> },
        { id: 'packed', word: <Trans context="stage">Packed</Trans> },
        { id: 'shipped', word: <Trans context="stage">Shipped</Trans> },
      ]}
      lines={lines.map((line) => ({
        id: line.id,
        name: line.name || line.sku,
        code: [line.sku, line.option].filter((part) => part !== null && part !== '').join(' · '),
        note: note(line),
        ...(line.locations[0] === undefined ? {} : { place: line.locations[0] }),
        quantities: (['ordered', 'allocated', 'picked', 'packed', 'shipped'] as const).map((stage) => ({
          id: stage,
          count: line[stage],
          of: line.ordered,
        })),
      }))}
    />
  )
}

function Scans({ scans }: { scans: OrderEventView['scans'] }) {
  const format = useFormat()
  const [open, setOpen] = useState(false)
  if (scans.length === 0) return null
  return (
    <>
      {' '}
      <TextButton onPress={() => setOpen(!open)} aria-expanded={open}>
        {open ? <Trans>Hide scans</Trans> : <Plural value={scans.length} one="# scan" other="# scans" />}
      </TextButton>
      {open ? (
        // biome-ignore lint/a11y/useSemanticElements: it stands inside a paragraph of the timeline, where no list may stand
        <span role="list" className={styles.scans}>
          {scans.map((scan, index) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/suspicious/noArrayIndexKey: two scans of one code may share a millisecond
            <span role="listitem" key={index}>
              <span>{format.time(scan.at)}</span>
              <code>{formatCode(scan.code)}</code>
            </span>
          ))}
        </span>
      ) : null}
    </>
  )
}

function shapeOf(mark: StoryMark): ReactNode {
  if (mark === 'dot') return undefined
  if (mark === 'warning') return <StateShape state="short" />
  if (mark === 'held') return <StateShape state="on_hold" />
  if (mark === 'stopped') return <StateShape state="cancelled" />
  return <StateShape state={mark} />
}

/** The order's story, newest first: what happened, when, by whom and where, with the scans behind it. */
export function Story({ events }: { events: readonly OrderEventView[] }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const carrierName = useCarrierName()
  const day = (at: number): string => format.date(at)
  const today = day(Date.now())
  return (
    <Timeline
      events={events.toReversed().map((event) => {
        const { mark, sentence } = storyOf(event, i18n, carrierName)
        const shape = shapeOf(mark)
        const who = [event.operatorName, event.station].filter((part) => part !== null && part !== '').join(' · ')
        return {
          id: event.id,
          time: (
            <time dateTime={new Date(event.at).toISOString()} title={format.dateTime(event.at)}>
              {format.time(event.at)}
            </time>
          ),
          text: (
            <>
              {mark === 'warning' ? <b>{t(sentence)}</b> : t(sentence)}
              <Scans scans={event.scans} />
            </>
          ),
          by: day(event.at) === today ? who : `${day(event.at)} · ${who}`,
          ...(shape === undefined ? {} : { shape }),
        }
      })}
    />
  )
}

/** Name, phone and address of the recipient, once somebody asked for them. */
export function Person({ person }: { person: NonNullable<OrderPage['person']> }) {
  const { shipTo } = person
  return (
    <div className={styles.person}>
      <span className={styles.label}>
        <Trans>Recipient</Trans>
      </span>
      <b>{shipTo.name}</b>
      <span>{addressText(shipTo)}</span>
      <span>{shipTo.phone}</span>
      {person.customerName === shipTo.name ? null : (
        <span>
          <Trans>Ordered by {person.customerName}</Trans> {person.customerPhone}
        </span>
      )}
      {person.email === null ? null : <span>{person.email}</span>}
    </div>
  )
}

/** The cartons with what is in them, their number, and the way they go. */
export function Cartons({ cartons, onLabels }: { cartons: OrderPage['cartons']; onLabels: () => void }) {
  const format = useFormat()
  const carrierName = useCarrierName()
  if (cartons.length === 0) return null
  return (
    <section className={styles.section}>
      <h3>
        <Plural value={cartons.length} one="# carton" other="# cartons" />
      </h3>
      {cartons.map((carton) => (
        <div key={carton.id} className={styles.carton}>
          <span>
            <b>
              {carton.number}. {cartonName(carton.typeName)}
            </b>{' '}
            <span className={styles.quiet}>
              <Plural value={carton.units} one="# unit" other="# units" />
              {carton.weightGrams === null ? '' : ` · ${format.weight(carton.weightGrams)}`}
            </span>
          </span>
          {carton.printJobId === null ? (
            <span className={styles.quiet}>
              <Trans>no label</Trans>
            </span>
          ) : (
            <TextButton onPress={onLabels}>
              <Trans>Label</Trans>
            </TextButton>
          )}
          <span className={styles.code}>
            {[
              carton.code === null ? '' : formatCode(carton.code),
              carton.carrier === null ? '' : `${carrierName(carton.carrier)} ${carton.service ?? ''}`.trim(),
              carton.tracking === null ? '' : formatCode(carton.tracking),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </div>
      ))}
    </section>
  )
}

/** The customer's own words for this order. */
export function Note({ note }: { note: string }) {
  if (note === '') return null
  return (
    <div className={styles.noteText}>
      <span className={styles.label}>
        <Trans>Note</Trans>
      </span>
      <p className={styles.noteWords}>
        <Mark kind="info" size={16} px />
        {note}
      </p>
    </div>
  )
}
