import { useQueries } from '@tanstack/react-query'
import type { PrinterView } from '../../../contract/station/devices.ts'
import type { PrintAttemptView } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'

/** How often the last pages of the printers are read while the list shows. */
const EVERY_MS = 5_000

/** The newest attempt of every label among attempts of several printers. */
export function newestByJob(attempts: readonly PrintAttemptView[]): ReadonlyMap<string, PrintAttemptView> {
  const newest = new Map<string, PrintAttemptView>()
  for (const attempt of attempts) {
    if (attempt.printJobId === null) continue
    const known = newest.get(attempt.printJobId)
    if (known === undefined || attempt.number > known.number) newest.set(attempt.printJobId, attempt)
  }
  return newest
}

/** Where each label went last, as far back as the printers' last pages go. */
export function useLastAttempts(printers: readonly PrinterView[]): ReadonlyMap<string, PrintAttemptView> {
  return useQueries({
    queries: printers.map(({ id }) => ({
      queryKey: ['devices', 'attempts', id],
      queryFn: () => api.devices.attempts({ printerId: id }),
      refetchInterval: EVERY_MS,
    })),
    combine: combined,
  })
}

function combined(answers: readonly { data: PrintAttemptView[] | undefined }[]) {
  return newestByJob(answers.flatMap(({ data }) => data ?? []))
}
