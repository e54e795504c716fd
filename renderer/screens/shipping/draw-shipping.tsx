import { Trans } from '@lingui/react/macro'
import { assertNever } from '../../../domain/assert.ts'
import type { BenchView } from '../../floor/bench-screen.tsx'
import type { ShipDrawing } from './ship-drawing.ts'
import { OrderToShip, RecentlySent, WaybillKeys } from './ship-evidence.tsx'
import { CarrierNow, CartonNow, DispatchNow, WaybillNow } from './ship-now.tsx'

/** The regions of every shipping step. The scan slot's words come from what the bench accepts, unless a step knows better ones. */
export function drawShipping(drawing: ShipDrawing): Omit<BenchView, 'what'> & { what?: BenchView['what'] } {
  const { bench } = drawing
  const number = bench.order?.number ?? ''
  const task = number === '' ? <Trans>Ship</Trans> : <Trans>Ship {number}</Trans>
  switch (bench.step) {
    case 'carton':
      return {
        task,
        now: <CartonNow bench={bench} />,
        evidence: bench.order === null ? <RecentlySent bench={bench} /> : <OrderToShip bench={bench} />,
        evidenceLayout: 'plain',
        what: <Trans>Scan the label of a carton</Trans>,
      }
    case 'waybill':
      return {
        task,
        now: <WaybillNow drawing={drawing} />,
        evidence: <WaybillKeys drawing={drawing} />,
        evidenceLayout: 'plain',
        what: <Trans>Scan the waybill</Trans>,
        also: <Trans>Or type its number and confirm</Trans>,
      }
    case 'carrier':
      return {
        task,
        now: <CarrierNow drawing={drawing} />,
        evidence: <OrderToShip bench={bench} />,
        evidenceLayout: 'plain',
        what: <Trans>Press or scan the carrier</Trans>,
      }
    case 'dispatch':
      return {
        task,
        now: <DispatchNow drawing={drawing} />,
        evidence: <OrderToShip bench={bench} />,
        evidenceLayout: 'plain',
        what: <Trans>Press or scan "Send off"</Trans>,
        also: <Trans>After that the order is on its way</Trans>,
      }
    default:
      return assertNever(bench.step)
  }
}
