import { create } from 'zustand'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PrintAttemptView, PrintPage } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { createFloorStore } from '../../floor/floor-store.ts'
import { troubleOf } from '../../floor/trouble.ts'
import { sendLabel } from '../../printing/send-label.ts'

/** Where this operator stands in packing; every action is a scan, printing aside. */
export const usePacking = createFloorStore<PackBench>({
  bench: (signal) => api.packing.bench(undefined, { signal }),
  scan: (request, signal) => api.packing.scan(request, { signal }),
  operatorOf: (bench) => bench.session.operator?.id,
})

type LabelState = {
  /** The label of the bench's print job, as it will leave the printer. */
  readonly page: PrintPage | null
  /** The print job that is on its way to the printer or the dialog; nothing else prints meanwhile. */
  readonly printing: string | null
  preview: (printJobId: string) => Promise<void>
  /** Prints a job on the printer that labels go to, or on another one, at most once: a second call while it is on its way does nothing. */
  print: (printJobId: string, printerId?: string) => Promise<void>
}

/** The label of the carton on the bench: its preview, and the one way to print it. */
export const useLabel = create<LabelState>((set, get) => ({
  page: null,
  printing: null,
  preview: async (printJobId) => {
    if (get().page?.printJobId === printJobId) return
    set({ page: null })
    try {
      set({ page: await api.printing.preview({ printJobId }) })
    } catch (error) {
      usePacking.getState().fail(error)
    }
  },
  print: async (printJobId, printerId) => {
    if (get().printing !== null) return
    set({ printing: printJobId })
    try {
      const attempt = await sendLabel(printJobId, printerId)
      if (attempt !== null && stands(attempt)) return void watch(printJobId, attempt)
      usePacking.getState().dismiss()
    } catch (error) {
      const trouble = troubleOf(error)
      if (!(trouble.kind === 'refused' && trouble.name === 'CONFLICT')) usePacking.getState().fail(error)
    } finally {
      set({ printing: null })
      await readBench()
    }
  },
}))

/** True for an attempt that left nothing at its printer: it waits, or was given up. */
function stands({ state }: PrintAttemptView): boolean {
  return state === 'waiting' || state === 'failed' || state === 'withdrawn'
}

const WATCH_EVERY_MS = 1_000
let watched: string | null = null

/** Says why the label does not come, and as soon as it has left after all shows the bench again. */
async function watch(printJobId: string, first: PrintAttemptView): Promise<void> {
  if (watched === printJobId) return
  watched = printJobId
  try {
    if (await leaves(printJobId, first)) {
      usePacking.getState().dismiss()
      await readBench()
    }
  } catch (error) {
    usePacking.getState().fail(error)
  } finally {
    watched = null
  }
}

/** True once the job has left for its printer; false when it was given up, or another one is on the bench. */
async function leaves(printJobId: string, first: PrintAttemptView): Promise<boolean> {
  let attempt: PrintAttemptView | undefined = first
  let said: string | null = null
  while (attempt !== undefined && stands(attempt)) {
    const reason: string | null = attempt.reason ?? said
    if (reason !== null && reason !== said)
      usePacking.setState({
        trouble: { kind: 'refused', name: 'REFUSED', code: reason, params: { printer: attempt.printerName } },
      })
    said = reason
    if (attempt.state !== 'waiting' || usePacking.getState().bench?.printJob?.id !== printJobId) return false
    await new Promise((done) => setTimeout(done, WATCH_EVERY_MS))
    attempt = (await api.printing.attempts({ printJobId })).at(-1)
  }
  return true
}

async function readBench(): Promise<void> {
  const { take, trouble } = usePacking.getState()
  if (trouble !== null) return
  try {
    take(await api.packing.bench())
  } catch (error) {
    usePacking.getState().fail(error)
  }
}
