import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PrintAttemptView } from '../../../contract/station/printing.ts'
import { api } from '../../api.ts'
import { printPage } from '../../print.ts'

/** Which page is tried on a printer. */
export type TestPage = 'test' | 'calibration'

/** What a test came to, as far as it is known. `reason` is a code `E-PRN-0xx`; `error` is what the call threw. */
export type TestResult =
  | { readonly state: 'busy'; readonly what: TestPage }
  | { readonly state: PrintAttemptView['state']; readonly what: TestPage; readonly reason: string | null }
  | { readonly state: 'error'; readonly what: TestPage; readonly error: unknown }

async function tryPage(printerId: string, what: TestPage): Promise<TestResult> {
  try {
    const answer = await api.devices.printTest({ printerId, what })
    if (answer.by === 'station') return { state: answer.attempt.state, what, reason: answer.attempt.reason }
    // By the page nothing is journaled, so what the host says is all there is.
    return { state: await printPage(answer.page, answer.systemName), what, reason: null }
  } catch (error) {
    return { state: 'error', what, error }
  }
}

/** The last test of every printer that was tried since the screen opened, and the way to try one; one at a time for each. */
export function usePrinterTests() {
  const queries = useQueryClient()
  const [results, setResults] = useState<Readonly<Record<string, TestResult>>>({})
  const run = (printerId: string, what: TestPage): void => {
    if (results[printerId]?.state === 'busy') return
    const said = (result: TestResult): void => setResults((before) => ({ ...before, [printerId]: result }))
    said({ state: 'busy', what })
    void tryPage(printerId, what).then((result) => {
      said(result)
      void queries.invalidateQueries({ queryKey: ['print', 'queues'] })
      void queries.invalidateQueries({ queryKey: ['devices', 'attempts', printerId] })
    })
  }
  return { results, run }
}
