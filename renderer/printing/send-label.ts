import type { PrintAttemptView } from '../../contract/station/printing.ts'
import { api } from '../api.ts'
import { printPage } from '../print.ts'

/**
 * Prints a label on the printer of its kind, or on another one: by the station, or by this page with the dialog. Resolves to the
 * station's attempt as far as it is; null when this page printed. Rejects with the station's refusal: then nothing left here.
 */
export async function sendLabel(printJobId: string, printerId?: string): Promise<PrintAttemptView | null> {
  const answer = await api.printing.print({ printJobId, ...(printerId === undefined ? {} : { printerId }) })
  if (answer.by === 'station') return answer.attempt
  // `start` is refused when the job was sent already (another window, a second press): then nothing is printed here.
  const page = await api.printing.start({ printJobId, printerId: answer.printerId })
  let outcome: 'sent' | 'failed' = 'failed'
  try {
    outcome = await printPage(page, answer.systemName)
  } finally {
    await api.printing.finish({ printJobId, outcome })
  }
  return null
}
