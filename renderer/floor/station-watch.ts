import { create } from 'zustand'
import type { StripView } from '../../contract/station/session.ts'
import type { SyncView } from '../../contract/station/sync.ts'
import { api } from '../api.ts'
import { refreshSession } from '../session-store.ts'
import { setTraining } from './training-store.ts'

/** What every floor screen knows about its station beside its own bench. */
type StationState = {
  readonly strip: StripView | null
  /** How far the first fill is; null while none is going on or nobody may ask. */
  readonly filling: SyncView['progress']
  /** False after a call for the strip failed: the station itself does not answer. */
  readonly reachable: boolean
  readonly idleLockMinutes: number
}

/** Sync, printer and idle lock of this station as React state. */
export const useStation = create<StationState>(() => ({
  strip: null,
  filling: null,
  reachable: true,
  idleLockMinutes: 0,
}))

/** How often the lamps are asked for. */
const STRIP_EVERY_MS = 4_000

async function readFilling(): Promise<SyncView['progress']> {
  try {
    return (await api.sync.view(undefined, { signal: AbortSignal.timeout(STRIP_EVERY_MS) })).progress
  } catch {
    // Nobody is signed in: the lamp then says only that it is being filled.
    return null
  }
}

/** Keeps the lamps fresh while a floor screen is shown; returns what ends it. */
export function watchStation(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  const look = async (): Promise<void> => {
    try {
      const strip = await api.session.strip(undefined, { signal: AbortSignal.timeout(STRIP_EVERY_MS) })
      const filling = strip.sync.state === 'starting' ? await readFilling() : null
      useStation.setState({ strip, filling, reachable: true })
    } catch {
      useStation.setState({ reachable: false })
    }
    if (!over) timer = setTimeout(look, STRIP_EVERY_MS)
  }
  const readPolicies = async (): Promise<void> => {
    try {
      const { bench } = await api.session.current()
      useStation.setState({ idleLockMinutes: bench.policies.idleLockMinutes })
    } catch {
      // The lamps say that the station does not answer; the idle lock then keeps its last setting.
    }
  }
  void look()
  void readPolicies()
  return () => {
    over = true
    clearTimeout(timer)
  }
}

/** Ends the operator's session; the frame then shows sign-in. The task is parked by the station. */
export async function lockStation(): Promise<void> {
  setTraining(false)
  try {
    await api.session.lock()
  } finally {
    await refreshSession()
  }
}

/** Locks after so many minutes without a key, a touch or a scan; 0 never locks. Returns what ends the watch. */
export function watchIdle(minutes: number, lock: () => void): () => void {
  if (minutes <= 0) return () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = (): void => {
    clearTimeout(timer)
    timer = setTimeout(lock, minutes * 60_000)
  }
  const events = ['keydown', 'pointerdown', 'keyup'] as const
  for (const name of events) window.addEventListener(name, again, { capture: true })
  again()
  return () => {
    clearTimeout(timer)
    for (const name of events) window.removeEventListener(name, again, { capture: true })
  }
}
