import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { attachWedge } from './attach-wedge.ts'
import type { ScanLevel } from './scan-contexts.ts'
import { createScanHub, type ScanHub, type ScanState } from './scan-hub.ts'
import { newScanId, type ScanListener } from './scan-source.ts'
import { createSounds, type Sounds } from './sound.ts'
import { DEFAULT_WEDGE_PROFILE, type WedgeProfile } from './wedge-profile.ts'

type ScanServices = { hub: ScanHub; sounds: Sounds }

const Services = createContext<ScanServices | null>(null)
let orders = 0

/**
 * Gives everything below it one stream of scans and the sounds; sets `data-scan="ready"` on the root element once the window's
 * keys are being heard. One per window.
 */
export function ScanProvider(props: {
  children: ReactNode
  profile?: WedgeProfile
  volume?: number
  isKnownCode?: (candidate: string) => boolean
}): ReactNode {
  const { profile = DEFAULT_WEDGE_PROFILE, volume = 0.6 } = props
  const known = useRef(props.isKnownCode)
  const [services] = useState(() => createServices((candidate) => known.current?.(candidate) ?? false))
  const { hub, sounds } = services
  useEffect(() => {
    known.current = props.isKnownCode
  }, [props.isKnownCode])
  useEffect(() => sounds.setVolume(volume), [sounds, volume])
  useEffect(() => {
    sounds.prepare()
    return wakeOnGesture(sounds)
  }, [sounds])
  useEffect(() => {
    const detach = attachWedge(
      window,
      {
        onScan: ({ text, firstAt, lastAt }) => hub.hear({ raw: text, source: 'wedge', firstAt, lastAt }),
        onAbandoned: hub.abandon,
      },
      profile,
    )
    document.documentElement.dataset.scan = 'ready'
    return () => {
      delete document.documentElement.dataset.scan
      detach()
    }
  }, [hub, profile])
  return <Services value={services}>{props.children}</Services>
}

/**
 * Makes the calling component the one that hears scans while it is mounted and `active`. A dialog says `level: 'dialog'`, the
 * lock `'lock'`: they cover what is behind, whatever mounts there. The listener may change with every render.
 */
export function useScan(listener: ScanListener, options: { active?: boolean; level?: ScanLevel } = {}): void {
  const { hub } = useServices()
  const { active = true, level = 'screen' } = options
  // Numbered while rendering, because parents render before their children but run their effects after them.
  const [order] = useState(() => ++orders)
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => {
    if (!active) return
    return hub.listen({ level, order, listener: () => latest.current })
  }, [hub, active, level, order])
}

/** What is shown about scanning: queue, last scan, bounces, the latest notice; renders again on every change. */
export function useScanState(): ScanState {
  const { hub } = useServices()
  return useSyncExternalStore(hub.subscribe, hub.state)
}

/** The notice to show, if any; renders again only when it changes, not with every key. */
export function useScanNotice(): ScanState['notice'] {
  const { hub } = useServices()
  return useSyncExternalStore(hub.subscribe, () => hub.state().notice)
}

/** Sends codes as if scanned (training panel, action bar) and clears notices; stable between renders. */
export function useScanActions(): { emit: (code: string) => void; clearNotice: () => void } {
  const { hub } = useServices()
  return useMemo(() => ({ emit: hub.emit, clearNotice: hub.clearNotice }), [hub])
}

/** The sounds of the station, for the feedback of replies. */
export function useSounds(): Sounds {
  return useServices().sounds
}

/** False while another window has the keyboard: a scan would not be heard here. */
export function useScannerHeard(): boolean {
  return useSyncExternalStore(subscribeFocus, () => document.hasFocus())
}

function useServices(): ScanServices {
  const services = useContext(Services)
  if (services === null) throw new Error('ScanProvider is missing above this component')
  return services
}

function createServices(isKnownCode: (candidate: string) => boolean): ScanServices {
  const sounds = createSounds(globalThis.AudioContext)
  const hub = createScanHub({
    now: () => performance.now(),
    newId: () => newScanId(),
    play: sounds.play,
    // Thrown again outside the queue, so that the window's own error reporting sees it.
    reportError: (error) => globalThis.reportError(error),
    isKnownCode,
  })
  return { hub, sounds }
}

function wakeOnGesture(sounds: Sounds): () => void {
  const gestures = ['pointerdown', 'keydown'] as const
  const wake = (): void => sounds.resume()
  for (const gesture of gestures) window.addEventListener(gesture, wake, { capture: true, passive: true })
  return () => {
    for (const gesture of gestures) window.removeEventListener(gesture, wake, { capture: true })
  }
}

function subscribeFocus(changed: () => void): () => void {
  window.addEventListener('focus', changed)
  window.addEventListener('blur', changed)
  document.addEventListener('visibilitychange', changed)
  return () => {
    window.removeEventListener('focus', changed)
    window.removeEventListener('blur', changed)
    document.removeEventListener('visibilitychange', changed)
  }
}
