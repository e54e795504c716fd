import { useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { TestCode } from '../../../contract/station/scanners.ts'
import { api } from '../../api.ts'
import { diagnose, profileFrom, type Reading } from '../../scan/diagnose.ts'
import { createKeyRecorder } from '../../scan/key-recorder.ts'
import { useKeyTap, useScan, useSetWedgeProfile, useSounds } from '../../scan/scan-provider.tsx'
import { saveStationScanners } from '../../scan/use-station-scanners.ts'

/** Where the set-up of a scanner stands. */
export type ScannerSetup = {
  codes: readonly TestCode[]
  readings: readonly (Reading | null)[]
  /** Which code is to be scanned now; the number of codes when all are read. */
  here: number
  error: unknown
  saved: boolean
  busy: boolean
  save: () => void
  again: () => void
  /** Goes on without mending what was found. */
  goOn: () => void
}

/** Listens for the three test codes, one after the other, and learns from what comes. */
export function useScannerSetup(): ScannerSetup {
  const sounds = useSounds()
  const setProfile = useSetWedgeProfile()
  const query = useQuery({ queryKey: ['scanners', 'codes'], queryFn: () => api.scanners.testCodes() })
  const codes = useMemo(() => query.data ?? [], [query.data])
  const [readings, setReadings] = useState<readonly (Reading | null)[]>([])
  const [here, setHere] = useState(0)
  const listening = here < codes.length
  const take = useRef<(keys: Parameters<Parameters<typeof createKeyRecorder>[0]>[0]) => void>(() => undefined)
  take.current = (keys) => {
    const code = codes[here]
    if (code === undefined) return
    const reading = diagnose(code, keys)
    const good = reading.read && !reading.findings.some(({ harm }) => harm)
    sounds.play(good ? 'ok' : 'error')
    setReadings((before) => codes.map((_, index) => (index === here ? reading : (before[index] ?? null))))
    if (good) setHere(here + 1)
  }
  const [recorder] = useState(() => createKeyRecorder((keys) => take.current(keys)))
  useEffect(() => () => recorder.stop(), [recorder])
  useKeyTap(recorder.take, listening)
  // Nothing scanned here may act anywhere else.
  useScan(() => undefined)
  const save = useMutation({
    mutationFn: () =>
      saveStationScanners(
        {
          profile: profileFrom(
            readings.filter((reading) => reading !== null),
            Date.now(),
          ),
        },
        setProfile,
      ),
  })
  const { reset } = save
  const again = useCallback(() => {
    setReadings([])
    setHere(0)
    reset()
  }, [reset])
  return {
    codes,
    readings,
    here,
    error: query.error ?? save.error,
    saved: save.isSuccess,
    busy: save.isPending,
    save: () => save.mutate(),
    again,
    goOn: () => setHere(here + 1),
  }
}
