import { create } from 'zustand'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PrintPage } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { createFloorStore } from '../../floor/floor-store.ts'
import { troubleOf } from '../../floor/trouble.ts'
import { printPage } from '../../print.ts'

/** Where this operator stands in packing; every action is a scan, printing aside. */
export const usePacking = createFloorStore<PackBench>({
  bench: (signal) => api.packing.bench(undefined, { signal }),
  scan: (request, signal) => api.packing.scan(request, { signal }),
})

type LabelState = {
  /** The label of the bench's print job, as it will leave the printer. */
  readonly page: PrintPage | null
  /** The print job that is on its way to the dialog; nothing else prints meanwhile. */
  readonly printing: string | null
  preview: (printJobId: string) => Promise<void>
  /** Opens the print dialog for a job, at most once: a second call while it is open does nothing. */
  print: (printJobId: string) => Promise<void>
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
  print: async (printJobId) => {
    if (get().printing !== null) return
    set({ printing: printJobId })
    try {
      // `start` is refused when the job was sent already (another window, a second press): then nothing is printed here.
      const page = await api.printing.start({ printJobId })
      let outcome: 'sent' | 'failed' = 'failed'
      try {
        outcome = await printPage(page)
      } finally {
        await api.printing.finish({ printJobId, outcome })
      }
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

async function readBench(): Promise<void> {
  const { take, trouble } = usePacking.getState()
  if (trouble !== null) return
  try {
    take(await api.packing.bench())
  } catch (error) {
    usePacking.getState().fail(error)
  }
}
