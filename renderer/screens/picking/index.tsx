import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect } from 'react'
import type { PickBench } from '../../../contract/station/picking.ts'
import { BenchScreen, type BenchView } from '../../floor/bench-screen.tsx'
import { useEntry } from '../../floor/entry.ts'
import { useAccepted } from '../../floor/use-accepted.ts'
import { drawPicking } from './draw-picking.tsx'
import { usePicking } from './picking-store.ts'

/** Picking: from "give me work" to the totes at the bench, one thing to do at a time. */
export default function PickingScreen() {
  const { i18n } = useLingui()
  const accepted = useAccepted()
  const quantity = useEntry(6)
  const lot = useEntry(20)
  const scan = usePicking((state) => state.scan)
  const step = usePicking((state) => state.bench?.step)
  const { clear } = lot
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was entered belongs to its step
  useEffect(() => clear(), [step, clear])
  const send = useCallback((code: string) => void scan(code, 'button'), [scan])
  const onScanned = (code: string): void => {
    quantity.scanned(code)
    lot.scanned(code)
  }
  const draw = (bench: PickBench): BenchView => ({
    ...accepted(bench.accepts),
    ...drawPicking({
      bench,
      entry: bench.step === 'lot' ? lot : quantity,
      send,
      type: (code) => scan(code, 'typed'),
      i18n,
    }),
  })
  return <BenchScreen screen="picking" store={usePicking} draw={draw} onScanned={onScanned} />
}
