import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
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
  const entry = useEntry(6)
  const scan = usePicking((state) => state.scan)
  const send = useCallback((code: string) => void scan(code, 'button'), [scan])
  const draw = (bench: PickBench): BenchView => ({
    ...accepted(bench.accepts),
    ...drawPicking({ bench, entry, send, type: (code) => scan(code, 'typed'), i18n }),
  })
  return <BenchScreen screen="picking" store={usePicking} draw={draw} onScanned={entry.scanned} />
}
