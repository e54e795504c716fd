import { Trans } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { StatusRows } from '../../ui/floor/status-rows.tsx'

/** The totes of the cart, one row each: which tote stands on which place, and for which order. */
export function ToteRows({ bench }: { bench: PickBench }) {
  return (
    <StatusRows
      tight
      rows={bench.cart.slots.map(({ slot, toteName, orderNumber, target }) => ({
        id: String(slot),
        mark: toteName === null ? (target ? 'info' : 'waiting') : 'ok',
        title:
          toteName === null ? (
            <Trans>
              Place {slot}, order {orderNumber}
            </Trans>
          ) : (
            <Trans>
              Place {slot}: {toteName}, order {orderNumber}
            </Trans>
          ),
        plain: toteName === null && !target,
      }))}
    />
  )
}
