import { Trans } from '@lingui/react/macro'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import { useShipBy } from '../../floor/use-ship-by.ts'
import { formatCode } from '../../i18n/format.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Keypad } from '../../ui/floor/keypad.tsx'
import { StatusRows } from '../../ui/floor/status-rows.tsx'
import { Text } from '../../ui/floor/text.tsx'
import type { ShipDrawing } from './ship-drawing.ts'

/** What left this station last, newest first. */
export function RecentlySent({ bench: { recent } }: { bench: ShipBench }) {
  const format = useFormat()
  return (
    <>
      <Text size="m" weight="strong" as="h2">
        <Trans>Sent last</Trans>
      </Text>
      {recent.length === 0 ? (
        <Text muted>
          <Trans>Nothing has left from here yet.</Trans>
        </Text>
      ) : (
        <StatusRows
          tight
          rows={recent.slice(0, 6).map(({ number, carrierName, trackingNumber, at }) => ({
            id: `${number}-${trackingNumber}`,
            mark: 'ok' as const,
            title: `${number} · ${format.time(at)}`,
            detail: `${carrierName} ${formatCode(trackingNumber)}`,
          }))}
        />
      )}
    </>
  )
}

function Cartons({ bench: { cartons } }: { bench: ShipBench }) {
  const format = useFormat()
  return (
    <StatusRows
      tight
      rows={cartons.map(({ id, number, code, here, carrierName, trackingNumber, weightGrams, serviceName }) => {
        const weight = weightGrams === null ? '' : ` · ${format.weight(weightGrams)}`
        return {
          id,
          mark: trackingNumber !== null ? ('ok' as const) : here ? ('info' as const) : ('waiting' as const),
          title: (
            <>
              <Trans>Carton {number}</Trans>
              {weight}
            </>
          ),
          detail:
            trackingNumber !== null ? (
              `${carrierName ?? ''} ${formatCode(trackingNumber)}`
            ) : serviceName === null ? (
              formatCode(code)
            ) : (
              <>
                {formatCode(code)} · {carrierName} {serviceName}
              </>
            ),
          plain: !here,
        }
      })}
    />
  )
}

/** The order that is about to leave: for whom, how, and its cartons. */
export function OrderToShip({ bench }: { bench: ShipBench }) {
  const shipByText = useShipBy()
  const { order } = bench
  if (order === null) return <div />
  const { number, recipientName, address, shippingMethod, shipBy } = order
  const by = shipByText(shipBy)
  return (
    <>
      <div>
        <Text size="m" weight="strong" as="h2">
          <Trans>Order {number}</Trans>
        </Text>
        <Text weight="strong">{recipientName}</Text>
        <Text muted>{address}</Text>
        <Text muted>{by === '' ? shippingMethod : <Trans>Ships by {by}</Trans>}</Text>
      </div>
      <Cartons bench={bench} />
    </>
  )
}

/** The keypad of the waybill number; letters come from a keyboard. */
export function WaybillKeys({ drawing: { bench, entry, type } }: { drawing: ShipDrawing }) {
  const recipient = bench.order?.recipientName ?? ''
  const number = bench.order?.number ?? ''
  const submit = async (): Promise<void> => {
    const entered = entry.text
    if (await type(entered)) entry.clear()
  }
  return (
    <>
      <div>
        <Text size="m" weight="strong">
          <Trans>Order {number}</Trans>
        </Text>
        <Text muted>{recipient}</Text>
      </div>
      <Keypad
        onDigit={entry.add}
        onDelete={entry.remove}
        onSubmit={() => void submit()}
        submit={<Trans>Take it</Trans>}
        canSubmit={entry.text.length >= 4 && bench.alert === null}
      />
    </>
  )
}
