import { Trans } from '@lingui/react/macro'
import type { PlanBatch } from '../../../contract/station/planning.ts'
import { cartonName } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useCarrierName } from '../../office/use-carrier-name.ts'
import { LocationCode } from '../../ui/office/record.tsx'
import { useScrollable } from '../../ui/use-scrollable.ts'
import { OrderLink } from './order-link.tsx'
import styles from './preview.module.css'

/** The stops of a batch in the order of the tour, with what is taken there and into which tote. */
export function BatchStops({ batch }: { batch: PlanBatch }) {
  const format = useFormat()
  const region = useScrollable<HTMLDivElement>()
  return (
    <div className={styles.tables} ref={region} data-part="stops">
      <table>
        <thead>
          <tr>
            <th scope="col" className={styles.end}>
              <Trans>Stop</Trans>
            </th>
            <th scope="col">
              <Trans>Place</Trans>
            </th>
            <th scope="col" className={styles.end}>
              <Trans>Units</Trans>
            </th>
            <th scope="col">
              <Trans>Item</Trans>
            </th>
            <th scope="col">
              <Trans>Into tote</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {batch.stops.flatMap((stop, index) =>
            stop.takes.map((take, at) => {
              const previous = batch.stops[index - 1]?.location.code
              const isFirst = at === 0
              return (
                <tr key={`${stop.number}-${take.slot}-${take.sku}-${take.lot}`} className={isFirst ? styles.first : ''}>
                  <td className={styles.end}>{isFirst ? stop.number : ''}</td>
                  <td>
                    {isFirst ? (
                      <LocationCode code={stop.location.code} {...(previous === undefined ? {} : { previous })} />
                    ) : null}
                  </td>
                  <td className={styles.end}>
                    <b>{format.number(take.units)}</b>
                  </td>
                  <td className={styles.wide}>
                    {take.name} <span className={styles.muted}>{take.sku}</span>
                    {take.lot === '' ? null : (
                      <span className={styles.muted}>
                        {' · '}
                        <Trans>lot {take.lot}</Trans>
                      </span>
                    )}
                  </td>
                  <td>{take.slot === 0 ? <Trans>shared tote</Trans> : take.slot}</td>
                </tr>
              )
            }),
          )}
        </tbody>
      </table>
    </div>
  )
}

/** The totes of a batch: the order in each, when it leaves, and the cartons that it will probably need. */
export function BatchTotes({ batch }: { batch: PlanBatch }) {
  const format = useFormat()
  const carrierName = useCarrierName()
  const region = useScrollable<HTMLDivElement>()
  return (
    <div className={styles.tables} ref={region} data-part="totes">
      <table>
        <thead>
          <tr>
            <th scope="col" className={styles.end}>
              {batch.row.sortedAt === 'tote' ? <Trans>Tote</Trans> : '#'}
            </th>
            <th scope="col">
              <Trans>Order</Trans>
            </th>
            <th scope="col">
              <Trans>Carrier</Trans>
            </th>
            <th scope="col">
              <Trans>Must leave by</Trans>
            </th>
            <th scope="col" className={styles.end}>
              <Trans>Lines / units</Trans>
            </th>
            <th scope="col">
              <Trans>Suggested cartons</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {batch.totes.map((tote) => (
            <tr key={tote.slot} className={styles.first}>
              <td className={styles.end}>
                <b>{tote.slot}</b>
              </td>
              <td>
                <OrderLink number={tote.orderNumber} />
              </td>
              <td>{tote.carrier === null ? '–' : carrierName(tote.carrier)}</td>
              <td>{tote.shipBy === null ? '–' : format.dateTime(tote.shipBy)}</td>
              <td className={styles.end}>
                {format.number(tote.lines)} / {format.number(tote.units)}
              </td>
              <td className={styles.wide}>
                {tote.cartons === null ? (
                  <span className={styles.muted}>
                    <Trans>a size is not known</Trans>
                  </span>
                ) : (
                  tote.cartons
                    .map(({ name, count }) => `${cartonName(name)}${count > 1 ? ` × ${count}` : ''}`)
                    .join(', ')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
