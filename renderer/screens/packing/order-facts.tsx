import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PackBench } from '../../../contract/station/packing.ts'
import { useShipBy } from '../../floor/use-ship-by.ts'
import { countryName } from '../../i18n/country-name.ts'
import { channelWord } from '../../office/order-words.ts'
import { type StatusRow, StatusRows } from '../../ui/floor/status-rows.tsx'
import { Text } from '../../ui/floor/text.tsx'

/** The order on the bench in a few rows: for whom, from which tote, until when; `short` without what the screen says anyway. */
export function OrderFacts({ bench, short = false }: { bench: PackBench; short?: boolean }) {
  const { i18n, t } = useLingui()
  const shipBy = useShipBy()
  const { order, unitsTotal, unitsMissing, shared } = bench
  const mayLieElsewhere = bench.step === 'partial' && bench.unitsLeft > 0
  if (order === null) return <div />
  const { number, toteName, recipientName, channel } = order
  const channelName = channelWord(channel)
  const by = shipBy(order.shipBy)
  const country = countryName(order.country, i18n.locale)
  const rows: StatusRow[] = [
    ...(mayLieElsewhere && shared !== null ? shared.otherTotes.filter(({ isEmpty }) => !isEmpty) : []).map(
      ({ name }): StatusRow => ({
        id: `tote-${name}`,
        mark: 'warning',
        title: <Trans>Look into tote {name} first</Trans>,
        detail: <Trans>Units of this order may lie in it</Trans>,
      }),
    ),
    { id: 'recipient', mark: 'info', title: recipientName, detail: <Trans>Goes to {country}</Trans> },
    ...(short
      ? []
      : [
          {
            id: 'units',
            mark: 'ok' as const,
            title: <Plural value={unitsTotal} one="# unit in the tote" other="# units in the tote" />,
            detail: <Trans>Tote {toteName}</Trans>,
          },
        ]),
    ...(unitsMissing === 0
      ? []
      : [
          {
            id: 'missing',
            mark: 'warning' as const,
            title: <Plural value={unitsMissing} one="# unit was not picked" other="# units were not picked" />,
            detail: <Trans>It stays open</Trans>,
          },
        ]),
    ...(by === '' || short ? [] : [{ id: 'by', mark: 'waiting' as const, title: <Trans>Ships by {by}</Trans> }]),
  ]
  return (
    <>
      {short ? null : (
        <div>
          <Text size="m" weight="strong">
            <Trans>Order {number}</Trans>
          </Text>
          <Text muted>{channelName === null ? channel : t(channelName)}</Text>
        </div>
      )}
      <StatusRows tight rows={rows} />
    </>
  )
}
