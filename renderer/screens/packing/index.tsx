import { useCallback, useEffect } from 'react'
import { DIALOG_ID } from '../../../contract/station/devices.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { CommandName } from '../../../domain/command-code.ts'
import { BenchScreen, type BenchView } from '../../floor/bench-screen.tsx'
import { useEntry } from '../../floor/entry.ts'
import { useAccepted } from '../../floor/use-accepted.ts'
import { scaleText, useScale } from '../../scan/scale-store.ts'
import { contentOf, planFor, suggestedFirst, useCartonPlan } from './carton-plan.ts'
import { drawPacking } from './draw-packing.tsx'
import { useLabel, usePacking } from './packing-store.ts'
import { usePrinterLamp } from './printer-line.tsx'

/** Packing: a tote becomes verified, labelled cartons. */
export default function PackingScreen() {
  const accepted = useAccepted()
  const entry = useEntry(8)
  const scan = usePacking((state) => state.scan)
  const step = usePacking((state) => state.bench?.step)
  const printJobId = usePacking((state) => state.bench?.printJob?.id ?? null)
  const { preview, print } = useLabel()
  const content = usePacking((state) => contentOf(state.bench))
  const { plan, read } = useCartonPlan()
  const { clear, text: entryText } = entry
  const lamp = usePrinterLamp()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was entered belongs to its step
  useEffect(() => clear(), [step, clear])
  useEffect(() => {
    if (content !== '') void read()
  }, [content, read])
  useEffect(() => {
    if (printJobId !== null) void preview(printJobId)
  }, [printJobId, preview])
  const intercept = useCallback(
    (command: CommandName): boolean => {
      if (step === 'weigh' && (command === 'confirm' || command === 'quantityEnter')) {
        const weight = entryText === '' ? scaleText(useScale.getState().weight) : entryText
        if (weight === '') return false
        void scan(weight, 'typed').then((good) => {
          if (good) clear()
        })
        return true
      }
      if (step !== 'print' || printJobId === null) return false
      if (command === 'print') void print(printJobId)
      else if (command === 'printByDialog') void print(printJobId, DIALOG_ID)
      else return false
      return true
    },
    [step, printJobId, print, entryText, scan, clear],
  )
  const draw = (asked: PackBench): BenchView => {
    const own = planFor(asked, plan)
    const bench = { ...asked, cartonTypes: suggestedFirst(asked, own) }
    return {
      ...accepted(bench.accepts),
      ...drawPacking({
        bench,
        plan: own,
        entry,
        send: (code) => void scan(code, 'button'),
        type: (code) => scan(code, 'typed'),
        print,
      }),
    }
  }
  return (
    <BenchScreen
      screen="packing"
      store={usePacking}
      draw={draw}
      intercept={intercept}
      onScanned={entry.scanned}
      {...(lamp === undefined ? {} : { lamp })}
    />
  )
}
