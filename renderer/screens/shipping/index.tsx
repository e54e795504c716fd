import { useEffect } from 'react'
import type { ShipBench } from '../../../contract/station/shipping.ts'
import { BenchScreen, type BenchView } from '../../floor/bench-screen.tsx'
import { useEntry } from '../../floor/entry.ts'
import { useAccepted } from '../../floor/use-accepted.ts'
import { drawShipping } from './draw-shipping.tsx'
import { useShipping } from './shipping-store.ts'

/** Shipping: packed cartons get their waybill and leave. */
export default function ShippingScreen() {
  const accepted = useAccepted()
  const entry = useEntry(40)
  const scan = useShipping((state) => state.scan)
  const step = useShipping((state) => state.bench?.step)
  const { clear } = entry
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was entered belongs to its step
  useEffect(() => clear(), [step, clear])
  const draw = (bench: ShipBench): BenchView => ({
    ...accepted(bench.accepts),
    ...drawShipping({ bench, entry, send: (code) => void scan(code, 'button'), type: (code) => scan(code, 'typed') }),
  })
  return <BenchScreen screen="shipping" store={useShipping} draw={draw} onScanned={entry.scanned} />
}
