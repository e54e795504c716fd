import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Cart } from '../../ui/floor/cart.tsx'
import { ItemEvidence, LookAlike } from '../../ui/floor/item-evidence.tsx'
import { HeroNumber } from '../../ui/floor/text.tsx'
import { Progress } from '../../ui/floor/ticks.tsx'

/** A quantity with its unit, as large as its place asks for. */
export function Pieces({ quantity, size = 'xxl' }: { quantity: number; size?: 'l' | 'xl' | 'xxl' }) {
  return <HeroNumber size={size} value={quantity} unit={<Plural value={quantity} one="pc" other="pcs" />} />
}

function ItemDetail({ bench }: { bench: PickBench }) {
  const format = useFormat()
  const { lot, serial, expiresOn } = bench
  const day = expiresOn === null ? '' : format.day(expiresOn)
  if (lot !== null && expiresOn !== null)
    return (
      <Trans>
        Lot {lot} · best before {day}
      </Trans>
    )
  if (lot !== null) return <Trans>Lot {lot}</Trans>
  if (serial !== null) return <Trans>Serial {serial}</Trans>
  if (expiresOn !== null) return <Trans>Best before {day}</Trans>
  return <>{bench.item?.sku}</>
}

/** Photo, name, lot and last four digits of what is picked now; a look-alike nearby is marked. */
export function PickItem({ bench, withQuantity }: { bench: PickBench; withQuantity: boolean }) {
  const { item, alike } = bench
  if (item === null) return <div />
  return (
    <ItemEvidence
      name={item.name}
      picture={item.picture}
      lastFour={item.lastFour}
      detail={<ItemDetail bench={bench} />}
      {...(withQuantity ? { quantity: <Pieces quantity={bench.quantity} size="xl" /> } : {})}
    >
      {alike === null ? null : (
        <LookAlike>
          <Trans>
            Looks alike nearby: {alike.name} <b>{alike.lastFour}</b>
          </Trans>
        </LookAlike>
      )}
    </ItemEvidence>
  )
}

/** The cart as it stands there, the tote of this line lit. */
export function PickCart({ bench, size = 'small' }: { bench: PickBench; size?: 'small' | 'large' }) {
  const { t } = useLingui()
  const { slots, columns } = bench.cart
  const target = slots.find((slot) => slot.target)?.slot
  const count = slots.length
  return (
    <Cart
      size={size}
      columns={columns}
      totes={slots.map(({ slot, fill, target: lit, toteName }) => ({
        slot,
        fill,
        target: lit,
        absent: toteName === null && !lit,
      }))}
      label={target === undefined ? t`Cart with ${count} totes` : t`Tote ${target} of ${count}`}
    />
  )
}

/** "Stop 3 of 7", "8 of 20 pieces", and the same as ticks. */
export function PickProgress({ bench }: { bench: PickBench }) {
  const { progress } = bench
  if (progress === null) return <div />
  const { line, lines, unitsPicked, unitsTotal } = progress
  const total = lines.length
  const done = lines.filter((state) => state === 'done' || state === 'short').length
  const here = lines.indexOf('here')
  return (
    <Progress
      head={
        <Trans>
          Stop{' '}
          <b>
            {line} of {total}
          </b>
        </Trans>
      }
      aside={
        <Trans>
          {unitsPicked} of {unitsTotal} pieces
        </Trans>
      }
      done={here === -1 ? done : here}
      total={total}
      current={here === -1 ? null : here}
    />
  )
}
